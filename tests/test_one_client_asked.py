"""Whatever touches one client's things asks for that client first, and has no default for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import chain
from types import ModuleType

import pytest

import kbsearch.adapters
import kbsearch.app
import kbsearch.core
from kbsearch.adapters.live import LiveSnapshots
from kbsearch.adapters.stores.call_numbers import SqliteCallNumbers
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.deliveries import SqliteDeliveries
from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.app import App, Calls, backups, housekeeping, serving_state, topics, webhooks
from kbsearch.app.live import Live
from kbsearch.core import store_ports as ports
from kbsearch.core.alerts.ports import DeliveryStore
from kbsearch.flows import load_calls, load_queue_log, record
from tests.isolation import entries
from tests.isolation.entries import Entry

TOUCH_NO_CLIENT: dict[type | ModuleType, set[str]] = {
    App: {
        "embedder_for",
        "english_for",
        "html",
        "rendered",
        "knows",
        "client_of_line",
        "names",
        "lists_origin",
        "clients",
        "readiness",
        "close",
    },
    Calls: {"clients", "holds_any", "as_kept", "redacted", "require_impersonal", "file", "close"},
    LiveSnapshots: {"start", "close", "clients", "held", "problems", "refresh"},
    SqliteCalls: {"clients", "compact", "close"},
    SqliteCallNumbers: {"changed"},
    SqliteDeliveries: {"waiting"},
    SqliteReplies: {"close"},
    Live: {"clients", "held", "problems", "close"},
    ports.EventLog: {"close"},
    ports.CallStore: {"clients"},
    ports.Erasure: {"compact"},
    ports.CallNumbers: {"changed"},
    DeliveryStore: {"waiting"},
    serving_state: {"committed"},
    housekeeping: {"keep_access"},
    topics: {"period_in", "patient_reader_of", "reader_of"},
    webhooks: {"open_post", "open_secrets"},
    backups: {
        "new_id",
        "in_use",
        "require_data",
        "target_of",
        "make",
        "owner",
        "trail_trouble",
        "verify",
        "restore",
    },
}
"""What is handed a snapshot, or an article of one, is handed one client's; the others are the operator's, of all.

What is not here has no such method or function, and whatever takes a client of anything in the code is looked at."""

FLOWS = (
    load_calls.load_calls,
    load_queue_log.load_queue_calls,
    record.keepable,
    record.told,
    record.started,
    record.logged,
    record.described,
    record.searched,
)


def holders() -> Iterator[tuple[type | ModuleType, list[Entry]]]:
    """Classes of which a method takes a client, and modules of the application of which a function does."""
    packages = (kbsearch.app, kbsearch.adapters, kbsearch.core)
    for kind in chain.from_iterable(map(entries.classes, packages)):
        yield kind, [*entries.methods(kind)]
    for module in entries.modules(kbsearch.app):
        yield module, [*entries.functions(module)]


def asked() -> Iterator[Entry]:
    for holder, found in holders():
        if any(one.takes_a_client for one in found):
            others = TOUCH_NO_CLIENT.get(holder, set())
            yield from (one for one in found if one.name not in others)


ASKED = [*asked()]


def test_what_touches_no_client_is_there() -> None:
    known = {holder: {one.name for one in found} for holder, found in holders()}
    assert {holder: names - known[holder] for holder, names in TOUCH_NO_CLIENT.items() if names - known[holder]} == {}
    assert len(ASKED) > 100


@pytest.mark.parametrize("entry", ASKED, ids=str)
def test_the_client_comes_first_and_has_no_default(entry: Entry) -> None:
    """After the instance itself, for a method and for what is told the instance."""
    first, *rest = inspect.signature(entry.function).parameters.values()
    if first.name in ("self", "kb"):
        first = rest[0]
    assert (first.name, first.annotation, first.default) == ("client", "OneClient", inspect.Parameter.empty)


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.__name__)
def test_a_flow_asks_for_it_too(flow: Callable[..., object]) -> None:
    first = next(iter(inspect.signature(flow).parameters.values()))
    assert (first.name, first.annotation, first.default) == ("client", "OneClient", inspect.Parameter.empty)
