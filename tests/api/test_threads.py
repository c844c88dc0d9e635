"""Two halves of one piece of work on two pools, without the event loop between them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from kbsearch.api.transport.threads import LONGEST_ANSWER_WAIT_S, LONGEST_WAIT_S, MAX_WAITING, Halves, searched
from kbsearch.core.line import Line
from kbsearch.errors import BadRequest, StateError


@pytest.fixture
def kb() -> Any:
    pools = [ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("understand", "answer")]
    threads = SimpleNamespace(encoders=pools[0], searchers=pools[1], encoding=Line(1), searching=Line(1))
    yield SimpleNamespace(waiting=0, threads=threads)
    for pool in pools:
        pool.shutdown()


def fail(*_: object) -> NoReturn:
    raise BadRequest("body-empty", field="body")


def test_each_half_runs_on_its_pool(kb: Any) -> None:
    def name(before: str = "") -> str:
        return f"{before} {threading.current_thread().name[:6]}".strip()

    assert asyncio.run(searched(kb, Halves(name, fail, name))) == "unders answer"
    assert kb.waiting == 0


def test_a_quick_second_half_stays_where_it_is(kb: Any) -> None:
    def name(before: str = "") -> str:
        return f"{before} {threading.current_thread().name[:6]}".strip()

    here = threading.current_thread().name[:6]
    assert asyncio.run(searched(kb, Halves(name, fail, name, lambda found: found == "unders"))) == f"unders {here}"
    assert (kb.waiting, kb.threads.encoding.waiting, kb.threads.searching.waiting) == (0, 0, 0)
    with pytest.raises(BadRequest):
        asyncio.run(searched(kb, Halves(name, fail, fail, lambda _: True)))
    with pytest.raises(BadRequest):
        asyncio.run(searched(kb, Halves(name, fail, name, fail)))
    assert kb.waiting == 0


@pytest.mark.parametrize("halves", [(fail, str), (str, fail)])
def test_what_a_half_raises_is_raised(kb: Any, halves: tuple[Any, Any]) -> None:
    with pytest.raises(BadRequest):
        asyncio.run(searched(kb, Halves(halves[0], fail, halves[1])))
    assert kb.waiting == 0


def test_too_many_waiting_are_told_to_come_back(kb: Any) -> None:
    kb.waiting = MAX_WAITING
    with pytest.raises(StateError, match="busy"):
        asyncio.run(searched(kb, Halves(str, str, str)))
    assert kb.waiting == MAX_WAITING


def test_a_closing_instance_fails_what_is_under_way(kb: Any) -> None:
    kb.threads.searchers.shutdown()
    with pytest.raises(RuntimeError, match="after shutdown"):
        asyncio.run(searched(kb, Halves(str, str, str)))


def test_who_gave_up_before_a_thread_was_free_costs_nothing(kb: Any) -> None:
    free, begun = threading.Event(), []

    async def give_up() -> None:
        kb.threads.encoders.submit(free.wait)
        task = asyncio.create_task(searched(kb, Halves(lambda: begun.append(1), fail, print)))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert kb.waiting == 0

    asyncio.run(give_up())
    free.set()
    kb.threads.encoders.shutdown()
    assert begun == []


def test_who_gives_up_in_the_middle_leaves_nothing_broken(kb: Any) -> None:
    reached, free = threading.Event(), threading.Event()

    def begin() -> None:
        reached.set()
        free.wait()

    async def give_up() -> None:
        task = asyncio.create_task(searched(kb, Halves(begin, fail, lambda _: "never seen")))
        await asyncio.to_thread(reached.wait)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        free.set()
        assert await searched(kb, Halves(str, fail, lambda _: "still works")) == "still works"

    asyncio.run(give_up())


def test_words_answer_at_once_while_the_encoders_are_behind(kb: Any) -> None:
    free = threading.Event()
    kb.threads.encoding.note(LONGEST_WAIT_S)
    kb.threads.encoders.submit(free.wait)

    async def ask() -> list[str]:
        queued = [asyncio.create_task(searched(kb, Halves(lambda: "meaning", fail, str))) for _ in range(2)]
        await asyncio.sleep(0.01)
        words = await searched(kb, Halves(fail, lambda: "words", str))
        free.set()
        return [words, *await asyncio.gather(*queued)]

    assert asyncio.run(ask()) == ["words", "meaning", "meaning"]
    assert (kb.waiting, kb.threads.encoding.waiting, kb.threads.searching.waiting) == (0, 0, 0)


def test_a_model_that_hangs_holds_no_search_up(kb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.api.transport.threads.PATIENCE_S", 0.05)
    free = threading.Event()
    assert asyncio.run(searched(kb, Halves(free.wait, lambda: "words", str))) == "words"
    free.set()


def test_when_words_are_behind_too_a_search_is_told_to_come_back(kb: Any) -> None:
    free = threading.Event()
    kb.threads.searching.note(LONGEST_ANSWER_WAIT_S)
    kb.threads.searchers.submit(free.wait)

    async def ask() -> None:
        queued = [asyncio.create_task(searched(kb, Halves(str, fail, str))) for _ in range(2)]
        while kb.threads.searching.waiting < 2:
            await asyncio.sleep(0.01)
        with pytest.raises(StateError, match="busy"):
            await searched(kb, Halves(str, str, str))
        free.set()
        await asyncio.gather(*queued)

    asyncio.run(ask())
    assert (kb.waiting, kb.threads.encoding.waiting, kb.threads.searching.waiting) == (0, 0, 0)
