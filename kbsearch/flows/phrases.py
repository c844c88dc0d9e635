"""Phrases that a symptom may mean without saying them: triggers, known incidents.

Phrases are embedded as queries: they are what callers say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from kbsearch.core.escalation.hearing import Heard
from kbsearch.core.escalation.phrases import Phrase
from kbsearch.core.ports import Embedder, Scores, Vectors
from kbsearch.core.snapshot import PhraseVectors, Snapshot
from kbsearch.core.text import bare, stem

LIMIT = -0.006
"""From which `nearness`, less its handicap, a phrase counts as meant. Chosen with `STEP` on half of the labelled
symptoms, with the default model, for the fewest false alarms that cost no danger found before:
`python -m benchmarks.escalation`."""
STEP = 0.0128
"""How much nearer a symptom of common words must be for each telling word that it has less than `ENOUGH`: *machine* or
*porte ouverte* is a topic, near everything that is said of it."""
ENOUGH = 4
FEW = 2
"""Telling words with which a symptom of common words must share one with the phrase; a single one means nothing."""
RARE_SHARE = 0.02
"""Of the articles, in how many a word may stand that is no topic of the base: *fumée*, *trafiqué*. In none of fewer
than fifty."""
TOPIC_SHARE = 0.1
"""From which share on a denied word decides nothing: *plus aucune donnée de paie* may mean *la base est perdue*."""
LEAST_RIVAL = 0.85
"""Any two sentences of a trade have about this cosine."""
NEIGHBOURS = 5
USUAL_LABELS = 250
"""Of the bases that `LIMIT` was chosen on."""
SCARCITY = 0.008
"""How much nearer a phrase seems for each e-fold of labels that a base has less than `USUAL_LABELS`: the best of fewer
cosines is lower. With a tenth of their labels the sample bases' nearest to a symptom is 0.030 lower and those to a
phrase 0.024, half of which are 0.0117 an e-fold. Two thirds of that are taken off: with all of it a base that begins
found fewer dangers than a grown one, and a danger passed over costs more than one told once too often."""

Counts = Callable[[str], int]
"""A stem → how many articles hold it."""


def embed_phrases(snapshot: Snapshot, phrases: Sequence[Phrase], embedder: Embedder) -> PhraseVectors | None:
    """At least one phrase's vectors, in their order. None when the model fails: words are left."""
    try:
        vectors = embedder.embed_queries([bare(phrase.text) for phrase in phrases])
    except Exception:
        return None  # whatever the runtime throws; the next search tries again
    near = [snapshot.labels.search(vector, NEIGHBOURS)[1] for vector in vectors]
    usual = np.array([scores.mean() if len(scores) else LEAST_RIVAL for scores in near], np.float32)
    return PhraseVectors(vectors, usual, tuple(phrases))


def nearness(snapshot: Snapshot, known: PhraseVectors, vector: Vectors) -> Scores | None:
    """How much nearer the symptom is to each phrase than either usually is to what articles say.

        cos(q, p) − ½ · max(best cos(q, label), LEAST_RIVAL) − ½ · mean of the 5 best cos(p, label) − scarcity

    A label is a title, symptom or heading; this is CSLS (Conneau et al. 2018, arXiv:1710.04087), halved, with the
    labels as the neighbourhood: cosines alone are high for any two sentences of one trade. `vector`: the symptom's,
    `(d,) float32` of length 1, by the model that made the snapshot's. None when no phrase can reach `LIMIT`, so that
    most searches never look at the labels.
    """
    few = SCARCITY * max(0.0, math.log(USUAL_LABELS / max(1, len(snapshot.labels))))
    cosines: Scores = known.vectors @ vector - known.usual * np.float32(0.5) - np.float32(few)
    if cosines.max() - LEAST_RIVAL / 2 < LIMIT:
        return None
    _, rivals = snapshot.labels.search(vector, 1)
    rival = max(float(rivals[0]) if len(rivals) else 0.0, LEAST_RIVAL)
    return cosines - np.float32(rival / 2)


def handicaps(snapshot: Snapshot, known: PhraseVectors, symptom: Heard) -> Scores:
    """What the symptom's words take off its `nearness` to each phrase, `(n,) float32`; infinite = it cannot be meant.

    Nothing for a symptom with a rare word, or with `ENOUGH`. A greeting means nothing, a code no other code, of
    what is denied nothing is meant, and of one or one's own nothing that is said of all or of another's.
    """

    def count(stemmed: str) -> int:
        return len(snapshot.keywords.articles_with(stemmed))

    if not symptom.telling:
        return np.full(len(known.phrases), np.inf, np.float32)
    few = len(symptom.telling)
    is_common = not any(_is_rare(snapshot, word, count) for word in symptom.telling)
    missing = STEP * max(0, ENOUGH - few) if is_common else 0.0
    most = _most(snapshot)
    barred = (
        phrase.is_code
        or phrase.is_barred(symptom)
        or (is_common and (few < FEW or (few == FEW and symptom.said.isdisjoint(phrase.stems))))
        or is_denied(phrase, symptom, count, most)
        for phrase in known.phrases
    )
    return np.array([np.inf if is_barred else missing for is_barred in barred], np.float32)


def is_denied(phrase: Phrase, symptom: Heard, count: Counts, most: int) -> bool:
    """Whether the rarest word that the symptom shares with the phrase's topic is one that it says is not there.

    A word that more than `most` articles hold decides nothing. Of equally rare ones the said one counts, unless the
    phrase itself has the denied one.
    """
    if phrase.is_negation or symptom.all_denied.isdisjoint(phrase.topic):
        return False
    denied = min(map(count, symptom.all_denied & phrase.topic))
    said = min(map(count, symptom.all_said & phrase.topic), default=most + 1)
    is_own = not symptom.all_denied.isdisjoint(phrase.stems)
    return denied <= most and (denied < said or (is_own and denied == said))


def meant(snapshot: Snapshot, known: PhraseVectors | None, vector: Vectors | None, symptom: Heard) -> list[int]:
    """Places of the phrases that the symptom means, nearest first; none without a model."""
    near = nearness(snapshot, known, vector) if known is not None and vector is not None else None
    if known is None or near is None or near.max() < LIMIT:
        return []
    near = near - handicaps(snapshot, known, symptom)
    return [place for place in np.argsort(-near, kind="stable").tolist() if near[place] >= LIMIT]


def _is_rare(snapshot: Snapshot, word: str, count: Counts) -> bool:
    """Whether few articles hold the word; one that none holds must not be an unfinished or misspelt topic."""
    found = count(stem(word, snapshot.client.lang))
    if found:
        return found <= RARE_SHARE * len(snapshot.articles)
    vocabulary = snapshot.keywords.vocabulary()
    likely = [*vocabulary.completions(word, 1), *(near for near, _ in vocabulary.near(word)[:1])]
    return all(count(stem(other, snapshot.client.lang)) <= _most(snapshot) for other in likely)


def _most(snapshot: Snapshot) -> int:
    """Articles that may hold a word that is still no topic of the base."""
    return max(1, int(TOPIC_SHARE * len(snapshot.articles)))
