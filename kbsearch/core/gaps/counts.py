"""The counts that stand above the gaps of a period, each with the calls that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from kbsearch.core.calls.call import Call
from kbsearch.core.figures import FigureCalls, Period
from kbsearch.core.figures.nouns import Counted
from kbsearch.core.gaps.reasons import is_looked_at, reasons_of
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.topics.wording import words_of


def is_unsolved(call: Call) -> bool:
    return bool(reasons_of(call))


def is_wordless(call: Call) -> bool:
    return is_unsolved(call) and not words_of(call)


COUNTS: Mapping[str, Callable[[Call], bool]] = {
    "gaps_looked_at": is_looked_at,
    "gaps_unsolved": is_unsolved,
    "gaps_wordless": is_wordless,
}
"""Name of a count, part of the API → whether a call is in it: `looked_at`, `unsolved` and `wordless` of `Gaps`."""


def calls_of_gaps(client: OneClient, period: Period, calls: Iterable[Call], count: str) -> FigureCalls:
    """The calls of a period that one of `COUNTS` counts, in the order of `calls`. Raises `KeyError` for what is none of
    them, `ScopeViolation` for a call of another client."""
    found, is_one = list[Counted](), COUNTS[count]
    for call in calls:
        require_own(client, (call.client,))
        if period.begins <= call.started < period.ends and is_one(call):
            found.append(Counted(call.id, call.started, 1))
    return FigureCalls(client.id, period, count, tuple(found))
