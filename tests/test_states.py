"""The three answer states as a gate: as honest as they were measured to be, within three points.

The figures are those of `kbsearch/core/answers/report.md`'s weights on whole golden files: recorded here to be compared
with, not a goal. `python -m benchmarks.quality states` reads them on what was held out.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.quality.bases import Case, Models
from benchmarks.quality.questions import Readers, golden_cases, questions
from benchmarks.quality.states import decided, figures
from kbsearch import app
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.adapters.embedders.remembered import QueryVectors, RememberedQueries
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.model import AnswerState, Mode
from kbsearch.core.search.judgements import read_judgements
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import LEAST_ASKED, ask
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop
from tests.conftest import CLIENTS, ROOT

pytestmark = pytest.mark.model

EVALUATION = ROOT.parent / "shared" / "eval"
TOLERANCE = 0.03
RECORDED: Mapping[str, Mapping[str, float]] = {
    "hybrid": {"wrongly_sure": 0.047, "rightly_sure": 0.686, "precision": 0.989, "shown": 0.989, "brier": 0.100},
    "keyword": {"wrongly_sure": 0.048, "rightly_sure": 0.706, "precision": 0.982, "shown": 0.997, "brier": 0.116},
    "covid": {"wrongly_sure": 0.157, "rightly_sure": 0.704, "precision": 0.934, "shown": 0.970, "brier": 0.158},
}
BETTER_LOW = {"wrongly_sure", "brier"}


def worse(cases: list[Case], embedder: GraphEmbedder, mode: Mode, recorded: Mapping[str, float]) -> dict[str, float]:
    """The figures that are more than the tolerance worse than recorded."""
    asked = list(
        questions(cases, Readers(Models(RememberedQueries(embedder, QueryVectors(each=10_000)), None), mode), None)
    )
    found = figures(decided(asked, lambda _: SHIPPED.of(mode)))
    measured = {name: getattr(found, name) for name in recorded}
    return {
        name: value
        for name, value in measured.items()
        if (value - recorded[name] if name in BETTER_LOW else recorded[name] - value) > TOLERANCE
    }


@pytest.mark.parametrize("mode", ["hybrid", "keyword"])
def test_states_on_the_sample_bases(sample: dict[str, Snapshot], embedder: GraphEmbedder, mode: Mode) -> None:
    assert worse(golden_cases(sample), embedder, mode, RECORDED[mode]) == {}


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation corpora are not beside the repository")
def test_states_on_a_base_of_another_style(embedder: GraphEmbedder, tmp_path: Path) -> None:
    """The smallest of the evaluation corpora: spoken French, no symptoms, titles that resemble each other."""
    shutil.copytree(EVALUATION / "corpora" / "covidfaq_fr", tmp_path / "articles" / "covidfaq_fr")
    settings = load_settings({"articles": tmp_path / "articles", "indexes": tmp_path / "indexes", "source": "worktree"})
    workshop = Workshop(settings, warn=lambda _: None)
    library = workshop.library()
    (outcome,) = workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None)
    assert not isinstance(outcome, Exception)
    snapshot = app.open_store(settings).open("covidfaq_fr").snapshot
    data = (EVALUATION / "queries" / "covidfaq_fr.jsonl").read_bytes()
    judged = read_judgements(data, client="covidfaq_fr", source="covidfaq_fr")
    assert worse([Case("covidfaq_fr", snapshot, judged)], embedder, "hybrid", RECORDED["covid"]) == {}


EVERYDAY = (
    "recette de la tarte aux pommes",
    "comment tailler les rosiers",
    "météo de demain à Brest",
    "mon chat ne mange plus",
    "inscription à la crèche",
    "vaccin grippe pharmacie",
    "poules qui ne pondent plus",
)


def test_everyday_words_that_no_article_holds_are_answered_by_nothing_reliable(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    """An article in English was nearest to apple pie, and shown: nothing told it from other words for the same."""
    asked = [ask(snapshot, symptom, embedder=embedder) for snapshot in sample.values() for symptom in EVERYDAY]
    unknown = [answer for answer in asked if "no-known-word" in answer.notes]
    assert len(unknown) > 10
    assert {answer.query: answer.probability for answer in unknown if answer.state.value != "nothing_reliable"} == {}
    assert not [answer.query for answer in asked if answer.state is AnswerState.SURE]


def test_no_question_is_asked_where_hardly_anything_answers(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    """It would promise an answer."""
    symptoms = (*EVERYDAY, "permis de conduire perdu", "renouveler un passeport", "la voiture ne démarre pas")
    asked = [ask(snapshot, symptom, embedder=embedder) for snapshot in sample.values() for symptom in symptoms]
    shown = [answer for answer in asked if answer.state is AnswerState.TO_CHECK]
    unlikely = [answer for answer in shown if answer.probability < LEAST_ASKED["hybrid"]]
    assert len(unlikely) > 2
    assert [answer.query for answer in unlikely if answer.question] == []
    assert [answer.query for answer in shown if answer.question]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_code_off_by_one_is_never_sure(sample: dict[str, Snapshot], embedder: GraphEmbedder, client: str) -> None:
    snapshot = sample[client]
    codes = sorted({code for article in snapshot.articles for code in article.error_codes})
    known = snapshot.declared_codes
    sure, exact = [], []
    for code in codes:
        last = code[-1]
        if not last.isdigit():
            continue
        exact.append(ask(snapshot, code, embedder=embedder))
        for other in {str((int(last) + step) % 10) for step in (1, 5)}:
            typed = code[:-1] + other
            answer = ask(snapshot, f"message {typed} affiché", embedder=embedder)
            is_known = any(result.signals.exact_code for result in answer.results)
            if not is_known and answer.state is AnswerState.SURE:
                sure.append(typed)
    assert len(known) >= 8
    assert sure == []
    assert {answer.state for answer in exact} == {AnswerState.SURE}
    assert min(answer.probability for answer in exact) > 0.7
