from __future__ import annotations

import pytest

from kbsearch.core.search.notes import warnings


@pytest.mark.parametrize(
    ("notes", "results", "said"),
    [
        ((), 3, ()),
        (("empty",), 0, ()),
        (("unknown-code",), 3, ("unknown-code",)),
        (("no-known-word", "unknown-code"), 3, ("unknown-code",)),
        (("no-known-word", "unknown-code"), 0, ("unknown-code",)),
        (("no-known-word",), 3, ("no-known-word",)),
        (("no-known-word",), 0, ()),
        (("cut", "unknown-code"), 3, ("unknown-code", "cut")),
    ],
)
def test_what_is_said_before_the_results(notes: tuple[str, ...], results: int, said: tuple[str, ...]) -> None:
    assert warnings(notes, results=results) == said
