"""The hard cases of search, on the sample base with the real model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.model import Answer, AnswerState
from kbsearch.core.ports import Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import ask

pytestmark = pytest.mark.model
Sample = dict[str, Snapshot]


class Broken:
    """An embedder whose runtime fails."""

    fingerprint, dim = "f", 384

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        raise RuntimeError("the runtime fell over")

    embed_documents = embed_queries


def first(answer: Answer) -> str:
    return answer.results[0].path


@pytest.mark.parametrize("query", ["imprimante hors ligne", "IMPRIMANTE HORS LIGNE", "imprimantes hors lignes"])
def test_the_main_job(sample: Sample, embedder: GraphEmbedder, query: str) -> None:
    answer = ask(sample["embalor"], query, embedder=embedder)
    assert answer.mode == "hybrid"
    assert first(answer) == "_shared/impression/imprimante-hors-ligne.md"


FORMS = [
    ("accents", "télécollecte en échec", "telecollecte en echec"),
    ("œ and ligatures", "coeur du réseau", "cœur du réseau"),
    ("elision", "l'imprimante d'étiquettes", "imprimante étiquettes"),
    ("plural", "transactions refusées", "transaction refusée"),
    ("capitals", "tiroir-caisse bloqué", "TIROIR-CAISSE BLOQUE"),
    ("abbreviation", "mot de passe gérant oublié", "mdp gerant oublie"),
    ("spaces and controls", "carte SIM absente", " carte\x00  SIM\nabsente "),
]


@pytest.mark.parametrize(("one", "other"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS])
def test_two_ways_of_typing_give_the_same_first_article(
    sample: Sample, embedder: GraphEmbedder, one: str, other: str
) -> None:
    assert first(ask(sample["caissio"], one, embedder=embedder)) == first(
        ask(sample["caissio"], other, embedder=embedder)
    )
    words_only = [first(ask(sample["caissio"], typed, embedder=None)) for typed in (one, other)]
    assert words_only[0] == words_only[1]


@pytest.mark.parametrize("typed", ["telecolecte en echec", "télécollcete en échec", "telecollectte en echecc"])
def test_a_typing_error_finds_the_article_and_is_reported(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert first(answer) == "paiement/telecollecte-echouee.md"
    assert answer.suggestions
    assert answer.query == typed


@pytest.mark.parametrize(
    ("client", "typed", "path"),
    [
        ("caissio", "E-204", "terminaux/tpe-hors-ligne.md"),
        ("caissio", "e204", "terminaux/tpe-hors-ligne.md"),
        ("caissio", "E 204", "terminaux/tpe-hors-ligne.md"),
        ("caissio", "le terminal affiche e 204 depuis ce matin", "terminaux/tpe-hors-ligne.md"),
        ("embalor", "f0030", "automatisme/f0030-perte-de-phase.md"),
        ("embalor", "F 0030", "automatisme/f0030-perte-de-phase.md"),
        ("embalor", "imprimante 0x0000011b", "_shared/impression/imprimante-hors-ligne.md"),
    ],
)
@pytest.mark.parametrize("with_model", [True, False])
def test_an_exact_code_comes_first_however_it_is_typed(
    sample: Sample, embedder: GraphEmbedder, client: str, typed: str, path: str, *, with_model: bool
) -> None:
    answer = ask(sample[client], typed, embedder=embedder if with_model else None)
    assert first(answer) == path
    assert answer.results[0].signals.exact_code


@pytest.mark.parametrize("typed", ["E-294", "F0031", "0x0000011c"])
def test_a_code_off_by_one_is_never_exact(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["embalor"], typed, embedder=embedder)
    assert not any(result.signals.exact_code for result in answer.results)
    assert "unknown-code" in answer.notes


@pytest.mark.parametrize("typed", ["kb77", "KB-77 svp", "le kb77/kb77"])
@pytest.mark.parametrize("with_model", [True, False])
def test_a_declared_abbreviation_that_looks_like_a_code_is_searched_as_meant(
    sample: Sample, embedder: GraphEmbedder, typed: str, *, with_model: bool
) -> None:
    bare = sample["embalor"]
    own = replace(bare, client=replace(bare.client, abbreviations=(("kb77", "imprimante hors ligne"),)))
    model = embedder if with_model else None
    answer = ask(own, typed, embedder=model)
    assert first(answer) == "_shared/impression/imprimante-hors-ligne.md"
    assert "unknown-code" in ask(bare, typed, embedder=model).notes
    assert answer.notes == ()


@pytest.mark.parametrize(
    "typed",
    ["refus 51", "refus 05", "code 55", "carte refusée code 51", "refus n°51", "erreur 3020", "CX17/18", "E-301/302"],
)
def test_a_number_called_a_code_is_exact_and_not_unknown(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert "unknown-code" not in answer.reasons
    assert answer.results[0].signals.exact_code
    assert "unknown-code" not in answer.notes


@pytest.mark.parametrize(
    "typed",
    [
        "caisse 12 ne s'allume plus",
        "caisse 51 bloquée",
        "magasin 05 plus de réseau",
        "imprimante table 12",
        "tpe 12 mois",
        "le 25 novembre pas de télécollecte",
        "billet de 50 coincé",
        "clé de 32 go",
        "erreur sur 12 caisses",
        "tpe erreur après 30 secondes",
        "caisse numéro 12 bloquée",
        "3 codes faux carte bloquée",
        "imprimante cuisine débranchée rj45",
        "tpe hors ligne au 15e",
        "port 8888",
    ],
)
def test_a_number_in_passing_is_no_code(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert not any(result.signals.exact_code for result in answer.results)
    assert "unknown-code" not in answer.notes


def test_a_thing_named_in_passing_makes_nothing_sure(sample: Sample, embedder: GraphEmbedder) -> None:
    assert ask(sample["caissio"], "balance câble rj45", embedder=embedder).state is AnswerState.TO_CHECK
    assert ask(sample["caissio"], "erreur E-204 tpe", embedder=embedder).state is AnswerState.SURE
    assert ask(sample["caissio"], "câble rj45", embedder=embedder).state is AnswerState.SURE


def test_a_spaced_code_off_by_one_is_said_to_be_unknown(sample: Sample, embedder: GraphEmbedder) -> None:
    answer = ask(sample["embalor"], "e 294 ecran", embedder=embedder)
    assert not any(result.signals.exact_code for result in answer.results)
    assert "unknown-code" in answer.notes


@pytest.mark.parametrize("typed", ["tiroir", "balance", "rouleau papier", "sans contact", "wifi"])
def test_one_and_two_words_are_enough(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert answer.results[0].signals.coverage == pytest.approx(1)


@pytest.mark.parametrize("length", range(4, 11))
def test_results_come_while_the_word_is_being_typed(sample: Sample, length: int) -> None:
    answer = ask(sample["embalor"], "imprimante"[:length], embedder=None)
    assert "impression/" in " ".join(result.path for result in answer.results[:5])


def test_french_finds_english_and_english_finds_french(sample: Sample, embedder: GraphEmbedder) -> None:
    french = ask(sample["caissio"], "changer la langue du terminal", embedder=embedder)
    assert "terminaux/change-terminal-language.md" in [result.path for result in french.results[:3]]
    english = ask(sample["caissio"], "printer offline", embedder=embedder)
    assert "_shared/impression/imprimante-hors-ligne.md" in [result.path for result in english.results[:3]]


@pytest.mark.parametrize("typed", ["", "  ", "\x00\x07", "?!…", "😀😀"])
def test_nothing_to_search_is_an_answer_without_results(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert (answer.results, answer.notes) == ((), ("empty",))


@pytest.mark.parametrize("typed", ["你好 打印机", "مرحبا", "привет принтер", "𝕀𝕞𝕡𝕣𝕚𝕞𝕒𝕟𝕥𝕖", "a" * 1000, "panne " * 300])
def test_other_alphabets_and_long_queries_are_answered(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    answer = ask(sample["caissio"], typed, embedder=embedder)
    assert len(answer.query) <= 1000
    assert ("cut" in answer.notes) == (len(typed) > 1000)


def test_words_answer_alone_without_a_model_and_say_so(sample: Sample) -> None:
    for model in (None, Broken()):
        answer = ask(sample["caissio"], "télécollecte en échec", embedder=model)
        assert answer.mode == "keyword"
        assert first(answer) == "paiement/telecollecte-echouee.md"
        assert answer.results[0].signals.cosine is None


def test_one_result_an_article_best_first_with_its_evidence(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["soldea"]
    answer = ask(snapshot, "dsn rejetée", embedder=embedder, limit=20)
    assert len({result.article for result in answer.results}) == len(answer.results) == 20
    exact = [result for result in answer.results if not result.signals.exact_code]
    assert [result.score for result in exact] == sorted((result.score for result in exact), reverse=True)
    lines = {article.id: article for article in snapshot.articles}
    for result in answer.results:
        passage = result.passage
        assert passage.chunk.startswith(f"{result.article}#")
        assert lines[result.article].title == result.title
        assert passage.commit == snapshot.commit
        assert all(0 <= start < end <= len(passage.text) for start, end in passage.highlights)
        assert all(0 <= start < end <= len(passage.shown) for start, end in passage.shown_highlights)
        assert -1 <= (result.signals.cosine or 0) <= 1
        assert 0 <= result.signals.coverage <= 1 + 1e-6


def test_a_passage_s_lines_are_those_of_the_file(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    for result in ask(snapshot, "télécollecte échouée", embedder=embedder).results:
        article = snapshot.by_id[result.article]
        first_line, last_line = result.passage.lines
        if not result.passage.chunk.endswith("#0"):
            body = article.body.splitlines()[first_line - article.body_line : last_line - article.body_line + 1]
            assert result.passage.text.strip().splitlines()[-1] in "\n".join(body)


def test_asking_twice_gives_the_same_answer(sample: Sample, embedder: GraphEmbedder) -> None:
    assert ask(sample["caissio"], "carte refusée", embedder=embedder) == ask(
        sample["caissio"], "carte refusée", embedder=embedder
    )


def test_only_the_client_s_own_and_opted_in_articles_can_come(sample: Sample, embedder: GraphEmbedder) -> None:
    for client, snapshot in sample.items():
        for query in ("imprimante", "télécollecte", "dsn", "variateur", "outlook mot de passe"):
            for result in ask(snapshot, query, embedder=embedder, limit=100).results:
                owner = snapshot.by_id[result.article].owner
                category = result.path.split("/")[1] if owner == "_shared" else ""
                assert owner == client or category in snapshot.client.shared


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=120))
def test_any_string_is_answered(sample: Sample, embedder: GraphEmbedder, typed: str) -> None:
    for model in (embedder, None):
        answer = ask(sample["embalor"], typed, embedder=model, limit=3)
        assert len(answer.results) <= 3
        assert all(np.isfinite(result.score) for result in answer.results)
