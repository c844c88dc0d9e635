"""What may be read from an articles folder, whichever way it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kbsearch.core import clients
from kbsearch.core.articles import reading as articles
from kbsearch.core.faults import NESTED_CLIENT, printable, shown
from kbsearch.core.model import SHARED, Fault, Severity
from kbsearch.core.slugs import is_markdown

GOLDEN = "golden.jsonl"
MOST_GOLDEN_BYTES = 4 * 1024 * 1024
MOST_CALENDAR_BYTES = 64 * 1024
MOST_DEPTH = 32
"""Folders inside each other."""

Kind = Literal["file", "symlink", "submodule", "special", "too-deep", "unreadable"]

_MDX = ".mdx"
_BAD_CHARACTER = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_REFUSED: dict[Kind, tuple[str, str]] = {
    "symlink": ("is a symbolic link; links are not followed", "Replace it by the file itself."),
    "submodule": ("is a submodule; submodules are not read", "Copy its files here, or move it elsewhere."),
    "special": ("is neither a file nor a folder", "Move it elsewhere."),
    "too-deep": (f"lies more than {MOST_DEPTH} folders deep", "Move it up."),
    "unreadable": ("cannot be opened", "Give read permission to the user that runs kbsearch."),
}


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One thing found below the articles folder."""

    path: str
    """POSIX; bytes that are not UTF-8 as lone surrogates. Empty = the folder itself, which cannot be read."""
    kind: Kind
    size: int
    """Bytes; for files only."""
    blob: str
    """Git blob id; for files only."""


@dataclass(frozen=True, slots=True)
class Sifted:
    """One owner's entries: to read, merely there, refused."""

    files: tuple[Entry, ...]
    others: tuple[str, ...]
    faults: tuple[Fault, ...]


def most_bytes(path: str) -> int | None:
    """How large the file at `path`, from its owner's folder, may be; `None` if it is not one that is read."""
    if path == clients.FILE:
        return clients.MOST_BYTES
    if is_calendar(path):
        return MOST_CALENDAR_BYTES
    if path == GOLDEN:
        return MOST_GOLDEN_BYTES
    return articles.MOST_BYTES if is_markdown(path) else None


def is_calendar(path: str) -> bool:
    """Whether this is an iCalendar file right in its owner's folder, where `client.toml` may name it."""
    return path.endswith(clients.CALENDAR) and "/" not in path


def makes_owner(path: str) -> bool:
    """Whether a folder with this file in it is somebody's: a file that is read, and no calendar alone."""
    return most_bytes(path) is not None and not is_calendar(path)


def is_hidden(path: str) -> bool:
    """Whether a folder or the name itself begins with `.`, or a folder with `_`; `..` is not hidden but wrong."""
    *folders, name = path.split("/")
    return any(f.startswith(("_", ".")) and f != ".." for f in folders) or (name.startswith(".") and name != "..")


def sift(owner: str, entries: Iterable[Entry]) -> Sifted:
    """Sort one owner's entries (paths from the owner's folder) into what is read and what is refused, by path.

    A folder below with a `client.toml` of its own is another client's: a fault, and nothing in it is read.
    """
    files: list[Entry] = []
    others: list[str] = []
    faults: list[Fault] = []
    names: dict[str, str] = {}
    visible = sorted(entry for entry in entries if not is_hidden(entry.path))
    inner = tuple(entry.path.removesuffix(clients.FILE) for entry in visible if entry.path.endswith(f"/{clients.FILE}"))
    for entry in visible:
        if entry.path.startswith(inner):
            if entry.path.removesuffix(clients.FILE) in inner:
                faults.append(_nested(owner, entry.path))
            continue
        fault = _refusal(owner, entry) or _twin(owner, entry, names)
        if fault is not None:
            faults.append(fault)
        elif most_bytes(entry.path) is None:
            others.append(entry.path)
        else:
            files.append(entry)
    faults.extend(_passed_over(owner, [entry.path for entry in files], others))
    return Sifted(tuple(files), tuple(others), tuple(faults))


def _passed_over(owner: str, files: Sequence[str], others: Sequence[str]) -> Iterator[Fault]:
    """What an editor may take for an article and is none: one warning for all files of a kind."""
    if around := list(filter(articles.stands_around, files)):
        message = f"What stands around every page is no article: {_some(around)}."
        hint = "Give a page of its own another name, without _ before it."
        yield Fault(printable(f"{owner}/{around[0]}"), 1, "around-pages", message, hint, Severity.WARNING)
    if mdx := [path for path in others if path.lower().endswith(_MDX)]:
        message = f"Files of the kind {_MDX} are not read: {_some(mdx)}."
        hint = (
            "Save them as .md: text, boxes and tabs are read; of components that the file imports the words stay, "
            "others are shown as text."
        )
        yield Fault(printable(f"{owner}/{mdx[0]}"), 1, "not-markdown", message, hint, Severity.WARNING)


def _some(paths: Sequence[str]) -> str:
    """The first of them in quotes, and how many more there are."""
    named = ", ".join(shown(path, most=120) for path in paths[:3])
    return f"{named} and {len(paths) - 3} more" if len(paths) > 3 else named


def _refusal(owner: str, entry: Entry) -> Fault | None:
    path = f"{owner}/{entry.path}" if entry.path else owner
    most = most_bytes(entry.path)
    if entry.kind != "file":
        return refused(path, entry.kind)
    if _BAD_CHARACTER.search(entry.path) or any(part in ("", ".", "..") for part in entry.path.split("/")):
        if most is None:
            return None
        message = f"The file name {shown(entry.path)} is not UTF-8, or holds a control character, a backslash or “..”."
        return Fault(printable(path), 1, "unusable-name", message, "Rename it.")
    if most is not None and entry.size > most:
        message = f"The file is {entry.size} bytes; at most {most} are read."
        return Fault(path, 1, "too-large", message, "Cut it into several files.")
    return None


def _nested(owner: str, path: str) -> Fault:
    folder = path.rpartition("/")[0]
    holder = f"{owner}/{folder}".rpartition("/")[0]
    inner = shown(folder.rpartition("/")[2])
    if owner == SHARED:
        message = f"{shown(holder)} holds a client, here {inner}; shared articles have none."
        hint = f"Move that folder beside {SHARED}; or delete its {clients.FILE}, if its articles are shared."
        return Fault(printable(f"{owner}/{path}"), 1, NESTED_CLIENT, message, hint)
    message = f"{shown(holder)} holds clients of its own, here {inner}, and is not built as one."
    hint = f"Give that folder, …/{printable(holder)}, with --articles; or move this one beside {printable(owner)}."
    return Fault(printable(f"{owner}/{path}"), 1, NESTED_CLIENT, message, hint)


def refused(path: str, kind: Kind) -> Fault:
    """Why something that is no plain file is not read."""
    what, hint = _REFUSED[kind]
    return Fault(printable(path), 1, kind, f"{shown(path)} {what}.", hint)


def _twin(owner: str, entry: Entry, names: dict[str, str]) -> Fault | None:
    """A fault when another file's name differs only by case or by the way its accents are written."""
    if most_bytes(entry.path) is None:
        return None
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", entry.path).casefold())
    first = names.setdefault(name, entry.path)
    if first == entry.path:
        return None
    message = (
        f"{shown(entry.path)} and {shown(first)} are one name on some systems (case, or accents written in two ways)."
    )
    return Fault(f"{owner}/{entry.path}", 1, "twin-name", message, "Rename one of the two.")
