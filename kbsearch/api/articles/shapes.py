"""An article as the API gives it. Fields are added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import NextCursor
from kbsearch.app import ArticleView
from kbsearch.core.articles.render import Rendered
from kbsearch.core.articles.reviews import is_overdue, review_due
from kbsearch.core.model import Article
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot


class EscalationOut(msgspec.Struct, frozen=True):
    """Who takes over when this article does not solve the call."""

    level: str
    group: str
    when: str
    facts: tuple[str, ...]


class SectionOut(msgspec.Struct, frozen=True):
    """What stands under one heading of `html`."""

    id: Annotated[str, Meta(description="The heading's `id` in `html`.")]
    heading: str
    level: Annotated[int, Meta(ge=1, le=6)]
    role: Annotated[
        str | None,
        Meta(
            description="What it is for, told by its heading: `symptoms`, `questions`, `resolution`, `say` (to the "
            "caller) or `escalation`; null = none of these. More may come."
        ),
    ]


class ArticleOut(msgspec.Struct, frozen=True):
    """One article: `html` is sanitised and safe to insert, `source` is its Markdown after the front matter."""

    client: str
    article: str
    path: str
    title: str
    html: str
    source: str
    commit: str
    generation: str
    blob: str
    state: str
    lang: str
    product: str
    category: str
    audience: str
    steward: str
    symptoms: tuple[str, ...]
    error_codes: tuple[str, ...]
    reviewed: str | None
    escalation: EscalationOut | None
    sections: Annotated[tuple[SectionOut, ...], Meta(description="One per heading of `html`, in its order.")] = ()
    steps: Annotated[
        int,
        Meta(
            ge=0,
            description="Steps of the procedure: the `li` of class `step` in `html`. They are the items of the "
            "numbered lists in sections for the resolution, else of all its numbered lists.",
        ),
    ] = 0
    replaces: Annotated[
        tuple[str, ...],
        Meta(description="Ids of articles that are no more: a 404 for one of them names this one as `replacement`."),
    ] = ()
    level: Annotated[
        str, Meta(description="Who carries the procedure out: `N1`, `N2` or `N3`; empty = the article does not say.")
    ] = ""
    review_due: Annotated[
        date | None, Meta(description="The last day on which its review still holds; null = none was set.")
    ] = None
    review_overdue: Annotated[bool, Meta(description="Whether that day is over, where the client is.")] = False


class ArticleRowOut(msgspec.Struct, frozen=True):
    """One article of a list. `blob` names its content: another blob, another content."""

    article: str
    path: str
    title: str
    state: str
    lang: str
    product: str
    category: str
    blob: str
    reviewed: str | None


class ArticlesOut(msgspec.Struct, frozen=True):
    """A page of articles, by id, and the snapshot that it is of."""

    client: str
    commit: str
    generation: str
    items: tuple[ArticleRowOut, ...]
    next_cursor: NextCursor


class ClientOut(msgspec.Struct, frozen=True):
    """One client, and the snapshot that it is served from."""

    client: str
    name: str
    lang: str
    time_zone: str
    commit: str
    generation: str


def client_out(client: OneClient, snapshot: Snapshot) -> ClientOut:
    still_own(client, snapshot)
    return ClientOut(
        client=client.id,
        name=snapshot.client.name,
        lang=snapshot.client.lang,
        time_zone=snapshot.client.time_zone,
        commit=snapshot.commit,
        generation=snapshot.generation,
    )


def articles_out(
    client: OneClient, snapshot: Snapshot, articles: Sequence[Article], next_cursor: str | None
) -> ArticlesOut:
    rows = tuple(_row(client, snapshot, article) for article in articles)
    return ArticlesOut(client.id, snapshot.commit, snapshot.generation, rows, next_cursor)


def _row(client: OneClient, snapshot: Snapshot, article: Article) -> ArticleRowOut:
    still_own(client, ArticleView(article, snapshot))
    return ArticleRowOut(
        article=article.id,
        path=article.public_path,
        title=article.title,
        state=article.state.value,
        lang=article.lang,
        product=article.product,
        category=article.category,
        blob=article.blob,
        reviewed=article.reviewed.isoformat() if article.reviewed else None,
    )


def article_out(client: OneClient, view: ArticleView, rendered: Rendered, *, today: date) -> ArticleOut:
    """`today` is the client's."""
    still_own(client, view)
    article, snapshot = view.article, view.snapshot
    handover = article.escalation
    return ArticleOut(
        client=client.id,
        article=article.id,
        path=article.public_path,
        title=article.title,
        html=rendered.html,
        source=article.body,
        commit=snapshot.commit,
        generation=snapshot.generation,
        blob=article.blob,
        state=article.state.value,
        lang=article.lang,
        product=article.product,
        category=article.category,
        audience=article.audience.value,
        steward=article.steward,
        symptoms=article.symptoms,
        error_codes=article.error_codes,
        reviewed=article.reviewed.isoformat() if article.reviewed else None,
        escalation=EscalationOut(handover.level, handover.group, handover.when, handover.facts) if handover else None,
        sections=tuple(SectionOut(one.id, one.heading, one.level, one.role) for one in rendered.sections),
        steps=rendered.steps,
        replaces=article.replaces,
        level=article.level,
        review_due=(due := review_due(article)),
        review_overdue=is_overdue(due, today),
    )
