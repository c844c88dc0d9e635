"""What one client's people see on pages, beside the same things of its neighbours."""

from __future__ import annotations

from urllib.parse import quote

from tests.isolation.articles import own_article
from tests.isolation.canaries import word
from tests.isolation.desk import CALL, expect
from tests.isolation.world import Got, World

FORM = "application/x-www-form-urlencoded"
FIXED = ("/status", "/figures", "/figures/effects", "/dashboard", "/gaps", "/alerts")


def reads_pages(world: World, client: str, other: str) -> None:
    """Its articles with their past, use and faults, its incidents, its state; of another, what there is of nobody."""
    world.rule = "pages"
    base, mine = f"/c/{client}", word(world.number(client))
    for path in (
        "/articles",
        "/articles/vpn",
        f"/articles/{own_article(client)}",
        *FIXED,
    ):
        expect(_get(world, client, base + path).status == 200, f"{client} reads {path}")
    expect("vpn" in _get(world, client, f"{base}/articles").body.decode(), f"{client} sees its own articles")
    typed = world.ask(client, "POST", f"{base}/articles", b"text=vpn", kind=FORM, accept="text/html")
    expect(typed.status == 200 and "vpn" in typed.body.decode(), f"{client} filters its articles")
    for path in ("articles", "a"):
        none = _get(world, client, f"{base}/{path}/jamais-vu")
        theirs = _get(world, client, f"{base}/{path}/{own_article(other)}")
        expect((theirs.status, theirs.body) == (404, none.body), "another's article is as absent as one that never was")
    old = f"ancien-{own_article(client)}"
    for path in (f"/articles/{old}", f"/a/{old}"):
        led = _get(world, client, base + path)
        expect(led.status == 404 and f"{base}/a/{own_article(client)}" in led.body.decode(), f"{path} leads on")
    expect(b"/a/" not in _get(world, client, f"{base}/a/ancien-{own_article(other)}").body, "another's does not")
    for path in ("a/vpn", "articles/vpn"):
        no_version = _get(world, client, f"{base}/{path}?commit={'f' * 40}")
        expect(no_version.status in (200, 404), f"{client} asks for a version that there is not: {no_version.status}")
        theirs = _get(world, client, f"/c/{other}/{path}?commit={'f' * 40}")
        expect(theirs.status == 404, f"{other}'s versions are not there for {client}")
    sent = f"id=page-{client}&title={quote(f'Panne {mine}')}&symptoms=coupure+g%C3%A9n%C3%A9rale"
    body = f"{sent}&opened_at=2026-11-02T08:00".encode()
    made = world.ask(client, "POST", f"{base}/incidents", body, kind=FORM, accept="text/html")
    expect(made.status == 303, f"{client} declares an incident on its page: {made.status}")
    expect(mine in _get(world, client, f"{base}/incidents").body.decode(), f"{client} sees its own incidents")
    read = _get(world, client, f"{base}/incidents/page-{client}")
    expect(read.status == 200, f"{client} reads its incident")
    expect(_get(world, client, f"{base}/incidents/panne-{other}").status == 404, "another's incident is none")
    closed = world.ask(client, "POST", f"{base}/incidents/panne-{other}/close", b"", kind=FORM, accept="text/html")
    expect(closed.status == 404, "another's incident is not closed")
    for path in ("/articles", "/articles/vpn", "/incidents", f"/incidents/panne-{other}", *FIXED):
        expect(_get(world, client, f"/c/{other}{path}").status == 404, f"{other} is not there for {client}")
    used = {
        "id": f"page-{client}-{CALL}",
        "at": "2026-11-02T09:14:00+01:00",
        "what": {"kind": "used", "article": "vpn"},
    }
    calls = f"/api/v1/clients/{client}/calls/page-{client}/events"
    expect(world.ask(client, "POST", calls, {"events": [used]}).status == 200, f"{client} uses its article")
    expect(_get(world, client, "/calls").status == 403, "a key takes no calls")
    shown = _get(world, client, f"{base}/articles/vpn").body.decode()
    expect(f"page-{client}" in shown, f"{client} sees where its article was used")
    expect(f"page-{other}" not in shown, f"{client} sees nothing of another's use")


def _get(world: World, client: str, path: str) -> Got:
    return world.ask(client, "GET", path, accept="text/html")
