"""What a server does by itself now and then, off the request path: calls that are too old go, search learns from the
others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kbsearch.app import learning
from kbsearch.app.beside import Beside
from kbsearch.app.instance import App
from kbsearch.core.access.audit import Act, Action
from kbsearch.core.client import Client
from kbsearch.core.one_client import OneClient
from kbsearch.errors import KbsearchError, NotFound, ScopeViolation

log = logging.getLogger("kbsearch.housekeeping")

FIRST_AFTER_S = 60.0
SERVER = "server"
"""As the audit trail names what a server does by itself."""
TRIES = 3
"""Of an erasure: each waits some seconds for those who read."""
OVER_FOR = timedelta(days=7)
EVERY_S = 24 * 3600.0


def forget_old_calls(kb: App, client: OneClient, now: datetime) -> None:
    """Delete the client's calls in which nothing happened for longer than its `retention_days`.

    What cannot be accounted for is not done: raises `StateError` when the audit trail cannot be written. What others
    keep in use for as long as this tries is said: nobody looks for it again.

    Evidence is looked through every time: a process may have ended between the two.
    """
    if not kb.calls.holds_any():
        return
    days = known_client(kb, client).retention_days
    day = now - timedelta(days=days)
    if old := kb.calls.old(client, day):
        with kb.access.audited(Act(SERVER, Action.CALLS_EXPIRE, client.id, f"{len(old)} calls", now)):
            is_gone, many = _erased(kb, client, day)
        log.info("%s: %d calls older than %d days deleted", client.id, many, days)
        if not is_gone:
            said = "calls deleted of %s are still in the log, as somebody was reading. Run: kbsearch privacy purge %s"
            log.warning(said, client.id, client.id)
    learning.forget(kb, client)


def _erased(kb: App, client: OneClient, day: datetime) -> tuple[bool, int]:
    """Whether nothing of them is left, and how many calls were deleted."""
    many = 0
    for _ in range(TRIES):
        erased = kb.calls.erase(client, day)
        many += erased.calls
        if erased.is_log_empty and not erased.left:
            return True, many
    return False, many


def known_client(kb: App, client: OneClient) -> Client:
    """A client that is served, or one that was and still has calls on record: its calls must go too.

    Raises `NotFound`, and `StateError` where the client is there and cannot be served: its own `retention_days` are not
    known then, and nothing may be deleted too early.
    """
    try:
        return kb.snapshot(client).client
    except NotFound:
        return kb.calls.retained(client)


def learn_from_calls(kb: App, client: OneClient, now: datetime) -> None:
    """Let the client's search learn from its calls, if that proves itself; without a model nothing is learned."""
    if not kb.calls.holds_any() or kb.model.state != "ready" or not kb.knows(client.id):
        return
    used = kb.memory_store.pointer(client)
    if used.is_held:
        log.info(
            "%s: the evidence that was restored is held; `kbsearch learn %s` by hand lifts that", client.id, client.id
        )
        return
    learned = learning.learn(kb, client, now)
    name = ""
    if learned.is_promoted:
        with kb.access.audited(Act(SERVER, Action.EVIDENCE_PUBLISH, client.id, "", now)):
            name = learning.promote(kb, client, learned, instead_of=used)
    log.info(
        "%s: %d solved calls, %s, now using %s", client.id, learned.solved, learned.verdict, name or "what it used"
    )


def keep_access(kb: App, now: datetime) -> None:
    """Anchor the audit trail, and drop what is left of sessions and links that are over."""
    if kb.access.is_there():
        kb.sign_ins.settle(now)
        kb.access.anchor(now)
        kb.access.people.forget_sessions(now - OVER_FOR)


JOBS: tuple[Callable[[App, OneClient, datetime], None], ...] = (forget_old_calls, learn_from_calls)
"""What is done for each client, in this order."""


class Housekeeper(Beside):
    """A thread that runs every job for every client, the first time a minute after the start, then once a day."""

    def __init__(
        self, kb: App, *, first_after_s: float = FIRST_AFTER_S, every_s: float = EVERY_S,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        super().__init__("housekeeping", first_after_s=first_after_s, every_s=every_s)
        self._kb, self._now = kb, now

    def run_once(self) -> None:
        """Every job for every client; one that fails is logged, and the others are done."""
        try:
            keep_access(self._kb, self._now())
        except KbsearchError as error:
            log.warning("the audit trail could not be anchored: %s", error)
        except Exception:
            log.exception("the audit trail could not be anchored")
        for client in map(OneClient, self._clients()):
            for job in JOBS:
                if self.is_stopping:
                    return
                try:
                    job(self._kb, client, self._now())
                except ScopeViolation:
                    self._kb.violations.add()
                    log.error(
                        "%s for %s met what is another client's; nothing was done with it", job.__name__, client.id
                    )
                except KbsearchError as error:
                    log.warning("%s for %s: %s", job.__name__, client.id, error)
                except Exception:
                    log.exception("%s for %s failed", job.__name__, client.id)

    def _clients(self) -> list[str]:
        """Those that there are, and those that are gone and have calls on record."""
        try:
            return sorted({*self._kb.names(), *self._kb.calls.clients()})
        except KbsearchError as error:
            log.warning("the calls on record cannot be read: %s", error)
            return self._kb.names()
