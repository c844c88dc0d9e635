"""A long text is cut where nothing is left half: what is kept of it is what is kept of the whole."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction import redact
from kbsearch.core.redaction.cuts import BEYOND, MOST_STEPS, cut

BEFORE = "imprimante bloquée " * 60


@pytest.mark.parametrize(
    "item",
    [
        "06 12 34 56 78",
        "+33 (0)6.12.34.56.78",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "jean.dupont@exemple.fr",
        "FR76 3000 6000 0112 3456 7890 189",
        "1 85 05 78 006 084 36",
        "Jean-Pierre Dupont",
        "Mme de la Tour",
    ],
)
def test_wherever_it_is_cut_nothing_is_kept_that_the_whole_does_not_keep(item: str) -> None:
    text = f"{BEFORE}rappeler {item} merci"
    kept = redact(text).text
    assert item not in kept
    for most in range(len(BEFORE), len(text) + 1):
        short = cut(text, most)
        assert kept.startswith(redact(short).text), most
        assert len(short) <= most


def test_where_nothing_is_found_it_is_cut_at_the_very_character() -> None:
    assert cut("a" * 5000, 1000) == "a" * 1000
    assert cut(BEFORE, 1000) == BEFORE[:1000]
    assert cut("a b", 3) == "a b"
    assert cut("", 0) == ""


def test_of_what_goes_back_without_an_end_a_bounded_part_goes() -> None:
    dictated = "appeler " + "06 12 34 56 78 " * 100
    assert redact(cut(dictated, 1000)).text == "appeler" + " [phone]" * 66
    numbers = "a" * 1000 + " 06 12 34 56 78" * 2 + "0" * 20 + "@exemple.fr"
    assert len(cut(numbers, 1010)) in range(1010 - BEYOND, 1011)
    assert MOST_STEPS < BEYOND
