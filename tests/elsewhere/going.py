"""Out to the provider and back, as a browser goes."""

from __future__ import annotations

import json

import httpx

from kbsearch.app import App
from tests.served import Served


def went(browser: httpx.Client, onward: str = "/c/acme") -> str:
    """Out to the provider; the address that it sends the browser back to."""
    out = browser.get("/sign-in/oidc", params={"next": onward})
    assert out.status_code == 303, out.text
    back = httpx.get(out.headers["location"], trust_env=False)
    assert back.status_code == 302
    return back.headers["location"]


def refusals(kb: App) -> list[str]:
    entries = [json.loads(one.body) for one in kb.access.file.trail()]
    return [entry["object"] for entry in entries if entry["result"] == "refused"]


def assert_refused(served: Served, browser: httpx.Client, answer: httpx.Response, reason: str) -> None:
    """No session, an entry on the trail, and a page that is the same whatever was wrong."""
    assert answer.status_code == 401
    assert_nothing_came_of_it(served, browser, answer, reason)
    assert "ne vous donne pas accès à cette base" in answer.text
    assert answer.text == httpx.get(f"{served.url}/sign-in/oidc/callback", trust_env=False).text


def assert_away(served: Served, browser: httpx.Client, answer: httpx.Response, reason: str = "unreachable") -> None:
    """The same of what is the provider's fault: the page says so, and what to do."""
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert_nothing_came_of_it(served, browser, answer, reason)
    assert "ne répond pas, ou pas comme il le devrait. Réessayez dans une minute" in answer.text


def assert_nothing_came_of_it(served: Served, browser: httpx.Client, answer: httpx.Response, reason: str) -> None:
    assert "kbsearch=" not in answer.headers.get("set-cookie", "").replace("kbsearch-login=", "")
    assert browser.get("/c/acme").status_code == 401
    assert refusals(served.kb)[-1].split(" ")[0] == f"oidc:{reason}"
