"""Each thing that can be wrong with an answer, one at a time: no session, an entry on the trail, one page for all."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import httpx
import pytest

from kbsearch.core.access.elsewhere import Login
from tests.elsewhere.going import assert_refused, refusals, went
from tests.elsewhere.identity_provider import (
    CLIENT_ID,
    Provider,
    altered,
    by_a_strangers_key,
    by_public_key,
    key,
    unsigned,
)
from tests.served import Served

NOW_S = int(time.time())
Change = Callable[[Provider], object]
"""Makes the provider do one thing wrong."""


def claim(**changed: Any) -> Change:
    return lambda idp: idp.claims.update(changed)


def signed(how: Callable[[Provider, dict[str, Any]], str]) -> Change:
    return lambda idp: setattr(idp, "sign", how)


def answered(**changed: str) -> Change:
    return lambda idp: idp.answer.update(changed)


def unpublished(idp: Provider) -> None:
    idp.key, idp.published = key("two"), [key("one").as_dict(private=False)]


WRONG: dict[str, tuple[str, Change]] = {
    "another issuer": ("iss", claim(iss="https://elsewhere.example")),
    "no issuer": ("iss", claim(iss=None)),
    "another audience": ("aud", claim(aud="another-client")),
    "no audience": ("aud", claim(aud=None)),
    "several audiences and no authorised party": ("azp", claim(aud=[CLIENT_ID, "another-client"])),
    "another authorised party": ("azp", claim(azp="another-client")),
    "expired": ("exp", claim(exp=NOW_S - 300)),
    "no end": ("exp", claim(exp=None)),
    "an end that is no time": ("exp", claim(exp="tomorrow")),
    "made in the future": ("iat", claim(iat=NOW_S + 3600)),
    "no time": ("iat", claim(iat=None)),
    "not yet valid": ("nbf", claim(nbf=NOW_S + 3600)),
    "another nonce": ("nonce", claim(nonce="0" * 64)),
    "no nonce": ("nonce", claim(nonce=None)),
    "no subject": ("sub", claim(sub=None)),
    "an empty subject": ("sub", claim(sub="")),
    "a subject that is a number": ("sub", claim(sub=7)),
    "no signature": ("signature", signed(unsigned)),
    "signed with the public key": ("signature", signed(by_public_key)),
    "a stranger's signature": ("signature", signed(by_a_strangers_key)),
    "altered after it was signed": ("signature", signed(altered)),
    "an unknown key": ("key", unpublished),
    "no token": ("id-token", signed(lambda *_: "")),
    "not a token": ("signature", signed(lambda *_: "a.b.c")),
    "no state": ("state", answered(state="")),
    "a foreign state": ("state", answered(state="0" * 64)),
    "no code": ("code", answered(code="")),
    "an unknown code": ("code", answered(code="0" * 64)),
    "an error": ("error-answer", answered(code="", error="access_denied", error_description="<script>")),
    "an error beside a code": ("error-answer", answered(error="access_denied")),
    "another issuer's answer": ("iss-answer", answered(iss="https://elsewhere.example")),
    "an answer that names no issuer": ("iss-answer", answered(iss="")),
    "no groups": ("groups", claim(groups=None)),
    "groups that are no list": ("groups", claim(groups={"kb-acme-agents": True})),
    "no group of ours": ("no-group", claim(groups=["everybody", "KB-ACME-AGENTS"])),
    "groups that are no texts": ("no-group", claim(groups=[["kb-acme-agents"], 1, None])),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_each_thing_that_is_wrong_is_refused(served: Served, browser: httpx.Client, idp: Provider, wrong: str) -> None:
    reason, change = WRONG[wrong]
    change(idp)
    assert_refused(served, browser, browser.get(went(browser)), reason)


def test_an_answer_counts_once_and_in_the_browser_that_asked(served: Served, browser: httpx.Client) -> None:
    back = went(browser)
    login = browser.cookies["kbsearch-login"]
    assert browser.head(back).status_code == 200, "of which the head alone is no coming back"
    with httpx.Client(base_url=served.url, trust_env=False, timeout=30) as another:
        assert_refused(served, another, another.get(back), "state")
        went(another)  # has begun one of its own: the other's answer is still not for it
        assert_refused(served, another, another.get(back), "state")
    assert browser.get(back).status_code == 303
    again = httpx.get(back, cookies={"kbsearch-login": login}, trust_env=False)
    assert again.status_code == 401
    assert "kbsearch=" not in again.headers["set-cookie"].replace("kbsearch-login=", "")
    assert refusals(served.kb)[-1] == "oidc:state"


def test_a_code_that_was_used_is_refused(served: Served, browser: httpx.Client, idp: Provider) -> None:
    back = went(browser)
    idp.codes.clear()  # somebody was quicker
    assert_refused(served, browser, browser.get(back), "code")


def test_without_the_verifier_a_code_is_worth_nothing(served: Served, browser: httpx.Client) -> None:
    back = went(browser)
    assert served.kb.elsewhere is not None
    real = served.kb.elsewhere._login

    def stolen(seed: str) -> Login:
        login = real(seed)
        return Login(login.state, login.nonce, "")

    with mock.patch.object(served.kb.elsewhere, "_login", stolen):
        assert_refused(served, browser, browser.get(back), "code")


@pytest.mark.parametrize("change", ["seed", "time", "path", "seal", "cut", ""])
def test_the_cookie_cannot_be_changed(served: Served, browser: httpx.Client, change: str) -> None:
    back = went(browser)
    seed, at, path, seal = browser.cookies["kbsearch-login"].split(".")
    parts = {"seed": seed, "time": at, "path": path, "seal": seal}
    if change in parts:
        parts[change] = {"time": str(int(at) + 60), "path": "Ly9ldmls"}.get(change, "0" * 64)
    cookie = {"cut": f"{seed}.{at}", "": ""}.get(change, ".".join(parts.values()))
    browser.cookies.clear()
    browser.cookies.set("kbsearch-login", cookie, domain="127.0.0.1")
    assert_refused(served, browser, browser.get(back), "state")


def test_a_sign_in_that_took_too_long_is_refused(served: Served) -> None:
    service = served.kb.elsewhere
    assert service is not None
    now = datetime.now(UTC)
    _, cookie = service.begin(
        "/", f"{served.url}/sign-in/oidc/callback", now - timedelta(minutes=11), time.monotonic() + 20
    )
    opened = service._opened
    with pytest.raises(Exception, match="state"):
        opened(cookie, now)
    assert opened(cookie, now - timedelta(minutes=10))[1] == "/"
