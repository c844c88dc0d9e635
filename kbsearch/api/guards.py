"""What a request must pass before any handler of a client runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import SerializationException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.params import PathParameter

from kbsearch.api.problems import UnsupportedMediaTypeError
from kbsearch.errors import BadRequest, NotFound

Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
Guard: TypeAlias = Callable[[Connection, BaseRouteHandler], Awaitable[None]]

ClientName = Annotated[
    str, PathParameter(description="The client's folder name.", pattern="^[a-z0-9][a-z0-9_-]*$", max_length=64)
]


async def requires_client(connection: Connection, _: BaseRouteHandler) -> None:
    """The wall between clients. A guard, because guards run for every handler whether it asks for anything or not.

    Absent and forbidden are one answer. Keys are checked here once they exist.
    """
    if not connection.app.state.kb.knows(connection.path_params.get("client", "")):
        raise NotFound("There is no such client.")


async def requires_json_text(connection: Connection, _: BaseRouteHandler) -> None:
    """A body declared as JSON and made of UTF-8, so that decoding can only fail as a field error.

    Refusing other content types also refuses what a foreign page can send without a preflight.
    """
    if not isinstance(connection, Request) or connection.method not in ("POST", "PUT"):
        return
    kind = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise UnsupportedMediaTypeError
    body = await connection.body()
    try:
        if not body.decode("utf-8").strip():
            raise BadRequest("body-empty", field="body")
        await connection.json()  # kept by the request; here only for its one fault that is not a decoding error
    except UnicodeDecodeError:
        raise BadRequest("body-not-utf8", field="body") from None
    except (RecursionError, SerializationException):
        raise BadRequest("body-not-json", field="body") from None


def requires_body(kind: type[msgspec.Struct]) -> Guard:
    """A body of the very types documented. Litestar itself would take `"5"` and `5.0` for 5."""

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        if not isinstance(connection, Request):
            return
        try:
            msgspec.json.decode(await connection.body(), type=kind, strict=True)
        except msgspec.ValidationError as error:
            message, _separator, at = str(error).partition(" - at `$.")
            raise ValidationException(extra=[{"message": message, "key": at.rstrip("`")}]) from None

    return guard
