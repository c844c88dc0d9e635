"""What one clarifying question is worth: ambiguous queries, and callers whose facts were written beforehand.

The caller is played from the row's `facts`: a product or a code is found among the choices or it is not; of several
descriptions the one nearest in meaning to what the caller sees is taken, right or wrong; subjects and questions of
articles are answered as the article meant has it.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from benchmarks.quality.bases import ROOT, Case
from kbsearch.core.answers import clarify
from kbsearch.core.model import Answer, Mode
from kbsearch.core.ports import Embedder
from kbsearch.core.questions import Choice, Chosen, Question
from kbsearch.core.search.judgements import split_of
from kbsearch.core.search.ranking import rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.text import code_key
from kbsearch.flows.ask import answer, understand
from kbsearch.flows.clarify import narrowed, question_about
from kbsearch.flows.deciding import weights_for
from kbsearch.flows.evaluate import Measured, bootstrap
from kbsearch.flows.gathering import gather

AMBIGUOUS = ROOT / "tests" / "golden" / "ambiguous.jsonl"


@dataclass(frozen=True, slots=True)
class Caller:
    """One ambiguous query, and what its caller knows."""

    id: str
    client: str
    query: str
    relevant: str
    """Public path of the article that is meant."""
    plausible: tuple[str, ...]
    """Of others that a colleague would look at too."""
    product: str
    code: str
    """Empty when none is shown."""
    sees: str

    @property
    def split(self) -> str:
        return split_of(self.id)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One query before and after its question."""

    caller: Caller
    before: bool
    """The article meant came first."""
    after: bool
    question: Question | None
    choice: Choice | None


def callers() -> list[Caller]:
    rows = map(json.loads, AMBIGUOUS.read_text("utf-8").splitlines())
    names = ("id", "client", "query")
    return [
        Caller(*(row[name] for name in names), row["relevant"][0], tuple(row["plausible"]), **row["facts"])
        for row in rows
    ]


def outcomes(snapshots: Mapping[str, Snapshot], embedder: Embedder, wanted: Iterable[Caller]) -> Iterator[Outcome]:
    for caller in wanted:
        snapshot = snapshots[caller.client]
        understood = understand(snapshot, caller.query, embedder=embedder)
        found = answer(understood)
        choice = chosen_by(caller, snapshot, found.question, embedder) if found.question else None
        after = found
        if found.question is not None and choice is not None:
            after = answer(understood, chosen=[Chosen(found.question.facet, choice.value)])
        yield Outcome(caller, _is_first(caller, found), _is_first(caller, after), found.question, choice)


def chosen_by(caller: Caller, snapshot: Snapshot, question: Question, embedder: Embedder) -> Choice | None:
    """What this caller answers; None = none of the choices."""
    meant = next(article for article in snapshot.articles if article.public_path == caller.relevant)
    match question.facet:
        case "product":
            return next((one for one in question.choices if caller.product in one.label.split(", ")), None)
        case "code":
            return _with_code(caller, question)
        case "category":
            same = {article.id for article in snapshot.articles if article.category == meant.category}
            return next((one for one in question.choices if same & set(one.articles)), None)
        case "question":
            return next((one for one in question.choices if meant.id in one.articles), None)
        case "symptom":
            if found := _with_code(caller, question):
                return found
            vectors = embedder.embed_queries([caller.sees, *(one.label for one in question.choices)])
            return question.choices[int(np.argmax(vectors[1:] @ vectors[0]))]


def _with_code(caller: Caller, question: Question) -> Choice | None:
    """The choice that shows the caller's code: alone, in a list, or in brackets after a description."""
    wanted = code_key(caller.code)
    for choice in question.choices:
        shown = choice.label.rpartition("(")[2].rstrip(")…").split(", ")
        if wanted and wanted in map(code_key, shown):
            return choice
    return None


TABLE_HEAD = (
    "| queries | n | top-1 before | top-1 after | gain, points [95 %] | asked | answered with a choice |\n"
    "|---|---|---|---|---|---|---|"
)


def report(title: str, found: Sequence[Outcome]) -> str:
    """One Markdown row."""
    gained = points(found)
    before, after = (np.mean([getattr(one, name) for one in found]) for name in ("before", "after"))
    asked = np.mean([one.question is not None for one in found])
    answered = np.mean([one.choice is not None for one in found])
    gain = f"{100 * gained.mean:+.1f} [{100 * gained.low:+.1f} {100 * gained.high:+.1f}]"
    return f"| {title} | {len(found)} | {before:.3f} | {after:.3f} | {gain} | {asked:.2f} | {answered:.2f} |"


def tables(snapshots: Mapping[str, Snapshot], embedder: Embedder) -> Iterator[str]:
    """The ambiguous queries, whole and by half and client, and once more with callers who see no code."""
    found = list(outcomes(snapshots, embedder, callers()))
    yield TABLE_HEAD
    yield report("all", found)
    for split in ("dev", "test"):
        yield report(split, [one for one in found if one.caller.split == split])
    for client in snapshots:
        yield report(client, [one for one in found if one.caller.client == client])
    blind = [replace(caller, code="") for caller in callers()]
    yield report("all, no code is seen", list(outcomes(snapshots, embedder, blind)))
    yield f"asked about: {facets(one.question for one in found)}"


def ordinary(cases: Iterable[Case], embedder: Embedder) -> Iterator[str]:
    """The golden queries: with the true answer, those that no article answers, and what a question costs."""
    yield TABLE_HEAD
    for case in cases:
        found = list(true_answers(case, embedder))
        yield report(case.name, [one for one in found if one.caller.relevant])
        yield report(f"{case.name}, no article answers", [one for one in found if not one.caller.relevant])
        right = [one for one in found if one.before]
        share = np.mean([one.question is not None for one in right])
        spent = milliseconds(case.snapshot, [one.query for one in case.judgements], embedder)
        p50, p95 = np.percentile(spent, 50, axis=0), np.percentile(spent, 95, axis=0)
        yield (
            f"{case.name}: asked {share:.2f} of the time when the first is right; question {p50[0]:.3f} ms, "
            f"p95 {p95[0]:.3f}; narrowing {p50[1]:.3f} ms, p95 {p95[1]:.3f} (processor time)"
        )


def points(found: Sequence[Outcome]) -> Measured:
    """What the answer adds to top-1."""
    return bootstrap(np.array([float(one.after) - float(one.before) for one in found]))


def true_answers(case: Case, embedder: Embedder) -> Iterator[Outcome]:
    """The ordinary labelled queries, each answered as its first relevant article has it."""
    for one in case.judgements:
        understood = understand(case.snapshot, one.query, embedder=embedder)
        found = answer(understood)
        meant = {case.snapshot.articles[row].id for row in _rows_of(case.snapshot, one.grades)}
        choices = found.question.choices if found.question else ()
        choice = next((choice for choice in choices if meant & set(choice.articles)), None)
        after = found
        if found.question is not None and choice is not None:
            after = answer(understood, chosen=[Chosen(found.question.facet, choice.value)])
        is_first = [bool(each.results) and each.results[0].path in one.grades for each in (found, after)]
        caller = Caller(one.id, case.snapshot.client.id, one.query, next(iter(one.grades), ""), (), "", "", "")
        yield Outcome(caller, is_first[0], is_first[1], found.question, choice)


def milliseconds(snapshot: Snapshot, queries: Sequence[str], embedder: Embedder) -> NDArray[np.float64]:
    """Processor time that the question adds to each search, and that an answer to it adds; `(queries, 2)`."""
    spent = np.zeros((len(queries), 2))
    for at, query in enumerate(queries):
        read = understand(snapshot, query, embedder=embedder)
        found = answer(read)
        chosen = [Chosen(found.question.facet, found.question.choices[0].value)] if found.question else []
        evidence, _ = gather(read, snapshot.keywords.scores(read.asked.groups))
        order, scores = rank(evidence, weights_for(snapshot, read.meaning))
        start = time.thread_time()
        question_about(snapshot, evidence, (order, scores), found.mode, ())
        middle = time.thread_time()
        narrowed(snapshot, chosen, evidence, order)
        spent[at] = middle - start, time.thread_time() - middle
    return 1000 * spent


def facets(questions: Iterable[Question | None]) -> str:
    counted = Counter(one.facet for one in questions if one is not None)
    return ", ".join(f"{name} {count}" for name, count in counted.most_common()) or "none"


def _rows_of(snapshot: Snapshot, paths: Iterable[str]) -> list[int]:
    wanted = set(paths)
    return [row for row, article in enumerate(snapshot.articles) if article.public_path in wanted]


def _is_first(caller: Caller, found: Answer) -> bool:
    return bool(found.results) and found.results[0].path == caller.relevant


def fit_temperature(cases: Iterable[Case], embedder: Embedder | None, split: str) -> tuple[float, float, float]:
    """The temperature of least mean log loss over one split, that loss, and the loss at the one shipped, in nats.

    Queries whose article is among the candidates, without an exact code; each set counts the same. Guo, Pleiss, Sun
    and Weinberger, "On calibration of modern neural networks" (2017), temperature scaling.
    """
    sets = [[*_scored(case, embedder, split)] for case in cases]
    mode: Mode = "keyword" if embedder is None else "hybrid"

    def loss(temperature: float) -> float:
        return float(np.mean([np.mean([_log_loss(*one, temperature) for one in rows]) for rows in sets if rows]))

    found = minimize_scalar(lambda log: loss(float(np.exp(log))), bounds=(-4, 4), method="bounded")
    return float(np.exp(found.x)), float(found.fun), loss(clarify.TEMPERATURES[mode])


def _scored(case: Case, embedder: Embedder | None, split: str) -> Iterator[tuple[NDArray[np.float64], int]]:
    for one in case.judgements:
        if one.split != split or not one.grades:
            continue
        found = answer(understand(case.snapshot, one.query, embedder=embedder), limit=clarify.CANDIDATES).results
        at = next((place for place, result in enumerate(found) if result.path in one.grades), None)
        if at is not None and not found[0].signals.exact_code:
            yield np.array([result.score for result in found]), at


def _log_loss(scores: NDArray[np.float64], at: int, temperature: float) -> float:
    scaled = scores / temperature
    top = scaled.max()
    return float(top + np.log(np.exp(scaled - top).sum()) - scaled[at])
