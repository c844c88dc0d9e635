"""Collecting every fault of one file, with values that are safe to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kbsearch.core.model import Fault, Severity

MOST_FAULTS = 100
"""A hostile file must not fill a report: what comes after this many faults of one file is dropped."""

UNREADABLE = "unreadable"
"""Code of what the system does not let be read."""

NESTED_CLIENT = "nested-client"
"""Code of a `client.toml` that lies deeper than its owner's own: that folder is another client's, or was meant so."""

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FoundFaults:
    """What was wrong in one client's articles when they were last read for a build."""

    client: str
    faults: tuple[Fault, ...]
    """Of its own folder and of the shared articles it opted into, sorted; paths from the articles folder."""


def shown(value: str, *, most: int = 60) -> str:
    """`value` in quotes, cut to `most` characters, control and direction characters as escapes.

    >>> shown("a\\x1b[31m")
    '“a\\\\x1b[31m”'
    """
    cut = value if len(value) <= most else value[: most - 1] + "…"
    return f"“{printable(cut)}”"


def printable(text: str) -> str:
    """`text` with control, direction and surrogate characters written as escapes, so a terminal stays as it is."""
    return _UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


class FaultLog:
    """The faults of one file, in the order they were found. Lines are the file's own."""

    def __init__(self, path: str) -> None:
        """`path` is from the articles folder: `<owner>/…`."""
        self._path = path
        self._faults: list[Fault] = []
        self._failed = False
        self._excuses = False

    def excuse(self) -> None:
        """From now on, note errors as warnings."""
        self._excuses = True

    def error(self, line: int, code: str, message: str, hint: str = "") -> None:
        """Note something that leaves the article out, unless errors are excused."""
        severity = Severity.WARNING if self._excuses else Severity.ERROR
        self._failed = self._failed or not self._excuses
        self._add(Fault(self._path, line, code, message, hint, severity))

    def warning(self, line: int, code: str, message: str, hint: str = "") -> None:
        """Note something that an editor should mend but that hides nothing."""
        self._add(Fault(self._path, line, code, message, hint, Severity.WARNING))

    def _add(self, fault: Fault) -> None:
        if len(self._faults) < MOST_FAULTS:
            self._faults.append(fault)

    @property
    def failed(self) -> bool:
        """Whether an error was noted, be it kept in the list or not."""
        return self._failed

    def all(self) -> tuple[Fault, ...]:
        """The faults noted, sorted by line and code."""
        return in_order(self._faults)


def placed(fault: Fault, folders: Mapping[str, str]) -> Fault:
    """`fault`, whose path begins with its owner, with the path that the file has below the articles folder."""
    owner, _, rest = fault.path.partition("/")
    folder = printable(folders.get(owner, owner))
    return fault if folder == owner else replace(fault, path="/".join(filter(None, (folder, rest))))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """`faults` sorted by path, line and code, each once."""
    return tuple(sorted(set(faults)))
