"""Calls → how each article fares, in one reading; only counts are kept, and which contacts were called back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np

from kbsearch.core.calls import Call
from kbsearch.core.figures import Figure, Period
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.health.nouns import FEWEST, ArticleHealth, Health
from kbsearch.core.health.returning import returning
from kbsearch.core.health.upkeep import is_verified, reviews_due
from kbsearch.core.model import Article
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient
from kbsearch.core.reviews import review_due


def count_health(
    client: OneClient, period: Period, calls: Iterable[Call], articles: Sequence[Article], now: datetime
) -> Health:
    """`calls`: oldest first, with those of `contacts.WINDOW` before and after the period. `articles`: those served.

    Any later call of the same caller counts as a call-back, whatever it is about: of the contacts called back, this is
    the most that there can be. A contact in which several articles were used counts for each of them, and once in the
    norm. Raises `ScopeViolation` for a call of another client.
    """
    begins, ends = period.begins, period.ends
    done: dict[str, Counter[str]] = defaultdict(Counter)
    totals: Counter[str] = Counter()

    def looked_at() -> Iterator[Call]:
        for call in calls:
            if begins <= call.started < ends:
                _count(call, done, totals)
            yield call

    solved, back = _called_back(tabulate(client, looked_at()), period, now, totals)
    titles = {one.id: one.title for one in articles}
    rows = [
        ArticleHealth(id, titles.get(id, ""), **done[id], contacts=solved[id], called_back=tuple(back.get(id, ())))
        for id in {**titles, **done, **solved}
    ]
    rows.sort(key=lambda one: (-one.used, -one.shown, one.article))
    norm, today = Figure("called_back", totals["back"], totals["solved"]), now.astimezone(period.zone).date()
    verified = [one for one in articles if is_verified(one, today)]
    return Health(
        client=client.id,
        period=period,
        calls=totals["calls"],
        using=totals["using"],
        unattached=totals["unattached"],
        unripe=totals["unripe"],
        articles=tuple(rows),
        norm=norm,
        compared=sum(one.contacts >= FEWEST for one in rows),
        returning=returning(rows, norm),
        due=reviews_due(articles, today),
        verified=Figure("verified", len(verified), len(articles)),
        undated=sum(review_due(one) is None for one in verified),
    )


def _count(call: Call, done: dict[str, Counter[str]], totals: Counter[str]) -> None:
    totals["calls"] += 1
    totals["using"] += bool(call.used)
    totals["unattached"] += bool(call.used) and not call.start.caller
    of_kind = {
        "shown": {one.what.article for one in call.shown},
        "opened": call.opened,
        "tried": call.tried,
        "used": call.used,
        "refused": call.refused,
    }
    for kind, ids in of_kind.items():
        for id in ids:
            done[id][kind] += 1


def _called_back(
    table: CallTable, period: Period, now: datetime, totals: Counter[str]
) -> tuple[Counter[str], Mapping[str, list[str]]]:
    """Of each article, how many ripe contacts were solved with it at N1, and the first calls of those called back."""
    solved: Counter[str] = Counter()
    back: dict[str, list[str]] = defaultdict(list)
    found = contacts(table, now)
    is_in = (microseconds(period.begins) <= found.began) & (found.began < microseconds(period.ends))
    at_n1 = np.flatnonzero(is_in & found.is_resolved & ~found.is_escalated)
    for at in at_n1[np.argsort(found.first[at_n1])].tolist():
        of_contact = found.calls_of(at)
        used = {article for row in of_contact for article in table.kinds[table.rows["kind"][row]].used}
        if used and not found.is_ripe[at]:
            totals["unripe"] += 1
        elif used:
            called_back = bool(found.called_back[at])
            totals["solved"] += 1
            totals["back"] += called_back
            for article in used:
                solved[article] += 1
                if called_back:
                    back[article].append(table.ids[of_contact[0]])
    return solved, back
