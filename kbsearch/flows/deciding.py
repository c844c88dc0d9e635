"""How far a search's first article is to be trusted: its clues read off the evidence, and the state that follows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kbsearch.core.answers.answer import Decision, decide
from kbsearch.core.answers.clarify import TEMPERATURES
from kbsearch.core.answers.clues import Clues, Typed, beside, clues
from kbsearch.core.answers.demands import DANGER, unmet
from kbsearch.core.model import AnswerState
from kbsearch.core.ports import KeywordScores, Rows, Scores
from kbsearch.core.questions import Chosen
from kbsearch.core.search.codes import misread
from kbsearch.core.search.ranking import ENGLISH_WEIGHTS, KEYWORD_WEIGHTS, Evidence, weighed
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.gathering import Meaning, Understood

FEW_ENGLISH = 0.2
"""Share of a base's articles up to which one in English, first without a word of a French query, is taken for chance.
Where there are more of them, it may well be meant: that no article holds a French word is then no wonder."""


def weights_for(snapshot: Snapshot, meaning: Meaning) -> tuple[float, ...]:
    """How `ranking.SIGNALS` are weighed for what is known of this query."""
    if meaning.vector is None:
        return KEYWORD_WEIGHTS
    return snapshot.hybrid_weights if meaning.english is None else ENGLISH_WEIGHTS


def decided(
    understood: Understood,
    evidence: Evidence,
    scores: KeywordScores,
    firsts: tuple[int, int],
    chosen: Sequence[Chosen],
) -> Decision:
    """How far the first candidate is to be trusted. `firsts`: with what the caller chose, and without it.

    The evidence is the query's, so it speaks for articles that the choice has ruled out too. One that the caller's
    answer agrees with is therefore not called unreliable where the first was not before. It stays a thing to check:
    compared only with articles that agree as much, 11 of 14 `sure` ones would be right on the ambiguous queries.
    """
    snapshot, (first, unasked) = understood.snapshot, firsts
    decision = _trust(understood, evidence, first, scores, chosen)
    if decision.state is not AnswerState.NOTHING_RELIABLE or not chosen:
        return decision
    agrees = snapshot.facets.agreement(chosen, int(evidence.articles[first])) > 0
    if not agrees or _trust(understood, evidence, unasked, scores, ()).state is AnswerState.NOTHING_RELIABLE:
        return decision
    return _trust(understood, evidence, first, scores, chosen, is_confirmed=True)


def _trust(
    understood: Understood,
    evidence: Evidence,
    first: int,
    scores: KeywordScores,
    chosen: Sequence[Chosen],
    *,
    is_confirmed: bool = False,
) -> Decision:
    read, calibration = read_clues(understood, evidence, first, scores), understood.snapshot.calibration
    left = beside(read, evidence, first, _left(understood.snapshot, evidence, first, chosen)) if chosen else read
    decision = decide(read, understood.mode, calibration, left=left, is_confirmed=is_confirmed)
    row = int(evidence.articles[first])
    if decision.state is AnswerState.SURE and (bars := bars_of(understood, read, row, chosen)):
        return decide(read, understood.mode, calibration, left=left, is_confirmed=is_confirmed, bars=bars)
    return decision


def _left(snapshot: Snapshot, evidence: Evidence, first: int, chosen: Sequence[Chosen]) -> Rows:
    """The other candidates that the caller's answers have not ruled out; all where `first` does not agree with them."""
    agreement = np.array([snapshot.facets.agreement(chosen, row) for row in evidence.articles.tolist()])
    others = np.arange(len(agreement)) != first
    return np.flatnonzero(others & (agreement >= 0) if agreement[first] > 0 else others)


def bars_of(understood: Understood, read: Clues, row: int, chosen: Sequence[Chosen] = ()) -> tuple[str, ...]:
    """What the query says that the article at `row` is not about, as reasons. A code that it holds, or calls that it
    solved, say otherwise of what is asked for, but not of a danger; which of two models it is the caller may have said.
    """
    snapshot, query, article = understood.snapshot, understood.asked.text, understood.snapshot.articles[row]
    is_known = read.exact > 0 or read.near_calls > 0
    demands = unmet(query, lambda: snapshot.said_of(row), article.body, is_curated=snapshot.is_curated)
    found = [reason for reason in demands if reason == DANGER or not is_known]
    if snapshot.product_names.is_other(query, row, article, snapshot.keywords.vocabulary().is_french):
        found.append("other-product")
    elif (
        not is_known
        and all(one.facet != "product" for one in chosen)
        and snapshot.product_names.leaves_open(query, row, article)
    ):
        found.append("which-model")
    return tuple(found)


def read_clues(understood: Understood, evidence: Evidence, first: int, scores: KeywordScores) -> Clues:
    """What the evidence says of candidate `first`. Solved calls move the order, and speak here for themselves alone."""
    snapshot, asked = understood.snapshot, understood.asked
    held = snapshot.keywords
    is_misread = misread(asked.codes, asked.guesses, snapshot.declared_codes, held.articles_with, held.codes_from)
    typed = typed_beside(understood, int(evidence.articles[first]), scores, is_misread=is_misread)
    return clues(evidence, first, chances_of(understood, evidence), typed)


def typed_beside(understood: Understood, article: int, scores: KeywordScores, *, is_misread: bool) -> Typed:
    """What is known of the query itself, where this article (its row) is the first."""
    asked, snapshot = understood.asked, understood.snapshot
    is_other_language = snapshot.is_english[article] and snapshot.english_share > FEW_ENGLISH
    return Typed(asked.length, scores.unknown, is_misread, asked.has_absent_word and not is_other_language)


def chances_of(understood: Understood, evidence: Evidence) -> Scores:
    """`(candidates,)`, in nats: how likely each is the one meant, as the ranker was fitted to say."""
    weights = weights_for(understood.snapshot, understood.meaning)
    found: Scores = weighed(evidence, weights) / TEMPERATURES[understood.mode]
    return found
