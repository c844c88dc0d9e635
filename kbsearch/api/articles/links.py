"""Relative links between articles, as addresses of pages."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from kbsearch.app import ArticleView
from kbsearch.core.articles.links import by_path, linked_path, page_names, target_path
from kbsearch.core.articles.render import anchor
from kbsearch.core.articles.replacements import successor


def links(view: ArticleView, *, among: str = "a") -> Callable[[str], str]:
    """What turns a link of this article (`../reseau/vpn.md#etapes`) into a page of the same client, below `among`.

    A link to a shared article that the client overrides leads to the override; one to the file of an article that is no
    more, to what has taken its place. A link to anything this client cannot
    read (an image, a draft, a shared article it did not opt into) becomes `""`.
    """
    client = view.snapshot.client.id
    articles = by_path(view.snapshot.articles)
    names = page_names(articles)

    def resolve(target: str) -> str:
        path = target_path(view.article, target)
        if path is None:
            return ""
        found = articles.get(linked_path(path, articles, names) or "") or successor(path, view.snapshot.replacements)
        if found is None:
            return ""
        fragment = target.partition("#")[2]
        return f"/c/{client}/{among}/{quote(found.id)}" + (f"#{anchor(unquote(fragment))}" if fragment else "")

    return resolve
