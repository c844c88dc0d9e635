"""People whom no title announces: first names of many countries, who called, addresses told without signs."""

from __future__ import annotations

import pytest

from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jean dupont at gmail dot com", "[email]"),
        ("mail jean dupont at gmail dot com refusé", "mail [email] refusé"),
        ("mail : kerjean at orange dot fr", "mail : [email]"),
        ("jean dupont arobase gmail point com", "[email]"),
        ("jean.dupontarobasegmail.com", "[email]"),
        ("kerjean22arobaseorange.fr svp", "[email] svp"),
        ("Jean.DupontAROBASEacme.fr", "[email]"),
        ("jean.dupont arobase acme point fr", "[email]"),
    ],
)
def test_addresses(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "look at acme dot com",
        "problem at gmail dot com",
        "connexion at gmail impossible",
        "le signe arobase ne sort pas",
        "touche arobase.",
        "la touche arobase du clavier",
        "le caractère arobase est refusé",
        "meeting at outlook dot com",
        "arobase@",
        "taper nomarobase puis le domaine",
        "the printer at free dot fr",
        "le poste at site 12",
    ],
)
def test_words_around_at(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nom de famille Petit", "nom de famille [name]"),
        ("nom de famille : PETIT", "nom de famille : [name]"),
        ("son nom de famille est Kerjean", "son nom de famille est [name]"),
        ("prénom Aminata", "prénom [name]"),
        ("son prénom est Zeynep", "son prénom est [name]"),
        ("nom de famille de la cliente Petit", "nom de famille de la cliente [name]"),
        ("nom de famille= Petit", "nom de famille= [name]"),
        ("rappeler Nguyen Thi Huong", "rappeler [name]"),
        ("T. Sow a téléphoné", "[name] a téléphoné"),
        ("nom de famille KERJEAN, prénom Zeynep", "nom de famille [name], prénom [name]"),
        ("c'est Fatoumata Diallo", "c'est [name]"),
        ("vu avec Zeynep Yılmaz", "vu avec [name]"),
        ("Rappeler Aminata au 06 12 34 56 78", "Rappeler [name] au [phone]"),
        ("demande à parler à Thierry", "demande à parler à [name]"),
        ("c'est Tomasz Kowalczyk du dépôt", "c'est [name] du dépôt"),
        ("vu avec Giuseppe", "vu avec [name]"),
        ("rappeler Xiaoming Zhang", "rappeler [name]"),
        ("Huong Tran rappelle", "[name] rappelle"),
        ("Mehmet Demir n'imprime plus", "[name] n'imprime plus"),
        ("Conceição Ferreira attend", "[name] attend"),
        ("Kwame Mensah, caisse 3", "[name], caisse 3"),
        ("E. Durand a appelé", "[name] a appelé"),
        ("hier J.-P. Kerjean a rappelé", "hier [name] a rappelé"),
        ("E.Durand nous a rappelés", "[name] nous a rappelés"),
        ("paul martin a rappelé", "[name] a rappelé"),
        ("paul martin rappelle", "[name] rappelle"),
        ("hier aminata diallo a appelé", "hier [name] a appelé"),
        ("mohamed el amrani demande un rappel", "[name] demande un rappel"),
        ("marie-claire dupont m'a appelé", "[name] m'a appelé"),
        ("vu avec paul martin", "vu avec [name]"),
        ("c'est fatoumata diallo", "c'est [name]"),
        ("rappeler paul martin au 0612345678", "rappeler [name] au [phone]"),
    ],
)
def test_people(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "nom de famille obligatoire",
        "nom de famille absent du fichier",
        "champ nom de famille Vide",
        "colonne Nom de famille Obligatoire",
        "nom de famille DSN",
        "prénom obligatoire",
        "prénom est obligatoire",
        "nom de famille des clients absent",
        "le téléphone appelle le standard",
        "prénom Texte court",
        "champ prénom vide",
        "c'est Windows",
        "c'est Caissio",
        "vu avec Fortinet",
        "Rappeler demain",
        "rappeler le siège",
        "E. Outlook a rappelé",
        "lecteur C. Windows demande un redémarrage",
        "étape B. Fortigate demande un code",
        "A. Ouvrir la session",
        "le siège a rappelé",
        "la caisse a appelé le serveur",
        "démarrage manuel pompe demande un acquit",
        "mode manuel ligne demande un arrêt",
        "une version claire exploitable demande du temps",
        "le poste martin demande un mot de passe",
        "agence florence lyon demande un accès",
        "le logiciel demande un code",
        "outlook demande le mot de passe",
        "elle rappelle",
        "salle victor hugo demande un écran",
        "le client rappelle",
        "bleu marine foncé demande un toner",
        "support jean demande",
        "ping lan wan min bin",
        "for loop in python",
        "le réseau LAN Invités",
        "WAN Fibre coupé",
        "MIN Stock atteint",
        "PING Serveur perdu",
        "Samba Serveur en panne",
        "Aurora Cluster en panne",
        "Nova Scan bloqué",
        "Alpha Centrale affiche E-204",
        "Delta Scan",
        "Can Bus Error",
    ],
)
def test_words_that_nobody_is_called(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("nom Durand prénom Sophie", "nom [name] prénom [name]"),
        ("nom DURAND, prénom SOPHIE", "nom [name], prénom [name]"),
        ("prénom Sophie nom Durand", "prénom [name] nom [name]"),
        ("bonjour, Nathalie à l'appareil", "bonjour, [name] à l'appareil"),
        ("Karen speaking, printer down", "[name] speaking, printer down"),
    ],
)
def test_fields_of_a_form_and_who_answers(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "colonne Nom Prénom vide",
        "nom et prénom absents",
        "champ nom Client prénom Client",
        "nom Excel prénom vide",
        "nom DSN prénom DSN",
        "Madame à l'appareil",
        "Printer speaking French",
        "nom du poste PC12, prénom manquant",
    ],
)
def test_fields_without_anybody(typed: str) -> None:
    goes(typed, typed)
