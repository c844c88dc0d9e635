"""One question that an agent may put to the caller, and what was answered to earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Facet = Literal["product", "version", "site", "code", "category", "question", "symptom"]
"""What is asked about: the device or program, its version, the caller's site, the code shown, the subject, a question
that an article itself says to ask, or which of several descriptions fits."""

MOST_CHOICES = 4
"""Choices of one question, and answers of one search."""
LONGEST_VALUE = 256


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the caller answered to a question."""

    facet: Facet
    value: str
    """`Choice.value` as it was given out."""


def read_chosen(text: str) -> Chosen:
    """`facet=value` as a terminal and a form send it. Raises `ValueError` that says what is known.

    >>> read_chosen("product=TPE Move C3")
    Chosen(facet='product', value='TPE Move C3')
    """
    name, _, value = text.partition("=")
    for facet in get_args(Facet):
        if name == facet and 0 < len(value) <= LONGEST_VALUE:
            return Chosen(facet, value)
    raise ValueError(f"write facet=value, with one of {', '.join(get_args(Facet))}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that an agent can read out."""

    value: str
    """What to send back: the same for the same article and facet, whatever was searched."""
    label: str
    """In words, as the articles have them."""
    articles: tuple[str, ...]
    """Ids of the first articles, shown or not, that it speaks for, best first; at least one, and never all of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next. An answer outside the choices, or none, changes nothing."""

    facet: Facet
    text: str
    choices: tuple[Choice, ...]
    """Two to `MOST_CHOICES`, best article first."""
