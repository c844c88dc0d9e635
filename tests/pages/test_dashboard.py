"""The dashboard of a client, as those see it who may: without scripts, and as files."""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from scipy.stats import binomtest

from kbsearch.core.access.principals import Role
from kbsearch.core.net import Net
from kbsearch.core.snapshot import Snapshot
from tests.api.desk import Caller
from tests.pages.test_status import words
from tests.pages.today import rang
from tests.pages.visitor import Forms, visitor
from tests.served import Served, never_built

PAGE = "/c/acme/dashboard"
DAYS = "since=2026-11-01&until=2026-11-08"
READER, SUPERVISOR, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR, Role.AGENT))


def month_of_calls(desk: Served) -> None:
    """On three days of November, with a day between them without any."""
    for call, day, outcome, disposition in (
        ("a", 2, "resolved", "answered"),
        ("b", 2, "escalated_n2", "answered"),
        ("c", 2, "", "abandoned_in_queue"),
        ("d", 3, "resolved", "answered"),
        ("e", 5, "resolved", "overflow"),
        ("f", 5, "resolved", "answered"),
    ):
        at = f"2026-11-{day:02}T09:00:00+01:00"
        told = {"at": at, "offered_at": at, "disposition": disposition, "caller": f"+33 1 40 00 00 0{ord(call) % 10}"}
        if disposition == "answered":
            told |= {"answered_at": f"2026-11-{day:02}T09:00:40+01:00", "ended_at": f"2026-11-{day:02}T09:07:00+01:00"}
        caller = Caller(desk, call)
        assert caller.put(**told).status_code == 200
        if outcome:
            closed = caller.http.post(f"{caller.path}/close", json={"id": f"fin-{call}", "at": at, "outcome": outcome})
            assert closed.status_code == 200, closed.text
    for call, satisfaction, recommendation in (("a", 5, 9), ("b", 1, 3), ("d", 4, 6)):
        rated = {"kind": "rated", "satisfaction": satisfaction, "recommendation": recommendation}
        assert Caller(desk, call).events((f"note-{call}", rated)).status_code == 200


def tiles(page: str) -> dict[str, str]:
    """Tile → what it says."""
    found = re.findall(r'<li data-tile="(\w+)">(.*?)</li>', page, re.DOTALL)
    return {name: words(body) for name, body in found}


def test_the_day_stands_in_tiles_with_counts_interval_and_whether_the_aim_is_met(desk: Served) -> None:
    for call in ("a", "b", "c"):
        rang(desk, call)
    rang(desk, "lost", waited_s=None)
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
    today = f"{datetime.now(ZoneInfo('Europe/Paris')):%d/%m/%Y}"
    assert f"Aujourd’hui, {today} Chiffres de " in words(page)
    said = tiles(page)
    assert said["presented"].startswith("Appels présentés 4 Formule")
    assert said["answered"].startswith("Appels décrochés 3 Formule")
    assert said["open"].startswith("Appels encore ouverts 3 Formule"), "who hung up is not waited for"
    assert (
        "Taux de décroché 75,0 % sous le repère 3 sur 4 entre 30,1 % et 95,4 % repère du métier : de 95 % à 97 % "
        "Formule appels décrochés ÷ appels présentés" in said["answer_rate"]
    )
    assert "Taux d’abandon 25,0 % 1 sur 4" in said["abandonment_rate"]
    assert "Objectif 80/90 75,0 % sous l’objectif 3 sur 4" in said["service_level"]
    assert "pas de valeur aucun appel à compter" in said["n1_absorption"]
    assert [*said] == [
        *(
            "presented",
            "answered",
            "open",
            "menu_abandoned",
            "closed_hours",
            "longest_answered",
            "longest_abandoned",
            "answer_rate",
            "abandonment_rate",
            "service_level",
            "handle_time",
        ),
        *("talk_time", "wrap_up_time", "search_time", "fcr_declared", "n1_absorption", "n2_share", "n3_share"),
    ]


def test_each_tile_with_a_value_opens_its_calls_and_nobody_is_led_where_they_may_not_go(desk: Served) -> None:
    rang(desk, "a")
    rang(desk, "b", waited_s=None)
    with visitor(desk, READER) as reader, visitor(desk, SUPERVISOR) as supervisor:
        page = reader.get(PAGE)
        links = [html.unescape(one) for one in re.findall(r'<a data-part="calls" href="(/[^"]+)"', page)]
        assert len(links) == 9, "three counts and three figures of the day, a count and two figures of the history"
        for link in links:
            answer = reader.http.get(reader.url + link)
            calls = 1 if re.search("/(queue_answered|unfinished)/", link) else 2
            assert (answer.status_code, answer.text.count("\r\n")) == (200, 1 + calls), f"its calls: {link}"
        assert "/c/acme/calls" not in page
        assert 'href="/c/acme/calls?whose=all"' in supervisor.get(PAGE)
        supervisor.get("/c/acme/calls?whose=all")


def test_the_history_is_drawn_and_stands_in_tables_with_what_has_no_value(desk: Served) -> None:
    month_of_calls(desk)
    with visitor(desk, READER) as reader:
        page = reader.get(f"{PAGE}?{DAYS}")
        weeks = words(reader.get(f"{PAGE}?{DAYS}&by=week"))
        months = words(reader.http.get(f"{reader.url}{PAGE}?{DAYS}&by=month", headers={"accept-language": "en"}).text)
    said = words(page)
    assert "Du 01/11/2026 au 08/11/2026 compris, heure de Europe/Paris : 6 appels." in said
    assert page.count("<svg") == 4
    assert 'aria-label="Taux de décroché, du 01/11/2026 au 08/11/2026 ; les valeurs' in page.replace("\u00a0", " ")
    table = said.partition("Les valeurs en tableau : Taux de décroché")[2].partition("Les valeurs en tableau")[0]
    assert "Toute la période 66,7 % sous le repère 4 sur 6 entre 30,0 % et 90,3 %" in table
    assert "02/11/2026 66,7 % sous le repère 2 sur 3" in table
    assert "03/11/2026 100,0 % au-dessus du repère 1 sur 1" in table
    assert "04/11/2026 pas de valeur aucun appel à compter pas de valeur" in table
    assert table.count("pas de valeur aucun appel à compter") == 5
    assert page.count('class="aim"') == 3, "of the answer rate, the service level and N1 absorption"
    assert "semaine 44 de 2026 pas de valeur" in weeks
    assert "semaine 45 de 2026 66,7 % sous le repère 4 sur 6" in weeks
    assert "11/2026 66.7% below the range 4 of 6 between 30.0% and 90.3%" in months


def exported(http: httpx.Client, url: str, query: str) -> list[dict[str, str]]:
    answer = http.get(f"{url}{PAGE}.csv?{query}")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/csv")
    return [*csv.DictReader(io.StringIO(answer.text))]


def counted_again(http: httpx.Client, url: str, figure: str, since: str, until: str) -> tuple[int, int]:
    """From the calls that the figure is made of."""
    place = f"{url}/api/v1/clients/acme/figures/{figure}/calls?since={since}&until={until}"
    rows = [*csv.DictReader(io.StringIO(http.get(place).text))]
    return sum(int(row["counted"]) for row in rows), len(rows)


def test_net_figures_are_exported_beside_the_gross_ones(desk: Served) -> None:
    month_of_calls(desk)
    with visitor(desk, READER) as reader:
        assert {row["net_denominator"] for row in exported(reader.http, reader.url, f"{DAYS}&by=day")} == {""}
        snapshot = desk.live.entries["acme"]
        assert isinstance(snapshot, Snapshot)
        own = replace(snapshot.client, net=Net(("escalated_n2",)))
        desk.live.entries["acme"] = replace(snapshot, client=own)
        rows = exported(reader.http, reader.url, f"{DAYS}&by=day")
        told = reader.http.get(f"{reader.url}/api/v1/clients/acme/figures?{DAYS}").json()["figures"]
    nets = {one["name"]: one["net"] for one in told if one["net"]}
    whole = {row["figure"]: row for row in rows if not row["part"]}
    assert {name for name, row in whole.items() if row["net_denominator"]} == {*nets}
    for name, net in nets.items():
        assert (whole[name]["net_numerator"], whole[name]["net_denominator"]) == (
            str(net["numerator"]),
            str(net["denominator"]),
        )
        assert (whole[name]["net_low"] == "") == (net["interval"] is None)


@pytest.mark.parametrize("by", ["day", "week", "month"])
def test_every_exported_value_is_counted_again_from_its_counts_and_from_its_calls(desk: Served, by: str) -> None:
    month_of_calls(desk)
    with visitor(desk, READER) as reader:
        rows = exported(reader.http, reader.url, f"{DAYS}&by={by}")
        assert {row["part"] for row in rows} == {
            "day": {"", "2026-11-02", "2026-11-03", "2026-11-05"},
            "week": {"", "2026-W45"},
            "month": {"", "2026-11"},
        }[by]
        for row in rows:
            above, below = int(row["numerator"]), int(row["denominator"])
            assert row["value"] == (str(above / below) if below else ""), row
            if row["unit"] == "balance" and below > 1:
                against = int(row["against"])
                spread = ((above + 2 * against) / below - (above / below) ** 2) / below
                half = 1.959964 * spread**0.5
                assert (float(row["low"]), float(row["high"])) == pytest.approx(
                    (max(-1.0, above / below - half), min(1.0, above / below + half)), abs=1e-6
                )
            if row["unit"] == "share" and below:
                within = binomtest(above, below).proportion_ci(0.95, method="wilson")
                assert (float(row["low"]), float(row["high"])) == pytest.approx((within.low, within.high), abs=1e-9)
            days = (row["part"], row["part"]) if len(row["part"]) == 10 else ("2026-11-01", "2026-11-08")
            assert counted_again(reader.http, reader.url, row["figure"], *days) == (above, below), row
        assert sum(bool(row["value"]) for row in rows) > 15
        assert [row["numerator"] for row in rows if (row["part"], row["figure"]) == ("", "nps")] == ["-1"]


def test_both_files_say_the_same_and_what_the_page_does(desk: Served) -> None:
    month_of_calls(desk)
    with visitor(desk, READER) as reader:
        page = reader.get(f"{PAGE}?{DAYS}")
        links = [html.unescape(one) for one in re.findall(rf'href="({PAGE}\.[^"]+)"', page)]
        assert links == [f"{PAGE}.{kind}?{DAYS}&by=day" for kind in ("csv", "json")]
        rows = exported(reader.http, reader.url, f"{DAYS}&by=day")
        answer = reader.http.get(reader.url + links[1])
        named = answer.headers["content-disposition"]
    assert named == 'attachment; filename="acme-day-2026-11-01-2026-11-08.json"'
    found = answer.json()
    told = {("", one["name"]): one for one in found["figures"]["figures"]}
    assert told["", "handle_time"]["median"] is not None
    told |= {(part["key"], one["name"]): one for part in found["parts"]["parts"] for one in part["figures"]}
    assert [*told] == [(row["part"], row["figure"]) for row in rows]
    for row in rows:
        one = told[row["part"], row["figure"]]
        assert (row["numerator"], row["denominator"]) == (str(one["numerator"]), str(one["denominator"]))
        assert row["value"] == ("" if one["value"] is None else str(one["value"]))
        assert row["low"] == ("" if one["interval"] is None else str(one["interval"]["low"]))
        for name in ("median", "p90"):
            assert row[name] == ("" if one.get(name) is None else str(one[name]))
        if row["value"] and row["unit"] == "share" and row["figure"] in ("answer_rate", "n1_absorption"):
            assert f"{row['numerator']} sur {row['denominator']}" in words(page)


def test_a_long_period_is_shown_in_longer_parts_unless_somebody_says_how(desk: Served) -> None:
    with visitor(desk, READER) as reader:
        for since, by in (("2026-10-01", "day"), ("2026-06-01", "week"), ("2026-01-01", "month")):
            assert f"until=2026-11-08&amp;by={by}" in reader.get(f"{PAGE}?since={since}&until=2026-11-08"), since
        asked = f"{PAGE}?since=2026-01-01&until=2026-11-08&by=day"
        page = reader.get(asked)
        assert '<option value="day" selected>' in page
        assert page.count("<tr>") == 4 * (1 + 1 + (date(2026, 11, 8) - date(2026, 1, 1)).days + 1)
        assert dict(Forms(page).found[f"{PAGE}#history"])["since"] == "2026-01-01"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-11-02&until=2026-11-01", "Le premier jour ne peut pas être après le dernier."),
        ("until=%3Cb%3E", "Attendu : un jour comme 2026-11-02"),
    ],
)
def test_a_wrong_day_is_said_at_its_field_and_the_day_stands_all_the_same(desk: Served, query: str, said: str) -> None:
    with visitor(desk, READER) as reader:
        page = reader.get(f"{PAGE}?{query}", 400)
        assert said in words(page)
        assert page.count('aria-invalid="true"') == 1
        assert "<b>" not in page
        assert "presented" in tiles(page)
        for kind in ("csv", "json"):
            assert reader.http.get(f"{reader.url}{PAGE}.{kind}?{query}").status_code == 400


def test_who_may_see_it_finds_the_way_there(desk: Served) -> None:
    with visitor(desk, READER) as reader, visitor(desk, SUPERVISOR) as supervisor, visitor(desk, AGENT) as agent:
        assert f'href="{PAGE}"' in supervisor.get("/c/acme/status")
        assert 'aria-current="page">Tableau de bord' in reader.get(PAGE)
        assert f'href="{PAGE}"' not in agent.get("/c/acme/status")
        for place in (PAGE, f"{PAGE}/today", f"{PAGE}.csv", f"{PAGE}.json"):
            assert "read-figures" in agent.get(place, 403)
            reader.get(place.replace("acme", "zeta"), 404)


def test_where_the_telephone_told_nothing_the_day_says_so(desk: Served) -> None:
    at = datetime.now(UTC).isoformat()
    assert Caller(desk, "a").put(at=at).status_code == 200
    with visitor(desk, READER) as reader:
        assert "La téléphonie n’a dit aucune heure" in words(reader.get(PAGE))


def test_the_day_is_told_once_to_who_does_not_ask_for_a_stream(desk: Served) -> None:
    rang(desk, "a")
    with visitor(desk, READER) as reader:
        found = reader.http.get(f"{reader.url}{PAGE}/today").json()
        assert found["client"] == "acme"
        assert [one["value"] for one in found["tiles"] if one["name"] == "presented"] == ["1"]
        asked = {"accept": "text/event-stream"}
        head = reader.http.head(f"{reader.url}{PAGE}/today", headers=asked)
        assert (head.status_code, head.content) == (200, b"")


def test_nothing_built_is_a_problem_with_its_remedy(desk: Served) -> None:
    desk.live.entries["acme"] = never_built()
    with visitor(desk, READER) as reader:
        assert "kbsearch build acme" in reader.get(PAGE, 503)
