"""Known incidents: what is broken for many at once, so that the second caller need not be the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kbsearch.core.calls.happenings import ADDRESS_ID
from kbsearch.core.escalation.hearing import Heard, tells, units
from kbsearch.core.escalation.phrases import Phrase, content_words, phrases_of
from kbsearch.core.redaction import without_finds
from kbsearch.errors import BadRequest

NOT_BLANK = r"\S"
MOST_TITLE_CHARS = 200
"""Of the title, and of each symptom."""
LEAST_SYMPTOM_CHARS = 2
MOST_SYMPTOMS = 20
MOST_MESSAGE_CHARS = 2000
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What is no space, and none of the characters that only say how others are written."""
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
        """What callers may say of it: nobody repeats what stands for a name that was taken out. Where less than two
        words are left that tell something (*panne chez Mme Durand*), all of it has to be said."""
        return tuple(map(_without_finds, (self.title, *self.symptoms)))

    def state(self, now: datetime) -> Literal["planned", "open", "closed"]:
        """At that moment; it is shown while it is open."""
        if now < self.opened:
            return "planned"
        return "open" if self.closed is None or now < self.closed else "closed"

    def is_over(self, now: datetime) -> bool:
        """Whether its end stands: it is past, or the incident will never begin. One that is still to come can be
        brought forward."""
        return self.closed is not None and self.closed <= max(self.opened, now)


def checked(incident: Incident) -> Incident:
    """The same, if it can be shown and closed. Raises `BadRequest`."""
    if not re.search(ADDRESS_ID, incident.id):
        message = "An incident's id has 1 to 128 characters, none of them “/” or a control character, and is not “.”."
        raise BadRequest(message, field="id", key="field-id-of-address")
    if not all(map(_VISIBLE.search, (incident.title, *incident.symptoms))):
        field = "symptoms" if _VISIBLE.search(incident.title) else "title"
        raise BadRequest("An incident's title and symptoms are not blank.", field=field, key="field-blank")
    _require_fitting(incident)
    if not all(any(map(tells, content_words(said))) for said in incident.symptoms):
        message = "Each symptom holds a word that callers do not say of everything."
        raise BadRequest(message, field="symptoms", key="field-says-nothing")
    return incident


def _require_fitting(incident: Incident) -> None:
    """What stands above an answer leaves room for the answer. Raises `BadRequest`."""
    if len(incident.title) > MOST_TITLE_CHARS:
        raise BadRequest(f"An incident's title has at most {MOST_TITLE_CHARS} characters.", field="title")
    if len(incident.message) > MOST_MESSAGE_CHARS:
        raise BadRequest(f"An incident's message has at most {MOST_MESSAGE_CHARS} characters.", field="message")
    lengths = tuple(map(len, incident.symptoms))
    if len(lengths) > MOST_SYMPTOMS or not all(LEAST_SYMPTOM_CHARS <= one <= MOST_TITLE_CHARS for one in lengths):
        bounds = f"of {LEAST_SYMPTOM_CHARS} to {MOST_TITLE_CHARS} characters each"
        raise BadRequest(f"An incident has at most {MOST_SYMPTOMS} symptoms, {bounds}.", field="symptoms")


def said_in(incidents: Sequence[Incident], symptom: Heard, lang: str) -> list[int]:
    """Places of the incidents of which one phrase has all its telling words in the symptom: by their stems, and of a
    phrase of one word that word or its plural, since a stem alone is shared by words that have nothing in common. A
    phrase of which no word tells anything (*plus rien*) is said by all its words as they stand."""
    words = frozenset[str]().union(*map(_singulars, symptom.words))

    def is_said(phrase: Phrase) -> bool:
        needed = content_words(phrase.text)
        if not any(map(tells, needed)):
            return bool(needed) and frozenset(unit[0] for unit in units(phrase.text)) <= symptom.words
        is_telling_enough = len(needed) >= TELLING_WORDS or all(_singulars(word) & words for word in needed)
        return is_telling_enough and phrase.is_said(symptom)

    return [at for at, one in enumerate(incidents) if any(map(is_said, phrases_of(one.phrases, lang)))]


def _without_finds(text: str) -> str:
    left = without_finds(text)
    return left if sum(map(tells, content_words(left))) >= TELLING_WORDS else text


def is_telling(text: str) -> bool:
    """Whether a text has enough words to be compared by its meaning."""
    return len(content_words(text)) >= TELLING_WORDS


def _singulars(word: str) -> frozenset[str]:
    """What a folded word may be the plural of, itself included: *terminaux* of *terminal*."""
    if len(word) <= 3:
        return frozenset({word})
    found = {word.rstrip("sx")}
    if word.endswith("aux") and not word.endswith("eaux"):
        found.add(word[:-3] + "al")
    return frozenset(found)
