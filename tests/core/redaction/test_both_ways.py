"""Spellings that people and codes share: which words take them to the one side, and which to the other."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    "typed",
    [
        "code erreur 0612 345 678",
        "erreur 0612 345 678",
        "error code 0612 345 678",
        "code : 0612-345-678",
        "réf 0612 345678",
        "réf. 06123 45678",
        "n° de série 0612 345 678",
        "ticket n° 0612 345 678",
        "l'agent demande un rappel, code erreur 0612 345 678",
    ],
)
def test_codes_in_groups_that_no_number_is_spoken_in(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("code erreur 06 12 34 56 78", "code erreur [phone]"),
        ("code 06.12.34.56.78", "code [phone]"),
        ("code 06 123 456 78", "code [phone]"),
        ("code 0 612 345 678", "code [phone]"),
        ("ticket 0389 45 12 78", "ticket [phone]"),
        ("ticket 06 1234 5678", "ticket [phone]"),
        ("code +33 612 345 678", "code [phone]"),
        ("code 0033 612 345 678", "code [phone]"),
        ("0612 345 678", "[phone]"),
        ("rappeler le 0612 345 678, code 4", "rappeler le [phone], code 4"),
        ("tel du ticket 0612 345 678", "tel du ticket [phone]"),
    ],
)
def test_numbers_behind_a_word_for_codes(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06,12,34,56,78", "[phone]"),
        ("06, 12, 34, 56, 78 à rappeler", "[phone] à rappeler"),
        ("tel 01,42,33,44,55.", "tel [phone]."),
        ("puis 06,12,34,56,78", "puis [phone]"),
        ("rappeler les collègues : 06,12,34,56,78", "rappeler les collègues : [phone]"),
        ("portable 6 12 34 56 78", "portable [phone]"),
        ("son portable est le 6 12 34 56 78", "son portable est le [phone]"),
        ("port. : 6.12.34.56.78", "port. : [phone]"),
        ("tél. 1-42-33-44-55", "tél. [phone]"),
        ("tel: 6,12,34,56,78", "tel: [phone]"),
        ("rappeler au 6 12 34 56 78 14h", "rappeler au [phone] 14h"),
    ],
)
def test_numbers_with_commas_or_without_their_zero(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "les codes 06,12,34",
        "les codes 06,12,34,56,78",
        "code 06,12,34,56,78",
        "valeurs 10,20,30,40,50",
        "valeurs : 01,12,34,56,78",
        "les 06,12,34,56,78 clignotent",
        "départements 06,13,34,83,84",
        "in (01,02,03,04,05)",
        "06,12,34,56,78,90",
        "relevé 5,06,12,34,56,78",
        "version 06,12,34,56,78",
        "08,12,34,56,78",
        "6 12 34 56 78",
        "poste 6 12 34 56 78",
        "ports 6 12 34 56 78",
        "port 6,12,24,36,48",
        "portable 6 12 34 56 78 90",
        "portable 6 en panne",
        "portable 1 42 33 44 55",
    ],
)
def test_lists_and_quantities(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("dr martin", "dr [name]"),
        ("dr martin rappelle", "dr [name] rappelle"),
        ("dr. sellier : lecteur muet", "dr. [name] : lecteur muet"),
        ("bonjour dr le goff", "bonjour dr [name]"),
        ("ordonnance vue, dr de la tour attend", "ordonnance vue, dr [name] attend"),
        ("ordonnances dr sophie sellier", "ordonnances dr [name]"),
        ("docteur martin", "docteur [name]"),
        ("mme martin a rappelé", "mme [name] a rappelé"),
        ("la mme martin a rappelé", "la mme [name] a rappelé"),
        ("le poste en panne, mme martin", "le poste en panne, mme [name]"),
        ("maître alain lefort attend", "maître [name] attend"),
        ("me alain lefort, rpva en erreur", "me [name], rpva en erreur"),
        ("le pr alain ne voit rien", "le pr [name] ne voit rien"),
        ("m alain rappelle", "m [name] rappelle"),
        ("vu avec maître roux, rpva hs", "vu avec maître [name], rpva hs"),
        ("appel de maitre lambert", "appel de maitre [name]"),
        ("mdme martin rappelle", "mdme [name] rappelle"),
        ("Dr. med. Müller attend", "Dr. med. [name] attend"),
        ("m dupont ne peut plus imprimer", "m [name] ne peut plus imprimer"),
        ("rappeler m dupont", "rappeler m [name]"),
        ("poste de m dupont éteint", "poste de m [name] éteint"),
        ("bonjour, m le goff attend", "bonjour, m [name] attend"),
        ("chez m le goff", "chez m [name]"),
        ("sœur Marie", "sœur [name]"),
        ("ma soeur Marie-Thérèse appelle", "ma soeur [name] appelle"),
        ("soeur marie n'imprime plus", "soeur [name] n'imprime plus"),
        ("Sœur Bakhita attend", "Sœur [name] attend"),
    ],
)
def test_titles_in_small_letters(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mme ould moussa rappelle", "mme [name] rappelle"),
        ("mme bel hadj, vpn", "mme [name], vpn"),
        ("mr bou ali vpn", "mr [name] vpn"),
        ("mr abou bakr vpn", "mr [name] vpn"),
        ("mr ait ahmed vpn", "mr [name] vpn"),
        ("mr vander elst, écran noir", "mr [name], écran noir"),
        ("mr vanden broeck rappelle", "mr [name] rappelle"),
        ("mme vande velde rappelle", "mme [name] rappelle"),
        ("Mme Bel rappelle", "Mme [name] rappelle"),
        ("mme bel imprimante hs", "mme [name] imprimante hs"),
        ("bien que mme martin ait redémarré", "bien que mme [name] ait redémarré"),
    ],
)
def test_particles_of_many_countries(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "mme a rappelé",
        "antivirus Dr.Web bloque",
        "magasin Mr Bricolage, caisse 3",
        "rayon M. Propre",
        "virus Mme.exe",
        "le mme toner partout",
        "en mme temps écran noir",
        "une mme cartouche vide",
        "la mme chose ailleurs",
        "Monsieur débranche le câble",
        "monsieur éteint et rallume",
        "madame patiente",
        "mme scanne",
        "mr injoignable",
        "mr occupé, rappeler",
        "mr valide pas dans gitlab",
        "monsieur dit que",
        "docteur, rien ne marche",
        "le dr est plein",
        "dr externe plein",
        "dr web bloque le poste",
        "bascule dr échouée",
        "site dr injoignable",
        "dr failover failed",
        "dr test en panne",
        "pour dr replication",
        "il me laure",
        "échange avec maître modbus",
        "liaison avec maître esclave perdue",
        "maître roux",
        "il m appelle",
        "ça m affiche une erreur",
        "pour m envoyer le fichier",
        "lecteur m inaccessible",
        "le m partagé ne monte plus",
        "lecteurs k, m perdus",
        "5 m blanc",
        "m à jour windows",
        "m mdp expiré",
        "me signale un écran noir",
        "automate maître modbus en défaut",
        "maître esclave inversés",
        "câble de 5 m alain",
        "pr imprimer",
        "société sœur Embalor",
        "la soeur de la cliente",
    ],
)
def test_the_same_words_without_a_name(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "facture F2024-0612345678",
        "facture n° F2024/0612345678",
        "bon BL-2024-0612345678 introuvable",
        "ticket GLPI-2026-07-0612345678",
        "DEV202607-0612345678",
        "devis 0612345678",
        "TID 0612345678",
    ],
)
def test_documents_numbered_by_year(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("M-0612345678", "M-[phone]"),
        ("2026-0612345678", "2026-[phone]"),
        ("tel pour le devis 0612345678", "tel pour le devis [phone]"),
        ("PC-2024 0612345678", "PC-2024 [phone]"),
    ],
)
def test_telephones_beside_years_and_documents(typed: str, kept: str) -> None:
    goes(typed, kept)
