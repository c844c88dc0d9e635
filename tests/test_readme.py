"""What the README shows is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from kbsearch.cli import main

README = Path(__file__).parent.parent / "README.md"


def test_the_help_in_the_readme_is_the_help() -> None:
    shown = re.search(r"<!-- kbsearch --help -->\n```\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    said = CliRunner().invoke(main, ["--help"], prog_name="kbsearch", terminal_width=110).output
    assert shown is not None
    assert shown[1].strip() == said.strip()


def test_every_relative_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", README.read_text("utf-8")):
        assert (README.parent / target).exists(), target
