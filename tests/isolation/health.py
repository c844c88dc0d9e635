"""How articles fare: each client's are counted of its own calls."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kbsearch.app import health
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.health import pair_of
from kbsearch.core.model import AnswerState
from tests.isolation.articles import own_article
from tests.isolation.canaries import word
from tests.isolation.desk import expect
from tests.isolation.world import World

DAY, SEARCHED = "2024-06-20", "2024-06-28"
"""On which nothing else happens."""
SURE = AnswerState.SURE


def counts_for_its_articles(world: World, client: str, other: str) -> None:
    """As many calls as it has a number, solved with an article of the same name as the neighbour's: its own count, and
    no article of the neighbour's."""
    world.rule = "health"
    count = 1 + world.number(client)
    rows = [
        {
            "call_id": f"health-{client}-{n}",
            "started_at": f"{DAY}T08:{n % 60:02}:00Z",
            "closed_at": f"{DAY}T08:{n % 60:02}:30Z",
            "outcome": "resolved",
            "used": ["vpn"],
            **({"caller": f"poste {word(world.number(client))}"} if n == 0 else {}),
        }
        for n in range(count)
    ]
    body = "\n".join(map(json.dumps, rows)).encode()
    sent = world.ask(client, "POST", f"/api/v1/clients/{client}/imports/calls", body, kind="application/x-ndjson")
    expect(sent.status == 200, f"{client} imports calls: {sent.status}")
    found = health.health(world.kb, world.one(client), DAY, DAY, datetime.now(UTC))
    expect((found.client, found.calls) == (client, count), f"{client}'s own calls are counted: {found.calls}")
    used = {one.article: one.used for one in found.articles}
    expect(used.get("vpn") == count, f"{client}'s own article is counted: {used}")
    expect(own_article(client) in used, f"{client}'s own articles are named")
    expect(own_article(other) not in used, f"{other}'s are not")
    _has_figures_by_article(world, client, other, count)
    _has_figures_of_its_searches(world, client, other, count)
    _keeps_them_apart(world, client, other)


def _has_figures_by_article(world: World, client: str, other: str, count: int) -> None:
    """The same counts for whoever reads figures, and the calls that they are of."""
    now, days = datetime.now(UTC), f"since={DAY}&until={DAY}"
    found = health.by_article(world.kb, world.one(client), DAY, DAY, now)
    solved = {one.article: one.solved for one in found.met}
    expect((found.client, solved) == (client, {"vpn": count}), f"{client}'s own articles have figures: {solved}")
    calls = health.article_calls(world.kb, world.one(client), "not_called_back", "vpn", (DAY, DAY), now)
    own = f"health-{client}-"
    expect(
        calls.client == client and len(calls.calls) == 1 and calls.calls[0].call.startswith(own),
        f"{client}'s own calls are listed: {calls.calls}",
    )
    base = f"/api/v1/clients/{client}/figures/articles"
    got = world.ask(client, "GET", f"{base}?{days}")
    rows = {one["article"]: one["solved"] for one in got.json["articles"]} if got.status == 200 else {}
    expect(rows == solved, f"{client} reads its own figures by article: {got.status}, {rows}")
    listed = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/not_called_back/calls?article=vpn&{days}")
    expect(listed.status == 200 and own in listed.body.decode(), f"{client} reads its own calls: {listed.status}")
    for what in ("used", "solved"):
        got = world.ask(client, "GET", f"/api/v1/clients/{client}/figures/{what}/calls?article=vpn&{days}")
        own_alone = all(f",{own}" in line for line in got.body.decode().splitlines()[1:])
        expect(got.status == 200 and own_alone, f"{client} reads the calls of its own counts: {got.body.decode()}")
    page = world.ask(client, "GET", f"/c/{client}/figures/articles?{days}", accept="text/html")
    expect(page.status == 200, f"{client} reads the page of figures by article: {page.status}")
    for path in (f"/api/v1/clients/{other}/figures/articles", f"/c/{other}/figures/articles"):
        expect(world.ask(client, "GET", path).status == 404, f"{other} is not there for {client}")


def _has_figures_of_its_searches(world: World, client: str, other: str, count: int) -> None:
    """As many searches as it has a number, in a call of its own on a day of their own."""
    call, at = f"searched-{client}", datetime.fromisoformat(f"{SEARCHED}T08:00:00Z")
    happened = [ev.Started(), *(ev.Searched(f"vpn {n}", "keyword", "c" * 40, "g1", SURE) for n in range(count))]
    told = [Event(f"{call}-{n}", client, call, at, one) for n, one in enumerate(happened)]
    world.kb.calls.record(world.one(client), told, None)
    found = health.search_calls(world.kb, world.one(client), "no_answer", SEARCHED, SEARCHED, datetime.now(UTC))
    named = {one.call for one in found.calls}
    expect((found.client, len(found.calls), named) == (client, count, {call}), f"{client}'s searches are its own")
    ending = f"knowledge/search/no_answer/calls?since={SEARCHED}&until={SEARCHED}"
    got = world.ask(client, "GET", f"/api/v1/clients/{client}/{ending}")
    lines = got.body.decode().splitlines()
    own = lines[1:] if got.status == 200 else []
    expect(len(own) == count and all(call in line for line in own), f"{client} reads its own searches: {lines}")
    expect(world.ask(client, "GET", f"/api/v1/clients/{other}/{ending}").status == 404, f"{other}'s are not there")


def _keeps_them_apart(world: World, client: str, other: str) -> None:
    """What it says of two of its articles is of its own alone, and so is all that it reads of them."""
    base = f"/api/v1/clients/{client}/knowledge"
    theirs = world.ask(client, "POST", f"{base}/apart", {"first": "vpn", "second": own_article(other)})
    expect(theirs.status == 404, f"{other}'s article is none of {client}'s: {theirs.status}")
    told = world.ask(client, "POST", f"{base}/apart", {"first": own_article(client), "second": "vpn"})
    expect(told.status == 200, f"{client} tells two articles apart: {told.status}")
    got = world.ask(client, "GET", f"{base}?since={DAY}&until={DAY}")
    expect(got.status == 200 and got.json["told_apart"] == 1, f"{client} reads what it said: {got.status}")
    named = {one["article"] for one in got.json["articles"]}
    expect(own_article(client) in named and own_article(other) not in named, f"{client}'s own articles are named")
    page = world.ask(client, "GET", f"/c/{client}/health?since={DAY}&until={DAY}", accept="text/html")
    expect(page.status == 200, f"{client} reads the page of its articles: {page.status}")
    _takes_back_its_own(world, client, other)
    for path in (f"/api/v1/clients/{other}/knowledge", f"/c/{other}/health"):
        expect(world.ask(client, "GET", path).status == 404, f"{other} is not there for {client}")


def _takes_back_its_own(world: World, client: str, other: str) -> None:
    """What the neighbour told apart stays so, and what it told itself is compared again."""
    apart, now = world.kb.calls.file().apart, datetime.now(UTC)
    theirs = pair_of("vpn", own_article(other))
    was = apart.told(world.one(other))
    apart.tell(world.one(other), *theirs, now)
    health.compare_again(world.kb, world.one(client), "terminal:tests", *theirs)
    expect(theirs in apart.told(world.one(other)), f"{other}'s pair stays told apart")
    if theirs not in was:
        apart.take_back(world.one(other), *theirs)
    own = pair_of("vpn", own_article(client))
    health.compare_again(world.kb, world.one(client), "terminal:tests", *own)
    expect(apart.told(world.one(client)) == (), f"{client} takes back what it said")
    expect(apart.told(world.one(other)) == was, f"{other}'s are as they were")
    apart.tell(world.one(client), *own, now)
