"""Every labelled question as its answer's clues and whether the first article is right: what states are fitted on.

Questions without an answer are of four kinds: `far` (another trade), `near` (another product of the same trade),
`in-domain` (the base's own subject, no article), and `masked`: a question that has an answer, asked of the same base
without it. Masking drops the rows of the right articles, and of those with nearly the same title, from the evidence,
which is what a base without them would give but for the words' frequencies, and for French words that they alone hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.bases import ROOT, SAMPLES, Case, Models
from kbsearch.core.answers.clues import Clues, clues
from kbsearch.core.learning.memory import Memory, Votes
from kbsearch.core.model import Mode
from kbsearch.core.ports import Rows, Scores
from kbsearch.core.search.codes import misread
from kbsearch.core.search.judgements import Judgement, read_judgements
from kbsearch.core.search.ranking import Evidence, rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import understand
from kbsearch.flows.deciding import bars_of, chances_of, typed_beside, weights_for
from kbsearch.flows.gathering import Understood, gather

NO_ANSWER = {
    "noanswer_thunderbird_fr_indomain": ("in-domain", ("thunderbird_kb_en",)),
    "noanswer_firefox_fr_near": ("near", ("thunderbird_kb_en",)),
    "noanswer_firefox_en_near": ("near", ("thunderbird_kb_en",)),
    "noanswer_labourlaw_fr_far": ("far", ("thunderbird_kb_en", "adobe_commerce_kb_fr")),
}
"""Query set → stratum, and the corpora it is asked of."""
BORROWED = ("cnil_fr", "covidfaq_fr", "adobe_symptom_fr", "thunderbird_fr_real", *(f"{s}/golden" for s in SAMPLES))
"""French sets whose answerable questions have no answer anywhere else: far ones of every base but their own."""
MOST_BORROWED = 40
"""Of each set, so that far questions stay few."""
COMPLETE = {"cnil_besoindaide_fr", "covidfaq_fr", "adobe_commerce_kb_fr", *SAMPLES}
"""Bases labelled well enough for masking: elsewhere another valid article would be taken for a wrong one."""
SAME_TITLE = 0.97
"""Cosine between a title and a label of another article from which both say the same."""


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question as it was answered."""

    corpus: str
    set: str
    stratum: str
    """`answerable`, `far`, `near`, `in-domain` or `masked`."""
    split: str
    mode: Mode
    text: str
    clues: Clues
    right: bool
    """The first article is one that answers it."""
    single: dict[str, float]
    """By name, the signals that a single threshold could be put on."""
    is_held: bool = False
    """Something that the query says keeps the answer from being `sure` (`deciding.bars_of`)."""


@dataclass(frozen=True, slots=True)
class Readers:
    """What questions are read with."""

    models: Models
    mode: Mode
    memories: Mapping[str, Memory] = field(default_factory=dict)
    """Corpus → its evidence of solved calls; none by default."""


def questions(case_list: Sequence[Case], readers: Readers, evaluation: Path | None) -> Iterator[Question]:
    """Every question of these cases, with the unanswerable ones that go with their bases."""
    for case in case_list:
        for one in case.judgements:
            yield from _of(case.snapshot, case.name, one, readers)
    snapshots = {case.snapshot.client.id: case.snapshot for case in case_list}
    for name, (stratum, corpora) in NO_ANSWER.items() if evaluation else ():
        assert evaluation
        for corpus in corpora:
            data = (evaluation / "queries" / f"{name}.jsonl").read_bytes()
            for one in read_judgements(data, client=corpus, source=name):
                if corpus in snapshots:
                    yield from _asked(snapshots[corpus], (name, stratum), one, readers)
    borrowed = {case.name: case for case in case_list if case.name in BORROWED}
    for corpus, snapshot in snapshots.items():
        for name, case in borrowed.items():
            if case.snapshot.client.id != corpus:
                for one in [j for j in case.judgements if j.grades][:MOST_BORROWED]:
                    yield from _asked(snapshot, (f"far:{name}", "far"), replace(one, grades={}), readers)


def _of(snapshot: Snapshot, name: str, one: Judgement, readers: Readers) -> Iterator[Question]:
    if not one.grades:
        yield from _asked(snapshot, (name, "in-domain"), one, readers)
        return
    yield from _asked(snapshot, (name, "answerable"), one, readers)
    if snapshot.client.id in COMPLETE:
        yield from _asked(snapshot, (f"masked:{name}", "masked"), one, readers)


def _asked(snapshot: Snapshot, where: tuple[str, str], one: Judgement, readers: Readers) -> Iterator[Question]:
    models, mode, memory = readers.models, readers.mode, readers.memories.get(snapshot.client.id)
    chosen = (models.main, models.english) if mode == "hybrid" else (None, None)
    masked = _answering(snapshot, one, models) if where[1] == "masked" else set()
    if memory is not None and masked:  # what is not in the base solved no call
        gone = {snapshot.articles[row].id for row in masked}
        memory = memory.without({row.call for row in memory.rows if row.article in gone})
    read = understand(snapshot, one.query, embedder=chosen[0], english=chosen[1], memory=memory)
    if read.asked.is_empty:
        return
    scores = snapshot.keywords.scores(read.asked.groups)
    evidence, _ = gather(read, scores)
    if masked:
        evidence = without(evidence, masked)
    if not len(evidence.articles):
        return
    order, fused = rank(evidence, weights_for(snapshot, read.meaning))
    first = int(order[0])
    typed = typed_beside(read, int(evidence.articles[first]), scores, is_misread=_is_misread(read, masked))
    found = clues(evidence, first, chances_of(read, evidence), typed)
    article = snapshot.articles[int(evidence.articles[first])]
    right = where[1] != "masked" and article.public_path in one.grades
    single = _single(evidence, fused, first, int(order[1]) if len(order) > 1 else first)
    held = bool(bars_of(read, found, int(evidence.articles[first])))
    yield Question(snapshot.client.id, where[0], where[1], one.split, mode, one.query, found, right, single, held)


def _single(evidence: Evidence, fused: Scores, first: int, second: int) -> dict[str, float]:
    """`Question.single`."""
    cosines = np.sort(np.delete(evidence.cosine, first))
    return {
        "cosine": float(evidence.cosine[first]),
        "label": float(evidence.label[first]),
        "margin": float(evidence.cosine[first]) - float(cosines[-1] if len(cosines) else 0),
        "bm25": float(evidence.words[first]),
        "coverage": float(evidence.coverage[first]),
        "fused": float(fused[first]),
        "fused margin": float(fused[first] - fused[second]),
    }


def _is_misread(read: Understood, gone: set[int]) -> bool:
    """Whether the query holds a code that no article does but those that are gone."""
    snapshot = read.snapshot
    declared = {code for code, rows in snapshot.declared_codes.items() if not gone.issuperset(rows)}

    def articles_with(code: str) -> Rows:
        found = snapshot.keywords.articles_with(code)
        return found[~np.isin(found, list(gone))]

    def codes_from(term: str) -> list[str]:
        return [code for code in snapshot.keywords.codes_from(term) if len(articles_with(code))]

    return misread(read.asked.codes, read.asked.guesses, declared, articles_with, codes_from)


def without(evidence: Evidence, rows: set[int]) -> Evidence:
    """The evidence of a base without these articles."""
    kept = ~np.isin(evidence.articles, list(rows))
    measured = {one.name: getattr(evidence, one.name) for one in fields(Evidence) if one.name != "solved"}
    votes = evidence.solved and _among(evidence.solved, kept)
    return Evidence(**{name: None if one is None else one[kept] for name, one in measured.items()}, solved=votes)


def _among(votes: Votes, kept: NDArray[np.bool_]) -> Votes:
    """The votes where only these candidates are left; the others must have none."""
    assert kept[votes.owners].all()
    owners = (np.cumsum(kept) - 1)[votes.owners]
    parts = {name: getattr(votes, name)[kept] for name in ("against", "net", "calls")}
    return replace(votes, owners=owners, **parts)


def _answering(snapshot: Snapshot, one: Judgement, models: Models) -> set[int]:
    """Rows of the right articles and of those that have nearly the same title."""
    rows = {row for row, article in enumerate(snapshot.articles) if article.public_path in one.grades}
    for row in list(rows):
        vector = models.main.embed_queries([snapshot.articles[row].title])[0]
        near, cosines = snapshot.labels.search(vector, 50)
        rows.update(snapshot.article_of_chunk[snapshot.label_chunks[near[cosines >= SAME_TITLE]]].tolist())
    return rows


def golden_cases(opened: dict[str, Snapshot]) -> list[Case]:
    """The sample bases' own golden files, for snapshots that are open already."""
    found = []
    for client, snapshot in opened.items():
        data = (ROOT / "articles" / client / "golden.jsonl").read_bytes()
        found.append(Case(f"{client}/golden", snapshot, read_judgements(data, client=client, source=client)))
    return found
