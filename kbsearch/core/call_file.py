"""The file of calls, as those see it who open and close it."""

from __future__ import annotations

from typing import Protocol

from kbsearch.core.alerts.ports import AlertStore, DeliveryStore, FailingStore
from kbsearch.core.articles.use import ArticleUses
from kbsearch.core.calls.call_list import CallList
from kbsearch.core.store_ports import (
    ApartStore,
    CallNumbers,
    CallStore,
    Erasure,
    EventLog,
    IncidentStore,
    Replies,
    TopicStore,
)


class CallFile(EventLog, CallStore, CallList, ArticleUses, Erasure, Protocol):
    """All sides of the store."""

    @property
    def incidents(self) -> IncidentStore: ...

    @property
    def replies(self) -> Replies: ...

    @property
    def topics(self) -> TopicStore: ...

    @property
    def apart(self) -> ApartStore: ...

    @property
    def numbers(self) -> CallNumbers: ...

    @property
    def alerts(self) -> AlertStore: ...

    @property
    def deliveries(self) -> DeliveryStore: ...

    @property
    def failing(self) -> FailingStore: ...
