"""Queries typed letter by letter, and how long each letter's answer took to stand in the list."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page

SHORTEST = 3
"""Letters from which on an answer counts."""
LETTER_MS = (90, 270)
"""Between two keys: about five and a half letters a second, 65 words a minute."""
LAST_MS = 500
"""After the last letter, for its answer."""
FETCH = """([query, client]) => {
  const desk = document.getElementById("desk");
  const headers = { "Content-Type": "application/json", "Accept-Language": "fr", "X-CSRF-Token": desk.dataset.csrf };
  const body = JSON.stringify({ query, choices: [], priority: "P3" });
  const began = performance.now();
  return watch.fetched(`/api/v1/clients/${client}/search`, { method: "POST", headers, body })
    .then((response) => response.text())
    .then((text) => (JSON.parse(text).results ? performance.now() - began : Promise.reject(text)));
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One letter that led to an answer."""

    pause_ms: float
    """From the key to the request: the page waits for the next letter."""
    answer_ms: float
    """From the request until the answer stands in the list."""

    @property
    def whole_ms(self) -> float:
        return self.pause_ms + self.answer_ms


def typeable(query: str) -> str:
    """As it comes from keys that the browser driver has: without accents."""
    folded = unicodedata.normalize("NFKD", query.replace("’", "'"))
    return "".join(letter for letter in folded if letter.isascii() and letter.isprintable())


def type_all(page: Page, queries: Iterable[str], rng: random.Random) -> list[Shown]:
    """Types each query into the empty box; what became of the letters that were followed by an answer."""
    found: list[Shown] = []
    for query in queries:
        page.evaluate("watch.searches = []")
        for letter in query:
            page.keyboard.press("Space" if letter == " " else letter)
            page.wait_for_timeout(rng.uniform(*LETTER_MS))
        page.wait_for_timeout(LAST_MS)
        found += _shown(page)
        page.keyboard.press("Escape")
    return found


def _shown(page: Page) -> list[Shown]:
    """The first search of each key; a second one, by the model after the words, is another answer."""
    first: dict[float, Shown] = {}
    for one in page.evaluate("watch.searches.map(({ query, key, asked, shown }) => ({ query, key, asked, shown }))"):
        if len(one["query"]) >= SHORTEST and one["shown"] and one["key"] not in first:
            first[one["key"]] = Shown(one["asked"] - one["key"], one["shown"] - one["asked"])
    return list(first.values())


def fetch_all(page: Page, client: str, queries: Sequence[str], rng: random.Random) -> list[float]:
    """Milliseconds of a bare fetch from the same page of each query's beginnings, as often and at the same pace."""
    taken = []
    for query in queries:
        for end in range(SHORTEST, len(query) + 1):
            page.wait_for_timeout(rng.uniform(*LETTER_MS))
            taken.append(float(page.evaluate(FETCH, [query[:end], client])))
    return taken
