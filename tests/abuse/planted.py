"""What a caller says that must be found nowhere afterwards."""

from __future__ import annotations

WORD = "zyxoplume"
"""Said in every body: no personal data, so that it may be kept with a call, and is in no log."""
PLANTED = {
    "secret": ("mot de passe : Quetsche!42", ["Quetsche!42"]),
    "email": ("ecrire à odile.quillacq@exemple-mail.fr", ["odile.quillacq", "exemple-mail"]),
    "iban": ("IBAN FR14 2004 1010 0505 0001 3M02 606", ["2004 1010 0505", "FR1420041010", "0001 3M02"]),
    "nir": ("numéro de sécu 2 69 05 49 588 157 80", ["69 05 49 588", "269054958815780"]),
    "card": ("carte 4970 1000 0000 0154", ["4970 1000 0000", "4970100000000154"]),
    "birth": ("né le 14/07/1969", ["14/07/1969"]),
    "phone": ("rappeler au 06 52 71 41 27", ["52 71 41 27", "0652714127", "652714127"]),
    "plate": ("voiture immatriculée QX-483-ZD", ["QX-483-ZD", "QX483ZD"]),
    "address": ("habite 27 rue des Mirabelles Dorées", ["Mirabelles Dor"]),
    "name": ("Mme Quillacq-Darmont", ["Quillacq", "Darmont"]),
}
"""Kind → how a caller says it, and what may then be found nowhere."""
CALLER = "+33 6 52 71 41 28"
CALLERS = ["52 71 41 28", "0652714128", "33652714128"]
SAID = f"{WORD} : " + ", ".join(said for said, _ in PLANTED.values())
PARTS = [WORD, *(said for said, _ in PLANTED.values())]
