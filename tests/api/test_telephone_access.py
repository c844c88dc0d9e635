"""Who may tell of calls in Zammad's shape, by which key and how it is sent, and of which lines of the client's."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

import httpx
import pytest

from kbsearch.core.access.principals import Scope
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import Telephone
from kbsearch.errors import IndexMissing
from tests.served import Served, master_key

PLACE = "/api/v1/clients/acme/telephone-events"
CALL = "/api/v1/clients/acme/calls/c-1"
SAID = {"event": "newCall", "callId": "c-1", "direction": "in", "to": "+33184800010"}
As = Literal["json", "data"]
BOTH: tuple[As, ...] = ("json", "data")
CHALLENGES = 'Bearer realm="kbsearch", Basic realm="kbsearch", charset="UTF-8"'


@pytest.fixture
def anyone(desk: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=30) as http:
        yield http


def basic(password: str, name: str = "cti") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def key_of(desk: Served, *clients: str, scope: Scope = Scope.RECORD) -> str:
    return master_key(desk.kb, scope, clients=clients)


@pytest.mark.parametrize("way", BOTH)
@pytest.mark.parametrize("name", ["cti", "", "été"])
def test_an_address_alone_is_enough(desk: Served, anyone: httpx.Client, way: As, name: str) -> None:
    """`https://cti:KEY@host/…`, whatever the name: the client makes HTTP Basic of it."""
    address = httpx.URL(desk.url + PLACE, username=name, password=key_of(desk, "acme"))
    said: dict[As, Any] = {way: SAID}
    answer = anyone.post(address, **said)
    assert (answer.status_code, answer.json()["new"]) == (200, 2), answer.text
    assert desk.http.get(CALL).json()["telephone"]["offered_at"]


def refused(answer: httpx.Response) -> tuple[int, str, dict[str, Any]]:
    told = {name: value for name, value in answer.json().items() if name != "request_id"}
    return answer.status_code, answer.headers.get("www-authenticate", ""), told


@pytest.mark.parametrize("way", BOTH)
def test_a_wrong_password_is_refused_as_a_wrong_key(desk: Served, anyone: httpx.Client, way: As) -> None:
    said: dict[As, Any] = {way: SAID}
    right = key_of(desk, "acme")
    as_key = refused(anyone.post(PLACE, headers={"Authorization": "Bearer kbs_no_key"}, **said))
    assert as_key[:2] == (401, CHALLENGES)
    headers = [{}, basic("kbs_no_key"), basic(right[:-1]), basic(""), basic("x", right), {"Authorization": "Basic %%"}]
    headers += [{"Authorization": "Basic"}, {"Authorization": "Basic " + base64.b64encode(b"\xff:\xff").decode()}]
    for sent in headers:
        assert refused(anyone.post(PLACE, headers=sent, **said)) == as_key
    assert desk.http.get(CALL).status_code == 404


def test_a_wrong_password_is_as_much_work_as_a_wrong_key(
    desk: Served, anyone: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    by_key = desk.kb.access.by_key

    def watched(text: str, now: datetime) -> Any:
        asked.append(text)
        return by_key(text, now)

    monkeypatch.setattr(desk.kb.access, "by_key", watched)
    for sent in ({"Authorization": "Bearer kbs_no_key"}, basic("kbs_no_key"), {"Authorization": "Basic %%"}):
        anyone.post(PLACE, json=SAID, headers=sent)
    assert asked == ["kbs_no_key", "kbs_no_key", ""]


@pytest.mark.parametrize("way", BOTH)
def test_a_key_opens_as_a_password_what_it_opens_else(desk: Served, anyone: httpx.Client, way: As) -> None:
    said: dict[As, Any] = {way: SAID}
    for clients, scope, status in ((("zeta",), Scope.RECORD, 404), (("acme",), Scope.SEARCH, 403)):
        key = key_of(desk, *clients, scope=scope)
        ways = (basic(key), {"Authorization": f"Bearer {key}"})
        as_password, as_key = (refused(anyone.post(PLACE, headers=sent, **said)) for sent in ways)
        assert as_password == as_key
        assert as_key[0] == status
    absent = refused(anyone.post(PLACE.replace("acme", "absent"), headers=basic(key_of(desk, "acme")), **said))
    assert absent == refused(anyone.post(PLACE, headers=basic(key_of(desk, "zeta")), **said))
    assert absent[0] == 404


def test_it_is_for_this_one_operation(desk: Served, anyone: httpx.Client) -> None:
    sent = basic(master_key(desk.kb))
    asked = 0
    for path, methods in desk.http.get("/schema/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            if operation.get("security") == [{}] or operation["operationId"] == "postTelephoneEvent":
                continue
            answer = anyone.request(method, path.replace("{client}", "acme"), headers=sent)
            assert (answer.status_code, answer.headers.get("www-authenticate")) == (401, 'Bearer realm="kbsearch"'), (
                path
            )
            asked += 1
    assert asked > 20
    page = anyone.get("/c/acme", headers=sent | {"Accept": "text/html"})
    assert page.status_code == 401
    assert "Basic" not in page.headers.get("www-authenticate", "")


@pytest.mark.parametrize("said", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_page_elsewhere_makes_no_use_of_a_password_that_a_browser_keeps(
    desk: Served, anyone: httpx.Client, said: dict[str, str]
) -> None:
    """A form posts without asking, and a browser adds a password that it was told once."""
    answer = anyone.post(PLACE, data=SAID, headers=basic(key_of(desk, "acme")) | said)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems#forbidden")
    assert refused(anyone.post(PLACE, data=SAID, headers=basic("kbs_no_key") | said))[0] == 401
    key = {"Authorization": f"Bearer {key_of(desk, 'acme')}"}
    assert anyone.post(PLACE, data=SAID, headers=key | said).status_code == 200, "which no page sends by itself"


def test_the_key_is_in_no_log(desk: Served, anyone: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    key = key_of(desk, "acme")
    with caplog.at_level(logging.DEBUG, "kbsearch"), caplog.at_level(logging.DEBUG, "uvicorn"):
        for said in (SAID, {"event": "ringing"}):
            anyone.post(PLACE, json=said, headers=basic(key))
        anyone.post(PLACE, json=SAID, headers=basic(key[:-1]))
    assert key[:-1] not in caplog.text
    assert basic(key)["Authorization"].split()[1][:-4] not in caplog.text


def listing(desk: Served, *lines: str) -> None:
    known = desk.live.entries["acme"]
    assert isinstance(known, Snapshot)
    desk.live.entries["acme"] = replace(known, client=replace(known.client, telephone=Telephone(lines)))


def offered(desk: Served) -> int:
    figures = desk.http.get("/api/v1/clients/acme/figures").json()["figures"]
    rate: int = next(one for one in figures if one["name"] == "answer_rate")["denominator"]
    return rate


@pytest.mark.parametrize("way", BOTH)
@pytest.mark.parametrize(
    ("lines", "said", "field"),
    [
        (("+33184800010",), {"to": "01 84 80 00 11"}, "to"),
        (("+33184800010", "support"), {"to": "+33184800011", "queue": "support"}, "to"),
        (("support",), {"queue": "Zeta"}, "queue"),
        (("+33184800010", "support"), {"queue": "zeta"}, "queue"),
    ],
)
def test_an_event_of_another_line_is_told_and_not_counted(
    desk: Served, way: As, lines: tuple[str, ...], said: dict[str, str], field: str
) -> None:
    """As the import of a queue's log leaves out, and counts, lines of a queue that is nobody's."""
    listing(desk, *lines)
    sent: dict[As, Any] = {way: SAID | said}
    answer = desk.http.post(PLACE, headers={"Accept-Language": "en"}, **sent)
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert "none of the" in answer.json()["errors"][0]["message"]
    assert "zeta" not in answer.text.casefold()
    assert desk.http.get(CALL).status_code == 404
    assert offered(desk) == 0


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), {"to": "+33184800011", "queue": "zeta"}),
        (("+33184800010",), {"to": "01 84 80 00 10", "queue": "any"}),
        (("+33184800010",), {"to": "12"}),
        (("+33184800010",), {"to": ""}),
        (("+33184800010", "support"), {"queue": " Support"}),
        (("+33184800010", "support"), {"queue": ""}),
        (("support",), {"to": "+33184800011", "queue": "support"}),
    ],
)
def test_what_is_the_clients_or_was_not_listed_is_kept(
    desk: Served, lines: tuple[str, ...], said: dict[str, str]
) -> None:
    listing(desk, *lines)
    assert desk.http.post(PLACE, json=SAID | said).status_code == 200
    assert offered(desk) == 1


def test_nothing_is_asked_of_a_client_that_cannot_be_served_now(desk: Served) -> None:
    desk.live.entries["acme"] = IndexMissing("Nothing was built for acme.")
    assert desk.http.post(PLACE, json=SAID).status_code == 200
