"""Where alerts and their deliveries are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from kbsearch.core.alerts.deliveries import Delivery, Fate, Outbox
from kbsearch.core.alerts.failing import Failing, Tried
from kbsearch.core.alerts.nouns import Looked, Raised, Settled
from kbsearch.core.one_client import OneClient

Write = Callable[[Raised], tuple[str, bytes]]
"""What is opened or closed → the id and the bytes of what is posted of it."""


class AlertStore(Protocol):
    """Raises `StateError` throughout."""

    def settle(self, client: OneClient, looked: Looked, write: Write | None) -> Settled:
        """Open what holds and is not open, and close what did not hold at two looks running; what is to be posted of it
        is kept with it or not at all. `write`: None = nothing is posted. Of two processes that do it at once, one opens
        an alert."""

    def open(self, client: OneClient) -> Sequence[Raised]:
        """Those that hold, newest first."""

    def page(self, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Raised]:
        """Open and closed ones, newest first, ties by kind; after the one that was opened then, of that kind."""


class DeliveryStore(Protocol):
    """The outbox. Raises `StateError` throughout."""

    def waiting(self) -> Sequence[str]:
        """Who has any that did not arrive yet."""

    def outbox(self, client: OneClient) -> Outbox:
        """How many wait, and how many were given up."""

    def add(self, client: OneClient, id: str, body: bytes, now: datetime) -> None:
        """One more, due at once."""

    def claim(self, client: OneClient, holder: str, now: datetime, destination: str = "") -> Delivery | None:
        """The oldest that is due, for this holder alone for a minute; None = there is none, or `destination`, where it
        would go, is disabled. If the holder dies, it is due again then. What is not the disabled destination enables
        the client's; empty = not known."""

    def settle(self, client: OneClient, id: str, holder: str, fate: Fate, tried: Tried | None = None) -> bool:
        """What became of it; False where it is no longer this holder's. What that says of where it was tried is noted
        with it or not at all; None = it did not go out."""


class FailingStore(Protocol):
    """Webhooks at which nothing arrives. Raises `StateError` throughout."""

    def of(self, client: OneClient) -> Failing | None:
        """Since something arrived last; None = nothing failed since."""

    def enable(self, client: OneClient, now: datetime) -> bool:
        """What waits is due at once, but for what is too old, which is given up; False = it was not disabled."""
