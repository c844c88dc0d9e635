"""*Son*: no sound, or somebody's."""

from __future__ import annotations

import pytest

from kbsearch.core.model import Article, Severity
from kbsearch.core.search.homonyms import name_faults
from kbsearch.core.search.query import read
from tests.core.search.test_query import VOCABULARY, terms


@pytest.mark.parametrize(
    "typed",
    [
        "pas de son",
        "plus de son dans le casque",
        "le son grésille",
        "son hs",
        "son ne marche plus",
        "pas de son, casque",
    ],
)
def test_it_is_a_noun_where_nothing_follows_that_it_could_belong_to(typed: str) -> None:
    assert {"son"} in terms(read(f"{typed} ", VOCABULARY, {}))


@pytest.mark.parametrize("typed", ["son imprimante bloquée", "il a oublié son mot de passe", "parti sans son badge"])
def test_it_says_nothing_where_it_is_somebodys(typed: str) -> None:
    assert {"son"} not in terms(read(f"{typed} ", VOCABULARY, {}))


def test_a_product_whose_name_is_passed_over_is_told_once() -> None:
    names = ("ONT ON-200", "ONT ON-300", "Box Pro 5, PAR 20", "Le Poste", "SON 4", "T31", "Ont", "")
    base = [Article(f"a{at}", "acme", f"a{at}.md", "Panne", "", 1, product=name) for at, name in enumerate(names)]
    found = list(name_faults(base))
    assert [(fault.path, fault.code) for fault in found] == [
        ("acme/a0.md", "product-passed-over"),
        ("acme/a2.md", "product-passed-over"),
    ]
    assert "“ONT”" in found[0].message
    assert all(fault.severity is Severity.WARNING for fault in found)


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("pas de son d'un coté", 2),
        ("son hs", 2),
        ("pas de son", 1),
        ("son imprimante", 1),
        ("wi-fi sans son", 4),
    ],
)
def test_it_counts_as_a_word_where_it_is_a_noun(typed: str, length: int) -> None:
    assert read(f"{typed} ", VOCABULARY, {}).length == length
