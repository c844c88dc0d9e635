"""What somebody sees who is one thing for one client, another for a second, and nobody at any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from kbsearch.core.access.audit import Entry
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import Role
from tests.isolation.articles import own_article
from tests.isolation.canaries import CanaryFound, begun, word
from tests.isolation.own_secrets import agent_key
from tests.isolation.world import Got, World

FORM = "application/x-www-form-urlencoded"
NOBODY = "x01"
"""As long as a client's name, and no client's."""
BEHIND_A_DOOR = ("", "/call/{call}", "/calls", "/calls?whose=all", "/calls/{call}", "/articles/vpn", "/a/vpn")
BEHIND_A_DOOR_OF_THE_API = ("calls?mine=true", "calls/{call}", "calls/{call}/replay", "articles/vpn", "incidents/panne")


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody's browser."""

    world: World
    person: Person
    token: str
    csrf: str

    def ask(self, of: Sequence[str], method: str, path: str, body: object = None, *, kind: str = "") -> Got:
        """Whatever comes back has no canary but of these clients."""
        sent = {"cookie": f"kbsearch={self.token}", "sec_fetch_site": "same-origin", "x_csrf_token": self.csrf}
        accept = "application/json" if path.startswith("/api/") else "text/html"
        if path.startswith("/agent/pop"):
            sent |= {"sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}  # a page that is opened
        first, *others = of
        return self.world.ask(
            first, method, path, body, kind=kind or "application/json", also=others, accept=accept, **sent
        )

    def page(self, of: Sequence[str], path: str) -> str:
        got = self.ask(of, "GET", path)
        _expect(got.status == 200, f"{path} is shown to somebody of {of}: {got.status}")
        return got.body.decode()


def signed_in(world: World, id: str, roles: dict[str, tuple[Role, ...]]) -> Signed:
    """A session of theirs, begun now."""
    now, (token, digest) = datetime.now(UTC), world.kb.access.new_session()
    person = Person(id, "Somebody", "oidc", roles)
    world.kb.access.accounts.begin_for(person, digest, now, Entry(now.isoformat(), "person", "session.begin", "done"))
    session = world.kb.access.by_session(token, now)
    if session is None:
        raise CanaryFound("a session that was begun is none")
    return Signed(world, person, token, session.csrf)


def takes_calls_of_two(world: World, client: str, other: str) -> None:
    """A call of each, with one id; each client's pages are its own alone, those of all clients are of these two; and a
    third client's doors are shut."""
    world.rule = "person"
    stranger = _third(world, client, other)
    somebody = signed_in(
        world, f"agent-{client}-{other}", dict.fromkeys((client, other), (Role.AGENT, Role.CLIENT_READER))
    )
    call = f"personne-{client}-{other}"
    for mine, theirs in ((client, other), (other, client)):
        _takes_one(somebody, mine, theirs, call)
        _searches(somebody, mine, stranger, call)
        _reads(somebody, mine, call)
    both = (client, other)
    home = somebody.page(both, "/")
    _expect(home.count('"/c/c') == len(both), f"somebody of {both} is offered {both}")
    day = somebody.page(both, "/calls")
    _expect(all(f"/c/{one}/calls/{call}" in day for one in both), f"somebody sees their calls of {both}")
    entries = somebody.ask(both, "GET", "/api/v1/clients").json["items"]
    _expect({one["client"] for one in entries} == {*both}, f"somebody is told of {both}")
    _finds_doors_shut(somebody, client, stranger, call)


def oversees_one_and_edits_another(world: World, client: str, other: str) -> None:
    """A supervisor of the first and editor of the second: what they are at one opens nothing at the other."""
    world.rule = "overseer"
    stranger = _third(world, client, other)
    roles = {client: (Role.SUPERVISOR,), other: (Role.EDITOR,)}
    somebody = signed_in(world, f"overseer-{client}-{other}", roles)
    _oversees(somebody, client, other)
    _edits(somebody, other, client)
    both = (client, other)
    home = somebody.page(both, "/")
    _expect(home.count('"/c/c') == len(both), f"somebody of {both} is offered {both}")
    taken = f"prise-{client}"
    begun_now = somebody.ask((client,), "PUT", f"/api/v1/clients/{client}/calls/{taken}", {"channel": "phone"})
    _expect(begun_now.status in (200, 201), f"whoever oversees {client} may take a call of it: {begun_now.status}")
    day = somebody.page((client,), "/calls")
    _expect(f"/c/{client}/calls/{taken}" in day and f"/c/{other}/" not in day, f"it is in their day, alone: {client}")
    asked = somebody.ask((client,), "GET", f"/agent/pop?call=vue-{client}&client={other}")
    offered = {name for name in world.names if f'value="{name}"'.encode() in asked.body}
    _expect(offered <= {client}, f"whoever edits {other} takes no calls of it: {offered}")
    for path in ("", "/articles", "/articles/vpn", "/calls", "/incidents", "/status", "/figures", "/alerts", "/a/vpn"):
        shut = [somebody.ask((client,), "GET", f"/c/{name}{path}") for name in (stranger, NOBODY)]
        _expect([one.status for one in shut] == [404, 404], f"{path} of {stranger} is not there")
        _expect(_same(shut[0], stranger) == _same(shut[1], NOBODY), f"{path} says the same of {stranger} and of none")


def _oversees(somebody: Signed, mine: str, other: str) -> None:
    """Everybody's calls, the incidents, the figures, the faults of articles; another's names open none of it."""
    mark, call = word(somebody.world.number(mine)), f"vue-{mine}"
    begun_by = somebody.world.ask(mine, "PUT", f"/api/v1/clients/{mine}/calls/{call}", {"channel": "phone"})
    _expect(begun_by.status == 200, f"{mine}'s tool begins a call")
    listed = somebody.page((mine,), f"/c/{mine}/calls?whose=all")
    _expect(f"/calls/{call}" in listed, f"whoever oversees {mine} sees what its tools took")
    for path in (f"/calls/{call}", "/articles", "/articles/vpn", "/status", "/figures", "/alerts", "/incidents"):
        somebody.page((mine,), f"/c/{mine}{path}")
    id = f"vue-{mine}-{somebody.world.counts['overseer']}"  # one that was closed stays so
    sent = f"id={id}&title={quote(f'Coupure {mark}')}&symptoms=coupure&opened_at=2026-11-02T08:00"
    form = f"{sent}&csrf={somebody.csrf}".encode()
    made = somebody.ask((mine,), "POST", f"/c/{mine}/incidents", form, kind=FORM)
    _expect(made.status == 303, f"somebody declares an incident of {mine}: {made.status}")
    _expect(mark in somebody.page((mine,), f"/c/{mine}/incidents/{id}"), f"and reads it in {mine}'s words")
    csrf = f"csrf={somebody.csrf}".encode()
    theirs = somebody.ask((mine,), "POST", f"/c/{mine}/incidents/panne-{other}/close", csrf, kind=FORM)
    _expect(theirs.status == 404, f"an incident of {other} is none of {mine}")
    closed = somebody.ask((mine,), "POST", f"/c/{mine}/incidents/{id}/close", csrf, kind=FORM)
    _expect(closed.status == 303, f"somebody closes an incident of {mine}: {closed.status}")
    figures = somebody.ask((mine,), "GET", f"/api/v1/clients/{mine}/figures").json
    _expect(figures["client"] == mine, f"the figures of {mine} are {mine}'s")


def _edits(somebody: Signed, mine: str, other: str) -> None:
    """Articles with their past and faults; no calls, no figures, no incidents of its own making, whoever oversees
    another client."""
    for path in ("", "/articles", "/articles/vpn", f"/articles/{own_article(mine)}", "/a/vpn", "/status", "/incidents"):
        somebody.page((mine,), f"/c/{mine}{path}")
    theirs = somebody.ask((mine,), "GET", f"/c/{mine}/articles/{own_article(other)}")
    _expect(theirs.status == 404, f"an article of {other} is none of {mine}")
    form = f"text=vpn&csrf={somebody.csrf}".encode()
    typed = somebody.ask((mine,), "POST", f"/c/{mine}/articles", form, kind=FORM)
    _expect(typed.status == 200, f"somebody filters {mine}'s articles: {typed.status}")
    opened = f"id=x&title=x&opened_at=2026-11-02T08:00&csrf={somebody.csrf}".encode()
    for method, path, body, kind in (
        ("GET", f"/c/{mine}/calls", None, ""),
        ("GET", f"/c/{mine}/figures", None, ""),
        ("POST", f"/c/{mine}/incidents", opened, FORM),
        ("GET", f"/api/v1/clients/{mine}/calls", None, ""),
        ("GET", f"/api/v1/clients/{mine}/figures", None, ""),
        ("PUT", f"/api/v1/clients/{mine}/calls/redige", {"channel": "phone"}, ""),
        ("POST", f"/api/v1/clients/{mine}/escalation", {"symptom": "vpn"}, ""),
    ):
        got = somebody.ask((mine,), method, path, body, kind=kind)
        _expect(got.status == 403, f"{method} {path} is not an editor's: {got.status}")


def _third(world: World, client: str, other: str) -> str:
    """A client that is neither."""
    after = world.names[world.names.index(other) + 1 :] + world.names
    return next(name for name in after if name not in (client, other))


def _takes_one(somebody: Signed, mine: str, theirs: str, call: str) -> None:
    """As the telephone opens it; a key's own call beside it is nobody's."""
    mark = word(somebody.world.number(mine))
    said = f"call={call}&client={mine}&caller=0612345678&q={quote(f'le vpn {mark} tombe')}"
    popped = somebody.ask((mine,), "GET", f"/agent/pop?{said}")
    _expect(popped.status == 303, f"a call of {mine} comes in: {popped.status}")
    base = f"/api/v1/clients/{mine}/calls"
    key = somebody.world.ask(mine, "PUT", f"{base}/sans-{call}", {"channel": "phone"})
    _expect(key.status == 200, f"{mine}'s tool begins a call")
    listed = somebody.ask((mine,), "GET", f"{base}?mine=true").json
    _expect(listed["client"] == mine, f"{mine}'s list is {mine}'s")
    _expect(call in {one["call"] for one in listed["items"]}, f"somebody sees the call they took of {mine}")
    _expect(f"sans-{call}" not in {one["call"] for one in listed["items"]}, f"and none that they did not of {mine}")
    kept = somebody.world.kb.calls.call(somebody.world.one(mine), call).start.agent
    _expect(kept == agent_key(somebody.world, mine, somebody.person.id), f"{mine}'s secret made the agent's key")
    _expect(kept != agent_key(somebody.world, theirs, somebody.person.id), f"{theirs}'s did not")


def _searches(somebody: Signed, mine: str, stranger: str, call: str) -> None:
    """In the client's words, and in what a client begins with that is not theirs."""
    mark = word(somebody.world.number(mine))
    for query in (f"le tunnel bleu {mark} ne monte pas", f"vpn {begun(somebody.world.number(stranger))}"):
        body: dict[str, Any] = {"query": query, "call": call, "event": f"{call}-{len(query)}"}
        found = somebody.ask((mine,), "POST", f"/api/v1/clients/{mine}/search", body)
        _expect(found.status == 200, f"somebody searches for {mine}: {found.status}")
        form = f"query={quote(query)}&csrf={somebody.csrf}&call={call}".encode()
        led = somebody.ask((mine,), "POST", f"/c/{mine}", form, kind=FORM)
        place = dict(led.headers).get(b"location", b"").decode()
        _expect(led.status == 303 and place.startswith(f"/c/{mine}"), "on its page as well")
        _expect(somebody.ask((mine,), "GET", place).status == 200, "which shows what was found")


def _reads(somebody: Signed, mine: str, call: str) -> None:
    for path in BEHIND_A_DOOR:
        somebody.page((mine,), f"/c/{mine}{path.format(call=call)}")
    for path in BEHIND_A_DOOR_OF_THE_API:
        got = somebody.ask((mine,), "GET", f"/api/v1/clients/{mine}/{path.format(call=call)}")
        _expect(got.status == 200, f"somebody reads {path} of {mine}: {got.status}")


def _finds_doors_shut(somebody: Signed, mine: str, stranger: str, call: str) -> None:
    """A client that is not theirs is one that there is not, at every door and to the telephone."""
    own = own_article(stranger)
    for shut in (stranger, NOBODY):
        pages = (f"/c/{shut}{path.format(call=call)}" for path in (*BEHIND_A_DOOR, f"/a/{own}"))
        api = (f"/api/v1/clients/{shut}/{path.format(call=call)}" for path in BEHIND_A_DOOR_OF_THE_API)
        for path in (*pages, *api):
            _expect(somebody.ask((mine,), "GET", path).status == 404, f"{path} is not there for somebody else's")
    for method, path, body in (
        ("GET", "/c/{}/articles/vpn", None),
        ("GET", "/api/v1/clients/{}/calls?mine=true", None),
        ("POST", "/api/v1/clients/{}/search", {"query": "vpn"}),
    ):
        got = [somebody.ask((mine,), method, path.format(shut), body) for shut in (stranger, NOBODY)]
        _expect(_plain(got[0]) == _plain(got[1]), f"{path} says the same of {stranger} and of none")
    both = [*somebody.person.roles]
    asked = [somebody.ask(both, "GET", f"/agent/pop?call={call}-x&client={shut}") for shut in (stranger, NOBODY)]
    _expect([one.status for one in asked] == [200, 200], "whose call it is is asked")
    _expect(_plain(asked[0]) == _plain(asked[1]), f"in the same words for {stranger} and for none")
    offered = {name for name in somebody.world.names if f'value="{name}"'.encode() in asked[0].body}
    _expect(offered == {*both}, f"the choices are {both}, and no other: {offered}")


def _same(got: Got, name: str) -> tuple[int, bytes]:
    """Without the request's own id and the name that was asked for."""
    id = dict(got.headers)[b"x-request-id"]
    return got.status, got.body.replace(id, b"").replace(name.encode(), b"")


def _plain(got: Got) -> tuple[int, bytes, list[tuple[bytes, bytes]]]:
    """Without the request's own id."""
    id = dict(got.headers)[b"x-request-id"]
    headers = sorted(pair for pair in got.headers if pair[1] != id)
    return got.status, got.body.replace(id, b""), headers


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise CanaryFound(f"not so: {what}")
