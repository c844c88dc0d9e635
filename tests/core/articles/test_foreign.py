"""Folders that were written for another tool: what its front matter says is not ours, and hides nothing."""

from __future__ import annotations

import time

import pytest

from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.bases import Folder, read_folder
from kbsearch.core.model import SHARED, ArticleState, Audience, Severity
from kbsearch.core.ports import OwnerFiles, SourceFile

MICROSOFT = (
    "---\ntitle: Reset\nms.author: me\naudience: ITPro\nstate: published\nreviewed: last week\nid: My page\n---\nx"
)
DOCUSAURUS = "---\nid: intro\nsidebar_label: Intro\n---\n# {}"


def folder(contents: dict[str, str], owner: str = "notes") -> Folder:
    return read_folder(owner, OwnerFiles(tuple(SourceFile(p, text.encode(), "0") for p, text in contents.items()), ()))


def test_values_of_another_tool_are_ignored_with_a_warning() -> None:
    read = folder({"a/b.md": MICROSOFT})
    (article,) = read.articles
    assert (article.id, article.title) == ("a/b", "Reset")
    assert (article.audience, article.state, article.reviewed) == (Audience.INTERNAL, ArticleState.VALIDATED, None)
    assert {fault.severity for fault in read.faults} == {Severity.WARNING}
    assert [(fault.line, fault.code) for fault in read.faults] == [
        (3, "front-matter-foreign-key"),
        (4, "front-matter-value"),
        (5, "front-matter-value"),
        (6, "front-matter-value"),
        (7, "front-matter-id"),
    ]


@pytest.mark.parametrize(
    ("contents", "owner"),
    [
        ({"a.md": MICROSOFT, "client.toml": ""}, "acme"),
        ({"a.md": MICROSOFT}, SHARED),
        ({"a.md": MICROSOFT.replace("ms.author: me\n", "")}, "notes"),
        ({"a.md": MICROSOFT.replace("title: Reset", "title: Reset\ntitle: Again")}, "notes"),
    ],
    ids=["laid out", "shared", "our keys alone", "unreadable"],
)
def test_elsewhere_they_leave_the_article_out(contents: dict[str, str], owner: str) -> None:
    read = folder(contents, owner)
    assert read.articles == ()
    assert Severity.ERROR in {fault.severity for fault in read.faults}


@pytest.mark.parametrize(
    ("others", "severity"),
    [({}, Severity.WARNING), ({"client.toml": ""}, Severity.ERROR)],
    ids=["another tool's", "laid out"],
)
def test_a_front_matter_that_does_not_begin_on_line_1_is_told(others: dict[str, str], severity: Severity) -> None:
    """A draft stays out where drafts are kbsearch's; another tool's text is found with what stands above it."""
    read = folder({"a.md": "\n---\nid: intro\nsidebar_label: Intro\nstate: draft\n---\n# Intro", **others})
    assert [article.path for article in read.articles] == ([] if others else ["a.md"])
    assert [(fault.line, fault.code, fault.severity) for fault in read.faults] == [
        (2, "front-matter-misplaced", severity)
    ]
    assert folder({"a.md": "\n---\n\nUn trait\n\n---\n# T", **others}).faults == ()


@pytest.mark.parametrize("fence", ["———", "----", "–––", "—"])
def test_a_front_matter_between_other_dashes_is_told(fence: str) -> None:
    read = folder({"a.md": f"{fence}\ntitle: T\nstate: draft\n{fence}\n# T", "client.toml": ""})
    assert read.articles == ()
    assert [(fault.line, fault.code) for fault in read.faults] == [(1, "front-matter-misplaced")]
    assert read.faults[0].hint.endswith("three hyphens: ---")


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("lang: fr, en and de are read", Severity.WARNING),
        ("lang: fr\nlang: en", Severity.WARNING),
        ("lang: fr\ntitle: T", Severity.ERROR),
    ],
)
@pytest.mark.parametrize("rule", ["-----", "———"])
def test_words_between_two_rules_do_not_leave_the_article_out(words: str, severity: Severity, rule: str) -> None:
    """One line that looks like a key is no front matter for certain; a line `---` is no other rule."""
    read = folder({"a.md": f"{rule}\n{words}\n{rule}\n# T", "client.toml": ""})
    assert [(fault.code, fault.severity) for fault in read.faults] == [("front-matter-misplaced", severity)]
    assert len(read.articles) == (severity is Severity.WARNING)
    exact = folder({"a.md": f"\n---\n{words}\n---\n# T", "client.toml": ""})
    assert [fault.severity for fault in exact.faults] == [Severity.ERROR]


@pytest.mark.parametrize("other", ["sidebar_label: Intro", "title: Intro"])
def test_an_id_that_is_unique_in_its_folder_alone_gives_way_to_the_path(other: str) -> None:
    names = ("a/intro.md", "b/index.md", "c/index.md")
    page = DOCUSAURUS.replace("sidebar_label: Intro", other)
    read = folder({name: page.format(name) for name in names})
    assert [article.id for article in read.articles] == ["intro", "b/index", "c/index"]
    doubled = [fault for fault in read.faults if fault.code == "duplicate-id"]
    assert [(fault.path, fault.line, fault.severity) for fault in doubled] == [
        ("notes/b/index.md", 2, Severity.WARNING),
        ("notes/c/index.md", 2, Severity.WARNING),
    ]
    laid_out = folder({**{name: page.format(name) for name in names}, "client.toml": ""})
    assert [article.id for article in laid_out.articles] == ["intro"]


def test_a_front_matter_in_toml_is_read() -> None:
    text = (
        '+++\ntitle = "Réglages du proxy"\nweight = 10\nkeywords = ["wpad", "pac"]\n\n[menu]\nmain = true\n+++\n## A\nx'
    )
    article, faults = articles.parse(SourceFile("a.md", text.encode(), "0"), "notes")
    assert article is not None
    assert (article.title, article.keywords, article.body, article.body_line) == (
        "Réglages du proxy", ("wpad", "pac"), "## A\nx", 9,
    )  # fmt: skip
    assert [(fault.line, fault.code) for fault in faults] == [(3, "front-matter-foreign-key")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('+++\ntitle = "a\n+++\nx', ["front-matter-syntax"]),
        ("+++\na = " + "[" * 8000 + "\n+++\nx", ["front-matter-too-deep"]),
        ("+++\na = [[[[[[[1]]]]]]]\n+++\nx", ["front-matter-too-deep"]),
        ("+++\na = '" + "b" * 20_000 + "'\n+++\nx", ["front-matter-too-large"]),
        ("+++\na = " + "1" * 5000 + "\n+++\nx", ["front-matter-syntax"]),
        ("+++\na = 0x" + "f" * 5000 + "\n+++\nx", ["front-matter-syntax"]),
        ("+++\nseven plus plus\n+++\n# T", []),
        ("+++\na = 1\n# T", []),
    ],
)
def test_what_is_no_toml_or_too_much_of_it_is_told(text: str, codes: list[str]) -> None:
    article, faults = articles.parse(SourceFile("a.md", text.encode(), "0"), "notes")
    assert [fault.code for fault in faults] == codes
    assert (article is None) == bool(codes)


def test_lines_of_toml_keys_are_found_in_no_time() -> None:
    keys = "".join(f"a{at}=1\n" for at in range(900))
    begun = time.process_time()
    _, faults = articles.parse(SourceFile("a.md", f"+++\n{' ' * 8000}\n{keys}+++\n# T".encode(), "0"), "notes")
    assert time.process_time() - begun < 2
    assert [fault.line for fault in faults] == [3]
