"""From an understood query to the evidence on each candidate article: three retrievers name candidates, one after the
other.

The keyword side takes a tenth of a millisecond, and so do a thousand solved calls: less than handing either to another
thread and back (`python -m benchmarks beside`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.calls.incidents import Incident
from kbsearch.core.learning.evidence import Drawn
from kbsearch.core.learning.memory import Memory, Votes, heard, kernel, symptom_words, votes
from kbsearch.core.model import Mode
from kbsearch.core.ports import KeywordScores, Rows, Scores, Vectors
from kbsearch.core.search.codes import exact_matches
from kbsearch.core.search.query import Query
from kbsearch.core.search.ranking import Evidence, Grouped, best_cosines, group_cosines
from kbsearch.core.search.tongues import PLAIN_SHARE
from kbsearch.core.snapshot import Snapshot

PASSAGES = 160
"""Nearest passages whose articles become candidates."""
KEYWORD_ARTICLES = 48
RAISED_PASSAGES = 32
"""Nearest passages in the other language than the query's whose articles become candidates."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query's vectors."""

    vector: Vectors | None
    """None without a model, without anything to embed, or when the model failed."""
    english: Vectors | None = None
    """By the English model; None unless both the query and the base are English."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A query read against one snapshot: all that the models are needed for. The rest is `answer`'s."""

    snapshot: Snapshot
    asked: Query
    meaning: Meaning
    mode: Mode
    memory: Memory | None = None
    """This client's, by the model that made `meaning`."""
    is_withheld: bool = False
    """The memory is there and must not be used: see `evidence.is_explored`."""
    notes: tuple[str, ...] = ()
    """Of the answer, beside those about the query: `busy`, when the model had no time for it."""
    incidents: tuple[Incident, ...] = ()
    """Known incidents of the client that the symptom says or means."""

    @property
    def known(self) -> Memory | None:
        """The memory as far as there is anything to hold against this query; None also without a vector."""
        return self.memory if self.memory and self.memory.rows and self.meaning.vector is not None else None

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.known.version, self.is_withheld) if self.known else Drawn()


@dataclass(frozen=True, slots=True)
class Near:
    """The chunks of the candidate articles, cards included, article after article."""

    rows: Rows
    ends: Rows
    """Per candidate, where its chunks end in `rows`."""
    cosines: Scores
    """0 throughout without a model."""

    def of(self, candidate: int) -> slice:
        return slice(int(self.ends[candidate - 1]) if candidate else 0, int(self.ends[candidate]))


@dataclass(frozen=True, slots=True)
class Recalled:
    """A memory held against one query and one snapshot."""

    memory: Memory
    likeness: Scores
    places: Rows
    """Per row of the memory, its article in the snapshot; −1 = gone."""


def recall(understood: Understood) -> Recalled | None:
    """The query held against the solved calls; None without a memory or a vector, or where it is withheld."""
    memory, vector, snapshot = understood.known, understood.meaning.vector, understood.snapshot
    if memory is None or vector is None or understood.is_withheld:
        return None
    words = symptom_words(understood.asked.groups, snapshot.keywords) if memory.trust.words else ()
    return Recalled(memory, memory.likeness(vector, words), memory.places(snapshot.by_id, snapshot.successors))


def gather(understood: Understood, scores: KeywordScores) -> tuple[Evidence, Near]:
    """Every signal of every candidate article: those with a near passage, the query's words, its code or near calls."""
    snapshot, asked, meaning = understood.snapshot, understood.asked, understood.meaning
    vector, recalled = meaning.vector, recall(understood)
    products, titled = snapshot.product_codes, snapshot.titled_versions
    exact = exact_matches(asked.codes, snapshot.declared_codes, snapshot.keywords, asked.others, products, titled)
    candidates = [exact, _best(scores.body, KEYWORD_ARTICLES)]
    raised, raised_label = _raised(snapshot, meaning)
    if vector is not None:
        candidates.append(snapshot.article_of_chunk[_near_passages(snapshot, vector, raised)])
    if recalled is not None:
        candidates.append(heard(recalled.memory, recalled.likeness, recalled.places))
    is_candidate, is_exact = np.zeros((2, len(snapshot.articles)), np.bool_)
    is_exact[exact] = True
    is_candidate[np.concatenate(candidates)] = True
    articles = np.flatnonzero(is_candidate)
    rows, sizes = snapshot.chunks_by_article.of(articles)
    cosines = np.zeros(len(rows), np.float32)
    label = np.zeros(len(articles), np.float32)
    first = second = Grouped(label, label, label)
    if vector is not None and len(articles):
        cosines = snapshot.vectors.cosines(vector, rows)
        is_passage, passages = snapshot.is_passage[rows], snapshot.passage_counts[articles]
        first = group_cosines(cosines[is_passage], passages)
        if meaning.english is not None and snapshot.english is not None:
            second = group_cosines(snapshot.english.cosines(meaning.english, rows[is_passage]), passages)
        labels, label_sizes = snapshot.labels_by_article.of(articles)
        label = best_cosines(snapshot.labels.cosines(vector, labels), label_sizes)
    evidence = Evidence(
        articles=articles,
        cosine=first.best,
        passages=first.top,
        article=first.mean,
        label=label,
        words=scores.body[articles],
        coverage=scores.coverage[articles],
        exact=is_exact[articles],
        english_passages=second.top,
        english_article=second.mean,
        solved=_votes(recalled, label, articles) if recalled is not None else None,
    )
    if raised:
        evidence = _with_languages(evidence, snapshot.is_english[articles], raised, raised_label)
    return evidence, Near(rows, np.cumsum(sizes), cosines)


def _with_languages(evidence: Evidence, is_english: NDArray[np.bool_], raised: float, raised_label: float) -> Evidence:
    """With the cosines of articles in the other language than the query's as near as they would be in its own."""
    gain = (abs(raised) * (is_english == (raised > 0))).astype(np.float32)
    gain_label = (raised_label * is_english).astype(np.float32)
    return replace(
        evidence,
        cosine=evidence.cosine + gain,
        passages=evidence.passages + gain,
        article=evidence.article + gain,
        label=evidence.label + gain_label,
        raised=gain,
        raised_label=gain_label,
    )


def _raised(snapshot: Snapshot, meaning: Meaning) -> tuple[float, float]:
    """As `LanguageCost.raised`; nothing in a base of one language, nor beside the English model."""
    cost = snapshot.language_costs.get(snapshot.fingerprint)
    if cost is None or not snapshot.is_bilingual or meaning.vector is None or meaning.english is not None:
        return 0.0, 0.0
    passages, labels = cost.raised(meaning.vector)
    share = PLAIN_SHARE if passages > 0 and not snapshot.is_curated else 1.0
    return share * passages, share * labels


def _near_passages(snapshot: Snapshot, vector: Vectors, raised: float) -> Rows:
    """The nearest of all, and the nearest in the language that is raised where the other one has more of them: they are
    seldom among the nearest of all. Either way each passage is read once."""
    french, english = snapshot.choices_in if raised else (None, None)
    own, other = (english, french) if raised > 0 else (french, english)
    if own is None or other is None or own.count >= other.count:
        return snapshot.vectors.search(vector, PASSAGES)[0]
    most = max(PASSAGES, RAISED_PASSAGES)
    found = [snapshot.vectors.search(vector, most, among) for among in (own, other)]
    both, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    nearest = np.lexsort((both, -scores))[:PASSAGES]
    return np.concatenate([both[nearest], found[0][0][:RAISED_PASSAGES]])


def _votes(recalled: Recalled, label: Scores, articles: Rows) -> Votes:
    memory = recalled.memory
    said = kernel(recalled.likeness, memory.trust, float(label.max(initial=0)))
    return votes(memory, said, recalled.places, articles)


def _best(scores: Scores, k: int) -> Rows:
    """Rows of the k highest positive scores."""
    if len(scores) > k:
        near = np.argpartition(-scores, k)[:k]
        return near[scores[near] > 0].astype(np.int64)
    return np.flatnonzero(scores > 0)
