"""What the real model finds alike in what callers say within an hour."""

from __future__ import annotations

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.alerts.left import Left, subjects
from kbsearch.core.alerts.rules import Burst
from kbsearch.flows.gaps import grouped

TITLES = (
    "TPE hors ligne", "Rouleau de papier coincé", "Clôture de caisse impossible", "Badge perdu", "Remise rejetée",
    "Écran tactile figé", "Ticket illisible", "Tiroir-caisse bloqué", "Mot de passe expiré", "Imprimante muette",
)  # fmt: skip
ALIKE = (
    "le vpn ne se connecte plus", "vpn connexion impossible", "impossible de se connecter au vpn", "plus de vpn",
    "le vpn coupe tout le temps", "vpn déconnecté", "connexion vpn refusée", "erreur à la connexion du vpn",
    "le client vpn n’accepte plus la connexion", "le vpn tombe",
)  # fmt: skip
UNLIKE = (
    "le badge n’ouvre plus le portail", "imprimante de la cuisine muette", "le casque grésille", "facture en double",
    "le chauffage de la réserve est coupé", "douchette introuvable", "virement rejeté par la banque",
    "la pointeuse avance d’une heure", "l’ascenseur est bloqué", "le logo est flou sur l’affiche",
)  # fmt: skip


def largest(embedder: GraphEmbedder | None, words: tuple[str, ...]) -> int:
    now = Left(len(words), frozenset((f"poste {at}", one) for at, one in enumerate(words)))
    return subjects(now, [], lambda wordings: grouped(wordings, embedder, TITLES))[0].callers


def test_ten_who_bring_one_thing_are_enough_for_a_burst_and_ten_who_bring_ten_are_not(embedder: GraphEmbedder) -> None:
    assert largest(embedder, ALIKE) >= 8
    assert largest(embedder, UNLIKE) < Burst().at_least
    assert largest(embedder, (*ALIKE, *UNLIKE)) >= 8


def test_without_the_model_fewer_are_alike_and_no_more(embedder: GraphEmbedder) -> None:
    assert Burst().at_least <= largest(None, ALIKE) <= largest(embedder, ALIKE)
    assert largest(None, UNLIKE) < Burst().at_least
