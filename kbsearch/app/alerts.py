"""Looking at clients' figures: what is seen is opened once, shown while it holds, and told where it is to be."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kbsearch.app.address import public_address
from kbsearch.app.beside import Beside
from kbsearch.app.folding import table_of
from kbsearch.app.patient_embedder import PatientEmbedder
from kbsearch.core.alerts.left import MOST_COMPARED, left_of
from kbsearch.core.alerts.letters import written
from kbsearch.core.alerts.looking import OF_THE_DAY, Seen, found
from kbsearch.core.alerts.nouns import Kind, Looked, Raised, Settled
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexMissing, KbsearchError, NotFound, ScopeViolation, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.app.instance import App

log = logging.getLogger("kbsearch.alerts")

EVERY_S = 60.0
ALL_EVERY = 60
"""Looks from one at all kinds to the next: what is of whole days changes seldom."""
ALL = tuple(Kind)


def evaluate(kb: App, client: OneClient, now: datetime, kinds: tuple[Kind, ...] = ALL) -> Looked:
    """What holds of this client's figures now, kept nowhere. Raises like `kb.snapshot`, and `StateError` while calls
    cannot be read."""
    snapshot = kb.snapshot(client)
    known = snapshot.client
    require_own(client, (known.id,))
    seen = Seen(
        client, known.alerts, ZoneInfo(known.time_zone), now,
        lambda since, until: table_of(kb, client, since, until),
        lambda since, until: left_of(kb.calls.each(client, since, until)),
        lambda wordings: _alike(kb, snapshot, wordings), known.window,
    )  # fmt: skip
    return Looked(client.id, now, kinds, found(seen, kinds))


def _alike(kb: App, snapshot: Snapshot, wordings: Sequence[str]) -> Sequence[Sequence[int]]:
    """Places of those that are about the same, as of the gaps. What the model has not read yet it reads now, searches
    first; while there is no model, or it fails, letters alone count, by which fewer are alike."""
    from kbsearch.flows.gaps import MOST_TITLES, grouped  # scikit-learn is for those who ask for this

    titles = [article.title for article in snapshot.articles]
    try:
        if embedder := kb.embedder_for(snapshot):
            return grouped(wordings, PatientEmbedder(embedder, kb, most=MOST_COMPARED + MOST_TITLES), titles)
    except Exception as error:  # whatever the runtime throws, which its slot has logged
        log.info("%s is looked at by letters alone (%s)", snapshot.client.id, type(error).__name__)
    return grouped(wordings, None, titles)


def check(kb: App, client: OneClient, now: datetime, kinds: tuple[Kind, ...] = ALL) -> tuple[Looked, Settled]:
    """The same, and open and close what that changes; what there is to post is kept with it. Raises likewise."""
    rules = kb.snapshot(client).client.alerts
    if not rules.is_on and not open_alerts(kb, client):
        return Looked(client.id, now, kinds, ()), Settled((), ())
    looked = evaluate(kb, client, now, kinds)
    if not looked.alerts and not kb.calls.holds_any():
        return looked, Settled((), ())
    place = link(client, kb.settings)
    write = (lambda raised: written(raised, place)) if rules.webhook else None
    return looked, kb.calls.alerts.settle(client, looked, write)


def open_alerts(kb: App, client: OneClient) -> Sequence[Raised]:
    """What holds of this client's figures, newest first. Raises `StateError`."""
    raised = kb.calls.alerts.open(client) if kb.calls.holds_any() else ()
    require_own(client, (one.client for one in raised))
    return raised


def page(kb: App, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Raised]:
    """Open and closed ones, newest first: see `AlertStore.page`. Raises `StateError`."""
    raised = kb.calls.alerts.page(client, limit, after) if kb.calls.holds_any() else ()
    require_own(client, (one.client for one in raised))
    return raised


def link(client: OneClient, settings: Settings) -> str:
    """The page of a client's alerts, as people open it."""
    own = public_address(settings)
    if not own:
        name = settings.host.strip("[]")
        scheme = "http" if settings.tls_certificate is None else "https"
        own = f"{scheme}://{f'[{name}]' if ':' in name else name}:{settings.port}"
    return f"{own}/c/{client.id}/alerts"


class Looking(Beside):
    """Every minute, client by client; at what is of whole days, every hour."""

    def __init__(
        self, kb: App, *, every_s: float = EVERY_S, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__("alerts", first_after_s=every_s, every_s=every_s)
        self._kb, self._now, self._looks = kb, now, 0

    def run_once(self) -> None:
        """Every client; of one that fails it is logged, and the others are looked at."""
        kinds = OF_THE_DAY if self._looks % ALL_EVERY else ALL
        self._looks += 1
        for client in map(OneClient, self._kb.names()):
            if self.is_stopping:
                return
            try:
                self._look(client, kinds)
            except ScopeViolation:
                self._kb.violations.add()
                log.error("a look at %s met what is another client's; nothing was done with it", client.id)
            except (NotFound, IndexMissing):
                pass
            except StateError as error:
                log.info("%s is not looked at: %s", client.id, error)
            except KbsearchError as error:
                log.warning("%s is not looked at: %s", client.id, error)
            except Exception:
                log.exception("%s is not looked at", client.id)

    def _look(self, client: OneClient, kinds: tuple[Kind, ...]) -> None:
        _, settled = check(self._kb, client, self._now(), kinds)
        for one in settled.opened:
            log.warning("%s: alert %s is open", client.id, one.alert.kind)
        for one in settled.closed:
            log.info("%s: alert %s is over", client.id, one.alert.kind)
