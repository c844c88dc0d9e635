"""Conflict markers of a merge that nobody finished."""

from __future__ import annotations

import time

from kbsearch.core.articles.reading import parse
from kbsearch.core.ports import SourceFile

CONFLICT = "<<<<<<< HEAD\nTurn it off.\n=======\nTurn it on.\n>>>>>>> branch\n"


def markers(text: str) -> list[tuple[int, str]]:
    article, faults = parse(SourceFile("vpn.md", text.encode(), "b"), "acme")
    found = [(fault.line, fault.severity.value) for fault in faults if fault.code == "conflict-marker"]
    assert (article is None) == bool(found)
    return found


def test_both_markers_are_errors_with_their_lines() -> None:
    assert markers(f"---\ntitle: VPN\n---\n# VPN\n\nBefore.\n{CONFLICT}") == [(7, "error"), (11, "error")]


def test_an_article_about_merging_shows_them_as_code() -> None:
    assert markers(f"# Merging\n\nWhat Git leaves:\n\n```\n{CONFLICT}```\n\n    <<<<<<< HEAD\n") == []


def test_quotes_and_rules_are_none() -> None:
    assert markers("# VPN\n\n> a quote\n\n>> one within\n\nTitle\n=======\n\n<<<<<<<\n\na <<<<<<< b\n") == []


def test_many_markers_beside_many_fences_take_no_time() -> None:
    begun = time.process_time()
    article, faults = parse(SourceFile("a.md", b"<<<<<<< a\n```\n```\n" * 11_000, "b"), "acme")
    assert (article, {fault.code for fault in faults}) == (None, {"conflict-marker"})
    assert time.process_time() - begun < 4
