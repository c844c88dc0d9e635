"""Links to an article as it was at one commit: what a ticket holds, and what has become of the article since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from litestar.params import QueryParameter

from kbsearch.api.access.second_wall import still_own
from kbsearch.app import App, ArticleView, articles
from kbsearch.core.one_client import OneClient

OfCommit = Annotated[str, QueryParameter(name="commit", max_length=64, required=False)]


@dataclass(frozen=True, slots=True)
class Since:
    """What is said to who comes by such a link."""

    said: str
    """Key of the text."""
    commit: str
    place: str
    """The page with the article as it was; empty = there is nothing else to read."""


def since(kb: App, client: OneClient, view: ArticleView, commit: str) -> Since | None:
    """Whether the article is another one by now; None for a link to no commit. Raises like `articles.version`."""
    if not commit:
        return None
    found = articles.version(kb, client, view, commit)
    if found is None:
        return Since("link-unread", commit, "")
    if found.is_current:
        return Since("link-same", commit, "")
    still_own(client, ArticleView(found.article, view.snapshot))
    return Since("link-changed", commit, place(client, view.article.id, commit))


def place(client: OneClient, article: str, commit: str) -> str:
    """Of the page with the article as it was at `commit`."""
    return f"/c/{client.id}/articles/{quote(article)}?commit={commit}"
