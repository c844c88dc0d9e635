"""Two halves of one piece of work on two pools, without the event loop between them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from kbsearch.api.threads import MAX_WAITING, in_turn
from kbsearch.errors import BadRequest, StateError


@pytest.fixture
def kb() -> Any:
    pools = [ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("understand", "answer")]
    yield SimpleNamespace(waiting=0, encoders=pools[0], searchers=pools[1])
    for pool in pools:
        pool.shutdown()


def fail(*_: object) -> NoReturn:
    raise BadRequest("body-empty", field="body")


def test_each_half_runs_on_its_pool(kb: Any) -> None:
    def name(before: str = "") -> str:
        return f"{before} {threading.current_thread().name[:6]}".strip()

    assert asyncio.run(in_turn(kb, name, name)) == "unders answer"
    assert kb.waiting == 0


@pytest.mark.parametrize("halves", [(fail, str), (str, fail)])
def test_what_a_half_raises_is_raised(kb: Any, halves: tuple[Any, Any]) -> None:
    with pytest.raises(BadRequest):
        asyncio.run(in_turn(kb, *halves))
    assert kb.waiting == 0


def test_too_many_waiting_are_told_to_come_back(kb: Any) -> None:
    kb.waiting = MAX_WAITING
    with pytest.raises(StateError, match="busy"):
        asyncio.run(in_turn(kb, str, str))
    assert kb.waiting == MAX_WAITING


def test_a_closing_instance_fails_what_is_under_way(kb: Any) -> None:
    kb.searchers.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        asyncio.run(in_turn(kb, str, str))


def test_who_gave_up_before_a_thread_was_free_costs_nothing(kb: Any) -> None:
    free, begun = threading.Event(), []

    async def give_up() -> None:
        kb.encoders.submit(free.wait)
        task = asyncio.create_task(in_turn(kb, lambda: begun.append(1), print))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert kb.waiting == 0

    asyncio.run(give_up())
    free.set()
    kb.encoders.shutdown()
    assert begun == []


def test_who_gives_up_in_the_middle_leaves_nothing_broken(kb: Any) -> None:
    reached, free = threading.Event(), threading.Event()

    def begin() -> None:
        reached.set()
        free.wait()

    async def give_up() -> None:
        task = asyncio.create_task(in_turn(kb, begin, lambda _: "never seen"))
        await asyncio.to_thread(reached.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        free.set()
        assert await in_turn(kb, str, lambda _: "still works") == "still works"

    asyncio.run(give_up())
