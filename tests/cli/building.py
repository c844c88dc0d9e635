"""What the tests of `kbsearch build` share: two articles, and the command run in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from kbsearch.cli import main

GOOD = "---\nid: vpn\ntitle: VPN coupé\n---\n# VPN coupé\n\nRelancer le client VPN.\n"
BAD = "---\nid: [\n---\ntexte\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))
