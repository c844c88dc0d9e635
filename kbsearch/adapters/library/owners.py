"""Whose articles lie where: the articles folder as a whole.

It is *arranged* once there is a `client.toml` somewhere below it, or an article in `_shared`: then each folder is a
client, its name is the client's id, and anything else at the top is a fault. A plain folder of Markdown is read too:

    notes/a.md, notes/vpn/b.md     Markdown, or a `client.toml`, right in it: all of it is one client, `notes`
    docs/My Docs/a.md              only folders: each is a client, here `my-docs`

Files of two folders never become one client's by chance: folders whose names give one id are faults, and so is a
`client.toml` below a client's own (`entries.sift`): someone named the folder above the articles folder.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kbsearch.adapters.library.entries import Entry, is_hidden, refused
from kbsearch.core import clients
from kbsearch.core.articles import reading as articles
from kbsearch.core.faults import printable, shown
from kbsearch.core.model import SHARED, Fault, Severity
from kbsearch.core.slugs import is_markdown


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What an articles folder holds."""

    owners: Mapping[str, str] = field(default_factory=dict)
    """Owner → its folder in the articles folder, sorted; `""` = the articles folder itself."""
    faults: tuple[Fault, ...] = ()
    """Paths are those on disk."""


def arrange(name: str, entries: Iterable[Entry], folders: Iterable[str], arranged: Callable[[], bool]) -> Arrangement:
    """Whose each folder is.

    `name` is the articles folder's own, `entries` what lies right in it but folders, `folders` the names of those that
    hold something to read. `arranged` tells whether someone laid it out for kbsearch (see `marks_arranged`); it is
    asked only where that decides something.
    """
    top = [entry for entry in sorted(entries) if not is_hidden(entry.path)]
    visible = sorted(folder for folder in folders if folder == SHARED or not folder.startswith((".", "_")))
    files = [entry.path for entry in top if entry.kind == "file"]
    loose = [path for path in files if articles.is_article(path)]
    if (loose or clients.FILE in files) and not arranged():
        owner = clients.client_id(name)
        is_meant = clients.FILE in files or not visible
        return Arrangement({owner: ""}, () if is_meant else (_merging(owner, loose[0]),))
    stray = tuple(_stray(top))
    odd = [folder for folder in visible if not _is_owner(folder)]
    if not odd or arranged():
        return Arrangement({folder: folder for folder in visible if folder not in odd}, (*stray, *map(_odd, odd)))
    owners, faults = _by_id(visible)
    return Arrangement(owners, (*stray, *faults))


def told_apart(arrangement: Arrangement, arranged: Callable[[], bool]) -> Iterator[Fault]:
    """A warning where folders are read as clients that may have been meant as parts of one: nobody laid them out."""
    folders = [folder for owner, folder in arrangement.owners.items() if owner != SHARED]
    if len(folders) > 1 and not arranged():
        message = (
            f"{len(folders)} folders here are read as {len(folders)} clients, of whom none finds another's articles."
        )
        hint = f"If they are one client's, an empty {clients.FILE} here says so; if they are clients, one in each does."
        yield Fault(printable(folders[0]), 1, "several-clients", message, hint, Severity.WARNING)


def name_of(root: Path) -> str:
    """The articles folder's own name."""
    return os.path.basename(os.path.abspath(root))  # noqa: PTH100, PTH119  `Path` keeps “..”


def marks_arranged(path: str) -> bool:
    """Whether a file at `path`, from the articles folder, shows that the folder was laid out for kbsearch."""
    folder, _, rest = path.partition("/")
    if folder == SHARED:
        return is_markdown(rest) and not is_hidden(rest)
    return rest.rpartition("/")[2] == clients.FILE and not is_hidden(path)


def _is_owner(name: str) -> bool:
    return name == SHARED or clients.is_client_id(name)


def _by_id(folders: Sequence[str]) -> tuple[dict[str, str], list[Fault]]:
    """Owner → folder, and what is to be said of folders whose names are no ids."""
    same: dict[str, list[str]] = {}
    for folder in folders:
        same.setdefault(folder if folder == SHARED else clients.client_id(folder), []).append(folder)
    owners, faults = {}, []
    for owner, names in sorted(same.items()):
        if owner in names or len(names) == 1:
            owners[owner] = owner if owner in names else names[0]
        for name in names:
            if name != owner:
                others = [other for other in names if other != name]
                faults.append(_ambiguous(owner, name, others[0]) if others else _renamed(owner, name))
    return owners, faults


def _merging(owner: str, first: str) -> Fault:
    """A warning where folders are read as parts of one client that may have been meant as clients."""
    message = f"{shown(first)} lies in no folder, so all folders here are read as one client, {owner}."
    hint = f"If that is meant, an empty {clients.FILE} here says so; else move this file into a client's folder."
    return Fault(printable(first), 1, "one-client", message, hint, Severity.WARNING)


def _stray(entries: Iterable[Entry]) -> Iterator[Fault]:
    """What lies at the top and is no folder."""
    for entry in entries:
        if entry.kind != "file":
            yield refused(entry.path, entry.kind)
        elif articles.is_article(entry.path):
            message = f"{shown(entry.path)} lies in no client's folder and is not read."
            yield Fault(printable(entry.path), 1, "outside-client", message, "Move it into <client>/.")


def _odd(name: str) -> Fault:
    message = f"The folder {shown(name)} cannot be a client's: its name is its id."
    hint = "Rename it with lower-case letters, digits, - and _ only, at most 64, beginning with a letter or digit."
    return Fault(printable(name), 1, "client-name", message, hint)


def _renamed(owner: str, name: str) -> Fault:
    message = f"The folder {shown(name)} is read as the client {owner}."
    return Fault(printable(name), 1, "client-name", message, f"Ask for {owner}, or rename it.", Severity.WARNING)


def _ambiguous(owner: str, name: str, other: str) -> Fault:
    message = (
        f"The folders {shown(name)} and {shown(other)} would both be the client {owner}; {shown(name)} is not read."
    )
    return Fault(printable(name), 1, "client-name", message, "Rename one of the two.")
