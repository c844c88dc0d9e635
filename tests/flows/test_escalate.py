"""Triggers found by words and by meaning, and the article beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.escalation import Asked, Path
from kbsearch.core.model import AnswerState
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest, NotFound
from kbsearch.flows import escalate
from kbsearch.flows.ask import answer, understand
from tests.flows.test_ask import Broken

pytestmark = pytest.mark.model
NOW = datetime(2026, 5, 12, 8, tzinfo=UTC)  # a Tuesday, 10:00 in Paris
Sample = dict[str, Snapshot]


def ask_path(snapshot: Snapshot, symptom: str, embedder: Embedder | None, **known: str) -> Path:
    escalate.prepare(snapshot, embedder)
    understood = understand(snapshot, symptom, embedder=embedder)
    return escalate.follow(understood, answer(understood), Asked(NOW, symptom=symptom, **known))  # type: ignore[arg-type]


def first(path: Path) -> tuple[str, str]:
    return path.steps[0].group, path.steps[0].rule.code


def test_words_in_any_order_and_form(sample: Sample) -> None:
    path = ask_path(sample["soldea"], "DOUBLES PAIEMENTS de salaire ?", None)
    assert first(path) == ("support-paie-dsn", "trigger-words")


@pytest.mark.parametrize(
    ("client", "symptom", "group"),
    [
        ("embalor", "ça fume dans l'armoire de commande", "support-automatisme"),
        ("soldea", "un virus a chiffré le serveur de paie", "support-technique"),
        ("caissio", "tout le magasin est bloqué, aucune caisse ne répond", "support-caisse"),
    ],
)
def test_meaning_without_the_words(
    sample: Sample, embedder: GraphEmbedder, client: str, symptom: str, group: str
) -> None:
    assert first(ask_path(sample[client], symptom, embedder)) == (group, "trigger-meaning")


def test_what_was_said_before_leads_too(sample: Sample) -> None:
    path = ask_path(sample["soldea"], "écran figé", None, said_before=("doubles paiements de salaire",))  # type: ignore[arg-type]
    assert first(path) == ("support-paie-dsn", "trigger-words")


class Counted:
    """The model, for so many requests; after them it fails."""

    def __init__(self, embedder: Embedder, most: int) -> None:
        self.fingerprint, self.dim = embedder.fingerprint, embedder.dim
        self.embed_documents = embedder.embed_documents
        self._embedder, self._most, self.asked = embedder, most, 0

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        if self.asked > self._most:
            raise RuntimeError("the runtime fell over")
        return self._embedder.embed_queries(texts)


def path_after(snapshot: Snapshot, said: tuple[str, ...], embedder: Embedder) -> Path:
    """Of "imprimante rayée", which is no danger."""
    understood = understand(snapshot, "imprimante rayée", embedder=embedder)
    asked = Asked(NOW, symptom="imprimante rayée", said_before=said)
    return escalate.follow(understood, answer(understood), asked, embedder)


def test_what_was_meant_before_leads_too(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["embalor"]
    escalate.prepare(snapshot, embedder)
    said = ("imprimante rayée", "", "doigt coincé")
    assert first(path_after(snapshot, said, embedder)) == ("support-automatisme", "trigger-meaning")
    assert first(path_after(snapshot, said[:2], embedder))[0] == "support-poste"


@pytest.mark.parametrize(("most", "asked"), [(0, 1), (1, 2), (2, 3)])
def test_a_model_that_fails_is_asked_no_more_for_what_was_said_before(
    sample: Sample, embedder: GraphEmbedder, most: int, asked: int
) -> None:
    snapshot, model = sample["embalor"], Counted(embedder, most)
    escalate.prepare(snapshot, embedder)
    path = path_after(snapshot, ("écran noir", "clavier cassé", "souris", "quelqu'un est blessé"), model)
    assert first(path) == ("support-automatisme", "trigger-words")
    assert model.asked == asked


def test_only_the_last_of_what_was_said_before_is_embedded(sample: Sample, embedder: GraphEmbedder) -> None:
    model = Counted(embedder, 1000)
    path = path_after(sample["embalor"], (*(f"poste {at}" for at in range(50)), "quelqu'un est blessé"), model)
    assert first(path) == ("support-automatisme", "trigger-words")
    assert model.asked == 1 + escalate.MOST_EMBEDDED


@pytest.mark.parametrize("symptom", ["la douchette ne lit plus les codes", "mot de passe gérant oublié", "", "?!"])
def test_what_articles_say_is_no_trigger(sample: Sample, embedder: GraphEmbedder, symptom: str) -> None:
    assert first(ask_path(sample["caissio"], symptom, embedder))[1] in ("article", "first-level")


def test_a_model_that_is_missing_or_fails_leaves_the_words(sample: Sample) -> None:
    for model in (None, Broken()):
        path = ask_path(sample["embalor"], "quelqu'un est blessé", model)
        assert first(path) == ("support-automatisme", "trigger-words")


def test_phrases_are_embedded_once(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    escalate.prepare(snapshot, embedder)
    known = snapshot.trigger_vectors[embedder.fingerprint]
    escalate.prepare(snapshot, embedder)
    assert snapshot.trigger_vectors[embedder.fingerprint] is known
    assert known.vectors.shape == (len(snapshot.plan.phrases), embedder.dim)
    assert np.linalg.norm(known.vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_the_first_result_is_the_article_unless_one_is_named(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    assert first(ask_path(snapshot, "terminal hors ligne E-204", embedder)) == ("support-terminaux", "article")
    named = ask_path(snapshot, "terminal hors ligne E-204", embedder, article="licence-expiree")
    assert first(named) == ("support-caisse", "article")
    with pytest.raises(NotFound):
        ask_path(snapshot, "", embedder, article="dsn-rejet")


@pytest.mark.parametrize(
    ("client", "symptom"),
    [("caissio", "horaires de la piscine municipale"), ("soldea", "recette de la tarte aux pommes")],
)
def test_an_article_that_the_answer_calls_unreliable_leads_nowhere(
    sample: Sample, embedder: GraphEmbedder, client: str, symptom: str
) -> None:
    snapshot = sample[client]
    found = answer(understand(snapshot, symptom, embedder=embedder))
    assert found.results
    assert found.state is AnswerState.NOTHING_RELIABLE
    path = ask_path(snapshot, symptom, embedder)
    assert first(path)[1] == "first-level"
    assert path.steps[0].facts == snapshot.plan.agendas[0].level.facts
    assert not any(step.rule.code in ("article", "category") for step in path.steps)
    named = ask_path(snapshot, symptom, embedder, article=found.results[0].article)
    assert "article" in {step.rule.code for step in named.steps}


def test_a_category_without_an_article(sample: Sample) -> None:
    assert first(ask_path(sample["embalor"], "", None, category="tunnel")) == ("support-mecanique", "category")


@pytest.mark.parametrize("at", ["hier", "2026-05-12", "1999-01-01T00:00", "2026-13-01T00:00", "9999-12-31T23:59Z"])
def test_an_unreadable_instant(sample: Sample, at: str) -> None:
    with pytest.raises(BadRequest, match="not a date and time") as caught:
        ask_path(sample["soldea"], "", None, at=at)
    assert caught.value.field == "at"
