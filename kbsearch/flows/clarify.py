"""The question beside the results of a search, and what its answer does to the next search's order."""

from __future__ import annotations

from collections.abc import Sequence

from kbsearch.core.answers import clarify
from kbsearch.core.model import Mode, Result
from kbsearch.core.ports import Rows
from kbsearch.core.questions import MOST_CHOICES, Chosen, Question
from kbsearch.core.search.ranking import Evidence
from kbsearch.core.snapshot import Snapshot


def question_about(
    snapshot: Snapshot, results: Sequence[Result], mode: Mode, chosen: Sequence[Chosen]
) -> Question | None:
    """What to ask about the first of `results`: never after an exact code, nor about what contradicts an answer."""
    first = results[: clarify.CANDIDATES]
    if not first or first[0].signals.exact_code or len(chosen) >= MOST_CHOICES:
        return None
    rows = [snapshot.rows[result.article] for result in first]
    agreement = [snapshot.facets.agreement(chosen, row) for row in rows]
    among = [at for at, agreed in enumerate(agreement) if agreed == agreement[0]]
    chances = clarify.probabilities([first[at].score for at in among], clarify.TEMPERATURES[mode])
    ids = [first[at].article for at in among]
    return clarify.best_question(snapshot.facets, [rows[at] for at in among], ids, chances, chosen)


def narrowed(snapshot: Snapshot, chosen: Sequence[Chosen], evidence: Evidence, order: Rows) -> Rows:
    """`order`, positions into `evidence`, after what the caller chose: the same positions, none dropped."""
    if not chosen:
        return order
    rows, is_exact = evidence.articles[order].tolist(), evidence.exact[order].tolist()
    return order[clarify.narrowed(snapshot.facets, chosen, rows, is_exact)]
