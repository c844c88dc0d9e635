"""Dates of birth, by what is said before them; other dates stay."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("date de naissance du salarié : 12/03/1985", "date de naissance du salarié : [birth]"),
        ("la date de naissance est 12/03/1985", "la date de naissance est [birth]"),
        ("sa date de naissance c'est le 12 mars 1985", "sa date de naissance c'est le [birth]"),
        ("date de naissance de Mme Durand 12/03/1985", "date de naissance de Mme [name] [birth]"),
        ("date de naissance de la salariée (12/03/1985)", "date de naissance de la salariée ([birth])"),
        ("date naissance 12/03/1985", "date naissance [birth]"),
        ("naissance : 12/03/1985", "naissance : [birth]"),
        ("date de naissance erronée : 12/03/1985", "date de naissance erronée : [birth]"),
        ("DSN rejetée, date de naissance 12031985", "DSN rejetée, date de naissance [birth]"),
        ("salarié né(e) le 12/03/1985", "salarié né(e) le [birth]"),
        ("né le mardi 12 mars 1985 à Lyon", "né le [birth] à Lyon"),
        ("né 12/03/1985", "né [birth]"),
        ("né le 12/03/1985.2 enfants", "né le [birth].2 enfants"),
        ("né le 12/03/1985.06 12 34 56 78", "né le [birth].[phone]"),
        ("né le 12/03/1985 et non le 13/03/1985", "né le [birth] et non le [birth]"),
        (
            "ddn 12/03/1985 au lieu de 13/03/1985 depuis le 14/04/2026",
            "ddn [birth] au lieu de [birth] depuis le 14/04/2026",
        ),
        ("date of birth is 12/03/1985", "date of birth is [birth]"),
    ],
)
def test_dates_of_birth(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "date de naissance absente dans la DSN du 12/03/2026",
        "date de naissance refusée depuis le 12/03/2026",
        "date de naissance obligatoire depuis la version 12.03.26",
        "congé naissance 12/03/2026",
        "prime de naissance du 12/03/2026",
        "congé de naissance 3 jours au 12",
        "ne 12 03 45",
        "la DSN du 12/03/2026 et non celle du 13/03/2026",
        "champ date de naissance 10.0.12.1",
    ],
)
def test_other_dates_stay(typed: str) -> None:
    goes(typed, typed)
