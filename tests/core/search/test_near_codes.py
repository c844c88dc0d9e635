from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.model import Suggestion
from kbsearch.core.search.codes import misread, written_codes
from kbsearch.core.search.near_codes import as_written, one_off, said_for
from kbsearch.core.search.query import Query, read
from kbsearch.core.text import code_key, code_term
from tests.fakes import article

DECLARED = ("#e0417", "#r07", "#ep4", "#lm40", "#kg401", "#a131", "#51")
WORDS = WordList(["echantillon", "terminal"], np.array([5, 5], np.int64))


def ask(typed: str) -> Query:
    return read(f"{typed} ", WORDS, {}, DECLARED, holds=lambda term: term in DECLARED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("E417", "#e0417"),
        ("E-417", "#e0417"),
        ("E-O417", "#e0417"),
        ("r7", "#r07"),
        ("ep 04", "#ep4"),
        ("LM-4O", "#lm40"),
        ("KG-4O1", "#kg401"),
        ("A13l", "#a131"),
        ("erreur 417", "#e0417"),
        ("code erreur 0417", "#e0417"),
        ("alarme 131", "#a131"),
        ("refus 051", "#51"),
    ],
)
def test_a_code_as_it_is_read_out_is_searched_beside_what_was_typed(typed: str, meant: str) -> None:
    query = ask(f"{typed} echantillon")
    group = next(group for group in query.groups if group[0].term.startswith("#"))
    assert [term.term for term in group[1:]] == [meant]
    assert group[1].weight < group[0].weight
    assert [s.instead for s in query.suggestions] == [meant[1:].upper()]
    start, end = query.suggestions[0].range
    assert query.text[start:end] == query.suggestions[0].word


@pytest.mark.parametrize(("typed", "other"), [("A-113", "A131"), ("KG-41", "KG401"), ("E0418", "E0417")])
def test_one_that_is_a_character_off_is_offered_and_not_searched(typed: str, other: str) -> None:
    query = ask(f"{typed} terminal")
    assert [s.instead for s in query.suggestions] == [other]
    assert all(term.term != f"#{other.lower()}" for group in query.groups for term in group)


@pytest.mark.parametrize("typed", ["E-0417", "KG401 terminal", "51", "terminal 12", "14h30", "E999", "B777", "wifi6"])
def test_nothing_is_offered_for_codes_that_there_are_or_that_are_none(typed: str) -> None:
    assert ask(typed).suggestions == ()


PARTS = ("#emb1120k", "#emb1120r", "#emb4450r", "#a20k", "#e2045", "#e204bis")


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("EMB-4450", "EMB-4450-R"),
        ("emb 4450", "EMB-4450-R"),
        ("a20", "A20K"),
        ("EMB-1120", ""),
        ("E204", ""),
        ("K45", ""),
    ],
)
def test_a_part_number_without_its_last_letters_is_searched_with_them(typed: str, instead: str) -> None:
    """One of two it may be, another number and a longer end are not offered."""

    def longer(term: str) -> list[str]:
        return [part for part in PARTS if part.startswith(term)]

    query = read(f"{typed} echantillon ", WORDS, {}, holds=lambda _: False, longer=longer)
    assert [s.instead for s in query.suggestions] == ([instead] if instead else [])
    beside = [term.term for group in query.groups if group[0].term.startswith("#") for term in group[1:]]
    assert beside == ([code_term(code_key(instead))] if instead else [])
    assert [query.text[slice(*s.range)] for s in query.suggestions] == ([typed] if instead else [])


def test_a_suggestion_is_written_as_the_screen_shows_it() -> None:
    declaring = (("PAY-1060", "Code erreur 51"), ("PAY1060",))
    written = written_codes(replace(article(f"a{at}"), error_codes=codes) for at, codes in enumerate(declaring))
    suggestions = [Suggestion("PAY-1061", form, (0, 8)) for form in ("PAY1060", "51", "imprimante", "KG401")]
    assert [as_written(one, written).instead for one in suggestions] == ["PAY-1060", "51", "imprimante", "KG401"]


def test_nothing_is_meant_where_two_may_be() -> None:
    assert said_for("#e005", ("#e05", "#e5")) == ""
    assert said_for("#417", ("#e417", "#k417")) == ""
    assert one_off("#e12", ("#e11", "#e13"), is_guess=False) == ""
    assert one_off("#24", ("#u4", "#2a4"), is_guess=False) == "", "a number is no code with letters"


@pytest.mark.parametrize("typed", ["E417", "E-O417", "r7", "ep 04", "LM-4O", "A13l", "A-113", "KG-41", "erreur 417"])
def test_what_was_mistyped_stays_misread(typed: str) -> None:
    query = ask(typed)
    nowhere = np.array([], np.int64)
    assert misread(query.codes, query.guesses, DECLARED, lambda _: nowhere)
