"""Alerts on their way to another service: at least once each, signed, and nowhere that the operator did not allow."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kbsearch.app.alerts import link
from kbsearch.app.beside import Beside
from kbsearch.core.access.audit import Act, Action
from kbsearch.core.alerts.deliveries import Answer, Delivery, Fate, Outbox, State, fate
from kbsearch.core.alerts.failing import Failing, Tried, destination
from kbsearch.core.alerts.hooks import is_allowed
from kbsearch.core.alerts.letters import owner, written_test
from kbsearch.core.alerts.signing import as_text, signed
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import BadSettings, KbsearchError, ScopeViolation, StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.adapters.stores.webhook_secrets import WebhookSecrets
    from kbsearch.adapters.webhooks.post import Post
    from kbsearch.app.instance import App

log = logging.getLogger("kbsearch.webhooks")

EVERY_S = 5.0
INSTALL = "pip install 'kbsearch[webhooks]'"


def make_secret(kb: App, client: OneClient, actor: str, now: datetime) -> str:
    """A new secret to sign with, as whoever verifies is given it: it cannot be shown again. The one before is signed
    with for another day. Raises like `WebhookSecrets.make` and `Access.audited`."""
    with kb.access.audited(Act(actor, Action.WEBHOOK_SECRET, client.id, "", now)):
        return as_text(open_secrets(kb.settings).make(client, now))


def require_ready(kb: App, client: OneClient, now: datetime) -> None:
    """Raises `BadSettings` or `StateError` where nothing could be posted for this client, with what to do."""
    url, settings = kb.snapshot(client).client.alerts.webhook, kb.settings
    if not url:
        raise BadSettings(f"{client.id} has no webhook: write url = … below [alerts.webhook] of its client.toml.")
    if not is_allowed(url, settings.webhook_hosts):
        raise BadSettings(f"The host of {client.id}'s webhook is not among webhook_hosts in the settings.")
    if not open_secrets(settings).keys(client, now):
        raise _no_secret(client)
    if found := disabled(kb, client, now):
        message = f"{client.id}'s webhook is disabled since {found.disabled:%Y-%m-%d %H:%M} UTC: nothing is posted."
        raise StateError(message, remedy=f"kbsearch alerts enable {client.id}")


def outbox(kb: App, client: OneClient) -> Outbox:
    """How this client's webhook fares. Raises `StateError`."""
    if not kb.calls.holds_any():
        return Outbox(client.id, 0, 0, "")
    found = kb.calls.file().deliveries.outbox(client)
    require_own(client, (found.client,))
    return found


def disabled(kb: App, client: OneClient, now: datetime) -> Failing | None:
    """Why nothing is posted for this client any more; None = its webhook, as it is set now, is not disabled. Raises
    `StateError`."""
    found = kb.calls.file().failing.of(client) if kb.calls.holds_any() else None
    if found is None or found.disabled is None:
        return None
    require_own(client, (found.client,))
    return found if _destination(kb, client, now) in ("", found.destination) else None


def enable(kb: App, client: OneClient, actor: str, now: datetime) -> bool:
    """Post again what was kept and is not too old; False = it was not disabled. Raises like `Access.audited`, and
    `StateError`."""
    if disabled(kb, client, now) is None:
        return False
    with kb.access.audited(Act(actor, Action.WEBHOOK_ENABLE, client.id, "", now)):
        return kb.calls.file().failing.enable(client, now)


def add_test(kb: App, client: OneClient, now: datetime) -> str:
    """A delivery that says nothing but that it arrived, due at once; its id. Raises like `require_ready`."""
    require_ready(kb, client, now)
    id, body = written_test(client.id, link(client, kb.settings), now)
    kb.calls.file().deliveries.add(client, id, body, now)
    return id


def deliver_next(kb: App, client: OneClient, post: Post, now: Callable[[], datetime]) -> tuple[str, Fate] | None:
    """Send the oldest of this client's deliveries that is due: its id, and what became of it; None = none is due, or
    its webhook is disabled.

    Between sending and noting it anything may happen: then it is sent again, with the same id. Raises `StateError`, and
    `ScopeViolation` for what is another client's, which is given up and never sent.
    """
    holder = secrets.token_hex(8)
    at = now()
    delivery = kb.calls.file().deliveries.claim(client, holder, at, _destination(kb, client, at))
    if delivery is None:
        return None
    try:  # a second wall, which knows nothing of how it was written: its own words say whose it is
        require_own(client, (delivery.client, owner(delivery.body)))
    except ScopeViolation:
        kb.calls.file().deliveries.settle(client, delivery.id, holder, Fate(State.FAILED, now(), "held back"))
        raise
    try:
        answer, place = _try(kb, client, post, delivery, now())
    except ScopeViolation:
        raise
    except KbsearchError:
        answer, place = Answer(0, why="not ready"), ""
    at = now()
    became = fate(delivery, answer, at)
    tried = Tried(place, at) if place else None
    if not kb.calls.file().deliveries.settle(client, delivery.id, holder, became, tried):
        log.info("%s: %s took longer than it was held", client.id, delivery.id)
    return delivery.id, became


def _try(kb: App, client: OneClient, post: Post, delivery: Delivery, at: datetime) -> tuple[Answer, str]:
    """What came of it, and where it went; empty = nowhere. Raises `KbsearchError`."""
    known = kb.snapshot(client).client
    require_own(client, (known.id,))
    url, keys = known.alerts.webhook, open_secrets(kb.settings).keys(client, at)
    if not url:
        return Answer(0, why="no webhook"), ""
    if not keys:
        return Answer(0, why="no secret"), ""
    answer = post.send(url, signed(delivery.id, int(at.timestamp()), delivery.body, keys), delivery.body)
    return answer, destination(url, keys) if is_allowed(url, kb.settings.webhook_hosts) else ""


def _destination(kb: App, client: OneClient, at: datetime) -> str:
    """Where this client's posts would go; empty = it is not known now. Raises `ScopeViolation`."""
    try:
        known = kb.snapshot(client).client
        require_own(client, (known.id,))
        return destination(known.alerts.webhook, open_secrets(kb.settings).keys(client, at))
    except ScopeViolation:
        raise
    except KbsearchError:
        return ""


class Sending(Beside):
    """Every few seconds, one delivery of each client that has any, until none is due."""

    def __init__(
        self, kb: App, post: Post | None = None, *, every_s: float = EVERY_S,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        super().__init__("webhooks", first_after_s=every_s, every_s=every_s)
        self._kb, self._post, self._now = kb, post, now
        self._said = ""

    def run_once(self) -> None:
        """What fails is logged, and tried again the next time."""
        try:
            left = self._waiting()
            while left and not self.is_stopping:
                left = [one for one in left if not self.is_stopping and self._send(OneClient(one))]
        except KbsearchError as error:
            if str(error) != self._said:  # once, not every few seconds
                log.warning("webhooks wait: %s", error)
            self._said = str(error)
        except Exception:
            log.exception("webhooks wait")

    def _waiting(self) -> list[str]:
        return [*self._kb.calls.file().deliveries.waiting()] if self._kb.calls.holds_any() else []

    def _send(self, client: OneClient) -> bool:
        """Whether there may be more of this client's."""
        if self._post is None:
            self._post = open_post(self._kb.settings)
        try:
            sent = deliver_next(self._kb, client, self._post, self._now)
        except ScopeViolation:
            self._kb.violations.add()
            log.error("a webhook of %s met what is another client's; nothing was sent", client.id)
            return False
        except KbsearchError:
            raise
        except Exception:  # nobody else's waits for it
            log.exception("a webhook of %s waits", client.id)
            return False
        if sent is not None:
            id, became = sent
            level = logging.INFO if became.state is State.SENT else logging.WARNING
            log.log(level, "%s: %s %s (%s)", client.id, id, became.state, became.told)
            if became.state is State.FAILED and disabled(self._kb, client, self._now()):
                log.warning("%s: its webhook is disabled. Run: kbsearch alerts enable %s", client.id, client.id)
        return sent is not None


def open_post(settings: Settings) -> Post:
    """Raises `BadSettings` where what it needs is not installed. Nothing is sent."""
    try:
        from kbsearch.adapters.webhooks.post import Post
    except ImportError as error:
        raise BadSettings(f"Webhooks need {error.name}: {INSTALL}") from None
    return Post(settings.webhook_hosts, settings.webhook_networks)


def open_secrets(settings: Settings) -> WebhookSecrets:
    """Beside the clients' other secrets."""
    from kbsearch.adapters.stores.webhook_secrets import WebhookSecrets

    return WebhookSecrets(settings.data / "secrets")


def _no_secret(client: OneClient) -> StateError:
    return StateError(f"{client.id} has no secret to sign with.", remedy=f"kbsearch alerts secret {client.id}")
