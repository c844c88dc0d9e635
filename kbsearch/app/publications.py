"""Since when one client's articles are served, as Git has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kbsearch.adapters.library import folder_below
from kbsearch.adapters.library.published import FileVersion, file_versions, sources
from kbsearch.core.model import SHARED, Article
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE, SourceFile
from kbsearch.core.slugs import id_from_path
from kbsearch.core.snapshot import Snapshot

if TYPE_CHECKING:
    from kbsearch.app.instance import App
    from kbsearch.flows.publishing import Served


@dataclass(frozen=True, slots=True)
class Publications:
    """What Git knows of a client's articles."""

    since: Mapping[str, datetime]
    """Article → since when it is served to this client, UTC: a shared one no earlier than the client opted into its
    category; one that stands in the place of others, since when they were."""
    gone: Sequence[Article]
    """The client's own that were served once and are no more, nor is anything in their place."""


def _is_named(article: Article) -> bool:
    """Whether its id is written in it: one that is made of the path alone may be in no version."""
    return article.id != id_from_path(article.path)


def publications(kb: App, client: OneClient, snapshot: Snapshot) -> Publications:
    """Nothing where the articles are read from disk. Raises `StateError` or `UserError` where Git does not answer."""
    from kbsearch.app.reading import open_each
    from kbsearch.flows.publishing import opted_in, served_since

    owners = {client.id, *(article.owner for article in snapshot.articles)}
    require_own(client, {snapshot.client.id, *owners} - {SHARED})
    if snapshot.commit == WORKTREE:
        return Publications({}, ())
    root = kb.settings.articles

    def read(some: Sequence[FileVersion]) -> list[SourceFile]:
        return sources(root, some)

    opted = opted_in(client.id, file_versions(root, snapshot.commit, folder_below(root, client.id)), read)
    found: dict[str, dict[str, Served]] = {}
    for owner in owners:
        versions = file_versions(root, snapshot.commit, folder_below(root, owner))
        today = {
            article.path: article.id for article in snapshot.articles if article.owner == owner and _is_named(article)
        }
        found[owner] = served_since(owner, versions, read, open_each(), today=today)
    since: dict[str, datetime] = {}
    for one in snapshot.articles:
        dates = [then.at for id in (one.id, *one.replaces) if (then := found[one.owner].get(id)) is not None]
        offered = datetime.min.replace(tzinfo=UTC) if one.owner == client.id else opted.at(one.category)
        if dates and offered is not None:
            since[one.id] = max(min(dates), offered)
    there = {id for one in snapshot.articles for id in (one.id, *one.replaces)}
    return Publications(since, [then.article for id, then in found[client.id].items() if id not in there])
