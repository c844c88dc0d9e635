"""Known incidents: what is broken for many at once, so that the second caller need not be the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kbsearch.core.escalation.hearing import Heard
from kbsearch.core.escalation.phrases import Phrase, content_words, phrases_of
from kbsearch.core.happenings import ADDRESS_ID
from kbsearch.errors import BadRequest

NOT_BLANK = r"\S"
TELLING_WORDS = 2
"""From which a text has a meaning of its own: that of one word is little more than its spelling."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One of one client."""

    client: str
    id: str
    """The poster's own."""
    title: str
    symptoms: tuple[str, ...]
    """In callers' words: a search that holds or means one of them, or the title, shows the incident."""
    message: str
    """What to tell callers."""
    opened: datetime
    """UTC; it is shown from then on."""
    closed: datetime | None = None
    """UTC, not before `opened`; None while no end is known."""

    @property
    def phrases(self) -> tuple[str, ...]:
        return (self.title, *self.symptoms)

    def state(self, now: datetime) -> Literal["planned", "open", "closed"]:
        """At that moment; it is shown while it is open."""
        if now < self.opened:
            return "planned"
        return "open" if self.closed is None or now < self.closed else "closed"


def checked(incident: Incident) -> Incident:
    """The same, if it can be shown and closed. Raises `BadRequest`."""
    if not re.search(ADDRESS_ID, incident.id):
        message = "An incident's id has 1 to 128 characters, none of them “/” or a control character, and is not “.”."
        raise BadRequest(message, field="id", key="field-id-of-address")
    if not all(re.search(NOT_BLANK, phrase) for phrase in incident.phrases):
        raise BadRequest("An incident's title and symptoms are not blank.", field="title")
    return incident


def said_in(incidents: Sequence[Incident], symptom: Heard, lang: str) -> list[int]:
    """Places of the incidents of which one phrase has all its telling words in the symptom: by their stems, and of a
    phrase of one word that word or its plural, since a stem alone is shared by words that have nothing in common."""
    words = {_singular(word) for word in symptom.telling}

    def is_said(phrase: Phrase) -> bool:
        needed = content_words(phrase.text)
        is_telling_enough = len(needed) >= TELLING_WORDS or {_singular(word) for word in needed} <= words
        return is_telling_enough and phrase.is_said(symptom)

    return [at for at, one in enumerate(incidents) if any(map(is_said, phrases_of(one.phrases, lang)))]


def is_telling(text: str) -> bool:
    """Whether a text has enough words to be compared by its meaning."""
    return len(content_words(text)) >= TELLING_WORDS


def _singular(word: str) -> str:
    return word.rstrip("sx") if len(word) > 3 else word
