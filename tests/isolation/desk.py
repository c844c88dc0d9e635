"""What one client's agents, tools and editors do, again and again beside the same things of other clients.

Ids are the same for all clients wherever a client chooses them, so that what is another's is always there to be found.
Each method is one rule: it asks as `client`, of whom `other` is a neighbour.
"""

from __future__ import annotations

from typing import Any

from tests.isolation import canaries
from tests.isolation.articles import own_article
from tests.isolation.canaries import CanaryFound
from tests.isolation.own_secrets import caller_key, kept_keys, tag
from tests.isolation.world import Got, World

AT = "2026-11-02T09:14:00+01:00"
CALL = "appel-1"
WAYS = ("own", "begun", "misspelt", "meant", "code", "common", "nothing", "two")


class Desk:
    """The things that are done; `world` checks whatever comes back."""

    def __init__(self, world: World) -> None:
        self.world = world

    def searches(self, client: str, other: str) -> None:
        """In one's own words, then in another's half-typed, misspelt or like-minded ones."""
        self._rule("search")
        own = self._search(client, self._query(client, other, "own"))
        first = own.json["results"][0]
        expect(first["article"] == "vpn", f"{client} finds its own article first")
        if self.world.kb.memory_store.current(self.world.one(client)):
            expect((first["signals"]["solved_calls"] or 0) > 0, f"{client}'s own evidence is used")
        for way in WAYS:
            query = self._query(client, other, way)
            self._search(client, query)
            self._search(client, query, choices=["category=reseau"], limit=50)
            form = f"query={query}&choice=category=reseau".encode()
            self.world.ask(client, "POST", f"/c/{client}", form, kind="application/x-www-form-urlencoded")

    def reads_articles(self, client: str, other: str) -> None:
        """Its own by id, another's by id, and another's by ways around."""
        self._rule("article")
        mine, theirs = own_article(client), own_article(other)
        for base in (f"/api/v1/clients/{client}/articles", f"/c/{client}/a"):
            for id in ("vpn", mine):
                expect(self.world.ask(client, "GET", f"{base}/{id}").status == 200, f"{client} reads its {id}")
            around = (theirs, f"../{other}/vpn", f"../../{other}/articles/vpn", f"{other}/vpn", f"..%2f{other}%2fvpn")
            for id in around:
                expect(self.world.ask(client, "GET", f"{base}/{id}").status != 200, f"{client} never gets {id}")
        etag = self.world.ask(client, "GET", f"/api/v1/clients/{client}/articles/vpn")
        value = dict(etag.headers)[b"etag"].decode()
        same = self.world.ask(client, "GET", f"/api/v1/clients/{client}/articles/vpn", if_none_match=value)
        expect(same.status == 304, "what is known already is not sent again")

    def calls_at_others_doors(self, client: str, other: str) -> None:
        """With its own key, wherever another client's things stand."""
        self._rule("another's door")
        base = f"/api/v1/clients/{other}"
        body = {"query": "vpn"}
        asked = [("POST", f"{base}/search", body), ("POST", f"{base}/escalation", {"symptom": "fumée dans la salle"})]
        asked += [("GET", f"{base}/{path}", None) for path in ("articles/vpn", f"calls/{CALL}", f"calls/{CALL}/replay")]
        asked += [("GET", f"{base}/{path}", None) for path in ("incidents", "incidents/panne")]
        asked += [("POST", f"{base}/calls/{CALL}/handover", {}), ("GET", f"/c/{other}", None)]
        for method, path, sent in asked:
            expect(self.world.ask(client, method, path, sent).status == 404, f"{other} is not there for {client}")

    def takes_a_call(self, client: str, other: str, call: str = CALL) -> None:
        """From pick-up to wrap-up, with every step sent twice, and read back."""
        self._rule("call")
        word, base = self._word(client), f"/api/v1/clients/{client}/calls/{call}"
        start = {"channel": "phone", "queue": f"file-{word}", "caller": "06 12 34 56 78", "ivr": [word]}
        for _ in range(2):
            expect(self.world.ask(client, "PUT", base, start).status == 200, f"{client} opens its call")
        events = [
            self._event(f"{call}-d", {"kind": "described", "symptom": f"le vpn {word} tombe"}),
            self._event(f"{call}-o", {"kind": "opened", "article": "vpn"}),
            self._event(f"{call}-t-{other}", {"kind": "tried", "article": own_article(other)}),
            self._event(f"{call}-e", {"kind": "escalated", "level": "N2", "group": f"groupe-{word}", "impact": word}),
            self._event(f"{call}-a", {"kind": "answered", "question": word, "answer": word}),
        ]
        kept = self.world.ask(client, "POST", f"{base}/events", {"events": events})
        expect(kept.status == 200, f"{client} keeps its events")
        query = {"query": f"le tunnel bleu {word}", "call": call, "event": f"{call}-recherche"}
        for _ in range(2):
            found = self.world.ask(client, "POST", f"/api/v1/clients/{client}/search", query).json
            expect(found["event"] == f"{call}-recherche", f"{client}'s search is kept, and known again")
        self.reads_a_call(client, call)

    def reads_a_call(self, client: str, call: str = CALL) -> None:
        base = f"/api/v1/clients/{client}/calls/{call}"
        read = self.world.ask(client, "GET", base)
        expect(read.status == 200, f"{client} reads its call")
        expect(read.json["client"] == client, "a call says whose it is")
        expect(
            read.json["caller_key"] == caller_key(self.world, client),
            "a caller's key is made with the client's own secret",
        )
        page = self.world.ask(client, "GET", f"/c/{client}/call/{call}", accept="text/html")
        expect(page.status == 200, f"{client} opens the page of its call")
        expect(self._word(client) in page.body.decode(), f"{client} reads there what was said")
        replay = self.world.ask(client, "GET", f"{base}/replay")
        expect(self._word(client) in replay.body.decode(), f"{client}'s screen is shown again")

    def ends_a_call(self, client: str, other: str, call: str = CALL) -> None:
        """With its own incident, then with one that only another has."""
        self._rule("end of a call")
        base = f"/api/v1/clients/{client}/calls/{call}"
        close = {"id": f"fin-{call}", "at": AT, "outcome": "resolved", "used": ["vpn"], "comment": self._word(client)}
        closed = self.world.ask(client, "POST", f"{base}/close", close | {"incident": f"panne-{client}"})
        expect(closed.status == 200, f"{client} closes its call with its incident")
        wrong = close | {"id": f"autre-{call}", "incident": f"panne-{other}"}
        expect(self.world.ask(client, "POST", f"{base}/close", wrong).status == 400, "another's incident is none")
        self.world.ask(client, "POST", f"{base}/confirm", {"id": f"oui-{call}", "at": AT, "solved": True})
        self.world.ask(client, "POST", f"{base}/reopen", {"id": f"encore-{call}", "at": "2026-11-02T10:14:00+01:00"})
        again = close | {"id": f"fin-2-{call}", "at": "2026-11-02T10:20:00+01:00"}
        self.world.ask(client, "POST", f"{base}/close", again)

    def hands_over(self, client: str, other: str, call: str = CALL) -> None:
        self._rule("hand-over")
        sent = {"impact": self._word(client), "facts": [{"name": "poste", "value": self._word(client)}]}
        path = f"/api/v1/clients/{client}/calls/{call}/handover"
        sheet = self.world.ask(client, "POST", path, sent)
        expect(sheet.status == 200, f"{client} hands its call over")
        expect(f"-{self._word(client)}" in sheet.body.decode(), f"the sheet is for a group of {client}'s own")
        self._knows_no_article(client, path, sent, own_article(other))

    def escalates(self, client: str, other: str) -> None:
        self._rule("escalation")
        path = f"/api/v1/clients/{client}/escalation"
        fire = self.world.ask(client, "POST", path, {"symptom": "fumée dans la salle"})
        expect(f"experts-{self._word(client)}" in fire.body.decode(), f"{client}'s own trigger fires")
        for body in ({}, {"article": "vpn"}, {"symptom": f"fumée {canaries.meant(self._number(other))}"}):
            expect(self.world.ask(client, "POST", path, body).status == 200, "there is always a path")
        self._knows_no_article(client, path, {}, own_article(other))

    def _knows_no_article(self, client: str, path: str, sent: dict[str, object], article: str) -> None:
        """Another's article is refused as one that nobody has."""
        theirs, absent = (self.world.ask(client, "POST", path, sent | {"article": id}) for id in (article, "absent"))
        expect(theirs.status == absent.status == 404, "another's article is none")
        expect(theirs.json["detail"] == absent.json["detail"], "and told as one that is nowhere")

    def declares_an_incident(self, client: str, other: str) -> None:
        """The same symptom everywhere, so that a search of any client would show it."""
        self._rule("incident")
        base, word = f"/api/v1/clients/{client}/incidents", self._word(client)
        for id in ("panne", f"panne-{client}"):
            body = {"id": id, "title": f"Panne réseau {word}", "symptoms": ["coupure générale"], "message": word}
            made = self.world.ask(client, "POST", base, body | {"opened_at": "2026-11-02T08:00:00+01:00"})
            expect(made.status == 200, f"{client} declares {id}")
        found = self._search(client, "coupure générale").json["incidents"]
        expect({one["id"] for one in found} >= {"panne"}, f"{client}'s searches show its incident")
        expect(self.world.ask(client, "GET", f"{base}/panne-{other}").status == 404, "another's incident is not there")
        listed = self.world.ask(client, "GET", base).json["items"]
        expect({one["client"] for one in listed} == {client}, "only its own are listed")

    def reads_an_incident(self, client: str) -> None:
        self._rule("incident")
        read = self.world.ask(client, "GET", f"/api/v1/clients/{client}/incidents/panne-{client}")
        expect(read.status == 200, f"{client} reads its incident")

    def closes_an_incident(self, client: str) -> None:
        self._rule("incident")
        base = f"/api/v1/clients/{client}/incidents"
        body = {"id": "passagère", "title": f"Lenteur {self._word(client)}", "opened_at": "2026-11-02T08:00:00+01:00"}
        self.world.ask(client, "POST", base, body)
        closed = self.world.ask(client, "POST", f"{base}/passagère/close", {"at": "2026-11-02T12:00:00+01:00"})
        expect(closed.json["closed"] is not None, f"{client}'s incident is over")

    def imports(self, client: str, other: str) -> None:
        """Good rows, rows with another's ids, and a file that is none."""
        self._rule("import")
        path, word = f"/api/v1/clients/{client}/imports/calls", self._word(client)
        good = f"importé-{other};2026-11-02T09:00:00Z;{word};{own_article(other)}"
        rows = f"call_id;started_at;symptom;used\n{good}\nx;hier;;\n"
        got = self.world.ask(client, "POST", path, rows.encode(), kind="text/csv")
        expect((got.json["calls"], got.json["faulty"]) == (1, 1), f"{client} imports one row of two")
        expect([one["line"] for one in got.json["warnings"]] == [2], f"{client} has no article of {other}")
        self.world.ask(client, "POST", path, b"\xff\xfe", kind="application/x-ndjson")
        read = self.world.ask(client, "GET", f"/api/v1/clients/{client}/calls/importé-{other}")
        expect(read.status == 200, f"{client} reads what it imported")

    def goes_wrong(self, client: str, other: str) -> None:
        """Errors say nothing of anybody."""
        self._rule("error")
        base = f"/api/v1/clients/{client}"
        near = canaries.begun(self._number(other))
        for body in (b"{", b"\xff", b"", {"query": near, "limit": 9999}, {"query": near, "client": other}, {"q": near}):
            expect(self.world.ask(client, "POST", f"{base}/search", body).status == 400, "a wrong body is refused")
        self.world.ask(client, "POST", f"{base}/search", {"query": near}, kind="text/plain")
        self.world.ask(client, "DELETE", f"{base}/search")
        for path in ("absent", f"calls/{near}", f"incidents/{near}", f"articles/{near}", f"calls/{near}/replay"):
            expect(self.world.ask(client, "GET", f"{base}/{path}").status == 404, "what is not there is not there")
        self.world.ask(client, "GET", f"/c/{client}/a/{near}", accept="text/html")

    def looks_around(self, client: str) -> None:
        """What is of no client, or of all: nothing of any, and no number of them."""
        self._rule("public")
        for path in ("/livez", "/readyz", "/schema/openapi.json", "/docs", "/problems", "/assets/console.js"):
            self.world.ask(client, "GET", path)
        home = self.world.ask(client, "GET", "/", accept="text/html")
        expect(home.status == 200, "the home page is there")
        expect(home.body.decode().count("/c/c") == 1, f"{client} sees itself alone")
        self.world.ask(client, "GET", f"/c/{client}", accept="text/html")

    def all_at_once(self, clients: list[str]) -> None:
        """Requests of several clients on the threads at the same moment."""
        self._rule("at once")
        asked: list[tuple[str, str, str, object]] = []
        for client in clients:
            base = f"/api/v1/clients/{client}"
            asked.append((client, "POST", f"{base}/search", {"query": "le tunnel bleu ne monte pas"}))
            asked.append((client, "GET", f"{base}/articles/vpn", None))
            asked.append((client, "POST", f"{base}/escalation", {"symptom": "le vpn tombe"}))
        for (client, *_), got in zip(asked, self.world.ask_all(asked), strict=True):
            expect(self._word(client) in got.body.decode(), f"{client} gets its own answer")

    def posts_again(self, client: str, other: str) -> None:
        """A tool that works for both posts the same to both, under one name: each gets its own answer."""
        self._rule("post again")
        name = f"outil-{self.world.counts['post again']}"
        tool = {"authorization": f"Bearer {self.world.tool}", "idempotency_key": name}
        body = {"id": name, "title": "Lenteur", "opened_at": "2026-11-02T08:00:00+01:00"}
        for replayed in (False, True):
            for one in (other, client):
                got = self.world.ask(one, "POST", f"/api/v1/clients/{one}/incidents", body, **tool)
                expect(got.json["client"] == one, f"{one} gets its own answer, kept or not")
                expect((b"idempotency-replayed", b"true") in lowered(got) or not replayed, f"{one}'s is given again")
                expect((b"idempotency-replayed", b"true") not in lowered(got) or replayed, f"{one}'s is its first")
        word = self._word(client)
        body |= {"id": f"{name}-{client}", "title": f"Lenteur {word}"}
        for _ in range(2):
            path = f"/api/v1/clients/{client}/incidents"
            got = self.world.ask(client, "POST", path, body, idempotency_key=f"{name}-encore")
            expect(word in got.json["title"], f"{client} gets what it declared")
        expect(
            tag(self.world, client, f"{name}-encore") in kept_keys(self.world, client),
            "its name is kept under its own secret",
        )
        for at, status in (("2026-11-01", 400), ("2026-11-03", 200)):
            path, closed = f"/api/v1/clients/{client}/incidents/{name}-{client}/close", {"at": f"{at}T08:00:00Z"}
            got = self.world.ask(client, "POST", path, closed, idempotency_key=f"{name}-fin")
            expect(got.status == status, f"a post that was refused may be sent again, mended: {got.status}")

    def asks_what_another_asked(self, client: str, other: str) -> None:
        """What another asked a moment ago is asked of the model again: nobody's answer comes sooner for it."""
        self._rule("same words")
        for one in (other, client):  # what is made once per generation is made now
            self._search(one, f"autre chose {self.world.counts['same words']}")
        query = f"ma question à moi {self.world.counts['same words']}"
        asked = []
        for one in (other, client, client):
            before = self.world.embedder.queries
            self._search(one, query)
            asked.append(self.world.embedder.queries - before)
        expect(asked[0] == asked[1] > asked[2], f"the model's work says nothing of others: {asked}")

    def _search(self, client: str, query: str, **more: Any) -> Got:
        choices = [{"facet": one.split("=")[0], "value": one.split("=")[1]} for one in more.pop("choices", [])]
        body = {"query": query, "choices": choices, **more}
        got = self.world.ask(client, "POST", f"/api/v1/clients/{client}/search", body)
        expect(got.status == 200, f"{client} searches: {got.body[:200]!r}")
        return got

    def _query(self, client: str, other: str, way: str) -> str:
        theirs = self._number(other)
        return {
            "own": f"le tunnel bleu {self._word(client)} ne monte pas",
            "begun": f"vpn {canaries.begun(theirs)}",
            "misspelt": f"{canaries.misspelt(theirs)} coupé",
            "meant": f"le tunnel bleu {canaries.meant(theirs)} ne monte pas",
            "code": f"erreur {canaries.near_code(theirs)}",
            "common": "article mobile imprimante vpn coupé tombe",
            "nothing": " ",
            "two": f"kanar {canaries.meant(theirs)} kan",
        }[way]

    def _event(self, id: str, what: dict[str, Any]) -> dict[str, Any]:
        return {"id": id, "at": AT, "what": what}

    def _word(self, client: str) -> str:
        return canaries.word(self._number(client))

    def _number(self, client: str) -> int:
        return self.world.number(client)

    def _rule(self, name: str) -> None:
        self.world.rule = name


def lowered(got: Got) -> set[tuple[bytes, bytes]]:
    return {(name.lower(), value.lower()) for name, value in got.headers}


def expect(holds: bool, what: str) -> None:
    """Raises `CanaryFound`: whatever is not as its client left it may be another's."""
    if not holds:
        raise CanaryFound(f"not so: {what}")
