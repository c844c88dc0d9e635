"""Texts of figures by topic."""

from __future__ import annotations

TOPIC_TEXTS: dict[str, tuple[str, str]] = {
    "figures-by-topic": ("Par sujet", "By topic"),
    "topics-topic": ("Sujet, dans les mots des appelants", "Topic, in callers’ words"),
    "topics-calls": ("Appels traités", "Calls handled"),
    "topics-fcr": ("FCR sans rappel sur le même sujet", "FCR without call-back on the same topic"),
    "topics-fcr-formula": (
        "premiers contacts mûrs sur ce sujet, clos comme résolus, non transmis, sans nouvel appel du même appelant sur "
        "le même sujet, ou sans qu’on sache sur lequel, ni réouverture, sous {window} ÷ ces premiers contacts mûrs",
        "ripe first contacts about this topic closed as solved, passed to nobody, with no later call of the same "
        "caller about the same topic, or about nobody knows which, and not reopened, in {window} ÷ these ripe "
        "first contacts",
    ),
    "topics-choice": ("Choix du chiffre", "Choice of figure"),
    "topics-usual": ("FCR et temps de traitement", "FCR and handling time"),
    "topics-without": (
        "Les chiffres de la file (décroché, abandon, objectif, attente) n’ont pas de sujet : ils se jouent avant que "
        "quelqu’un dise pourquoi il appelle, et qui raccroche ne le dit jamais.",
        "Figures of the queue (answered, abandoned, service level, waiting) have no topic: they are settled before "
        "anybody says what the call is about, and who hangs up never does.",
    ),
    "topics-csv": ("Tous les chiffres par sujet, en CSV", "All figures by topic, as CSV"),
    "topics-none": ("aucun sujet", "about no topic"),
    "topics-deleted": ("(ses appels sont effacés)", "(its calls are deleted)"),
    "topics-between": (
        "Le FCR sans rappel est entre {low}, où tout nouvel appel compte, et {high}, où seul compte un nouvel appel "
        "sur le même sujet.",
        "FCR without call-back is between {low}, where any later call counts, and {high}, where only one about the "
        "same topic does.",
    ),
    "topics-made": (
        "Les sujets ont été figés sur les appels du {since} au {until}.",
        "Topics were frozen from calls from {since} to {until}.",
    ),
    "topics-unread": (
        "Trop de formulations différentes pour les lire toutes d’un coup : les moins fréquentes ({wordings}) n’ont pas "
        "été lues, et les appels qui les portent ({calls}) sont comptés avec ceux d’aucun sujet. Demandée de nouveau, "
        "la page lit la suite.",
        "Too many different wordings to read all of them at once: the least frequent ({wordings}) were not read, and "
        "the calls that have them ({calls}) are counted with those about no topic. Asked for again, the page reads on.",
    ),
    "topics-not-frozen": (
        "Aucun sujet n’a été figé sur des appels d’avant la fin de ces jours. Pour les figer, sur le serveur :",
        "No topics were frozen from calls before the end of these days. To freeze them, on the server:",
    ),
}
"""Key → (French, English). Braces are filled by name."""
