"""What was written of calls is folded beside a server, for all clients, whoever asks for figures."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.app import App, folding
from kbsearch.app.folding import Folding, table_of
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from tests.clients import ACME, ZETA
from tests.happenings import START, event
from tests.served import make_app

CLOSED, DAY = ev.Closed(Outcome.RESOLVED), timedelta(days=1)
SPAN = (START - DAY, START + DAY)


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[App]:
    made, _ = make_app(tmp_path)
    with closing(made):
        yield made


def told(kb: App, client: OneClient, calls: int) -> None:
    for number in range(calls):
        name = f"c{number}"
        kb.calls.file().append(client, [event(f"e-{name}", CLOSED, client=client.id, call=name)])


def test_all_clients_in_turns_until_nothing_is_left(kb: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "AT_ONCE", 2)
    told(kb, ACME, 5)
    told(kb, ZETA, 3)
    Folding(kb).run_once()
    assert kb.calls.numbers.changed() == []
    assert [len(kb.calls.numbers.table(one, *SPAN).rows) for one in (ACME, ZETA)] == [5, 3]


def test_it_goes_on_by_itself_and_ends_when_it_is_told_to(kb: App) -> None:
    told(kb, ACME, 1)
    beside = Folding(kb, every_s=0.01)
    beside.start()
    deadline = time.monotonic() + 30
    while kb.calls.numbers.changed() and time.monotonic() < deadline:
        time.sleep(0.01)
    beside.close()
    assert kb.calls.numbers.changed() == []
    told(kb, ZETA, 1)
    time.sleep(0.05)
    assert kb.calls.numbers.changed() == ["zeta"]


def test_before_anything_was_written_there_is_no_file_and_nothing_to_do(kb: App) -> None:
    Folding(kb).run_once()
    assert not kb.calls.holds_any()
    assert len(table_of(kb, ACME, *SPAN).rows) == 0
    folding.fold_all(kb, ACME)
    assert not kb.calls.holds_any()


def test_who_asks_gets_all_that_was_written_or_is_told_to_come_back(kb: App) -> None:
    told(kb, ACME, 5)
    told(kb, ZETA, 4)
    with pytest.raises(StateError, match=r"3 calls of acme are still to be counted\. Ask again in a minute\."):
        table_of(kb, ACME, *SPAN, most=2)
    assert [*table_of(kb, ACME, *SPAN, with_ids=True, most=3).ids] == ["c0", "c1", "c2", "c3", "c4"]
    assert kb.calls.numbers.waiting(ZETA) == 4, "nobody asked for it"


def test_what_fails_is_logged_and_tried_again(
    kb: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told(kb, ACME, 1)
    real = kb.calls.numbers.catch_up

    def failing(client: OneClient, at_most: int) -> bool:
        raise StateError("the disk is full")

    monkeypatch.setattr(kb.calls.numbers, "catch_up", failing)
    with caplog.at_level(logging.WARNING, "kbsearch.folding"):
        Folding(kb).run_once()
    assert "calls could not be folded: the disk is full" in caplog.text
    monkeypatch.setattr(kb.calls.numbers, "catch_up", real)
    Folding(kb).run_once()
    assert kb.calls.numbers.changed() == []


def test_a_client_whose_calls_cannot_be_folded_keeps_nobody_waiting(
    kb: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told(kb, ACME, 1)
    told(kb, ZETA, 3)
    monkeypatch.setattr(folding, "AT_ONCE", 2)
    real = kb.calls.numbers.catch_up

    def failing(client: OneClient, at_most: int) -> bool:
        if client == ACME:
            raise ValueError("an event cannot be read")
        return real(client, at_most)

    monkeypatch.setattr(kb.calls.numbers, "catch_up", failing)
    Folding(kb).run_once()
    assert kb.calls.numbers.changed() == ["acme"]
    assert "calls of acme could not be folded" in caplog.text
