"""Surnames that are words of French go whole, and words of a report behind a name stay, as a server reads both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle

import pytest

from kbsearch.app.wiring import is_french_word
from kbsearch.core.redaction import no_word, redact
from kbsearch.core.redaction.family_names import WORDS_TOO
from kbsearch.core.redaction.name_words import words_at
from kbsearch.core.redaction.reported import REPORTED
from kbsearch.core.redaction.words import THINGS
from kbsearch.core.text import fold
from tests.core.redaction.surnames import FAMILY, KNOWN, LINES, UNKNOWN, UNLISTED, WHOLE, surnames

READERS = pytest.mark.parametrize("is_word", [no_word, is_french_word], ids=["no dictionary", "a server"])


def filled(firsts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every surname in every second line, behind one of `firsts` in turn; and what is to be kept."""
    turn = cycle(firsts)
    for at, last in enumerate(surnames()):
        for line in LINES[at % 2 :: 2]:
            first = next(turn)
            typed = {"first": first, "last": last, "FIRST": fold(first).upper(), "LAST": fold(last).upper()}
            marks = dict.fromkeys(("first", "FIRST"), "[name]") | dict.fromkeys(("last", "LAST"), "§")
            yield line.format_map(typed), line.format_map(marks).replace(" §", "")


def test_there_are_enough() -> None:
    assert len(surnames()) >= 290
    assert len(WHOLE.strip().splitlines()) >= 80
    assert not {fold(one) for one in UNLISTED.split()} & (WORDS_TOO | REPORTED | THINGS)


@pytest.mark.slow
@READERS
@pytest.mark.parametrize("firsts", [KNOWN, UNKNOWN, FAMILY], ids=["known", "unknown", "surname"])
def test_a_surname_that_is_a_word_goes(firsts: tuple[str, ...], is_word: Callable[[str], bool]) -> None:
    kept = [(typed, redact(typed, is_word).text, wanted) for typed, wanted in filled(firsts)]
    assert [one for one in kept if one[1] != one[2]] == []


@pytest.mark.parametrize("line", WHOLE.strip().splitlines())
def test_what_is_reported_stays(line: str) -> None:
    title, name, *_ = words_at(line.replace(". ", "  "), 0)
    wanted = f"{line[: name.start]}[name]{line[name.stop :]}"
    assert title.start == 0
    assert redact(line, is_french_word).text == wanted
    assert redact(wanted, is_french_word).text == wanted


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("MME MARTIN E PORTIQUE HS", "MME [name] E PORTIQUE HS"),
        ("MME SILVA E COSTA HS", "MME [name] HS"),
        ("MME GARCIA TONNELIER BLOQUEE", "MME [name] BLOQUEE"),
        ("MME GARCIA GIROUETTE 4210", "MME [name] 4210"),
        ("MME GARCIA ABLETTE, PORTIQUE HS", "MME [name], PORTIQUE HS"),
        ("MME GARCIA LE COLIBRI RAPPELLE", "MME [name] RAPPELLE"),
        ("MME SOPHIE COURROIE RAPPELLE", "MME [name] RAPPELLE"),
        ("MME SOPHIE COURROIE", "MME [name]"),
        ("Mme Garcia Bataille-Prunier rappelle", "Mme [name] rappelle"),
        ("nom : Louane Tardif", "nom : [name]"),
        ("MM. GARCIA TARDIF ET DIALLO ABLETTE RAPPELLENT", "MM. [name] ET [name]"),
    ],
)
def test_where_nothing_says_that_a_thing_is_meant_a_name_goes_on(typed: str, kept: str) -> None:
    assert redact(typed, is_french_word).text.startswith(kept)


def test_no_word_is_a_surname_and_reported() -> None:
    assert sorted(WORDS_TOO & (REPORTED | THINGS)) == []
