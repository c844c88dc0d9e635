"""Titles of other languages, in the plural, and parted from the name by a quote, a bracket or the end of a line."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction import without_finds
from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('Mme "Durand" rappelle', 'Mme "[name]" rappelle'),
        ("Mme (Durand)", "Mme ([name])"),
        ('Dr "Sellier" attend', 'Dr "[name]" attend'),
        ("Mme «Durand»", "Mme «[name]»"),
        ("M. « Kerjean » attend", "M. « [name] » attend"),
        ("Mr “Le Goff”", "Mr “[name]”"),
        ("Mme\nDurand", "Mme\n[name]"),
        ("rappeler Mme \n  Durand svp", "rappeler Mme \n  [name] svp"),
        ("M.\nHervieu attend", "M.\n[name] attend"),
        ("Mmes X & Sow", "Mmes [name] & [name]"),
        ("Mmes Petit & Sow, TPE HS", "Mmes [name] & [name], TPE HS"),
        ("MM. X, Sow et Bâ", "MM. [name], [name] et [name]"),
        ("MM. Durand, Sow et Bâ rappellent", "MM. [name], [name] et [name] rappellent"),
        ("Mmes Noël, Rivet, de La Tour et Diop", "Mmes [name], [name], [name] et [name]"),
        ("MM. Durand/Martin, caisse 3", "MM. [name]/[name], caisse 3"),
        ("messieurs Durand, Sow.", "messieurs [name], [name]."),
        ("mmes noël et rivet", "mmes [name] et [name]"),
        ("Mes Durand et Martin attendent", "Mes [name] et [name] attendent"),
        ("RPVA : Mes Lefort & Quillac", "RPVA : Mes [name] & [name]"),
        ("Herr Müller hat angerufen", "Herr [name] hat angerufen"),
        ("Frau Schneider", "Frau [name]"),
        ("Frau von der Leyen", "Frau [name]"),
        ("Signora Rossi, TPE HS", "Signora [name], TPE HS"),
        ("Signor Bianchi", "Signor [name]"),
        ("Sig.ra Esposito attende", "Sig.ra [name] attende"),
        ("Sr. García Lopez", "Sr. [name]"),
        ("Sra. Fernandes", "Sra. [name]"),
        ("Señora Núñez llama", "Señora [name] llama"),
        ("señor Ortega", "señor [name]"),
        ("Dña. Pilar Ortega", "Dña. [name]"),
        ("Mevr. de Vries", "Mevr. [name]"),
        ("Dhr. van den Berg belt", "Dhr. [name] belt"),
    ],
)
def test_names_after_them(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "Mme (accueil) rappelle",
        "Mme (Comptabilité) rappelle",
        "madame (VPN coupé)",
        "Madame (Lyon)",
        "Monsieur\nSuite à notre échange",
        "Bonjour Madame\nCordialement",
        "Bonjour Mme\nCordialement",
        "Merci M.\nImprimante toujours HS",
        "lecteur M.\nRedémarrage fait",
        'mme "imprimante" en panne',
        'Monsieur "Windows"',
        "touche M (Menu)",
        "lecteur M (Partage)",
        "Mes Documents et Images ont disparu",
        "Mes Favoris et Signets",
        "Mes Outlook et Teams plantent",
        "mes dossiers et fichiers",
        "Mmes [name] et Windows",
        "MM [name], Caissio ne répond plus",
        "12 MM, Caissio et Teams",
        "frau im Lager",
        "herr wartet",
        "Frau TPE",
        "señor cliente espera",
        "sr. Windows",
        "Sr. Manager VPN access",
        "Sr. Developer laptop",
        "sra Windows",
        "dhr. Printer",
        "SRA-204 et SR.12",
        "signora attende",
        "erreur SIG. E-204",
        "Signor TPE E-204",
    ],
)
def test_words_after_them(typed: str) -> None:
    goes(typed, typed)


def test_a_plural_title_before_one_name_and_a_product() -> None:
    goes("MM. Durand, Caissio ne répond plus", "MM. [name], Caissio ne répond plus")


def test_foreign_titles_go_with_the_names_that_they_announced() -> None:
    assert without_finds("Frau [name], VPN coupé chez Sig.ra [name]") == ", VPN coupé chez"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mr l'hostis rappelle", "mr [name] rappelle"),
        ("mme l’huillier imprimante hs", "mme [name] imprimante hs"),
        ("madame l'her attend", "madame [name] attend"),
        ("mme d'aboville vpn hs", "mme [name] vpn hs"),
        ("Mme Ortiz de los Ríos rappelle", "Mme [name] rappelle"),
        ("M. Bartolomé de las Casas rappelle", "M. [name] rappelle"),
        ("MME ORTIZ DE LOS RIOS RAPPELLE", "MME [name] RAPPELLE"),
        ("Mme García López de la Torre rappelle", "Mme [name] rappelle"),
        ("mme garcía lópez de la torre rappelle", "mme [name] rappelle"),
        ("Mme Sousa e Silva rappelle", "Mme [name] rappelle"),
        ("M. da Silva e Souza, VPN", "M. [name], VPN"),
        ("M. SILVA E SOUZA rappelle", "M. [name] rappelle"),
        ("MME DA SILVA E COSTA VPN HS", "MME [name] VPN HS"),
        ("M. COSTA E DA SILVA", "M. [name]"),
        ("MME GARCIA Y LOPEZ RAPPELLE", "MME [name] RAPPELLE"),
    ],
)
def test_elided_and_joined_surnames(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mme l'imprimante est hs", "mme l'imprimante est hs"),
        ("mr l'ecran est noir", "mr l'ecran est noir"),
        ("madame l'adjointe appelle", "madame l'adjointe appelle"),
        ("mme d'astreinte", "mme d'astreinte"),
        ("mme garcía de la compta", "mme [name] de la compta"),
        ("Mme Roux E 201", "Mme [name] E 201"),
        ("Mme Roux e 201", "Mme [name] e 201"),
        ("Mme Roux e learning hs", "Mme [name] e learning hs"),
        ("Mme Roux e Outlook", "Mme [name] e Outlook"),
        ("MME MARTIN E 204", "MME [name] E 204"),
        ("M. DUPONT E-204", "M. [name] E-204"),
        ("MME MARTIN E204", "MME [name] E204"),
        ("MME MARTIN Y 204", "MME [name] Y 204"),
        ("MME MARTIN E LEARNING HS", "MME [name] LEARNING HS"),
        ("MME MARTIN E IMPRIMANTE HS", "MME [name] IMPRIMANTE HS"),
    ],
)
def test_things_behind_the_same_letters(typed: str, kept: str) -> None:
    goes(typed, kept)
