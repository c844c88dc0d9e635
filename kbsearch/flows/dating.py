"""Which commit a client's snapshot states: the last that changed what it is made from, whatever others committed since.

By the state of the folders alone, so that everybody who builds the same commit states the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import Protocol

from kbsearch.core import clients
from kbsearch.core.articles import bases
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.bases import Folder
from kbsearch.core.bounded import Each, Lost, in_place
from kbsearch.core.model import SHARED, Article
from kbsearch.core.ports import SourceFile
from kbsearch.errors import StateError, UserError

Place = tuple[str, str]
"""Owner, and path from its folder."""


class Past(Protocol):
    """What the folders of some owners were before the commit being read; commits by their full ids."""

    def last_touched(self, commit: str, owners: Collection[str]) -> tuple[str, tuple[str, ...]]:
        """The newest commit, at `commit` or before, that touched a folder of these, and its parents; `""` for none."""

    def before(self, commit: str, owners: Collection[str]) -> Mapping[Place, SourceFile | None]:
        """Place of each file to read that is another one by now → the one at `commit`, None for none.

        Raises `StateError` or `UserError` where that is not known any more.
        """


def last_change(past: Past, own: Folder, shared: Folder | None, *, head: str, each: Each = in_place) -> str:
    """The commit, at `head` or before, since which all that makes this client's base is as it is at `head`.

    It goes back from `head` as long as a parent has the same: first parent first, through merges too. Earlier versions
    are read as today's are, through `each`.
    """
    now: dict[Place, Article | str] = {(own.owner, path): hidden for path, hidden in own.unread.items()}
    now |= {(one.owner, one.path): one for folder in (own, shared) if folder for one in folder.articles}
    differs = partial(_differs, past, own, now, each)
    found, at = head, head
    while True:
        touched, parents = past.last_touched(at, _owners(own))
        if not touched:
            return found
        found = touched
        same = next((parent for parent in parents if not differs(parent)), None)
        if same is None:
            return found
        at = same


def _differs(past: Past, own: Folder, now: Mapping[Place, Article | str], each: Each, commit: str) -> bool:
    """Whether the client's base was another one at `commit`."""
    try:
        before = past.before(commit, _owners(own))
    except (StateError, UserError):  # a partial clone without what was there: then nothing older can be stated
        return True
    if any(owner == own.owner and _is_setting(path) for owner, path in before):
        return True
    for owner in _owners(own):
        files = {path: file for (whose, path), file in before.items() if whose == owner and articles.is_article(path)}
        there = [file for file in files.values() if file is not None]
        plain = own.is_plain and owner == own.owner  # then as now: a `client.toml` that came or went was a setting
        read = each(partial(articles.parse, owner=owner, plain=plain), there)
        known = dict[str, Article | str | None]()
        for file, one in zip(there, read, strict=True):
            article = None if isinstance(one, Lost) else one[0]
            known[file.path] = bases.seeming_id(file) if article is None and owner == own.owner else article
        if any(bases.share(own, known.get(path)) != bases.share(own, now.get((owner, path))) for path in files):
            return True
    return False


def _owners(own: Folder) -> tuple[str, ...]:
    """Whose folders may have a share in the base, be there shared articles by now or not."""
    return (own.owner, SHARED) if own.client.shared else (own.owner,)


def _is_setting(path: str) -> bool:
    return path == clients.FILE or path.endswith(clients.CALENDAR)
