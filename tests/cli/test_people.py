"""Accounts in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kbsearch.cli import main
from tests.cli.building import run

PASSWORD = "quatre tasses en faience"  # noqa: S105


def added(account: str = "marie", *options: str, password: str = PASSWORD) -> Result:
    arguments = ["people", "add", account, "--role", "acme=agent", "--password-file", "-", *options]
    return CliRunner().invoke(main, arguments, input=f"{password}\n")


def test_an_account_is_made_listed_changed_and_accounted_for(folder: Path) -> None:
    assert "marie" in added("Marie", "--name", "Marie Duval", "--role", "*=supervisor").output
    assert run("people", "list").output == "marie  enabled  local  *=supervisor acme=agent  Marie Duval\n"
    assert run("people", "roles", "Marie", "--role", "zeta=editor").exit_code == 0
    assert run("people", "disable", "marie").exit_code == 0
    (folder / "new.txt").write_text("another long password\nand a second line\n", "utf-8")
    assert run("people", "password", "marie", "--password-file", "new.txt").exit_code == 0
    row = {
        "account": "marie",
        "name": "Marie Duval",
        "source": "local",
        "enabled": False,
        "roles": {"zeta": ["editor"]},
    }
    assert json.loads(run("people", "list", "--json").output) == [row]
    assert run("people", "enable", "marie").exit_code == 0
    listed = [json.loads(line) for line in run("audit", "list", "--json").output.splitlines()]
    steps = ["create", "roles", "disable", "password", "enable"]
    assert [entry["action"] for entry in listed] == [f"person.{step}" for step in steps]
    assert all(entry["actor"].startswith("terminal:") and entry["object"] == "marie" for entry in listed)
    kept = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept
    assert b"another long password" not in kept


def test_without_accounts_the_list_says_how_to_make_one(folder: Path) -> None:
    assert "kbsearch people add" in run("people", "list").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "x", "--role", "acme=boss"), "no role"),
        (("add", "x", "--role", "agent"), "acme=agent"),
        (("add", "x"), "--role"),
        (("add", "x", "--role", "acme=agent"), "--password-file"),  # no terminal here
        (("add", "x", "--role", "acme=agent", "secret-as-an-argument"), "unexpected extra argument"),
        (("roles", "nobody", "--role", "acme=agent"), "no account 'nobody'"),
        (("roles", "marie", "--role", "acm=agent"), "Did you mean 'acme'?"),
        (("disable", "https://idp.example|7"), "no account"),
    ],
)
def test_what_cannot_be_done_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    refused = run("people", *arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_weak_password_is_refused_without_being_repeated(folder: Path) -> None:
    refused = added(password="motdepasse123")  # noqa: S106
    assert refused.exit_code == 2
    assert "tried first" in refused.stderr
    assert "motdepasse123" not in refused.output


@pytest.mark.parametrize("command", ["add", "list", "password", "roles", "disable", "enable"])
def test_every_command_explains_itself(command: str) -> None:
    said = run("people", command, "--help")
    assert said.exit_code == 0
    assert len(said.output.splitlines()) > 5
