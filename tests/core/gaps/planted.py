"""Calls of one client with topics that no article solves planted in them, as hurried agents write what they hear."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.model import AnswerState
from kbsearch.core.text import fold as folded
from tests.happenings import COMMIT

TOPICS: dict[str, tuple[str, ...]] = {
    "badge": (
        "badge d'accès refusé au portail",
        "le portail n'accepte plus mon badge",
        "badge parking ne marche plus",
        "voyant rouge quand je passe le badge à l'entrée",
        "impossible d'entrer avec le badge ce matin",
        "badge démagnétisé portillon",
    ),
    "casque": (
        "micro du casque bluetooth muet",
        "casque sans fil : on ne m'entend pas",
        "le casque bluetooth ne se connecte plus au pc",
        "grésillement dans le casque sans fil",
        "casque coupé pendant les réunions",
        "appairer un casque bluetooth",
    ),
    "visio": (
        "écran partagé noir dans la visio",
        "le partage d'écran en visioconférence reste noir",
        "partage d'écran impossible en réunion",
        "les participants ne voient pas mon écran",
        "visio : présentation figée pour les autres",
        "on ne voit plus mes diapos en visio",
    ),
    "notes": (
        "note de frais bloquée en validation",
        "ma note de frais reste en attente",
        "justificatif refusé dans les notes de frais",
        "impossible de joindre un reçu à la note de frais",
        "notes de frais : photo du ticket illisible",
        "remboursement de frais pas parti",
    ),
    "congés": (
        "solde de congés faux",
        "mes congés n'apparaissent pas au bon compteur",
        "demande de congé refusée sans raison",
        "compteur de RTT à zéro",
        "congés posés disparus du planning",
        "le solde de vacances ne tombe pas juste",
    ),
    "étiquettes": (
        "étiquettes décalées sur l'imprimante thermique",
        "l'imprimante d'étiquettes sort des étiquettes vides",
        "code barre illisible sur les étiquettes",
        "étiqueteuse : deux étiquettes au lieu d'une",
        "étiquettes imprimées de travers",
        "le rouleau d'étiquettes n'avance pas droit",
    ),
    "borne": (
        "borne de recharge du parking ne démarre pas",
        "la voiture ne charge plus à la borne",
        "borne de recharge en erreur rouge",
        "charge interrompue à la borne électrique",
        "carte de recharge refusée par la borne",
        "borne véhicule électrique hors service",
    ),
    "signature": (
        "signature électronique : code SMS non reçu",
        "je ne reçois pas le SMS pour signer",
        "impossible de signer le contrat en ligne",
        "lien de signature expiré",
        "le document à signer ne s'ouvre pas",
        "signature du devis en ligne qui échoue",
    ),
    "scanner": (
        "scan vers dossier ne marche plus",
        "le copieur n'envoie plus les scans",
        "numérisation vers le serveur impossible",
        "scan vers mail non reçu",
        "les documents numérisés n'arrivent pas dans le dossier",
        "copieur : échec de la numérisation",
    ),
    "pointage": (
        "pointeuse en panne",
        "mon pointage de ce matin n'est pas enregistré",
        "impossible de pointer à la badgeuse horaire",
        "heures de pointage manquantes",
        "la pointeuse affiche une mauvaise heure",
        "oubli de pointage à corriger",
    ),
}
RARE_THINGS = """
    clavier onduleur vidéoprojecteur tablette modem sauvegarde caméra paie agenda disque souris écran antivirus
    téléphone SIM dessin balance douchette traceur ascenseur parapheur interphone routeur graveur enceinte
    horloge thermostat
    alarme coffre batterie chargeur adaptateur rallonge dictaphone télécopieur broyeur massicot relieuse tableau pupitre
    catalogue annuaire forum enquête sondage cartographie météo archive stock inventaire livraison devis facture avoir
    relance virement trésorerie budget immobilisation transport
""".split()  # noqa: SIM905
RARE_TROUBLES = """
    lent bipe perdu remplacer chauffe installer éteint inconnu rendre cassé réglage doublon langue couleur volume taille
    formation licence droits partage export import recherche tri
""".split()  # noqa: SIM905
ANSWERED = ("mot de passe oublié", "vpn coupé", "imprimante hors ligne", "boîte mail pleine", "wifi absent")


def hurried(words: str, chance: random.Random) -> str:
    """As it is typed on a call: lower case, mostly without accents, now and then with a slip."""
    text = folded(words) if chance.random() < 0.7 else words.lower()
    if chance.random() < 0.25 and len(text) > 8:
        at = chance.randrange(1, len(text) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def planted(begins: datetime, days: int, count: int, seed: int) -> Iterator[Call]:
    """`count` calls with a search each. Of twenty, sixteen are solved, three about one of `TOPICS`, of which the
    largest is three times the smallest, and one about something that hardly anybody else brings."""
    chance = random.Random(seed)  # noqa: S311
    names = sorted(TOPICS)
    sizes = [1 + 2 * n / (len(names) - 1) for n in range(len(names))]
    for n in range(count):
        at = begins + timedelta(minutes=chance.uniform(0, days * 24 * 60))
        kind = chance.random()
        state, outcome = AnswerState.NOTHING_RELIABLE, ev.Outcome.ESCALATED_N2
        if kind < 0.8:
            said, state, outcome = chance.choice(ANSWERED), AnswerState.SURE, ev.Outcome.RESOLVED
        elif kind < 0.95:
            said = chance.choice(TOPICS[chance.choices(names, sizes)[0]])
        else:
            said = f"{chance.choice(RARE_THINGS)} {chance.choice(RARE_TROUBLES)}"
        yield call(f"c{n}", at, hurried(said, chance), state, outcome, caller=f"k{chance.randrange(count)}")


def call(
    name: str,
    at: datetime,
    said: str,
    state: AnswerState,
    outcome: ev.Outcome,
    caller: str = "",
) -> Call:
    """Begun, searched, and closed after five minutes; what was sure and resolved, with the article about the VPN."""
    happened: list[ev.Happening] = [
        ev.Started("phone", caller=caller),
        ev.Searched(said, "hybrid", COMMIT, "g1", state),
        *([ev.Used("vpn")] if state is AnswerState.SURE and outcome is ev.Outcome.RESOLVED else []),
        ev.Closed(outcome),
    ]
    minutes = (0, 1, *[4] * (len(happened) - 3), 5)
    events = (
        Event(f"{name}-{n}", "acme", name, at + timedelta(minutes=minute), what)
        for n, (minute, what) in enumerate(zip(minutes, happened, strict=True))
    )
    return fold(events)
