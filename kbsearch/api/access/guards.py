"""What a request must pass before any handler of a client runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias, TypeVar

import msgspec
from litestar import Request
from litestar.di import NamedDependency
from litestar.exceptions import SerializationException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.params import PathParameter
from litestar.types import HTTPScope

from kbsearch.api.access.identity import Connection, identify
from kbsearch.api.errors.expected import allowed_fields, allowed_values
from kbsearch.api.errors.problems import UnsupportedMediaTypeError
from kbsearch.api.pages.navigation import may_administer
from kbsearch.app import App
from kbsearch.core.access.principals import Principal, Scope
from kbsearch.core.local_time import in_utc, require_come, times
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, Forbidden, NotFound, ScopeViolation

Guard: TypeAlias = Callable[[Connection, BaseRouteHandler], Awaitable[None]]

Body = TypeVar("Body", bound=msgspec.Struct)

_LET_IN = "kbsearch_one_client"
_MISSING_KIND = "Object missing required field `kind`"

ClientName = Annotated[
    str, PathParameter(description="The client's folder name.", pattern="^[a-z0-9][a-z0-9_-]*$", max_length=64)
]


async def requires_client(connection: Connection, handler: BaseRouteHandler) -> None:
    """The wall between clients. A guard, because guards run for every handler whether it asks for anything or not.

    Absent and not yours are one answer, after the same work: none, for whether there is a client is looked up for those
    alone who may know. What one's own client is not open for is said.
    What is let in is on the connection as a `OneClient`, which nothing else in the API makes.
    """
    principal, client = await identify(connection), connection.path_params.get("client", "")
    scopes = principal.scopes(client)
    if not scopes or not connection.app.state.kb.knows(client):
        raise NotFound("There is no such client.")
    require_scope(handler.opt["scope"], scopes)
    connection.scope["state"][_LET_IN] = OneClient(client)


def admitted(principal: Principal, client: str, kb: App, needed: Scope) -> OneClient | None:
    """The same wall for a page that is told which client: None for one that is absent, and for one that is not open to
    whoever asks."""
    is_open = principal.may(needed, client)
    return OneClient(client) if is_open and kb.knows(client) else None


async def requires_scope(connection: Connection, handler: BaseRouteHandler) -> None:
    """For what is of no single client: the scope, or one that will do instead, for any client at all."""
    principal, needed = await identify(connection), handler.opt["scope"]
    if not any(principal.may_somewhere(one) for one in (needed, *handler.opt["instead"])):
        raise Forbidden("The scope is missing.", needed=needed.value)


async def requires_administrator(connection: Connection, handler: BaseRouteHandler) -> None:
    """For what is of the whole instance: the scope for every client, and a person who has it."""
    principal, needed = await identify(connection), handler.opt["scope"]
    if not principal.may_everywhere(needed):
        raise Forbidden("The scope is missing.", needed=needed.value)
    if not may_administer(principal):
        raise Forbidden("A key does not make keys.", key="forbidden-key-detail")


async def requires_session(connection: Connection, _: BaseRouteHandler) -> None:
    """Anybody who is signed in, whatever they may do."""
    await identify(connection)


def require_scope(needed: Scope, held: frozenset[Scope]) -> None:
    """Raises `Forbidden`, which names the scope: its holder may know what to ask for."""
    if needed not in held:
        raise Forbidden("The scope is missing.", needed=needed.value)


def entered(scope: HTTPScope) -> OneClient | None:
    """The client that `requires_client` let a request in to; None where it did not, or not yet."""
    found = scope.get("state", {}).get(_LET_IN)
    return found if isinstance(found, OneClient) else None


def let_in(client: ClientName, request: Request[Any, Any, Any], kb: NamedDependency[App]) -> OneClient:
    """The client that `requires_client` let this request in to, for handlers. `client` is declared so that it stands in
    the description of every handler; nobody reads it, nor `kb`: what needs another dependency is resolved after it, and
    Litestar opens a task group, which costs a fiftieth of a search, for what could be resolved side by side.

    Raises `ScopeViolation` where that guard did not run.
    """
    found = request.scope["state"].get(_LET_IN)
    if not isinstance(found, OneClient):
        raise ScopeViolation("No guard let this request in to any client.")
    return found


async def _require_json_text(connection: Request[Any, Any, Any]) -> None:
    """A body declared as JSON and made of UTF-8, so that decoding can only fail as a field error.

    Refusing other content types also refuses what a foreign page can send without a preflight.
    """
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMediaTypeError
    body = await connection.body()
    try:
        if not body.decode("utf-8").strip():
            raise BadRequest("The body is empty.", field="body", key="body-empty")
        await connection.json()  # kept by the request; here only for its one fault that is not a decoding error
    except UnicodeDecodeError:
        raise BadRequest("The body is not UTF-8 text.", field="body", key="body-not-utf8") from None
    except (RecursionError, SerializationException):
        raise BadRequest("The body is not valid JSON.", field="body", key="body-not-json") from None


def requires_body(kind: type[msgspec.Struct]) -> Guard:
    """A JSON body of the very types documented, its times all in the years that can be worked with.

    Litestar itself would take `"5"` and `5.0` for 5.
    """
    return _guard(kind, lambda _: None)


def requires_told(kind: type[msgspec.Struct]) -> Guard:
    """The same of what is told of a call as it happens: no time of it is long after now."""
    return _guard(kind, lambda found: require_come(found, datetime.now(UTC)))


def _guard(kind: type[msgspec.Struct], check: Callable[[msgspec.Struct], None]) -> Guard:

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        if not isinstance(connection, Request):
            return
        await _require_json_text(connection)
        check(decoded(kind, await connection.body()))

    return guard


def decoded(kind: type[Body], body: bytes) -> Body:
    """JSON of the very types documented. Raises `ValidationException`, which names the field, and `BadRequest`."""
    try:
        found = msgspec.json.decode(body, type=kind, strict=True)
    except msgspec.ValidationError as error:
        raise ValidationException(extra=[_fault(kind, body, str(error))]) from None
    for place, when in times(found):
        in_utc(when, field=place)
    return found


def _fault(kind: type[msgspec.Struct], body: bytes, said: str) -> dict[str, object]:
    """What `field_errors` reads of msgspec's sentence: with what is allowed, where that can be listed."""
    message, _separator, at = said.partition(" - at `$")
    place = at.rstrip("`").removeprefix(".")
    fault: dict[str, object] = {"message": message, "key": place}
    if message.startswith("Invalid"):
        fault["allowed"] = allowed_values(kind, place)
    elif message == _MISSING_KIND:
        fault["allowed"] = allowed_values(kind, f"{place}.kind")
    elif message.startswith("Object contains unknown field"):
        fault["allowed"] = allowed_fields(kind, place, msgspec.json.decode(body))
    return fault
