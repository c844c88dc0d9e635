"""What a relative link of an article names: one answer for the check, for the pages and for the API."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from urllib.parse import unquote

from kbsearch.core.model import SHARED, Article
from kbsearch.core.slugs import is_markdown, without_extension

_LEFT_OUT = (".md", "/index.md", "/README.md")


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


def tried(path: str) -> Iterator[str]:
    """What a link may mean that leaves an extension or a folder's front page out, as GitHub's wikis, Docusaurus and
    Obsidian write them; the path itself first."""
    yield path
    yield from (f"{path}{end}" for end in _LEFT_OUT)


def page_names(paths: Iterable[str]) -> dict[str, str]:
    """Name of each page, with its owner → its path, `composed`; of names that one page of that owner has alone."""
    found: dict[str, list[str]] = {}
    for path in map(composed, paths):
        if is_markdown(path):
            found.setdefault(_page_name(without_extension(path)), []).append(path)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def linked_path(path: str, known: Container[str], names: Mapping[str, str]) -> str | None:
    """Which of the `known` paths a link to `path` leads to: itself, what `tried` gives, or, where no file is meant, the
    only page of that name (`page_names`), wherever it is."""
    found = next((one for one in tried(path) if one in known), None)
    return found if found or is_markdown(path) else names.get(_page_name(path))


def _page_name(path: str) -> str:
    """`Paper-jam` of a wiki is the page *Paper jam*."""
    owner, _, own = path.partition("/")
    return f"{owner}/{own.rpartition('/')[2]}".casefold().replace("-", " ").replace("_", " ")
