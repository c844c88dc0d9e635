"""A list where one text is read, and a text where a list is: what the author is told to write."""

from __future__ import annotations

import pytest

from kbsearch.core.articles.reading import parse
from kbsearch.core.model import Article, Fault
from kbsearch.core.ports import SourceFile


def read(line: str) -> tuple[Article | None, tuple[Fault, ...]]:
    return parse(SourceFile("reseau/vpn.md", f"---\n{line}\n---\n# T\n".encode(), "b10b"), "acme")


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        (
            "product: [TPE Move, Caisse]",
            "its first value “TPE Move”",
            'For all of them write product: "TPE Move, Caisse"',
        ),
        ("product: [TPE Move]", "its first value “TPE Move”", "Write product: TPE Move"),
        ("category: [a, b]", "its first value “a”", "Write category: a"),
        ("keywords: vpn, accès distant", "a list of 2", 'Write keywords: ["vpn", "accès distant"]'),
        ("keywords: 'a, \"b\"'", "a list of 2", r'Write keywords: ["a", "\"b\""]'),
        ("keywords: a,b,c,d,e,f,g", "a list of 7", 'Write keywords: ["a", "b", "c", "d", "e", "f", …]'),
        (f"symptoms: {'x' * 90}", "a list of 1", f'Write symptoms: ["{"x" * 79}…"]'),
        ("keywords: ','", "a list of 0", 'Write keywords: ["one", "two"]'),
    ],
)
def test_a_hint_has_the_author_s_own_words(line: str, said: str, hint: str) -> None:
    (fault,) = (one for one in read(line)[1] if one.code == "front-matter-list")
    assert said in fault.message
    assert fault.hint == hint


def test_several_products_written_as_the_hint_says_are_all_kept() -> None:
    article, faults = read('product: "TPE Move, Caisse"')
    assert article is not None
    assert article.product == "TPE Move, Caisse"
    assert [fault.code for fault in faults if fault.code.startswith("front-matter")] == []
