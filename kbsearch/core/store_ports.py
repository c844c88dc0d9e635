"""What the flows need of the stores of calls, incidents and answers, as protocols of one to five methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.calls.replies import Mark
from kbsearch.core.figures.table import CallTable
from kbsearch.core.one_client import OneClient
from kbsearch.core.topics import Member, Topics
from kbsearch.errors import KbsearchError


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the events of one `append`."""

    new: int
    """Written now."""
    repeated: int
    """Known before, with the same content, or given twice."""


class EventLog(Protocol):
    """Events, kept for good. Any thread may call.

    It stores what it is given: texts arrive **already redacted** and callers as keys. It neither finds nor removes
    personal data. `shown` says, by event id, what stood on the screen, as JSON: it is kept beside the event, once per
    client and text, and not compared when the event is repeated.
    """

    def append(self, client: OneClient, events: Sequence[Event], shown: Mapping[str, str] = ...) -> Appended:
        """All of the client's events or none; returns only when they are on disk. One (client, event id) is one event.

        Raises `ScopeViolation` when one of them is another client's, `EventConflict` when an id is known with other
        content, `BadRequest` for an event that could not be read back, `StateError` when nothing was acknowledged (send
        the same events again; its text is "busy" when too many wait already).
        """

    def send(
        self,
        client: OneClient,
        events: Sequence[Event],
        tell: Callable[[Appended | KbsearchError], None],
        shown: Mapping[str, str] = ...,
    ) -> None:
        """`append` for those who must not wait: `tell` gets, once and on another thread, what became of them.

        Whatever is wrong with the events themselves is raised here, and `StateError` "busy"; `tell` is not called then.
        """

    def close(self) -> None:
        """Write what waits, then let go of the files. Later calls raise `StateError`. Closing twice does nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One event as it is on record."""

    event: Event
    shown: str
    """What stood on the screen then, as JSON; empty when nothing was kept."""


class CallStore(Protocol):
    """The calls that the events make. Any thread may call."""

    @property
    def id(self) -> str:
        """Of the store itself, given when it was made and kept by its copies: what is derived from it names it."""

    def call(self, client: OneClient, id: str) -> Call | None:
        """This client's call of that id; None when it has no event."""

    def calls(self, client: OneClient, since: datetime, until: datetime) -> Sequence[Call]:
        """This client's calls with `since <= Call.started < until`, both with an offset; by start, ties by id."""

    def history(self, client: OneClient, id: str) -> Sequence[Kept]:
        """Every event of this client's call, by time, ties by event id; nothing when there is no such call."""

    def clients(self) -> Sequence[str]:
        """Who has any call on record, sorted: also clients that are served no more. For whoever runs the instance."""


class CallNumbers(Protocol):
    """Each call as the numbers that figures are made of. Any thread may call. They follow what is written by no more
    than `catch_up` has to do, and cost the same for each event however many calls there are."""

    def catch_up(self, client: OneClient, at_most: int) -> bool:
        """Fold this client's calls of which more was written, so many at most. Whether none was left then. Others may
        write meanwhile. Raises `StateError`."""

    def waiting(self, client: OneClient) -> int:
        """How many are to be folded."""

    def changed(self) -> Sequence[str]:
        """Clients with calls that are to be folded. For whoever runs the instance."""

    def table(self, client: OneClient, since: datetime, until: datetime, *, with_ids: bool = False) -> CallTable:
        """This client's calls with `since <= Call.started < until`, oldest first, ties by id, as they were folded last:
        48 bytes each."""


class IncidentStore(Protocol):
    """Known incidents. Any thread may call."""

    def open(self, client: OneClient, incident: Incident, *, now: datetime) -> bool:
        """False when it was opened before in the same words.

        Raises `EventConflict` when in others, or over by `now`, and `ScopeViolation` for another client's.
        """

    def close_incident(self, client: OneClient, id: str, at: datetime, *, now: datetime) -> bool:
        """It ends at `at`, in place of a later end that is after `now`. False when its end stays as it was. Raises
        `NotFound`, and `BadRequest` for a time before it was opened."""

    def active(self, client: OneClient, now: datetime) -> Sequence[Incident]:
        """This client's that are open at that moment, newest first."""

    def incidents(self, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Incident]:
        """Open and closed, newest first, ties by id. `after`: opening and id of the one before the first."""

    def incident(self, client: OneClient, id: str) -> Incident | None: ...


class TopicStore(Protocol):
    """What calls are about, as it was settled from time to time. Any thread may call. What becomes of a call becomes of
    its membership: erased with it."""

    def freeze(self, client: OneClient, topics: Topics) -> None:
        """Raises `ScopeViolation` for another client's, `StateError`."""

    def last(self, client: OneClient, until: datetime) -> Topics | None:
        """Of this client's topics that are made of calls before `until` alone, those that are made of the latest; of
        several the ones frozen last. None = none were frozen."""

    def newest(self, client: OneClient) -> datetime | None:
        """When topics of this client were frozen last, whichever calls they are made of; None = none were."""

    def assign(self, client: OneClient, frozen: datetime, members: Sequence[Member]) -> None:
        """Later calls come to the topics frozen at that moment; what is known of a call stays. Raises `NotFound`."""


class ApartStore(Protocol):
    """What people said of pairs of articles. Any thread may call."""

    def tell(self, client: OneClient, one: str, other: str, at: datetime) -> bool:
        """They are not the same, in whichever order; False when that was said before. Raises `StateError`."""

    def take_back(self, client: OneClient, one: str, other: str) -> bool:
        """They may be the same after all; False when that they are not was not on record. Raises `StateError`."""

    def told(self, client: OneClient) -> tuple[tuple[str, str], ...]:
        """This client's pairs, the last told first, in each the one first that is before the other in the alphabet."""


class Replies(Protocol):
    """First answers to posts that were given a key, each kept for `KEPT_FOR`. Any thread may call.

    `claim` comes first; when it gives None, the post is done and then exactly one of the others says how that ended.
    """

    def claim(self, client: OneClient, mark: Mark, now: datetime) -> bytes | None:
        """The answer to give again; None = do it. Raises `KeyReused`, and `KeyInUse` while this process does it,
        or another that began a moment ago."""

    def keep(self, client: OneClient, mark: Mark, reply: bytes) -> None:
        """It was done, and this is the answer."""

    def release(self, client: OneClient, mark: Mark) -> None:
        """It was refused, nothing was done: the key is free again."""

    def leave(self, client: OneClient, mark: Mark) -> None:
        """What became of it is not known: the same post may be sent again, and no other under this key."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted, and what a reading of the whole file found of it afterwards."""

    calls: int
    events: int
    texts: int
    """Screens that no call of the client refers to any more."""
    left: int
    """Deleted events, and kinds of calls, of which something is still in the file: 0, or the erasure failed."""
    is_log_empty: bool
    """False: somebody was reading, so that older pages may stay in the log until it is copied. Erase again."""
    is_compact: bool = False
    """Whether the file was rewritten without its unused parts, where ids of deleted calls and articles may stand."""


class Erasure(Protocol):
    """Calls deleted for good. Backups and copies of the file made before are not reached."""

    def old(self, client: OneClient, before: datetime) -> Sequence[str]:
        """This client's calls in which nothing happened since that moment. An event whose own time is still to come
        counts by when it was met here first: see `erasure`."""

    def erase(self, client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        """Delete this client's calls of these ids, or those of which nothing happened since that moment."""

    def compact(self) -> bool:
        """Rewrite the file without its unused parts; who writes meanwhile waits. False as in `Erased.is_log_empty`."""
