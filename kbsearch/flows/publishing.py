"""Since when each article is served, by the versions that its file had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

from kbsearch.core import clients
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.bases import ALL, is_plain_folder
from kbsearch.core.bounded import Each, Lost
from kbsearch.core.model import Article
from kbsearch.core.ports import SourceFile


class Version(Protocol):
    """A file as one commit made it."""

    @property
    def at(self) -> datetime: ...
    @property
    def path(self) -> str: ...


class Served(NamedTuple):
    """The first time that agents could find an article."""

    at: datetime
    """UTC."""
    article: Article
    """As it was then."""


V = TypeVar("V", bound=Version)


def served_since(
    owner: str,
    versions: Iterable[V],
    read: Callable[[Sequence[V]], Sequence[SourceFile]],
    each: Each,
    *,
    today: Mapping[str, str],
) -> dict[str, Served]:
    """Article → the first version of it that agents could find, and since when: neither a draft nor archived.

    `versions` of files of one owner, oldest first; `read` gives their contents. An article that keeps its id keeps its
    date, whatever file it moves to. Each file is read until a version of it was served, the first of all files first;
    one of `today` (path → id of the article) until its id was, which it may have been given later.
    """
    known = list(versions)
    parse = partial(articles.parse, owner=owner, plain=is_plain_folder(owner, [one.path for one in known]))
    waiting = defaultdict[str, list[V]](list)
    for one in known:
        if articles.is_article(one.path):
            waiting[one.path].append(one)
    found: dict[str, Served] = {}
    while waiting:
        first = [waiting[path].pop(0) for path in waiting]
        parsed = each(parse, read(first))
        for version, result in zip(first, parsed, strict=True):
            article = None if isinstance(result, Lost) else result[0]
            if article is not None and article.is_searchable:
                if article.id not in found or version.at < found[article.id].at:
                    found[article.id] = Served(version.at, article)
                if today.get(version.path, article.id) in found:
                    waiting[version.path].clear()
        waiting = defaultdict(list, {path: rest for path, rest in waiting.items() if rest})
    return found


class OptedIn:
    """Since when a client has shared articles, category by category: the first time that it opted into one counts."""

    def __init__(self, since: Mapping[str, datetime]) -> None:
        """Name in the client's `shared`, without regard to case → UTC."""
        self._since = since

    def at(self, category: str) -> datetime | None:
        """None = never, as far as there are versions of the client's settings."""
        return min((self._since[one] for one in (category.casefold(), ALL) if one in self._since), default=None)


def opted_in(owner: str, versions: Iterable[V], read: Callable[[Sequence[V]], Sequence[SourceFile]]) -> OptedIn:
    """By the versions of its `client.toml`; `versions` and `read` as for `served_since`."""
    own = [one for one in versions if one.path == clients.FILE]
    since: dict[str, datetime] = {}
    for version, source in zip(own, read(own), strict=True):
        client, _ = clients.parse(source, owner)
        for name in client.shared:
            since.setdefault(name.casefold(), version.at)
    return OptedIn(since)
