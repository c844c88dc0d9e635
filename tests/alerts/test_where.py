"""Where a webhook may lead: to a place that the operator named, on the internet at large or in a network of ours that
the operator named, and never on from there."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from kbsearch.adapters.webhooks.post import Post
from kbsearch.core.alerts.deliveries import Answer
from kbsearch.core.alerts.hooks import is_allowed, place
from kbsearch.errors import BadSettings
from kbsearch.settings import load_settings
from tests.alerts.receiver import receiving
from tests.elsewhere.test_where_we_go import OURS, PUBLIC, soon

HOST = "hooks.example.org"


def found(addresses: Sequence[str], networks: Sequence[str] = ()) -> Sequence[str]:
    return Post([HOST], networks, resolver=lambda _: addresses).find(HOST, soon())


@pytest.mark.parametrize("address", OURS)
def test_no_name_leads_into_our_network(address: str) -> None:
    assert found([address]) == ()
    assert found(["8.8.8.8", address]) == ()


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_gone_to_as_they_were_resolved(address: str) -> None:
    assert found([address]) == [address]


def test_a_network_of_ours_is_gone_to_where_the_operator_names_it() -> None:
    assert found(["10.1.2.3"], ["10.1.2.0/24"]) == ["10.1.2.3"]
    assert found(["10.1.3.3"], ["10.1.2.0/24"]) == ()
    assert found(["10.1.2.3", "10.1.3.3"], ["10.1.2.0/24"]) == ()
    assert found(["64:ff9b::a01:203"], ["10.1.2.0/24"]) == (), "not by the address inside another"
    assert found(["fd00::1"], ["fd00::/8"]) == ["fd00::1"]


def test_a_name_that_changes_its_answer_gains_nothing() -> None:
    """DNS rebinding: the name is asked once for each post, and what was looked at is what is connected to."""
    asked: list[str] = []

    def rebinding(host: str) -> Sequence[str]:
        asked.append(host)
        return ["192.0.2.1"] if len(asked) == 1 else ["127.0.0.1"]

    with receiving() as service:
        port = service.place.rpartition(":")[2]
        url = f"https://{HOST}:{port}/"
        post = Post([f"{HOST}:{port}"], ["192.0.2.0/24"], resolver=rebinding, lasts_s=0.5)
        assert post.send(url, {}, b"{}").status == 0
        assert (asked, service.came) == ([HOST], [])
        post = Post([f"{HOST}:{port}"], ["192.0.2.0/24"], resolver=rebinding)
        assert post.send(url, {}, b"{}") == Answer(0, why="not reached")
        assert service.came == [], "the second answer is of our network"


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks.example.org", "http://hooks.example.org/", "ftp://hooks.example.org/", "https:///a", "//a/b",
        "https://me@hooks.example.org/", "https://me:pw@hooks.example.org/", "https://:pw@hooks.example.org/",
        "https://hooks.example.org/#a", "https://hooks.example.org/a b", "https://hooks.example.org\\@evil.example/",
        "https://hooks.example.org:99999/", "https://hooks.example.org/\n", "https://hé.example/", "http://10.0.0.1/",
        "https://[::1/", "file:///etc/passwd", "https://hooks.example.org/" + "a" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_address_for_a_webhook_is_none(url: str) -> None:
    assert place(url) == ""


@pytest.mark.parametrize(
    ("url", "is_let"),
    [
        ("https://hooks.example.org/kb", True),
        ("https://HOOKS.example.org:443/kb?a=b", True),
        ("https://hooks.example.org:8443/kb", False),
        ("https://evil.example/hooks.example.org", False),
        ("https://a.hooks.example.org/", False),
        ("https://hooks.example.org.evil.example/", False),
        ("https://evil.example?hooks.example.org", False),
    ],
)
def test_only_a_place_that_is_named_is_posted_to(url: str, is_let: bool) -> None:
    assert is_allowed(url, [HOST]) is is_let
    assert not is_allowed(url, []), "without any, nothing leaves"


def test_what_is_not_allowed_is_not_even_looked_up() -> None:
    def never(_: str) -> Sequence[str]:
        raise AssertionError

    assert Post([], [], resolver=never).send("https://hooks.example.org/", {}, b"") == Answer(
        0, why="not an allowed host"
    )


def test_a_name_that_is_not_found_is_not_reached() -> None:
    def unknown(_: str) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert Post([HOST], [], resolver=unknown).send(f"https://{HOST}/", {}, b"") == Answer(0, why="not reached")


@pytest.mark.parametrize("name", ["https://hooks.example.org", "*.example.org/", "a/b", "me@a", "a b", "a:99999"])
def test_a_setting_that_is_no_place_is_refused(name: str) -> None:
    with pytest.raises(BadSettings, match=r"names such as hooks\.example\.org"):
        load_settings({"webhook_hosts": name})


def test_places_and_networks_are_read() -> None:
    read = load_settings(
        {"webhook_hosts": "Hooks.example.org, glpi.lan:8443,[::1]:9000", "webhook_networks": "10.1.2.0/24"}
    )
    assert read.webhook_hosts == ("hooks.example.org", "glpi.lan:8443", "[::1]:9000")
    assert read.webhook_networks == ("10.1.2.0/24",)
