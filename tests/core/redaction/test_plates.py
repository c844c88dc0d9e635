"""Number plates of other countries, right behind a word that says what follows, and fuel cards."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("immatriculation KS32 BAW refusée", "immatriculation [plate] refusée"),
        ("véhicule immatriculé BC82ZDP absent", "véhicule immatriculé [plate] absent"),
        ("plaque d'immatriculation: 1 GMA 769", "plaque d'immatriculation: [plate]"),
        ("immat 1APC222 inconnue", "immat [plate] inconnue"),
        ("plaque GE 807533", "plaque [plate]"),
        ("plaque d'immatriculation VD 117 368", "plaque d'immatriculation [plate]"),
        ("immat. GJ 9168", "immat. [plate]"),
        ("plaque 98198-A-51", "plaque [plate]"),
        ("immatriculation 106 TU 5906 refusée", "immatriculation [plate] refusée"),
        ("véhicule immatriculé 31669 160 16", "véhicule immatriculé [plate]"),
        ("license plate 7FDZ130 not read", "license plate [plate] not read"),
        ("plaque n° G08 CMC", "plaque n° [plate]"),
        ("carte carburant refusée pour la PB 520 ZL", "carte carburant refusée pour la [plate]"),
    ],
)
def test_plates(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "plaque 3 en panne",
        "plaque E-204 affiché",
        "plaque de cuisson 1ABC234",
        "plaque signalétique GE 807533",
        "immatriculation en 2023",
        "IMMATRICULATION EN 2023",
        "IMMATRICULATION EN 12345",
        "date d'immatriculation 12-05-2024",
        "immatriculation 12 mois",
        "toner GE 807533",
        "carte carburant : plafond 150 EUR 20",
        "erreur 1ABC222",
    ],
)
def test_codes(typed: str) -> None:
    goes(typed, typed)
