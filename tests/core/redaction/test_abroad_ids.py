"""Social numbers of Switzerland, Belgium and Italy go where their check digits hold; what looks like them stays."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("AVS 756.9217.0769.85 inconnu", "AVS [nir] inconnu"),
        ("n° 7569217076985", "n° [nir]"),
        ("756 9217 0769 85.", "[nir]."),
        ("registre national 85.07.30-033.28", "registre national [nir]"),
        ("85.07.30 033 28 refusé", "[nir] refusé"),
        ("codice fiscale RCCMNL83S18D969H", "codice fiscale [nir]"),
        ("(rccmnl83s18d969h)", "([nir])"),
    ],
)
def test_with_their_check_digits(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "756.9217.0769.84",
        "7569217076984",
        "n° de série 7569217076985",
        "EAN 7612345678900",
        "article 75692170769851",
        "85.07.30-033.29",
        "version 85.07.30",
        "lot 85073003328",
        "RCCMNL83S18D969A",
        "pièce RCCMNL83S18D969H-2",
        "n° de série RCCMNL83S18D969H",
    ],
)
def test_codes_that_look_like_them(typed: str) -> None:
    goes(typed, typed)
