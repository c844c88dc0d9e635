"""Forms as no page of ours sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.served import Served, session_of

PLACES = ("/sign-in", "/agent/pop", "/c/acme", "/c/acme/close", "/c/acme/gap")


@pytest.fixture
def browser(desk: Served) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=desk.url, trust_env=False, headers={"Sec-Fetch-Site": "same-origin"}, timeout=30
    ) as http:
        http.cookies.set("kbsearch", session_of(desk.kb))
        yield http


@pytest.mark.parametrize("place", PLACES)
def test_more_fields_than_any_of_ours_has_are_refused_and_some_more_are_read(browser: httpx.Client, place: str) -> None:
    (token, *_) = re.findall(r'name="csrf" value="([^"]+)"', browser.get("/c/acme").text)
    sent = {"csrf": token, "outcome": "resolved", "query": "vpn"}
    more = {f"f{at}": "1" for at in range(700)}
    refused = browser.post(place, data=sent | more)
    assert refused.status_code == 400, refused.text
    assert "trop de champs" in refused.json()["errors"][0]["message"]
    read = browser.post(place, data=sent | dict(list(more.items())[:50]))
    assert read.status_code in (200, 303, 401), read.text
