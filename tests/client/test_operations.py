"""Every operation about one client has a method of the library, which asks that very address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from kbsearch.api.contract.document import FILE
from kbsearch.client import Event, Kbsearch, Opened, Outcome, Patience, Telephoned, UnreachableError

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
BASE = "/api/v1/clients/{client}"
OPERATIONS: dict[str, tuple[str, str]] = {
    one["operationId"]: (method.upper(), path)
    for path, methods in DOCUMENT["paths"].items()
    for method, one in methods.items()
    if path.startswith(BASE)
}
FILLED = {"client": "acme", "article": "reseau/vpn", "call": "c-1", "incident": "INC-1", "figure": "link_rate"}
ASKED: dict[str, Callable[[Kbsearch], object]] = {
    "search": lambda kb: kb.search("vpn"),
    "readArticle": lambda kb: kb.article("reseau/vpn"),
    "listArticles": lambda kb: next(kb.articles()),
    "readClient": lambda kb: kb.snapshot(),
    "closeCall": lambda kb: kb.close_call("c-1", Outcome.RESOLVED),
    "confirmCall": lambda kb: kb.confirm_call("c-1", solved=True),
    "postEvents": lambda kb: kb.events("c-1", [Event(Opened("reseau/vpn"))]),
    "readCall": lambda kb: kb.call("c-1"),
    "putCall": lambda kb: kb.telephone("c-1", Telephoned()),
    "reopenCall": lambda kb: kb.reopen_call("c-1"),
    "replayCall": lambda kb: kb.replay("c-1"),
    "postTelephoneEvent": lambda kb: kb.telephone_event("c-1", "newCall"),
    "listCalls": lambda kb: next(kb.calls()),
    "handOver": lambda kb: kb.handover("c-1"),
    "importCalls": lambda kb: kb.import_calls(b""),
    "closeIncident": lambda kb: kb.close_incident("INC-1"),
    "listIncidents": lambda kb: next(kb.incidents()),
    "openIncident": lambda kb: kb.open_incident("INC-1", "Panne"),
    "readIncident": lambda kb: kb.incident("INC-1"),
    "listAlerts": lambda kb: next(kb.alerts()),
    "enableWebhook": lambda kb: kb.enable_webhook(),
    "escalate": lambda kb: kb.escalation("vpn"),
    "readFigureCalls": lambda kb: kb.figure_calls("link_rate", by="queue", key=""),
    "readFigures": lambda kb: kb.figures(),
    "readFigureParts": lambda kb: kb.figure_parts(),
    "readFigureArticles": lambda kb: kb.figure_articles(),
    "readFigureEffects": lambda kb: kb.figure_effects(),
    "readFigureEffectCalls": lambda kb: kb.figure_effect_calls(topic="1f0c9a3e", side="after"),
    "readFigureTopics": lambda kb: kb.figure_topics(),
    "readGaps": lambda kb: kb.gaps(),
    "readSearchCalls": lambda kb: kb.search_calls("link_rate"),
    "readKnowledge": lambda kb: kb.knowledge(),
    "compareAgain": lambda kb: kb.compare_again("reseau/vpn", "windows/session"),
    "tellApart": lambda kb: kb.tell_apart("reseau/vpn", "windows/session"),
}


def test_every_operation_has_a_method() -> None:
    assert set(ASKED) == set(OPERATIONS)


@pytest.fixture
def asked() -> Iterator[tuple[Kbsearch, list[httpx.Request]]]:
    """The library, and what it asked of a server that gives no answer."""
    requests = list[httpx.Request]()

    def silent(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise httpx.ConnectError("silent")

    patience = Patience(tries=2, wait_s=0)
    through = httpx.MockTransport(silent)
    with Kbsearch("http://kb.example", client="acme", key="kbs_a_b", patience=patience, through=through) as kb:
        yield kb, requests


@pytest.mark.parametrize("operation", ASKED)
def test_a_method_asks_its_address_and_asks_again_under_the_same_key(
    asked: tuple[Kbsearch, list[httpx.Request]], operation: str
) -> None:
    kb, requests = asked
    with pytest.raises(UnreachableError):
        ASKED[operation](kb)
    method, path = OPERATIONS[operation]
    first, second = requests
    assert (first.method, first.url.path) == (method, path.format(**FILLED))
    assert (first.content, first.url) == (second.content, second.url)
    keys = {request.headers.get("idempotency-key") for request in requests}
    assert len(keys) == 1
    assert (None not in keys) == (method == "POST")
