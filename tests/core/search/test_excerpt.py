from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords import build_keywords
from kbsearch.core.chunkers import get
from kbsearch.core.model import Article, Passage, Result, Signals
from kbsearch.core.search.excerpt import LEAD, WIDTH, segments
from kbsearch.core.search.highlights import merged
from kbsearch.core.text import fold, stem


def result(shown: str, *highlights: tuple[int, int], title: str = "Titre") -> Result:
    return Result("a", "a.md", title, 1.0, Passage("a#1", (), "", (), (1, 1), "c", shown, highlights), Signals())


def excerpt_of(body: str, query: str) -> str:
    """What is shown of an article's first section, with the query's words in brackets."""
    article = Article("a", "acme", "a.md", "Titre", body, 1, lang="fr")
    chunks = get("sections")(article)
    terms = {stem(fold(word)) for word in query.split()}
    found = build_keywords([article], chunks).passages().places(terms, np.array([1]))[0]
    pieces = segments(result(chunks[1].shown, *merged(found.shown)))
    return "".join(f"[{piece}]" if hit else piece for piece, hit in pieces)


@pytest.mark.parametrize(
    ("body", "query", "excerpt"),
    [
        ("1. **Redémarrer** le [poste](../poste.md)", "poste", "1. Redémarrer le [poste]"),
        ("voir [ici](../vpn.md) le vpn", "vpn", "voir ici le [vpn]"),
        ("[guide](https://ex.com/a_(b)) fin", "guide", "[guide] fin"),
        ('voir [titre](b.md "T")', "titre", "voir [titre]"),
        ("| code | sens |\n|---|---|\n| `E1` | *coupé* |", "coupe", "code · sens ; E1 · [coupé]"),
        ("- [ ] x\n- [x] poste", "poste", "x [poste]"),
        ("Lancer :\n\n```\nnet *stop*\n```", "stop", "Lancer : net *[stop]*"),
        ("# Titre\n\n*poste* ici", "poste titre", "[poste] ici"),
    ],
)
def test_marks_are_dropped_and_matches_kept(body: str, query: str, excerpt: str) -> None:
    assert excerpt_of(body, query) == excerpt


def test_matches_that_touch_are_one() -> None:
    assert segments(result("a imprimante b", (2, 7), (7, 12))) == (
        ("a ", False),
        ("imprimante", True),
        (" b", False),
    )


def test_the_first_match_is_in_sight() -> None:
    text = "mot " * 100 + "cible fin"
    found = segments(result(text, (400, 405)))
    assert found[0] == ("… ", False)
    assert ("cible", True) in found


def test_the_context_begins_and_ends_at_a_word_within_the_width() -> None:
    text = "abcde " * 30 + "cible" + " fin" * 100
    before, lead, hit, rest, after = segments(result(text, (180, 185)))
    assert (before, hit, after) == (("… ", False), ("cible", True), (" …", False))
    assert lead[0].startswith("abcde ")
    assert LEAD - 6 < len(lead[0]) <= LEAD
    assert rest[0].endswith(" fin")
    assert WIDTH - 4 < len(lead[0] + hit[0] + rest[0]) <= WIDTH


@pytest.mark.parametrize(("before", "is_shown"), [(WIDTH - 6, True), (WIDTH - 5, False), (WIDTH - 2, False)])
def test_no_code_is_cut_into_another_one(before: int, is_shown: bool) -> None:
    word = "x" * before
    shown = f"{word} E-204" if is_shown else word
    assert segments(result(f"{word} E-204 affiché, puis un long texte")) == ((shown, False), (" …", False))


def test_what_has_no_blank_is_cut_at_the_width() -> None:
    assert segments(result("x" * 2 * WIDTH)) == (("x" * WIDTH, False), (" …", False))


def test_a_passage_does_not_repeat_the_title() -> None:
    assert segments(result("Titre. symptôme *", (0, 5))) == (("symptôme *", False),)
    assert segments(result("Titre. suite", (0, 5), (7, 12))) == (("suite", True),)
    assert segments(result("Que faire ? suite", title="Que  faire ?")) == (("suite", False),)
    assert segments(result("Titre.")) == ()


def test_a_title_that_begins_the_first_sentence_is_a_part_of_it() -> None:
    assert segments(result("VPN coupé", (0, 3), title="VPN")) == (("VPN", True), (" coupé", False))


@given(st.text(max_size=900), st.integers(0, 900), st.integers(0, 40))
def test_any_text_gives_a_short_excerpt(text: str, start: int, length: int) -> None:
    found = segments(result(text, (min(start, len(text)), min(start + length, len(text)))))
    ends = [piece for piece in found if piece in (("… ", False), (" …", False))]
    assert sum(len(piece) for piece, _ in found) <= WIDTH + 2 * len(ends)
    assert all(piece for piece, _ in found)


@given(st.integers(0, 890))
def test_a_match_anywhere_has_its_context_around_it(at: int) -> None:
    text = "mot " * 225
    found = segments(result(text, (at, at + 5)))
    matched = next(place for place, (_, hit) in enumerate(found) if hit)
    assert len("".join(piece for piece, _ in found[:matched])) <= LEAD + len("… ")


def text_of(found: Result) -> str:
    return "".join(f"[{piece}]" if hit else piece for piece, hit in segments(found))


def marked(text: str, *words: str, title: str = "Titre", heading: tuple[str, ...] = ()) -> Result:
    spans = sorted((text.index(word), text.index(word) + len(word)) for word in words)
    made = result(text, *spans, title=title)
    return msgspec.structs.replace(made, passage=msgspec.structs.replace(made.passage, heading=heading))


STEPS = "Résolution. 1. Éteindre la borne. Attendre 30 s. 2. Rallumer la borne : voyant vert ? Sinon appeler le N2."


@pytest.mark.parametrize(
    ("words", "excerpt"),
    [
        ((), "1. Éteindre la borne."),
        (("Attendre",), "[Attendre] 30 s."),
        (("borne", "Rallumer", "vert"), "2. [Rallumer] la borne : voyant [vert] ?"),
        (("Résolution",), "[Résolution]."),
        (("Résolution", "Sinon"), "[Sinon] appeler le N2."),
    ],
)
def test_one_sentence_is_shown_the_one_that_matches_best(words: tuple[str, ...], excerpt: str) -> None:
    assert text_of(marked(STEPS, *words, heading=("Résolution",))) == excerpt


@pytest.mark.parametrize(
    ("words", "excerpt"),
    [
        (("croix",), "il y a une [croix] sur l’écran"),
        (("hors", "ligne"), "mon TPE est [hors] [ligne]"),
        ((), "TPE C3"),
    ],
)
def test_of_a_card_one_symptom_is_shown(words: tuple[str, ...], excerpt: str) -> None:
    card = "Panne. TPE C3 · mon TPE est hors ligne · il y a une croix sur l’écran · TPE, paiement"
    assert text_of(marked(card, *words, title="Panne")) == excerpt


def test_a_table_stays_whole() -> None:
    table = "Codes. code · sens ; E1 · coupé ; E2 · lent"
    assert text_of(marked(table, "coupé", heading=("Codes",))) == "code · sens ; E1 · [coupé] ; E2 · lent"
