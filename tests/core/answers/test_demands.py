"""What a query demands, and an article speaks of or not."""

from __future__ import annotations

import time

import pytest

from kbsearch.core.answers.demands import ASKS_OTHERWISE, DANGER, unmet
from kbsearch.core.text import MAX_QUERY_CHARS

UNDOING = {
    "supprimer ma signature": ("Créer sa signature", "Suppression de la signature"),
    "effacer un bon de commande": ("Créer un bon de commande", "Retirer un bon de commande"),
    "désactiver le capteur de la porte": ("La porte est vue ouverte", "Désactivation du capteur"),
    "turn it off": ("Turn on the light", "Switching the light off"),
    "annuler mon abonnement": ("Prendre un abonnement", "Résiliation de l’abonnement"),
    "désappairer le thermostat": ("Appairer le thermostat", "Dissocier le thermostat"),
    "empêcher les ventes à crédit": ("Vendre à crédit", "Bloquer la vente à crédit"),
    "baisser la pression": ("La pression est basse", "Réduire la pression"),
    "augmenter la limite": ("Baisser la limite", "Augmentation de la limite"),
    "masquer une touche": ("Ajouter une touche", "Cacher une touche"),
    "combien ça coûte": ("Commander un rouleau", "Tarif des rouleaux"),
    "il veut parler à un responsable": ("Code responsable oublié", "Parler à un responsable"),
}
DANGERS = {
    "le monnayeur fume": ("Le monnayeur refuse les pièces", "Fumée à l’ouverture"),
    "la pompe à chaleur a pris feu": ("La pompe à chaleur dégivre", "Incendie"),
    "ça sent le brûlé": ("Le brûleur ne démarre pas", "Odeur de brûlé"),
    "un opérateur s'est coupé la main avec le couteau": ("Nettoyer le couteau", "Un opérateur est blessé"),
    "an operator fell from the forklift": ("Start the forklift", "Someone is injured"),
    "coup de jus en touchant le terminal": ("Le terminal ne s’allume pas", "Décharge électrique"),
    "ca fuit le gaz": ("L’eau fuit sous la chaudière", "Odeur de gaz"),
}


@pytest.mark.parametrize(("reason", "cases"), [(ASKS_OTHERWISE, UNDOING), (DANGER, DANGERS)])
def test_a_demand_is_met_by_an_article_that_speaks_of_it(reason: str, cases: dict[str, tuple[str, str]]) -> None:
    for query, (off, on) in cases.items():
        assert unmet(query, lambda off=off: [off], "") == (reason,), query
        assert unmet(query.upper(), lambda off=off: [off], "") == (reason,), query
        assert unmet(query, lambda off=off, on=on: [off, on], "") == (), query


@pytest.mark.parametrize(
    "symptom",
    [
        "j'ai supprimé un mail",
        "le couteau ne coupe plus",
        "pare-feu trop strict",
        "papier coincé dans le bac",
        "le client a été coupé",
        "accident du travail à déclarer",
        "la batterie se décharge vite",
        "feuille bloquée",
        "firewall blocks the vpn",
        "voyant feu vert",
        "le poste vient de s'éteindre",
        "le service peut se bloquer",
        "caisse figée, on doit éteindre et rallumer",
        "la pression n'arrête pas de baisser",
        "obligé de débrancher la box tous les matins",
        "on ne m'entend pas parler à l'autre bout",
        "ma facture mobile a explosé",
        "l'opérateur est coupé, plus de tonalité",
        "l'eau est brûlante",
        "pas de flamme",
        "screen won't stop flickering",
        "I forget my password",
        "lower tray jammed",
        "cancel button does nothing",
        "customers can't hear me when I speak to them",
        "can't burn a dvd",
        "spark app",
        "le devis ne s'imprime pas",
        "prix affiché pas bon",
    ],
)
def test_a_symptom_demands_nothing(symptom: str) -> None:
    assert unmet(symptom, lambda: ["Autre chose"], "") == ()


def test_what_is_stuck_is_to_be_taken_out() -> None:
    assert unmet("comment enlever le papier coincé", lambda: ["Bourrage papier"], "") == ()
    assert unmet("retirer la carte", lambda: ["La carte est coincée"], "") == ()


def test_a_word_that_only_begins_alike_speaks_of_no_danger() -> None:
    assert unmet("le tiroir a pris feu", lambda: ["Feuille coincée", "Firewall", "Justificatif"], "") == (DANGER,)


def test_a_danger_may_stand_in_the_body_in_the_same_words() -> None:
    body = "Une batterie gonflée ne se recharge pas : la poser dehors."
    assert unmet("batterie gonflée", lambda: ["Batterie et charge"], body) == ()
    assert unmet("la batterie fume", lambda: ["Batterie et charge"], body) == (DANGER,)
    assert unmet("retirer la batterie", lambda: ["Batterie et charge"], "Retirer la batterie.") == (ASKS_OTHERWISE,)


def test_where_titles_are_all_there_is_a_query_asks_for_what_it_begins_with() -> None:
    for query in ("annuler mon voyage", "Comment annuler mon voyage ?", "how do I delete a purchase order"):
        assert unmet(query, lambda: ["Voyages"], "", is_curated=False) == (ASKS_OTHERWISE,), query
    for query in ("est-ce que je peux annuler mon voyage", "mon employeur me fait arrêter"):
        assert unmet(query, lambda: ["Voyages"], "", is_curated=False) == (), query
    assert unmet("le monnayeur fume", lambda: ["Monnayeur"], "", is_curated=False) == (DANGER,)


def test_labels_are_asked_for_only_where_something_is_demanded() -> None:
    def labels() -> list[str]:
        raise AssertionError("asked for")

    assert unmet("imprimante hors ligne", labels, "") == ()


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "a ",
            "l'",
            "le ",
            "et ",
            "turn ",
            "n'arrete pas d",
            "on doit ",
            "operateur s'est ",
            "fuite de ",
            "how much ",
        ),
        *("combien ca ", "prix ", "essaye de la ", "peut pas ", "message : ", "main de l'operateur ", "coince la "),
        *("facture du mois ", "fusible du ", "logo a ", "alarme incendie ", "couper ", "incendie s'est mis a "),
        *("detecteur de fumee de la ", "le technicien ", "cliente est tombee dans l'", "interdit de "),
    ],
)
def test_the_longest_query_is_read_at_once(piece: str) -> None:
    started = time.perf_counter()
    unmet((piece * MAX_QUERY_CHARS)[:MAX_QUERY_CHARS], list, "")
    unmet("annuler fume masquer le couper", lambda: [(piece * MAX_QUERY_CHARS)[:MAX_QUERY_CHARS]], "")
    unmet("annuler fume", lambda: [(piece * MAX_QUERY_CHARS)[:MAX_QUERY_CHARS]], "")
    assert time.perf_counter() - started < 0.25
