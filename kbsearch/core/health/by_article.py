"""Calls → what was done with each article, in one reading; only counts are kept, and which contacts were called back.

A contact is what all figures have as one: see `figures.contacts`. It is solved at N1 with an article where its last
call is closed as solved, no level above took it, and the article was used in one of its calls.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Figure, FigureCalls, Period
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.nouns import Counted
from kbsearch.core.figures.table import NOBODY, CallTable, tabulate
from kbsearch.core.health.nouns import (
    ANY,
    NOT_CALLED_BACK,
    SOLVED,
    UNATTACHED,
    UNRIPE,
    ArticleHealth,
    ByArticle,
)
from kbsearch.core.moments import microseconds, moment
from kbsearch.core.one_client import OneClient, require_own

DONE: Mapping[str, Callable[[Call], Collection[str]]] = {
    "shown": lambda call: {one.what.article for one in call.shown},
    **{what: attrgetter(what) for what in ("opened", "tried", "used", "refused")},
}
"""What can be done with an article → those it was done with in a call."""
SOLVED_AS: Mapping[str, Callable[[_Solved], bool]] = {
    SOLVED: lambda one: True,
    UNRIPE: lambda one: one.is_attached and not one.is_ripe,
    UNATTACHED: lambda one: not one.is_attached,
}
"""What is counted of all that was solved with an article."""


def count_by_article(
    client: OneClient,
    period: Period,
    calls: Iterable[Call],
    titles: Mapping[str, str],
    now: datetime,
    window: timedelta = WINDOW,
) -> ByArticle:
    """`calls`: oldest first, with those of a `window` before and after the period. `titles`: of the articles
    served, by id.

    Any later call of the same caller counts as a call-back, whatever it is about: of the contacts called back, this is
    the most that there can be. A contact in which several articles were used counts for each of them, and once in the
    counts of all. Raises `ScopeViolation` for a call of another client.
    """
    begins, ends = period.begins, period.ends
    done: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()

    def looked_at() -> Iterator[Call]:
        for call in calls:
            if begins <= call.started < ends:
                _count(call, done, totals)
            yield call

    back: dict[str, list[str]] = defaultdict(list)
    for one in _solved(tabulate(client, looked_at(), window), period, now):
        count = "contacts" if one.is_ripe else "unripe" if one.is_attached else "unattached"
        is_back = one.is_ripe and one.is_called_back
        totals[count] += bool(one.used)
        totals["back"] += bool(one.used) and is_back
        for article in one.used:
            done[article][count] += 1
            if is_back:
                back[article].append(one.call)
    rows = [
        ArticleHealth(id, titles.get(id, ""), **done[id], called_back=tuple(back.get(id, ())))
        for id in {**titles, **done}
    ]
    rows.sort(key=lambda one: (-one.solved, -one.used, -one.shown, one.article))
    return ByArticle(
        client=client.id,
        period=period,
        calls=totals["calls"],
        using=totals["using"],
        articles=tuple(rows),
        called_back=Figure("called_back", totals["back"], totals["contacts"]),
        unripe=totals["unripe"],
        unattached=totals["unattached"],
        at=now,
        window=window,
    )


def _count(call: Call, done: dict[str, Counter[str]], totals: Counter[str]) -> None:
    totals["calls"] += 1
    totals["using"] += bool(call.used)
    for kind, ids_in in DONE.items():
        for id in ids_in(call):
            done[id][kind] += 1


def calls_done_with(client: OneClient, period: Period, calls: Iterable[Call], what: str, article: str) -> FigureCalls:
    """The calls of a period in which one of `DONE` was done with an article, or with `ANY`, in the order of `calls`.
    Raises `KeyError` for what is none of it, `ScopeViolation` for a call of another client."""
    found, ids_in = list[Counted](), DONE[what]
    for call in calls:
        require_own(client, (call.client,))
        if period.begins <= call.started < period.ends and _is_among(article, ids_in(call)):
            found.append(Counted(call.id, call.started, 1))
    return FigureCalls(client.id, period, what, tuple(found))


def calls_solved_with(client: OneClient, period: Period, table: CallTable, article: str, now: datetime) -> FigureCalls:
    """The contacts that the `not_called_back` of an article, or of `ANY`, is made of, each by its first call.

    `table`: as `calls` of `count_by_article`, with ids. Raises `ScopeViolation` for calls of another client.
    """
    require_own(client, (table.client,))
    counted = [
        Counted(one.call, moment(one.began), int(not one.is_called_back))
        for one in _solved(table, period, now)
        if one.is_ripe and _is_among(article, one.used)
    ]
    return FigureCalls(client.id, period, NOT_CALLED_BACK, tuple(counted))


def all_solved_with(
    client: OneClient, period: Period, table: CallTable, article: str, now: datetime, what: str = SOLVED
) -> FigureCalls:
    """The same of all that was solved at N1 with it, whether or not it is known if the caller calls again, or of what
    of that is in no share. Raises `KeyError` for what is none of `SOLVED_AS` too."""
    require_own(client, (table.client,))
    is_one = SOLVED_AS[what]
    solved = [
        Counted(one.call, moment(one.began), 1)
        for one in _solved(table, period, now)
        if _is_among(article, one.used) and is_one(one)
    ]
    return FigureCalls(client.id, period, what, tuple(sorted(solved, key=lambda one: (one.began, one.call))))


def _is_among(article: str, ids: Collection[str]) -> bool:
    return bool(ids) if article == ANY else article in ids


class _Solved(NamedTuple):
    """A contact that was solved at N1, or a call so without a caller to be told from others."""

    call: str
    """Its first one."""
    began: int
    used: frozenset[str]
    is_attached: bool
    """It is a contact: it would be known if they called again."""
    is_ripe: bool
    is_called_back: bool
    """As far as it is known: ripe ones alone are judged by it."""


def _solved(table: CallTable, period: Period, now: datetime) -> Iterator[_Solved]:
    """Those that began in the period; contacts first, each kind oldest first."""
    found, kinds, rows = contacts(table, now), table.kinds, table.rows
    begins, ends = microseconds(period.begins), microseconds(period.ends)
    is_in = (begins <= found.began) & (found.began < ends)
    at_n1 = np.flatnonzero(is_in & found.is_resolved & ~found.is_escalated)
    for at in at_n1[np.argsort(found.first[at_n1])].tolist():
        of_contact = found.calls_of(at)
        used = frozenset(article for row in of_contact for article in kinds[rows["kind"][row]].used)
        judged = bool(found.is_ripe[at]), bool(found.called_back[at] or found.dialed_again[at])
        yield _Solved(table.ids[of_contact[0]], int(found.began[at]), used, True, *judged)
    solved = np.array([one.outcome is Outcome.RESOLVED and not one.reached for one in kinds], np.bool_)
    is_alone = table.of_kinds(solved) & (rows["caller"] == NOBODY) & (begins <= rows["began"]) & (rows["began"] < ends)
    for row in np.flatnonzero(is_alone).tolist():
        used = frozenset(kinds[rows["kind"][row]].used)
        yield _Solved(table.ids[row], int(rows["began"][row]), used, False, False, False)
