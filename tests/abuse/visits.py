"""Somebody who types what callers say wherever a page beside the search takes a text, and in addresses."""

from __future__ import annotations

import contextlib
import re
import socket
from html.parser import HTMLParser

import httpx

from tests.abuse.planted import PARTS, SAID, WORD
from tests.pages.visitor import AS_A_BROWSER

OF = "/c/acme"
PLACES = (
    *("/articles", "/articles/reseau/vpn", "/figures", "/dashboard", "/gaps", "/alerts", "/health"),
    "/figures/articles",
    "/figures/effects",
    *("/incidents", "/calls", "/calls/c-1", "/status"),
)
ASKED = ("text", "product", "state", "page", "since", "until", "cursor", "day", "whose", "commit", "done")
"""What the pages' addresses may carry, and what one of them once did."""
NOT_TYPED = {"hidden", "checkbox", "radio"}


class Fields(HTMLParser):
    """Every form of a page: where it goes, what stands in it, and in which fields one types."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, dict[str, str], set[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given["method"], given["action"], {}, set()))
        elif tag in ("input", "select", "textarea") and self.found and "name" in given:
            self.found[-1][2].setdefault(given["name"], given.get("value", ""))
            if given.get("type") not in NOT_TYPED:
                self.found[-1][3].add(given["name"])


def look_around(key: httpx.Client, link: str) -> None:
    """As a person whom `link` signs in, and with a key for everything."""
    with httpx.Client(base_url=key.base_url, trust_env=False, timeout=30, headers=AS_A_BROWSER) as person:
        assert person.get(link[link.index("/sign-in?") :].strip()).status_code == 303
        typed = type_everywhere(person, "person")
    assert typed == type_everywhere(key, "key") | {"whose"}, "whose calls are asked of people alone"
    assert typed >= {"text", "title", "symptoms", "message", "id", "opened_at", "day", "since", "until", "comment"}


def type_everywhere(http: httpx.Client, who: str) -> set[str]:
    """Fill in every form of every page; the names of the fields that were typed into."""
    typed: set[str] = set()
    for place in PLACES:
        page = http.get(OF + place, headers={"accept": "text/html"})
        assert page.status_code == 200, (place, page.text)
        for method, action, fields, texts in Fields(page.text).found:
            if not action.startswith(OF):
                continue  # signing out
            typed |= texts
            for said in (*PARTS, SAID):
                send(http, method, action, fields | dict.fromkeys(texts, said))
        for said in PARTS:
            send(http, "get", OF + place, dict.fromkeys(ASKED, said))
            send(http, "get", f"{OF}{place}/{said}", {})
    declare(http, who)
    return typed


def declare(http: httpx.Client, who: str) -> None:
    """An incident that is taken, its words redacted."""
    page = http.get(f"{OF}/incidents", headers={"accept": "text/html"}).text
    (fields,) = [fields for _, action, fields, _ in Fields(page).found if action == f"{OF}/incidents"]
    words = {"title": f"{WORD} {PARTS[-1]}", "symptoms": "\n".join(PARTS), "message": SAID}
    made = send(http, "post", f"{OF}/incidents", fields | words | {"id": f"page-{who}"})
    assert made.status_code == 303, made.text
    shown = http.get(made.headers["location"], headers={"accept": "text/html"}).text
    assert WORD in shown
    assert not [said for said in PARTS[1:] if said in shown]


def send(http: httpx.Client, method: str, action: str, fields: dict[str, str]) -> httpx.Response:
    """As the page does. What is got carries it in its address: those forms have no field for words."""
    answer = http.request(
        method,
        action,
        params=fields if method == "get" else None,
        data=fields if method == "post" else None,
        headers={"accept": "text/html"},
    )
    assert answer.status_code in (200, 303, 400, 404), answer.text
    assert not re.search(WORD, answer.headers.get("location", ""))
    return answer


def malformed(port: int, sent: bytes) -> None:
    """What is no request of HTTP."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(sent)
        line.settimeout(2)
        with contextlib.suppress(OSError):
            line.recv(65536)
