"""Every error as an RFC 9457 problem document: one table of types, one mapping from exceptions.

`type` is a stable URI-reference that leads to the page describing it. Details never repeat what was asked: a query may
hold a caller's name.
"""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import Litestar, Request, Response
from litestar.exceptions import (
    ClientException,
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from msgspec import Meta

from kbsearch.api.access.sent_keys import challenges
from kbsearch.api.catalogue import TEXTS, Lang, choose, text
from kbsearch.api.errors.field_errors import FieldError, field_errors
from kbsearch.core.faults import printable
from kbsearch.core.outline import outline
from kbsearch.errors import (
    BadRequest,
    BuildBusy,
    EventConflict,
    Forbidden,
    IndexDamaged,
    IndexMissing,
    KbsearchError,
    KeyInUse,
    KeyReused,
    ModelMismatch,
    ModelMissing,
    NotFound,
    PageOutdated,
    Replaced,
    ScopeViolation,
    StateError,
    Unauthenticated,
    UserError,
)

log = logging.getLogger("kbsearch.api")

MEDIA_TYPE = "application/problem+json"
MAX_BODY_BYTES = 64_000
RETRY_AFTER_S = {"key-in-use": 1, "not-ready": 1, "build-busy": 5}
DEFAULT_RETRY_AFTER_S = 30
REASON = "kbsearch_refused"
"""Where a request's state says why it was refused: the name of the problem, or that too much is under way (`busy`)."""

STATUS = {
    "bad-request": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "page-outdated": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "too-slow": 408,
    "event-conflict": 409,
    "key-in-use": 409,
    "too-large": 413,
    "address-too-long": 414,
    "unsupported-media-type": 415,
    "misdirected": 421,
    "key-reused": 422,
    "rate-limited": 429,
    "headers-too-large": 431,
    "internal": 500,
    "not-ready": 503,
    "index-missing": 503,
    "index-damaged": 503,
    "model-missing": 503,
    "model-mismatch": 503,
    "build-busy": 503,
}
"""Problem type → status. Names are part of the API: never renamed."""

NAMES: dict[type[KbsearchError], str] = {
    IndexMissing: "index-missing",
    IndexDamaged: "index-damaged",
    ModelMissing: "model-missing",
    ModelMismatch: "model-mismatch",
    BuildBusy: "build-busy",
    StateError: "not-ready",
    NotFound: "not-found",
    Replaced: "not-found",
    Unauthenticated: "unauthenticated",
    PageOutdated: "page-outdated",
    Forbidden: "forbidden",
    EventConflict: "event-conflict",
    KeyInUse: "key-in-use",
    KeyReused: "key-reused",
    UserError: "bad-request",
}
"""Our errors, most precise first."""

CONFLICTS = {
    "event": ("event-conflict-detail", "event-conflict-field"),
    "incident": ("incident-conflict-detail", "incident-conflict-field"),
    "incident-over": ("incident-over-detail", "incident-over-field"),
}
"""`EventConflict.about` → keys of what is wrong, and of what to do about the id."""


class ReplacementOut(msgspec.Struct, frozen=True):
    """The article to read instead."""

    client: str
    article: str
    title: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An RFC 9457 document. `remedy` is the command that mends a 503."""

    type: Annotated[
        str,
        Meta(
            description="Stable; it leads to the page that describes it. More may come.",
            extra_json_schema={"enum": [f"/problems#{name}" for name in STATUS]},
        ),
    ]
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[FieldError, ...] = ()
    remedy: str = ""
    replacement: Annotated[
        ReplacementOut | None,
        Meta(description="Of an article that is no more: the one of this client that says it took its place."),
    ] = None


class UnsupportedMediaTypeError(HTTPException):
    """The body is not declared as JSON."""

    status_code, wanted = 415, "unsupported-media-type-detail"


class TooSlowError(HTTPException):
    """The body did not arrive in time."""

    status_code = 408


class RateLimitedError(HTTPException):
    """The asker has used up what it may ask for. `retry_after_s`: when to come back."""

    status_code = 429

    def __init__(self, retry_after_s: int) -> None:
        super().__init__()
        self.retry_after_s = retry_after_s


def problem(name: str, lang: Lang, detail: str, request_id: str, **more: Any) -> Problem:
    return Problem(f"/problems#{name}", text(lang, name), STATUS[name], detail, request_id, **more)


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The one exception handler of the API."""
    lang = choose(request.headers.get("accept-language", ""))
    request_id: str = request.scope.get("state", {}).get("request_id", "")
    document = describe(error, lang, request_id, request)
    if isinstance(error, ScopeViolation):
        request.app.state.kb.violations.add()
        log.error("request %s met what is another client's, in %s; nothing of it was told", request_id, _place(error))
    elif document.status == 500:
        log.error("request %s failed: %s", request_id, outline(error))
    elif isinstance(error, StateError) and str(error) != "busy":
        log.warning("request %s refused: %s", request_id, error)  # with the folders that the answer leaves out
    headers: dict[str, str] = {}
    name = document.type.partition("#")[2]
    request.scope["state"][REASON] = "busy" if str(error) == "busy" else name
    if document.status == 503 or name in RETRY_AFTER_S:
        headers["Retry-After"] = str(RETRY_AFTER_S.get(name, DEFAULT_RETRY_AFTER_S))
    if document.status == 401:
        headers["WWW-Authenticate"] = challenges(request)
    if isinstance(error, RateLimitedError):
        headers["Retry-After"] = str(error.retry_after_s)
    if document.status == 405:
        headers["Allow"] = allowed_methods(request)
    body = msgspec.json.encode(document)
    return Response(body, status_code=document.status, media_type=MEDIA_TYPE, headers=headers)


def _place(error: ScopeViolation) -> str:
    """The lines of ours that met it: no word of anybody's."""
    at = traceback.extract_tb(error.__traceback__)[-3:]
    return " ← ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(at))


def describe(error: Exception, lang: Lang, request_id: str, request: Request[Any, Any, Any]) -> Problem:
    """What to answer for any exception that left a handler."""
    match error:
        case BadRequest():
            return _bad_fields([FieldError(error.field or "body", _translated(error, lang))], lang, request_id)
        case Replaced():
            instead = ReplacementOut(error.client, error.article, error.title)
            return problem("not-found", lang, text(lang, "replaced-detail"), request_id, replacement=instead)
        case NotFound() | NotFoundException():
            return problem("not-found", lang, text(lang, "not-found-detail"), request_id)
        case Unauthenticated():
            return problem("unauthenticated", lang, text(lang, "unauthenticated-detail"), request_id)
        case Forbidden() | PageOutdated():
            key = "forbidden-detail" if error.needed else error.key or "forbidden-page-detail"
            return problem(_name(error), lang, text(lang, key, scope=error.needed), request_id)
        case EventConflict():
            detail, field = CONFLICTS[error.about]
            errors = (FieldError("id", text(lang, field, id=printable(error.event))),)
            return problem("event-conflict", lang, text(lang, detail), request_id, errors=errors)
        case ScopeViolation():
            return problem("internal", lang, text(lang, "internal-detail", id=request_id), request_id)
        case KbsearchError():
            said = sentence(error, lang)
            return problem(_name(error), lang, said, request_id, remedy=remedy_for_anyone(error))
        case ValidationException():
            return _bad_fields(field_errors(error.extra, lang), lang, request_id)
        case MethodNotAllowedException():
            detail = text(lang, "method-not-allowed-detail", allowed=allowed_methods(request))
            return problem("method-not-allowed", lang, detail, request_id)
        case RequestEntityTooLarge():
            limit = request.route_handler.resolve_request_max_body_size()
            return problem("too-large", lang, text(lang, "too-large-detail", limit=limit), request_id)
        case UnsupportedMediaTypeError():
            return problem("unsupported-media-type", lang, text(lang, error.wanted), request_id)
        case TooSlowError():
            return problem("too-slow", lang, text(lang, "too-slow-detail"), request_id)
        case RateLimitedError():
            said = text(lang, "rate-limited-detail", seconds=error.retry_after_s)
            return problem("rate-limited", lang, said, request_id)
        case ClientException():
            return _bad_fields([FieldError("body", text(lang, "body-not-json"))], lang, request_id)
        case _:
            return problem("internal", lang, text(lang, "internal-detail", id=request_id), request_id)


def allowed_methods(request: Request[Any, Any, Any]) -> str:
    """`Allow` for the path asked."""
    return methods_of(request.app, request.scope["path"])


def methods_of(app: Litestar, path: str) -> str:
    """The methods of every route with the same shape; empty where there is none."""
    try:
        *_, template = app.asgi_router.handle_routing(path, "OPTIONS")
    except HTTPException:
        return ""
    methods = {method for route in app.routes if route.path_format == template for method in route.methods}
    methods |= {"HEAD"} if "GET" in methods else set()
    return ", ".join(sorted(methods))


def _bad_fields(fields: list[FieldError], lang: Lang, request_id: str) -> Problem:
    first = fields[0]
    detail = text(lang, "fields-detail", field=first.field, message=first.message)
    return problem("bad-request", lang, detail, request_id, errors=tuple(fields))


def _translated(error: BadRequest, lang: Lang) -> str:
    """By the key that it carries. Without one its own sentence may repeat what was sent, and is in one language."""
    return text(lang, error.key if error.key in TEXTS else "value-refused")


def sentence(error: KbsearchError, lang: Lang) -> str:
    """What is wrong and the command that mends it, in the reader's language and without the server's folders."""
    if isinstance(error, KeyInUse | KeyReused):
        return text(lang, f"{_name(error)}-detail")
    if isinstance(error, UserError):
        return text(lang, "value-refused")
    if str(error) == "busy":
        return text(lang, "busy-detail")
    said = text(lang, f"{_name(error)}-detail")
    remedy = remedy_for_anyone(error)
    return f"{said} {text(lang, 'remedy', command=remedy)}" if remedy else said


def remedy_for_anyone(error: KbsearchError) -> str:
    """The command that mends it, unless it is the system's own, which names the server's folders."""
    remedy: str = getattr(error, "remedy", "")
    return remedy if remedy.startswith("kbsearch ") else ""


def _name(error: KbsearchError) -> str:
    return next(name for kind, name in NAMES.items() if isinstance(error, kind))


def decode(body: bytes) -> Problem:
    return msgspec.json.decode(body, type=Problem)
