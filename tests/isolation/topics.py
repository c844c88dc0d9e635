"""What callers call about: each client's topics are of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from kbsearch.app import effects, topics
from kbsearch.core.topics.collecting import Symptoms
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY, EARLIER = "2024-05-02", "2024-03-05"
"""Around which nothing else happens."""
CALLS = 6


def settles_its_topics(world: World, client: str, other: str) -> None:
    """As many calls more as it has a number, with its own word: its topic, before and after more came; nothing of the
    neighbour's."""
    world.rule = "topics"
    count = CALLS + world.number(client)
    _called(world, client, range(count))
    now = datetime.now(UTC)
    read = topics.freeze(world.kb, world.one(client), DAY, DAY, now)
    expect(read.topics.client == client, f"{client}'s own topics are frozen")
    expect(len(read.topics.members) == count, f"{client}'s own calls are in them: {len(read.topics.members)}")
    _called(world, client, range(count, count + 1))
    found = topics.period_of(world.kb, world.one(client), DAY, DAY, now)
    expect(found.figures.client == client, f"{client}'s own calls are counted")
    counted = [one.calls for one in found.figures.topics if one.topic]
    expect(counted == [count + 1], f"{client}'s calls are counted once each, the later one with its topic: {counted}")
    said = " ".join(one for words in found.read.wordings.values() for one in words)
    expect(word(world.number(client)) in said, f"{client}'s own words are said")
    expect(word(world.number(other)) not in said, f"{other}'s are not")
    days = f"since={DAY}&until={DAY}"
    got = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/topics?{days}")
    rows = [one["calls"] for one in got.json.get("topics", ()) if one["topic"]] if got.status == 200 else []
    expect(rows == counted, f"{client} reads its own topics: {got.status}, {rows}")
    own = next(one["topic"] for one in got.json["topics"] if one["topic"])
    of_topic = f"figures/fcr_no_call_back/calls?by=topic&key={own}&{days}"
    listed = world.ask(client, "GET", f"/api/v1/clients/{client}/{of_topic}", accept="text/csv").body.decode()
    expect(len(listed.splitlines()) == 1 + got.json["topics"][0]["fcr_no_call_back"]["denominator"], "of its own topic")
    handled = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/handled/calls?by=topic&key={own}&{days}")
    expect(len(handled.body.decode().splitlines()) == 1 + counted[0], f"{client} opens the calls of its own topic")
    _has_its_file(world, client, other, days)
    theirs = world.ask(other, "GET", f"/api/v1/clients/{other}/{of_topic}", accept="text/csv").body.decode()
    expect(len(theirs.splitlines()) == 1, f"{other} opens no topic of {client}'s: {theirs}")
    page = world.ask(client, "GET", f"/c/{client}/figures?by=topic&{days}", accept="text/html").body.decode()
    expect(word(world.number(client)) in page, f"{client}'s page says its own words")
    store, until = world.kb.calls.topics, found.figures.period.ends
    kept = store.last(world.one(client), until)
    expect(kept is not None and len(kept.members) == count + 1, f"{client}'s own topics are kept")
    newest = store.newest(world.one(client))
    expect(kept is not None and newest == kept.frozen, f"{client}'s own were frozen last: {newest}")
    _are_told_of_one_more(world, client, count + 1)


def _has_its_file(world: World, client: str, other: str, days: str) -> None:
    """Of its own words alone."""
    got = world.ask(client, "GET", f"/c/{client}/figures/topics.csv?{days}", accept="text/csv")
    said = got.body.decode()
    own = (word(world.number(client)) in said, word(world.number(other)) in said)
    expect((got.status, own) == (200, (True, False)), f"{client}'s file has its own topics: {got.status}, {said}")
    theirs = world.ask(client, "GET", f"/c/{other}/figures/topics.csv?{days}", accept="text/csv")
    expect(theirs.status == 404, f"{other} is not there for {client}")


def _are_told_of_one_more(world: World, client: str, count: int) -> None:
    """As a report does, which reads the month's calls for more than that."""
    kb, one = world.kb, world.one(client)
    _called(world, client, range(count, count + 1))
    until = datetime.fromisoformat(DAY).replace(tzinfo=UTC) + timedelta(days=1)
    known = topics.last(kb, one, until)
    assert known is not None
    calls = [call for call in kb.calls.each(one, until - timedelta(days=1), until) if call.id not in known.of_call]
    reader = topics.reader_of(kb, kb.snapshot(one), lambda *_: None)
    told = topics.with_calls(kb, one, known, Symptoms(one, calls), reader)
    kept = topics.last(kb, one, until)
    sizes = (len(told.members), len(kept.members) if kept else 0)
    expect(sizes == (count + 1, count + 1), f"{client}'s own topics are told of its own call: {sizes}")


def judges_its_articles(world: World, client: str, other: str) -> None:
    """Since when its articles are there is said of its own alone, and what they did is reckoned of its own calls."""
    world.rule = "effects"
    _called(world, client, range(CALLS), EARLIER)
    one, after = world.one(client), date.fromisoformat(EARLIER) + timedelta(days=1)
    topics.freeze(world.kb, one, EARLIER, EARLIER, datetime.now(UTC))
    own = {*world.kb.snapshot(one).by_id}
    said = dict.fromkeys(sorted(own), after)
    found = effects.effect(world.kb, one, (EARLIER, after.isoformat()), said, datetime.now(UTC))
    expect(found.client == client, f"{client}'s own articles are judged")
    expect({article.article for article in found.published} == own, f"{client}'s own articles are judged, no other")
    said_of = found.read.wordings.values() if found.read else ()
    words = " ".join(text for words in said_of for text in words)
    expect(word(world.number(client)) in words, f"{client}'s own topics are named")
    expect(word(world.number(other)) not in words, f"{other}'s are not")
    days = f"since={EARLIER}&until={after}"
    got = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/effects?{days}")
    expect(got.status == 200 and got.json["client"] == client, f"{client} reads what its articles did: {got.status}")
    expect({*got.json["undated"]} == own, f"{client}'s own articles are told, no other: {got.json['undated']}")
    expect(got.json["frozen"] is not None, f"{client}'s own topics are found")
    counted = effects.effect_calls(world.kb, one, EARLIER, after.isoformat(), datetime.now(UTC))
    expect(counted.read.client == client, f"{client}'s own calls are counted")
    listed = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/effects/calls?{days}")
    expect(listed.status == 200, f"{client} reads the calls of it: {listed.status}")
    page = world.ask(client, "GET", f"/c/{client}/figures/effects?{days}", accept="text/html").body.decode()
    expect(f"kbsearch effect {client} " in page, f"{client}'s page is of its own articles")
    theirs = f"/api/v1/clients/{other}/figures/effects"
    for path in (theirs, f"{theirs}/calls", f"/c/{other}/figures/effects"):
        expect(world.ask(client, "GET", f"{path}?{days}").status == 404, f"{other} is not there for {client}")


def _called(world: World, client: str, numbers: range, day: str = DAY) -> None:
    rows = [
        {
            "call_id": f"topic-{client}-{day}-{n}",
            "started_at": f"{day}T08:{n % 60:02}:00Z",
            "closed_at": f"{day}T08:{n % 60:02}:30Z",
            "outcome": "resolved",
            "symptom": f"portail {word(world.number(client))}",
        }
        for n in numbers
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
