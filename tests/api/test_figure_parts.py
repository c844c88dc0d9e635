"""A client's figures part by part over HTTP."""

from __future__ import annotations

from typing import Any

from tests.api.test_figures import DAY, OF, counts, imported, read
from tests.served import Served


def test_part_by_part(desk: Served) -> None:
    """By queue, by hour and by month; all parts together are the whole."""
    rows = (("c1", "08:00", "resolved"), ("c2", "08:30", "escalated_n2"), ("c3", "14:00", "resolved"))
    imported(desk, *((call, f"2026-11-02T{at}:00Z", outcome, "") for call, at, outcome in rows))
    by_hour = parts(desk, "hour")
    assert (by_hour["by"], by_hour["time_zone"], by_hour["since"]) == ("hour", "Europe/Paris", "2026-11-02")
    assert [(one["key"], one["began"]) for one in by_hour["parts"]] == [("09", 2), ("15", 1)]
    assert [counts(one)["n1_absorption"] for one in by_hour["parts"]] == [(1, 2), (1, 1)]
    assert [counts(one) for one in parts(desk, "month")["parts"]] == [counts(read(desk, **DAY))]
    [queue] = parts(desk, "queue")["parts"]
    assert (queue["key"], queue["began"]) == ("", 3)
    [first] = [one for one in queue["figures"] if one["name"] == "n1_absorption"]
    whole = next(one for one in read(desk, **DAY)["figures"] if one["name"] == "n1_absorption")
    assert {name: whole[name] for name in first} == first


def test_parts_of_what_nobody_knows_are_refused(desk: Served) -> None:
    for by in ("agent", ""):
        answer = desk.http.get(f"{OF.format('acme')}/parts", params={"by": by, **DAY})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "by")
    assert desk.http.get(f"{OF.format('acme')}/parts", params=DAY).json()["by"] == "day"


def parts(desk: Served, by: str) -> dict[str, Any]:
    answer = desk.http.get(f"{OF.format('acme')}/parts", params={"by": by, **DAY})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
