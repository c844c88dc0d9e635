"""One client's words, statistics and scores are its own: to the last bit, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbsearch.adapters import vectors
from kbsearch.core import text
from kbsearch.core.model import Answer
from kbsearch.core.ports import Vectors, WeightedTerm
from tests.isolation import canaries
from tests.isolation.desk import Desk
from tests.isolation.sweep import settle
from tests.isolation.world import World

ASKED = "c00"
QUERIES = ("vpn", "le tunnel bleu ne monte pas", "imprimante hors ligne", "relancer", "QX-0078", "imprimente")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("statistics")
    with closing(World(folder, 3)) as made:
        settle(made)
        yield made


def answers(world: World) -> list[Answer]:
    """What is asked of one client, but for the name of its generation."""
    found = (world.kb.search(world.one(ASKED), query) for query in QUERIES)
    return [replace(one, generation="") for one in found]


def words(world: World) -> object:
    """All that the keyword side says of the words that anybody uses, as bytes."""
    keywords = world.kb.snapshot(world.one(ASKED)).keywords
    terms = [[(WeightedTerm(text.stem(word)),)] for word in ("tunnel", "relancer", "imprimante", "mobile", "zzz")]
    scores = [keywords.scores(term) for term in terms]
    sums = [(one.body.tobytes(), one.coverage.tobytes(), one.unknown) for one in scores]
    listed = keywords.vocabulary().completions("", 10_000)
    return sums, [keywords.weighed(term) for term in terms], list(listed)


def test_scores_are_the_same_bits_whatever_others_add_and_remove(world: World) -> None:
    before, said = answers(world), words(world)
    assert any(one.results for one in before)
    for turn in range(3):
        world.edit("c01", " ".join(["tunnel relancer imprimante mobile zzz"] * 50 * (turn + 1)))
        world.give(canaries.moving(turn + 1), "c02")
        world.take_down("c01")
        world.learn("c02")
        Desk(world).takes_a_call("c01", "c02", f"appel-{turn}")
        assert (answers(world), words(world)) == (before, said)


def test_they_are_those_of_a_client_that_is_alone(world: World, tmp_path: Path) -> None:
    with closing(World(tmp_path, 1)) as alone:
        alone.import_solved(ASKED)
        without = [replace(one, results=()) for one in answers(alone)]
        ranks = [
            [one.article for one in answer.results if not one.article.startswith("mobile")] for answer in answers(alone)
        ]
        assert [[one.article for one in answer.results] for answer in answers(world)] == ranks
        assert [one.suggestions for one in answers(world)] == [one.suggestions for one in without]
        assert words(world) == words(alone)


def test_a_word_of_anothers_is_unknown_here(world: World) -> None:
    keywords = world.kb.snapshot(world.one(ASKED)).keywords
    for number in (1, 2):
        assert canaries.word(number) not in keywords.vocabulary()
        assert [*keywords.vocabulary().near(canaries.misspelt(number))] == []
        assert len(keywords.articles_with(text.stem(canaries.word(number)))) == 0
        assert len(keywords.articles_with(text.code_term(text.code_key(canaries.code(number))))) == 0
    assert list(keywords.vocabulary().completions("kanar", 10)) == [canaries.word(0)]


@settings(max_examples=50)
@given(k=st.integers(0, 400), seed=st.integers(0, 1000))
def test_no_row_is_made_up(world: World, k: int, seed: int) -> None:
    """FAISS answers −1 where it has nothing more: each row is one of this client's, once, however many are asked."""
    snapshot = world.kb.snapshot(world.one(ASKED))
    unit = a_direction(seed)
    rows, scores = snapshot.vectors.search(unit, k)
    assert len(rows) == len(scores) == min(k, len(snapshot.chunks))
    assert len(set(rows.tolist())) == len(rows)
    assert set(rows.tolist()) <= set(range(len(snapshot.chunks)))
    assert scores.tolist() == snapshot.vectors.cosines(unit, rows).tolist(), "each is its own row's"


def a_direction(seed: int) -> Vectors:
    vector = np.random.default_rng(seed).standard_normal(16)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.mark.parametrize("rows", [0, 1, 2, 5])
def test_no_row_is_made_up_of_few_or_none(rows: int) -> None:
    index = vectors.build("flat", np.array([a_direction(seed) for seed in range(rows)], np.float32).reshape(rows, 16))
    for k in (0, 1, rows - 1, rows, rows + 1, 100):
        found, scores = index.search(a_direction(99), max(k, 0))
        assert sorted(found.tolist()) == sorted(set(found.tolist()) & set(range(rows)))
        assert len(found) == len(scores) == min(max(k, 0), rows)


@pytest.mark.parametrize("word", ["Connexion", "QX-0177", "l'imprimante", "kanarbabbab", "été"])
def test_what_is_remembered_of_a_word_is_what_it_is(word: str) -> None:
    """Remembered or not, for whomever: the memo of spellings can change no answer."""
    first = (text.fold(word), text.stem(text.fold(word)), text.read_run(word), [*text.placed_terms(word, "fr")])
    for memo in (text.fold, text.stem, text._known_run, text._known_places):
        memo.cache_clear()
    assert (text.fold(word), text.stem(text.fold(word)), text.read_run(word), [*text.placed_terms(word, "fr")]) == first
