"""Clients that are alike but for their canaries, on disk, behind the real application; and whoever asks it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kbsearch.api.asgi import create_app
from kbsearch.app import App, ModelSlot, learning, open_calls, open_live
from kbsearch.app.metering import open_meter
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop
from tests.isolation import canaries
from tests.isolation.articles import MOVED, own_article, write_articles
from tests.isolation.canaries import CanaryEmbedder, CanaryFound, Leak
from tests.served import master_key

SOLVED_CALLS = 24
"""Of each client; neighbours have up to six more, so that the number tells them apart."""
JSON = "application/json"
NO_RATES = dict.fromkeys(("rate_address_searches", "rate_address_writes", "rate_key_searches", "rate_key_writes"), 0)
SETTINGS: dict[str, Any] = {"source": "worktree", "explore_share": 0.0, "model_english": "none"} | NO_RATES


@dataclass(frozen=True, slots=True)
class Got:
    """One response."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def bytes(self) -> bytes:
        return b"\n".join((str(self.status).encode(), *(b": ".join(pair) for pair in self.headers), self.body))


class Logged(logging.Handler):
    """Every record, as it would be written."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(logging.Formatter("%(name)s %(message)s").format(record))


STORY = re.compile(r" /c/[^/ ]+/calls/[^/ ]+ →")
"""A page that tells what happened in a call: the replay in words."""


class World:
    """`count` clients, numbered, in a new folder or in one that a world was closed in; `counts` every request."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count
        self.names = [f"c{number:02}" for number in range(count)]
        self.owners: dict[str, set[str]] = {}
        """Of each moving canary, the clients that have it, or had it once."""
        self.holder: dict[str, str] = {}
        """Of each moving canary, the client that has it now."""
        self.counts: Counter[str] = Counter()
        self.rule = "import"
        """What the requests that follow are counted as."""
        self.embedder = CanaryEmbedder()
        self.logged = Logged()
        logging.getLogger().addHandler(self.logged)
        logging.getLogger().setLevel(logging.INFO)
        logging.getLogger("kbsearch").setLevel(logging.DEBUG)
        is_new = not (folder / "articles").exists()
        if is_new:
            write_articles(folder / "articles", self.names)
        folders = {name: folder / name for name in ("articles", "indexes", "models", "data")}
        self.settings = load_settings(folders | SETTINGS)
        self.shop = Workshop(self.settings, warn=print)
        self.shop.__dict__["embedder"] = self.embedder
        if is_new:
            self.build(self.names)
        self.live = open_live(self.settings)
        model = ModelSlot()
        model.load(lambda: self.embedder)
        self.kb = App(self.settings, self.live, model, open_calls(self.settings, self.live))
        self.live.refresh()
        self.meter = open_meter(self.kb)
        self.app = create_app(self.kb, meter=self.meter)
        self.loop = asyncio.new_event_loop()
        self.tool = master_key(self.kb, *set(Scope) - {Scope.ADMIN}, clients=self.names)
        """The key of a tool that works for all of them."""
        self.keys = {name: master_key(self.kb, *set(Scope) - {Scope.ADMIN}, clients=[name]) for name in self.names}

    def close(self) -> None:
        logging.getLogger().removeHandler(self.logged)
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("kbsearch").setLevel(logging.NOTSET)
        self.kb.close()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def number(self, client: str) -> int:
        return self.names.index(client)

    def one(self, client: str) -> OneClient:
        return OneClient(client)

    # -- who asks ------------------------------------------------------------------------------------------------

    def ask(
        self,
        client: str,
        method: str,
        path: str,
        body: object = None,
        *,
        kind: str = "application/json",
        also: Sequence[str] = (),
        **headers: str,
    ) -> Got:
        """A request with `client`'s own key, or with the session in a `cookie`. Raises `CanaryFound` for another's
        canary anywhere in what comes back, but for those of the clients that are `also` seen by whoever asks."""
        return self.ask_all([(client, method, path, body)], kind=kind, also=also, **headers)[0]

    def ask_all(
        self,
        requests: Sequence[tuple[str, str, str, object]],
        *,
        kind: str = JSON,
        also: Sequence[str] = (),
        **headers: str,
    ) -> list[Got]:
        """All of them at the same time."""
        before = len(self.logged.lines)

        async def together() -> list[Got]:
            return await asyncio.gather(
                *(self._ask(*request[:3], _encoded(request[3]), kind, headers) for request in requests)
            )

        found = self.loop.run_until_complete(together())
        self.counts[self.rule] += len(requests)
        for (client, method, path, _), got in zip(requests, found, strict=True):
            self.check(client, got.bytes, f"{method} {path} → {got.status}", also=also)
            if got.status >= 500:
                raise CanaryFound(f"{method} {path} for {client} → {got.status}: {got.body[:300]!r}")
        for line in self.logged.lines[before:]:
            if found_in := canaries.seen_in(line.encode()):
                raise Leak(f"{self.rule}: {found_in} in the log: {line[:300]}")
        if self.kb.violations.since_start:
            raise CanaryFound(f"{self.rule}: the second wall held something back")
        return found

    def check(self, client: str, data: bytes, where: str, *, is_past: bool = False, also: Sequence[str] = ()) -> None:
        """Raises `CanaryFound` unless every canary in these bytes is `client`'s, or of one that is `also` seen;
        `is_past`: or was once, as in what tells of a call what happened in it."""
        seen_by = {client, *also}
        for canary in canaries.seen_in(data) - {one[1:] for one in seen_by}:
            was_shown = is_past or "/replay" in where or STORY.search(where) is not None
            allowed = self.owners.get(canary, set()) if was_shown else {self.holder.get(canary, "")}
            if not seen_by & allowed:
                raise Leak(f"{self.rule}: the canary {canary} in {client}'s {where}")

    async def _ask(self, client: str, method: str, path: str, body: bytes, kind: str, headers: dict[str, str]) -> Got:
        raw_path, _, query = path.partition("?")
        key = {} if "cookie" in headers else {"authorization": f"Bearer {self.keys[client]}"}
        sent = {"host": "127.0.0.1", "content-type": kind} | key | headers
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": raw_path,
            "raw_path": raw_path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8321),
            "state": {},
        }
        parts: list[Any] = []
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return given.pop() if given else await asyncio.Event().wait()  # who asked waits for the answer

        async def send(message: Any) -> None:
            parts.append(message)

        await self.app(scope, receive, send)  # type: ignore[arg-type]
        start = next(part for part in parts if part["type"] == "http.response.start")
        whole = b"".join(part.get("body", b"") for part in parts if part["type"] == "http.response.body")
        return Got(start["status"], tuple(map(tuple, start["headers"])), whole)

    # -- who runs it ---------------------------------------------------------------------------------------------

    def build(self, names: Iterable[str]) -> None:
        library = self.shop.library()
        self.shop.clients(library)
        for outcome in self.shop.build(library, names, progress=lambda _: lambda *_: None):
            if isinstance(outcome, Exception):
                raise outcome

    def rebuild(self, *names: str) -> None:
        self.build(names)
        self.live.refresh()

    def learn(self, client: str) -> None:
        """Evidence of the client's solved calls, live whether it proves itself or not."""
        one = self.one(client)
        learned = learning.learn(self.kb, one, datetime.now(UTC))
        self.kb.memory_store.publish(one, learned.memory)
        self.kb._memories._held.pop(one, None)  # as a second later

    def import_solved(self, client: str) -> None:
        """Calls that a tool tells of, all solved by the article that all clients have, in the client's own words."""
        word, now = canaries.word(self.number(client)), datetime.now(UTC)
        rows = [
            {
                "call_id": f"solved-{at}",
                "started_at": (now - timedelta(days=90 - at)).isoformat(),
                "closed_at": (now - timedelta(days=90 - at, minutes=-5)).isoformat(),
                "outcome": "resolved",
                "caller": f"06 12 34 56 {at:02}",
                "queue": f"file-{word}",
                "symptom": f"le tunnel bleu {word} ne monte pas",
                "used": ["vpn"],
            }
            for at in range(SOLVED_CALLS + self.number(client) % 7)
        ]
        lines = "\n".join(map(json.dumps, rows))
        path = f"/api/v1/clients/{client}/imports/calls"
        got = self.ask(client, "POST", path, lines.encode(), kind="application/x-ndjson")
        assert got.status == 200, got.body

    def give(self, canary: str, client: str) -> None:
        """Move the article with this canary to `client`, from whoever has it."""
        before = self.holder.get(canary)
        if before is not None:
            (self.folder / "articles" / before / f"{canary}.md").unlink()
        (self.folder / "articles" / client / f"{canary}.md").write_text(MOVED.format(word=canary), "utf-8")
        self.rebuild(*{one for one in (before, client) if one})
        self.holder[canary] = client
        self.owners.setdefault(canary, set()).add(client)

    def edit(self, client: str, text: str) -> None:
        """Another version of the article that all clients have, live at once."""
        path = self.folder / "articles" / client / "vpn.md"
        path.write_text(f"{path.read_text('utf-8').partition('<!--')[0]}<!--{text}-->\n", "utf-8")
        self.rebuild(client)

    def take_down(self, client: str) -> None:
        """Delete an article and put it back, as two generations."""
        path = self.folder / "articles" / client / f"{own_article(client)}.md"
        text = path.read_text("utf-8")
        path.unlink()
        self.rebuild(client)
        self.rule = "deleted"
        got = self.ask(client, "GET", f"/api/v1/clients/{client}/articles/{own_article(client)}")
        path.write_text(text, "utf-8")
        self.rebuild(client)
        if got.status != 404:
            raise CanaryFound(f"a deleted article of {client} is still there")

    def erase(self, client: str, call: str) -> None:
        self.kb.calls.erase(self.one(client), [call])
        learning.forget(self.kb, self.one(client))


def _encoded(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    return b"" if body is None else json.dumps(body).encode()
