"""Beyond this machine: HTTPS, by a certificate of our own or by a listed proxy, under names that were set."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme

from tests.api.test_sign_in import FROM_OURS, PASSWORD, add_account
from tests.served import UNLIMITED, make_app, running

NAME = "kb.example.test"
FORM = {"account": "marie", "password": PASSWORD}
ELSEWHERE = "0.0.0.0"  # noqa: S104 - what the application is told; it listens on loopback in tests


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(tmp_path: Path, authority: trustme.CA) -> Iterator[httpx.Client]:
    """A server with a certificate, asked by its own name."""
    made = authority.issue_cert(NAME, "127.0.0.1")
    made.cert_chain_pems[0].write_to_path(tmp_path / "tls.pem")
    made.private_key_pem.write_to_path(tmp_path / "tls.key")
    tls = {"tls_certificate": tmp_path / "tls.pem", "tls_key": tmp_path / "tls.key"}
    kb, _ = make_app(tmp_path, overrides={**UNLIMITED, **tls, "host": ELSEWHERE, "hosts": NAME})
    add_account(kb)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    with running(kb) as (url, _):
        base = url.replace("http://", "https://")
        headers = {"Host": NAME, **FROM_OURS}
        with httpx.Client(base_url=base, verify=trust, trust_env=False, headers=headers, timeout=20) as http:
            yield http


def test_behind_tls_the_cookie_is_of_this_very_host_and_never_sent_in_clear(secure: httpx.Client) -> None:
    answer = secure.post("/sign-in", data=FORM)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    name, *attributes = cookie.split("; ")
    assert name.startswith("__Host-kbsearch=")
    assert {part.lower() for part in attributes} == {"httponly", "path=/", "samesite=lax", "secure"}
    token = name.partition("=")[2]
    assert secure.get("/", headers={"Cookie": f"__Host-kbsearch={token}"}).status_code == 200
    assert secure.get("/", headers={"Cookie": f"kbsearch={token}"}).status_code == 401, "the name for plain HTTP"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_only_the_names_that_were_set_are_answered(secure: httpx.Client) -> None:
    assert secure.get("/livez").status_code == 200
    assert secure.get("/livez", headers={"Host": f"{NAME.upper()}:8443"}).status_code == 200
    for host in ("evil.example", f"{NAME}.evil.example", f"x{NAME}", f"{NAME}@evil.example", "192.0.2.1"):
        assert secure.get("/livez", headers={"Host": host}).status_code in (400, 421), host


def test_plain_http_gets_nothing_from_a_tls_port(secure: httpx.Client) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(str(secure.base_url).replace("https", "http") + "/livez", trust_env=False)


def proxied(tmp_path: Path, proxies: str, **more: Any) -> Any:
    overrides = {**UNLIMITED, "host": ELSEWHERE, "hosts": NAME, "proxies": proxies, **more}
    kb, _ = make_app(tmp_path, overrides=overrides)
    add_account(kb)
    kb.sign_ins._clock = lambda: 0.0
    return running(kb)


def test_a_listed_proxy_may_say_that_it_was_https_for_whom(tmp_path: Path) -> None:
    told = {"Host": NAME, "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
    with proxied(tmp_path, "127.0.0.1") as (_, http):
        answer = http.post("/sign-in", data=FORM, headers={**told, **FROM_OURS})
        assert answer.status_code == 303
        assert answer.headers["set-cookie"].startswith("__Host-kbsearch=")
        silent = http.get("/livez", headers={"Host": NAME, "X-Forwarded-For": "203.0.113.5"})
        assert silent.status_code == 421, "a proxy that does not say https is one without"
        plain = http.get("/livez", headers={**told, "X-Forwarded-Proto": "http"})
        assert plain.status_code == 421
        assert plain.json()["type"] == "/problems#misdirected"


@pytest.mark.parametrize(
    "told",
    [{"Host": NAME}, {"Host": "localhost", "X-Forwarded-Proto": "http"}, {"Host": NAME, "X-Forwarded-Proto": ""}],
)
def test_a_proxy_on_this_machine_that_does_not_say_https_is_one_without(tmp_path: Path, told: dict[str, str]) -> None:
    with proxied(tmp_path, "127.0.0.1") as (_, http):
        answer = http.post("/sign-in", data=FORM, headers={**told, **FROM_OURS})
        assert (answer.status_code, answer.headers.get("set-cookie")) == (421, None)
        assert http.get("/livez", headers={"Host": "localhost"}).status_code == 200, "who is here needs no HTTPS"


def test_an_unlisted_address_says_so_in_vain(tmp_path: Path) -> None:
    told = {"Host": NAME, "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https", **FROM_OURS}
    with proxied(tmp_path, "10.0.0.5") as (_, http):
        answer = http.post("/sign-in", data=FORM, headers=told)
        assert answer.headers.get("set-cookie", "kbsearch=").startswith("kbsearch="), "not taken for HTTPS"
        assert "strict-transport-security" not in answer.headers


def test_the_address_that_guesses_are_counted_for_is_the_listed_proxys_word_alone(tmp_path: Path) -> None:
    """Through a listed proxy each caller has a count of their own; from elsewhere the header changes nothing."""

    def guess(http: httpx.Client, number: int, address: str) -> str | None:
        told = {"Host": "localhost", "X-Forwarded-For": address, "X-Forwarded-Proto": "https", **FROM_OURS}
        form = {"account": f"account{number}", "password": "guess guess guess"}
        return http.post("/sign-in", data=form, headers=told).headers.get("retry-after")

    with proxied(tmp_path / "listed", "127.0.0.1") as (_, http):
        assert [guess(http, number, f"203.0.113.{number}") for number in range(7)] == [None] * 7
    with proxied(tmp_path / "unlisted", "10.0.0.5") as (_, http):
        assert [guess(http, number, f"203.0.113.{number}") for number in range(5)][-1] == "1"
