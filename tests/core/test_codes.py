from __future__ import annotations

import numpy as np
import pytest

from kbsearch.adapters.keywords import build_keywords
from kbsearch.core.chunkers import get
from kbsearch.core.codes import believable, declared_codes, exact_matches, is_telling, misread
from kbsearch.core.model import Article


def article(name: str, body: str, *codes: str) -> Article:
    return Article(name, "acme", f"{name}.md", f"Titre {name}", body, 1, error_codes=codes, lang="fr")


def matches(code: str, *articles: Article) -> list[int]:
    chunks = [chunk for one in articles for chunk in get("sections")(one)]
    keywords = build_keywords(articles, chunks)
    return exact_matches([code], declared_codes(articles), keywords).tolist()


def test_a_declared_code_identifies_its_article_even_a_bare_number() -> None:
    assert matches("#51", article("a", "Solde.", "51"), article("b", "Le 51 du mois.")) == [0]


def test_a_declaration_outranks_a_mention() -> None:
    assert matches("#e204", article("a", "Voir aussi E-204."), article("b", "Hors ligne.", "E-204")) == [1]


def test_a_rare_mention_identifies_when_nobody_declares() -> None:
    assert matches("#0x80070005", article("a", "Erreur 0x80070005."), article("b", "Rien.")) == [0]


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


@pytest.mark.parametrize("measure", ["#14h30", "#24h", "#10min", "#500go", "#2ghz"])
def test_a_time_or_a_quantity_is_no_unknown_code(measure: str) -> None:
    none = np.array([], np.int64)
    assert not misread([measure], [], ["#24", "#e204", "#500"], lambda _: none)
    assert misread(["#e205"], [], ["#24", "#e204"], lambda _: none)
    assert matches(measure, article("a", "Rien.", measure[1:]), article("b", "Rien.")) == [0], "one that is declared"
