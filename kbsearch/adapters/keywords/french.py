"""The words of French, whatever a client's articles hold: 140,000 forms from the PyPI package `pyspellchecker`.

Only the list that it carries is used, never its code, which would keep every word with its count in memory. Here a word
is a number of 32 bits, 0.6 MB in all; one word in thirty thousand that is none is taken for one.
"""

from __future__ import annotations

import gzip
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import metadata
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.text import fold

DISTRIBUTION = "pyspellchecker"
FILE = "fr.json.gz"
PIECE = 1 << 16
"""Characters read at once."""

_ACCENTED = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r'^"([a-z]+)":', re.MULTILINE)


class French:
    """Folded words of a dictionary file `{"mot": count, …}` of one word a line, packed; read when first asked for."""

    def __init__(self, find: Callable[[], Path | None]) -> None:
        """`find`: where it is; None = nowhere. Then, and where it is damaged, no word is known."""
        self._find = find
        self._lock = threading.Lock()

    def __contains__(self, folded: str, /) -> bool:
        words, wanted = self.load(), crc32(folded.encode())
        at = int(np.searchsorted(words, np.uint32(wanted)))
        return at < len(words) and int(words[at]) == wanted

    def load(self) -> NDArray[np.uint32]:
        """Read it now, 0.2 s, unless that was done. Any thread may call."""
        with self._lock:
            return self._words

    @cached_property
    def _words(self) -> NDArray[np.uint32]:
        try:
            return np.unique(np.fromiter((crc32(word.encode()) for word in self._read()), np.uint32))
        except (OSError, EOFError, zlib.error, ValueError):  # a damaged file must not end a search
            return np.empty(0, np.uint32)

    def _read(self) -> Iterator[str]:
        """A piece at a time: what is made of the whole file at once would stay with the process."""
        path = self._find()
        if path is None:
            return
        with gzip.open(path, "rt", encoding="utf-8") as file:
            while lines := file.readlines(PIECE):
                yield from _WORD.findall(_ACCENTED.sub(lambda found: fold(found.group()), "".join(lines)))


def packaged() -> Path | None:
    """The list that is installed."""
    try:
        files = metadata.files(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        files = []
    return next((Path(str(file.locate())) for file in files if file.name == FILE), None)


FRENCH = French(packaged)
