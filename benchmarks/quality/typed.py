"""`python -m benchmarks.quality typed`: the same queries, said or typed otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from benchmarks.quality.bases import Case, Models
from kbsearch.core.model import AnswerState
from kbsearch.core.search.judgements import Judgement
from kbsearch.core.text import fold
from kbsearch.flows.ask import ask
from kbsearch.flows.evaluate import DEPTH, measure, ranked_articles, without

HEADER = "| set | queries | nDCG@10 as typed | {0} | top-1 | {0} | rightly `sure` | {0} |"
FRENCH = (
    *("{} depuis ce matin", "depuis hier {}", "{} depuis 14h45", "{} depuis deux jours"),
    *("depuis lundi matin, {}", "{} ce matin", "{} depuis 24h", "{} depuis le 12 mars"),
)
ENGLISH = (
    *("{} since this morning", "since yesterday {}", "{} since 9am", "{} for the last two days"),
    *("since monday, {}", "{} this morning"),
)


def since(case: Case, at: int, query: str) -> str:
    """With a moment said before or after it: what “since this morning” costs a search about something else."""
    said = ENGLISH if "_en_" in case.name else FRENCH
    return said[at % len(said)].format(query)


def capitals(_: Case, __: int, query: str) -> str:
    return query.upper()


def unaccented(_: Case, __: int, query: str) -> str:
    return fold(query)


WAYS: dict[str, Callable[[Case, int, str], str]] = {
    "since": since,
    "capitals": capitals,
    "unaccented": unaccented,
}


def line(case: Case, models: Models, way: str, most: int) -> str:
    """The set's row: the first `most` answerable queries as typed, and otherwise."""
    typed = [one for one in case.judgements if one.grades][:most]
    otherwise = [replace(one, query=WAYS[way](case, at, one.query)) for at, one in enumerate(typed)]
    pairs = zip(_measured(case, models, typed), _measured(case, models, otherwise), strict=True)
    cells = " | ".join(f"{as_typed:.3f} | {changed:.3f}" for as_typed, changed in pairs)
    return f"| {case.name} | {len(typed)} | {cells} |"


def _measured(case: Case, models: Models, asked: list[Judgement]) -> tuple[float, float, float]:
    """nDCG@10, top-1 and the share of queries whose first article is right and `sure`."""
    runs, sure = {}, 0
    for one in asked:
        given = {"embedder": models.main, "english": models.english}
        runs[one.id] = ranked_articles(case.snapshot, one.query, **given, reweigh=without())[:DEPTH]
        answer = ask(case.snapshot, one.query, **given)
        sure += answer.state is AnswerState.SURE and answer.results[0].path in one.grades
    found = measure(asked, runs)
    return float(found["nDCG@10"].mean()), float(found["top-1"].mean()), sure / len(asked)
