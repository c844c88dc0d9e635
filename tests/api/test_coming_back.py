"""After signing in: back to the page that was asked for, whichever of ours it is, and to nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import httpx
import pytest

from kbsearch.api.access.sign_in import own_path
from kbsearch.api.asgi import create_litestar
from kbsearch.api.pages.web import open_web
from kbsearch.api.telephone.pop import FIELDS, TOLD_AGAIN
from kbsearch.app.elsewhere import MOST_ONWARD
from tests.api.test_sign_in import FROM_OURS, add_account, sign_in
from tests.served import Served


@pytest.fixture
def browser(desk: Served) -> Iterator[httpx.Client]:
    add_account(desk.kb)
    with httpx.Client(base_url=desk.url, trust_env=False, headers=FROM_OURS, timeout=30) as http:
        yield http


@pytest.mark.parametrize(
    ("asked", "again"),
    [
        ("/calls?day=2026-11-02", "/calls?day=2026-11-02"),
        ("/admin/people/marie", "/admin/people/marie"),
        ("/admin/keys/k-1/rotate", "/admin/keys/k-1/rotate"),
        ("/c/acme/calls?day=2026-11-02&whose=all", "/c/acme/calls?day=2026-11-02"),
        ("/c/acme/a/reseau/vpn?commit=0a1b2c3d&call=c-1", "/c/acme/a/reseau/vpn?commit=0a1b2c3d"),
        ("/c/acme/articles?text=Mme+Quillacq&day=Quillacq", "/c/acme/articles"),
    ],
)
def test_an_expired_session_comes_back_to_the_very_page(browser: httpx.Client, asked: str, again: str) -> None:
    page = browser.get(asked, headers={"Accept": "text/html"})
    found = re.search(r'name="next" value="([^"]+)"', page.text)
    assert (page.status_code, found is not None and html.unescape(found[1])) == (401, again)
    assert sign_in(browser, next=again).headers["location"] == again


def test_a_call_with_long_names_is_come_back_to(browser: httpx.Client) -> None:
    said = {name: "é" * FIELDS[name] for name in TOLD_AGAIN}
    opened = {"Accept": "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    page = browser.get("/agent/pop", params=said, headers=opened, follow_redirects=True)
    found = re.search(r'name="next" value="([^"]+)"', page.text)
    again = f"/agent/pop?{urlencode(said)}"
    assert found is not None
    assert html.unescape(found[1]) == again
    assert sign_in(browser, next=again).headers["location"] == again
    assert own_path(f"/agent/pop?call={'a' * MOST_ONWARD}") == "/"


def test_every_page_may_be_come_back_to(desk: Served) -> None:
    """Also the ones that will be added: a page that is not known here would lead to the first one."""
    app = create_litestar(desk.kb, open_web(), lambda: None)
    pages = [
        route.path_format
        for route in app.routes
        if "GET" in getattr(route, "methods", ())
        and not route.path.startswith(("/api/", "/assets/", "/schema", "/sign-in"))
    ]
    asked = {re.sub(r"\{[^}]*\}", "x", page) for page in pages} - {"/livez", "/readyz"}
    assert len(asked) > 20
    assert [page for page in sorted(asked) if own_path(page) != page] == []


@pytest.mark.parametrize(
    "place", ["/sign-in?link=x", "/sign-out", "//x.example", "/calls//x", "/calls?next=//x", "/livez"]
)
def test_what_is_no_page_of_ours_is_the_first_page(place: str) -> None:
    assert own_path(place) == "/"
