"""Which triggers' phrases a symptom holds, by their words."""

from __future__ import annotations

from kbsearch.core.escalation.nouns import Match
from kbsearch.core.escalation.plan import Plan, content_stems


def word_matches(plan: Plan, symptom: str) -> list[Match]:
    """Phrases all of whose telling words stand in the symptom, in whatever order, folded and stemmed."""
    if not plan.phrases:
        return []
    said = content_stems(symptom, plan.client.lang)
    return [Match(place, phrase, "words") for place, phrase, stems in plan.phrases if stems and stems <= said]
