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

LEADS = 0.6
"""Share of the chances from which the articles of one site, or code, are ahead of those of the others."""


def question_about(
    snapshot: Snapshot, evidence: Evidence, ranked: tuple[Rows, Scores], mode: Mode, chosen: Sequence[Chosen]
) -> Question | None:
    """What to ask about the first articles, however many of them are shown: never after an exact code, nor about what
    contradicts an answer. `ranked`: positions into `evidence`, best first, and the scores of all."""
    order = ranked[0]
    if not len(order) or evidence.exact[order[0]] or len(chosen) >= MOST_CHOICES:
        return None
    chances = _chances(snapshot, evidence, ranked, mode, chosen)
    ids = [snapshot.articles[row].id for row in chances]
    return clarify.best_question(snapshot.facets, [*chances], ids, [*chances.values()], chosen)


def _chances(
    snapshot: Snapshot, evidence: Evidence, ranked: tuple[Rows, Scores], mode: Mode, chosen: Sequence[Chosen]
) -> dict[int, float]:
    """Rows of the first articles that agree with what was chosen as the first one does → how likely each is meant."""
    order, scores = ranked[0][: clarify.CANDIDATES], ranked[1]
    rows = evidence.articles[order].tolist()
    agreement = [snapshot.facets.agreement(chosen, row) for row in rows]
    among = [at for at, agreed in enumerate(agreement) if agreed == agreement[0]]
    chances = clarify.probabilities(scores[order[among]].tolist(), clarify.TEMPERATURES[mode])
    return dict(zip((rows[at] for at in among), chances, strict=True))


def is_answered(snapshot: Snapshot, query: str, question: Question) -> bool:
    """Whether the query itself says which of the products or versions asked about it is."""
    values = [choice.value for choice in question.choices]
    return question.facet in ("product", "version") and snapshot.product_names.tells(query, values)


def left_open(
    snapshot: Snapshot,
    question: Question,
    evidence: Evidence,
    ranked: tuple[Rows, Scores],
    mode: Mode,
    chosen: Sequence[Chosen],
) -> str:
    """The reason not to be `sure` before `question` is answered; empty where there is none.

    Two models, or versions, have an article each, whichever is the nearer. Of sites and codes, which most articles name
    beside much else, only articles that are about as near leave it open.
    """
    first, second = (choice.value for choice in question.choices[:2])
    if question.facet == "version" or (question.facet == "product" and are_siblings(first, second)):
        return "which-model"
    if question.facet not in ("site", "code"):
        return ""
    chances = _chances(snapshot, evidence, ranked, mode, chosen)
    leading = set(question.choices[0].articles)
    share = sum(chance for row, chance in chances.items() if snapshot.articles[row].id in leading)
    return f"which-{question.facet}" if share < LEADS else ""


def narrowed(snapshot: Snapshot, chosen: Sequence[Chosen], evidence: Evidence, order: Rows) -> Rows:
    """`order`, positions into `evidence`, after what the caller chose: the same positions, none dropped."""
    if not chosen:
        return order
    rows, is_exact = evidence.articles[order].tolist(), evidence.exact[order].tolist()
    return order[clarify.narrowed(snapshot.facets, chosen, rows, is_exact)]
