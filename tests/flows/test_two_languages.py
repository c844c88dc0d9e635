"""A base of French articles and a few English ones, with the real model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.quality.languages_apart import across, unraised
from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.model import Answer
from kbsearch.core.ports import Vectors
from kbsearch.core.search.tongues import PLAIN_SHARE
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows import gathering
from kbsearch.flows.ask import ask, understand
from tests.flows.test_ask import Broken

pytestmark = pytest.mark.model
Sample = dict[str, Snapshot]


def first_three(answer: Answer) -> set[str]:
    return {result.path for result in answer.results[:3]}


@pytest.mark.parametrize(("kind", "found"), [("fr-en", 48), ("en-fr", 43)])
def test_an_article_in_the_other_language_is_found(
    sample: Sample, embedder: GraphEmbedder, kind: str, found: int
) -> None:
    asked = [(sample[client], one) for client in sorted(sample) for one in across(client) if one.kind == kind]
    plain = {snapshot.client.id: unraised(snapshot, embedder.dim) for snapshot, _ in asked}
    counts = [0, 0]
    for snapshot, one in asked:
        for at, given in enumerate((snapshot, plain[snapshot.client.id])):
            counts[at] += bool(first_three(ask(given, one.query, embedder=embedder)) & one.grades.keys())
    print(kind, len(asked), counts)
    assert counts[0] >= found > counts[1]


def test_articles_that_do_not_say_their_language_are_told_apart_by_how_they_read(sample: Sample) -> None:
    for snapshot in sample.values():
        silent = replace(snapshot, articles=tuple(replace(article, lang="") for article in snapshot.articles))
        assert silent.is_english.tolist() == snapshot.is_english.tolist()
        assert silent.is_bilingual
        bare = tuple(replace(article, symptoms=()) for article in silent.articles)  # French callers' words
        assert replace(silent, articles=bare).is_english.tolist() == snapshot.is_english.tolist()


def test_the_signals_stay_what_they_are(sample: Sample, embedder: GraphEmbedder) -> None:
    snapshot = sample["embalor"]
    given = (snapshot, unraised(snapshot, embedder.dim))
    raised, plain = (
        {result.path: result for result in ask(one, "prise d'origine refusée", embedder=embedder, limit=100).results}
        for one in given
    )
    english = "automatisme/axis-not-homed-after-power-cut.md"
    assert raised[english].score > plain[english].score + 1
    for path in raised.keys() & plain.keys():
        ours, theirs = raised[path].signals, plain[path].signals
        for name in ("cosine", "passages", "article", "label", "bm25", "coverage"):
            assert getattr(ours, name) == pytest.approx(getattr(theirs, name), abs=1e-6)


def test_plain_english_documents_are_raised_further(sample: Sample, embedder: GraphEmbedder) -> None:
    def raised(snapshot: Snapshot, query: str) -> tuple[float, float]:
        read = understand(snapshot, query, embedder=embedder)
        evidence, _ = gathering.gather(read, snapshot.keywords.scores(read.asked.groups))
        assert evidence.raised is not None
        assert evidence.raised_label is not None
        return float(evidence.raised.max()), float(evidence.raised_label.max())

    curated = sample["embalor"]
    plain = replace(curated, articles=tuple(replace(article, symptoms=()) for article in curated.articles))
    for query, share in (("prise d'origine refusée", PLAIN_SHARE), ("homing refused", 1.0)):
        usual = raised(curated, query)
        assert usual[0] > 0
        assert raised(plain, query) == pytest.approx([share * one for one in usual])


def test_a_base_in_one_language_is_as_if_languages_were_nothing(sample: Sample, embedder: GraphEmbedder) -> None:
    articles = tuple(replace(article, lang="fr") for article in sample["embalor"].articles)
    one = replace(sample["embalor"], articles=articles, language_costs={})
    for query in ("bourrage étuyeuse", "homing refused", "A-158"):
        assert ask(one, query, embedder=embedder) == ask(unraised(one, embedder.dim), query, embedder=embedder)
    assert one.language_costs == {}
    shared = replace(one, language_costs=sample["caissio"].language_costs)
    for query in ("bourrage étuyeuse", "homing refused"):
        ask(sample["caissio"], query, embedder=embedder)
        assert ask(shared, query, embedder=embedder) == ask(one, query, embedder=embedder)
    assert embedder.fingerprint in shared.language_costs, "as in a server that also has a base in two"


def test_words_alone_and_a_model_that_fails_leave_the_languages_as_they_are(sample: Sample) -> None:
    fresh = replace(sample["embalor"], language_costs={})
    assert ask(fresh, "la prise d'origine ne se fait pas", embedder=None).results
    assert ask(fresh, "la prise d'origine ne se fait pas", embedder=Broken()).results
    assert fresh.language_costs == {}


def test_the_nearest_articles_of_few_in_the_other_language_are_candidates(
    sample: Sample, embedder: GraphEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a base so large that none of their passages is among the nearest of all."""
    monkeypatch.setattr(gathering, "PASSAGES", 1)
    monkeypatch.setattr(gathering, "KEYWORD_ARTICLES", 1)
    paths = [result.path for result in ask(sample["embalor"], "homing kaputt, POM", embedder=embedder).results]
    assert len(paths) <= 6
    asked = "l'axe ne veut plus se remettre à zéro"
    answer = ask(sample["embalor"], asked, embedder=embedder)
    english = {article.public_path for article in sample["embalor"].articles if article.lang == "en"}
    assert english <= {result.path for result in answer.results}
    plain = unraised(sample["embalor"], embedder.dim)
    assert not english <= {result.path for result in ask(plain, asked, embedder=embedder).results}


@pytest.mark.parametrize("most", [1, 3, 160])
def test_what_is_near_is_the_same_read_by_language(
    sample: Sample, embedder: GraphEmbedder, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """As when all passages were read, and then those of the other language again."""
    monkeypatch.setattr(gathering, "PASSAGES", most)
    monkeypatch.setattr(gathering, "RAISED_PASSAGES", 2)
    monkeypatch.setattr(gathering, "KEYWORD_ARTICLES", 1)
    snapshot = sample["embalor"]
    for query in ("l'axe ne veut plus se remettre à zéro", "écran tactile noir", "le tapis est bourré en sortie"):
        read = understand(snapshot, query, embedder=embedder)
        scores = snapshot.keywords.scores(read.asked.groups)
        evidence, _ = gathering.gather(read, scores)
        vector = embedder.embed_queries([query])[0]
        rows, _ = snapshot.vectors.search(vector, most)
        english = snapshot.chunks_in[1]
        near = english[np.argsort(-snapshot.vectors.cosines(vector, english))[:2]]
        by_words = np.argsort(-scores.body)[: int(scores.body.any())]
        expected = {*snapshot.article_of_chunk[rows], *snapshot.article_of_chunk[near], *by_words}
        assert set(evidence.articles.tolist()) == expected, query


def test_a_query_that_the_model_fails_for_asks_it_nothing_more(sample: Sample) -> None:
    class Counting(Broken):
        asked = 0

        def embed_documents(self, texts: Sequence[str]) -> Vectors:
            self.asked += 1
            raise RuntimeError("the runtime fell over")

    model = Counting()
    assert ask(replace(sample["embalor"], language_costs={}), "la prise d'origine", embedder=model).results
    assert model.asked == 0
