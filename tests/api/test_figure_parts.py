"""A client's figures part by part over HTTP."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from kbsearch.core.figures.parts import By
from tests.api.test_figures import DAY, OF, counts, imported, read, rows_of
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


def calls_at(figure: str) -> str:
    return f"{OF.format('acme')}/{figure}/calls"


@pytest.mark.parametrize("by", get_args(By))
def test_each_part_is_made_again_from_the_calls_that_it_lists(desk: Served, by: str) -> None:
    rows = (("=c1", "08:00", "resolved"), ("c2", "08:30", "escalated_n2"), ("c3", "14:00", "resolved"))
    imported(desk, *((call, f"2026-11-02T{at}:00Z", outcome, "") for call, at, outcome in rows))
    told = {"offered_at": "2026-11-02T09:00:00+01:00", "answered_at": "2026-11-02T10:01:00+01:00"}
    told |= {"queue": "caisse", "disposition": "answered"}
    assert desk.http.put("/api/v1/clients/acme/calls/c4", json=told).status_code == 200
    found = parts(desk, by)["parts"]
    for part in found:
        for figure in part["figures"]:
            listed = rows_of(desk.http.get(calls_at(figure["name"]), params={"by": by, "key": part["key"], **DAY}))
            above = sum(int(row["counted"]) for row in listed)
            assert (above, len(listed)) == (figure["numerator"], figure["denominator"]), (by, part["key"])
    assert sum(counts(part)["n1_absorption"][1] for part in found) == 3


def test_a_file_is_called_after_its_part_where_there_is_one(desk: Served) -> None:
    begun = {"queue": 'réseau "2/a', "started_at": "2026-11-02T09:00:00+01:00", "channel": "phone"}
    assert desk.http.put("/api/v1/clients/acme/calls/c", json=begun).status_code == 200
    for key, ending in ((begun["queue"], "queue-r_seau_2_a"), ("caisse", "queue")):
        answer = desk.http.get(calls_at("doubtful_share"), params={"by": "queue", "key": key, **DAY})
        said = answer.headers["content-disposition"]
        assert said == f'attachment; filename="acme-doubtful_share-2026-11-02-2026-11-02-{ending}.csv"'
        assert len(rows_of(answer)) == (key != "caisse")


def test_what_came_of_the_calls_of_the_queue_opens_them(desk: Served) -> None:
    for call, came_of in {"a": "overflow", "b": "overflow", "c": "dissuaded", "d": ""}.items():
        said = {"offered_at": "2026-11-02T09:00:00+01:00"} | ({"disposition": came_of} if came_of else {})
        assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=said).status_code == 200
    queue = read(desk, **DAY)["queue"]
    opened = {
        part: [row["call"] for row in rows_of(desk.http.get(calls_at("answer_rate"), params=asked))]
        for part in queue
        if part != "presented"
        for asked in [{"by": "disposition", "key": part, **DAY}]
    }
    assert {part: len(calls) for part, calls in opened.items()} | {"presented": 4} == queue
    assert (opened["overflowed"], opened["untold"]) == (["a", "b"], ["d"])
    other = desk.http.get(calls_at("n1_absorption"), params={"by": "disposition", "key": "untold", **DAY})
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"by": "queue"}, "key"),
        ({"key": ""}, "by"),
        ({"by": "agent", "key": "x"}, "by"),
        ({"by": "queue", "key": "x", "article": "tpe"}, "by"),
    ],
)
def test_half_a_part_is_refused_by_name(desk: Served, asked: dict[str, str], field: str) -> None:
    for figure in ("link_rate", "not_called_back"):
        answer = desk.http.get(calls_at(figure), params={**asked, **DAY})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field), answer.text


def test_parts_of_no_figure_and_of_no_topic_are_not_there(desk: Served) -> None:
    for figure, by in (("absent", "queue"), ("answer_rate", "topic"), ("not_called_back", "day")):
        assert desk.http.get(calls_at(figure), params={"by": by, "key": "x", **DAY}).status_code == 404
    assert rows_of(desk.http.get(calls_at("handle_time"), params={"by": "topic", "key": "", **DAY})) == []


def parts(desk: Served, by: str) -> dict[str, Any]:
    answer = desk.http.get(f"{OF.format('acme')}/parts", params={"by": by, **DAY})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
