"""The form that puts the end of a call right: what it offers, and what it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.api.calls.pages import MOST_INCIDENTS
from kbsearch.core.access.principals import Role
from kbsearch.core.calls.incidents import Incident
from tests.clients import ACME
from tests.pages.visitor import visitor
from tests.served import Served

AGENT = {"acme": (Role.AGENT,)}
PAGE = "/c/acme/calls/c1"
CALL = f"/api/v1{PAGE.replace('/c/', '/clients/', 1)}"


def test_an_incident_older_than_those_offered_has_its_title(desk: Served) -> None:
    now = datetime.now(UTC)
    for n in range(MOST_INCIDENTS + 1):
        made = Incident("acme", f"INC-{n}", f"Panne du tunnel {n}", (), "", now - timedelta(hours=200 - n))
        desk.kb.calls.incidents.open(ACME, made, now=now)
    end = {"id": "end", "at": now.isoformat(), "outcome": "known_incident", "incident": "INC-0"}
    assert desk.http.post(f"{CALL}/close", json=end).is_success
    with visitor(desk, AGENT) as agent:
        page = agent.get(PAGE)
        assert '<option value="INC-0" selected>Panne du tunnel 0</option>' in page
        assert "Incident connu · Panne du tunnel 0" in page


@pytest.mark.parametrize("field", ["used", "had"])
@pytest.mark.parametrize("others", [[" "], ["a\x00b"], ["x" * 161], [f"a{n}" for n in range(300)]])
def test_only_articles_that_the_page_offers_are_said_to_have_served(
    desk: Served, field: str, others: list[str]
) -> None:
    at = datetime.now(UTC).isoformat()
    told = [{"id": f"e-{id}", "at": at, "what": {"kind": "opened", "article": id}} for id in ("reseau/vpn", "b")]
    assert desk.http.post(f"{CALL}/events", json={"events": told}).is_success
    with visitor(desk, AGENT) as agent:
        page = agent.get(PAGE)
        filled = {"outcome": "resolved", "used": ["reseau/vpn"]}
        wrong = {**filled, field: ["reseau/vpn", *others]}
        assert agent.submit(page, f"{PAGE}/close", **wrong).status_code == 400
        assert desk.http.get(CALL).json()["outcome"] is None
        assert agent.submit(page, f"{PAGE}/close", **filled).status_code == 303
        assert desk.http.get(CALL).json()["used"] == ["reseau/vpn"]
