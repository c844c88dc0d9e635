"""Who takes a call next, from one client's snapshot: the symptom's triggers, the article's word, the hour.

A trigger's phrase is matched by its words, and by the cosine of its vector with the symptom's. Phrases are embedded as
queries: they are what callers say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from kbsearch.core.duty.moments import Moment, read_moment
from kbsearch.core.escalation import Match, Path, Situation, path
from kbsearch.core.escalation.triggers import word_matches
from kbsearch.core.levels import DEFAULT_PRIORITY, Priority
from kbsearch.core.model import Answer, Article
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.text import bare
from kbsearch.flows.ask import Understood

NEAR = 0.9
"""Cosine from which a phrase counts as meant."""


@dataclass(frozen=True, slots=True)
class When:
    """What a path depends on beside the call's subject."""

    moment: Moment
    priority: Priority = DEFAULT_PRIORITY


def prepare(snapshot: Snapshot, embedder: Embedder | None) -> None:
    """Embed the client's trigger phrases once per snapshot and model. A model that fails leaves them to their words."""
    phrases = [phrase for _, phrase, _ in snapshot.plan.phrases]
    if embedder is None or not phrases or embedder.fingerprint in snapshot.trigger_vectors:
        return
    try:
        snapshot.trigger_vectors[embedder.fingerprint] = embedder.embed_queries([bare(phrase) for phrase in phrases])
    except Exception:
        return  # whatever the runtime throws; the next search tries again


def matches(snapshot: Snapshot, symptom: str, vector: Vectors | None) -> tuple[Match, ...]:
    """The triggers' phrases that this symptom holds or resembles, words first, nearest first.

    `vector`: the symptom's, `(d,) float32` of length 1, by the model that made the snapshot's; None = words only.
    """
    found = word_matches(snapshot.plan, symptom)
    known = snapshot.trigger_vectors.get(snapshot.fingerprint)
    if vector is None or known is None:
        return tuple(found)
    cosines = known @ vector
    near = [place for place in np.argsort(-cosines, kind="stable").tolist() if cosines[place] >= NEAR]
    phrases = snapshot.plan.phrases
    return (*found, *(Match(phrases[place][0], phrases[place][1], "meaning") for place in near))


def moment_of(snapshot: Snapshot, at: str, now: datetime) -> Moment:
    """`at` in the client's local time when it names no offset; `now` when it is empty. Raises `BadRequest`."""
    return read_moment(at, snapshot.plan.zone) if at else Moment(now)


def follow(understood: Understood, answer: Answer, when: When) -> Path:
    """The path beside a search's answer: its first result is taken for the article that the call is about."""
    snapshot = understood.snapshot
    article = snapshot.by_id.get(answer.results[0].article) if answer.results else None
    return path(snapshot.plan, about(situation(when, said(understood)), article))


def said(understood: Understood) -> tuple[Match, ...]:
    """The triggers of a query that was read."""
    if understood.asked.is_empty:
        return ()
    return matches(understood.snapshot, understood.asked.text, understood.meaning.vector)


def situation(when: When, found: tuple[Match, ...] = (), category: str = "") -> Situation:
    """What is known without an article."""
    return Situation(when.moment.at, when.priority, found, category=category, doubt=when.moment.doubt)


def about(known: Situation, article: Article | None) -> Situation:
    """The same call once its article is known; its category gives way to one that was said."""
    if article is None:
        return known
    category = known.category or article.category
    return replace(known, article=article.title, escalation=article.escalation, category=category)
