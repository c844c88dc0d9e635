"""A client's own days of a call-back: in its figures, in their words, and in nobody else's."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kbsearch.app.topics import freeze
from kbsearch.core.access.principals import Role
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.api.test_figures import DAY, OF, counts, read
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

READER = {"acme": (Role.CLIENT_READER,)}


def agreed(desk: Served, client: str, days: int) -> None:
    snapshot = desk.live.entries[client]
    assert isinstance(snapshot, Snapshot)
    own = dataclasses.replace(snapshot.client, window=timedelta(days=days))
    desk.live.entries[client] = dataclasses.replace(snapshot, client=own)


def test_it_is_the_clients_own(desk: Served) -> None:
    """At both somebody calls again after three days; acme alone waits for one."""
    agreed(desk, "acme", 1)
    for client in ("acme", "zeta"):
        for call, at in (("c-1", "2026-11-02T09:00:00+01:00"), ("c-2", "2026-11-05T09:00:00+01:00")):
            caller = Caller(desk, call, client)
            caller.put(caller="06 12 34 56 78", started_at=at, at=at)
            assert caller.post("close", id=f"fin-{call}", at=at, outcome="resolved").status_code == 200
    found, other = read(desk, **DAY), read(desk, "zeta", **DAY)
    assert (counts(found)["fcr_no_call_back"], counts(other)["fcr_no_call_back"]) == ((1, 1), (0, 1))
    assert (found["contacts"]["window_days"], other["contacts"]["window_days"]) == (1, 7)
    title = {one["name"]: one["title"] for one in found["figures"]}["fcr_no_call_back"]
    assert (title, "sous 1 jour, " in found["figures"][0]["formula"]) == ("FCR sans rappel sous 1 jour", True)
    with visitor(desk, READER) as reader:
        days = "since=2026-11-02&until=2026-11-02"
        page = words(reader.get(f"/c/acme/figures?{days}"))
        articles = words(reader.get(f"/c/acme/figures/articles?{days}"))
        english = words(
            reader.http.get(f"{reader.url}/c/acme/dashboard?{days}", headers={"accept-language": "en"}).text
        )
    assert "n’a commencé moins de 1 jour avant, et mûr 1 jour après" in page
    assert "FCR sans rappel sous 1 jour" in page
    assert "sous 1 jour" in articles
    assert "FCR without call-back in 1 day" in english


def test_of_thirty_days_what_came_long_after_counts(desk: Served) -> None:
    agreed(desk, "acme", 30)
    for call, at in (("c-1", "2026-10-01T09:00:00+02:00"), ("c-2", "2026-10-25T09:00:00+01:00")):
        caller = Caller(desk, call)
        caller.put(caller="06 12 34 56 78", started_at=at, at=at)
        assert caller.post("close", id=f"fin-{call}", at=at, outcome="resolved").status_code == 200
    found = read(desk, since="2026-10-01", until="2026-10-01")
    assert counts(found)["fcr_no_call_back"] == (0, 1), "it is read beyond the days that are asked for"


@pytest.mark.parametrize("days", [1, 7])
def test_a_day_asked_alone_is_that_day_of_a_longer_time(desk: Served, days: int) -> None:
    """Who calls a second time within minutes of midnight is in contact since before it, a `window` earlier too."""
    agreed(desk, "acme", days)
    day = date(2026, 10, 2) + timedelta(days=days)
    times = ("2026-10-01T23:55:00", "2026-10-02T00:05:00", f"{day}T00:02:00")
    said = {"outcome": "resolved", "used": ["a"], "symptom": "badge refusé"}
    callers = [("a", at) for at in times] + [(f"b{n}", f"2026-10-01T09:0{n}:00") for n in range(6)]
    rows = [
        {"call_id": f"c{n}", "started_at": at, "closed_at": at, "caller": caller, **said}
        for n, (caller, at) in enumerate(callers)
    ]
    body, kind = "\n".join(map(json.dumps, rows)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post("/api/v1/clients/acme/imports/calls", content=body, headers=kind)
    assert kept.json()["calls"] == len(rows), kept.text
    freeze(desk.kb, OneClient("acme"), "2026-10-01", f"{day}", datetime.now(UTC))
    alone, longer = {"since": f"{day}", "until": f"{day}"}, {"since": "2026-10-01", "until": f"{day}"}
    parts = desk.http.get(f"{OF.format('acme')}/parts", params={"by": "day", **longer}).json()["parts"]
    (part,) = (one for one in parts if one["key"] == f"{day}")
    assert counts(part)["fcr_no_call_back"] == (1, 1), "more than a window after the contact before it began"
    assert counts(read(desk, **alone)) == counts(part)
    articles = desk.http.get(f"{OF.format('acme')}/articles", params=alone).json()
    (topic,) = desk.http.get(f"{OF.format('acme')}/topics", params=alone).json()["topics"]
    for found in (articles["not_called_back"], topic["fcr_no_call_back"]):
        assert (found["numerator"], found["denominator"]) == (1, 1)
