"""The clarifying question as the API gives it, and its answers as it takes them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core.questions import LONGEST_VALUE, MOST_CHOICES, Chosen, Facet, Question


class ChosenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller answered: the `facet` of a question and the `value` of one of its choices."""

    facet: Facet
    value: Annotated[str, Meta(max_length=LONGEST_VALUE, examples=["TPE Move C3"])]


Choices: TypeAlias = Annotated[
    tuple[ChosenIn, ...],
    Meta(
        max_length=MOST_CHOICES,
        description="Answers to questions of earlier searches. Articles that agree come first, those that contradict "
        "last, within each the usual order; none is dropped. An answer that no article gives changes nothing.",
    ),
]


class ChoiceOut(msgspec.Struct, frozen=True):
    """One answer: `label` to be read out, `value` to be sent back, and which of the first articles it speaks for, also
    where `limit` leaves them out."""

    value: str
    label: str
    articles: tuple[str, ...]


class QuestionOut(msgspec.Struct, frozen=True):
    """What would best tell the first articles apart, in the client's language. Nothing waits for its answer.

    `facet` is what it asks about: the device or program, the code shown, the subject, a question that an article says
    to ask, or which of several descriptions fits.
    """

    facet: Facet
    text: str
    choices: tuple[ChoiceOut, ...]


def question_out(question: Question) -> QuestionOut:
    choices = (ChoiceOut(one.value, one.label, one.articles) for one in question.choices)
    return QuestionOut(question.facet, question.text, tuple(choices))


def chosen(choices: Choices) -> tuple[Chosen, ...]:
    return tuple(Chosen(one.facet, one.value) for one in choices)
