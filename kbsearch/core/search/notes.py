"""Which of an answer's notes a reader must see before the results: what keeps them from being taken for certain."""

from __future__ import annotations

from collections.abc import Sequence

WARNINGS = ("unknown-code", "no-known-word", "cut")
"""In the order in which they are said. `empty` needs no words: nothing was asked."""


def warnings(notes: Sequence[str], *, results: int) -> tuple[str, ...]:
    """The notes to say, gravest first.

    `no-known-word` is left unsaid where the same is said already: by `unknown-code`, or by there being no result.
    """
    is_said = "unknown-code" in notes or not results
    return tuple(note for note in WARNINGS if note in notes and not (note == "no-known-word" and is_said))
