"""Warnings about a body."""

from __future__ import annotations

import pytest

from kbsearch.core.articles.lint import body_faults
from kbsearch.core.articles.render import render
from kbsearch.core.model import Article, Severity

FILES = {
    "acme/reseau/wifi.md",
    "acme/reseau/vpn.md",
    "acme/reseau/img/a b.png",
    "acme/compte.md",
    "_shared/windows/lent.md",
    "acme/reseau",
}


def article(body: str) -> Article:
    return Article(id="a", owner="acme", path="reseau/wifi.md", title="T", body=body, body_line=5)


def found(body: str) -> list[tuple[int, str]]:
    faults = body_faults(article(body), FILES.__contains__)
    assert all(
        fault.severity is Severity.WARNING and fault.hint and fault.path == "acme/reseau/wifi.md" for fault in faults
    )
    return [(fault.line, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x\n\n[a](vpn.md) [b](../compte.md#x) [d](_shared/windows/lent.md) [e](/compte.md)", []),
        ("x\n\n![c](img/a%20b.png)", [(7, "not-served")]),
        ("[c](img/a%20b.png?raw=1#x)", [(5, "not-served")]),
        ("[c](img/autre.png)", [(5, "dead-link")]),
        ("[a](../../_shared/windows/lent.md) [b](./) https://x.fr [c](mailto:a@b.fr) [d](tel:01)", []),
        ("# Été `x`\n\n[a](#été-x)", []),
        ("# Wi-Fi & VPN / étape 1 : x\n\n[a](#wi-fi--vpn--étape-1--x) [b](#wi-fi-vpn-étape-1-x)", []),
        ("x\n\n\n[a](rien.md)", [(8, "dead-link")]),
        ("[a](#) [b](#Top)", []),
        ("[a](#rien)", [(5, "dead-anchor")]),
        ("[a](../../autre/x.md)", [(5, "outside-link")]),
        ("[a](../../../../etc/passwd)", [(5, "outside-link")]),
        ("[a](?x#y) [b](vpn.md?x=1#y)", []),
        ("[a]()", [(5, "outside-link")]),
        ("- x\n- [a](javascript:alert(1))", [(6, "unsafe-link")]),
        ("[a](&#106;avascript:x) <data:text/html,x>", [(5, "unsafe-link")]),
        ("![a](https://x.fr/p.png) ![b](//x.fr/p.png)", [(5, "remote-image")]),
        ("un\ndeux <script>x</script> <SCRIPT>\n<br/>", [(6, "raw-html"), (7, "raw-html")]),
        ("`<script>` <serveur> a < b\n\n```\n<script>\n```\n", []),
    ],
)
def test_warnings_with_their_lines(body: str, expected: list[tuple[int, str]]) -> None:
    assert sorted(set(found(body))) == expected


def test_what_becomes_of_a_tag_is_said() -> None:
    body = "Ctrl+Alt+<A> puis <b>x</b> <script>\n\n<a href='vpn.md'>y</a>\n\n`z\n<td>`"
    told = [fault.message for fault in body_faults(article(body), FILES.__contains__)]
    assert told == [
        "The HTML tag <a> is shown as text: raw HTML is off.",
        "The HTML tag <b> is left out: raw HTML is off.",
        "The HTML tag <script> is shown as text: raw HTML is off.",
    ]


@pytest.mark.parametrize(
    "tag",
    ["<div hidden>", '<div class="a" onclick="x()">', '<img alt="a > b">', '<img src="a.png"', "<p align='a\"b'c>"],
)
def test_a_tag_that_is_shown_as_text_is_not_said_to_be_left_out(tag: str) -> None:
    (fault,) = body_faults(article(f"Avant {tag} après"), FILES.__contains__)
    assert "is shown as text" in fault.message
    assert "&lt;" in render(f"Avant {tag} après")


def test_no_hint_promises_that_an_image_is_shown() -> None:
    body = "![s](img/a%20b.png)\n\n![s](https://x.fr/p.png)\n\n[s](img/a%20b.png)"
    faults = body_faults(article(body), FILES.__contains__)
    assert [fault.message for fault in faults] == [
        "The image “img/a%20b.png” is not served: pages show its words without it.",
        "The image “https://x.fr/p.png” is on another host and is not shown.",
        "The file “img/a%20b.png” is not served: pages show its words without it.",
    ]
    assert all("beside" not in fault.hint for fault in faults)
