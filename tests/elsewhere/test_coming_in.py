"""Somebody of a mapped group comes in with its roles, for as long as the groups say so."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from kbsearch.app.accounts import Accounts
from tests.elsewhere.going import assert_refused, went
from tests.elsewhere.identity_provider import (
    Provider,
)
from tests.served import Served

MOST_OF_A_COOKIE = 4096
"""Of which a browser keeps it."""


def test_somebody_of_a_mapped_group_comes_in_with_its_roles(
    served: Served, browser: httpx.Client, idp: Provider
) -> None:
    assert "/sign-in/oidc?next=" in browser.get("/sign-in").text
    out = browser.get("/sign-in/oidc", params={"next": "/c/acme"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(out.headers["location"]).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == (
        "code",
        "S256",
        "openid profile",
    )
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    cookie = out.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("kbsearch-login=", "httponly", "samesite=lax", "max-age=600"))
    assert not any(asked[name] in cookie for name in ("state", "nonce"))
    back = browser.get(httpx.get(out.headers["location"], trust_env=False).headers["location"])
    assert (back.status_code, back.headers["location"]) == (303, "/c/acme")
    assert browser.get("/c/acme").status_code == 200
    assert browser.get("/c/zeta").status_code == 404
    assert "kbsearch-login" not in browser.cookies
    person = served.kb.access.people.all()[0]
    assert (person.id, person.name, person.source) == (f"{idp.issuer}|7f3a", "Marie Duval", "oidc")
    entry = json.loads(list(served.kb.access.file.trail())[-1].body)
    assert (entry["actor"], entry["action"], entry["detail"]) == (f"person:{person.id}", "session.begin", "oidc")


def test_a_long_address_is_come_back_to_as_a_whole(browser: httpx.Client, idp: Provider) -> None:
    onward = f"/agent/pop?call={'%C3%A9' * 400}"
    assert browser.get(went(browser, onward)).headers["location"] == onward
    assert len(browser.get("/sign-in/oidc", params={"next": onward}).headers["set-cookie"]) < MOST_OF_A_COOKIE


def test_groups_are_read_anew_each_time_and_losing_them_ends_what_is_open(
    served: Served, browser: httpx.Client, idp: Provider
) -> None:
    browser.get(went(browser))
    idp.claims["groups"] = "kb-chiefs"
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as another:
        another.get(went(another))
        assert another.get("/c/zeta").status_code == 200
        assert browser.get("/c/zeta").status_code == 200, "an open session has the roles of today"
        idp.claims["groups"] = ["everybody"]
        with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as third:
            assert_refused(served, third, third.get(went(third)), "no-group")
        assert browser.get("/c/acme").status_code == 401
        assert another.get("/c/acme").status_code == 401
    said, who = [json.loads(one.body) for one in served.kb.access.file.trail()], f"{idp.issuer}|7f3a"
    ended = [(one["actor"], one["object"], one["result"]) for one in said if one["action"] == "person.roles"]
    assert ended == [(f"person:{who}", who, "done")]


def test_an_address_is_nobody_and_a_subject_is_one_persons(
    served: Served, browser: httpx.Client, idp: Provider
) -> None:
    browser.get(went(browser))
    idp.claims["sub"] = "another"  # with the e-mail address and the name of the first
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as another:
        another.get(went(another))
    assert len(served.kb.access.people.all()) == 2


def test_whom_this_instance_disabled_stays_out(served: Served, browser: httpx.Client, idp: Provider) -> None:
    browser.get(went(browser))
    accounts = Accounts(served.kb.access)
    accounts.set_disabled("terminal:tests", datetime.now(UTC), f"{idp.issuer}|7f3a", is_disabled=True)
    assert browser.get("/c/acme").status_code == 401
    assert_refused(served, browser, browser.get(went(browser)), "disabled")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-out"])
def test_coming_back_leads_to_our_own_pages_only(browser: httpx.Client, elsewhere: str) -> None:
    assert browser.get(went(browser, elsewhere)).headers["location"] == "/"


def test_a_session_is_new_each_time(served: Served, browser: httpx.Client) -> None:
    browser.cookies.set("kbsearch", "x" * 43, domain="127.0.0.1")
    browser.get(went(browser))
    first = browser.cookies["kbsearch"]
    browser.get(went(browser))
    assert len({first, browser.cookies["kbsearch"], "x" * 43}) == 3
    assert httpx.get(f"{served.url}/c/acme", cookies={"kbsearch": first}, trust_env=False).status_code == 401
