"""Why an answer has its state, as codes: each one true of the answer it is said of, the weightiest first.

A reason stands for some clues. It may be said when its condition holds, and it is worth saying as much as its clues
moved this answer's probability. The words are the doors' (`api.catalogue`, `reason-…`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kbsearch.core.answers.clues import Clues
from kbsearch.core.model import AnswerState, Mode

CLOSE_LABEL = 0.006
"""Cosine between two articles' best labels below which the second is nearly as close: the model's cosines of labels
of one base spread by some 0.02."""
CLOSE_WORDS = 0.1
"""The same in BM25F per unit of idf: a tenth of what holding every word once is worth."""
SHORT = 0.1
"""`Clues.length` of a single word or code is 0, of two ln 2."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that may be said of an answer."""

    code: str
    speaks_for: bool
    """Whether it makes the answer more probable."""
    clues: tuple[str, ...]
    """The clues it puts into words. Its condition may read others: `odds` is one number for all that was compared, and
    the margins say by what."""
    is_true: Callable[[Clues], bool]


def is_alone(clues: Clues) -> bool:
    """There was no other article to compare the first with: every lead is 0, and none of them says anything."""
    return clues.odds == clues.margin_label == clues.margin_words == 0


def is_topic(clues: Clues) -> bool:
    """A single word that is no code: a subject and not yet a symptom, so that no one article is *the* answer."""
    return clues.length < SHORT and clues.exact == 0


def _is_far(clues: Clues) -> bool:
    return clues.margin_label < CLOSE_LABEL and not is_alone(clues)


REASONS = (
    Reason("exact-code", True, ("exact",), lambda c: c.exact > 0),
    Reason("solved-calls", True, ("solved",), lambda c: c.solved > 0 and c.near_calls > 0),
    Reason("searches-agree", True, ("odds",), lambda c: c.agree > 0),
    Reason("words-found", True, ("coverage", "unknown"), lambda c: c.coverage >= 0.75),
    Reason("stands-out-words", True, ("lead_words",), lambda c: c.margin_words > CLOSE_WORDS),
    Reason("stands-out-meaning", True, ("lead_label", "lead_passage"), lambda c: c.margin_label > CLOSE_LABEL),
    Reason("no-shared-word", False, ("lead_words", "coverage", "unknown", "off_subject"), lambda c: c.coverage == 0),
    Reason("rare-words-missing", False, ("coverage",), lambda c: 0 < c.coverage < 0.5),
    Reason("unknown-words", False, ("unknown", "coverage"), lambda c: c.unknown > 0),
    Reason(
        "another-as-close",
        False,
        ("odds",),
        lambda c: c.margin_label < CLOSE_LABEL and c.margin_words < CLOSE_WORDS and not is_alone(c),
    ),
    Reason("searches-disagree", False, ("odds",), lambda c: c.margin_label * c.margin_words < 0),
    Reason("far-in-meaning", False, ("lead_label", "lead_passage"), _is_far),
    Reason("very-short", False, ("length",), is_topic),
)
"""In the order of equals."""
OTHERS = (
    "no-article",
    "unknown-code",
    "danger",
    "asks-otherwise",
    "other-product",
    "which-model",
    "which-site",
    "which-code",
    "words-only",
    "clues-agree",
    "nothing-stands-out",
)
"""Said by rule and not by weight: see `answer.barred`, `answer.decide`, `answer.held`, `answer.NOTHING_FOUND` and
`chosen`."""
FACTS = {"exact-code", "solved-calls"}
"""Worth knowing to an agent, whatever they moved."""
BY_MEANING = {"searches-agree", "searches-disagree", "stands-out-meaning", "far-in-meaning"}
"""Not to be said where only words were compared."""


def chosen(
    clues: Clues, mode: Mode, state: AnswerState, contributions: Mapping[str, float], left: Clues | None = None
) -> tuple[str, ...]:
    """One to three codes: what speaks for a `sure` answer, what speaks against one without anything reliable, and for
    one to check the weightiest of both sides. `FACTS` are said before what else speaks for an answer.
    `contributions`: by clue, in logits. `left`: the clues beside those articles alone that the caller has not ruled
    out: what is said is true of these too.
    """
    true = [reason for reason in REASONS if reason.is_true(clues) and reason.is_true(left or clues)]
    found = [
        (sum(contributions[name] for name in reason.clues), reason)
        for reason in true
        if not (mode == "keyword" and reason.code in BY_MEANING)
    ]
    found.sort(key=lambda pair: (pair[1].code not in FACTS, -abs(pair[0])))
    speaking_for = [r.code for weight, r in found if r.speaks_for and (weight > 0 or r.code in FACTS)]
    against = [reason.code for weight, reason in found if not reason.speaks_for and weight < 0]
    if state is AnswerState.SURE:
        said = speaking_for[:2] or ["clues-agree"]
    elif state is AnswerState.TO_CHECK:
        said = [*against[:1], *speaking_for[:1]] or ["nothing-stands-out"]
    else:
        said = against[:2] or ["nothing-stands-out"]
    return (*said, "words-only") if mode == "keyword" else tuple(said)
