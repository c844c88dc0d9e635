"""Twenty calls by keys alone on the sample base: how many keys, and how long from Ctrl+Enter to the closed line."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from playwright.sync_api import Page

CALLS = Path(__file__).parent / "calls.jsonl"
CLIENT = "caissio"
KEY_MS = 200
"""Between two keys of somebody who listens at the same time."""
PATIENCE_S = 20
ANSWER_MS = 1_500
"""Looked at, before anything is decided."""
FACTS = ("TPE 4471", "E204", "Lyon", "04 72 10 20 30")
"""What the caller says when asked, in the order in which the path asks."""
INCIDENT = {
    "id": "INC-autorisations",
    "title": "Autorisations bancaires en panne",
    "symptoms": ["tous les paiements sont refusés", "autorisation bancaire impossible"],
    "message": "La banque rétablit le service. Encaisser en espèces en attendant.",
}
Kind: TypeAlias = Literal["find", "nothing", "incident"]
KINDS: dict[str, Kind] = {
    "resolved": "find",
    "escalated_n2": "nothing",
    "escalated_n3": "nothing",
    "escalated_on_call": "nothing",
    "known_incident": "incident",
}
"""Outcome → the kind of call that ends so; whom a call is handed to depends on the hour."""
KNOWN = "6"
"""The digit of the known incident at the end of a call."""


@dataclass(frozen=True, slots=True)
class Scripted:
    """One call."""

    kind: Kind
    typed: str
    article: str = ""
    """Path of what solves it."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What one call took."""

    kind: Kind
    seconds: float
    """From Ctrl+Enter to the line that says that it is closed."""
    keys: int
    """After the symptom was typed; letters of facts apart."""
    letters: int
    """Of the facts."""


def scripted() -> list[Scripted]:
    return [Scripted(**json.loads(line)) for line in CALLS.read_text("utf-8").splitlines()]


class Caller:
    """An agent with a page open who takes calls one after the other, without a mouse."""

    def __init__(self, page: Page, key_ms: float = KEY_MS) -> None:
        self._page = page
        self._key_ms = key_ms
        self._keys = self._letters = 0

    def take(self, call: Scripted) -> Closed:
        """From the first letter until the server has all of it. Raises when the console does not do what is wanted."""
        self._page.evaluate("Object.assign(watch, { searches: [], ended: 0, closed: 0 })")
        self._type(call.typed)
        self._page.wait_for_timeout(ANSWER_MS)
        self._keys = self._letters = 0
        if call.kind == "find":
            self._open(call.article)
        self._press("Control+Enter")
        if call.kind == "nothing":
            self._collect()
        if call.kind == "incident":
            self._press(KNOWN)
        self._press("Control+Enter" if call.kind == "nothing" else "Enter")  # Enter goes from fact to fact
        self._wait("watch.closed > 0")
        self._wait("!Object.keys(sessionStorage).some((key) => key.endsWith(':outbox'))")
        seconds = float(self._page.evaluate("watch.closed - watch.ended")) / 1000
        return Closed(call.kind, seconds, self._keys, self._letters)

    def _open(self, article: str) -> None:
        """With Enter, after as many arrows as it stands below the first."""
        answer = json.loads(self._page.evaluate("watch.searches.findLast((one) => one.body).body"))
        place = [result["path"] for result in answer["results"]].index(article)
        for _ in range(place + 1 if place else 0):
            self._press("ArrowDown")
        self._press("Enter")
        self._wait("!document.getElementById('article').hidden")

    def _collect(self) -> None:
        """Into the first of the fields of what the next level asks, then from one to the next."""
        self._press("Alt+q")
        for place, fact in enumerate(FACTS):
            if place:
                self._press("Tab")
            self._type(fact)
            self._letters += len(fact)
        filled = self._page.locator("#ending-facts [data-fact]").evaluate_all("all => all.map((one) => one.value)")
        if tuple(filled[: len(FACTS)]) != FACTS:
            raise RuntimeError(f"The facts came to stand elsewhere: {filled}")

    def _wait(self, condition: str) -> None:
        """Not by `wait_for_function`: the page's policy forbids what it evaluates."""
        started = time.monotonic()
        while not self._page.evaluate(condition):
            if time.monotonic() - started > PATIENCE_S:
                raise TimeoutError(f"Waited {PATIENCE_S} s for: {condition}")
            self._page.wait_for_timeout(20)

    def _press(self, key: str) -> None:
        self._page.keyboard.press(key)
        self._keys += 1
        if key != "Enter":
            self._page.wait_for_timeout(self._key_ms)

    def _type(self, text: str) -> None:
        for letter in text:
            self._page.keyboard.press("Space" if letter == " " else letter)
            self._page.wait_for_timeout(self._key_ms)
