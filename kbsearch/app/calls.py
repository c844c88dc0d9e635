"""The calls of one instance: what the doors may say and ask of them."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from kbsearch.core.alerts.ports import AlertStore
from kbsearch.core.call_file import CallFile
from kbsearch.core.calls.call import Call, adds_to, fold
from kbsearch.core.calls.call_list import Wanted
from kbsearch.core.calls.events import Event, turn
from kbsearch.core.calls.handover import Told
from kbsearch.core.calls.happenings import Happening, Searched, Started, Telephoned
from kbsearch.core.calls.imported import Found
from kbsearch.core.calls.incidents import Incident, checked
from kbsearch.core.calls.telephony import adds_to as says_more
from kbsearch.core.client import Client
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.store_ports import Appended, CallNumbers, Erased, IncidentStore, Kept, Replies, TopicStore
from kbsearch.core.telephone.queue_calls import QueueCall
from kbsearch.errors import BadRequest, EventConflict, KbsearchError, NotFound, StateError
from kbsearch.flows.load_calls import Heard, Known, Loaded, load_calls
from kbsearch.flows.load_queue_log import QueueLoaded, load_queue_calls
from kbsearch.flows.record import MOST_CHARS, CameIn, Recording, Shown, Wall, described, searched, started, told

log = logging.getLogger("kbsearch.calls")

PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:#-]{0,127}")
TAG_CHARS = 32
Tell = Callable[[Appended | KbsearchError], None]


class Calls:
    """Any thread may call. The store is opened when it is first needed, and again after it could not be."""

    def __init__(
        self,
        open_file: Callable[[], CallFile],
        wall: Wall,
        *,
        is_there: Callable[[], bool],
        tag: Callable[[OneClient, str, bytes], str],
    ) -> None:
        """`is_there`: whether something was kept before, so that asking for nothing makes no file.

        `tag`: client, purpose and data → a keyed hash, the client's own and of no use for another purpose.
        """
        self.tag = tag
        self._open_file, self._wall, self._is_there = open_file, wall, is_there
        self._file: CallFile | None = None
        self._lock = threading.Lock()

    def record(self, client: OneClient, events: Sequence[Event], snapshot: Snapshot | None) -> Appended:
        """Keep events of one client, as told; returns when they are on disk. Raises like `EventLog.append`.

        `snapshot` is what that client is served from, None when nothing is: a call is kept all the same.
        """
        recording = told(client, events, snapshot, self._wall)
        return self.file().append(client, recording.events, recording.shown)

    def send(self, client: OneClient, events: Sequence[Event], snapshot: Snapshot | None, tell: Tell) -> None:
        """`record` for those who must not wait: see `EventLog.send`."""
        self._send(client, told(client, events, snapshot, self._wall), tell)

    def send_start(
        self, client: OneClient, call: str, came: CameIn, now: datetime, tell: Tell, *, dated: bool = False
    ) -> None:
        """Keep how a call came in. `tell` may get `EventConflict`: the same was said before, see `say_again`.

        `dated`: `now` is when it was known, as told. The same told late then changes nothing that was known later.
        """
        after = now.isoformat() if dated else ""
        self._send(client, started(client, call, came, now, self._wall, after=after), tell)

    def record_start(self, client: OneClient, call: str, start: Started, now: datetime) -> Appended:
        """`send_start` and, where it is needed, `say_again`, for those who can wait."""
        came = CameIn(start)
        try:
            return self.file().append(client, started(client, call, came, now, self._wall).events)
        except EventConflict:
            return self.say_again(client, call, came, now)

    def say_again(self, client: OneClient, call: str, came: CameIn, now: datetime) -> Appended:
        """Keep what was said before and is so no more: another queue, then the first one again. Waits for the disk."""
        known = [kept.event for kept in self.history(client, call)]
        told = [event for event in known if isinstance(event.what, Started | Telephoned)]
        again = started(client, call, came, now, self._wall, after=told[-1].id).events
        new = [event for event in again if _tells(fold(known), event.what)]
        appended = self.file().append(client, new) if new else Appended(0, 0)
        return Appended(appended.new, appended.repeated + len(again) - len(new))

    def record_symptom(self, client: OneClient, call: str, symptom: str, now: datetime) -> Appended:
        """Keep what the caller said the problem is, once for a call however often it is told. Waits for the disk."""
        try:
            return self.file().append(client, described(client, call, symptom, now, self._wall).events)
        except EventConflict:  # the same was said before, at another moment
            return Appended(0, 1)

    def send_search(self, client: OneClient, call: str, shown: Shown, tell: Tell) -> None:
        """Keep a search of a call with every row of its answer."""
        self._send(client, searched(client, call, shown, self._wall), tell)

    def holds_search(self, client: OneClient, call: str, shown: Shown) -> bool:
        """Whether this very search was kept for this call before, under the same id."""
        what = searched(client, call, shown, self._wall).events[0].what
        known = self.file().history(client, call)
        return any(kept.event.id == shown.id and _same_search(kept.event.what, what) for kept in known)

    def record_search(self, client: OneClient, call: str, shown: Shown) -> Appended:
        """`send_search` for those who can wait; raises instead of telling."""
        recording = searched(client, call, shown, self._wall)
        return self.file().append(client, recording.events, recording.shown)

    def load(self, client: OneClient, found: Iterable[Found], known: Known, *, tell: Heard = lambda _: None) -> Loaded:
        """Keep the calls of a file about this client: see `load_calls`."""
        return load_calls(client, self.file(), found, self._wall, known=known, tell=tell)

    def load_queue_calls(self, client: OneClient, calls: Sequence[QueueCall]) -> QueueLoaded:
        """Keep what a telephone system's log tells of this client's calls: see `load_queue_calls`."""
        return load_queue_calls(client, self.file(), calls, self._wall)

    def call(self, client: OneClient, id: str) -> Call:
        """Raises `NotFound`."""
        found = self.file().call(client, id)
        if found is None:
            raise NotFound("This client has no such call.")
        return found

    def history(self, client: OneClient, id: str) -> Sequence[Kept]:
        """Everything that happened in a call, as `turn` sorts it, with what stood on the screen. Raises
        `NotFound`."""
        if found := self.file().history(client, id):
            return sorted(found, key=lambda kept: turn(kept.event))
        raise NotFound("This client has no such call.")

    def between(self, client: OneClient, since: datetime, until: datetime) -> Sequence[Call]:
        """This client's calls that began in that time, oldest first."""
        return self.file().calls(client, since, until)

    def page(
        self, client: OneClient, wanted: Wanted, limit: int, after: tuple[datetime, str] | None = None
    ) -> Sequence[Call]:
        """This client's calls, newest first: see `CallList.page`."""
        return self.file().page(client, wanted, limit, after)

    def each(
        self, client: OneClient, since: datetime, until: datetime, *, besides: Container[str] = ()
    ) -> Iterator[Call]:
        """This client's calls that began in that time, one after the other: see `CallList.each`."""
        return self.file().each(client, since, until, besides=besides) if self.holds_any() else iter(())

    def mark(self, client: OneClient, since: datetime) -> tuple[int, ...]:
        """See `CallList.mark`."""
        return self.file().mark(client, since) if self.holds_any() else ()

    def agent_key(self, client: OneClient, account: str) -> str:
        """What stands for this account in the calls that it took: see `Wanted.agent`."""
        return self._wall.agent_key(client, account)

    def clients(self) -> Sequence[str]:
        """Who has any call on record, sorted: also clients that are served no more."""
        return self.file().clients() if self.holds_any() else ()

    def retained(self, client: OneClient) -> Client:
        """A client that is served no more, with the defaults of retention and time zone. Raises `NotFound`."""
        if client.id in self.clients():
            return Client(client.id)
        raise NotFound("There is no such client.")

    @property
    def is_open(self) -> bool:
        """Whether the store was opened already."""
        return self._file is not None

    @property
    def incidents(self) -> IncidentStore:
        """Known incidents. Raises `StateError`."""
        return self.file().incidents

    @property
    def replies(self) -> Replies:
        """First answers to posts that were given a key. Raises `StateError`."""
        return self.file().replies

    @property
    def topics(self) -> TopicStore:
        """What calls are about. Raises `StateError`."""
        return self.file().topics

    @property
    def numbers(self) -> CallNumbers:
        """What figures are counted from. Raises `StateError`."""
        return self.file().numbers

    @property
    def alerts(self) -> AlertStore:
        """What was seen of figures. Raises `StateError`."""
        return self.file().alerts

    def incident(self, client: OneClient, id: str) -> Incident:
        """Raises `NotFound`."""
        found = self.incidents.incident(client, id)
        if found is None:
            raise NotFound("This client has no such incident.")
        return found

    def holds_any(self) -> bool:
        """Whether there may be anything to read: False before anything was kept."""
        return self.is_open or self._is_there()

    def open_incident(self, client: OneClient, incident: Incident) -> bool:
        """Keep it, its words redacted. Raises like `IncidentStore.open`, and `BadRequest` for one that could not be
        shown or closed, or whose id tells of a person."""
        self._wall.require_impersonal(checked(incident).id, "id")
        redact = self._wall.redact
        symptoms = tuple(map(redact, incident.symptoms))
        clean = replace(incident, title=redact(incident.title), symptoms=symptoms, message=redact(incident.message))
        return self.incidents.open(client, clean, now=datetime.now(UTC))

    def name_on_trail(self, client: OneClient, incident: str) -> str:
        """How the audit trail, which forgets nothing, names an incident: by its id if that is plain, else by a tag."""
        if PLAIN_ID.fullmatch(incident) and self._wall.redact(incident) == incident:
            return incident
        return f"tag:{self.tag(client, 'audit object', incident.encode('utf-8', 'replace'))[:TAG_CHARS]}"

    def require_impersonal(self, id: str, field: str) -> None:
        """Raises `BadRequest` for an id that tells of a person."""
        self._wall.require_impersonal(id, field)

    def check_incident(self, client: OneClient, id: str | None) -> None:
        """Raises `BadRequest` naming the field `incident` for one that this client does not have; None is no incident.

        For who closes a call by hand. What comes late or from a file, `closed` events and imports, is told of what is
        past, and kept whatever it names.
        """
        if id is not None and self.incidents.incident(client, id) is None:
            message = "This client has no incident of this id. Declare it first, or leave it out."
            raise BadRequest(message, field="incident", key="value-incident")

    def active_incidents(self, client: OneClient, now: datetime) -> Sequence[Incident]:
        """This client's that are open at that moment, newest first; none while they cannot be read: a search must not
        wait for them."""
        if not self.holds_any():
            return ()
        try:
            return self.incidents.active(client, now)
        except StateError as error:
            log.warning("known incidents cannot be read: %s", error)
            return ()

    def as_kept(self, text: str) -> str:
        """What becomes of something that a person typed."""
        return self._wall.redact(text)[:MOST_CHARS]

    def redacted(self, told: Told) -> Told:
        """What is told for a sheet, its symptom and impact without personal data; facts stay as said."""
        return replace(told, symptom=self._wall.redact(told.symptom), impact=self._wall.redact(told.impact))

    def old(self, client: OneClient, before: datetime) -> Sequence[str]:
        """This client's calls in which nothing happened since."""
        return self.file().old(client, before)

    def erase(self, client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        """Delete calls for good: see `Erasure.erase`."""
        return self.file().erase(client, choose)

    def file(self) -> CallFile:
        """The open store. Raises `StateError`."""
        with self._lock:
            if self._file is None:
                self._file = self._open_file()
            return self._file

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()

    def _send(self, client: OneClient, recording: Recording, tell: Tell) -> None:
        self.file().send(client, recording.events, tell, recording.shown)


def _tells(known: Call, said: Happening) -> bool:
    """Whether how a call came in is said otherwise, or more of it."""
    if isinstance(said, Telephoned):
        return says_more(known.telephony, said)
    return isinstance(said, Started) and adds_to(known.start, said)


def _same_search(known: Happening, said: Happening) -> bool:
    """Of the same words: since then the articles may have changed, or the model may be there."""
    return isinstance(known, Searched) and isinstance(said, Searched) and known.query == said.query
