"""Which articles agents may find: not those that say nothing, nor those that another tool would not publish."""

from __future__ import annotations

import time

import pytest

from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.states import has_words
from kbsearch.core.model import ArticleState, Fault, Severity
from kbsearch.core.ports import SourceFile


def state(text: str) -> tuple[ArticleState, list[Fault]]:
    article, faults = articles.parse(SourceFile("Imprimante hors ligne.md", text.encode(), "0"), "coffre")
    assert article is not None
    return article.state, [fault for fault in faults if fault.code == "empty"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n\t\n",
        "---\ntitle: Imprimante hors ligne\nkeywords: [impression]\n---\n",
        "---\nstate: not_validated\n---\n<br>\n\n<!-- à écrire -->\n\n---\n\n&nbsp;\n",
        "![](img/bac.png)\n\n![[scan 12.png]]\n\n![[Plan.PDF#page=2]]",
        '<img src="bac.png" alt="">\n\n![][bac]\n',
        "![](data:image/png;base64," + "A" * 9000 + ")",
        "![](b.png)\r\n\r\n![ ](d.png)\r\n",
        "🚧\n",
    ],
)
def test_a_page_without_a_word_is_a_draft(text: str) -> None:
    found, faults = state(text)
    assert found is ArticleState.DRAFT
    assert [fault.severity for fault in faults] == [Severity.WARNING]


@pytest.mark.parametrize(
    "text",
    [
        "![Le bac](img/bac.png) Ouvrir le bac.",
        "![Le bac](img/bac.png)\n\n[Le bac](img/bac.png)",
        "![Ouvrir le capot, tirer le levier](img/bac.png)",
        "![[Bourrage papier]]",
        "---\nsymptoms: [rien ne sort]\n---\n",
        "---\nerror_codes: [E-204]\n---\n![Le bac](img/bac.png)",
        "01 84 80 00 10",
        "# Imprimante",
        "```\nreboot\n```",
        "| | |\n|-|-|\n| | 12 |",
    ],
)
def test_one_that_says_something_is_found(text: str) -> None:
    assert state(text) == (ArticleState.VALIDATED, [])


def test_an_empty_page_that_is_archived_stays_so() -> None:
    """That is how a client drops a shared article."""
    assert state("---\nstate: archived\n---\n") == (ArticleState.ARCHIVED, [])


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("---\ntitle: T\ndraft: true\nslug: /t\n---", ArticleState.DRAFT),
        ('+++\ntitle = "T"\ndraft = true\n+++', ArticleState.DRAFT),
        ("---\ntitle: T\npublished: False\n---", ArticleState.DRAFT),
        ("---\ntitle: T\nunlisted: true\nstatus: draft\n---", ArticleState.DRAFT),
        ('---\ntitle: T\nstatus: "Draft"\n---', ArticleState.DRAFT),
        ("---\ntitle: T\narchived: yes\n---", ArticleState.ARCHIVED),
        ("---\ntitle: T\nstatus: archived\n---", ArticleState.ARCHIVED),
        ("---\ntitle: T\ndraft: true\nstate:\n---", ArticleState.DRAFT),
        ('+++\ntitle = "T"\ndraft = true\nstate = ""\n+++', ArticleState.DRAFT),
        ("---\ntitle: T\nstatus: deprecated\ndraft: true\n---", ArticleState.ARCHIVED),
    ],
)
def test_what_another_tool_does_not_publish_is_not_found(header: str, expected: ArticleState, plain: bool) -> None:
    article, faults = articles.parse(SourceFile("a.md", f"{header}\nx".encode(), "0"), "notes", plain=plain)
    assert article is not None
    assert article.state is expected
    assert [(fault.line, fault.severity) for fault in faults if fault.code == "front-matter-state"] == [
        (3, Severity.WARNING)
    ]
    assert not any(key in fault.message for fault in faults[1:] for key in ("status", "draft"))


@pytest.mark.parametrize(
    "key",
    ["draft: false", "published: true", "published: 2024-03-01", "status: published", "draft: [true]",
     "state: validated\ndraft: true", "archived: soon"],
)  # fmt: skip
def test_what_it_does_publish_is_found(key: str) -> None:
    assert state(f"---\ntitle: T\n{key}\n---\nx")[0] is ArticleState.VALIDATED


@pytest.mark.parametrize("piece", ["![", "![a](", "![[", "<!--", "\n\n", "![]("])
def test_a_hostile_page_is_read_in_no_time(piece: str) -> None:
    begun = time.process_time()
    has_words(piece * (250_000 // len(piece)))
    assert time.process_time() - begun < 2
