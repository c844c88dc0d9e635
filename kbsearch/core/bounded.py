"""Reading articles one by one, where a reader may never end or may take its process down: the port and its fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from kbsearch.core.model import Fault, Severity

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_HINTS = {
    "too-slow": "Cut the article into several; very long lines, tables and deeply nested lists take longest.",
    "reader-ended": "Build again; if it stays, take out what the article lately gained until it is read.",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands in for a result that there is not."""

    code: Literal["too-slow", "reader-ended"]
    why: str
    """The end of a sentence that begins with “Reading this article”."""
    in_passing: bool = False
    """Whether the machine may be what it was lost by, short of memory for instance: read again, it may be there."""


class Each(Protocol):
    """Does `work`, a pure function of a module, with one item after the other; results in order, a `Lost` where none
    came in time. What fails with one item leaves no trace in the others."""

    def __call__(self, work: Callable[[_Item], _Result], items: Iterable[_Item], /) -> Iterable[_Result | Lost]: ...


class Noting:
    """An `Each` that counts what was lost in passing."""

    def __init__(self, each: Each) -> None:
        self._each = each
        self.lost_in_passing = 0

    def __call__(self, work: Callable[[_Item], _Result], items: Iterable[_Item], /) -> Iterator[_Result | Lost]:
        for result in self._each(work, items):
            self.lost_in_passing += isinstance(result, Lost) and result.in_passing
            yield result


def in_place(work: Callable[[_Item], _Result], items: Iterable[_Item], /) -> Iterable[_Result | Lost]:
    """`Each` for articles that are trusted to end: in this process, for as long as it takes."""
    return map(work, items)


def lost_fault(path: str, lost: Lost) -> Fault:
    """The fault of the article at `path`, which is from the articles folder."""
    message = f"Reading this article {lost.why}, so it is left out."
    return Fault(path, 1, lost.code, message, _HINTS[lost.code], Severity.ERROR)
