"""Let search learn from finished calls: build the evidence, replay the latest calls with it, with the evidence used now
and without any, then decide.

    calls → evidence → symptoms searched once, without evidence → memory, its trust fitted → replay → verdict

The replay is a split in time: the memory that is measured was made of what was known when the first held-out call came
in, and so is what is left of the evidence used now. The trust of either is fitted to that: the one in use has seen the
held-out calls, and would win by that alone. A call's own evidence and that of its caller's other calls is left out when
it is asked again. What goes live is made of all calls. It is the caller's to publish it, and only when
`Learned.is_promoted`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from kbsearch.core.calls.call import Call
from kbsearch.core.learning.evidence import REFUSED, SOLVED, Rules, Solved, evidence, same_caller
from kbsearch.core.learning.fit import Lesson, believed
from kbsearch.core.learning.left_out import Reason, left_out
from kbsearch.core.learning.memory import Memory, chances, solved_symptoms, symptom_words
from kbsearch.core.learning.usual import Usual, usual_of
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.search.judgements import Judgement
from kbsearch.core.search.ranking import rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import StateError
from kbsearch.flows.ask import understand
from kbsearch.flows.deciding import weights_for
from kbsearch.flows.evaluate import DEPTH, Ranked, measure
from kbsearch.flows.gathering import Understood, gather

HELD_OUT = 0.25
"""Share of the solved calls, the latest, that the replay asks again."""
MOST_HELD_OUT = 300
FEWEST_HELD_OUT = 5
"""Below this nothing is proved, so nothing goes live."""
MOST_NAMED = 3
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
    served: Mapping[str, float]
    """With the evidence that search uses now, as it would have been then; empty when there is none."""
    with_evidence: Mapping[str, float]
    """With what was learned."""


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
    """Rows of articles that the client does not have, any more or at all."""
    gone_articles: tuple[str, ...]
    """The first `MOST_NAMED` ids of them."""
    left_out: Mapping[Reason, int]
    """Calls resolved with an article that taught nothing, by why."""
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
    served: Memory | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Learned:
    """What these calls of the snapshot's client teach. Raises `StateError` when the model fails.

    `served`: the evidence that search uses now. `progress` is told how many symptoms of how many were searched.
    """
    rules = Rules.within(snapshot.client.window)
    rows = counted_now(snapshot.successors, evidence(calls, now, rules))
    kept = [row for row in rows if row.article in snapshot.by_id]
    studied = study(snapshot, kept, models, progress)
    known = {(one.row.call, one.row.article): one for one in studied}
    solved = [one for one in studied if one.row.sign == SOLVED]
    held_out = solved[len(solved) - min(MOST_HELD_OUT, int(len(solved) * HELD_OUT)) :]
    replay = Replay(0, None, {}, {}, {})
    if held_out:
        cut = held_out[0].row.at
        before = counted_now(snapshot.successors, evidence([call for call in calls if call.started < cut], cut, rules))
        earlier = [replace(known[key], row=row) for row in before if (key := (row.call, row.article)) in known]
        used = None
        if served and _is_own(served, snapshot):
            in_use = set(as_of(_counted(snapshot, served), before))
            used = remember(snapshot, [one for one in earlier if one.row in in_use])
        replay = replayed(held_out, {"served": used, "with": remember(snapshot, earlier)}, same_caller(calls))
    return Learned(
        memory=remember(snapshot, studied),
        calls=len(calls),
        solved=len(solved),
        refused=sum(one.row.sign == REFUSED for one in studied),
        gone=len(rows) - len(kept),
        gone_articles=tuple(dict.fromkeys(row.article for row in rows if row.article not in snapshot.by_id))[
            :MOST_NAMED
        ],
        left_out=left_out(calls, now, rules),
        replay=replay,
        verdict=judge(replay),
    )


def judge(replay: Replay) -> Verdict:
    """Not worse: the article that solved a held-out call does not stand lower on average than without evidence, nor
    than with the evidence used now."""
    if replay.count < FEWEST_HELD_OUT:
        return Verdict.TOO_FEW
    others = [run[TABLE[0]] for run in (replay.without, replay.served) if run]
    return Verdict.WORSE if replay.with_evidence[TABLE[0]] < max(others) else Verdict.NOT_WORSE


def as_of(served: Memory, before: Sequence[Solved]) -> tuple[Solved, ...]:
    """What is used now, as far as it is in `before`, what was known at some moment, at the weights of that time."""
    used = {(row.call, row.article, row.sign) for row in served.rows}
    return tuple(row for row in before if (row.call, row.article, row.sign) in used)


def counted_now(successors: Mapping[str, str], rows: Sequence[Solved]) -> tuple[Solved, ...]:
    """What was said of an article that is no more counts for the one that has taken its place, see
    `Snapshot.successors`: once a call, which may have named both. What served outweighs what was refused, and what
    served together is added up."""
    return tuple(_counted_at(successors, rows).values())


def _counted_at(successors: Mapping[str, str], rows: Sequence[Solved]) -> dict[int, Solved]:
    """The same by the place of the row that each is made of: of those of one call the last of the new article's own,
    if there is one."""
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        by_pair[row.call, successors.get(row.article, row.article)].append(at)
    found = {}
    for (_, article), places in by_pair.items():
        sign = max(rows[at].sign for at in places)
        alike = [at for at in places if rows[at].sign == sign]
        weight = sum(rows[at].weight for at in alike) if sign == SOLVED else max(rows[at].weight for at in alike)
        kept = max(alike, key=lambda at: (rows[at].article == article, at))
        found[kept] = replace(rows[kept], article=article, weight=weight)
    return dict(sorted(found.items()))


def _counted(snapshot: Snapshot, memory: Memory) -> Memory:
    rows = _counted_at(snapshot.successors, memory.rows)
    return replace(memory.only([*rows]), rows=tuple(rows.values()))


def _is_own(memory: Memory, snapshot: Snapshot) -> bool:
    return (memory.client, memory.fingerprint) == (snapshot.client.id, snapshot.fingerprint)


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
    rows = tuple(replace(one.row, words=symptom_words(one.asked.asked.groups, snapshot.keywords)) for one in studied)
    trust, usual = believed(rows, stacked, [one.lesson for one in studied], _usual(snapshot, rows, stacked))
    numbers = {caller: str(at) for at, caller in enumerate(dict.fromkeys(row.caller for row in rows))}
    rows = tuple(replace(row, caller=numbers[row.caller]) for row in rows)
    return Memory(snapshot.client.id, "", snapshot.fingerprint, rows, stacked, trust, usual=usual)


def _usual(snapshot: Snapshot, rows: Sequence[Solved], vectors: Vectors) -> Usual | None:
    """What the client's solved symptoms and its articles' labels say alike."""
    symptoms, callers = solved_symptoms(rows, vectors)
    owners = snapshot.article_of_chunk[snapshot.label_chunks]
    return usual_of(symptoms, callers, snapshot.labels.rows(), owners) if callers else None


def replayed(
    held_out: Sequence[Studied], memories: Mapping[str, Memory | None], callers: Mapping[str, frozenset[str]]
) -> Replay:
    """Ask the held-out symptoms again: without memory, with the one `served` if there is any, and `with` the new one.

    `callers`: see `evidence.same_caller`; what a caller's own calls taught is left out.
    """
    wanted, runs = [], {name: dict[str, list[Ranked]]() for name in ("without", *memories)}
    for at, one in enumerate(held_out):
        path = one.asked.snapshot.by_id[one.row.article].public_path
        wanted.append(Judgement(str(at), one.row.symptom, {path: 1}))
        runs["without"][str(at)] = order(one.asked)[:DEPTH]
        own = callers.get(one.row.call, frozenset({one.row.call}))
        for name, memory in memories.items():
            if memory is not None:
                runs[name][str(at)] = order(replace(one.asked, memory=memory.without(own)))[:DEPTH]
    found = {name: _means(wanted, run) if run else {} for name, run in runs.items()}
    return Replay(len(held_out), held_out[0].row.at, found["without"], found["served"], found["with"])


def _means(wanted: Sequence[Judgement], run: Mapping[str, Sequence[Ranked]]) -> dict[str, float]:
    return {name: float(values.mean()) for name, values in measure(wanted, run).items() if name in TABLE}


def order(asked: Understood) -> list[Ranked]:
    """Every candidate article, best first."""
    found, _ = gather(asked, asked.snapshot.keywords.scores(asked.asked.groups))
    places, scores = rank(found, weights_for(asked.snapshot, asked.meaning))
    return [Ranked(asked.snapshot.articles[int(found.articles[at])].public_path, float(scores[at])) for at in places]


def lesson(asked: Understood, article: str) -> Lesson:
    """What search makes of one symptom without evidence, as `learning.fit.fit` wants it."""
    found, _ = gather(asked, asked.snapshot.keywords.scores(asked.asked.groups))
    _, scores = rank(found, weights_for(asked.snapshot, asked.meaning))
    is_it = [asked.snapshot.articles[int(at)].id == article for at in found.articles]
    return Lesson(float(chances(scores)[is_it].sum()), float(found.label.max(initial=0)))
