"""What was said and done in a call, as far as going on with it asks for: whoever loads it again begins where it was."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

import msgspec
from msgspec import Meta

from kbsearch.core.calls.call import Call


class AnsweredOut(msgspec.Struct, frozen=True):
    """A question and what the caller answered."""

    question: str
    answer: str


class TickedOut(msgspec.Struct, frozen=True):
    """The steps of one article that were done."""

    article: str
    steps: Annotated[tuple[int, ...], Meta(description="Sorted; 1 = the first `li` of class `step` in its `html`.")]


def answers_of(call: Call) -> tuple[AnsweredOut, ...]:
    """Each question once, by when it was first answered, with its last answer."""
    last = {one.what.question: one.what.answer for one in call.answers}
    return tuple(AnsweredOut(question, answer) for question, answer in last.items())


def ticked_of(call: Call) -> tuple[TickedOut, ...]:
    """Each article once, by when its first step was done."""
    steps: dict[str, set[int]] = defaultdict(set)
    for one in call.ticked:
        steps[one.what.article].add(one.what.step)
    return tuple(TickedOut(article, tuple(sorted(done))) for article, done in steps.items())
