"""One request until it is answered, however often that takes; answers into types, refusals into errors."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import msgspec

from kbsearch.client.errors import Problem, ProblemError, UnexpectedAnswerError, UnreachableError

T = TypeVar("T", bound=msgspec.Struct)

MEDIA_TYPE = "application/problem+json"
_KEPT = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=3.0)
"""Seconds that an idle connection is kept: fewer than the server's five, which resets what is sent as it closes."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request may take."""

    timeout_s: float = 10.0
    """Of each try, for connecting and between two pieces of the answer."""
    tries: int = 3
    """In all."""
    wait_s: float = 0.2
    """Before the second try; twice as long before each next one, and never less than the server asks for."""
    most_wait_s: float = 10.0
    """What the server asks to wait for longer than this is raised at once."""


class Transport:
    """One connection pool. Whatever is sent through it may be sent again: see `send`."""

    def __init__(
        self,
        url: str,
        headers: Mapping[str, str],
        patience: Patience,
        *,
        through: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._patience, self._sleep = patience, sleep
        self._http = httpx.Client(
            base_url=url,
            headers=dict(headers),
            timeout=patience.timeout_s,
            transport=through,
            limits=_KEPT,
            follow_redirects=False,
        )

    def get(self, path: str, kind: type[T], **query: str | int) -> T:
        return self._decoded(self.send("GET", path, params=query), kind)

    def text(self, path: str, **query: str | int) -> str:
        return self.send("GET", path, params=query).text

    def tell(self, method: str, path: str, body: object, kind: type[T]) -> T:
        """A body whose effect, if it has one, is by its own ids or by an `Idempotency-Key`, made here for all tries."""
        return self.hand_in(method, path, msgspec.json.encode(body), kind)

    def hand_in(self, method: str, path: str, data: bytes, kind: type[T], *, media: str = "application/json") -> T:
        """As `tell`, of a body that is written already."""
        headers = {"Content-Type": media}
        if method == "POST":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        return self._decoded(self.send(method, path, content=data, headers=headers), kind)

    def send(self, method: str, path: str, **what: Any) -> httpx.Response:
        """The answer, a 2xx. Asks again when none came, or a refusal that passes; raises an `ApiError`."""
        wait_s = self._patience.wait_s
        for left in reversed(range(max(1, self._patience.tries))):
            try:
                answer = self._http.request(method, path, **what)
            except httpx.TransportError as error:
                if not left:
                    raise UnreachableError(f"{method} {path}: no answer ({type(error).__name__}: {error})") from error
                self._sleep(wait_s)
            else:
                if answer.is_success:
                    return answer
                refusal = _refusal(answer)
                asked_s = refusal.retry_after_s
                if not left or asked_s is None or asked_s > self._patience.most_wait_s:
                    raise refusal
                self._sleep(max(asked_s, wait_s))
            wait_s *= 2
        raise AssertionError("the last try returns or raises")  # pragma: no cover

    def close(self) -> None:
        self._http.close()

    def _decoded(self, answer: httpx.Response, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(answer.content, type=kind)
        except msgspec.MsgspecError as error:
            place = f"{answer.request.method} {answer.request.url.path}"
            raise UnexpectedAnswerError(f"{place}: the answer is not a {kind.__name__}: {error}.") from error


def _refusal(answer: httpx.Response) -> ProblemError:
    """Raises `UnexpectedAnswerError` for what is no problem document."""
    place = f"{answer.request.method} {answer.request.url.path}"
    if answer.headers.get("content-type", "").partition(";")[0] != MEDIA_TYPE:
        raise UnexpectedAnswerError(f"{place}: {answer.status_code}, and no problem document. Is this a kbsearch?")
    try:
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.MsgspecError as error:
        raise UnexpectedAnswerError(f"{place}: {answer.status_code}, with a problem of another shape.") from error
    return ProblemError(problem, retry_after_s=_retry_after(answer.headers.get("retry-after", "")))


def _retry_after(said: str) -> float | None:
    """Seconds, as this API writes it; a date, which it does not write, counts as nothing said."""
    return float(said) if said.isascii() and said.isdigit() else None
