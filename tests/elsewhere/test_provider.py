"""What a provider says of itself, and the settings that name it."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock

import httpx
import pytest
from joserfc import jwt

from kbsearch.adapters.oidc.documents import is_safe
from kbsearch.app.elsewhere import open_provider
from kbsearch.errors import BadSettings, StateError
from kbsearch.settings import load_settings
from tests.elsewhere.going import assert_away, went
from tests.elsewhere.identity_provider import (
    Provider,
    key,
)
from tests.served import Served


def test_a_rotated_key_is_fetched_and_unknown_ones_do_not_make_us_ask_on(
    served: Served, browser: httpx.Client, idp: Provider
) -> None:
    browser.get(went(browser))
    clock, service = time.monotonic(), served.kb.elsewhere
    assert service is not None
    service.provider._documents._clock = lambda: clock
    old, idp.key = idp.key, key("two")
    clock += 61
    assert browser.get(went(browser)).status_code == 303
    assert idp.asked == ["discovery", "keys", "keys"]
    idp.key = key("three")
    for _ in range(5):
        assert browser.get(went(browser)).status_code == 401
    assert idp.asked.count("keys") == 2, "once a minute at most"
    clock += 61
    assert browser.get(went(browser)).status_code == 303
    idp.sign = lambda provider, claims: jwt.encode({"alg": "RS256", "kid": "one"}, claims, old)
    clock += 61
    assert browser.get(went(browser)).status_code == 401, "a key that was taken back"


@pytest.mark.parametrize(
    "changed",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"code_challenge_methods_supported": ["plain"]},
        {"response_types_supported": ["id_token"]},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
        {"token_endpoint": None},
    ],
)
def test_a_provider_that_cannot_be_trusted_is_not_gone_to(
    served: Served, browser: httpx.Client, idp: Provider, changed: dict[str, Any]
) -> None:
    idp.discovery.update(changed)
    assert_away(served, browser, browser.get("/sign-in/oidc"), "discovery")


def test_a_provider_that_is_away_or_leads_elsewhere_is_said(served: Served, browser: httpx.Client) -> None:
    service = served.kb.elsewhere
    assert service is not None
    service.provider._documents._issuer = "http://127.0.0.1:1"
    assert_away(served, browser, browser.get("/sign-in/oidc"))


def test_addresses_that_may_be_asked() -> None:
    assert all(
        map(is_safe, ["https://idp.example/realms/a", "http://127.0.0.1:8080", "http://[::1]/", "http://localhost/a"])
    )
    wrong = [
        "http://idp.example",
        "ftp://idp.example",
        "https://",
        "https://a:b@idp.example",
        "http://127.0.0.1.evil",
        "",
    ]
    assert not any(map(is_safe, wrong))


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"oidc_issuer": "http://idp.example"}, BadSettings, "https://"),
        ({"oidc_client_id": ""}, BadSettings, "oidc_client_id"),
        ({"oidc_scopes": "profile"}, BadSettings, "openid"),
        ({"oidc_client_secret_file": "absent.txt"}, StateError, "cannot be read"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    changed: dict[str, str], error: type[Exception], said: str
) -> None:
    settings = load_settings({"oidc_issuer": "https://idp.example", "oidc_client_id": "kb", **changed})
    with pytest.raises(error, match=said):
        open_provider(settings)


def test_what_is_missing_is_named_with_how_to_install_it() -> None:
    settings = load_settings({"oidc_issuer": "https://idp.example", "oidc_client_id": "kb"})
    modules = {"kbsearch.adapters.oidc.provider": None, "kbsearch.adapters.oidc.documents": None}
    with mock.patch.dict("sys.modules", modules), pytest.raises(BadSettings, match=r"pip install 'kbsearch\[oidc\]'"):
        open_provider(settings)
