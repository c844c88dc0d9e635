"""What is known of a client's articles beside their texts: their past in Git, and what calls did with them."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kbsearch.adapters.library import MOST_REVISIONS, committed_at, file_at, folder_below, revisions
from kbsearch.app.views import ArticleView
from kbsearch.core import clients
from kbsearch.core.articles.bases import is_plain_folder
from kbsearch.core.articles.reading import parse
from kbsearch.core.articles.revisions import History, Version
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls.call import Call
from kbsearch.core.model import SHARED, Article
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE
from kbsearch.errors import KbsearchError, NotFound

if TYPE_CHECKING:
    from kbsearch.app.instance import App

__all__ = ["MOST_REVISIONS", "USED_WITHIN", "calls_using", "history", "use", "version"]

log = logging.getLogger("kbsearch.articles")

USED_WITHIN = timedelta(days=90)
MOST_CALLS = 10
NO_VERSION = "This client had no such article at that commit."
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


def history(kb: App, client: OneClient, view: ArticleView) -> History:
    """Of the file that the article was read from, a shared one in the shared folder. Never raises for Git's sake."""
    article, commit = view.article, view.snapshot.commit
    require_own(client, (owner for owner in (view.snapshot.client.id, article.owner) if owner != SHARED))
    if commit == WORKTREE:
        return History((), "worktree")
    root, (path, folders) = kb.settings.articles, _place(kb, client, article)
    try:
        return History(revisions(root, commit, path, folders))
    except KbsearchError as error:
        log.warning("the history of an article cannot be read: %s", error)
        return History((), "unreadable")


def version(kb: App, client: OneClient, view: ArticleView, commit: str) -> Version | None:
    """What a link to this article at `commit` leads to; None where the articles' past cannot be read.

    Raises `NotFound` for anything but a commit, by its full id, at which this client had this article, in the file
    where it is now, and could find it: the same for one that there is not, a neighbour's, and one that was never
    served.
    """
    article, served = view.article, view.snapshot.commit
    require_own(client, (owner for owner in (view.snapshot.client.id, article.owner) if owner != SHARED))
    if not _COMMIT.fullmatch(commit):
        raise NotFound(NO_VERSION)
    if served == WORKTREE:
        return None
    root, (path, folders) = kb.settings.articles, _place(kb, client, article)
    try:
        found = file_at(root, commit, path, folders=folders, until=served) if commit != served else None
        at = committed_at(root, commit) if found is not None or commit == served else None
        beside = f"{path.removesuffix(article.path)}{clients.FILE}"
        settings = file_at(root, commit, beside, folders=folders, until=served) if found is not None else None
    except KbsearchError as error:
        log.warning("an earlier version of an article cannot be read: %s", error)
        return None
    if at is None or (found is None and commit != served):
        raise NotFound(NO_VERSION)
    if found is None or found.blob == article.blob:
        return Version(commit, at, article, is_current=True)
    plain = is_plain_folder(article.owner, [clients.FILE] if settings else [])
    before, _ = parse(replace(found, path=article.path), article.owner, plain=plain)
    if before is None or before.id != article.id or not before.is_searchable:
        raise NotFound(NO_VERSION)
    return Version(commit, at, before, is_current=False)


def _place(kb: App, client: OneClient, article: Article) -> tuple[str, frozenset[str]]:
    """The article's file, from the articles folder, and the folders there that this client reads, `""` = all of it."""
    folders = {owner: folder_below(kb.settings.articles, owner) for owner in (client.id, SHARED)}
    folder = folders[article.owner]
    return (f"{folder}/{article.path}" if folder else article.path), frozenset(folders.values())


def use(kb: App, client: OneClient, article: str, now: datetime) -> ArticleUse:
    """What this client's calls of the last `USED_WITHIN` did with it. Raises `StateError`."""
    if not kb.calls.holds_any():
        return ArticleUse(client.id, 0, 0, 0)
    found = kb.calls.file().use_of(client, article, now - USED_WITHIN)
    require_own(client, (found.client,))
    return found


def calls_using(kb: App, client: OneClient, article: str) -> Sequence[Call]:
    """This client's last calls in which it was used, newest first. Raises `StateError`."""
    if not kb.calls.holds_any():
        return ()
    found = kb.calls.file().calls_using(client, article, MOST_CALLS)
    require_own(client, (call.client for call in found))
    return found
