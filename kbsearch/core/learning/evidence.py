"""From finished calls to evidence: which article solved which symptom, and how much that says.

A call counts **for** an article when it was closed as resolved with it and its caller did not call again within the
window. Without a caller key nobody can know that, so such a call only counts when the caller confirmed the solution
(the report's rule: never solved by default). A later call of the same caller counts as a call-back whatever it is
about: calls have no topic yet, and losing a true row costs less than keeping a false one. A re-dial within minutes
also takes the earlier call's place, as the report counts both as one.

Other tools reopen the same call when its caller comes back. What was used before it was reopened within the window of
a solved end did not solve it, and it is ripe when the window is over after the last end. Who comes back within
`REDIAL` goes on with the same.

A call closed with a known incident named counts for nothing, whatever its outcome: the incident's words stand above the
search while it lasts, and once it is over the same words are about something else. The report counts it as one too.

A call counts **against** an article that was refused in it and not used after all; of both, the later counts.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import REDIAL, WINDOW
from kbsearch.core.calls.happenings import Outcome

Sign = Literal[1, -1]
SOLVED: Sign = 1
REFUSED: Sign = -1


@dataclass(frozen=True, slots=True)
class Rules:
    """How much calls say. The defaults are the product's."""

    window_days: float = WINDOW / timedelta(days=1)
    """Solved means not called back for so long: as the client agreed, see `within`."""
    half_life_days: float = 180.0
    """After this time a call says half as much."""
    confirmed: float = 1.0
    """What a solution says that the caller confirmed."""
    resolved: float = 0.8
    """The same when only the agent says so."""
    refused: float = 0.5
    most: int = 4000
    """The latest rows that are kept for one client: bounds what a search costs."""

    @classmethod
    def within(cls, window: timedelta) -> Rules:
        """The product's, of a client whose figures go by this window."""
        return cls(window_days=window / timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Solved:
    """What one call says of one article."""

    client: str
    call: str
    caller: str
    """Equal for calls of one caller, who has one vote an article however often they call. All the unknown are one."""
    symptom: str
    """Redacted, as it was said or searched."""
    article: str
    """`Article.id`: a new version keeps its evidence, and that of an article that is gone is not used."""
    weight: float
    """In (0, 1]: by outcome, age, and how many articles shared the call."""
    at: datetime
    """UTC; when the call began."""
    sign: Sign
    """`SOLVED` or `REFUSED`."""
    words: tuple[tuple[str, float], ...] = ()
    """The symptom's index terms weighed by idf, of length 1: see `memory.symptom_words`."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """On which side a search stands when those with evidence are compared with those without."""

    memory: str = ""
    """Name of the evidence that there was for it; empty = none, and on no side."""
    is_withheld: bool = False
    """It went without all the same."""


def evidence(calls: Sequence[Call], now: datetime, rules: Rules | None = None) -> tuple[Solved, ...]:
    """What one client's calls say at the moment `now`, oldest first, ties by call and article.

    One call counts once for an article, however often it is given. Calls within the window of `now` are not ripe:
    they do not count as solved yet, but do count as call-backs.
    """
    rules = rules or Rules()
    known = {call.id: call for call in calls if call.started <= now}
    ordered = sorted(known.values(), key=lambda call: (call.started, call.id))
    solved = solutions(ordered, now, rules)
    rows = [row for call in ordered for row in _rows(call, call.id in solved, now, rules)]
    return tuple(_aged(row, now, rules) for row in rows[-rules.most :])


def solutions(calls: Sequence[Call], now: datetime, rules: Rules | None = None) -> frozenset[str]:
    """Ids of one client's calls that are ripe solutions and whose callers did not call again within the window."""
    rules = rules or Rules()
    again = called_again(calls, rules)
    return frozenset(call.id for call in calls if is_solved(call, now, rules) and call.id not in again)


def served_in(call: Call, rules: Rules | None = None) -> tuple[str, ...]:
    """The articles used in it, without those that were ruled out afterwards.

    Of a call that was reopened those used last before or after it went on: what it had been closed with did not hold.
    Nor did, whether or not anything was used since, what a call was solved with that was reopened within the window.
    """
    served = [one for one in call.handled if isinstance(one.what, ev.Used) and one.what.article not in call.ruled_out]
    last = max((one.at for one in served), default=call.started)
    since = max([*(at for at in call.reopenings if at < last), *came_back(call, rules or Rules())], default=None)
    standing = {one.what.article for one in served if since is None or one.at > since}
    return tuple(article for article in call.used if article in standing)


def came_back(call: Call, rules: Rules) -> tuple[datetime, ...]:
    """When it was reopened because what it had been solved with did not hold for the window."""
    window = timedelta(days=rules.window_days)
    return tuple(one.at for one in call.relapses if REDIAL <= one.stood <= window)


def same_caller(calls: Sequence[Call]) -> dict[str, frozenset[str]]:
    """Call → ids of all calls of its caller, its own among them. A call without a caller's key stands alone."""
    by_caller: dict[str, set[str]] = defaultdict(set)
    for call in calls:
        by_caller[call.start.caller].add(call.id)
    sets = {caller: frozenset(ids) for caller, ids in by_caller.items() if caller}
    return {call.id: sets.get(call.start.caller, frozenset({call.id})) for call in calls}


def is_solved(call: Call, now: datetime, rules: Rules) -> bool:
    """Whether this call, looked at alone, is a ripe solution that somebody can vouch for."""
    is_known = bool(call.start.caller) or call.confirmed_since is True
    is_solution = call.outcome is Outcome.RESOLVED and not call.incident and call.confirmed_since is not False
    return is_solution and is_known and is_ripe(call, now, rules)


def is_ripe(call: Call, now: datetime, rules: Rules) -> bool:
    """Whether the window is over after it began and after it was closed last: who comes back has come."""
    last = max(call.started, call.settled_at or call.started)
    return last + timedelta(days=rules.window_days) <= now


def is_explored(key: str, day: date, share: float) -> bool:
    """Whether this search goes without evidence, so that what evidence is worth stays measurable.

    The same key (a call's id, or the query) gets the same answer all day, and `share` of all keys are chosen.

    >>> sum(is_explored(f"call-{n}", date(2026, 11, 2), 0.05) for n in range(10_000))
    521
    """
    digest = hashlib.sha256(f"{day.isoformat()}\n{key}".encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def called_again(calls: Sequence[Call], rules: Rules) -> set[str]:
    """Ids of the calls after which the same caller called again within the window."""
    by_caller: dict[str, list[Call]] = defaultdict(list)
    for call in sorted(calls, key=lambda call: (call.started, call.id)):
        if call.start.caller:
            by_caller[call.start.caller].append(call)
    return {
        earlier.id
        for calls in by_caller.values()
        for earlier, later in pairwise(calls)
        if later.started - earlier.started <= timedelta(days=rules.window_days)
    }


def _rows(call: Call, is_solution: bool, now: datetime, rules: Rules) -> Iterator[Solved]:
    if is_solution:
        outcome = rules.confirmed if call.confirmed_since else rules.resolved
        served = served_in(call, rules)
        for article in served:
            yield from _row(call, article, outcome / len(served), SOLVED)
    if call.closed_at is not None and call.closed_at <= now:
        for article in call.refused:
            if article in call.ruled_out:
                yield from _row(call, article, rules.refused, REFUSED)


def _row(call: Call, article: str, weight: float, sign: Sign) -> Iterator[Solved]:
    if symptom := symptom_of(call, article):
        yield Solved(call.client, call.id, call.start.caller, symptom, article, weight, call.started, sign)


def symptom_of(call: Call, article: str) -> str:
    """In what words the call asked for this article: the last search that showed it, else what the caller said, else
    the last search; empty when nothing was written down."""
    shown = [row.at for row in call.shown if row.what.article == article]
    before = [one.what.query for one in call.searches if shown and one.at <= shown[-1] and one.what.query.strip()]
    said = [one.what.symptom for one in call.described if one.what.symptom.strip()]
    searched = [one.what.query for one in call.searches if one.what.query.strip()]
    return next((texts[-1] for texts in (before, said, searched) if texts), "")


def _aged(row: Solved, now: datetime, rules: Rules) -> Solved:
    days = (now - row.at) / timedelta(days=1)
    return replace(row, weight=row.weight * 0.5 ** (days / rules.half_life_days))
