"""What a terminal or a file gives that is no UTF-8 text: refused or shown as an escape, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.building import run

BYTE = "a\udcffb"
"""How the system gives an argument with a byte that is no UTF-8."""


def test_questions_and_articles_print_as_escapes_what_a_terminal_must_not_get(folder: Path) -> None:
    article = (
        '---\nid: odd\ntitle: "VPN \\e[31m coupé"\n---\n# VPN\n\n## Tunnel\x1b[2J\n\nRelancer \x1b[31m le tunnel.\n'
    )
    (folder / "articles/acme/odd.md").write_text(article, "utf-8")
    (folder / "q.jsonl").write_text('{"id": "q\\ud800", "query": "tunnel \\ud800 \\u001b[31m"}\n')
    assert run("build", "acme").exit_code == 0
    done = run("ask", "acme", "--queries", "q.jsonl")
    assert (done.exit_code, done.exception) == (0, None)
    assert done.stdout.splitlines()[0] == r"q\ud800  tunnel \ud800 \x1b[31m"
    assert r" 1. VPN \x1b[31m coupé" in done.stdout
    assert r"Relancer \x1b[31m le tunnel." in done.stdout
    assert "\x1b" not in done.stdout
    assert run("ask", "acme", f"tunnel {BYTE}").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("calls", "show", "acme", BYTE),
        ("calls", "start", "acme", BYTE),
        ("calls", "start", "acme", "c-7", "--queue", BYTE),
        ("calls", "record", "acme", "c-1", "described", f"symptom={BYTE}"),
        ("calls", "close", "acme", "c-1", "resolved", "--comment", BYTE),
        ("calls", "handover", "acme", "c-1", "--impact", BYTE),
        ("incidents", "close", "acme", BYTE),
        ("people", "disable", BYTE),
        ("people", "roles", BYTE, "--role", "acme=agent"),
        ("keys", "revoke", BYTE),
        ("ask", BYTE, "vpn"),
        ("build", BYTE),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_line(two_clients: Path, arguments: tuple[str, ...]) -> None:
    assert run("build", "acme").exit_code == 0
    assert run("calls", "start", "acme", "c-1").exit_code == 0
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, ""), done.output
    said = done.stderr.splitlines()[-1]
    assert (said.startswith("kbsearch: "), r"a\udcffb" in said) == (True, True), said


def test_a_file_whose_name_is_no_text_is_written_and_named(two_clients: Path) -> None:
    assert run("build", "acme").exit_code == 0
    for command in (["backup", "make", f"{BYTE}.kbs"], ["report", "acme", "--output", f"{BYTE}.html"]):
        done = run(*command)
        assert (done.exit_code, done.exception) == (0, None), done.output
        assert r"a\udcffb" in done.stdout
        assert (two_clients / command[-1]).is_file()
