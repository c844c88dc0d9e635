"""Which triggers' phrases a symptom holds, by their words."""

from __future__ import annotations

from kbsearch.core.escalation.hearing import Heard
from kbsearch.core.escalation.nouns import Match
from kbsearch.core.escalation.plan import Plan


def word_matches(plan: Plan, symptom: Heard) -> list[Match]:
    """Phrases all of whose telling words stand in the symptom, none of them denied, and of as many and whose."""
    return [Match(place, phrase.text, "words") for place, phrase in plan.phrases if phrase.is_told(symptom)]
