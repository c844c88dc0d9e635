"""Front matter: found with its lines, refused event by event, read as plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.articles.frontmatter import misplaced, read, split
from kbsearch.core.articles.nodes import Mapping, Scalar, Sequence
from kbsearch.core.faults import FaultLog
from kbsearch.core.model import Fault
from tests.examples import examples


def faults(header: str) -> list[tuple[int, str]]:
    log = FaultLog("acme/a.md")
    read(header, log)
    return [(fault.line, fault.code) for fault in log.all()]


def values(header: str) -> Mapping:
    log = FaultLog("acme/a.md")
    found = read(header, log)
    assert found is not None
    assert log.all() == ()
    return found


@pytest.mark.parametrize(
    ("text", "header", "body", "line"),
    [
        ("---\na: 1\n---\n# T\n", "a: 1", "# T\n", 4),
        ("---\r\na: 1\r\nb: 2\r\n---\r\n\r\nx\r\ny", "a: 1\nb: 2", "\r\nx\r\ny", 5),
        ("---\na: 1\n...\nx", "a: 1", "x", 4),
        ("--- \na: 1\n---", "a: 1", "", 4),
        ("---\n---\nx", "", "x", 3),
        ("x\n---\ny\n---\n", None, "x\n---\ny\n---\n", 1),
        ("", None, "", 1),
        ("---\n\nUn trait d'abord\n\n---\n# T", None, "---\n\nUn trait d'abord\n\n---\n# T", 1),
        ("---\n- a\n- http://b\n---\n", None, "---\n- a\n- http://b\n---\n", 1),
        ("---\n# T\n\nSans fin", None, "---\n# T\n\nSans fin", 1),
        ("---\n\nid: x\n\nSans fin", None, "---\n\nid: x\n\nSans fin", 1),
        ("---\n{a: [\n---\nx", "{a: [", "x", 4),
        ('---\n"a b": 1\n---\nx', '"a b": 1', "x", 4),
        ("---\n- a: 1\n---\nx", "- a: 1", "x", 4),
    ],
)
def test_split_keeps_the_line_offset(text: str, header: str | None, body: str, line: int) -> None:
    parts = split(text)
    assert (parts.header, parts.body, parts.body_line, parts.unclosed) == (header, body, line, False)


def test_an_unclosed_front_matter_is_told_apart() -> None:
    assert split("---\na: 1\n\n# T").unclosed


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\nid: x\nstate: draft\n---\n# T", 2),
        (" ---\nstate: archived\n---\n# T", 1),
        ("<!-- a\n---\n-->\r\n\r\n---\r\n\r\nb: 1\r\n  state: draft\r\n--- \r\n# T", 5),
        ('\n+++\ntitle = "T"\n+++\n# T', 2),
        ("\n---\n{title: T}\n...\n# T", 2),
        ("———\ntitle: T\n———\n# T", 1),
        ("----\nid: x\nb: 1\n----\n# T", 1),
        ("–––\ntitle: T\n---\n# T", 1),
        ("\n—-\ntitle: T\n—\n# T", 2),
        ("———\nUn trait d'abord\n———\n# T", None),
        ("———\nb: 1\n———\n# T", None),
        ("———\ntitle: T\n\n# T", None),
        ("# T\n———\ntitle: T\n———\n", None),
        ("\n---\n\nUn trait d'abord\n\n---\n# T", None),
        ("\n---\nNote : pensez-y\nb: 1\n---\n# T", None),
        ("\n---\nid: x\n# T", None),
        ("# T\n---\nid: x\n---\n", None),
        ("<!-- \n---\nid: x\n---\n", None),
        ("---\nvalid: x\n---\n", None),
        ("", None),
    ],
)
def test_a_front_matter_below_the_first_line_is_told_from_a_thematic_break(text: str, line: int | None) -> None:
    assert misplaced(text, ("id", "title", "state")) == line


@pytest.mark.parametrize("line", ["-" * 200_000, " " * 200_000 + "x", "a " * 100_000, "a.-" * 70_000, "\n" * 200_000])
def test_no_line_makes_the_search_for_a_key_slow(line: str) -> None:
    started = time.process_time()
    split(f"---\n{line}\n---\n")
    misplaced(f"\n---\n{line}\n---\n", ("id",))
    misplaced("<!--" * 50_000 + line, ("id",))
    assert time.process_time() - started < 1


def test_scalars_stay_as_written() -> None:
    found = values("a: 0123\nb: NO\nc: 12:30:45\nd: 2026-09-14\ne: 'x'\nf: [1, \"2\"]\ng:\n  h: ~\ni:")
    assert {key: node.text for key, node in found.entries.items() if isinstance(node, Scalar)} == {
        "a": "0123",
        "b": "NO",
        "c": "12:30:45",
        "d": "2026-09-14",
        "e": "x",
        "i": "",
    }
    assert found.entries["f"] == Sequence(7, [Scalar("1", 7), Scalar("2", 7, plain=False)])
    assert found.entries["g"] == Mapping(9, {"h": Scalar("~", 9)}, {"h": 9})
    assert found.key_lines["i"] == 10


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a: 1\nb: &x 1\nc: *x\nd: !!str 5", [(3, "anchor"), (4, "alias"), (5, "tag")]),
        ("a: 1\nb: 2\na: 3\nb: 4", [(4, "duplicate-key"), (5, "duplicate-key")]),
        ("a:\n  b: 1\n  b: 2", [(4, "duplicate-key")]),
        ("a: 1\n? [x]\n: y", [(3, "key")]),
        ("a: 1\nb: [1, 2\nc: 3", [(4, "syntax")]),
        ("a: b: c", [(2, "syntax")]),
        ("\tx: 1", [(2, "syntax")]),
        ("a: 1\nb: '", [(3, "syntax")]),
        ("a: 1\nb: \x07", [(3, "control-character")]),
        ("- a\n- b", [(2, "not-a-mapping")]),
        ("juste du texte", [(2, "not-a-mapping")]),
        ("a: 1\n--- \nb: 2", [(3, "documents")]),
        ("a: [[[[[[1]]]]]]", [(2, "too-deep")]),
        ("a: " + "[" * 15_000, [(2, "too-deep")]),
        ("- " * 8_000, [(2, "too-deep")]),
        ("{a: " * 4_000, [(2, "too-deep")]),
        ("a: " + "x" * 17_000, [(1, "too-large")]),
    ],
)
def test_what_is_refused_names_its_line(header: str, expected: list[tuple[int, str]]) -> None:
    assert [(line, code.removeprefix("front-matter-")) for line, code in faults(header)] in (
        expected,
        [(line - 1 if code == "syntax" else line, code) for line, code in expected],
    )
    log = FaultLog("acme/a.md")
    read(header, log)
    assert all(fault.hint for fault in log.all())


def test_faults_of_one_file_are_bounded() -> None:
    assert len(faults("k: v\n" * 3_000)) == 100


def test_a_fault_prints_without_control_characters() -> None:
    log = FaultLog("acme/a.md")
    read('a: 1\n"\\e[31m": 2\n"\\e[31m": 3', log)
    assert isinstance(log.all()[0], Fault)
    assert "\x1b" not in log.all()[0].message


@examples(3, deadline=1000)
@given(
    st.text(alphabet=st.sampled_from("ab:-[]{}&*!|>'\"#%@`?,\n \t~0é\x85\u2028"), max_size=60) | st.text(max_size=40)
)
def test_any_text_is_read_or_refused(header: str) -> None:
    log = FaultLog("acme/a.md")
    found = read(header, log)
    assert found is not None or log.failed
    assert all(1 <= fault.line <= header.count("\n") + 3 for fault in log.all())
