"""Where the server's own requests may lead: to the issuer, not on from there, and not into our network."""

from __future__ import annotations

import ast
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpcore2
import httpx
import httpx2
import pytest

import kbsearch
from kbsearch.adapters.oidc import documents
from kbsearch.adapters.oidc.addresses import Outside
from kbsearch.adapters.outside.addresses import Guarded, Resolver, is_public
from kbsearch.errors import SignInRefused
from tests.elsewhere.going import assert_away, went
from tests.elsewhere.identity_provider import Provider
from tests.served import Served

ISSUER, OTHER = "https://idp.example", "keys.example"
OURS = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254",  # noqa: S104
    "192.0.2.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::1",
    "2002:808:808::1", "2001:0:1::1", "2001:db8::1", "", "elsewhere",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"]


def soon() -> float:
    return time.monotonic() + 20


class Below:
    """Opens nothing; remembers where it would have gone."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def connect_tcp(self, host: str, *_: Any) -> str:
        self.asked.append(host)
        return "connected"


def guarded(resolver: Resolver, below: Below) -> Guarded:
    outside, until = Outside(ISSUER, resolver), soon()
    return Guarded(lambda host: outside.find(host, until), until, below)


def went_to(known: dict[str, list[str]], host: str) -> list[str]:
    below = Below()
    with contextlib.suppress(httpcore2.ConnectError):
        guarded(known.__getitem__, below).connect_tcp(host, 443)
    return below.asked


@pytest.mark.parametrize("address", OURS)
def test_a_public_provider_leads_to_no_address_of_our_network(address: str) -> None:
    assert not is_public(address)
    assert went_to({"idp.example": ["8.8.8.8"], OTHER: [address]}, OTHER) == []
    assert went_to({"idp.example": ["8.8.8.8"], OTHER: ["9.9.9.9", address]}, OTHER) == []


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_gone_to_as_they_were_resolved(address: str) -> None:
    assert is_public(address)
    assert went_to({"idp.example": ["8.8.8.8"], OTHER: [address]}, OTHER) == [address]


def test_a_provider_of_our_network_is_believed_about_it() -> None:
    assert went_to({"idp.example": ["10.0.0.2"]}, "idp.example") == ["10.0.0.2"]
    assert went_to({"idp.example": ["10.0.0.2"], OTHER: ["10.0.0.3"]}, OTHER) == ["10.0.0.3"]


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    """DNS rebinding: the first answer is looked at, and it is the one that is connected to."""
    answers, below = iter([["8.8.8.8"], ["127.0.0.1"]]), Below()
    guarded(lambda _: next(answers), below).connect_tcp(OTHER, 443)
    assert below.asked == ["8.8.8.8"]


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A service of our network, and what reached it."""
    reached: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)

        def take() -> None:
            with contextlib.suppress(OSError):
                connection, _ = server.accept()
                with connection:
                    reached.append(connection.recv(1000))

        thread = threading.Thread(target=take)
        thread.start()
        yield server.getsockname()[1], reached
        thread.join()


@pytest.mark.parametrize(("issuer", "expected"), [("8.8.8.8", 0), ("127.0.0.1", 1)])
def test_the_guard_is_what_connects(issuer: str, expected: int) -> None:
    known = {"idp.example": [issuer], OTHER: ["127.0.0.1"]}
    with (
        listener() as (port, reached),
        httpx2.Client(transport=Outside(ISSUER, known.__getitem__).transport(soon())) as http,
        pytest.raises(httpx2.HTTPError),
    ):
        http.get(f"http://{OTHER}:{port}/")
    assert len(reached) == expected


def test_both_ways_to_ask_go_through_the_guard(
    served: Served, browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts: list[str] = []
    connect = Guarded.connect_tcp

    def noted(self: Guarded, host: str, port: int, *rest: Any, **more: Any) -> Any:
        hosts.append(host)
        return connect(self, host, port, *rest, **more)

    monkeypatch.setattr(Guarded, "connect_tcp", noted)
    assert browser.get(went(browser)).status_code == 303
    assert hosts == ["127.0.0.1"] * 3, "discovery, token, keys"


def test_the_code_and_the_secret_follow_no_redirect(served: Served, browser: httpx.Client, idp: Provider) -> None:
    idp.discovery["token_endpoint"] = f"{idp.issuer}/moved"
    assert_away(served, browser, browser.get(went(browser)))
    assert len(idp.codes) == 1, "not redeemed"


def test_keys_are_not_taken_from_where_a_redirect_leads(served: Served, browser: httpx.Client, idp: Provider) -> None:
    """`/authorize` of the provider answers 302."""
    idp.discovery["jwks_uri"] = f"{idp.issuer}/authorize?redirect_uri={idp.issuer}/keys&state=a"
    assert_away(served, browser, browser.get(went(browser)))
    assert "keys" not in idp.asked


def test_a_discovery_document_is_not_taken_from_where_a_redirect_leads(idp: Provider) -> None:
    url = f"{idp.issuer}/authorize?redirect_uri={idp.issuer}/keys&state=a"
    with pytest.raises(SignInRefused, match="unreachable"):
        documents.fetched(url, dict, Outside(idp.issuer).transport(soon()))
    assert idp.asked == []


def test_an_endpoint_on_another_scheme_is_refused(served: Served, browser: httpx.Client, idp: Provider) -> None:
    idp.discovery["jwks_uri"] = "gopher://127.0.0.1/keys"
    assert_away(served, browser, browser.get("/sign-in/oidc"), "discovery")


CLIENTS = {
    "aiohttp", "ftplib", "httpcore", "httpcore2", "httplib2", "httpx", "httpx2", "huggingface_hub", "imaplib", "poplib",
    "requests", "smtplib", "telnetlib", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
MAY = ("adapters/oidc/", "adapters/outside/", "adapters/webhooks/", "client/")


def test_no_other_module_can_open_a_connection() -> None:
    """By what each imports, wherever in the file, and by the one use of sockets there is: listening."""
    root = Path(kbsearch.__file__).parent
    found: dict[str, set[str]] = {}
    for path in sorted(root.rglob("*.py")):
        where = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            for name in names:
                if name.split(".")[0] in CLIENTS or name in ("http.client", "urllib.request", "socket"):
                    found.setdefault(where, set()).add(name)
            if isinstance(node, ast.Attribute) and node.attr in ("create_connection", "open_connection", "urlopen"):
                found.setdefault(where, set()).add(node.attr)
    assert {where for where in found if where.startswith(MAY)} >= {"adapters/oidc/documents.py", "client/transport.py"}
    assert {where: names for where, names in found.items() if not where.startswith(MAY)} == {
        "api/transport/metering.py": {"socket"},
        "cli/serve.py": {"socket"},
    }
    assert ".connect(" not in (root / "cli" / "serve.py").read_text("utf-8")
