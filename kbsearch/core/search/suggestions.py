"""What might have been meant by a word that no article holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of the query that the client's articles do not hold, and the closest one that they do."""

    word: str
    instead: str
    range: tuple[int, int]
    """Where the word stands in `Answer.query`."""
