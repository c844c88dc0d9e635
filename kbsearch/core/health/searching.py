"""How search fares: searches without an answer, articles ruled out, wordings tried again, and how long help took.

    searches said to have nothing reliable   calls with an article ruled out   calls with a second wording
    --------------------------------------   -------------------------------   ---------------------------
       searches that an answer came to              calls with a search              calls with a search

Searches are those that are kept: that somebody looked at, not each letter. A wording is another one where it is not
the same but for case and accents. *Time to the first useful result*: from the first search of a call to when an
article was first opened that was tried or used in it later, and not ruled out; calls with none are not counted.

Three calls: one found at once, opened after 10 s and used; one that searched twice, with nothing reliable first, and
ruled out what it opened; one without a search. No answer 1 / 3, ruled out 1 / 2, worded again 1 / 2, first help 10 s.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call
from kbsearch.core.figures.nouns import Counted, Figure, FigureCalls, spread_of
from kbsearch.core.figures.period import Period
from kbsearch.core.model import AnswerState
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.text import fold

NO_ANSWER, RULED_OUT, WORDED_AGAIN, FIRST_HELP = "no_answer", "ruled_out", "worded_again", "first_help"
FIGURES = (NO_ANSWER, RULED_OUT, WORDED_AGAIN, FIRST_HELP)
"""Names, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class SearchHealth:
    """Of calls that began in a period."""

    searches: int
    no_answer: Figure
    ruled_out: Figure
    worded_again: Figure
    first_help: Figure
    """Seconds, with their median and p90."""


class Searching:
    """Adds up call by call."""

    def __init__(self) -> None:
        self._searches = 0
        self._sums, self._numbers = Counter[str](), Counter[str]()
        self._waited: list[int] = []

    def add(self, call: Call) -> None:
        self._searches += len(call.searches)
        for figure, counted in _counted(call).items():
            self._sums[figure] += sum(counted)
            self._numbers[figure] += len(counted)
            if figure == FIRST_HELP:
                self._waited += counted

    def found(self) -> SearchHealth:
        seconds = np.array(self._waited, np.int64)
        spread = spread_of(seconds) if len(seconds) else None
        no_answer, ruled_out, worded_again = (
            Figure(one, self._sums[one], self._numbers[one]) for one in (NO_ANSWER, RULED_OUT, WORDED_AGAIN)
        )
        return SearchHealth(
            searches=self._searches,
            no_answer=no_answer,
            ruled_out=ruled_out,
            worded_again=worded_again,
            first_help=Figure(FIRST_HELP, self._sums[FIRST_HELP], self._numbers[FIRST_HELP], "seconds", spread),
        )


def calls_searched(client: OneClient, period: Period, calls: Iterable[Call], figure: str) -> FigureCalls:
    """What one of `FIGURES` counts, call by call, of searches a line each. `calls`: oldest first.

    Raises `KeyError` for no such figure, and `ScopeViolation` for a call of another client.
    """
    if figure not in FIGURES:
        raise KeyError(figure)
    found = list[Counted]()
    for call in calls:
        require_own(client, (call.client,))
        if period.begins <= call.started < period.ends:
            found += [Counted(call.id, call.started, counted) for counted in _counted(call).get(figure, ())]
    return FigureCalls(client.id, period, figure, tuple(found))


def _counted(call: Call) -> Mapping[str, Sequence[int]]:
    """What a call counts for each figure: 1 or 0, each of its searches, or seconds; nothing where none was made."""
    if not call.searches:
        return {}
    states = [one.what.state for one in call.searches if one.what.state is not None]
    waited = _first_help(call)
    return {
        NO_ANSWER: [int(state is AnswerState.NOTHING_RELIABLE) for state in states],
        RULED_OUT: [int(bool(call.refused))],
        WORDED_AGAIN: [int(len({fold(one.what.query) for one in call.searches}) > 1)],
        FIRST_HELP: [] if waited is None else [waited],
    }


def _first_help(call: Call) -> int | None:
    """Seconds; None where nothing helped that was opened after the first search."""
    helped = {*call.tried, *call.used} - call.ruled_out
    asked = call.searches[0].at
    opened = [one.at for one in call.handled if isinstance(one.what, ev.Opened) and one.what.article in helped]
    after = min((at for at in opened if at >= asked), default=None)
    return None if after is None else round((after - asked).total_seconds())
