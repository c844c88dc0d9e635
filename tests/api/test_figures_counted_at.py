"""The calls of a figure as counted at some moment: what began or ripened later is not listed."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

from kbsearch.app.health import article_calls, by_article, knowledge
from kbsearch.core.access.principals import Role
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from tests.clients import ACME
from tests.pages.visitor import visitor
from tests.served import Served

CALLS = "/api/v1/clients/acme/figures/{}/calls"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
DAY = {"since": "2026-10-05", "until": "2026-10-05"}


def telephoned(desk: Served, first: datetime, calls: int, answered: int, named: str) -> None:
    """One a minute, the first ones answered."""
    rows = []
    for n in range(calls):
        at = first + n * MINUTE
        row = {"call_id": f"{named}{n}", "started_at": at, "offered_at": at, "ended_at": at + MINUTE}
        row |= {"answered_at": at, "disposition": "answered"} if n < answered else {"disposition": "abandoned_in_queue"}
        rows.append({name: one.isoformat() if isinstance(one, datetime) else one for name, one in row.items()})
    imported(desk, rows)


def imported(desk: Served, rows: list[dict[str, object]]) -> None:
    body, kind = "\n".join(map(json.dumps, rows)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post("/api/v1/clients/acme/imports/calls", content=body, headers=kind)
    assert kept.json()["faulty"] == 0, kept.text


def counts(text: str) -> tuple[int, int]:
    lines = [*csv.DictReader(text.splitlines())]
    return sum(int(line["counted"]) for line in lines), len(lines)


def listed(desk: Served, figure: str, **asked: str) -> tuple[int, int]:
    answer = desk.http.get(CALLS.format(figure), params={**DAY, **asked})
    assert answer.status_code == 200, answer.text
    return counts(answer.text)


def test_an_alert_opens_the_calls_that_it_counted_whatever_came_after(desk: Served) -> None:
    telephoned(desk, NOON, 44, 27, "a")
    counted = Count(*listed(desk, "answer_rate"), NOON - 14 * HOUR, NOON + 10 * HOUR)
    found = Looked("acme", NOON + 50 * MINUTE, tuple(Kind), (Alert(Kind.ANSWER_RATE, counted, 0.85, 20),))
    desk.kb.calls.alerts.settle(ACME, found, None)
    telephoned(desk, NOON + HOUR, 40, 27, "b")
    assert listed(desk, "answer_rate") == (54, 84)
    with visitor(desk, {"acme": (Role.CLIENT_READER,)}) as reader:
        page = reader.get("/c/acme/alerts")
        place = unescape(re.findall(r'href="([^"]*/answer_rate/calls[^"]*)"', page)[-1])
        assert place.endswith("&counted_at=2026-10-05T12:50:00Z")
        assert counts(reader.http.get(reader.url + place).text) == (27, 44)
        assert "ceux commencés jusqu’à l’ouverture de l’alerte" in page


def test_what_ripened_later_is_not_in_it_nor_in_a_part_or_the_share_of_an_article(desk: Served) -> None:
    began = [NOON, NOON + 60 * MINUTE]
    imported(
        desk,
        [
            {"call_id": f"c{n}", "started_at": at.isoformat(), "closed_at": (at + MINUTE).isoformat(),
             "outcome": "resolved", "caller": f"poste {n}", "used": ["reseau/vpn"]}
            for n, at in enumerate(began)
        ],
    )  # fmt: skip
    for asked in ({}, {"by": "day", "key": "2026-10-05"}, {"article": "reseau/vpn"}):
        figure = "not_called_back" if "article" in asked else "fcr_no_call_back"
        assert listed(desk, figure, **asked) == (2, 2)
        assert listed(desk, figure, **asked, counted_at="2026-10-12T12:30:00Z") == (1, 1)
        assert listed(desk, figure, **asked, counted_at="2026-10-12T15:30") == (2, 2), "local time"
    assert listed(desk, "used", article="reseau/vpn", counted_at="2026-10-05T12:30:00Z") == (1, 1)
    assert listed(desk, "link_rate", counted_at="2098-01-01T00:00:00Z") == (2, 2), "no later than now"


def test_what_is_no_moment_and_topics_are_refused(desk: Served) -> None:
    for asked in ({"counted_at": "hier"}, {"by": "topic", "key": "x", "counted_at": "2026-10-12T12:30:00Z"}):
        answer = desk.http.get(CALLS.format("fcr_no_call_back"), params={**DAY, **asked})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "counted_at"), answer.text


def test_counts_by_article_and_their_calls_are_of_one_moment_all_day(desk: Served) -> None:
    imported(
        desk,
        [{"call_id": "c0", "started_at": NOON.isoformat(), "closed_at": (NOON + MINUTE).isoformat(),
          "outcome": "resolved", "caller": "poste 0", "used": ["reseau/vpn"]}],
    )  # fmt: skip
    days, morning = (DAY["since"], DAY["until"]), datetime(2026, 10, 12, 6, tzinfo=UTC)
    for now in (morning, morning + timedelta(hours=12)):
        found = by_article(desk.kb, ACME, *days, now)
        calls = article_calls(desk.kb, ACME, "not_called_back", "reseau/vpn", days, now)
        assert (found.at, found.articles[0].contacts, len(calls.calls)) == (morning, 0, 0)
        assert knowledge(desk.kb, ACME, *days, now).health.at == morning
    next_day = morning + timedelta(days=1)
    assert len(article_calls(desk.kb, ACME, "not_called_back", "reseau/vpn", days, next_day).calls) == 1


def test_the_pages_and_the_api_say_of_when_they_are(desk: Served) -> None:
    with visitor(desk, {"acme": (Role.SUPERVISOR,)}) as keeper:
        for page, operation in (("figures/articles", "figures/articles"), ("health", "knowledge")):
            assert "Compté le " in keeper.get(f"/c/acme/{page}"), page
            said = desk.http.get(f"/api/v1/clients/acme/{operation}").json()["counted_at"]
            assert datetime.fromisoformat(said).date() >= date(2026, 10, 5)
