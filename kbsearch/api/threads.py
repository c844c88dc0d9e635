"""Work that takes a while, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

from kbsearch.app import App
from kbsearch.errors import StateError

MAX_WAITING = 200
"""Searches that may wait for a thread; more are told to come back (503) instead of growing the queue without end."""

S = TypeVar("S")
T = TypeVar("T")


async def on_a_thread(kb: App, work: Callable[[], T], pool: Executor | None = None) -> T:
    """Run `work` on a thread of `pool`, or of the general one; refuse when too much is waiting already."""
    with _admitted(kb):
        return await asyncio.get_running_loop().run_in_executor(pool or kb.pool, work)


async def in_turn(kb: App, begin: Callable[[], S], end: Callable[[S], T]) -> T:
    """`begin` on an encoder's thread, then `end` with what it gave on a searcher's, straight from one to the other.

    Coming back to the event loop in between costs a twentieth of a search, all of it under the interpreter's lock.
    """
    done: Future[T] = Future()

    def first() -> None:
        if not done.set_running_or_notify_cancel():  # nobody waits for it any more
            return
        try:
            found = begin()
            kb.searchers.submit(_settle, done, lambda: end(found))
        except BaseException as error:
            done.set_exception(error)

    with _admitted(kb):
        kb.encoders.submit(first)
        return await asyncio.wrap_future(done)


@contextmanager
def _admitted(kb: App) -> Iterator[None]:
    if kb.waiting >= MAX_WAITING:
        raise StateError("busy")
    kb.waiting += 1
    try:
        yield
    finally:
        kb.waiting -= 1


def _settle(done: Future[T], work: Callable[[], T]) -> None:
    try:
        done.set_result(work())
    except BaseException as error:
        done.set_exception(error)
