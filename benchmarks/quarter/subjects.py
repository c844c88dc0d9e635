"""What the calls of a simulated client are about, and in which words they are told."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kbsearch.core.model import Article
from kbsearch.core.text import fold
from tests.core.gaps.planted import TOPICS

TREATED = 16
"""Subjects of which an article comes while somebody looks: as many as `tests.core.effects.planted` gives one of 48."""
LACKING = (
    *(words[0] for words in TOPICS.values()),
    "le store électrique du bureau ne remonte plus",
    "fontaine à eau fuit dans le couloir",
    "ascenseur arrêté entre deux étages",
    "demande de cartes de visite pas imprimée",
    "colis attendu jamais livré à l'accueil",
    "climatisation trop froide en salle de formation",
    "onduleur du local serveur bipe sans arrêt",
    "vidéoprojecteur de la salle de réunion éteint",
    "interphone de l'entrée inaudible",
    "coffre-fort qui refuse son code",
    "broyeur de documents bloqué",
    "thermostat du bureau déréglé",
    "alarme incendie qui sonne pour rien",
    "dictaphone qui n'enregistre plus",
    "machine à café en panne",
    "lumière du parking qui clignote",
    "voiture de service à réserver",
    "sondage interne impossible à remplir",
    "casier du vestiaire coincé",
    "fauteuil cassé à remplacer",
    "souris qui saute sur l'écran",
    "tableau blanc interactif décalé",
)
"""Nothing of any base is about these."""
BEFORE = ("", "", "", "bonjour ", "le client dit : ", "encore ", "urgent ")
AFTER = ("", "", "", " ce matin", " depuis hier", " merci de rappeler", " sur site")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that callers have trouble with."""

    words: str
    article: str
    """Id of the article about it; empty = nothing is."""

    def told(self, chance: random.Random) -> str:
        """As a hurried agent writes it, mostly without accents."""
        text = f"{chance.choice(BEFORE)}{self.words}{chance.choice(AFTER)}"
        return fold(text) if chance.random() < 0.7 else text


def treated(articles: Sequence[Article]) -> list[Article]:
    """The articles that come late: spread over the base."""
    own = [one for one in articles if one.symptoms]
    return own[1 :: len(own) // TREATED][:TREATED]


def subject_of(article: Article) -> Subject:
    return Subject(article.symptoms[0] if article.symptoms else article.title, article.id)
