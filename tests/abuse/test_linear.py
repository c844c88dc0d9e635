"""Hostile texts take time in proportion to their length: twice the text, about twice the time, and never for long."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import UTC

import pytest

from kbsearch.core import articles, chunkers
from kbsearch.core.call_import import read_calls
from kbsearch.core.callers import one_spelling
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.ports import SourceFile
from kbsearch.core.query import read
from kbsearch.core.redaction import redact
from kbsearch.core.render import render
from kbsearch.core.text import MAX_QUERY_CHARS, normalise, placed_terms
from tests.fakes import HashingEmbedder
from tests.served import snapshots, write_articles

PATTERNS = (
    *("a", "1", "é", "e\u0301", "'", "-", ".", "/", " ", "\t", "\n", "@", "#", "+", "0x", "l'", "a-", "1 ", "1-"),
    *("a.", "a@", "@a.", "FR", "FR76 ", "M. ", "Mme A", "https://", "\u202e", "\U0001f468\u200d", "E-2", "n° "),
    *("((((", "[[", "![", "**", "_a", "`", "> ", "- ", "|a", "<a ", "&lt;", "[a](", "# ", "\\", "06 ", "ne pas "),
    "mot de passe : ",
)
MOST_GROWTH = 3.2
"""Times as long for twice the text: 2 and what a busy machine adds; a square would be 4."""
TOO_SHORT_S = 0.1
"""Less than this says nothing about growth, and harms nobody."""


def took_s(work: Callable[[str], object], text: str, *, tries: int = 1) -> float:
    """Processor seconds, the least of some tries: the machine has other things to do."""

    def once() -> float:
        started = time.process_time()
        work(text)
        return time.process_time() - started

    gc.disable()  # how long that takes depends on all tests before
    try:
        return min(once() for _ in range(tries))
    finally:
        gc.enable()


def grows_in_proportion(work: Callable[[str], object], pattern: str, chars: int) -> bool:
    once = pattern * (chars // len(pattern))
    if took_s(work, once * 2) < TOO_SHORT_S:
        return True
    return took_s(work, once * 2, tries=4) <= MOST_GROWTH * took_s(work, once, tries=4)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], object]:
    made = snapshots(write_articles(tmp_path_factory.mktemp("linear")), HashingEmbedder())["acme"]
    vocabulary = made.keywords.vocabulary()
    return lambda text: read(text, vocabulary, {})


def parse(text: str) -> object:
    article, _ = articles.parse(SourceFile("a.md", text.encode(), "b" * 40), "acme")
    return article and chunkers.get("sections")(article)


def load(text: str) -> object:
    return read_calls(text.encode(), "csv", client="acme", zone=UTC)


WORKS: dict[str, tuple[Callable[[str], object], int]] = {
    "redact": (redact, 8_000),
    "normalise": (normalise, 60_000),
    "terms": (lambda text: list(placed_terms(text, "fr")), 60_000),
    "render": (render, 25_000),
    "heard": (lambda text: heard(text, "fr"), 8_000),
    "caller": (one_spelling, 8_000),
    "article": (parse, 12_000),
    "import": (load, 50_000),
}
"""Name → what reads a text from outside, and the characters to begin with."""


@pytest.mark.parametrize("name", WORKS)
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    work, chars = WORKS[name]
    assert [pattern for pattern in PATTERNS if not grows_in_proportion(work, pattern, chars)] == []


def test_the_longest_query_is_read_at_once_whatever_it_holds(ask: Callable[[str], object]) -> None:
    times = {pattern: took_s(ask, pattern * (MAX_QUERY_CHARS // len(pattern))) for pattern in PATTERNS}
    assert max(times.values()) < 0.25, sorted(times.items(), key=lambda pair: -pair[1])[:5]


def test_growth_would_be_seen() -> None:
    def square(text: str) -> int:
        return sum(1 for _ in text for _ in text)

    assert not grows_in_proportion(square, "a", 2_500)
