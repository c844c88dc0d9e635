"""The question beside the results of a search, and what its answer does to the next search's order."""

from __future__ import annotations

from collections.abc import Sequence

from kbsearch.core.answers import clarify
from kbsearch.core.model import Mode
from kbsearch.core.ports import Rows, Scores
from kbsearch.core.questions import MOST_CHOICES, Chosen, Question
from kbsearch.core.search.named_products import are_siblings
from kbsearch.core.search.ranking import Evidence
from kbsearch.core.snapshot import Snapshot


def question_about(
    snapshot: Snapshot, evidence: Evidence, ranked: tuple[Rows, Scores], mode: Mode, chosen: Sequence[Chosen]
) -> Question | None:
    """What to ask about the first articles, however many of them are shown: never after an exact code, nor about what
    contradicts an answer. `ranked`: positions into `evidence`, best first, and the scores of all."""
    order, scores = ranked[0][: clarify.CANDIDATES], ranked[1]
    if not len(order) or evidence.exact[order[0]] or len(chosen) >= MOST_CHOICES:
        return None
    rows = evidence.articles[order].tolist()
    agreement = [snapshot.facets.agreement(chosen, row) for row in rows]
    among = [at for at, agreed in enumerate(agreement) if agreed == agreement[0]]
    chances = clarify.probabilities(scores[order[among]].tolist(), clarify.TEMPERATURES[mode])
    own = [rows[at] for at in among]
    return clarify.best_question(snapshot.facets, own, [snapshot.articles[row].id for row in own], chances, chosen)


def is_answered(snapshot: Snapshot, query: str, question: Question) -> bool:
    """Whether the query itself says which of the products or versions asked about it is."""
    values = [choice.value for choice in question.choices]
    return question.facet in ("product", "version") and snapshot.product_names.tells(query, values)


def is_between_models(question: Question) -> bool:
    """Whether what is asked is which of two models, or versions, it is: each has its article."""
    first, second = (choice.value for choice in question.choices[:2])
    return question.facet == "version" or (question.facet == "product" and are_siblings(first, second))


def narrowed(snapshot: Snapshot, chosen: Sequence[Chosen], evidence: Evidence, order: Rows) -> Rows:
    """`order`, positions into `evidence`, after what the caller chose: the same positions, none dropped."""
    if not chosen:
        return order
    rows, is_exact = evidence.articles[order].tolist(), evidence.exact[order].tolist()
    return order[clarify.narrowed(snapshot.facets, chosen, rows, is_exact)]
