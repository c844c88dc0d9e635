"""A hostile page on another port, in a real browser whose user is signed in: nothing that it sends has an effect.

Cookies know no ports: the browser sends the session along with much of it, so it is the server that must refuse.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.core.access.principals import Role
from tests.e2e.conftest import signed_in
from tests.served import Served, serving

INCIDENT = {"id": "evil", "title": "evil", "opened_at": "2026-11-02T09:00:00Z"}
PASSWORD = "quatre tasses en faience"  # noqa: S105
PLAIN = "application/x-www-form-urlencoded"
FETCHES: dict[str, dict[str, Any]] = {
    "JSON as text, which asks nobody first": {
        "mode": "no-cors",
        "headers": {"Content-Type": "text/plain"},
        "body": json.dumps(INCIDENT),
    },
    "JSON as a form, without a type": {"mode": "no-cors", "body": json.dumps(INCIDENT)},
    "JSON, which asks first": {
        "mode": "cors",
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(INCIDENT),
    },
    "with a token that it made up": {
        "mode": "cors",
        "headers": {"Content-Type": "application/json", "X-CSRF-Token": "0" * 64},
        "body": json.dumps(INCIDENT),
    },
}
FETCH = """async ([url, options]) => {
    try {
        const answer = await fetch(url, {method: "POST", credentials: "include", ...options});
        return [answer.type, answer.status, await answer.text()];
    } catch (error) {
        return ["error", 0, error.name];
    }
}"""
READ = """async url => {
    try { return await (await fetch(url, {credentials: "include"})).text(); } catch (error) { return error.name; }
}"""


@dataclass
class Site:
    """Another site, and what it was asked."""

    url: str
    pages: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def hostile() -> Iterator[Site]:
    pages: dict[str, str] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages.get(self.path, "<!doctype html>").encode())

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{site.server_port}", pages)
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as served:
        account = NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, PASSWORD)
        Accounts(served.kb.access).add("terminal:tests", datetime.now(UTC), account)
        yield served


@pytest.fixture
def victim(browser: Browser, target: Served) -> Iterator[BrowserContext]:
    """Somebody who may do everything, with our page open."""
    context = signed_in(browser, target)
    page = context.new_page()
    with page.expect_response("**/escalation"):  # the last that it asks by itself
        page.goto(f"{target.url}/c/acme")
    yield context
    context.close()


def form(action: str, fields: dict[str, str], *, kind: str) -> str:
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    return f'<!doctype html><form id="f" method="post" enctype="{kind}" action="{action}">{inputs}</form>'


def posted(context: BrowserContext, hostile: Site, action: str, fields: dict[str, str], kind: str = PLAIN) -> int:
    """The status that the browser got for the form of a page elsewhere."""
    hostile.pages["/form"] = form(action, fields, kind=kind)
    page = context.new_page()
    page.goto(f"{hostile.url}/form")
    with page.expect_response(lambda response: response.url.startswith(action)) as got:
        page.evaluate("document.getElementById('f').submit()")
    status = got.value.status
    page.close()
    return status


def entries(served: Served) -> list[str]:
    return [json.loads(one.body)["action"] for one in served.kb.access.file.trail()]


def test_the_session_goes_along_and_is_refused_all_the_same(
    victim: BrowserContext, target: Served, hostile: Site
) -> None:
    """Without this, the others would prove little. A form's answer shows it by itself: 403 and not 401."""
    page, real = victim.new_page(), target.kb.access.by_session
    page.goto(hostile.url)
    with mock.patch.object(target.kb.access, "by_session", wraps=real) as asked:
        url = f"{target.url}/api/v1/clients/acme/incidents"
        page.evaluate(FETCH, [url, FETCHES["JSON as text, which asks nobody first"]])
    found = real(asked.call_args.args[0], datetime.now(UTC))
    assert found is not None


@pytest.mark.parametrize("how", FETCHES)
def test_a_script_elsewhere_changes_nothing_and_reads_nothing(
    victim: BrowserContext, target: Served, hostile: Site, how: str
) -> None:
    before = entries(target)
    page = victim.new_page()
    page.goto(hostile.url)
    kind, status, text = page.evaluate(FETCH, [f"{target.url}/api/v1/clients/acme/incidents", FETCHES[how]])
    assert (kind, status, text) in [("opaque", 0, ""), ("error", 0, "TypeError")]
    assert target.http.get("/api/v1/clients/acme/incidents").json()["items"] == []
    assert entries(target) == before


@pytest.mark.parametrize("path", ["/c/acme", "/api/v1/clients/acme/articles/reseau/vpn", "/", "/schema/openapi.json"])
def test_a_script_elsewhere_reads_no_page(victim: BrowserContext, target: Served, hostile: Site, path: str) -> None:
    page = victim.new_page()
    page.goto(hostile.url)
    assert page.evaluate(READ, target.url + path) == "TypeError"


@pytest.mark.parametrize("kind", [PLAIN, "multipart/form-data", "text/plain"])
def test_a_form_elsewhere_posts_in_vain(victim: BrowserContext, target: Served, hostile: Site, kind: str) -> None:
    before, as_name = entries(target), {json.dumps(INCIDENT).replace('"', "&quot;"): ""}
    assert posted(victim, hostile, f"{target.url}/api/v1/clients/acme/incidents", as_name, kind) == 403
    assert posted(victim, hostile, f"{target.url}/c/acme", {"query": "vpn"}, kind) == 403
    assert posted(victim, hostile, f"{target.url}/sign-out", {"csrf": "0" * 64}, kind) == 403
    assert entries(target) == before
    still = victim.pages[0].goto(f"{target.url}/c/acme")
    assert still is not None
    assert still.status == 200, "still signed in"


def test_nobody_is_signed_in_to_an_account_that_somebody_else_chose(
    browser: Browser, target: Served, hostile: Site
) -> None:
    context = browser.new_context()
    fields = {"account": "marie", "password": PASSWORD}
    assert posted(context, hostile, f"{target.url}/sign-in", fields) == 403
    assert context.cookies() == []
    context.close()


def test_a_picture_elsewhere_begins_no_call_and_a_link_does(
    victim: BrowserContext, target: Served, hostile: Site
) -> None:
    """A telephone system opens a page by a link, from wherever its own page is."""
    pop = f"{target.url}/agent/pop?client=acme&call=evil"
    shown = f'<img src="{pop}-img"><iframe src="{pop}-frame"></iframe><script src="{pop}-js"></script>'
    hostile.pages["/call"] = f'<!doctype html>{shown}<a href="{pop}-link">call</a>'
    page, real = victim.new_page(), target.kb.access.by_session
    with mock.patch.object(target.kb.access, "by_session", wraps=real) as asked:
        page.goto(f"{hostile.url}/call")
    assert len([one for one in asked.call_args_list if real(one.args[0], datetime.now(UTC))]) == 3, "the session came"
    assert target.http.get("/api/v1/clients/acme/calls").json()["items"] == []
    page.get_by_text("call").click()
    expect(page).to_have_url(f"{target.url}/c/acme/call/evil-link")
    assert [one["call"] for one in target.http.get("/api/v1/clients/acme/calls").json()["items"]] == ["evil-link"]
    page.close()


def test_our_page_cannot_be_framed(victim: BrowserContext, target: Served, hostile: Site) -> None:
    hostile.pages["/frame"] = f'<!doctype html><iframe src="{target.url}/c/acme"></iframe>'
    page = victim.new_page()
    page.goto(f"{hostile.url}/frame")
    page.wait_for_timeout(500)
    assert all("kbsearch" not in frame.content() for frame in page.frames[1:])
    assert page.frames[1].locator("#query").count() == 0


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_person_signs_in_by_the_form_with_and_without_scripts(
    browser: Browser, target: Served, has_scripts: bool
) -> None:
    context = browser.new_context(base_url=target.url, java_script_enabled=has_scripts, locale="fr-FR")
    page = context.new_page()
    page.goto("/c/acme")
    page.get_by_label("Compte").fill("Marie")
    page.get_by_label("Mot de passe").fill("pas le bon mot de passe")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text("Connexion refusée")
    page.get_by_label("Compte").fill("Marie")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page).to_have_url(f"{target.url}/c/acme")
    expect(page.locator(".client")).to_contain_text("Acme & Fils")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(f"{target.url}/sign-in")
    context.close()
