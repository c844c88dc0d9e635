"""Alerts in the terminal: looked at, listed; a secret made; something posted that says nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Telephoned
from tests.alerts.receiver import Receiver, receiving
from tests.cli.building import run
from tests.clients import ACME


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


@pytest.fixture
def called(folder: Path, receiver: Receiver) -> Path:
    """A base with alerts and a webhook on this machine, and thirty calls of this minute that nobody took."""
    rules = f'[alerts]\n[alerts.webhook]\nurl = "{receiver.url}"\n'
    (folder / "articles" / "acme" / "client.toml").write_text(rules, "utf-8")
    settings = f'webhook_hosts = ["{receiver.place}"]\nwebhook_networks = ["127.0.0.1"]\n'
    (folder / "kbsearch.toml").write_text(settings, "utf-8")
    built = run("build")
    assert built.exit_code == 0, built.output
    now = datetime.now(UTC)
    lost = Telephoned(offered_at=now, disposition=Disposition.ABANDONED_IN_QUEUE)
    with closing(SqliteCalls(folder / "data" / "calls.db")) as calls:
        calls.append(ACME, [Event(f"e{at}", "acme", f"c{at}", now, lost) for at in range(30)])
    return folder


@pytest.mark.usefixtures("called")
def test_a_dry_run_says_what_holds_and_changes_nothing() -> None:
    for _ in range(2):
        shown = run("alerts", "check", "acme", "--dry-run")
        assert shown.exit_code == 0, shown.output
        assert "answer_rate: 0 / 30 = 0.0 %, below 85.0 %  holds" in shown.output
        assert "abandonment_rate: 30 / 30 = 100.0 %, above 10.0 %  holds" in shown.output
        assert "Nothing to say of fcr_drop, n3_share, unanswered_burst." in shown.output
        assert "opened" not in shown.output
    assert run("alerts", "list", "acme").output == "0 alerts.\n"
    told = json.loads(run("alerts", "check", "acme", "--dry-run", "--json").output)
    assert [one["kind"] for one in told["alerts"]] == ["answer_rate", "abandonment_rate"]


@pytest.mark.usefixtures("called")
def test_a_look_opens_once_and_lists() -> None:
    assert "2 alerts opened, 0 closed." in run("alerts", "check", "acme").output
    assert "0 alerts opened, 0 closed." in run("alerts", "check", "acme").output
    listed = run("alerts", "list", "acme").output
    assert listed.count("  open\n") == 2
    assert listed.endswith("2 alerts.\nWebhook: 2 posts waiting, 0 given up.\n")
    (one, _) = map(json.loads, run("alerts", "list", "acme", "--json").output.splitlines())
    assert (one["client"], one["closed"], one["counted"]["denominator"]) == ("acme", None, 30)


def test_a_client_without_the_table_is_told_nothing(called: Path) -> None:
    assert "zeta asks for no alerts: its client.toml has no table [alerts]." in run("alerts", "check", "zeta").output
    refused = run("alerts", "test", "zeta")
    assert refused.exit_code == 2
    assert "zeta has no webhook" in refused.output


def test_a_secret_is_printed_once_and_is_on_the_trail_without_itself(called: Path) -> None:
    made = [run("alerts", "secret", "acme").stdout.strip() for _ in range(2)]
    assert all(one.startswith("whsec_") for one in made)
    assert made[0] != made[1]
    assert (called / "data" / "secrets" / "acme.webhook").stat().st_mode & 0o777 == 0o600
    trail = run("audit", "list").output
    assert trail.count("webhook.secret") == 4, "begun and done"
    with closing(sqlite3.connect(called / "data" / "access.db")) as connection:
        kept = "".join(map(str, connection.execute("SELECT body FROM audit").fetchall()))
    assert not [one for one in made if one.removeprefix("whsec_") in kept + trail]


def test_a_test_is_posted_and_what_waited_before_it(called: Path, receiver: Receiver) -> None:
    refused = run("alerts", "test", "acme")
    assert refused.exit_code == 3
    assert "Run: kbsearch alerts secret acme" in refused.output
    run("alerts", "check", "acme")
    run("alerts", "secret", "acme")
    done = run("alerts", "test", "acme")
    assert done.exit_code == 0, done.output
    assert done.output.endswith(" arrived (200).\n")
    assert [json.loads(body)["type"] for _, _, body in receiver.came] == ["alert.opened"] * 2 + ["alert.test"]
    receiver.answers = [(500, {}, b"")]
    failed = run("alerts", "test", "acme")
    assert failed.exit_code == 3
    assert "did not arrive: 500. A server tries it again." in failed.output
    assert run("alerts", "list", "acme").output.endswith("Webhook: 1 post waiting, 0 given up. The last try: 500.\n")


def test_a_webhook_that_is_left_alone_is_told_and_enabled(called: Path, receiver: Receiver) -> None:
    assert run("alerts", "enable", "acme").output == "acme's webhook is not disabled.\n"
    run("alerts", "secret", "acme")
    receiver.answers = [(410, {}, b"")]
    assert run("alerts", "test", "acme").exit_code == 3
    run("alerts", "check", "acme")
    listed = run("alerts", "list", "acme").output
    assert "Webhook: 2 posts waiting, 1 given up. The last try: 410.\nWebhook: disabled since " in listed
    assert "; 1 try in a row failed since " in listed
    assert listed.endswith("then run: kbsearch alerts enable acme\n")
    assert "disabled" not in run("alerts", "list", "zeta").output
    refused = run("alerts", "test", "acme")
    assert refused.exit_code == 3
    assert "acme's webhook is disabled since" in refused.output
    assert "Run: kbsearch alerts enable acme" in refused.output
    assert len(receiver.came) == 1

    failed = run("alerts", "enable", "acme")
    assert failed.exit_code == 3
    assert "did not arrive: 410. A server tries what waits." in failed.output
    assert len(receiver.came) == 2, "the rest is not tried"
    receiver.answers = [(200, {}, b"")]
    done = run("alerts", "enable", "acme")
    assert (done.exit_code, done.output) == (0, "Enabled; 1 post arrived, 0 waiting, 2 given up.\n")
    assert [json.loads(body)["type"] for _, _, body in receiver.came] == ["alert.test", "alert.opened", "alert.opened"]
    assert run("alerts", "enable", "acme").output == "acme's webhook is not disabled.\n"
    assert run("audit", "list").output.count("webhook.enable") == 4, "twice, begun and done"


def test_another_secret_is_told_to_enable_it(called: Path, receiver: Receiver) -> None:
    run("alerts", "secret", "acme")
    receiver.answers = [(410, {}, b""), (200, {}, b"")]
    run("alerts", "test", "acme")
    assert "disabled since" in run("alerts", "list", "acme").output
    run("alerts", "secret", "acme")
    assert "disabled since" not in run("alerts", "list", "acme").output
    assert run("alerts", "test", "acme").exit_code == 0
