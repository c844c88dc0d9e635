"""`python -m benchmarks.quality states-small`: the answer states in bases of few articles, as every base begins.

The bases that are labelled completely are cut down to some articles, drawn at random (`mixed`: a base's first articles)
or a drawn one with those whose titles are nearest (`near`: a base about one thing), and asked all of their questions:
what was about an article that is gone has no answer any more. Nothing is fitted here; test halves are read.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.cut_down import copy_part
from benchmarks.quality.bases import Case, Models, built
from benchmarks.quality.questions import COMPLETE, Question, Readers, questions
from benchmarks.quality.states import decided, figures
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.model import Mode
from kbsearch.core.search.judgements import Judgement
from kbsearch.core.snapshot import Snapshot

SIZES = (3, 5, 10, 20)
SEEDS = 3
MOST_UNANSWERED = 100
"""Questions of one set about articles that are gone; the others of these would say the same."""
STRATA = ("in-domain", "masked", "far")
HEADER = (
    "| mode | articles | drawn | n | unanswerable, sure | of these in-domain | masked | far | right first, sure "
    "| precision of sure | shown | unanswerable, shown |\n" + "|---" * 12 + "|"
)

Kind = Literal["mixed", "near"]


@dataclass(frozen=True, slots=True)
class Draw:
    """Which articles a base is cut down to."""

    count: int
    kind: Kind
    seed: int

    def rows(self, paths: Sequence[Path], titles: np.ndarray) -> list[int]:  # type: ignore[type-arg]
        """`titles`: `(articles, dimensions)`, unit vectors."""
        drawn = random.Random(f"{paths[0]} {self.seed}")  # noqa: S311
        if self.kind == "mixed":
            return drawn.sample(range(len(paths)), self.count)
        nearest: list[int] = np.argsort(-(titles @ titles[drawn.randrange(len(paths))]))[: self.count].tolist()
        return nearest


def report(cases: Sequence[Case], models: Models, folder: Path) -> Iterator[str]:
    """`folder`: where `cases` were built, `articles` below it."""
    complete = [case for case in cases if case.snapshot.client.id in COMPLETE]
    yield HEADER
    for mode, count, kind in product(("hybrid", "keyword"), SIZES, ("mixed", "near")):
        asked = [
            question
            for seed in range(SEEDS)
            for question in _asked(complete, Draw(count, kind, seed), Readers(models, mode), folder)
        ]
        yield _line(mode, count, kind, asked)


def _asked(cases: Sequence[Case], draw: Draw, readers: Readers, folder: Path) -> list[Question]:
    """Every question of the test halves, asked of the bases that `draw` leaves."""
    small = folder / "small" / f"{draw.count}-{draw.kind}-{draw.seed}"
    opened = _cut({case.snapshot.client.id: case.snapshot for case in cases}, draw, readers.models, folder, small)
    left = [_left(case, opened[case.snapshot.client.id]) for case in cases]
    return [one for one in questions(left, readers, None) if one.split == "test"]


def _cut(
    whole: Mapping[str, Snapshot], draw: Draw, models: Models, folder: Path, small: Path
) -> Mapping[str, Snapshot]:
    shutil.rmtree(small / "articles", ignore_errors=True)
    for client, snapshot in whole.items():
        source = folder / "articles" / client
        own = [one for one in snapshot.articles if (source / one.public_path).is_file()]
        paths = [source / one.public_path for one in own]
        rows = draw.rows(paths, models.main.embed_queries([one.title for one in own]))
        copy_part(source, small / "articles" / client, [paths[row] for row in rows])
    return built(small)


def _left(case: Case, snapshot: Snapshot) -> Case:
    """The case's questions as this part of its base can answer them."""
    have = {article.public_path for article in snapshot.articles}
    asked = [
        replace(one, grades={path: grade for path, grade in one.grades.items() if path in have})
        for one in case.judgements
    ]
    unanswered = [one for one in asked if not one.grades]
    random.Random(case.name).shuffle(unanswered)  # noqa: S311
    kept: list[Judgement] = [*(one for one in asked if one.grades), *unanswered[:MOST_UNANSWERED]]
    return replace(case, snapshot=snapshot, judgements=tuple(kept))


def _line(mode: Mode, count: int, kind: Kind, asked: Sequence[Question]) -> str:
    found = decided(asked, lambda _: SHIPPED.of(mode))
    strata = np.array([one.stratum for one in asked])
    all_ = figures(found)
    wrongly = (figures(found, strata == stratum).wrongly_sure for stratum in STRATA)
    cells = (all_.wrongly_sure, *wrongly, all_.rightly_sure, all_.precision, all_.shown, all_.wrongly_shown)
    return f"| {mode} | {count} | {kind} | {len(asked)} | " + " | ".join(f"{100 * c:.1f} %" for c in cells) + " |"
