"""An article as the API gives it. Fields are added, never renamed or removed."""

from __future__ import annotations

import msgspec

from kbsearch.api.second_wall import still_own
from kbsearch.app import ArticleView
from kbsearch.core.one_client import OneClient


class EscalationOut(msgspec.Struct, frozen=True):
    """Who takes over when this article does not solve the call."""

    level: str
    group: str
    when: str
    facts: tuple[str, ...]


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


def article_out(client: OneClient, view: ArticleView, html: str) -> ArticleOut:
    still_own(client, view)
    article, snapshot = view.article, view.snapshot
    handover = article.escalation
    return ArticleOut(
        client=client.id,
        article=article.id,
        path=article.public_path,
        title=article.title,
        html=html,
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
    )
