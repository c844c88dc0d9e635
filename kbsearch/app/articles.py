"""What is known of a client's articles beside their texts: their past in Git, and what calls did with them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kbsearch.adapters.library import MOST_REVISIONS, folders_on_disk, revisions
from kbsearch.app.views import ArticleView
from kbsearch.core.article_use import ArticleUse
from kbsearch.core.calls import Call
from kbsearch.core.model import SHARED
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE
from kbsearch.core.revisions import History
from kbsearch.errors import KbsearchError

if TYPE_CHECKING:
    from kbsearch.app.instance import App

__all__ = ["MOST_REVISIONS", "USED_WITHIN", "calls_using", "history", "use"]

log = logging.getLogger("kbsearch.articles")

USED_WITHIN = timedelta(days=90)
MOST_CALLS = 10


def history(kb: App, client: OneClient, view: ArticleView) -> History:
    """Of the file that the article was read from, a shared one in the shared folder. Never raises for Git's sake."""
    article, commit = view.article, view.snapshot.commit
    require_own(client, (owner for owner in (view.snapshot.client.id, article.owner) if owner != SHARED))
    if commit == WORKTREE:
        return History((), "worktree")
    root = kb.settings.articles
    on_disk = folders_on_disk(root)
    folders = {
        owner: on_disk[owner].relative_to(root).as_posix().removeprefix(".") if owner in on_disk else owner
        for owner in (client.id, SHARED)
    }
    folder = folders[article.owner]
    path = f"{folder}/{article.path}" if folder else article.path
    try:
        return History(revisions(root, commit, path, {*folders.values()}))
    except KbsearchError as error:
        log.warning("the history of an article cannot be read: %s", error)
        return History((), "unreadable")


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
