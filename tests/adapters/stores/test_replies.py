"""Answers to posts with a key: one is done, the others wait or get its answer, whichever process they come to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from kbsearch.adapters.stores import replies as replies_module
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.replies import HELD_FOR, SqliteReplies
from kbsearch.core.calls.replies import KEPT_FOR, Mark
from kbsearch.errors import KeyInUse, KeyReused, StateError
from tests.clients import ACME, ZETA

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MARK = Mark("key:a", "hash-of-key", "hash-of-body", "c-1")
OTHER = Mark("key:a", "hash-of-key", "hash-of-another-body")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with closing(SqliteCalls(tmp_path / "calls.db")):
        return tmp_path / "calls.db"


@pytest.fixture
def replies(path: Path) -> Iterator[SqliteReplies]:
    with closing(SqliteReplies(path, timeout_s=5)) as made:
        yield made


def test_an_answer_is_given_again(replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW) is None
    replies.keep(ACME, MARK, b"answer")
    assert replies.claim(ACME, MARK, NOW + timedelta(hours=23)) == b"answer"
    with pytest.raises(KeyReused):
        replies.claim(ACME, OTHER, NOW)
    assert replies.claim(ZETA, OTHER, NOW) is None
    assert replies.claim(ACME, Mark("key:b", MARK.key, OTHER.digest), NOW) is None


def test_a_key_is_free_after_a_day_and_after_a_refusal(replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW) is None
    replies.release(ACME, MARK)
    assert replies.claim(ACME, OTHER, NOW) is None
    replies.keep(ACME, OTHER, b"other")
    replies.release(ACME, OTHER)  # what was answered is not taken back
    assert replies.claim(ACME, OTHER, NOW) == b"other"
    assert replies.claim(ACME, MARK, NOW + KEPT_FOR + timedelta(seconds=1)) is None


def test_what_became_of_it_is_not_known(replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW) is None
    replies.leave(ACME, MARK)
    with pytest.raises(KeyReused):
        replies.claim(ACME, OTHER, NOW)
    assert replies.claim(ACME, MARK, NOW) is None


def test_what_nobody_does_any_more_is_done_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = SimpleNamespace(monotonic=lambda: clock.now, now=1000.0)
    monkeypatch.setattr(replies_module, "time", clock)
    with closing(SqliteReplies(path, timeout_s=5, lost_after_s=60)) as replies:
        assert replies.claim(ACME, MARK, NOW) is None
        clock.now += 59
        with pytest.raises(KeyInUse):
            replies.claim(ACME, MARK, NOW)
        clock.now += 2
        assert replies.claim(ACME, MARK, NOW) is None


def test_of_many_at_once_one_is_done(replies: SqliteReplies) -> None:
    done, together = [], threading.Barrier(8)

    def post(_: int) -> str:
        together.wait()
        try:
            kept = replies.claim(ACME, MARK, NOW)
        except KeyInUse:
            return "wait"
        if kept is None:
            done.append(1)
            replies.keep(ACME, MARK, b"answer")
            return "done"
        return kept.decode()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(post, range(8)))
    assert len(done) == said.count("done") == 1
    assert set(said) <= {"done", "wait", "answer"}


def test_another_process_knows_the_key(path: Path, replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW) is None
    with closing(SqliteReplies(path, timeout_s=5)) as other:
        with pytest.raises(KeyReused):
            other.claim(ACME, OTHER, NOW)
        with pytest.raises(KeyInUse):
            other.claim(ACME, MARK, NOW + timedelta(seconds=1))
        replies.keep(ACME, MARK, b"answer")
        assert other.claim(ACME, MARK, NOW) == b"answer"


def test_what_a_process_that_died_had_begun_is_done_by_another_a_moment_later(
    path: Path, replies: SqliteReplies
) -> None:
    with closing(SqliteReplies(path, timeout_s=5)) as died:
        assert died.claim(ACME, MARK, NOW) is None
    with pytest.raises(KeyInUse):
        replies.claim(ACME, MARK, NOW + timedelta(seconds=1))
    assert replies.claim(ACME, MARK, NOW + HELD_FOR) is None
    with closing(SqliteReplies(path, timeout_s=5)) as third, pytest.raises(KeyInUse):
        third.claim(ACME, MARK, NOW + timedelta(seconds=3))  # it is the other's now


def test_of_two_processes_at_once_one_does_it(path: Path, replies: SqliteReplies) -> None:
    together = threading.Barrier(2)
    with closing(SqliteReplies(path, timeout_s=5)) as other, ThreadPoolExecutor(2) as pool:

        def claimed(process: SqliteReplies) -> bool:
            together.wait()
            try:
                return process.claim(ACME, MARK, NOW) is None
            except KeyInUse:
                return False

        assert sorted(pool.map(claimed, (replies, other))) == [False, True]


def test_a_clock_that_was_put_back_keeps_nobody_waiting(path: Path, replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW + timedelta(days=1)) is None
    with closing(SqliteReplies(path, timeout_s=5)) as other:
        assert other.claim(ACME, MARK, NOW) is None


def test_a_file_that_cannot_be_written_leaves_nothing_under_way(path: Path, replies: SqliteReplies) -> None:
    assert replies.claim(ACME, MARK, NOW) is None
    replies.close()
    with pytest.raises(StateError):
        replies.keep(ACME, MARK, b"answer")
    with closing(SqliteReplies(path, timeout_s=5)) as again:
        assert again.claim(ACME, MARK, NOW + HELD_FOR) is None
