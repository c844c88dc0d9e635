"""Who takes a call next, from one client's snapshot: the symptom's triggers, the article's word, the hour.

A trigger's phrase is matched by its words, and by the cosine of its vector with the symptom's. Phrases are embedded as
queries: they are what callers say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from kbsearch.core.calls import Call
from kbsearch.core.duty.moments import Moment, read_moment
from kbsearch.core.escalation import Asked, Match, Path, Situation, path
from kbsearch.core.escalation.triggers import word_matches
from kbsearch.core.model import Answer, Article
from kbsearch.core.ports import Embedder, Scores, Vectors
from kbsearch.core.snapshot import PhraseVectors, Snapshot
from kbsearch.core.text import bare
from kbsearch.errors import NotFound
from kbsearch.flows.ask import Understood

LIMIT = -0.004
"""From which `nearness` a phrase counts as meant; chosen on half of the labelled symptoms, with the default model:
`python -m benchmarks.escalation`."""
LEAST_RIVAL = 0.85
"""Any two sentences of a trade have about this cosine: a base of few articles must not make every phrase seem near."""
NEIGHBOURS = 5


def prepare(snapshot: Snapshot, embedder: Embedder | None) -> None:
    """Embed the client's trigger phrases once per snapshot and model. A model that fails leaves them to their words."""
    phrases = [phrase for _, phrase, _ in snapshot.plan.phrases]
    if embedder is None or not phrases or embedder.fingerprint in snapshot.trigger_vectors:
        return
    try:
        vectors = embedder.embed_queries([bare(phrase) for phrase in phrases])
    except Exception:
        return  # whatever the runtime throws; the next search tries again
    near = [snapshot.labels.search(vector, NEIGHBOURS)[1] for vector in vectors]
    usual = np.array([scores.mean() if len(scores) else 0.0 for scores in near], np.float32)
    snapshot.trigger_vectors[embedder.fingerprint] = PhraseVectors(vectors, usual)


def matches(snapshot: Snapshot, symptom: str, vector: Vectors | None) -> tuple[Match, ...]:
    """The triggers' phrases that this symptom holds or resembles: words first, then the nearest.

    `vector`: the symptom's, `(d,) float32` of length 1, by the model that made the snapshot's; None = words only.
    """
    found = word_matches(snapshot.plan, symptom)
    near = nearness(snapshot, vector) if vector is not None else None
    if near is None:
        return tuple(found)
    phrases = snapshot.plan.phrases
    meant = [place for place in np.argsort(-near, kind="stable").tolist() if near[place] >= LIMIT]
    return (*found, *(Match(phrases[place][0], phrases[place][1], "meaning") for place in meant))


def nearness(snapshot: Snapshot, vector: Vectors) -> Scores | None:
    """How much nearer the symptom is to each of `plan.phrases` than either usually is to what articles say.

        cos(q, p) − ½ · max(best cos(q, label), LEAST_RIVAL) − ½ · mean of the 5 best cos(p, label)

    A label is a title, symptom or heading; this is CSLS (Conneau et al. 2018, arXiv:1710.04087), halved, with the
    labels as the neighbourhood: cosines alone are high for any two sentences of one trade. None before `prepare`, and
    when no phrase can reach `LIMIT`, so that most searches never look at the labels.
    """
    known = snapshot.trigger_vectors.get(snapshot.fingerprint)
    if known is None:
        return None
    cosines: Scores = known.vectors @ vector - known.usual * np.float32(0.5)
    if cosines.max() - LEAST_RIVAL / 2 < LIMIT:
        return None
    _, rivals = snapshot.labels.search(vector, 1)
    rival = max(float(rivals[0]) if len(rivals) else 0.0, LEAST_RIVAL)
    return cosines - np.float32(rival / 2)


def follow(understood: Understood, answer: Answer, asked: Asked) -> Path:
    """The path for a symptom that was searched.

    Where no article is named, the search's first result is taken for the one that the call is about. Raises
    `BadRequest` on an unreadable `at`, `NotFound` for an article that the client cannot see.
    """
    snapshot = understood.snapshot
    moment = read_moment(asked.at, snapshot.plan.zone) if asked.at else Moment(asked.now)
    found = () if understood.asked.is_empty else matches(snapshot, understood.asked.text, understood.meaning.vector)
    article = _article(snapshot, answer, asked.article)
    known = Situation(moment.at, asked.priority, found, category=asked.category, doubt=moment.doubt)
    if article is not None:
        category = asked.category or article.category
        known = replace(known, article=article.title, escalation=article.escalation, category=category)
    return path(snapshot.plan, known)


def asked_of(call: Call, asked: Asked, known: Collection[str]) -> Asked:
    """`asked`, with what it leaves open taken from the call: the last symptom, the last article that was tried or read.

    `known`: ids of the articles that there are; another one says nothing about who takes over.
    """
    described = [one.what.symptom for one in call.described] + [one.what.query for one in call.searches]
    handled = [one for one in (*call.opened, *call.tried, *call.used) if one in known and one not in call.refused]
    return replace(
        asked,
        symptom=asked.symptom or (described[-1] if described else ""),
        article=asked.article or (handled[-1] if handled else ""),
    )


def _article(snapshot: Snapshot, answer: Answer, named: str) -> Article | None:
    if named and named not in snapshot.by_id:
        raise NotFound("This client has no such article.")
    return snapshot.by_id.get(named or (answer.results[0].article if answer.results else ""))
