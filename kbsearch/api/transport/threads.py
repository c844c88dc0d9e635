"""Work that takes a while, off the event loop: in bounded lines, and by words alone where the encoders' is too long.

A search waits for the model only while that is quicker than its reader: `LONGEST_WAIT_S` expected, or `PATIENCE_S`
in fact, and words answer without it. When even those are behind, it is told to come back. What is left to do once the
model has read a query is done on the event loop where that is quick: another thread would only take the interpreter's
lock from it, and hand it back.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

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
        return await asyncio.get_running_loop().run_in_executor(pool or kb.threads.readers, work)


@dataclass(frozen=True, slots=True)
class Halves(Generic[S, T]):
    """A search in two halves."""

    begin: Callable[[], S]
    begin_by_words: Callable[[], S]
    """In its place when the encoders are behind."""
    end: Callable[[S], T]
    is_quick: Callable[[S], bool] = lambda _: False
    """Whether `end` takes no longer than handing it over: it must not wait for anything then."""


async def searched(kb: App, halves: Halves[S, T]) -> T:
    """`begin` on an encoder's thread, then `end` with what it gave, here where it is quick, else on a searcher's;
    `begin_by_words` on a searcher's too. Raises `StateError` "busy" when the searchers are behind.
    """
    with _admitted(kb):
        if kb.threads.searching.expected_wait_s() > LONGEST_ANSWER_WAIT_S:
            raise StateError("busy")
        if kb.threads.encoding.expected_wait_s() <= LONGEST_WAIT_S:
            done, is_read = in_turn(kb, halves)
            with suppress(_NotInTimeError):
                found = await _patiently(asyncio.wrap_future(done), is_read)
                return halves.end(found.half) if isinstance(found, _Half) else found
        words: Future[T] = Future()
        kb.threads.searching.enter()
        kb.threads.searchers.submit(_settle, kb.threads.searching, words, lambda: halves.end(halves.begin_by_words()))
        return await asyncio.wrap_future(words)


class _NotInTimeError(Exception):
    pass


async def _patiently(waited: asyncio.Future[T], is_read: Callable[[], bool]) -> T:
    """What comes. Raises `_NotInTimeError` where nothing was read within `PATIENCE_S`: what is not begun then never is,
    and what is done later nobody takes notice of.
    """
    has_lost_patience = False

    def lose_patience() -> None:
        nonlocal has_lost_patience
        if not is_read():
            has_lost_patience = True
            waited.cancel()

    timer = asyncio.get_running_loop().call_later(PATIENCE_S, lose_patience)
    try:
        return await waited
    except asyncio.CancelledError:
        if has_lost_patience:
            raise _NotInTimeError from None
        raise
    finally:
        timer.cancel()


def in_turn(kb: App, halves: Halves[S, T]) -> tuple[Future[T | _Half[S]], Callable[[], bool]]:
    """Both halves, straight from one thread to the other, or the first where the second is quick; and whether the
    first is over.
    """
    done: Future[T | _Half[S]] = Future()
    is_over = False

    def first() -> None:
        nonlocal is_over
        kb.threads.encoding.leave()
        if done.cancelled():  # nobody waits for it any more
            return
        started = time.monotonic()
        try:
            found = halves.begin()
        except BaseException as error:
            _fail(done, error)
            return
        finally:
            kb.threads.encoding.note(time.monotonic() - started)
            is_over = True
        try:
            if halves.is_quick(found):
                _give(done, _Half(found))
                return
            kb.threads.searching.enter()
            kb.threads.searchers.submit(_settle, kb.threads.searching, done, lambda: halves.end(found))
        except BaseException as error:
            _fail(done, error)

    kb.threads.encoding.enter()
    kb.threads.encoders.submit(first)
    return done, lambda: is_over


@dataclass(frozen=True, slots=True)
class _Half(Generic[S]):
    half: S


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


def _give(done: Future[T], result: T) -> None:
    if done.set_running_or_notify_cancel():
        done.set_result(result)


def _fail(done: Future[T], error: BaseException) -> None:
    if done.set_running_or_notify_cancel():
        done.set_exception(error)
