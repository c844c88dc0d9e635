"""Known incidents: what is broken for many at once, so that the second caller need not be the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kbsearch.core.escalation.plan import content_stems


@dataclass(frozen=True, slots=True)
class Incident:
    """One of one client."""

    id: str
    """The poster's own."""
    title: str
    symptoms: tuple[str, ...]
    """In callers' words: a search that holds or means one of them, or the title, shows the incident."""
    message: str
    """What to tell callers."""
    opened: datetime
    """UTC."""
    closed: datetime | None = None
    """UTC; None while it lasts."""

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.title, *self.symptoms)


def said_in(incidents: Sequence[Incident], symptom: str, lang: str) -> list[int]:
    """Places of the incidents of which one phrase has all its telling words in the symptom."""
    said = content_stems(symptom, lang)
    return [
        place
        for place, incident in enumerate(incidents)
        if any(stems <= said for phrase in incident.phrases if (stems := content_stems(phrase, lang)))
    ]
