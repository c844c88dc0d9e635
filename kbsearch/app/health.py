"""How one client's articles fare, by its calls and by what the articles say of themselves and of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kbsearch.app.folding import table_of
from kbsearch.app.topics import period_in
from kbsearch.core.access.audit import Act, Action
from kbsearch.core.figures import FigureCalls, Period
from kbsearch.core.health import (
    DONE,
    NOT_CALLED_BACK,
    SOLVED_AS,
    UNRIPE,
    Alike,
    ByArticle,
    Health,
    Told,
    alike,
    all_solved_with,
    calls_done_with,
    calls_searched,
    calls_solved_with,
    count_by_article,
    count_health,
    pair_of,
    told_apart,
)
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that there is to say of how a client's articles fare."""

    health: Health
    alike: Sequence[Alike]
    """Pairs that may be of the same, and of which nobody said that they are not."""
    apart: Sequence[Told]
    """Pairs of which somebody said that they are not, the last first."""

    @property
    def client(self) -> str:
        return self.health.client

    @property
    def period(self) -> Period:
        return self.health.period


def health(kb: App, client: OneClient, since: str, until: str, now: datetime) -> Health:
    """Of this client's calls that began on these days, as `read_period` reads them in the client's time zone, and of
    the articles that are served now.

    Reads every event of these calls, and of those of a week before and after, once. Raises like `kb.snapshot`,
    `BadRequest` on a wrong day, and `StateError` while calls cannot be read.
    """
    snapshot = kb.snapshot(client)
    period = period_in(snapshot, since, until, now)
    window = snapshot.client.window
    calls = kb.calls.each(client, period.begins - window, period.ends + window)
    return count_health(client, period, calls, snapshot.articles, now, window)


def by_article(kb: App, client: OneClient, since: str, until: str, now: datetime) -> ByArticle:
    """What was done with each article in this client's calls that began on these days: found once, and kept until a
    call of these days or the base is another, or the day is over. Reads and raises like `health`."""
    snapshot = kb.snapshot(client)
    period = period_in(snapshot, since, until, now)
    window = snapshot.client.window
    mark = kb.calls.mark(client, period.begins - 2 * window)
    asked = (period.since, period.until, now.astimezone(period.zone).date(), snapshot.generation, mark)

    def find() -> ByArticle:
        calls = kb.calls.each(client, period.begins - window, period.ends + window)
        titles = {one.id: one.title for one in snapshot.articles}
        return count_by_article(client, period, calls, titles, now, window)

    return kb.found_articles.get(client, asked, find)


def article_calls(
    kb: App, client: OneClient, figure: str, article: str, days: tuple[str, str], now: datetime
) -> FigureCalls:
    """`article_calls_at` as `by_article` has it of these days, which may have been counted earlier today: what has
    ripened since is in neither. Raises like both."""
    at = by_article(kb, client, *days, now).at if figure in (NOT_CALLED_BACK, UNRIPE) else now
    return article_calls_at(kb, client, figure, article, days, at)


def article_calls_at(
    kb: App, client: OneClient, figure: str, article: str, days: tuple[str, str], now: datetime
) -> FigureCalls:
    """The calls that a count of the article, or of `ANY`, is made of, one of `DONE` or `SOLVED_AS`, or the contacts of
    its share of those not called back. For `DONE` it reads every event of the calls of these days. Raises like
    `app.figures.figures`, and `NotFound` for no such figure."""
    snapshot = kb.snapshot(client)
    period, window = period_in(snapshot, *days, now), snapshot.client.window
    if figure in DONE:
        calls = kb.calls.each(client, period.begins, period.ends)
        return calls_done_with(client, period, calls, figure, article)
    if figure != NOT_CALLED_BACK and figure not in SOLVED_AS:
        raise NotFound("There is no such figure of an article.")
    table = table_of(kb, client, period.begins - window, period.ends + window, with_ids=True)
    if figure == NOT_CALLED_BACK:
        return calls_solved_with(client, period, table, article, now)
    return all_solved_with(client, period, table, article, now, figure)


def search_calls(kb: App, client: OneClient, figure: str, since: str, until: str, now: datetime) -> FigureCalls:
    """The calls that a figure of how search fares is made of, and of searches each one. Reads every event of the calls
    of these days. Raises like `health`, and `NotFound` for no such figure."""
    period = period_in(kb.snapshot(client), since, until, now)
    try:
        return calls_searched(client, period, kb.calls.each(client, period.begins, period.ends), figure)
    except KeyError:
        raise NotFound("There is no such figure of searches.") from None


def knowledge(kb: App, client: OneClient, since: str, until: str, now: datetime) -> Knowledge:
    """`health`, with the articles that are alike: found once, and kept until a call of these days or the base is
    another, somebody tells articles apart or takes that back, or the day is over. Raises like `health`."""
    snapshot = kb.snapshot(client)
    period = period_in(snapshot, since, until, now)
    apart = kb.calls.file().apart.told(client) if kb.calls.holds_any() else ()
    window = snapshot.client.window
    mark = kb.calls.mark(client, period.begins - 2 * window)
    asked = (period.since, period.until, now.astimezone(period.zone).date(), snapshot.generation, mark, apart)

    def find() -> Knowledge:
        pairs = alike(snapshot.articles, snapshot.vectors.rows(), snapshot.article_of_chunk, frozenset(apart))
        return Knowledge(health(kb, client, since, until, now), pairs, told_apart(snapshot.by_id, apart))

    return kb.found_health.get(client, asked, find)


def tell_apart(kb: App, client: OneClient, actor: str, one: str, other: str) -> None:
    """These two articles of the client are not the same, on the audit trail. Told again it changes nothing.

    Raises `NotFound` for what is no article of the client, `BadRequest` for the same one twice, `StateError`, and like
    `Access.audited`.
    """
    known, now = kb.snapshot(client).by_id, datetime.now(UTC)
    if one not in known or other not in known:
        raise NotFound("This client has no such article.")
    if one == other:
        raise BadRequest("One article is always the same as itself.", field="second", key="value-same-article")
    with kb.access.audited(Act(actor, Action.ARTICLES_APART, client.id, " ".join(pair_of(one, other)), now)):
        kb.calls.file().apart.tell(client, one, other, now)


def compare_again(kb: App, client: OneClient, actor: str, one: str, other: str) -> None:
    """These two may be the same after all, whether or not they are served now: taken back, on the audit trail.

    Of a pair that is not told apart, whosever articles they are, nothing is done, and nothing stands on the trail.
    Raises `StateError`, and like `Access.audited`.
    """
    pair = pair_of(one, other)
    if not kb.calls.holds_any() or pair not in kb.calls.file().apart.told(client):
        return
    with kb.access.audited(Act(actor, Action.ARTICLES_COMPARE, client.id, " ".join(pair), datetime.now(UTC))):
        kb.calls.file().apart.take_back(client, one, other)
