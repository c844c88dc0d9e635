"""What was kept arrives, however processes end, and as seldom twice as can be."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kbsearch.app import App
from kbsearch.app.webhooks import add_test, deliver_next, disabled, make_secret, open_post
from kbsearch.core.alerts.deliveries import State
from kbsearch.core.alerts.letters import written_test
from tests.alerts.receiver import Receiver
from tests.clients import ACME


def sender(folder: Path, receiver: Receiver, *how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.alerts.sender", str(folder), receiver.place, receiver.url, *how]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def run(*children: subprocess.Popen[str]) -> list[int]:
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)
    return [child.returncode for child in children]


def test_killed_between_sending_and_noting_it_is_sent_again_under_the_same_id(
    kb: App, receiver: Receiver, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    make_secret(kb, ACME, "terminal:tests", now)
    id = add_test(kb, ACME, now)
    assert run(sender(tmp_path, receiver, "killed")) == [-signal.SIGKILL]
    assert receiver.ids == [id]
    post = open_post(kb.settings)
    assert deliver_next(kb, ACME, post, lambda: now) is None, "the dead one still holds it"
    sent = deliver_next(kb, ACME, post, lambda: datetime.now(UTC) + timedelta(minutes=1))
    assert sent is not None
    assert (sent[0], sent[1].state) == (id, State.SENT)
    assert receiver.ids == [id, id], "at least once: who gets it twice knows it by its id"
    assert receiver.came[0][2] == receiver.came[1][2]


def test_two_processes_that_send_at_once_send_each_once(kb: App, receiver: Receiver, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    make_secret(kb, ACME, "terminal:tests", now)
    ids = [add_test(kb, ACME, now - timedelta(seconds=number)) for number in range(30)]
    assert run(sender(tmp_path, receiver), sender(tmp_path, receiver)) == [0, 0]
    assert Counter(receiver.ids) == Counter(ids)
    assert kb.calls.file().deliveries.waiting() == []


def test_killed_before_a_webhook_is_noted_to_be_gone_the_next_try_notes_it_for_every_process(
    kb: App, receiver: Receiver, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    make_secret(kb, ACME, "terminal:tests", now)
    receiver.answers = [(410, {}, b"")]
    id = add_test(kb, ACME, now)
    assert run(sender(tmp_path, receiver, "killed")) == [-signal.SIGKILL]
    assert disabled(kb, ACME, now) is None
    sent = deliver_next(kb, ACME, open_post(kb.settings), lambda: datetime.now(UTC) + timedelta(minutes=1))
    assert sent is not None
    assert (sent[0], sent[1].state) == (id, State.FAILED)
    assert disabled(kb, ACME, now) is not None
    kb.calls.file().deliveries.add(ACME, "msg_kept", written_test("acme", "https://kb/", now)[1], now)
    assert run(sender(tmp_path, receiver), sender(tmp_path, receiver)) == [0, 0]
    assert receiver.ids == [id, id]
    assert kb.calls.file().deliveries.outbox(ACME).waiting == 1
