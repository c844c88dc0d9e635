"""What can go wrong between a tool and the API, as one small tree.

ApiError
├── ProblemError            the server said what is wrong: an RFC 9457 problem
├── UnexpectedAnswerError   it answered something that is not of this API: a proxy's page, another version's shape
└── UnreachableError        it did not answer at all
"""

from __future__ import annotations

import msgspec


class FieldFault(msgspec.Struct, frozen=True):
    """One field that has to change."""

    field: str
    message: str


class Replacement(msgspec.Struct, frozen=True):
    """The article to read instead of one that is no more."""

    client: str
    article: str
    title: str


class Problem(msgspec.Struct, frozen=True):
    """An RFC 9457 document."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[FieldFault, ...] = ()
    remedy: str = ""
    replacement: Replacement | None = None


class ApiError(Exception):
    """Root of the tree."""


class ProblemError(ApiError):
    """The server refused, and says why. `name` is stable, texts are for people."""

    def __init__(self, problem: Problem, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail} (request {problem.request_id})")
        self.problem = problem
        self.retry_after_s = retry_after_s
        """When it is worth asking again; None = asking again will not help."""

    @property
    def name(self) -> str:
        """`not-found`, `bad-request`, `event-conflict`…: the end of `type`."""
        return self.problem.type.rpartition("#")[2]

    @property
    def status(self) -> int:
        return self.problem.status

    @property
    def fields(self) -> tuple[FieldFault, ...]:
        """What has to change in the request."""
        return self.problem.errors

    @property
    def request_id(self) -> str:
        """What to quote to whoever runs the server."""
        return self.problem.request_id


class UnexpectedAnswerError(ApiError):
    """The answer is not of this API."""


class UnreachableError(ApiError):
    """No answer came: refused, cut, or too late. What was posted may have been done."""
