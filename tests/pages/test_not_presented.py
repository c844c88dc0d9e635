"""Calls that never reached the queue: hung up in the voice menu, or outside opening hours."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

from kbsearch.core.access.principals import Role
from tests.api.test_figures import rows_of
from tests.pages.test_dashboard import PAGE as DASHBOARD
from tests.pages.test_dashboard import tiles
from tests.pages.test_figures import DAYS, opened_at, phoned
from tests.pages.test_status import words
from tests.pages.today import rang
from tests.pages.visitor import visitor
from tests.served import Served

NAMES = ("menu_abandoned", "closed_hours")
READER = {"acme": (Role.CLIENT_READER,)}


def test_they_stand_beside_the_parts_of_the_queue_and_open_their_calls(desk: Served) -> None:
    phoned(desk, a="abandoned_in_ivr", b="closed_hours", c="closed_hours", d="answered")
    with visitor(desk, READER) as reader:
        page = reader.get(DAYS)
        links = [(name, html.unescape(place)) for name, place in opened_at(page) if name in NAMES]
        opened = {name: [row["call"] for row in rows_of(reader.http.get(reader.url + at))] for name, at in links}
        english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
        of_none = words(reader.get("/c/acme/figures?since=2026-10-01&until=2026-10-02"))
    said = words(page)
    assert "Présentés, en tout 1 100,0 %" in said
    told = said.partition("ils ne sont pas « présentés », et ne sont dans aucun taux de la file. ")[2]
    assert told.startswith("Raccrochés dans le menu vocal 1 Reçus hors des heures d’ouverture 2")
    assert opened == {"menu_abandoned": ["a"], "closed_hours": ["b", "c"]}
    assert "they are not “presented”, and in no rate of the queue. Hung up in the voice menu 1" in english
    assert "Raccrochés dans le menu" not in of_none, "of which no telephone system told anything"


def test_the_api_has_them_with_their_formulas(desk: Served) -> None:
    phoned(desk, a="abandoned_in_ivr", b="closed_hours", c="closed_hours", d="answered")
    days = {"since": "2026-11-01", "until": "2026-11-30"}
    found = desk.http.get("/api/v1/clients/acme/figures", params=days, headers={"accept-language": "en"}).json()
    counts = {one["name"]: one for one in found["counts"]}
    assert [counts[name]["value"] for name in (*NAMES, "queue_presented")] == [1, 2, 1]
    assert "voice menu" in counts["menu_abandoned"]["formula"]


def test_the_day_has_tiles_of_them(desk: Served) -> None:
    rang(desk, "a")
    at = datetime.now(UTC).isoformat()
    for call, came in (("menu", "abandoned_in_ivr"), ("night", "closed_hours"), ("noon", "closed_hours")):
        told = {"at": at, "received_at": at, "disposition": came}
        assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=told).status_code == 200
    with visitor(desk, READER) as reader:
        page = reader.get(DASHBOARD)
        said = tiles(page)
        places = re.findall(r'<a data-part="calls" href="(/[^"]+/(?:menu_abandoned|closed_hours)/[^"]+)"', page)
        listed = [reader.http.get(reader.url + html.unescape(one)).text.count("\r\n") - 1 for one in places]
    assert said["presented"].startswith("Appels présentés 1 ")
    assert said["menu_abandoned"].startswith("Raccrochés dans le menu vocal 1 Formule")
    assert said["closed_hours"].startswith("Reçus hors des heures d’ouverture 2 Formule")
    assert "ne sont pas « présentés »" in said["closed_hours"]
    assert listed == [1, 2]
