"""What a relative link of an article names: one answer for the check, for the pages and for the API."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from kbsearch.core.model import SHARED, Article


def composed(path: str) -> str:
    """A path as links give it: texts are read with their accents composed, and a Mac writes them apart in names."""
    return unicodedata.normalize("NFC", path)


def target_path(article: Article, target: str) -> str | None:
    """Path, from the articles folder and `composed`, of what a relative link names; `None` if it names nothing there.

    `_shared/…` means the shared folder, as in public paths; `/…` begins at the owner's folder; anything else is
    relative to the article's own file. What follows `?` or `#` does not matter. An article links to its owner's files
    and to shared ones: what leads elsewhere is `None`.
    """
    if not target.strip():
        return None
    path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
    here = composed(f"{article.owner}/{article.path}")
    if not path:
        return here
    if path.startswith(f"{SHARED}/"):
        base = ""
    elif path.startswith("/"):
        base = article.owner
    else:
        base = posixpath.dirname(here)
    joined = composed(posixpath.normpath(posixpath.join(base, path.lstrip("/"))))
    return joined if joined.split("/")[0] in (article.owner, SHARED) else None


def by_path(articles: Iterable[Article]) -> dict[str, Article]:
    """What one client can find, by path from the articles folder, `composed`; an override also by the path of what it
    replaces."""
    found: dict[str, Article] = {}
    for article in articles:
        found[composed(f"{article.owner}/{article.path}")] = article
        if article.overrides:
            found[composed(article.overrides)] = article
    return found
