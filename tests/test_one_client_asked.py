"""Whatever touches one client's things asks for that client first, and has no default for it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator

import pytest

from kbsearch.adapters.live import LiveSnapshots
from kbsearch.adapters.snapshots import LiveMemories, MemoryStore
from kbsearch.adapters.stores.caller_keys import CallerKeys
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.incidents import SqliteIncidents
from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.app import App, Calls, learning
from kbsearch.core import store_ports as ports
from kbsearch.flows import load_calls, record

TOUCH_NO_CLIENT: dict[type, set[str]] = {
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
    Calls: {"clients", "holds_any", "redacted", "require_impersonal", "file", "close"},
    LiveSnapshots: {"start", "close", "clients", "held", "problems", "refresh"},
    LiveMemories: set(),
    MemoryStore: set(),
    CallerKeys: set(),
    SqliteCalls: {"clients", "close"},
    SqliteIncidents: {"close"},
    SqliteReplies: {"close"},
    ports.EventLog: {"close"},
    ports.CallStore: {"clients"},
    ports.IncidentStore: set(),
    ports.Replies: set(),
    ports.Erasure: set(),
}
"""What is handed a snapshot, or an article of one, is handed one client's; the others are the operator's, of all."""


FLOWS = (load_calls.load_calls, record.keepable, record.told, record.started, record.described, record.searched)


def methods() -> Iterator[Callable[..., object]]:
    for kind, others in TOUCH_NO_CLIENT.items():
        public = {name: one for name, one in vars(kind).items() if inspect.isfunction(one) and not name.startswith("_")}
        assert others <= public.keys()
        yield from (one for name, one in public.items() if name not in others)


@pytest.mark.parametrize("method", list(methods()), ids=lambda method: method.__qualname__)
def test_the_client_comes_first_and_has_no_default(method: Callable[..., object]) -> None:
    _, first, *_ = inspect.signature(method).parameters.values()
    assert (first.name, first.annotation, first.default) == ("client", "OneClient", inspect.Parameter.empty)


@pytest.mark.parametrize(
    "flow",
    [load_calls.load_calls, record.keepable, record.told, record.started, record.described, record.searched],
    ids=lambda f: f.__name__,
)
def test_a_flow_asks_for_it_too(flow: Callable[..., object]) -> None:
    first = next(iter(inspect.signature(flow).parameters.values()))
    assert (first.name, first.annotation, first.default) == ("client", "OneClient", inspect.Parameter.empty)


@pytest.mark.parametrize("name", ["learn", "worth", "served_by", "promote", "restore", "forget"])
def test_learning_asks_for_it_after_the_instance(name: str) -> None:
    _, second, *_ = inspect.signature(getattr(learning, name)).parameters.values()
    assert (second.name, second.annotation, second.default) == ("client", "OneClient", inspect.Parameter.empty)
