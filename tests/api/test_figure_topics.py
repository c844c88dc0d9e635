"""Figures by topic, over HTTP and on the page of figures: of frozen topics, or how they are frozen."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from scipy.stats import binomtest

from kbsearch.api.figures.topics import EXAMPLE
from kbsearch.app import topics
from kbsearch.app.topics import freeze
from kbsearch.core.access.principals import Role
from kbsearch.core.one_client import OneClient
from tests.api.desk import Caller
from tests.api.test_figures import counts, imported, rows_of
from tests.api.test_figures import read as figures_of
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

OF = "/api/v1/clients/{}/figures/topics"
DAYS = {"since": "2026-10-01", "until": "2026-10-31"}
PAGE = "/c/acme/figures?since=2026-10-01&until=2026-10-31&by=topic"
READER = {"acme": (Role.CLIENT_READER,)}


def called(desk: Served, symptom: str, ids: range, day: int = 5, client: str = "acme") -> None:
    rows = [
        {
            "call_id": f"{symptom[:5]}-{n}",
            "started_at": f"2026-10-{day:02}T09:{n:02}:00Z",
            "closed_at": f"2026-10-{day:02}T09:{n:02}:30Z",
            "outcome": "resolved",
            "caller": f"{symptom[:5]} {n}",
            "symptom": symptom,
        }
        for n in ids
    ]
    body, kind = "\n".join(map(json.dumps, rows)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post(f"/api/v1/clients/{client}/imports/calls", content=body, headers=kind)
    assert kept.json()["faulty"] == 0, kept.text


def read(desk: Served, client: str = "acme") -> dict[str, Any]:
    answer = desk.http.get(OF.format(client), params=DAYS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_topics_have_their_figures_and_later_calls_come_to_them(desk: Served) -> None:
    called(desk, "badge refusé", range(6))
    called(desk, "casque muet", range(5))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    found = read(desk)
    assert {*found} == {*EXAMPLE}
    assert [(one["wordings"], one["calls"]) for one in found["topics"]] == [
        (["badge refusé"] * 1, 6),
        (["casque muet"] * 1, 5),
    ]
    first = found["topics"][0]
    assert {*first} == {*EXAMPLE["topics"][0]}
    fcr = first["fcr_no_call_back"]
    assert (fcr["numerator"], fcr["denominator"], fcr["interval"]["method"]) == (6, 6, "wilson")
    assert (found["fcr_low"]["value"], found["fcr_high"]["value"]) == (1.0, 1.0)
    high = rows_of(desk.http.get("/api/v1/clients/acme/figures/fcr_high/calls", params=DAYS))
    assert [row["counted"] for row in high] == ["1"] * found["fcr_high"]["denominator"]
    assert desk.http.get("/api/v1/clients/zeta/figures/fcr_high/calls", params=DAYS).text.count("\n") == 1
    of_first = {"by": "topic", "key": first["topic"], **DAYS}
    listed = rows_of(desk.http.get("/api/v1/clients/acme/figures/fcr_no_call_back/calls", params=of_first))
    assert ([row["call"] for row in listed], {row["counted"] for row in listed}) == (
        [f"badge-{n}" for n in range(6)],
        {"1"},
    )
    assert rows_of(desk.http.get("/api/v1/clients/acme/figures/handle_time/calls", params=of_first)) == []
    assert len(rows_of(desk.http.get("/api/v1/clients/acme/figures/handled/calls", params=of_first))) == 6
    assert desk.http.get("/api/v1/clients/acme/figures/answer_rate/calls", params=of_first).status_code == 404
    assert rows_of(desk.http.get("/api/v1/clients/zeta/figures/fcr_no_call_back/calls", params=of_first)) == []
    called(desk, "badge refusé", range(10, 12), day=12)
    assert [one["calls"] for one in read(desk)["topics"]] == [8, 5]
    assert read(desk, "zeta")["frozen"] is None


def test_the_page_has_them_in_callers_words(desk: Served) -> None:
    called(desk, "badge refusé", range(6))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
        links = re.findall(r'href="(/api/v1/clients/acme/figures/[^"]+by=topic[^"]+)"', page)
        listed, of_fcr = (rows_of(reader.http.get(reader.url + html.unescape(link))) for link in links)
        said = words(page)
        english = words(reader.http.get(f"{reader.url}{PAGE}", headers={"accept-language": "en"}).text)
    assert (len(listed), len(of_fcr)) == (6, 6)
    assert "Par sujet Sujet, dans les mots des appelants Appels traités" in said
    assert "badge refusé 6 100,0 % 6 sur 6 , de 61,0 % à 100,0 % pas de valeur" in said
    assert "Le FCR sans rappel est entre 100,0 %" in said
    assert "Topics were frozen from calls from 2026-10-01" in english


def varied(desk: Served) -> None:
    """Two topics, with calls told by telephone, handed over and rated, and a call about neither that was given up."""
    called(desk, "badge refusé", range(6))
    called(desk, "casque muet", range(5))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    for n in range(3):
        at = f"2026-10-05T09:0{n}"
        told = {
            "offered_at": f"{at}:00Z",
            "answered_at": f"{at}:10Z",
            "ended_at": f"{at}:50Z",
            "disposition": "answered",
        }
        assert desk.http.put(f"/api/v1/clients/acme/calls/badge-{n}", json=told).status_code == 200
        rated = {"kind": "rated", "satisfaction": 2 + n, "recommendation": 4 * n}
        assert Caller(desk, f"badge-{n}").events((f"note-{n}", rated)).status_code == 200
    handed = {"kind": "escalated", "level": "N2", "group": "reseau"}
    assert Caller(desk, "casqu-1").events(("passe", handed)).status_code == 200
    imported(desk, ("lost", "2026-10-05T10:00:00Z", "abandoned", ""))


def test_every_figure_of_a_topic_is_made_again_from_the_calls_that_it_lists(desk: Served) -> None:
    """All topics together are the client's own figures, but for those of contacts; what the queue does has no topic."""
    varied(desk)
    found, whole = read(desk)["topics"], counts(figures_of(desk, **DAYS))
    for topic in found:
        assert topic["fcr_no_call_back"] in topic["figures"]
        assert topic["handle_time"] in topic["figures"]
        for figure in topic["figures"]:
            params = {"by": "topic", "key": topic["topic"], **DAYS}
            rows = rows_of(desk.http.get(f"/api/v1/clients/acme/figures/{figure['name']}/calls", params=params))
            again = sum(int(row["counted"]) for row in rows), len(rows)
            assert again == (figure["numerator"], figure["denominator"]), (topic["wordings"], figure["name"])
            assert figure["value"] == (again[0] / again[1] if again[1] else None)
    of_topics = [counts(topic) for topic in found]
    assert {*whole} - {*of_topics[0]} == {"answer_rate", "abandonment_rate", "service_level", "waiting_time"}
    for name in {*of_topics[0]} - {"fcr_no_call_back", "fcr_declared"}:
        assert tuple(map(sum, zip(*(one[name] for one in of_topics), strict=True))) == whole[name], name
    badge, headset = of_topics[:2]
    assert (badge["handle_time"], badge["csat"], badge["nps"]) == ((120, 3), (1, 3), (-2, 3))
    assert (badge["n2_share"], headset["n2_share"], headset["n1_absorption"]) == ((0, 6), (1, 5), (4, 5))


def test_the_file_has_every_figure_of_every_topic_to_be_reckoned_again(desk: Served) -> None:
    varied(desk)
    found = read(desk)["topics"]
    lines = rows_of(desk.http.get("/c/acme/figures/topics.csv", params=DAYS))
    in_file = Counter((row["part"], row["figure"], row["numerator"], row["denominator"]) for row in lines)
    assert in_file == Counter(
        (one["topic"], figure["name"], str(figure["numerator"]), str(figure["denominator"]))
        for one in found
        for figure in one["figures"]
    )
    for row in lines:
        above, below = int(row["numerator"]), int(row["denominator"])
        assert (float(row["value"]) if row["value"] else None) == (above / below if below else None)
        if row["unit"] == "share" and below:
            within = binomtest(above, below).proportion_ci(0.95, method="wilson")
            assert (float(row["low"]), float(row["high"])) == pytest.approx((within.low, within.high))
    assert {(row["name"], row["calls"]) for row in lines} >= {("badge refusé", "6"), ("casque muet", "5")}


def test_the_page_shows_the_figure_that_is_chosen(desk: Served) -> None:
    called(desk, "badge refusé", range(6))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    with visitor(desk, READER) as reader:
        page = reader.get(f"{PAGE}&figure=n1_absorption")
        links = re.findall(r'href="(/api/v1/clients/acme/figures/n1_absorption/[^"]+by=topic[^"]+)"', page)
        [rows] = [rows_of(reader.http.get(reader.url + html.unescape(link))) for link in links]
        wrong, usual = words(reader.get(f"{PAGE}&figure=answer_rate")), words(reader.get(PAGE))
    assert len(rows) == 6
    table = words(page).partition("Par sujet Sujet, dans les mots des appelants ")[2]
    assert table.startswith("Appels traités Absorption au N1 badge refusé 6 100,0 % 6 sur 6 , de 61,0 % à 100,0 %")
    assert "Absorption au N1 appels clos comme résolus sans avoir été passés" in table
    assert '<option value="n1_absorption" selected>' in page
    assert re.findall(r'<option value="(\w*_rate|service_level|waiting_time)"', page) == [
        *("response_rate", "link_rate", "csat_response_rate", "nps_response_rate"),
    ]
    assert wrong.partition("Par sujet Sujet")[2] == usual.partition("Par sujet Sujet")[2]
    assert "sur le même sujet premiers contacts mûrs sur ce sujet, clos comme résolus" in usual


def test_without_topics_it_says_how_they_are_frozen(desk: Served) -> None:
    assert (read(desk)["frozen"], read(desk)["topics"]) == (None, [])
    assert rows_of(desk.http.get("/c/acme/figures/topics.csv", params=DAYS)) == []
    with visitor(desk, READER) as reader:
        said = words(reader.get(PAGE))
        wrong = words(reader.get("/c/acme/figures?since=hier&by=topic", 400))
    assert "Pour les figer, sur le serveur : kbsearch topics freeze acme --until 2026-10-31" in said
    assert "topics freeze" not in wrong


def test_the_words_of_a_call_go_with_it_though_the_figures_are_kept(desk: Served) -> None:
    """The calls that the topics were made of are from long before the days that are looked at."""
    called(desk, "badge refusé", range(6))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    days = {"since": "2026-11-10", "until": "2026-11-12"}
    row = {"call_id": "later", "started_at": "2026-11-11T09:00:00Z", "closed_at": "2026-11-11T09:05:00Z"}
    row |= {"outcome": "resolved", "symptom": "badge refusé"}
    kind = {"content-type": "application/x-ndjson"}
    desk.http.post("/api/v1/clients/acme/imports/calls", content=json.dumps(row), headers=kind)
    before = desk.http.get(OF.format("acme"), params=days).json()["topics"]
    assert [(one["wordings"], one["calls"]) for one in before] == [(["badge refusé"], 1)]
    desk.kb.calls.erase(OneClient("acme"), [f"badge-{n}" for n in range(6)])
    after = desk.http.get(OF.format("acme"), params=days).json()["topics"]
    assert [(one["wordings"], one["calls"]) for one in after] == [([], 1)]


def test_more_wordings_than_are_read_at_once_are_counted_with_those_about_none(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts add up to the whole, and whoever asks again has more of them read; the calls behind a figure are those
    that it was counted from meanwhile."""
    called(desk, "badge refusé", range(6))
    called(desk, "casque muet", range(5))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    called(desk, "ascenseur en panne", range(3), day=12)
    called(desk, "badge badge refusé", range(10, 12), day=13)
    called(desk, "fontaine", range(1), day=14)
    monkeypatch.setattr("kbsearch.flows.topics.spellings", lambda said, _: [-1] * len(said))
    monkeypatch.setattr(topics, "MOST_READ", 1)
    first = read(desk)
    assert (first["unread_wordings"], first["unread_calls"]) == (2, 3)
    assert [one["calls"] for one in first["topics"]] == [6, 5, 6]
    own = {"by": "topic", "key": first["topics"][0]["topic"], **DAYS}
    listed = rows_of(desk.http.get("/api/v1/clients/acme/figures/fcr_no_call_back/calls", params=own))
    assert len(listed) == first["topics"][0]["fcr_no_call_back"]["denominator"] == 6
    second = read(desk)
    assert (second["unread_calls"], [one["calls"] for one in second["topics"]]) == (1, [8, 5, 4])
    with visitor(desk, READER) as reader:
        said = words(reader.get(PAGE))
    assert "les moins fréquentes" not in said, "the page is asked for the third time"
    assert read(desk)["unread_calls"] == 0


def test_the_page_says_what_was_left_unread(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    called(desk, "badge refusé", range(6))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    called(desk, "ascenseur en panne", range(3), day=12)
    monkeypatch.setattr(topics, "MOST_READ", 0)
    with visitor(desk, READER) as reader:
        said = words(reader.get(PAGE))
        english = words(reader.http.get(f"{reader.url}{PAGE}", headers={"accept-language": "en"}).text)
    assert "les moins fréquentes (1) n’ont pas été lues, et les appels qui les portent (3) sont comptés avec" in said
    assert "the calls that have them (3) are counted with those about no topic." in english


def test_wordings_that_make_no_topics_come_to_them(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """As topics are frozen: there are more than are compared with one another."""
    called(desk, "badge refusé", range(6))
    called(desk, "casque muet", range(5))
    called(desk, "badge badge refusé", range(10, 12), day=6)
    monkeypatch.setattr("kbsearch.flows.topics.MOST", 2)
    frozen = freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    assert [*Counter(frozen.topics.of_call.values()).values()] == [8, 5]
    monkeypatch.setattr(topics, "MOST_READ", 0)
    assert [one["calls"] for one in read(desk)["topics"]] == [8, 5]


def test_the_page_names_the_days_as_they_were_given(desk: Served) -> None:
    called(desk, "badge refusé", range(6))
    freeze(desk.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
    with visitor(desk, READER) as reader:
        assert "figés sur les appels du 01/10/2026 au 10/10/2026." in words(reader.get(PAGE))
