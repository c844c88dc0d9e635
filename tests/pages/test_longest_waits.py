"""Who waited longest today, on the dashboard: each leads to its call, for who may see calls."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from kbsearch.core.access.principals import Role
from tests.pages.test_dashboard import PAGE, tiles
from tests.pages.today import Stream, rang
from tests.pages.visitor import visitor
from tests.served import Served

READER, SUPERVISOR = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR))


def lost(desk: Served, call: str, after_s: int) -> None:
    now = datetime.now(UTC)
    told = {
        "offered_at": now.isoformat(),
        "ended_at": (now + timedelta(seconds=after_s)).isoformat(),
        "disposition": "abandoned_in_queue",
    }
    assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=told).status_code == 200


def test_each_stands_with_its_formula_and_leads_to_its_call(desk: Served) -> None:
    rang(desk, "a", waited_s=40)
    rang(desk, "b", waited_s=75)
    lost(desk, "c", 20)
    lost(desk, "d", 130)
    with visitor(desk, SUPERVISOR) as supervisor, visitor(desk, READER) as reader:
        page, without = supervisor.get(PAGE), reader.get(PAGE)
        for place in ("/c/acme/calls/b", "/c/acme/calls/d"):
            assert f'href="{place}" aria-label="Cet appel (Plus longue attente' in page
            supervisor.get(place)
    said = tiles(page)
    assert (
        said["longest_answered"]
        .replace("\u00a0", " ")
        .startswith("Plus longue attente, appels décrochés 1 min 15 s Formule secondes entre l’arrivée dans la file et")
    )
    assert "appels abandonnés 2 min 10 s" in said["longest_abandoned"].replace("\u00a0", " ")
    assert tiles(without)["longest_answered"].startswith("Plus longue attente"), "who may see no calls sees how long"
    assert not re.search(r'href="/c/acme/calls/', without)


def test_of_nobody_there_is_none_and_it_comes_with_the_stream(desk: Served) -> None:
    with visitor(desk, SUPERVISOR) as supervisor:
        assert "pas de valeur" in tiles(supervisor.get(PAGE))["longest_answered"]
    with Stream(desk.url, authorization=desk.http.headers["authorization"]) as stream:
        assert stream.next().tile("longest_answered")["is_without"]
        rang(desk, "a", waited_s=40)
        told = stream.next().tile("longest_answered")
        assert (told["value"].replace("\u00a0", " "), told["calls"]) == ("0 min 40 s", "/c/acme/calls/a")
