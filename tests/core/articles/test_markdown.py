"""One reading of Markdown, bounded in time and depth."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from kbsearch.core.articles import markdown, render

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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb\\\nc  \n[x](y) ![z](z)", [3, 3]),
        ("a<br>b<br/>\nc [x\ny](y) [z](z)", [1, 2]),
        ("![a\nb](y)\n[z](z)", [0, 2]),
        ("- a\n  [x](y)\n\n> a\n> b\n> [z](z)", [1, 5]),
        ("| a |\n|---|\n| [x](y) |\n| <br> [z](z) |", [2, 3]),
        ("[x\n`a\nb` \n<br>](y)", [0]),
        ("a `b\nc` [x](y)", [0]),
    ],
)
def test_a_link_is_on_its_own_line_of_a_paragraph(text: str, lines: list[int]) -> None:
    assert [link.line for link in markdown.links(text)] == lines


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Lancez install.sh puis lisez readme.md, README.md:12, trace.py#L3", []),
        ("Le terminal est éteint.La touche le rallume.Si **rien**.Ma foi", []),
        ("net-entreprises.fr, outlook.com.", ["http://net-entreprises.fr", "http://outlook.com"]),
        ("Outlook.com, Intranet.acme.fr/Portail", ["http://Outlook.com", "http://Intranet.acme.fr/Portail"]),
        ("x.fr/Lire/readme.md a.sh/b", ["http://x.fr/Lire/readme.md", "http://a.sh/b"]),
        ("WWW.Foo.Com HTTP://Foo.Com", ["http://WWW.Foo.Com", "HTTP://Foo.Com"]),
        ("A.B@c.md //Foo.La", ["mailto:A.B@c.md", "//Foo.La"]),
        ("[readme.md](a.md) <http://readme.md>", ["a.md", "http://readme.md"]),
    ],
)
def test_words_that_are_no_addresses_are_no_links(text: str, targets: list[str]) -> None:
    assert [link.target for link in markdown.links(text)] == targets
    assert render.render(text).count("<a ") == len(targets)
    assert markdown.plain(text) == re.sub(r"[*<>]|[][]|\(a.md\)", "", text)


def test_threads_do_not_share_a_parser() -> None:
    texts = [f"https://site{n}.fr/ [x](y{n}.md)" for n in range(200)]
    expected = [list(markdown.links(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: list(markdown.links(text)), texts)) == expected


@pytest.mark.slow
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
    started = time.thread_time()
    markdown.blocks(text)
    render.render(text)
    assert time.thread_time() - started < 10


def test_deep_nesting_neither_crashes_nor_hides_ordinary_depths() -> None:
    deep = "".join("  " * level + "- a\n" for level in range(400))
    assert render.render(deep).count("<li>") > 30
    quotes = "> " * 5_000 + "fin"
    assert "<blockquote>" in render.render(quotes)


def nested(levels: int, indent: str = "  ") -> str:
    return "".join(f"{indent * level}- mot{level}\n" for level in range(levels))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (nested(49), None),
        (nested(50), 49),
        ("x\r\ry\n\n" + nested(300), 53),
        ("".join("\t" * (level // 2) + "  " * (level % 2) + "- a\n" for level in range(60)), 49),
        ("- " * 49 + "fin", None),
        ("texte\n\n" + "- " * 60 + "fin", 2),
        (">" * 99 + "fin", None),
        (">" * 5_000 + "fin", 0),
        ("> " * 51 + "- " * 30 + "fin", 0),
        ("    " + ">" * 5_000 + "\n\n```\n" + nested(300) + "```\n\n" + "-" * 300 + "\n", None),
    ],
)
def test_what_lies_too_deep_to_be_read_is_told(text: str, line: int | None) -> None:
    assert markdown.first_lost_line(text) == line
    if line is None and "fin" in text:
        assert "fin" in render.render(text)


@pytest.mark.parametrize("unit", [" ", ">", "- ", "\t", "1", "- a\n", "\r", "-" * 24 + "\n"])
def test_looking_for_depth_is_linear(unit: str) -> None:
    started = time.thread_time()
    markdown.first_lost_line(unit * (4 * SIZE // len(unit)))
    assert time.thread_time() - started < 10
