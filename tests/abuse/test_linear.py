"""Hostile texts take time in proportion to their length: twice the text, about twice the time, and never for long."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType

import pytest

from kbsearch.adapters.keywords.french import FRENCH
from kbsearch.core import chunkers
from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.render import render
from kbsearch.core.calls.callers import one_spelling
from kbsearch.core.calls.imported import read_calls
from kbsearch.core.calls.imported_rows import Clock
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.ports import SourceFile
from kbsearch.core.redaction import redact
from kbsearch.core.search.query import read
from kbsearch.core.text import MAX_QUERY_CHARS, normalise, placed_terms
from tests.fakes import HashingEmbedder
from tests.served import snapshots, write_articles
from tests.took import took_s

PATTERNS = (
    *("a", "1", "é", "e\u0301", "'", "-", ".", "/", " ", "\t", "\n", "@", "#", "+", "0x", "l'", "a-", "1 ", "1-"),
    *("a.", "a@", "@a.", "FR", "FR76 ", "M. ", "Mme A", "https://", "\u202e", "\U0001f468\u200d", "E-2", "n° "),
    *("((((", "[[", "![", "**", "_a", "`", "> ", "- ", "|a", "<a ", "&lt;", "[a](", "# ", "\\", "06 ", "ne pas "),
    "mot de passe : ",
)
MOST_STEPS = 2.1
"""Times as many lines of Python run for twice the text: 2 and what rounding adds; a square would be 4. The count is the
same on every run and however busy the machine is."""
FIXED_STEPS = 500
"""Lines run whatever the length, and a last chunk more or less."""
MOST_POWER = 1.5
"""What a library in C does is not counted but timed: time ~ length ** power is 1, a square would be 2."""
TOO_SHORT_S = 0.1
"""Less than this says nothing about growth, and harms nobody."""
TRIES = 4
"""A machine that has other things to do makes work slower, never faster: the least of the tries counts."""


def steps(work: Callable[[str], object], text: str) -> int:
    """Lines of Python run."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> object:
        nonlocal counted
        counted += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return counted


def runs_in_proportion(work: Callable[[str], object], unit: str, chars: int) -> bool:
    once = unit * max(1, chars // len(unit))
    work(unit * 8)  # what is made once and kept is made now
    return steps(work, once * 2) <= MOST_STEPS * steps(work, once) + FIXED_STEPS


def takes_in_proportion(work: Callable[[str], object], unit: str, chars: int) -> bool:
    short, long = (unit * (length // len(unit)) for length in (chars // 4, chars))
    if (least_long := took_s(partial(work, long))) < TOO_SHORT_S:
        return True
    least_short = took_s(partial(work, short))
    for _ in range(TRIES):
        if math.log(least_long / least_short, 4) <= MOST_POWER:
            return True
        least_long = min(least_long, took_s(partial(work, long)))
        least_short = min(least_short, took_s(partial(work, short)))
    return False


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], object]:
    made = snapshots(write_articles(tmp_path_factory.mktemp("linear")), HashingEmbedder())["acme"]
    vocabulary = made.keywords.vocabulary()
    FRENCH.load()  # as a server does when it starts: no query waits for it
    return lambda text: read(text, vocabulary, {})


def parse(text: str) -> object:
    article, _ = articles.parse(SourceFile("a.md", text.encode(), "b" * 40), "acme")
    return article and chunkers.get("sections")(article)


def load(text: str) -> object:
    return read_calls(text.encode(), "csv", client="acme", clock=Clock(UTC, datetime.now(UTC)))


WORKS: dict[str, tuple[Callable[[str], object], int, int]] = {
    "redact": (partial(redact, is_word=FRENCH.__contains__), 1_500, 12_000),
    "normalise": (normalise, 1_500, 120_000),
    "terms": (lambda text: list(placed_terms(text, "fr")), 1_500, 120_000),
    "render": (render, 1_500, 50_000),
    "heard": (lambda text: heard(text, "fr"), 1_500, 16_000),
    "caller": (one_spelling, 1_500, 16_000),
    "article": (parse, 800, 12_000),
    "import": (load, 3_000, 100_000),
}
"""Name → what reads a text from outside, the characters whose steps are counted, and those whose time is taken."""


@pytest.mark.parametrize("name", WORKS)
def test_twice_the_text_runs_twice_the_steps(name: str) -> None:
    work, chars, _ = WORKS[name]
    assert [pattern for pattern in PATTERNS if not runs_in_proportion(work, pattern, chars)] == []


@pytest.mark.parametrize("name", ["render", "article"])
def test_twice_the_paragraphs_run_twice_the_steps(name: str) -> None:
    work, _, _ = WORKS[name]
    paragraphs = [pattern * (60 // len(pattern)) + "\n\n" for pattern in PATTERNS]
    assert [one for one in paragraphs if not runs_in_proportion(work, one, 600)] == []


@pytest.mark.parametrize("name", WORKS)
def test_twice_the_text_takes_about_twice_the_time(name: str) -> None:
    work, _, chars = WORKS[name]
    assert [pattern for pattern in PATTERNS if not takes_in_proportion(work, pattern, chars)] == []


def test_the_longest_query_is_read_at_once_whatever_it_holds(ask: Callable[[str], object]) -> None:
    times = {pattern: took_s(partial(ask, pattern * (MAX_QUERY_CHARS // len(pattern)))) for pattern in PATTERNS}
    assert max(times.values()) < 0.25, sorted(times.items(), key=lambda pair: -pair[1])[:5]


def square_in_python(text: str) -> int:
    seen = 0
    for _ in text:
        for _ in text:
            seen += 1
    return seen


def square_in_c(text: str) -> object:
    return re.findall("a*b", text)


def test_growth_would_be_seen() -> None:
    assert runs_in_proportion(str.upper, "a", 1_500)
    assert not runs_in_proportion(square_in_python, "a", 300)
    assert takes_in_proportion(lambda text: re.findall("[ab]", text), "a", 2_000_000)
    assert not takes_in_proportion(square_in_c, "a", 30_000)
