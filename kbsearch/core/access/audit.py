"""The audit trail: who did what, to what, with which result; each entry sealed together with the seal before it.

Whoever changes, removes or swaps an entry without the secret breaks every seal from there on. What a chain cannot show
by itself, a missing end, an anchor shows: a seal that was written down elsewhere. It vouches for the entries up to its
own: that newer ones were cut off, nothing shows before the next anchor.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

SEAL_BYTES = 32
NO_SEAL = bytes(SEAL_BYTES)
"""Before the first entry."""


class Action(StrEnum):
    """Everything that is accounted for. A name that was ever written is not given to anything else."""

    KEY_CREATE = "key.create"
    KEY_ROTATE = "key.rotate"
    KEY_REVOKE = "key.revoke"
    PERSON_CREATE = "person.create"
    PERSON_PASSWORD = "person.password"  # noqa: S105
    PERSON_ROLES = "person.roles"
    PERSON_DISABLE = "person.disable"
    PERSON_ENABLE = "person.enable"
    SESSION_BEGIN = "session.begin"
    SESSION_END = "session.end"
    INCIDENT_OPEN = "incident.open"
    INCIDENT_CLOSE = "incident.close"
    ARTICLES_APART = "articles.apart"
    ARTICLES_COMPARE = "articles.compare"
    CALLS_IMPORT = "calls.import"
    CALLS_FORGET = "calls.forget"
    CALLS_PURGE = "calls.purge"
    CALLS_EXPIRE = "calls.expire"
    EVIDENCE_PUBLISH = "evidence.publish"
    EVIDENCE_RESTORE = "evidence.restore"
    WEIGHTS_KEEP = "weights.keep"
    WEIGHTS_UNDO = "weights.undo"
    BACKUP_MAKE = "backup.make"
    BACKUP_RESTORE = "backup.restore"
    LINK_CREATE = "link.create"
    INDEX_PUBLISH = "index.publish"
    INDEX_REMOVE = "index.remove"
    WEBHOOK_SECRET = "webhook.secret"  # noqa: S105
    WEBHOOK_ENABLE = "webhook.enable"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that was done, or refused. Everything in it may be read by whoever runs the instance."""

    at: str
    """ISO 8601, UTC."""
    actor: str
    """`key:<id>`, `person:<id>`, or `terminal:<system account>`."""
    action: str
    """The name of an `Action`: text here, so that a trail stays readable when one of them is given up."""
    result: str
    """`done`, `begun` (before what cannot be undone), `failed`, `refused`."""
    client: str = ""
    """Empty for what concerns no single client."""
    object: str = ""
    """Id of what it was done to. Never a text that somebody typed."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody is about to do and that must be accounted for."""

    actor: str
    action: Action
    client: str
    object: str
    """Id of what it is done to."""
    now: datetime

    def entry(self, result: str, detail: str = "") -> Entry:
        return Entry(self.now.isoformat(), self.actor, self.action, result, self.client, self.object, detail)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An entry as it is kept."""

    seq: int
    """1, 2, 3… without a gap."""
    body: bytes
    """The entry in JSON; the seal is over these very bytes."""
    seal: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a check of the whole trail."""

    entries: int
    """Read, up to the first that is wrong."""
    head: bytes
    """The last seal that holds."""
    broken: int | None = None
    """`seq` of the first entry that is not what was written; None = all are."""
    why: str = ""
    anchored: int = 0
    """Up to which entry anchors vouch that none is missing; 0 = there is no anchor."""

    @property
    def unanchored(self) -> int:
        """The last so many entries are newer than the last anchor: were they cut off, nothing would show it."""
        return self.entries - self.anchored


def sealed(secret: bytes, seq: int, before: bytes, entry: Entry) -> Sealed:
    """`entry` as number `seq`, after the one that carries the seal `before`."""
    body = msgspec.json.encode(entry)
    return Sealed(seq, body, seal(secret, seq, before, body))


def seal(secret: bytes, seq: int, before: bytes, body: bytes) -> bytes:
    """HMAC-SHA-256 over the seal before, the number and the body (RFC 2104): 32 bytes."""
    return hmac.new(secret, before + seq.to_bytes(8, "big") + body, hashlib.sha256).digest()


def verify(secret: bytes, trail: Iterable[Sealed], anchors: Mapping[int, bytes]) -> Verdict:
    """Check every entry, first to last, and every anchor (`seq` → its seal)."""
    head, count, anchored = NO_SEAL, 0, 0
    for kept in trail:
        if kept.seq != count + 1:
            why = f"entry {count + 1} is missing; {kept.seq} comes in its place"
            return Verdict(count, head, count + 1, why, anchored)
        if not hmac.compare_digest(kept.seal, seal(secret, kept.seq, head, kept.body)):
            return Verdict(count, head, kept.seq, "it was changed, or one before it was", anchored)
        if anchors.get(kept.seq, kept.seal) != kept.seal:
            return Verdict(count, head, kept.seq, "it is not the entry that was anchored", anchored)
        head, count = kept.seal, kept.seq
        anchored = count if count in anchors else anchored
    missing = min((seq for seq in anchors if seq > count), default=None)
    if missing is not None:
        return Verdict(count, head, count + 1, f"the trail ends here, but entry {missing} was anchored", anchored)
    return Verdict(count, head, anchored=anchored)
