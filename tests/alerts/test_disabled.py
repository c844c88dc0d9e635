"""A webhook at which nothing arrives for days is left alone, until somebody enables it or it is set otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from kbsearch.app import App
from kbsearch.app.webhooks import (
    Sending,
    add_test,
    deliver_next,
    disabled,
    enable,
    make_secret,
    open_post,
    open_secrets,
    outbox,
)
from kbsearch.core.alerts.deliveries import Outbox, State
from kbsearch.core.alerts.failing import TRIES
from kbsearch.core.alerts.letters import written_test
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.one_client import OneClient
from kbsearch.errors import IndexMissing, StateError
from tests.alerts.conftest import NOON, give, made_for
from tests.alerts.receiver import Receiver
from tests.clients import ACME, ZETA
from tests.served import MemoryLive

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHO = "terminal:tests"
DOWN, GONE, FINE = (503, {}, b""), (410, {}, b""), (200, {}, b"")
_NUMBERS = count()


def add(kb: App, after: timedelta, client: OneClient = ACME) -> str:
    """What is to be posted then."""
    id, body = f"msg_{next(_NUMBERS)}", written_test(client.id, "https://kb/", NOON)[1]
    kb.calls.file().deliveries.add(client, id, body, NOON + after)
    return id


def go_on(kb: App, since: timedelta, until: timedelta, client: OneClient = ACME) -> list[tuple[str, State]]:
    """What a server makes of it that looks every hour."""
    post, became, at = open_post(kb.settings), list[tuple[str, State]](), since
    while at <= until:
        while (sent := deliver_next(kb, client, post, lambda: NOON + at)) is not None:  # noqa: B023
            became.append((sent[0], sent[1].state))
        at += HOUR
    return became


def fail_for_days(kb: App, receiver: Receiver) -> timedelta:
    """Until it is disabled; when that was, from `NOON`."""
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [DOWN]
    for day in range(3):
        add(kb, day * DAY)
        go_on(kb, day * DAY, (day + 1) * DAY - HOUR)
    go_on(kb, 3 * DAY, 4 * DAY)
    found = disabled(kb, ACME, NOON + 4 * DAY)
    assert found is not None
    assert found.disabled is not None
    return found.disabled - NOON


def be_gone(kb: App, receiver: Receiver) -> timedelta:
    """The same, at once."""
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [GONE, DOWN]
    add(kb, timedelta())
    go_on(kb, timedelta(), timedelta())
    assert disabled(kb, ACME, NOON) is not None
    return timedelta()


def live(kb: App) -> MemoryLive:
    assert isinstance(kb._live, MemoryLive)
    return kb._live


def test_after_days_of_nothing_but_failures_nothing_is_tried_any_more(kb: App, receiver: Receiver) -> None:
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [DOWN]
    for day in range(2):
        add(kb, day * DAY)
    became = go_on(kb, timedelta(), 3 * DAY - HOUR)
    assert [state for _, state in became].count(State.FAILED) == 2
    assert disabled(kb, ACME, NOON + 3 * DAY) is None, "two given up, and a weekend may be that long"
    add(kb, 3 * DAY - HOUR)
    last = go_on(kb, 3 * DAY, 6 * DAY)[-1]
    assert last[1] is State.FAILED
    found = disabled(kb, ACME, NOON + 6 * DAY)
    assert found is not None
    assert (found.client, found.since, found.tries, found.told) == ("acme", NOON, 3 * TRIES, "503")
    assert found.disabled is not None
    assert NOON + 3 * DAY < found.disabled < NOON + 5 * DAY
    assert len(receiver.came) == 3 * TRIES
    add(kb, 6 * DAY)
    assert go_on(kb, 6 * DAY, 7 * DAY) == []
    assert len(receiver.came) == 3 * TRIES, "nothing leaves"
    assert outbox(kb, ACME) == Outbox("acme", 1, 3, "503"), "kept, counted and told"


def test_it_outlives_a_restart_and_what_was_kept_arrives_when_it_is_enabled(tmp_path: Path, receiver: Receiver) -> None:
    with closing(made_for(tmp_path, receiver)) as kb:
        at = fail_for_days(kb, receiver)
        tried = len(receiver.came)
        old, kept = add(kb, at + HOUR), [add(kb, at + 2 * DAY), add(kb, at + 2 * DAY + HOUR)]
    receiver.answers = [FINE]
    with closing(made_for(tmp_path, receiver)) as kb:
        now = at + 3 * DAY
        assert go_on(kb, now, now + 2 * HOUR) == []
        assert outbox(kb, ACME) == Outbox("acme", 2, 4, "503"), "the old one is given up, unsent"
        assert enable(kb, ACME, WHO, NOON + now + 2 * HOUR)
        assert not enable(kb, ACME, WHO, NOON + now + 2 * HOUR), "once"
        assert disabled(kb, ACME, NOON + now) is None
    with closing(made_for(tmp_path, receiver)) as kb:
        assert go_on(kb, now + 2 * HOUR, now + 2 * HOUR) == [(id, State.SENT) for id in kept]
        assert receiver.ids[tried:] == kept
        assert old not in receiver.ids
        assert outbox(kb, ACME).waiting == 0
        assert kb.calls.file().failing.of(ACME) is None


def test_what_grew_too_old_is_not_sent_where_no_server_looked_meanwhile(kb: App, receiver: Receiver) -> None:
    at = be_gone(kb, receiver)
    tried, old, kept = len(receiver.came), add(kb, at), add(kb, at + 2 * DAY)
    receiver.answers = [FINE]
    assert enable(kb, ACME, WHO, NOON + at + 3 * DAY)
    assert go_on(kb, at + 3 * DAY, at + 3 * DAY) == [(kept, State.SENT)]
    assert (receiver.ids[tried:], old in receiver.ids) == ([kept], False)


def test_what_is_enabled_and_fails_again_has_all_its_tries_before_it(kb: App, receiver: Receiver) -> None:
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [DOWN, DOWN, GONE, DOWN]
    kept = add(kb, timedelta())
    assert go_on(kb, timedelta(), HOUR) == [(kept, State.PENDING)] * 2
    gone = add(kb, HOUR)
    assert go_on(kb, HOUR, 2 * HOUR) == [(gone, State.FAILED)]
    assert enable(kb, ACME, WHO, NOON + 2 * HOUR)
    assert go_on(kb, 2 * HOUR, 2 * HOUR) == [(kept, State.PENDING)]
    found = kb.calls.file().failing.of(ACME)
    assert found is not None
    assert (found.since, found.tries, found.disabled) == (NOON + 2 * HOUR, 1, None), "counted anew"
    held = kb.calls.file().deliveries.claim(ACME, "me", NOON + 3 * HOUR)
    assert held is not None
    assert (held.id, held.tries) == (kept, 2)


def test_one_that_arrives_begins_the_count_anew(kb: App, receiver: Receiver) -> None:
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [*[DOWN] * (TRIES + 3), FINE, DOWN]
    for day in range(3):
        add(kb, day * DAY)
        go_on(kb, day * DAY, (day + 1) * DAY - HOUR)
    go_on(kb, 3 * DAY, 4 * DAY)
    assert disabled(kb, ACME, NOON + 4 * DAY) is None
    assert outbox(kb, ACME).failed == 2


def test_who_says_to_be_gone_is_left_alone_at_once(
    kb: App, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [GONE]
    first, second = add(kb, timedelta()), add(kb, HOUR)
    Sending(kb, now=lambda: NOON + HOUR).run_once()
    assert receiver.ids == [first]
    assert receiver.place not in caplog.text.replace("HTTP Request", "")
    assert outbox(kb, ACME) == Outbox("acme", 1, 1, "410")
    receiver.answers = [FINE]
    Sending(kb, now=lambda: NOON + HOUR).run_once()
    assert second not in receiver.ids
    assert caplog.text.count("acme: its webhook is disabled. Run: kbsearch alerts enable acme") == 1, "once"
    with pytest.raises(StateError, match="Run: kbsearch alerts enable acme"):
        add_test(kb, ACME, NOON + HOUR)
    assert outbox(kb, ACME).waiting == 1, "nothing was added"


@pytest.mark.parametrize("changed", ["secret", "address"])
def test_another_secret_or_address_enables_it(kb: App, receiver: Receiver, changed: str) -> None:
    at = be_gone(kb, receiver)
    old, kept = add(kb, at), add(kb, at + 2 * DAY)
    receiver.answers = [FINE]
    now = at + 2 * DAY + HOUR
    if changed == "secret":
        make_secret(kb, ACME, WHO, NOON + now)
    else:
        give(live(kb), "acme", AlertRules(is_on=True, webhook=f"{receiver.url}/new"))
    assert disabled(kb, ACME, NOON + now) is None
    assert go_on(kb, now, now + HOUR) == [(kept, State.SENT)]
    assert old not in receiver.ids


def test_a_secret_that_runs_out_does_not(kb: App, receiver: Receiver) -> None:
    make_secret(kb, ACME, WHO, NOON - HOUR)
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [GONE]
    add(kb, timedelta())
    go_on(kb, HOUR, HOUR)
    assert len(open_secrets(kb.settings).keys(ACME, NOON + HOUR)) == 2
    add(kb, 2 * DAY)
    assert len(open_secrets(kb.settings).keys(ACME, NOON + 2 * DAY)) == 1
    assert go_on(kb, 2 * DAY, 2 * DAY) == []
    assert disabled(kb, ACME, NOON + 2 * DAY) is not None


def test_where_it_is_not_known_what_is_set_it_stays_disabled(kb: App, receiver: Receiver) -> None:
    at = be_gone(kb, receiver)
    tried = len(receiver.came)
    add(kb, at)
    kept, live(kb).entries["acme"] = live(kb).entries["acme"], IndexMissing("acme was never built")
    assert go_on(kb, at, at + HOUR) == []
    assert disabled(kb, ACME, NOON + at) is not None
    live(kb).entries["acme"] = kept
    assert go_on(kb, at, at + HOUR) == []
    assert len(receiver.came) == tried


@pytest.mark.parametrize("lacks", ["secret", "address", "leave", "index"])
def test_what_never_went_out_is_nobodys_failure(kb: App, tmp_path: Path, receiver: Receiver, lacks: str) -> None:
    if lacks != "secret":
        make_secret(kb, ACME, WHO, NOON)
    if lacks == "address":
        give(live(kb), "acme", AlertRules(is_on=True))
    elif lacks == "leave":
        give(live(kb), "acme", AlertRules(is_on=True, webhook="https://hooks.example.org/"))
    elif lacks == "index":
        live(kb).entries["acme"] = IndexMissing("acme was never built")
    for day in range(4):
        add(kb, day * DAY)
    became = go_on(kb, timedelta(), 6 * DAY)
    assert [state for _, state in became].count(State.FAILED) == 4
    assert kb.calls.file().failing.of(ACME) is None
    assert receiver.came == []


def test_one_client_is_disabled_and_another_with_the_same_address_is_not(kb: App, receiver: Receiver) -> None:
    give(live(kb), "zeta", AlertRules(is_on=True, webhook=receiver.url))
    make_secret(kb, ZETA, WHO, NOON)
    at = be_gone(kb, receiver)
    receiver.answers = [FINE]
    mine, theirs = add(kb, at), add(kb, at, ZETA)
    assert disabled(kb, ZETA, NOON + at) is None
    assert kb.calls.file().failing.of(ZETA) is None
    Sending(kb, now=lambda: NOON + at).run_once()
    assert (receiver.ids[-1], mine in receiver.ids) == (theirs, False)
    assert not enable(kb, ZETA, WHO, NOON + at)
    assert disabled(kb, ACME, NOON + at) is not None, "what arrived at the other's says nothing of this one's"


def test_what_became_of_a_post_and_what_that_says_of_its_webhook_are_kept_together_or_not_at_all(
    kb: App, receiver: Receiver, tmp_path: Path
) -> None:
    make_secret(kb, ACME, WHO, NOON)
    receiver.answers = [GONE]
    id = add(kb, timedelta())
    with _refusing(tmp_path), pytest.raises(StateError):
        go_on(kb, timedelta(), timedelta())
    assert outbox(kb, ACME) == Outbox("acme", 1, 0, ""), "as if it had died: another tries it in a minute"
    assert kb.calls.file().failing.of(ACME) is None
    assert go_on(kb, HOUR, HOUR) == [(id, State.FAILED)]
    assert disabled(kb, ACME, NOON + HOUR) is not None


@contextmanager
def _refusing(folder: Path) -> Iterator[None]:
    """The table of what fails takes nothing, as on a disk that is full."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'full'); END"
    found = next(folder.rglob("calls.db"))
    with closing(sqlite3.connect(found)) as connection:
        connection.execute(f"CREATE TRIGGER refused BEFORE INSERT ON failing_webhooks {refuse}")
        connection.commit()
        yield
        connection.execute("DROP TRIGGER refused")
        connection.commit()
