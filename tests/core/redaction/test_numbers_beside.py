"""What stands right beside a telephone number, or looks like one together with what follows: dates, times, bytes."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rappeler le 01/02/2026 06 12 34 56 78", "rappeler le 01/02/2026 [phone]"),
        ("appel du 12/03/2026 06 12 34 56 78", "appel du 12/03/2026 [phone]"),
        ("appel du 12-03-2026, 0612345678", "appel du 12-03-2026, [phone]"),
        ("2026-03-12 06 12 34 56 78", "2026-03-12 [phone]"),
        ("le 12/03/26 06 12 34 56 78", "le 12/03/26 [phone]"),
        ("le 12/03 06 12 34 56 78", "le 12/03 [phone]"),
        ("12/03/2026 14:05 06 12 34 56 78", "12/03/2026 14:05 [phone]"),
        ("à 14:05 04 78 12 34 56", "à 14:05 [phone]"),
        ("magasin 04 06 12 34 56 78", "magasin 04 [phone]"),
        ("06/12/34/56/78", "[phone]"),
        ("06-12-34 56 78", "[phone]"),
        ("06 12 34 56 78/04 78 12 34 56", "[phone]/[phone]"),
        ("utilisateur sur Mac 06 12 34 56 78 imprimante", "utilisateur sur Mac [phone] imprimante"),
        ("registre 06 12 34 56 78", "registre [phone]"),
        ("bâtiment B2 06 12 34 56 78", "bâtiment B2 [phone]"),
        ("06 12 34 56 78 0A", "[phone] 0A"),
    ],
)
def test_a_number_beside_a_date_goes_whole_and_the_date_stays(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "du 01/2026 au 02/2026 1234",
        "DSN 05/2026 12 34",
        "échéance 01/04/2026 1500 euros",
        "arrêté le 03/04/2026 08 15 puis 09 20",
        "01/02/2026 10 15 20",
        "n° de série 04 06 12 34 56 78",
        "codes 04 06 12 34 56 78",
        "04 06 08 10 12 14",
        "trame modbus 01 06 00 01 00 03 9A 9B",
        "trame : 01 03 00 00 00 02",
        "réponse 06 12 34 56 78 9A BC",
        "0A 1F 06 12 34 56 78",
        "mac 06 12 34 56 78 9A",
        "mac 00-06-12-34-56-78",
    ],
)
def test_dates_series_and_bytes_stay(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "backup 2024-05-12-143000",
        "2024-06-12_14-30-22.log",
        "2024-06-12-14-30-22.log",
        "job 2024/05/12/143000 en échec",
        "export_2024_03_11_081522.csv",
        "rappeler au sujet de ventes-2025-01-30-204512.csv",
        "tel : sauvegarde 2024-05-12-143000 KO",
    ],
)
def test_a_date_and_time_in_one_stays(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("appel 2024-05-12-0612345678", "appel 2024-05-12-[phone]"),
        ("2024-05-12 06-12-34-56-78", "2024-05-12 [phone]"),
        ("dossier 2024 06-12-34-56-78", "dossier 2024 [phone]"),
        ("magasin 2024/06.12.34.56.78", "magasin 2024/[phone]"),
        ("2024-06-12-34-56-78", "2024-[phone]"),
    ],
)
def test_a_number_behind_a_date_or_a_year_goes(typed: str, kept: str) -> None:
    goes(typed, kept)
