"""Signing in with a password: one answer and one amount of work for whatever is wrong, and longer and longer waits.

What failed is remembered in memory alone. A restart forgets it: whoever can cause one has the machine already, while a
file would let anybody write to the disk once per guess.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from kbsearch.app.small_pool import SmallPool
from kbsearch.core.access.audit import Action, Entry
from kbsearch.core.access.passwords import account_named
from kbsearch.core.access.patience import (
    LONGEST_ACCOUNT_S,
    LONGEST_ADDRESS_S,
    MOST_NAMES,
    BackOff,
    Counted,
    FailureCounts,
)
from kbsearch.core.access.people import Person
from kbsearch.errors import KbsearchError

if TYPE_CHECKING:
    from kbsearch.adapters.passwords import Passwords
    from kbsearch.app.access import Access

log = logging.getLogger("kbsearch.access")

HASHING_THREADS = 1
"""One password at a time: it takes 64 MB and, by its four lanes, every processor there is."""
MOST_HASHING = 20
"""Who waits behind so many would wait for seconds."""
MARK_CHARS = 12
"""Of what stands on the audit trail for the name of an account that there is not: people type passwords there."""
NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and where."""

    account: str = field(repr=False)
    password: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    session: str = ""
    """The new session's token; empty = refused, nobody is told why."""
    retry_after_s: int = 0
    """When the next attempt will be looked at."""


class SignIns:
    """Any thread may call."""

    def __init__(self, access: Access, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._access, self._clock = access, clock
        self._lock = threading.Lock()
        self._accounts, self._addresses = BackOff(LONGEST_ACCOUNT_S), BackOff(LONGEST_ADDRESS_S)
        self._at_home = BackOff(LONGEST_ACCOUNT_S)
        """Of accounts at addresses where they signed in before: who guesses elsewhere does not shut them out there."""
        self._familiar: OrderedDict[str, None] = OrderedDict()
        self._failures = FailureCounts()
        self.pool = SmallPool(HASHING_THREADS, MOST_HASHING, "password")

    def by_password(self, attempt: Attempt, now: datetime) -> Outcome:
        """It belongs on `pool`. Raises `StateError` when nothing can be kept: nobody comes in unaccounted for."""
        name = account_named(attempt.account)
        mark = self._access.keyed("account", name)
        counters = self._counters(mark, attempt.address)
        with self._lock:
            waits_s = [one.wait_s(key, self._clock()) for one, key in counters]
            is_early = any(waits_s)
            if not is_early:
                for one, key in counters:
                    one.begin(key, self._clock())
        found = self._access.accounts.find(name)
        person, kept = found or (None, None)
        may_come = person is not None and not person.is_disabled and not is_early
        is_right = self.passwords.is_right(kept if may_come else None, attempt.password)
        if person is not None and kept is not None and is_right:
            session = self._begin(person, kept, now)
            if session:
                self._welcome(mark, attempt.address, counters)
                self._renew(person, kept, attempt.password)
                return Outcome(session)
        self.note_failure(person.id if person else f"unknown:{mark[:MARK_CHARS]}", now)
        with self._lock:
            return Outcome("", math.ceil(max(one.wait_s(key, self._clock()) for one, key in counters)))

    def note_failure(self, object: str, now: datetime) -> None:
        """Put it on the audit trail, with those before it that were only counted."""
        with self._lock:
            due = self._failures.note(object, self._clock())
        self._write(due, now)

    def settle(self, now: datetime) -> None:
        """Put on the audit trail what was only counted so far."""
        with self._lock:
            rest = self._failures.rest()
        self._write(rest, now)

    def _write(self, counts: Sequence[Counted], now: datetime) -> None:
        for counted in counts:
            many = f"{counted.times} times" if counted.times > 1 else ""
            entry = Entry(now.isoformat(), NOBODY, Action.SESSION_BEGIN, "refused", object=counted.name, detail=many)
            try:
                self._access.file.record(entry)
            except KbsearchError as error:
                log.warning("a failed sign-in could not be put on the audit trail: %s", type(error).__name__)

    def close(self) -> None:
        self.pool.close()
        self.settle(datetime.now(UTC))

    @cached_property
    def passwords(self) -> Passwords:
        from kbsearch.adapters.passwords import Passwords

        return Passwords()

    def _counters(self, mark: str, address: str) -> list[tuple[BackOff, str]]:
        home = f"{mark}@{address}"
        if home in self._familiar:
            return [(self._at_home, home)]
        return [(self._accounts, mark), (self._addresses, address)]

    def _begin(self, person: Person, kept: str, now: datetime) -> str:
        token, digest = self._access.new_session()
        entry = Entry(now.isoformat(), f"person:{person.id}", Action.SESSION_BEGIN, "done", detail="password")
        return token if self._access.accounts.begin(person.id, kept, digest, now, entry) else ""

    def _welcome(self, mark: str, address: str, counters: list[tuple[BackOff, str]]) -> None:
        with self._lock:
            for one, key in counters:
                one.forgive(key, all=one is not self._addresses)
            home = f"{mark}@{address}"
            self._familiar[home] = None
            self._familiar.move_to_end(home)
            while len(self._familiar) > MOST_NAMES:
                self._familiar.popitem(last=False)

    def _renew(self, person: Person, kept: str, password: str) -> None:
        if self.passwords.is_outdated(kept):
            self._access.accounts.rehash(person.id, kept, self.passwords.hash(password))
