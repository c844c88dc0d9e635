"""Work that takes a while, off the event loop: in bounded lines, and by words alone where the encoders' is too long.

A search waits for the model only while that is quicker than its reader: `LONGEST_WAIT_S` expected, or `PATIENCE_S`
in fact, and words answer without it. When even those are behind, it is told to come back.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

from kbsearch.app import App
from kbsearch.core.line import Line
from kbsearch.errors import StateError

MAX_WAITING = 200
"""Requests that may wait for a thread; more are told to come back (503) instead of growing the queue without end."""
LONGEST_WAIT_S = 0.04
"""Expected wait for the encoders from which on a search goes by words alone."""
LONGEST_ANSWER_WAIT_S = 0.1
"""Expected wait for the searchers from which on a search is told to come back."""
PATIENCE_S = 1.0
"""Within which the model must have read a query; a model that hangs must not hold searches up."""

S = TypeVar("S")
T = TypeVar("T")


async def on_a_thread(kb: App, work: Callable[[], T], pool: Executor | None = None) -> T:
    """Run `work` on a thread of `pool`, or of the general one; refuse when too much is waiting already."""
    with _admitted(kb):
        return await asyncio.get_running_loop().run_in_executor(pool or kb.pool, work)


async def searched(kb: App, begin: Callable[[], S], begin_by_words: Callable[[], S], end: Callable[[S], T]) -> T:
    """`begin` on an encoder's thread, then `end` with what it gave on a searcher's; `begin_by_words` in its place, on a
    searcher's too, when the encoders are behind. Raises `StateError` "busy" when the searchers are.
    """
    with _admitted(kb):
        if kb.searching.expected_wait_s() > LONGEST_ANSWER_WAIT_S:
            raise StateError("busy")
        if kb.encoding.expected_wait_s() <= LONGEST_WAIT_S:
            done, is_read = in_turn(kb, begin, end)
            waited = asyncio.wrap_future(done)
            try:
                await asyncio.wait([waited], timeout=PATIENCE_S)
                if waited.done() or is_read():
                    return await waited
            finally:
                waited.cancel()  # what is not begun never is; one that is done takes no notice
        done = Future()
        kb.searching.enter()
        kb.searchers.submit(_settle, kb.searching, done, lambda: end(begin_by_words()))
        return await asyncio.wrap_future(done)


def in_turn(kb: App, begin: Callable[[], S], end: Callable[[S], T]) -> tuple[Future[T], Callable[[], bool]]:
    """Both halves, straight from one thread to the other, and whether the first is over.

    Coming back to the event loop in between costs a twentieth of a search, all of it under the interpreter's lock.
    """
    done: Future[T] = Future()
    over = threading.Event()

    def first() -> None:
        kb.encoding.leave()
        if done.cancelled():  # nobody waits for it any more
            return
        started = time.monotonic()
        try:
            found = begin()
        except BaseException as error:
            _fail(done, error)
            return
        finally:
            kb.encoding.note(time.monotonic() - started)
            over.set()
        try:
            kb.searching.enter()
            kb.searchers.submit(_settle, kb.searching, done, lambda: end(found))
        except BaseException as error:
            _fail(done, error)

    kb.encoding.enter()
    kb.encoders.submit(first)
    return done, over.is_set


@contextmanager
def _admitted(kb: App) -> Iterator[None]:
    if kb.waiting >= MAX_WAITING:
        raise StateError("busy")
    kb.waiting += 1
    try:
        yield
    finally:
        kb.waiting -= 1


def _settle(line: Line, done: Future[T], work: Callable[[], T]) -> None:
    line.leave()
    if not done.set_running_or_notify_cancel():
        return
    started = time.monotonic()
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)
    finally:
        line.note(time.monotonic() - started)


def _fail(done: Future[T], error: BaseException) -> None:
    if done.set_running_or_notify_cancel():
        done.set_exception(error)
