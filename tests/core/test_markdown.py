"""One reading of Markdown, bounded in time and depth."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kbsearch.core import markdown, render

SIZE = 64 * 1024


def test_words_of_inline_markdown() -> None:
    assert markdown.plain("a **b** `c`  [d](http://x) ![alt](y.png) ~~e~~ &amp;") == "a b c d alt e &"
    assert markdown.plain("") == ""
    assert markdown.plain("[" * 30_000) == "[" * 30_000


def test_links_are_seen_whatever_their_scheme() -> None:
    text = "[a](javascript:alert)\n\n- ![b](//x/y.png)\n- [c](../c.md#d 'e') <https://f.fr>"
    assert [(link.kind, link.target, link.line) for link in markdown.links(text)] == [
        ("link", "javascript:alert", 0),
        ("image", "//x/y.png", 2),
        ("link", "../c.md#d", 3),
        ("link", "https://f.fr", 3),
    ]


def test_threads_do_not_share_a_parser() -> None:
    texts = [f"https://site{n}.fr/ [x](y{n}.md)" for n in range(200)]
    expected = [list(markdown.links(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: list(markdown.links(text)), texts)) == expected


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        ">",
        "> ",
        "- ",
        "`",
        "*a **b",
        "[a](",
        "![](",
        "|a",
        "<",
        "&",
        "_",
        "a\n",
        "1. a\n",
        "# a\n",
        "[a]: b\n",
        "http://",
        "a@",
    ],
)
def test_hostile_text_is_read_in_bounded_time(unit: str) -> None:
    text = unit * (SIZE // len(unit))
    started = time.monotonic()
    markdown.blocks(text)
    render.render(text)
    assert time.monotonic() - started < 10


def test_deep_nesting_neither_crashes_nor_hides_ordinary_depths() -> None:
    deep = "".join("  " * level + "- a\n" for level in range(400))
    assert render.render(deep).count("<li>") > 30
    quotes = "> " * 5_000 + "fin"
    assert "<blockquote>" in render.render(quotes)
