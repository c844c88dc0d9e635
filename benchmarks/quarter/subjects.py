"""What the calls of a simulated client are about, and in which words they are told."""

from __future__ import annotations

import random
from dataclasses import dataclass

from kbsearch.core.model import Article
from kbsearch.core.text import fold
from tests.core.gaps.planted import TOPICS

SUBJECTS = (
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
    "vitre du hall fissurée",
    "robinet des toilettes qui coule",
    "chariot élévateur qui ne démarre pas",
    "tenue de travail trop petite",
    "courrier recommandé introuvable",
    "visite médicale à programmer",
    "barrière du parking levée en permanence",
    "carte de cantine sans crédit",
    "stagiaire sans convention signée",
    "panneaux solaires qui ne produisent plus",
    "poubelles de tri pleines",
    "drapeau du mât déchiré",
    "porte du quai de livraison bloquée",
    "odeur de brûlé dans l'atelier",
    "traduction d'une notice en allemand",
    "micro-ondes du réfectoire mort",
)
"""Nothing of the sample base is about these: some get an article while somebody looks, most never."""
BEFORE = ("", "", "", "bonjour ", "le client dit : ", "encore ", "urgent ")
AFTER = ("", "", "", " ce matin", " depuis hier", " merci de rappeler", " sur site")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that callers have trouble with."""

    words: str
    article: str
    """Id of the article about it, when it comes; empty = nothing is."""

    def told(self, chance: random.Random) -> str:
        """As a hurried agent writes it, mostly without accents."""
        text = f"{chance.choice(BEFORE)}{self.words}{chance.choice(AFTER)}"
        return fold(text) if chance.random() < 0.7 else text

    @property
    def markdown(self) -> str:
        """Its article, as short as one may be."""
        return (
            f"---\nid: {self.article}\n---\n\n# {self.words.capitalize()}\n\n## Symptômes\n- {self.words}\n\n"
            "## Résolution\n1. Noter depuis quand, et où.\n2. Prévenir les services généraux, qui rappellent.\n"
        )


def subject_of(article: Article) -> Subject:
    """What an article of the sample base is about."""
    return Subject(article.symptoms[0] if article.symptoms else article.title, article.id)
