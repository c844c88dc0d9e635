"""A client's own days of a call-back: in its figures, in their words, and in nobody else's."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from kbsearch.core.access.principals import Role
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.api.test_figures import DAY, counts, read
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
