"""Numbers whose groups are parted otherwise than people mostly do, and codes and lists parted so."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("FR76  3000  6000  0112  3456  7890  189", "[iban]"),
        ("prélèvement IBANFR7630006000011234567890189 refusé", "prélèvement IBAN[iban] refusé"),
        ("ibanfr7630006000011234567890189", "iban[iban]"),
        ("IBAN FR76/3000/6000/0112/3456/7890/189", "IBAN [iban]"),
        ("prélevé sur FR76_3000_6000_0112_3456_7890_189 ?", "prélevé sur [iban] ?"),
        ("FR76 - 3000 - 6000 - 0112 - 3456 - 7890 - 189", "[iban]"),
        ("FR76\t3000\t6000\t0112\t3456\t7890\t189", "[iban]"),
        ("iban :\nFR76 3000 6000\n0112 3456 7890 189\nmerci", "iban :\n[iban]\nmerci"),
        ("DE89  3704  0044  0532  0130  00 rejeté", "[iban] rejeté"),
        ("BE68/5390/0754/7034", "[iban]"),
        ("IBAN FR76  3000  6000  0112  3456  7890  188", "IBAN [iban]"),
        ("RIB 30006  00001  12345678901  89", "RIB [iban]"),
        ("30006\t00001\t12345678901\t89", "[iban]"),
        ("RIB 30006/00001/12345678901/89", "RIB [iban]"),
        ("rib : 30006_00001_12345678901_89", "rib : [iban]"),
        ("30006 - 00001 - 12345678901 - 89", "[iban]"),
    ],
)
def test_accounts(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "FR76  3000  6000  0112  3456  7890  188",
        "FR76/A12/0042",
        "dossier DE12_3456_7890_1234",
        "BE68/5390/0754/7035",
        "rejet AC04\t3000\t6000\t0112\t3456",
        "lot ES21 - 0042 - 1234 - 5678",
        "30006/00001/12345678901/88",
        "trame 30006 00001 12345678902 89",
        "écrans GB29\nNWBK 6016",
    ],
)
def test_codes_parted_like_accounts(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("NIR 1_85_05_78_006_084_91", "NIR [nir]"),
        ("1  85  05  78  006  084  91", "[nir]"),
        ("2_69_05_49_588_157_80", "[nir]"),
        ("1\t85\t05\t78\t006\t084\t91 inconnu", "[nir] inconnu"),
        ("n° sécu 1 - 85 - 05 - 78 - 006 - 084", "n° sécu [nir]"),
        ("salarié 1  85  05  2A  006  084 absent", "salarié [nir] absent"),
    ],
)
def test_social_security(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "serial 1 85 05 78 006 084",
        "1_00_05_12_345_678.log",
        "ref 2-99-12-75-123-456-A",
        "S/N 1 85 05 78 006 084",
        "n° de série 1 85 05 78 006 084 92 3",
        "série : 2_69_05_49_588_157",
        "pièce 1-85-05-78-006-084",
        "export_1_85_05_78_006_084.csv",
        "1  85  05",
        "v1_85_05_78",
        "trame 3  85  25  78  006  084",
        "1_85_05_78_006_084_91_12",
        "mesures 1  85  15  78  006  08",
    ],
)
def test_codes_parted_like_social_security(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4970\t1012\t3412\t3457", "[card]"),
        ("carte\n4970 1012\n3412 3457", "carte\n[card]"),
        ("4970\n1012\n3412\n3457\nmerci", "[card]\nmerci"),
        ("3782\t822463\t10005 refusée", "[card] refusée"),
        ("5555\t5555\t5555\t4444", "[card]"),
        ("4111 1111 1111 1111 exp 12/27 cvv 123", "[card] exp 12/27 cvv [card]"),
        ("4111 1111 1111 1111, cryptogramme 123", "[card], cryptogramme [card]"),
        ("carte 4111111111111111 CVC: 0042.", "carte [card] CVC: [card]."),
        ("cryptogramme visuel : 737, cb 4111 1111 1111 1111", "cryptogramme visuel : [card], cb [card]"),
        ("son cvv est 123", "son cvv est [card]"),
        ("CVV=123", "CVV=[card]"),
        ("crypto 123 carte 4111 1111 1111 1111", "crypto [card] carte [card]"),
        ("carte bleue refusée, cvv 123", "carte bleue refusée, cvv [card]"),
    ],
)
def test_cards(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "4970\t1012\t3412\t3456",
        "4210\n4211\n4212\n4213\n4214",
        "4001\n4002\n4003\n4004",
        "codes :\n4970\n1012\n3412\n3457",
        "série 4970\t1012\t3412\t3457",
        "n° de lot 4970\t1012\t3412\t3457",
        "12\t4970\t1012\t3412\t3457\t9",
        "erreur cvv 403",
        "crypto : 256 bits",
        "crypto=256",
        "crypto 123, carte refusée",
        "le cvv est demandé deux fois",
        "cryptogramme 3 chiffres refusé",
        "saisir le cvv (3 chiffres)",
        "cvv 12",
        "cvv 12345 sur la carte",
        "carte refusée : cvv invalide, erreur 123",
        "cvc-elt.1 : schéma XML invalide",
    ],
)
def test_lists_parted_like_cards(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "pièce 06-12-34-56-78",
        "pièces : 06-12-34-56-78",
        "pièce n° 06.12.34.56.78 à commander",
        "P/N 06-12-34-56-78",
        "part number 06-12-34-56-78",
        "numéro de pièce 06-12-34-56-78",
    ],
)
def test_numbers_of_parts(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("pièce commandée, rappeler au 06-12-34-56-78", "pièce commandée, rappeler au [phone]"),
        ("pièce jointe 06 12 34 56 78", "pièce jointe [phone]"),
        ("de ma part 06 12 34 56 78", "de ma part [phone]"),
        ("pièce : tel 06 12 34 56 78", "pièce : tel [phone]"),
        ("pièce reçue 1 85 05 78 006 084 91", "pièce reçue [nir]"),
    ],
)
def test_numbers_of_people_near_parts(typed: str, kept: str) -> None:
    goes(typed, kept)
