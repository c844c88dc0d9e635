"""`python -m benchmarks.quality languages`: what an article's language costs it, and what raising it brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.quality.bases import SETS, Case, Models, open_mixed
from kbsearch.core.search.judgements import Judgement, read_judgements
from kbsearch.core.search.tongues import LanguageCost
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.evaluate import DEPTH, measure, ranked_articles, without

QUERIES = Path(__file__).parent / "languages"
TO_FRENCH = ("adobe_symptom_fr", "cnil_fr", "covidfaq_fr")
TO_ENGLISH = "thunderbird_fr_real"
"""Query sets in French, to plain documents."""
HEADER = "| questions | half | n | nDCG@10 unraised | raised | top-1 | raised | top-3 | raised |"


def lines(cases: Sequence[Case], models: Models) -> Iterator[str]:
    """A row for each kind of question and half: all sample bases together."""
    asked = [(case.snapshot, one) for case in cases for one in (*case.judgements, *across(case.snapshot.client.id))]
    kinds = {one.kind if one.kind in ("fr-en", "en-fr") else "golden" for _, one in asked}
    for kind in sorted(kinds):
        for half in ("dev", "test"):
            own = [pair for pair in asked if pair[1].split == half and pair[1].grades and _is_of(pair[1], kind)]
            yield f"| {kind} | {half} | {_cells(own, models)} |"


def plain_lines(evaluation: Path, work: Path, models: Models) -> Iterator[str]:
    """The same of two corpora of plain documents in one base, where no article says its language; three times."""
    for french in TO_FRENCH:
        for case in open_mixed(evaluation, work, (french, TO_ENGLISH)):
            name = case.name if case.name == french else f"{case.name}, {SETS[french]} in the base"
            for half in ("dev", "test"):
                own = [(case.snapshot, one) for one in case.judgements if one.split == half and one.grades]
                yield f"| {name} | {half} | {_cells(own, models)} |"


def _cells(asked: Sequence[tuple[Snapshot, Judgement]], models: Models) -> str:
    """How many there are, then each figure without and with raising."""
    pairs = zip(_measured(asked, models, is_raised=False), _measured(asked, models, is_raised=True), strict=True)
    return " | ".join((str(len(asked)), *(f"{before:.3f} | {after:.3f}" for before, after in pairs)))


def across(client: str) -> tuple[Judgement, ...]:
    """Questions to one sample base in the other language than the article's that answers them."""
    path = QUERIES / f"{client}.jsonl"
    return read_judgements(path.read_bytes(), client=client, source=path.name)


def unraised(snapshot: Snapshot, dim: int) -> Snapshot:
    """The same without regard to languages. `dim`: of its model."""
    none = np.zeros(dim, np.float32)
    return replace(snapshot, language_costs={snapshot.fingerprint: LanguageCost(none, none, 0.0)})


def _is_of(one: Judgement, kind: str) -> bool:
    return one.kind == kind or (kind == "golden" and one.kind not in ("fr-en", "en-fr"))


def _measured(asked: Sequence[tuple[Snapshot, Judgement]], models: Models, *, is_raised: bool) -> list[float]:
    """nDCG@10, top-1 and top-3."""
    plain = {snapshot.client.id: unraised(snapshot, models.main.dim) for snapshot, _ in asked}
    named, runs = [], {}
    for snapshot, one in asked:
        name = f"{snapshot.client.id} {one.id}"
        named.append(replace(one, id=name))
        given = snapshot if is_raised else plain[snapshot.client.id]
        runs[name] = ranked_articles(given, one.query, embedder=models.main, reweigh=without())[:DEPTH]
    found = measure(named, runs)
    return [float(found[measure_].mean()) for measure_ in ("nDCG@10", "top-1", "top-3")]
