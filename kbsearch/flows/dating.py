"""Which commit a client's snapshot states: the last that changed what it is made from, whatever others committed since.

By the state of the folders alone, so that everybody who builds the same commit states the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from kbsearch.core import articles, bases, clients
from kbsearch.core.bases import Folder
from kbsearch.core.model import SHARED, Article
from kbsearch.core.ports import SourceFile
from kbsearch.errors import StateError, UserError


class Past(Protocol):
    """What the folders of some owners were before the commit being read; commits by their full ids."""

    def last_touched(self, commit: str, owners: Collection[str]) -> tuple[str, tuple[str, ...]]:
        """The newest commit, at `commit` or before, that touched a folder of these, and its parents; `""` for none."""

    def before(self, commit: str, owners: Collection[str]) -> Mapping[tuple[str, str], SourceFile | None]:
        """(owner, path) of each file to read that is another one by now → the one at `commit`, None for none.

        Raises `StateError` or `UserError` where that is not known any more.
        """


def last_change(past: Past, own: Folder, shared: Folder | None, head: str) -> str:
    """The commit, at `head` or before, since which all that makes this client's base is as it is at `head`.

    It goes back from `head` as long as a parent has the same: first parent first, through merges too.
    """
    owners = (own.owner, SHARED) if own.client.shared else (own.owner,)  # be there shared articles by now or not
    now = {(one.owner, one.path): one for folder in (own, shared) if folder for one in folder.articles}
    found, at = head, head
    while True:
        touched, parents = past.last_touched(at, owners)
        if not touched:
            return found
        found = touched
        same = next((parent for parent in parents if not _differs(past, own, now, parent, owners)), None)
        if same is None:
            return found
        at = same


def _differs(
    past: Past, own: Folder, now: dict[tuple[str, str], Article], commit: str, owners: Collection[str]
) -> bool:
    """Whether the client's base was another one at `commit`."""
    try:
        before = past.before(commit, owners)
    except (StateError, UserError):  # a partial clone without what was there: then nothing older can be stated
        return True
    for (owner, path), file in before.items():
        if articles.is_article(path):
            if bases.share(own, _parsed(owner, file)) != bases.share(own, now.get((owner, path))):
                return True
        elif owner == own.owner and (path == clients.FILE or path.endswith(clients.CALENDAR)):
            return True
    return False


def _parsed(owner: str, file: SourceFile | None) -> Article | None:
    return articles.parse(file, owner)[0] if file else None
