"""Texts of the pages on which a supervisor reads what calls say of the base."""

from __future__ import annotations

from kbsearch.api.effects.texts import EFFECT_TEXTS
from kbsearch.api.figures.article_texts import ARTICLE_FIGURE_TEXTS
from kbsearch.api.figures.topic_texts import TOPIC_TEXTS
from kbsearch.api.gaps.texts import GAP_TEXTS
from kbsearch.api.health.texts import HEALTH_TEXTS

DOWNLOAD_TEXTS: dict[str, tuple[str, str]] = {
    "report-download": ("Le rapport mensuel", "The monthly report"),
    "report-month": ("Mois, comme 2026-11 ; sans rien, le dernier fini", "Month, as 2026-11; empty: the last one over"),
    "report-lang": ("Langue", "Language"),
    "report-lang-own": ("Celle du client", "The client’s own"),
    "report-lang-fr": ("français", "French"),
    "report-lang-en": ("anglais", "English"),
    "report-wait": (
        "Pour un mois de milliers d’appels, le fichier vient au bout d’une minute ou plus : les recherches passent "
        "d’abord.",
        "For a month of thousands of calls the file comes after a minute or more: searches go first.",
    ),
    "report-as-page": ("Télécharger la page", "Download the page"),
    "report-as-pdf": ("Télécharger en PDF", "Download as PDF"),
    "value-lang": ("Les langues sont fr et en.", "The languages are fr and en."),
}
SUPERVISOR_TEXTS: dict[str, tuple[str, str]] = {
    **DOWNLOAD_TEXTS,
    **ARTICLE_FIGURE_TEXTS,
    **EFFECT_TEXTS,
    **GAP_TEXTS,
    **HEALTH_TEXTS,
    **TOPIC_TEXTS,
}
"""Key → (French, English). Braces are filled by name."""
