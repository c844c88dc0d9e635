"""Slips of the pen in a front matter: what YAML takes without a word is told, and each broken line has its own hint."""

from __future__ import annotations

import pytest

from kbsearch.core.articles import reading
from kbsearch.core.model import Severity
from kbsearch.core.ports import SourceFile


def told(header: str) -> list[tuple[int, str, str]]:
    """Line, code and hint of each fault."""
    _, faults = reading.parse(SourceFile("a.md", f"---\n{header}\n---\n# T\n\nTexte.\n".encode(), "b"), "acme")
    return [(fault.line, fault.code.removeprefix("front-matter-"), fault.hint) for fault in faults]


@pytest.mark.parametrize(
    ("header", "line", "whole"),
    [
        ("title: Imprimante # 3 hors service", 2, '"Imprimante # 3 hors service"'),
        ("id: x\nsymptoms:\n  - papier coincé\n  - le bac #2 bloque", 5, '"le bac #2 bloque"'),
        ("keywords: fuser\t# rare", 2, '"fuser # rare"'),
        ("symptoms:\n - a long\n   text #4\nid: x", 4, '"a long text #4"'),
        ("keywords:\n- " + "mot " * 40 + "#1", 3, "in double quotes; or"),
    ],
)
def test_a_value_that_a_comment_cuts_is_told(header: str, line: int, whole: str) -> None:
    cut = [(at, hint) for at, code, hint in told(header) if code == "cut"]
    assert [at for at, _ in cut] == [line]
    assert whole in cut[0][1]


@pytest.mark.parametrize(
    "header",
    [
        "title: C# et F#",
        'title: "Imprimante # 3"',
        "title: 'le bac #2'",
        "symptoms: [a, b] # note",
        "title: |\n  a #b",
        "# Un commentaire\ntitle: a\n# un autre\nsymptoms: # de l'atelier\n- b",
        "category: vpn # to be renamed",
        "symptoms:\n- a\n- b - c\n- d\n  long",
    ],
)
def test_what_is_whole_is_not_told(header: str) -> None:
    assert told(header) == []


@pytest.mark.parametrize("header", ["error_codes: E30\t# rare", "error_codes:\n- E-204   # capteur"])
def test_no_hint_puts_a_comment_into_a_code(header: str) -> None:
    cut = [(line, hint) for line, code, hint in told(header) if code == "cut"]
    assert cut == [(header.count("\n") + 2, "Put the comment on a line of its own.")]


def test_a_fault_of_a_cut_value_is_a_warning_that_shows_both_parts() -> None:
    article, faults = reading.parse(SourceFile("a.md", b"---\ntitle: Bac #2 bloque\n---\nTexte.\n", "b"), "acme")
    assert article is not None
    assert [fault.severity for fault in faults] == [Severity.WARNING]
    assert faults[0].message == "“Bac” ends there: “#2 bloque”, after a blank, is a comment in YAML."


@pytest.mark.parametrize("item", ["- b", "-b", "– b", "• b"])
def test_an_item_that_is_read_as_part_of_the_one_above_is_told(item: str) -> None:
    hint = "Indent it as that one is, and begin it with “- ”."
    assert told(f"symptoms:\n- a\n  {item}\n- c") == [(4, "joined", hint)]


@pytest.mark.parametrize("item", ["-le papier", "– le papier", "• le papier"])
def test_a_list_without_blanks_after_its_hyphens_is_told_so(item: str) -> None:
    assert told(f"symptoms:\n  {item}")[0][1:] == (
        "list",
        "Begin each line below it with “- ”: a hyphen, then a blank.",
    )
    assert told("symptoms: le papier")[0][2] == 'Write symptoms: ["le papier"]'


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("id: x\n\ttitle: b", "Line 3 is indented with a tab"),
        ("symptoms:\n\t- a", "Line 3 is indented with a tab"),
        ("id: x\ntitle:\u00a0[\nlang: fr", "Line 3 holds a no-break space (U+00A0)"),
        ("title:Six\nid: x", "Write a blank after the colon of line 2."),
        ("title: Six\nid:x\nlang: fr", "Write a blank after the colon of line 3."),
        ("symptoms:\n  - a\n  -le papier", "Begin line 4 with “- ”"),
        ("symptoms:\n  - a\n - b", "Begin line 4 as far to the right"),
        ("title: a\n  id: b", "Begin line 3 as far to the right"),
        ("title: a: b", "Put the value in double quotes"),
        ("symptoms: [a\nid: b", "Put the value in double quotes"),
        ("title: 'x\nid: b", "Put the value in double quotes"),
    ],
)
def test_broken_yaml_is_told_by_what_its_line_looks_like(header: str, hint: str) -> None:
    (found,) = told(header)
    assert found[1] == "syntax"
    assert found[2].startswith(hint)
