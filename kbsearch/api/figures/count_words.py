"""A plain count in words: its title, and by what rule it is counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from kbsearch.api.catalogue import Lang, text
from kbsearch.api.local_words import days
from kbsearch.core.figures.counts import OUTCOMES

BEGUN = {
    "began": "figures-began",
    "handled": "figures-handled",
    "abandoned": "figures-abandoned",
    "unfinished": "figures-unfinished",
    "unanswered": "figures-unanswered",
    "first_contacts": "figures-first",
    "unripe_contacts": "figures-unripe",
    "repeated_contacts": "figures-repeated",
    "unattached": "figures-unattached",
}
"""Count → its text, in the order in which they are shown. So are these."""
OF_QUEUE = {
    "queue_presented": "figures-queue-presented",
    "queue_answered": "figures-queue-answered",
    "queue_abandoned": "figures-queue-abandoned",
    "queue_overflowed": "figures-queue-overflowed",
    "queue_dissuaded": "figures-queue-dissuaded",
    "queue_callback_requested": "figures-queue-callback_requested",
    "queue_voicemail": "figures-queue-voicemail",
    "queue_failed": "figures-queue-failed",
    "queue_untold": "figures-queue-untold",
}
NOT_PRESENTED = {"menu_abandoned": "figures-menu_abandoned", "closed_hours": "figures-closed_hours"}
_OUTCOME_OF = {name: outcome for outcome, name in OUTCOMES.items()}


def said(lang: Lang) -> Mapping[str, Any]:
    """How pages say counts."""
    return {
        "head_counts": BEGUN,
        "outcome_counts": [*_OUTCOME_OF],
        "queue_counts": OF_QUEUE,
        "not_presented": NOT_PRESENTED,
        "count_title": partial(title, lang=lang),
        "count_formula": partial(formula, lang=lang),
    }


def title(name: str, *, lang: Lang) -> str:
    outcome = _OUTCOME_OF.get(name)
    return text(lang, f"c-outcome-{outcome}") if outcome else text(lang, {**BEGUN, **OF_QUEUE, **NOT_PRESENTED}[name])


def formula(name: str, window: timedelta, *, lang: Lang) -> str:
    """`window`: within which a later call is a call-back."""
    if name in _OUTCOME_OF:
        return text(lang, "formula-outcome", outcome=title(name, lang=lang))
    return text(lang, f"formula-{name}", window=days(window, lang))
