"""One search: read the query, let vectors and words each name candidates, weigh the evidence, show the best passages.

    query → read → dense ‖ words ‖ solved calls → candidates → evidence → rank → one result an article, best passage
                                                                                └→ clues → state, probability, reasons

Only the snapshot given, and the memory of the same client, is ever looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from kbsearch.core.answers.answer import NOTHING_ASKED, NOTHING_FOUND, held
from kbsearch.core.languages import is_english_query
from kbsearch.core.learning.memory import Memory
from kbsearch.core.model import Answer, AnswerState, Mode, Passage, Result, Signals
from kbsearch.core.ports import Embedder, KeywordScores, Places, Rows, Scores, Vectors
from kbsearch.core.questions import Chosen
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.codes import believable, more_exact
from kbsearch.core.search.highlights import merged, wanted_terms
from kbsearch.core.search.near_codes import as_written
from kbsearch.core.search.query import Query, read
from kbsearch.core.search.ranking import Evidence, rank
from kbsearch.core.search.tongues import language_cost
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.clarify import is_answered, left_open, narrowed, question_about
from kbsearch.flows.deciding import decided, weights_for
from kbsearch.flows.gathering import Meaning, Near, Understood, gather

COVERAGE_IN_PASSAGE = 0.1
"""What holding all of the query's words is worth beside a passage's cosine, when choosing what to show."""
ASIDE_PENALTY = 0.02
"""Of a passage that is shown only where clearly better than the others: a card repeats what the title row shows
already, and what to tell the caller or whom to escalate to is no help before what to do."""
LEAST_ASKED: Mapping[Mode, float] = {"hybrid": 0.12, "keyword": 0.0}
"""Probability from which a question is asked: it promises an answer. Words alone tell less: anything shown will do."""


def ask(
    snapshot: Snapshot,
    query: str,
    *,
    embedder: Embedder | None,
    english: Embedder | None = None,
    memory: Memory | None = None,
    limit: int = 10,
) -> Answer:
    """Answer `query` from one client's snapshot. Never raises on content.

    Without an embedder, or when it fails, words answer alone and `mode` says so; it says what was available, also when
    the query holds nothing to embed. `english` is a second opinion on English queries to a plain English base; without
    it the first stands alone. The embedders must be those that made the snapshot's vectors:
    `adapters.snapshots.require_model`. `memory` is the same client's evidence of solved calls, by the same embedder;
    another's is not looked at.
    """
    return answer(understand(snapshot, query, embedder=embedder, english=english, memory=memory), limit=limit)


def understand(
    snapshot: Snapshot,
    query: str,
    *,
    embedder: Embedder | None,
    english: Embedder | None = None,
    memory: Memory | None = None,
) -> Understood:
    """The first half of `ask`: nearly all of its time, and without the interpreter's lock, is the model's."""
    asked = _read(snapshot, query)
    meaning = embed(snapshot, asked, embedder, english)
    if meaning.vector is not None:
        _measure_languages(snapshot, embedder)
    has_meaning = embedder is not None if asked.is_empty else meaning.vector is not None
    return Understood(snapshot, asked, meaning, "hybrid" if has_meaning else "keyword", _own(memory, snapshot))


def _measure_languages(snapshot: Snapshot, embedder: Embedder | None) -> None:
    """Once for a base in two languages and its model. A model that fails leaves them as they are."""
    is_due = embedder is not None and embedder.fingerprint not in snapshot.language_costs
    if embedder is not None and is_due and snapshot.is_bilingual:
        with suppress(Exception):  # whatever the runtime throws; the next search tries again
            snapshot.language_costs[embedder.fingerprint] = language_cost(embedder)


def understand_by_words(snapshot: Snapshot, query: str, *, note: str) -> Understood:
    """The same without any model, for a reason that the answer's `notes` give."""
    return Understood(snapshot, _read(snapshot, query), Meaning(None), "keyword", notes=(note,))


def _own(memory: Memory | None, snapshot: Snapshot) -> Memory | None:
    """The memory, if it is this client's and of this snapshot's model: nothing else may ever be searched."""
    is_own = memory is not None and memory.client == snapshot.client.id and memory.fingerprint == snapshot.fingerprint
    return memory if is_own else None


def answer(understood: Understood, *, limit: int = 10, chosen: Sequence[Chosen] = ()) -> Answer:
    """The second half of `ask`. What the caller chose already moves articles up and down, and drops none."""
    snapshot, asked = understood.snapshot, understood.asked
    results: tuple[Result, ...] = ()
    question, decision = None, NOTHING_ASKED if asked.is_empty else NOTHING_FOUND
    scores = snapshot.keywords.scores(asked.groups)
    if not asked.is_empty and snapshot.articles:
        evidence, near = gather(understood, scores)
        by_score, ranked = rank(evidence, weights_for(snapshot, understood.meaning))
        order = narrowed(snapshot, chosen, evidence, _meant_first(understood, evidence, by_score, ranked))
        results = _results(understood, evidence, near, order[:limit], ranked)
        if len(order):
            decision = decided(understood, evidence, scores, (int(order[0]), int(by_score[0])), chosen)
        if decision.state is not AnswerState.NOTHING_RELIABLE and decision.probability >= LEAST_ASKED[understood.mode]:
            question = question_about(snapshot, evidence, (order, ranked), understood.mode, chosen)
        if question is not None and is_answered(snapshot, asked.text, question):
            question = None
        if question is not None and decision.state is AnswerState.SURE:
            reason = left_open(snapshot, question, evidence, (order, ranked), understood.mode, chosen)
            decision = held(decision, reason, snapshot.calibration.of(understood.mode)) if reason else decision
    return Answer(
        client=snapshot.client.id,
        query=asked.text,
        mode=understood.mode,
        results=results,
        commit=snapshot.commit,
        generation=snapshot.generation,
        suggestions=asked.suggestions,
        notes=(*_notes(snapshot, asked, scores), *understood.notes),
        question=question,
        state=decision.state,
        probability=decision.probability,
        reasons=decision.reasons,
    )


def _meant_first(understood: Understood, evidence: Evidence, order: Rows, ranked: Scores) -> Rows:
    """`order`, positions into `evidence`, with the model that the query names before its sibling."""
    snapshot = understood.snapshot
    apart = order[~evidence.exact[order]]
    if len(apart) < len(order):
        return order
    at = snapshot.product_names.meant(understood.asked.text, evidence.articles[order].tolist(), ranked[order].tolist())
    return np.concatenate((order[at : at + 1], np.delete(order, at))) if at else order


def _results(understood: Understood, evidence: Evidence, near: Near, kept: Rows, ranked: Scores) -> tuple[Result, ...]:
    snapshot, asked, meaning = understood.snapshot, understood.asked, understood.meaning
    best = _best_passages(snapshot, asked, near, kept)
    places = snapshot.keywords.passages().places(wanted_terms(asked), best)
    shown = zip(evidence.articles[kept].tolist(), best.tolist(), ranked[kept].tolist(), places, strict=True)
    signals = _signals(evidence, kept, meaning)
    return tuple(_result(snapshot, *each, given) for each, given in zip(shown, signals, strict=True))


def _signals(evidence: Evidence, kept: Rows, meaning: Meaning) -> Iterator[Signals]:
    """The evidence of the candidates kept, in their order, as people and programs see it."""
    unmeasured = [None] * len(kept)
    dense = _cosines(evidence)
    words = (evidence.words, evidence.coverage, evidence.exact)
    english = (evidence.english_passages, evidence.english_article)
    columns = [
        *(part[kept].tolist() if meaning.vector is not None else unmeasured for part in dense),
        *(part[kept].tolist() for part in words),
        *(part[kept].tolist() if meaning.english is not None else unmeasured for part in english),
        *([found.net[kept].tolist(), found.calls[kept].tolist()] if (found := evidence.solved) else [unmeasured] * 2),
    ]
    return (Signals(*row) for row in zip(*columns, strict=True))


def _cosines(evidence: Evidence) -> tuple[Scores, ...]:
    """As they are, without what articles in another language than the query's were raised by."""
    passages = np.stack((evidence.cosine, evidence.passages, evidence.article))
    if evidence.raised is None or evidence.raised_label is None:
        return (*passages, evidence.label)
    return (*(passages - evidence.raised), evidence.label - evidence.raised_label)


def _result(snapshot: Snapshot, at: int, row: int, score: float, places: Places, signals: Signals) -> Result:
    article, chunk = snapshot.articles[at], snapshot.chunks[row]
    return Result(
        article=article.id,
        path=article.public_path,
        title=article.title,
        score=score,
        passage=Passage(
            chunk=chunk.id,
            heading=chunk.heading,
            text=chunk.text,
            highlights=merged(places.text),
            lines=chunk.lines,
            commit=snapshot.commit,
            shown=chunk.shown,
            shown_highlights=merged(places.shown),
        ),
        signals=signals,
        state=article.state,
        lang=article.lang,
        product=article.product,
        category=article.category,
        owner=article.owner,
        reviewed=article.reviewed,
        level=article.level,
        next_level=article.escalation.level if article.escalation else "",
        review_due=snapshot.review_due[at],
    )


def _best_passages(snapshot: Snapshot, asked: Query, near: Near, kept: Rows) -> Rows:
    """For each candidate kept, the row of the chunk to show: near the query and holding its words, first of equals."""
    if not len(kept):
        return kept
    parts = [near.of(int(candidate)) for candidate in kept]
    rows = np.concatenate([near.rows[part] for part in parts])
    worth = np.concatenate([near.cosines[part] for part in parts]) - ASIDE_PENALTY * snapshot.is_aside[rows]
    worth = worth + COVERAGE_IN_PASSAGE * snapshot.keywords.passages().coverage(asked.groups, rows)
    best, start = [], 0
    for part in parts:
        after = start + part.stop - part.start
        best.append(start + int(np.argmax(worth[start:after])))
        start = after
    return rows[np.array(best, np.int64)]


def embed(snapshot: Snapshot, asked: Query, embedder: Embedder | None, english: Embedder | None) -> Meaning:
    """The query's vectors, as far as there are models, and something to embed."""
    vector = _vector(asked, embedder)
    if vector is None or snapshot.english is None or not is_english_query(asked.text, snapshot.keywords.vocabulary()):
        return Meaning(vector)
    return Meaning(vector, _vector(asked, english))


def _vector(asked: Query, embedder: Embedder | None) -> Vectors | None:
    if embedder is None or asked.is_empty:
        return None
    try:
        vector: Vectors = embedder.embed_queries([asked.dense])[0]
    except Exception:
        return None  # whatever the runtime throws; `mode` tells the agent, the embedder given tells the operator
    return vector if np.isfinite(vector).all() else None


def _read(snapshot: Snapshot, query: str) -> Query:
    own = dict(snapshot.client.abbreviations)
    keywords = snapshot.keywords
    asked = read(
        query,
        keywords.vocabulary(),
        {**ABBREVIATIONS, **own},
        snapshot.declared_codes,
        holds=lambda term: len(keywords.articles_with(term)) > 0,
        longer=keywords.codes_from,
    )
    if not asked.suggestions:
        return asked
    return replace(asked, suggestions=tuple(as_written(one, snapshot.written_codes) for one in asked.suggestions))


def _notes(snapshot: Snapshot, asked: Query, scores: KeywordScores) -> Sequence[str]:
    notes = []
    if asked.is_empty:
        notes.append("empty")
    elif not scores.coverage.any():
        notes.append("no-known-word")
    if asked.was_cut:
        notes.append("cut")
    keywords = snapshot.keywords
    is_held = any(len(keywords.articles_with(code)) or more_exact(code, keywords.codes_from) for code in asked.codes)
    if not is_held and believable(asked.codes, asked.guesses, snapshot.declared_codes, keywords.codes_from):
        notes.append("unknown-code")
    return notes
