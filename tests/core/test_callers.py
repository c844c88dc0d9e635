from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.callers import one_spelling


@pytest.mark.parametrize(
    "spelling",
    ["0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78"],
)
def test_a_number_has_one_spelling(spelling: str) -> None:
    assert one_spelling(spelling) == "+33612345678"


def test_the_region_decides_what_a_bare_number_means() -> None:
    assert one_spelling("0470 12 34 56", region="BE") == "+32470123456"
    assert one_spelling("0470 12 34 56", region="FR") == "+33470123456"


@pytest.mark.parametrize("withheld", ["", "  ", "Anonymous", "ANONYME", "unknown", "Privé", "masqué", "-", "0"])
def test_a_withheld_number_is_nobody(withheld: str) -> None:
    assert one_spelling(withheld) == ""


def test_names_and_extensions() -> None:
    assert one_spelling("  Société  Générale ") == one_spelling("societe generale")
    assert one_spelling("4210") == "4210"
    assert one_spelling("0612345678 ext. 12") != one_spelling("0612345678")
    assert one_spelling("0612345678") != one_spelling("0612345679")


@given(st.text(max_size=300))
def test_any_text_is_read_and_read_again_the_same(text: str) -> None:
    once = one_spelling(text)
    assert one_spelling(once) == once
