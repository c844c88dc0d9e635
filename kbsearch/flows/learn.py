"""Let search learn from finished calls: build the evidence, replay the latest calls with and without it, then decide.

    calls → evidence → symptoms searched once, without evidence → memory, its trust fitted → replay → verdict

The replay is a split in time: the memory that is measured was made of what was known when the first held-out call came
in. What goes live is made of all calls. It is the caller's to publish it, and only when `Learned.is_promoted`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from kbsearch.core.calls import Call
from kbsearch.core.evidence import REFUSED, SOLVED, Rules, Solved, evidence
from kbsearch.core.judgements import Judgement
from kbsearch.core.memory import Lesson, Memory, chances, fit
from kbsearch.core.ports import Embedder
from kbsearch.core.ranking import rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import StateError
from kbsearch.flows.ask import understand, weights_for
from kbsearch.flows.evaluate import DEPTH, Ranked, measure
from kbsearch.flows.gathering import Understood, gather

HELD_OUT = 0.25
"""Share of the solved calls, the latest, that the replay asks again."""
MOST_HELD_OUT = 300
FEWEST_HELD_OUT = 5
"""Below this nothing is proved, so nothing goes live."""
TABLE = ("nDCG@10", "MRR@10", "top-1", "top-3")
"""What is measured; the first decides."""


class Verdict(StrEnum):
    """Whether the new evidence goes live."""

    NOT_WORSE = "not_worse"
    WORSE = "worse"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Replay:
    """The held-out calls, asked again."""

    count: int
    since: datetime | None
    """When the first of them began; None when there is none."""
    without: Mapping[str, float]
    """Measure → mean over the held-out calls, 0 to 1: how high the article stands that solved the call."""
    with_evidence: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learned:
    """What one client's calls taught, and whether it helps."""

    memory: Memory
    """Made of all calls."""
    calls: int
    """Calls looked at."""
    solved: int
    """Rows for an article that the client still has."""
    refused: int
    gone: int
    """Rows of articles that the client does not have any more."""
    replay: Replay
    verdict: Verdict

    @property
    def is_promoted(self) -> bool:
        return self.verdict is Verdict.NOT_WORSE


@dataclass(frozen=True, slots=True)
class Models:
    """What symptoms are read with: the models of the search."""

    main: Embedder
    english: Embedder | None = None


@dataclass(frozen=True, slots=True)
class Studied:
    """One row and what search makes of its symptom without evidence."""

    row: Solved
    asked: Understood
    lesson: Lesson


def learn(
    calls: Sequence[Call],
    snapshot: Snapshot,
    models: Models,
    now: datetime,
    *,
    rules: Rules | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Learned:
    """What these calls of the snapshot's client teach. Raises `StateError` when the model fails.

    `progress` is told how many symptoms of how many were searched.
    """
    rows = evidence(calls, now, rules)
    kept = [row for row in rows if row.article in snapshot.by_id]
    studied = study(snapshot, kept, models, progress)
    known = {(one.row.call, one.row.article): one for one in studied}
    solved = [one for one in studied if one.row.sign == SOLVED]
    held_out = solved[len(solved) - min(MOST_HELD_OUT, int(len(solved) * HELD_OUT)) :]
    replay = Replay(0, None, {}, {})
    if held_out:
        cut = held_out[0].row.at
        before = evidence([call for call in calls if call.started < cut], cut, rules)
        earlier = [replace(known[key], row=row) for row in before if (key := (row.call, row.article)) in known]
        replay = replayed(held_out, remember(snapshot, earlier))
    return Learned(
        memory=remember(snapshot, studied),
        calls=len(calls),
        solved=len(solved),
        refused=sum(one.row.sign == REFUSED for one in studied),
        gone=len(rows) - len(kept),
        replay=replay,
        verdict=judge(replay),
    )


def judge(replay: Replay) -> Verdict:
    """Not worse: the article that solved a held-out call does not stand lower on average than without evidence."""
    if replay.count < FEWEST_HELD_OUT:
        return Verdict.TOO_FEW
    is_worse = replay.with_evidence[TABLE[0]] < replay.without[TABLE[0]]
    return Verdict.WORSE if is_worse else Verdict.NOT_WORSE


def study(
    snapshot: Snapshot,
    rows: Sequence[Solved],
    models: Models,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> list[Studied]:
    """Each row's symptom searched without evidence; rows with nothing to search are left out."""
    found = []
    for done, row in enumerate(rows, 1):
        asked = understand(snapshot, row.symptom, embedder=models.main, english=models.english)
        if asked.meaning.vector is not None:
            found.append(Studied(row, asked, lesson(asked, row.article)))
        elif not asked.asked.is_empty:
            raise StateError("The embedding model failed; nothing was learned.", remedy="kbsearch model verify")
        progress(done, len(rows))
    return found


def remember(snapshot: Snapshot, studied: Sequence[Studied]) -> Memory:
    """The memory of these rows, its trust fitted to them. Callers become numbers: nothing else of them is needed."""
    vectors = [one.asked.meaning.vector for one in studied if one.asked.meaning.vector is not None]
    stacked = np.array(vectors, np.float32).reshape(len(studied), -1 if studied else 0)
    rows = tuple(one.row for one in studied)
    trust = fit(rows, stacked, [one.lesson for one in studied])
    numbers = {caller: str(at) for at, caller in enumerate(dict.fromkeys(row.caller for row in rows))}
    rows = tuple(replace(row, caller=numbers[row.caller]) for row in rows)
    return Memory(snapshot.client.id, "", snapshot.fingerprint, rows, stacked, trust)


def replayed(held_out: Sequence[Studied], memory: Memory) -> Replay:
    """Ask the held-out symptoms again, without and with the memory."""
    wanted, without, with_evidence = [], {}, {}
    for at, one in enumerate(held_out):
        path = one.asked.snapshot.by_id[one.row.article].public_path
        wanted.append(Judgement(str(at), one.row.symptom, {path: 1}))
        without[str(at)] = order(one.asked)[:DEPTH]
        with_evidence[str(at)] = order(replace(one.asked, memory=memory))[:DEPTH]
    first, second = (
        {name: float(values.mean()) for name, values in measure(wanted, run).items() if name in TABLE}
        for run in (without, with_evidence)
    )
    return Replay(len(held_out), held_out[0].row.at, first, second)


def order(asked: Understood) -> list[Ranked]:
    """Every candidate article, best first."""
    found, _ = gather(asked, asked.snapshot.keywords.scores(asked.asked.groups))
    places, scores = rank(found, weights_for(asked.snapshot, asked.meaning))
    return [Ranked(asked.snapshot.articles[int(found.articles[at])].public_path, float(scores[at])) for at in places]


def lesson(asked: Understood, article: str) -> Lesson:
    """What search makes of one symptom without evidence, as `memory.fit` wants it."""
    found, _ = gather(asked, asked.snapshot.keywords.scores(asked.asked.groups))
    _, scores = rank(found, weights_for(asked.snapshot, asked.meaning))
    is_it = [asked.snapshot.articles[int(at)].id == article for at in found.articles]
    return Lesson(float(chances(scores)[is_it].sum()), float(found.label.max(initial=0)))
