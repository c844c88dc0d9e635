"""`python -m benchmarks.quality since`: what “since this morning” costs a search that asks about something else."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.quality.bases import Case, Models
from kbsearch.core.model import AnswerState
from kbsearch.core.search.judgements import Judgement
from kbsearch.flows.ask import ask
from kbsearch.flows.evaluate import DEPTH, measure, ranked_articles, without

HEADER = "| set | queries | nDCG@10 as typed | since when added | top-1 | added | rightly `sure` | added |"
FRENCH = (
    *("{} depuis ce matin", "depuis hier {}", "{} depuis 14h45", "{} depuis deux jours"),
    *("depuis lundi matin, {}", "{} ce matin", "{} depuis 24h", "{} depuis le 12 mars"),
)
ENGLISH = (
    *("{} since this morning", "since yesterday {}", "{} since 9am", "{} for the last two days"),
    *("since monday, {}", "{} this morning"),
)


def line(case: Case, models: Models, most: int) -> str:
    """The set's row: the first `most` answerable queries as typed, and with a moment said before or after them."""
    typed = [one for one in case.judgements if one.grades][:most]
    said = ENGLISH if "_en_" in case.name else FRENCH
    added = [replace(one, query=said[at % len(said)].format(one.query)) for at, one in enumerate(typed)]
    pairs = zip(_measured(case, models, typed), _measured(case, models, added), strict=True)
    cells = " | ".join(f"{bare:.3f} | {with_moment:.3f}" for bare, with_moment in pairs)
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
