from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kbsearch.adapters.keywords import build_keywords
from kbsearch.core.chunkers import get
from kbsearch.core.model import Article
from kbsearch.core.search.codes import believable, declared_codes, exact_matches, is_telling, misread, product_codes
from kbsearch.core.search.query import read


def article(name: str, body: str, *codes: str) -> Article:
    return Article(name, "acme", f"{name}.md", f"Titre {name}", body, 1, error_codes=codes, lang="fr")


def matches(code: str, *articles: Article) -> list[int]:
    chunks = [chunk for one in articles for chunk in get("sections")(one)]
    keywords = build_keywords(articles, chunks)
    return exact_matches([code], declared_codes(articles), keywords).tolist()


def test_a_declared_code_identifies_its_article_even_a_bare_number() -> None:
    assert matches("#51", article("a", "Solde.", "51"), article("b", "Le 51 du mois.")) == [0]


@pytest.mark.parametrize("written", ["E-204/E-206", "l'E-206", "voir d’E-206", "erreur:E-206", "l’alarme:E-206/E-210."])
def test_a_code_in_the_text_is_itself_whatever_is_written_against_it(written: str) -> None:
    assert matches("#e206", article("a", f"Le terminal affiche {written}"), article("b", "Rien.")) == [0]


@pytest.mark.parametrize("written", ["ERR_3012", "`ERR_3012`", r"ERR\_3012", "__ERR_3012__", "**ERR_3012**"])
def test_a_code_with_an_underscore_is_whole_however_it_is_set(written: str) -> None:
    assert matches("#err3012", article("a", f"Le code {written} s'affiche."), article("b", "Rien.")) == [0]


@pytest.mark.parametrize("term", ["#erreur51", "#51"])
def test_a_code_declared_with_the_word_for_one_is_found_without_it(term: str) -> None:
    articles = [article("a", "Solde.", "Erreur 51"), article("b", "Rien.")]
    assert matches(term, *articles) == [0]
    chunks = [chunk for one in articles for chunk in get("sections")(one)]
    assert build_keywords(articles, chunks).articles_with(term).tolist() == [0], "known to the index too"


def test_a_declaration_outranks_a_mention() -> None:
    assert matches("#e204", article("a", "Voir aussi E-204."), article("b", "Hors ligne.", "E-204")) == [1]


def test_a_rare_mention_identifies_when_nobody_declares() -> None:
    assert matches("#0x80070005", article("a", "Erreur 0x80070005."), article("b", "Rien.")) == [0]


def test_a_mention_in_passing_identifies_nothing() -> None:
    articles = [
        article("a", "Brancher le câble RJ45."),
        article("b", "La balance ne pèse plus."),
        article("c", "Rien."),
    ]
    keywords = build_keywords(articles, [chunk for one in articles for chunk in get("sections")(one)])

    def exact(typed: str) -> list[int]:
        asked = read(typed, keywords.vocabulary(), {})
        return exact_matches(asked.codes, {}, keywords, asked.others).tolist()

    assert exact("balance muette rj45") == []
    assert exact("câble rj45") == exact("rj45") == exact("j'ai rj45") == [0]


def test_the_name_of_a_product_identifies_no_article() -> None:
    ring = replace(article("a", "La bague R10 clignote."), product="Scanto R10")
    articles = [ring, article("b", "Batterie du T40.")]
    keywords = build_keywords(articles, [chunk for one in articles for chunk in get("sections")(one)])

    def exact(found: list[Article]) -> list[int]:
        return exact_matches(["#r10"], declared_codes(found), keywords, (), product_codes(found)).tolist()

    assert exact(articles) == []
    assert exact([replace(ring, error_codes=("R10",)), articles[1]]) == exact([replace(ring, product="")]) == [0]


def test_a_mention_that_many_share_says_nothing() -> None:
    assert matches("#win10", *[article(f"a{i}", "Sous Win10.") for i in range(5)]) == []


def test_one_character_off_is_another_code() -> None:
    assert matches("#e205", article("a", "Hors ligne.", "E-204")) == []


@pytest.mark.parametrize(
    ("code", "is_guess", "expected"),
    [
        ("#e205", False, True),
        ("#e205", True, True),
        ("#tpe12", True, False),
        ("#tpe12", False, True),
        ("#51", False, False),
    ],
)
def test_a_guess_is_believed_where_codes_look_like_it(code: str, is_guess: bool, expected: bool) -> None:
    assert bool(believable([code], [code] if is_guess else [], ["#e204", "#51", "#0x80070005"])) is expected


def test_numbers_and_one_digit_names_are_not_telling() -> None:
    assert [is_telling(code) for code in ("#e30", "#51", "#pop3", "#0x80070005")] == [True, False, False, True]


@pytest.mark.parametrize(
    ("code", "is_guess", "expected"),
    [
        ("#57", False, True),
        ("#5", False, False),
        ("#4", False, True),
        ("#510", False, False),
        ("#a51", True, False),
        ("#e205", True, True),
        ("#e294", False, True),
        ("#ee204", False, True),
        ("#n51", True, False),
    ],
)
def test_a_code_one_character_off_a_declared_one_is_misread(code: str, is_guess: bool, expected: bool) -> None:
    none = np.array([], np.int64)
    declared = ["#51", "#04", "#e204"]
    assert misread([code], [code] if is_guess else [], declared, lambda _: none) is expected


def test_what_looks_like_a_quantity_may_still_be_another_code() -> None:
    assert misread(["#3c"], [], ["#3b"], lambda _: np.array([], np.int64))


@pytest.mark.parametrize(("typed", "declared"), [("#3h", "#3b"), ("#3x", "#3b"), ("#3e", "#3b"), ("#24v", "#24a")])
def test_what_no_machine_shows_as_a_code_is_a_quantity_beside_one_too(typed: str, declared: str) -> None:
    assert not misread([typed], [], [declared], lambda _: np.array([], np.int64))


@pytest.mark.parametrize(
    "measure",
    [
        "#14h30",
        "#24h",
        "#10min",
        "#500go",
        "#2ghz",
        "#30s",
        "#400v",
        "#13e",
        "#15eme",
        "#8h18h",
        "#8h3018h",
        "#12nov",
        "#a4",
        "#x100",
        "#2x",
        *(
            "#16a",
            "#30ma",
            "#24vdc",
            "#1500tr",
            "#2000mah",
            "#25mm2",
            "#10m3",
            "#80c",
            "#12nm",
            "#10ml",
            "#50db",
            "#100rpm",
        ),
        "#1080p",
        "#20cts",
        "#50centimes",
        "#12tickets",
    ],
)
def test_a_time_or_a_quantity_is_no_unknown_code(measure: str) -> None:
    none = np.array([], np.int64)
    assert not misread([measure], [], ["#24", "#e204", "#500"], lambda _: none)
    assert misread(["#e205"], [], ["#24", "#e204"], lambda _: none)
    assert matches(measure, article("a", "Rien.", measure[1:]), article("b", "Rien.")) == [0], "one that is declared"
