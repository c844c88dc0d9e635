"""Phrases that a symptom may mean without saying them: triggers, known incidents.

Phrases are embedded as queries: they are what callers say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kbsearch.core.ports import Embedder, Scores, Vectors
from kbsearch.core.snapshot import PhraseVectors, Snapshot
from kbsearch.core.text import bare

LIMIT = -0.004
"""From which `nearness` a phrase counts as meant; chosen on half of the labelled symptoms, with the default model:
`python -m benchmarks.escalation`."""
LEAST_RIVAL = 0.85
"""Any two sentences of a trade have about this cosine: a base of few articles must not make every phrase seem near."""
NEIGHBOURS = 5


def embed_phrases(snapshot: Snapshot, phrases: Sequence[str], embedder: Embedder) -> PhraseVectors | None:
    """At least one phrase's vectors, in their order. None when the model fails: words are left."""
    try:
        vectors = embedder.embed_queries([bare(phrase) for phrase in phrases])
    except Exception:
        return None  # whatever the runtime throws; the next search tries again
    near = [snapshot.labels.search(vector, NEIGHBOURS)[1] for vector in vectors]
    usual = np.array([scores.mean() if len(scores) else 0.0 for scores in near], np.float32)
    return PhraseVectors(vectors, usual)


def nearness(snapshot: Snapshot, known: PhraseVectors, vector: Vectors) -> Scores | None:
    """How much nearer the symptom is to each phrase than either usually is to what articles say.

        cos(q, p) − ½ · max(best cos(q, label), LEAST_RIVAL) − ½ · mean of the 5 best cos(p, label)

    A label is a title, symptom or heading; this is CSLS (Conneau et al. 2018, arXiv:1710.04087), halved, with the
    labels as the neighbourhood: cosines alone are high for any two sentences of one trade. `vector`: the symptom's,
    `(d,) float32` of length 1, by the model that made the snapshot's. None when no phrase can reach `LIMIT`, so that
    most searches never look at the labels.
    """
    cosines: Scores = known.vectors @ vector - known.usual * np.float32(0.5)
    if cosines.max() - LEAST_RIVAL / 2 < LIMIT:
        return None
    _, rivals = snapshot.labels.search(vector, 1)
    rival = max(float(rivals[0]) if len(rivals) else 0.0, LEAST_RIVAL)
    return cosines - np.float32(rival / 2)


def meant(snapshot: Snapshot, known: PhraseVectors | None, vector: Vectors | None) -> list[int]:
    """Places of the phrases that the symptom means, nearest first; none without a model."""
    near = nearness(snapshot, known, vector) if known is not None and vector is not None else None
    if near is None:
        return []
    return [place for place in np.argsort(-near, kind="stable").tolist() if near[place] >= LIMIT]
