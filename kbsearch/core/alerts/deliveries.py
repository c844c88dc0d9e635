"""One post of a webhook, from when it is written to when it arrived or was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

BACK_OFF = tuple(timedelta(seconds=some) for some in (5, 30, 2 * 60, 10 * 60, 3600, *[6 * 3600, 12 * 3600, 12 * 3600]))
"""After each try that failed; after the last one, 31 hours later, it is given up."""
LONGEST_WAIT = timedelta(hours=6)
"""However much more the other side asks for (`Retry-After`)."""
TOO_OLD = timedelta(days=2)
"""What was not sent by then, as by a server that stood still, is given up: nobody needs it any more."""
GONE = 410


class State(StrEnum):
    """Where it is."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Its bytes and its id are the same at every try: whoever gets it twice knows it by its id."""

    client: str
    id: str
    body: bytes
    made: datetime
    tries: int
    """This one included."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a try."""

    status: int
    """Of HTTP; 0 = there was none."""
    retry_after: str = ""
    """As it was said."""
    why: str = ""
    """In a word or two, where there was no status. It names no address, and nothing of what was sent."""

    @property
    def told(self) -> str:
        return str(self.status) if self.status else self.why


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of it then."""

    state: State
    due: datetime
    """When it is tried again, where it is pending."""
    told: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """How a client's webhook fares."""

    client: str
    waiting: int
    """Not arrived yet, and still to be tried."""
    failed: int
    """Given up, of the last thirty days."""
    told: str
    """What came of the last try that failed, of those waiting or given up; empty = none failed."""


def fate(delivery: Delivery, answer: Answer, now: datetime) -> Fate:
    """Arrived at any 2xx; given up at 410, and after the last try; else tried again.

    >>> made = datetime(2026, 11, 2, 9, tzinfo=UTC)
    >>> first = Delivery("alpha", "msg_1", b"{}", made, tries=1)
    >>> fate(first, Answer(503), made).due - made
    datetime.timedelta(seconds=5)
    >>> fate(first, Answer(429, retry_after="60"), made).due - made
    datetime.timedelta(seconds=60)
    >>> fate(first, Answer(410), made).state.value
    'failed'
    """
    if 200 <= answer.status < 300:
        return Fate(State.SENT, now, answer.told)
    if answer.status == GONE or delivery.tries > len(BACK_OFF) or now - delivery.made > TOO_OLD:
        return Fate(State.FAILED, now, answer.told)
    wait = max(BACK_OFF[delivery.tries - 1], min(asked_to_wait(answer.retry_after, now), LONGEST_WAIT))
    return Fate(State.PENDING, now + wait, answer.told)


def asked_to_wait(text: str, now: datetime) -> timedelta:
    """`Retry-After` of RFC 9110: seconds or a date; nothing where it is neither, or past."""
    said = text.strip()
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), int(LONGEST_WAIT.total_seconds())))
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return timedelta()
    return max(at.replace(tzinfo=at.tzinfo or UTC) - now, timedelta())
