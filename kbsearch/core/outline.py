"""An exception for the log: what kind and where, never its message, which may quote what a caller said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from traceback import extract_tb

MOST_FRAMES = 12
"""The last ones of each exception: where it was raised."""


def outline(error: BaseException) -> str:
    """One line an exception, the first cause first: `ValueError in decode (json/decoder.py:355) < …`."""
    return "\n".join(_lines(error, set()))


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
    frames = extract_tb(error.__traceback__)[-MOST_FRAMES:]
    places = (
        f"{frame.name} ({'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno})" for frame in frames[::-1]
    )
    yield f"{type(error).__name__} in {' < '.join(places) or 'no known place'}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from _lines(one, seen)
