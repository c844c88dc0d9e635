"""However another machine behaves: how much of what it says is read, and when whoever waits for it goes on without.

One end holds for all that one step asks: names, connections, handshakes, heads and bodies together. A timeout of each
read alone would let a machine that sends a byte a second hold a thread for days.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from ssl import SSLContext
from typing import Any

import httpcore2
import httpx2

MOST_BYTES = 256_000
"""Of one answer, as it comes: head and body. The largest documents of known sign-in providers have a tenth of it."""
STEP_S = 5.0
"""How long the other side may be silent."""
MOST_LOOKUPS = 4
"""Names looked up at a time: the system's resolver cannot be interrupted, and keeps its thread until it gives up."""


def left_s(until: float, longest_s: float | None = None) -> float:
    """Seconds until then, `longest_s` at most. `until`: of `time.monotonic`. Raises `TimeoutError` when it is over."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the other side took too long")
    return left if longest_s is None else min(left, longest_s)


class BoundedStream(httpcore2.NetworkStream):
    """A connection to another machine, in the clear or not. Raises what the library does when it ends."""

    def __init__(self, below: Any, until: float) -> None:
        self._below, self._until, self._read = below, until, 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with ending(httpcore2.ReadTimeout):
            data: bytes = self._below.read(max_bytes, left_s(self._until, timeout))
        self._read += len(data)
        if self._read > MOST_BYTES:
            raise httpcore2.ReadError("the answer has no end")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with ending(httpcore2.WriteTimeout):
            self._below.write(buffer, left_s(self._until, timeout))

    def close(self) -> None:
        self._below.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> BoundedStream:
        with ending(httpcore2.ConnectTimeout):
            made = self._below.start_tls(ssl_context, server_hostname, left_s(self._until, timeout))
        return BoundedStream(made, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._below.get_extra_info(info)


class Plain(httpx2.HTTPTransport):
    """Takes no compressed answer: a few kilobytes of one can stand for gigabytes."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = super().handle_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()
            raise httpx2.DecodingError("a compressed answer, which was not asked for", request=request)
        return response


@contextlib.contextmanager
def ending(kind: type[Exception]) -> Iterator[None]:
    """A deadline that is over, as the exception that the library knows."""
    try:
        yield
    except TimeoutError as error:
        raise kind(str(error)) from None


class Lookups:
    """Names looked up on threads of their own, so that whoever asks can go on. Any thread may call."""

    def __init__(self, resolver: Callable[[str], Sequence[str]]) -> None:
        self._resolver = resolver
        self._places = threading.BoundedSemaphore(MOST_LOOKUPS)

    def find(self, host: str, until: float) -> Sequence[str]:
        """Raises what the resolver does, and `TimeoutError`."""
        if not self._places.acquire(timeout=left_s(until)):
            raise TimeoutError("names are not found in time")
        found: Future[Sequence[str]] = Future()

        def work() -> None:
            try:
                found.set_result(self._resolver(host))
            except BaseException as error:
                found.set_exception(error)
            finally:
                self._places.release()

        threading.Thread(target=work, name="lookup", daemon=True).start()
        return found.result(left_s(until))
