"""Relative links between articles, as addresses of pages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from urllib.parse import quote, unquote

from kbsearch.app import ArticleView
from kbsearch.core.render import anchor


def links(view: ArticleView) -> Callable[[str], str]:
    """What turns a link of this article (`../reseau/vpn.md#etapes`) into a page of the same client.

    A link to anything this client cannot read (an image, a draft, a shared article it did not opt into) becomes `""`.
    """
    here = posixpath.dirname(view.article.public_path)
    client = view.snapshot.client.id
    by_path = {article.public_path: article for article in view.snapshot.articles}

    def resolve(target: str) -> str:
        path, _, fragment = target.partition("#")
        joined = posixpath.normpath(posixpath.join(here, unquote(path)))
        while joined.startswith("../"):  # from a client's folder, `../_shared/…` is the shared folder
            joined = joined[3:]
        found = by_path.get(joined)
        if found is None:
            return ""
        return f"/c/{client}/a/{quote(found.id)}" + (f"#{anchor(unquote(fragment))}" if fragment else "")

    return resolve
