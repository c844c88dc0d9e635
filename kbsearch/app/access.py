"""Who comes in: keys, people's sessions, and the audit trail of what they did."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kbsearch.app.access_secret import ACCESS_FILE, ANCHORS, access_secret
from kbsearch.core.access.api_keys import ID_CHARS, ApiKey, read, written
from kbsearch.core.access.audit import Act, Action, Entry, Verdict, verify
from kbsearch.core.access.people import AT_THE_MACHINE, LINK_LASTS, Person
from kbsearch.core.access.principals import EVERY_CLIENT, Principal, Scope
from kbsearch.core.clients import is_client_id
from kbsearch.errors import BadRequest, KbsearchError, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.adapters.stores.access import AccessFile
    from kbsearch.adapters.stores.accounts import StoredAccounts
    from kbsearch.adapters.stores.anchors import Anchor
    from kbsearch.adapters.stores.api_keys import StoredKeys
    from kbsearch.adapters.stores.people import StoredPeople

log = logging.getLogger("kbsearch.access")

TOUCH_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a key or a session was last used."""
MOST_TOUCHED = 10_000
"""Keys and sessions whose last note is remembered; beyond, some are noted once more than needed."""
TOKEN_BYTES = 32
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is asked of a key to be made."""

    name: str
    clients: tuple[str, ...]
    """Ids, or `EVERY_CLIENT`."""
    scopes: frozenset[Scope]
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that holds at this moment."""

    principal: Principal
    csrf: str
    """What a page of this session sends with whatever changes something."""


class Access:
    """Any thread may call. Nothing is remembered between two requests: what was revoked is revoked at once."""

    def __init__(self, open_file: Callable[[], AccessFile], secret: Callable[[], bytes], anchors: Path) -> None:
        """The first two are called when they are first needed, and again as long as they fail."""
        self._open_file, self._secret, self._anchors = open_file, secret, anchors
        self._file: AccessFile | None = None
        self._lock = threading.Lock()
        self._touched: dict[str | bytes, datetime] = {}
        self._notes = ThreadPoolExecutor(1, thread_name_prefix="last-used")

    def create_key(self, actor: str, now: datetime, key: NewKey) -> tuple[ApiKey, str]:
        """A new key, and how its holder writes it: it cannot be shown again. Raises `BadRequest`."""
        _check(key, now)
        id = "".join(secrets.choice(_ALPHABET) for _ in range(ID_CHARS))
        made = ApiKey(id, key.name, tuple(sorted(set(key.clients))), key.scopes, now, key.expires)
        text = written(id, _token())
        held = ",".join(sorted(scope.value for scope in key.scopes))
        entry = Entry(now.isoformat(), actor, Action.KEY_CREATE, "done", " ".join(made.clients), id, held)
        self.keys.add(made, self._digest(text), entry)
        return made, text

    def rotate_key(self, actor: str, now: datetime, id: str, overlap: timedelta) -> str:
        """A new secret for a key; the old one holds for `overlap` more. Raises `NotFound`, `BadRequest`."""
        found = self.keys.find(id, now)
        if found is not None and found[0].state(now) != "active":
            raise BadRequest(f"The key {id} is {found[0].state(now)}. Make a new one.", field="key")
        text = written(id, _token())
        entry = Entry(now.isoformat(), actor, Action.KEY_ROTATE, "done", object=id, detail=f"overlap {overlap}")
        self.keys.rotate(id, self._digest(text), now, now + overlap, entry)
        return text

    def revoke_key(self, actor: str, now: datetime, id: str) -> None:
        """At once, everywhere, for good. Raises `NotFound`."""
        self.keys.revoke(id, now, Entry(now.isoformat(), actor, Action.KEY_REVOKE, "done", object=id))

    def by_key(self, text: str, now: datetime) -> Principal | None:
        """Who sent this key; None for one that is unknown, wrong, expired or revoked: which, nobody is told."""
        parts = read(text)
        found = self.keys.find(parts[0], now) if parts else None
        key, digests = found or (None, [])
        sent = self._digest(text)
        is_right = False
        for digest in digests or [bytes(len(sent))]:  # the same work for an unknown key
            is_right |= hmac.compare_digest(digest, sent)
        if key is None or not is_right or key.state(now) != "active":
            return None
        self._touch(key.id, key.last_used, now, lambda: self.keys.touch(key.id, now))
        return key.principal()

    def make_link(self, now: datetime, person: Person = AT_THE_MACHINE, *, actor: str = "server") -> str:
        """A token that signs `person` in, once, within `LINK_LASTS`. `actor`: who asks for it."""
        token = _token()
        entry = Entry(now.isoformat(), actor, Action.LINK_CREATE, "done", object=person.id)
        self.people.put(person, now, None)
        self.people.add_link(self._digest(token), person.id, now + LINK_LASTS, entry)
        return token

    def sign_in_by_link(self, token: str, now: datetime) -> str | None:
        """The new session's token; None for a link that was used, has ended, or never was."""
        session = _token()
        entry = Entry(now.isoformat(), f"person:{AT_THE_MACHINE.id}", Action.SESSION_BEGIN, "done", detail="link")
        is_used = self.people.use_link(self._digest(token), self._digest(session), now, entry)
        return session if is_used else None

    def new_session(self) -> tuple[str, bytes]:
        """A token for a cookie, and the digest that it is known by."""
        token = _token()
        return token, self._digest(token)

    def keyed(self, purpose: str, text: str) -> str:
        """64 hexadecimal digits that nobody else can make of `text`, and that say nothing of it."""
        return self._digest(f"{purpose}\0{text}").hex()

    def by_session(self, token: str, now: datetime) -> SignedIn | None:
        """Who sits behind this session, with what they may do now; None when it is over or never was."""
        digest = self._digest(token)
        session = self.people.session(digest)
        if session is None or not session.is_open(now):
            return None
        self._touch(digest, session.seen, now, lambda: self.people.touch(digest, now))
        return SignedIn(session.person.principal(), self._csrf(digest))

    def holder(self, token: str, now: datetime) -> Principal | None:
        """Whose session this is, as `by_session`, without it being used: a page that is looked at by itself keeps no
        session open."""
        session = self.people.session(self._digest(token))
        return session.person.principal() if session is not None and session.is_open(now) else None

    def sign_out(self, token: str, now: datetime) -> None:
        """End the session, if it is one."""
        signed_in = self.by_session(token, now)
        if signed_in is not None:
            entry = Entry(now.isoformat(), signed_in.principal.actor, Action.SESSION_END, "done")
            self.people.end(self._digest(token), now, entry)

    @contextmanager
    def audited(self, act: Act) -> Iterator[list[str]]:
        """What the block does is on the audit trail before it begins, and what became of it after, with what the block
        adds to the list: names of ours that are known only then.

        Raises `StateError` before the block when the trail cannot be written: what cannot be accounted for is not done.
        """
        self.file.record(act.entry("begun"))
        made: list[str] = []
        try:
            yield made
        except BaseException as error:
            self._add(act.entry("failed", type(error).__name__))
            raise
        self._add(act.entry("done", " ".join(made)))

    def _add(self, entry: Entry) -> None:
        """What happened has happened: the trail has its beginning, and the log says that its end is missing."""
        try:
            self.file.record(entry)
        except KbsearchError as error:
            log.warning("%s is %s, and the audit trail could not be told: %s", entry.action, entry.result, error)

    def is_there(self) -> bool:
        """Whether anything was kept before: asking for nothing should make no file."""
        return self._file is not None or self._anchors.with_name(ACCESS_FILE).exists()

    def verify(self) -> Verdict:
        """Check the whole audit trail, and the anchors if there are any. Raises `StateError`."""
        from kbsearch.adapters.stores.anchors import read_anchors

        return verify(self._pepper, self.file.trail(), read_anchors(self._anchors))

    def anchor(self, now: datetime) -> Anchor | None:
        """Write the trail's last seal down beside it, to be copied elsewhere; None for an empty trail, or an unchanged.

        Raises `StateError`.
        """
        from kbsearch.adapters.stores.anchors import Anchor, add_anchor, read_anchors

        last = self.file.last()
        if last is None or last.seq in read_anchors(self._anchors):
            return None
        anchor = Anchor(now.isoformat(), last.seq, last.seal.hex())
        try:
            add_anchor(self._anchors, anchor)
        except OSError as error:
            message = f"{self._anchors} cannot be written: {error.strerror}."
            raise StateError(message, remedy=f"ls -l {self._anchors.parent}") from error
        return anchor

    @property
    def file(self) -> AccessFile:
        """Opened, and made, when it is first needed. Raises `StateError`."""
        with self._lock:
            if self._file is None:
                self._file = self._open_file()
            return self._file

    @cached_property
    def keys(self) -> StoredKeys:
        from kbsearch.adapters.stores.api_keys import StoredKeys

        return StoredKeys(self.file)

    @cached_property
    def accounts(self) -> StoredAccounts:
        from kbsearch.adapters.stores.accounts import StoredAccounts

        return StoredAccounts(self.file)

    @cached_property
    def people(self) -> StoredPeople:
        from kbsearch.adapters.stores.people import StoredPeople

        return StoredPeople(self.file)

    def close(self) -> None:
        self._notes.shutdown(wait=True)
        with self._lock:
            if self._file is not None:
                self._file.close()

    def _digest(self, text: str) -> bytes:
        """HMAC-SHA-256, not a slow hash: the secrets are 256 random bits, and a slow one would be a way to tire us."""
        return hmac.new(self._pepper, text.encode("utf-8", "replace"), hashlib.sha256).digest()

    def _csrf(self, session: bytes) -> str:
        return hmac.new(self._pepper, b"csrf" + session, hashlib.sha256).hexdigest()

    @cached_property
    def _pepper(self) -> bytes:
        return self._secret()

    def _touch(self, what: str | bytes, last: datetime | None, now: datetime, note: Callable[[], None]) -> None:
        """Write down, beside the request, that `what` is in use; not more often than `TOUCH_EVERY`."""
        known = max(filter(None, (last, self._touched.get(what))), default=None)
        if known is not None and now - known < TOUCH_EVERY:
            return
        if len(self._touched) >= MOST_TOUCHED:
            self._touched.clear()
        self._touched[what] = now

        def try_to() -> None:
            try:
                note()
            except KbsearchError as error:
                log.warning("when a key or session was last used could not be kept: %s", error)

        self._notes.submit(try_to)


def _check(key: NewKey, now: datetime) -> None:
    if not key.name.strip() or len(key.name) > 100 or not key.name.isprintable():
        raise BadRequest("A key needs a name of 1 to 100 characters that says what it is for.", field="name")
    wrong = [client for client in key.clients if client != EVERY_CLIENT and not is_client_id(client)]
    if wrong or not key.clients:
        raise BadRequest(f"A key is for one client or several, by their ids; not: {wrong}.", field="client")
    if not key.scopes:
        raise BadRequest("A key without a scope could do nothing.", field="scope")
    if key.expires is not None and key.expires <= now:
        raise BadRequest("The key would have expired before it was made.", field="expires")


def _token() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).rstrip(b"=").decode()


def open_access(settings: Settings) -> Access:
    """Keys, people and the audit trail below `settings.data`; no file is opened, or made, before it is needed."""
    from kbsearch.adapters.stores.access import AccessFile

    def secret() -> bytes:
        return access_secret(settings.data)

    file, anchors = settings.data / ACCESS_FILE, settings.data / ANCHORS
    return Access(lambda: AccessFile(file, secret()), secret, anchors)
