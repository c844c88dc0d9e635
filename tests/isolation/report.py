"""The monthly report: each client's is of its own calls, articles and incidents, and so is every word of its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest import mock

from kbsearch.api.local_words import share
from kbsearch.api.pages.web import open_web
from kbsearch.api.report.words import page
from kbsearch.app import alerts, report, topics
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.topics import FEWEST
from tests.isolation.articles import own_article
from tests.isolation.canaries import seen_in, word
from tests.isolation.desk import expect
from tests.isolation.world import World

MONTH = "2024-03"
"""In which nothing else happens, nor in the five months before."""
BEGUN, MADE = datetime(2024, 3, 11, 8, tzinfo=UTC), datetime(2024, 5, 1, 8, tzinfo=UTC)


def is_told_its_month(world: World, client: str, other: str) -> None:
    """As many calls more as it has a number, in a queue, about a thing and during an incident of its own word, one
    solved with its own article, and an alert of its number: its page says so, and nothing of the neighbour's, which has
    its own month too."""
    world.rule = "report"
    for one in (other, client):
        _happens(world, one)
    count = FEWEST + world.number(client)
    with asking(world):
        found = report.report(world.kb, world.one(client), MONTH, MADE)
    began = found.figures.began
    expect((found.client, began) == (client, count + 1), f"{client}'s calls are counted: {began}")
    expect([part.began for part in found.months.parts] == [count + 1], f"{client}'s months are its own")
    expect([len(gap.calls) for gap in found.gaps.gaps] == [count], f"{client}'s gap is its own")
    expect([one.incident.client for one in found.incidents] == [client], f"{client}'s incident is its own")
    _has_its_own_beside(world, client, found)
    html = page(open_web(), world.one(client), found, "fr")
    own = word(world.number(client))
    got = world.ask(client, "GET", f"/c/{client}/report?month={MONTH}", accept="text/html")
    expect(got.status == 200 and f"file-{own}" in got.body.decode(), f"{client} downloads its own: {got.status}")
    led = {*re.findall(r'href="[^"]*/(?:clients|c)/([^/"]*)/', got.body.decode())}
    expect(led == {client}, f"{client} is led to its own calls: {led}")
    theirs = world.ask(client, "GET", f"/c/{other}/report?month={MONTH}", accept="text/html")
    expect(theirs.status == 404, f"{other} is not there for {client}")
    alerted = f"<td>{share(world.number(client) / 100, lang='fr')} ("
    for said in (alerted, f"file-{own}", f"portail {own}", f"Panne {own}"):
        expect(said in html, f"{client}'s page says “{said}”")
    mine = seen_in(own.encode())
    expect(seen_in(html.encode()) <= mine, f"{client}'s page has no other's word: {seen_in(html.encode()) - mine}")


def _happens(world: World, client: str) -> None:
    own, one = word(world.number(client)), world.one(client)
    rows = [
        {
            "call_id": f"month-{client}-{n}",
            "started_at": BEGUN.replace(minute=n % 60).isoformat(),
            "closed_at": BEGUN.replace(minute=n % 60, second=30).isoformat(),
            "outcome": "escalated_n2",
            "queue": f"file-{own}",
            "symptom": f"portail {own}",
        }
        for n in range(FEWEST + world.number(client))
    ]
    solved = {"call_id": f"month-{client}-solved", "outcome": "resolved", "used": [own_article(client)]}
    rows.append(solved | {name: rows[0][name] for name in ("started_at", "closed_at", "queue")})
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
    calls = world.kb.calls
    if calls.incidents.incident(one, "month") is None:
        calls.open_incident(one, Incident(client, "month", f"Panne {own}", (), "", BEGUN))
        calls.incidents.close_incident(one, "month", BEGUN.replace(hour=12), now=BEGUN)
    if topics.last(world.kb, one, MADE) is None:
        topics.freeze(world.kb, one, f"{MONTH}-01", f"{MONTH}-31", MADE)
    alert = Alert(Kind.ANSWER_RATE, Count(world.number(client), 100, BEGUN, BEGUN), 0.85, 20)
    if not alerts.page(world.kb, one, 1):
        for minutes, its in ((0, (alert,)), (1, ()), (2, ())):
            looked = Looked(client, BEGUN + timedelta(minutes=minutes), (Kind.ANSWER_RATE,), its)
            calls.alerts.settle(one, looked, None)


def _has_its_own_beside(world: World, client: str, found: report.Report) -> None:
    """Its topics, its alert, and its article."""
    expect(found.bracket is not None and found.bracket.client == client, f"{client}'s topics are its own")
    told = [(one.client, one.alert.counted.numerator) for one in found.alerts or ()]
    expect(told == [(client, world.number(client))], f"{client}'s alert is its own: {told}")
    used = [one.article for one in found.articles.articles if one.used]
    expect(used == [own_article(client)], f"{client}'s article is its own: {used}")


@contextmanager
def asking(world: World) -> Iterator[None]:
    """As if every client's file asked for alerts."""
    known = world.kb.snapshot

    def snapshot(client: OneClient) -> Snapshot:
        found = known(client)
        return replace(found, client=replace(found.client, alerts=AlertRules(is_on=True)))

    with mock.patch.object(world.kb, "snapshot", snapshot):
        yield
