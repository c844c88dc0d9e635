"""A client's figures over HTTP: of its own calls, on its own days, with all that they are made of."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from kbsearch.api.figures.shapes import EXAMPLE
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.served import Served, master_key

OF = "/api/v1/clients/{}/figures"
DAY = {"since": "2026-11-02", "until": "2026-11-02"}
CALLS = (
    *("n1_absorption", "n2_share", "n2_n1_could", "n3_share", "n3_n1_could", "link_rate", "known_share", "new_share"),
    *("fcr_confirmed", "response_rate", "csat", "csat_response_rate", "nps", "nps_response_rate"),
)
ANSWERS = ("response_rate", "csat_response_rate", "nps_response_rate")
"""Of calls handled those whose caller answered a question."""
QUEUE = ("answer_rate", "abandonment_rate", "service_level")
LENGTHS = ("waiting_time", "handle_time", "talk_time", "wrap_up_time", "search_time")
NOTHING = dict.fromkeys(("fcr_no_call_back", "fcr_declared", *CALLS, *QUEUE, *LENGTHS, "doubtful_share"), (0, 0))


def read(desk: Served, client: str = "acme", lang: str = "fr", **days: str) -> dict[str, Any]:
    answer = desk.http.get(OF.format(client), params=days, headers={"accept-language": lang})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counts(found: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {one["name"]: (one["numerator"], one["denominator"]) for one in found["figures"]}


def imported(desk: Served, *rows: tuple[str, str, str, str], client: str = "acme") -> None:
    """Rows of id, beginning, outcome (empty = open) and articles used; each call ends as it begins."""
    names = ("call_id", "started_at", "closed_at", "outcome", "used")
    lines = [dict(zip(names, (id, at, at if how else "", how, used), strict=True)) for id, at, how, used in rows]
    body = "\n".join(json.dumps({name: value for name, value in line.items() if value}) for line in lines)
    kind = {"content-type": "application/x-ndjson"}
    kept = desk.http.post(f"/api/v1/clients/{client}/imports/calls", content=body, headers=kind).json()
    assert (kept["calls"], kept["faulty"]) == (len(rows), 0), kept


def test_calls_that_were_told_and_calls_of_a_file(desk: Served) -> None:
    """Solved, handed over and put right over the API, two more from a file, and one of another client."""
    solved, handed, right, open_call = (Caller(desk, name) for name in ("c-1", "c-2", "c-3", "c-4"))
    solved.post("close", id="1", outcome="resolved", used=["reseau/vpn"])
    handed.events(("2", {"kind": "escalated", "level": "N2", "group": "reseau"}))
    handed.post("close", id="3", outcome="escalated_n2")
    right.post("close", id="4", outcome="escalated_n3")
    right.post("reopen", id="5", at="2026-11-02T10:00:00+01:00")
    right.post("close", id="6", at="2026-11-02T11:00:00+01:00", outcome="resolved")
    open_call.put(started_at="2026-11-02T12:00:00+01:00", channel="phone")
    imported(desk, ("f-1", "2026-11-02 09:00", "abandoned", ""), ("f-2", "2026-11-02 09:05", "escalated_n3", "tpe"))
    imported(desk, ("f-1", "2026-11-02 09:00", "resolved", "secret"), client="zeta")

    found = read(desk, **DAY)
    by_hand = {"n1_absorption": (2, 4), "n2_share": (1, 4), "n3_share": (1, 4), "link_rate": (2, 5)}
    more = {"known_share": (2, 5), "new_share": (0, 5), "doubtful_share": (0, 6)}
    assert counts(found) == NOTHING | by_hand | more | dict.fromkeys(ANSWERS, (0, 4))
    assert (found["began"], found["unfinished"], found["abandoned"]) == (6, 1, 1)
    by_name = {one["name"]: one for one in found["figures"]}
    assert [by_name[name]["value"] for name in by_hand] == [0.5, 0.25, 0.25, 0.4]
    first = by_name["n1_absorption"]["interval"]
    assert (round(first["low"], 4), round(first["high"], 4)) == (0.15, 0.85)
    assert (first["level"], first["method"]) == (0.95, "wilson")
    of_one = {"n1_absorption": (1, 1), "n2_share": (0, 1), "n3_share": (0, 1), "link_rate": (1, 1)}
    of_one |= {"known_share": (1, 1), "new_share": (0, 1), "doubtful_share": (0, 1)}
    assert counts(read(desk, "zeta", **DAY)) == NOTHING | of_one | dict.fromkeys(ANSWERS, (0, 1))


def test_first_contacts_are_told_by_the_caller_and_by_what_came_a_week_before_and_after(desk: Served) -> None:
    """One number in several spellings, and the same number at another client."""
    told = (
        ("c-1", "06 12 34 56 78", "2026-11-02T09:00:00+01:00", "resolved"),
        ("c-2", "+33 6 12 34 56 78", "2026-11-05T09:00:00+01:00", "resolved"),
        ("c-3", "anonymous", "2026-11-02T10:00:00+01:00", "resolved"),
        ("c-4", "01 40 00 00 01", "2026-11-02T11:00:00+01:00", "resolved"),
        ("c-5", "01 40 00 00 02", "2026-10-30T11:00:00+01:00", "escalated_n2"),
        ("c-6", "01 40 00 00 02", "2026-11-02T12:00:00+01:00", "resolved"),
    )
    for call, number, at, outcome in told:
        caller = Caller(desk, call)
        caller.put(caller=number, started_at=at, at=at)
        assert caller.post("close", id=f"fin-{call}", at=at, outcome=outcome).status_code == 200
    there = Caller(desk, "z-1", "zeta")
    there.put(caller="01 40 00 00 01", started_at="2026-11-04T11:00:00+01:00", at="2026-11-04T11:00:00+01:00")
    there.post("close", id="fin", at="2026-11-04T11:05:00+01:00", outcome="resolved")
    found = read(desk, **DAY)
    assert {name: counts(found)[name] for name in ("fcr_no_call_back", "fcr_declared")} == {
        "fcr_no_call_back": (1, 2),
        "fcr_declared": (2, 2),
    }
    assert found["contacts"] == {"window_days": 7, "first": 2, "unripe": 0, "repeated": 1, "unattached": 1}
    assert read(desk, "zeta", since="2026-11-04", until="2026-11-04")["contacts"]["first"] == 1


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_every_figure_is_made_again_from_the_calls_that_it_lists(desk: Served) -> None:
    """Solved, handed over, abandoned, repeated, of nobody, confirmed, still open: the file gives the same figure."""
    told = (
        ("=c-1", "06 12 34 56 78", "2026-11-02T09:00:00+01:00", "resolved"),
        ("c-2", "06 12 34 56 78", "2026-11-02T09:10:00+01:00", "resolved"),
        ("c-3", "06 12 34 56 78", "2026-11-02T18:00:00+01:00", "escalated_n2"),
        ("c-4", "anonymous", "2026-11-02T10:00:00+01:00", "resolved"),
        ("c-5", "01 40 00 00 01", "2026-11-02T11:00:00+01:00", "abandoned"),
        ("c-6", "01 40 00 00 02", "2026-11-01T11:00:00+01:00", "resolved"),
        ("c-7", "01 40 00 00 03", "2026-11-02T12:00:00+01:00", ""),
    )
    for call, number, at, outcome in told:
        caller = Caller(desk, call)
        caller.put(caller=number, started_at=at, at=at)
        if outcome:
            assert caller.post("close", id=f"fin-{call}", at=at, outcome=outcome).status_code == 200
    Caller(desk, "c-4").post("confirm", id="oui", solved=True)
    for call, satisfaction, recommendation in (("c-4", 5, 8), ("c-3", 2, 0), ("=c-1", 4, 6), ("c-5", 1, 0)):
        rated = {"kind": "rated", "satisfaction": satisfaction, "recommendation": recommendation}
        assert Caller(desk, call).events((f"note-{call}", rated)).status_code == 200
    found = read(desk, **DAY)
    assert counts(found)["fcr_no_call_back"] == (0, 1)
    assert (counts(found)["csat"], counts(found)["nps"]) == ((2, 3), (-2, 3)), "who gave up is asked for nothing"
    for figure in found["figures"]:
        answer = desk.http.get(f"{OF.format('acme')}/{figure['name']}/calls", params=DAY)
        rows = rows_of(answer)
        assert (sum(int(row["counted"]) for row in rows), len(rows)) == (figure["numerator"], figure["denominator"])
        assert {row["figure"] for row in rows} <= {figure["name"]}
        assert f'filename="acme-{figure["name"]}-2026-11-02-2026-11-02.csv"' in answer.headers["content-disposition"]
    silent = rows_of(desk.http.get(f"{OF.format('acme')}/fcr_no_call_back/calls", params=DAY))
    assert silent == [
        {"figure": "fcr_no_call_back", "call": "'=c-1", "began": "2026-11-02T08:00:00+00:00", "counted": "0"}
        | {"net": "1"}
    ], "the contact of two calls by its first, and no formula for a spreadsheet"
    assert rows_of(desk.http.get(f"{OF.format('zeta')}/link_rate/calls", params=DAY)) == []


def test_there_is_no_such_figure_and_no_such_day(desk: Served) -> None:
    assert desk.http.get(f"{OF.format('acme')}/absente/calls").status_code == 404
    refused = desk.http.get(f"{OF.format('acme')}/link_rate/calls", params={"since": "hier"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "since")
    assert refused.headers["content-type"].startswith("application/problem+json")


def test_nothing_counted_is_no_value(desk: Served) -> None:
    for found in (read(desk), read(desk, **DAY)):
        assert counts(found) == NOTHING
        assert {(one["value"], one["interval"]) for one in found["figures"]} == {(None, None)}
        assert found["began"] == 0


def test_titles_and_formulas_are_in_the_readers_language(desk: Served) -> None:
    french, english = (
        next(one for one in read(desk, lang=lang)["figures"] if one["name"] == "n1_absorption") for lang in ("fr", "en")
    )
    assert french["title"] == EXAMPLE["figures"][0]["title"] == "Absorption au N1"
    assert french["formula"] == EXAMPLE["figures"][0]["formula"]
    assert english["title"] == "N1 absorption"
    assert english["formula"] == "calls closed as solved that reached no level above N1 ÷ calls handled"


@pytest.mark.parametrize(
    ("day", "before", "first", "last", "after"),
    [
        ("2026-11-02", "2026-11-01T22:59:59Z", "2026-11-01T23:00:00Z", "2026-11-02T22:59:59Z", "2026-11-02T23:00:00Z"),
        ("2026-03-29", "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"),
        ("2026-10-25", "2026-10-24T21:59:59Z", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z"),
    ],
)
def test_a_day_is_the_clients_whatever_its_clocks_do(
    desk: Served, day: str, before: str, first: str, last: str, after: str
) -> None:
    imported(desk, *((f"c-{at}", at, "resolved", "") for at in (before, first, last, after)))
    found = read(desk, since=day, until=day)
    assert (counts(found)["n1_absorption"], found["time_zone"]) == ((2, 2), "Europe/Paris")
    span = {"since": found["begins"], "until": found["ends"]}
    listed = desk.http.get("/api/v1/clients/acme/calls", params=span).json()["items"]
    assert [one["call"] for one in listed] == [f"c-{last}", f"c-{first}"], "the list opens what is counted"


def test_it_is_the_day_of_that_client_and_of_no_other(desk: Served) -> None:
    snapshot = desk.live.entries["zeta"]
    assert isinstance(snapshot, Snapshot)
    there = dataclasses.replace(snapshot.client, time_zone="America/Guadeloupe")
    desk.live.entries["zeta"] = dataclasses.replace(snapshot, client=there)
    for client in ("acme", "zeta"):
        imported(desk, ("c", "2026-11-03T01:00:00Z", "resolved", ""), client=client)
    assert counts(read(desk, "acme", **DAY)) == NOTHING
    assert counts(read(desk, "zeta", **DAY))["n1_absorption"] == (1, 1)


def test_without_days_it_is_the_last_thirty(desk: Served) -> None:
    now = datetime.now(UTC)
    rows = [(f"c-{days}", (now - timedelta(days=days)).isoformat(), "resolved", "") for days in (0, 28, 31)]
    imported(desk, *rows)
    found = read(desk)
    assert counts(found)["n1_absorption"] == (2, 2)
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    assert date.fromisoformat(found["until"]) in (today, today - timedelta(days=1))
    assert date.fromisoformat(found["until"]) - date.fromisoformat(found["since"]) == timedelta(days=29)


@pytest.mark.parametrize(
    ("days", "field", "said"),
    [
        ({"since": "2026-11-03", "until": "2026-11-02"}, "since", "Le premier jour ne peut pas être après le dernier."),
        ({"since": "2025-01-01", "until": "2026-01-02"}, "since", "366 jours au plus"),
        ({"since": "hier"}, "since", "Attendu : un jour comme 2026-11-02"),
        ({"until": "2026-02-30"}, "until", "Attendu : un jour comme 2026-11-02"),
        ({"until": "2026-11-02T09:14"}, "until", "10"),
        ({"from": "2026-11-02"}, "from", ""),
    ],
)
def test_a_wrong_day_is_refused_by_name(desk: Served, days: dict[str, str], field: str, said: str) -> None:
    answer = desk.http.get(OF.format("acme"), params=days)
    assert answer.status_code == 400
    [wrong] = answer.json()["errors"]
    assert wrong["field"] == field
    assert said in wrong["message"].replace("\u00a0", " ")


def test_it_wants_its_own_scope(desk: Served) -> None:
    others = master_key(desk.kb, *set(Scope) - {Scope.READ_FIGURES}, clients=["acme"])
    own = master_key(desk.kb, Scope.READ_FIGURES, clients=["acme"])
    told = [
        httpx.get(desk.url + OF.format(client), headers={"Authorization": f"Bearer {key}"}, trust_env=False)
        for key in (others, own)
        for client in ("acme", "zeta", "nobody")
    ]
    assert [one.status_code for one in told] == [403, 404, 404, 200, 404, 404]
    assert "read-figures" in told[0].text


def test_home_is_for_those_who_search_and_those_who_read_figures(desk: Served) -> None:
    def home(*scopes: Scope) -> httpx.Response:
        key = master_key(desk.kb, *scopes, clients=["acme"])
        return httpx.get(desk.url, headers={"Authorization": f"Bearer {key}"}, trust_env=False)

    assert 'href="/c/acme/figures"' in home(Scope.READ_FIGURES).text
    both = home(Scope.READ_FIGURES, Scope.SEARCH).text
    assert 'href="/c/acme"' in both
    assert 'href="/c/acme/figures"' not in both
    assert home(Scope.RECORD).status_code == 403


def test_calls_erased_are_counted_no_more(desk: Served) -> None:
    imported(desk, ("c", "2026-11-02T09:14:00Z", "resolved", "tpe"), ("d", "2026-11-02T09:15:00Z", "resolved", ""))
    desk.kb.calls.erase(OneClient("acme"), ["c"])
    assert counts(read(desk, **DAY))["link_rate"] == (0, 1)
