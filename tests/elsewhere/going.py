"""Out to the provider and back, as a browser goes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import httpx

from kbsearch.app import App
from tests.elsewhere.identity_provider import CLIENT_ID, SECRET, Provider
from tests.served import UNLIMITED, Served, make_app, running

GROUPS = {"kb-acme-agents": ["acme=agent"], "kb-chiefs": ["*=supervisor"]}


@contextlib.contextmanager
def sending_to(idp: Provider, folder: Path) -> Iterator[Served]:
    """A server that sends people to this provider."""
    (folder / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    oidc = {"oidc_issuer": idp.issuer, "oidc_client_id": CLIENT_ID, "oidc_groups": GROUPS}
    overrides = {**UNLIMITED, **oidc, "oidc_client_secret_file": folder / "secret.txt"}
    kb, live = make_app(folder, overrides=overrides)
    with running(kb) as (url, http):
        yield Served(url, kb, live, http)


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
