"""What the README shows is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from kbsearch.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TOP = ("articles", "benchmarks", "kbsearch", "tests", "web")


def test_the_help_in_the_readme_is_the_help() -> None:
    shown = re.search(r"<!-- kbsearch --help -->\n```\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    said = CliRunner().invoke(main, ["--help"], prog_name="kbsearch", terminal_width=110).output
    assert shown is not None
    assert shown[1].strip() == said.strip()


def relative_paths(text: str) -> list[str]:
    """Files of this repository that a README names: in links, and in backquotes as `folder/` or `folder/file`."""
    linked = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    quoted = re.findall(r"`([A-Za-z_.][\w.-]*/[\w./-]*)`", text)
    return [*linked, *(path for path in quoted if path.split("/")[0] in TOP)]


def test_every_file_named_is_there() -> None:
    assert relative_paths("[a](b.md#c) [d](https://e.fr) `kbsearch/x.py` `reseau/vpn.md`") == ["b.md", "kbsearch/x.py"]
    named = relative_paths(README.read_text("utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_test_that_the_readme_names_is_there() -> None:
    """A claim of what is defended is worth as much as the test that it names."""
    rows = re.findall(r"^\| [TP]\d+ \|.*$", README.read_text("utf-8"), re.MULTILINE)
    named = 0
    for row in rows:
        path = ""
        for file, name in re.findall(r"`([\w/]+\.py)?::(test_\w+)`", row):
            path = file or path
            assert f"def {name}(" in (README.parent / "tests" / path).read_text("utf-8"), f"{path}::{name}"
            named += 1
    assert named > 40
    assert {row.split(" | ")[0] for row in rows} >= {f"| T{at}" for at in range(1, 23)} | {
        f"| P{at}" for at in range(1, 11)
    }
