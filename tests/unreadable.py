"""A folder that the system refuses, to root too."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal
from unittest import mock

Refused = Literal["inside", "listing", "entries", "all"]
"""What is refused: its list and what lies in it (no permission), one of the two alone, or whatever is asked of it and
in it (a broken disk)."""


@contextmanager
def unreadable(folder: Path, refused: Refused = "inside") -> Iterator[None]:
    """The folder of this name is, as long as this lasts."""

    def of(name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(os, name)

        def asked(path: Any, *arguments: Any, **options: Any) -> Any:
            place = _place(path, options.get("dir_fd"))
            is_listing = name in ("listdir", "scandir")
            is_list = is_listing and place == folder and refused != "entries"
            is_entry = folder in place.parents and refused != "listing"
            if is_list or is_entry or (place == folder and refused == "all"):
                number = errno.EIO if refused == "all" else errno.EACCES
                raise OSError(number, os.strerror(number), str(path))
            return real(path, *arguments, **options)

        return asked

    with ExitStack() as stack:
        for name in ("open", "stat", "lstat", "listdir", "scandir"):
            stack.enter_context(mock.patch.object(os, name, of(name)))
        yield


def _place(asked: Any, parent: int | None) -> Path:
    """Of what is asked for by its name, from the open folder `parent` if there is one, or by its descriptor."""
    if isinstance(asked, int):
        return Path(f"/proc/self/fd/{asked}").readlink()
    if not isinstance(asked, str | bytes | os.PathLike):
        return Path()
    place = Path(os.fsdecode(asked))
    return place if parent is None else Path(f"/proc/self/fd/{parent}").readlink() / place
