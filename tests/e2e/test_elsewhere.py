"""A page on another origin, in a real browser: it reads a client's answers where it is listed, and else nothing."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from kbsearch.core.access.principals import Scope
from kbsearch.core.snapshot import Snapshot
from tests.served import Served, master_key

READ = """async ([url, key]) => {
    const headers = {"Authorization": `Bearer ${key}`, "Content-Type": "application/json"};
    try {
        const answer = await fetch(url, {method: "POST", headers, body: JSON.stringify({query: "vpn"})});
        return [answer.status, answer.headers.get("X-Request-Id") !== null];
    } catch (error) {
        return [0, error.name];
    }
}"""


class Blank(BaseHTTPRequestHandler):
    """Another site, with an empty page."""

    def do_GET(self) -> None:  # the name that the library calls
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    site = ThreadingHTTPServer(("127.0.0.1", 0), Blank)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


def test_only_a_listed_page_reads_the_answer(browser: Browser, server: Served, elsewhere: str) -> None:
    key = master_key(server.kb, *Scope, clients=("acme", "zeta"))
    entries = dict(server.live.entries)
    page = browser.new_page()
    page.goto(elsewhere)
    search = f"{server.url}/api/v1/clients/acme/search"
    assert page.evaluate(READ, [search, key]) == [0, "TypeError"]
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    client = dataclasses.replace(snapshot.client, origins=(elsewhere,))
    server.live.entries["acme"] = dataclasses.replace(snapshot, client=client)
    assert page.evaluate(READ, [search, key]) == [200, True]
    assert page.evaluate(READ, [search, "kbs_wrong"]) == [401, True]
    assert page.evaluate(READ, [search.replace("acme", "zeta"), key]) == [0, "TypeError"]
    page.close()
    server.live.entries = entries
