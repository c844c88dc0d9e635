"""The contract as one OpenAPI 3.1 document: the routes as Litestar knows them, their bodies as msgspec checks them.

Litestar's own schemas say other things of tuples, optional fields and unknown fields than what is checked, and leave
nulls out of examples.
"""

from __future__ import annotations

import inspect
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import ResponseSpec
from litestar.routes import HTTPRoute

from kbsearch.api.contract import examples
from kbsearch.api.contract.deprecation import OPT
from kbsearch.api.errors.problems import MEDIA_TYPE, Problem
from kbsearch.api.request_examples import BODIES

FILE = Path(__file__).parent / "openapi.json"
"""The document as it was published."""
PARAMETERS: dict[str, dict[str, Any]] = {
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "Your name for this request: 1 to 64 letters, digits, `.`, `_` or `-`; else one is made.",
        "schema": {"type": "string"},
        "example": "crm-5f0c9a7b",
    },
    "Language": {
        "name": "Accept-Language",
        "in": "header",
        "description": "French, or English where it is preferred: the language of texts for people.",
        "schema": {"type": "string"},
        "example": "fr",
    },
}
IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of an answer that you have, several, or `*`: a 304 says that it has not changed.",
    "schema": {"type": "string"},
    "example": '"0.1.0-00000007-3f9c2a1b"',
}
HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "Names this answer: it changes when the answer does.", "schema": {"type": "string"}},
    "RequestId": {"description": "The request's name, yours or made.", "schema": {"type": "string"}},
    "RateLimitLimit": {"description": "Requests that may come at once.", "schema": {"type": "integer"}},
    "RateLimitRemaining": {"description": "How many of them are left.", "schema": {"type": "integer"}},
    "RateLimitReset": {"description": "Seconds until all of them are back.", "schema": {"type": "integer"}},
    "Deprecation": {
        "description": "Since when this is not to be used any more, as `@` and seconds since 1970 (RFC 9745).",
        "schema": {"type": "string"},
    },
    "Sunset": {"description": "When it will be gone, as an HTTP date (RFC 8594).", "schema": {"type": "string"}},
    "RetryAfter": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer", "minimum": 0}},
}
GOING = {name: {"$ref": f"#/components/headers/{name}"} for name in ("Deprecation", "Sunset")}
EVERYWHERE = {
    414: "The path, or what stands after `?`, is too long.",
    421: "The host name is not one that this server answers to.",
    429: "Too many requests; `Retry-After` says when to come back.",
    431: "The headers are too many or too large.",
    500: "The fault is in kbsearch; `request_id` is what to quote.",
}
"""Statuses that any operation may answer."""
ETAG = {"ETag": {"$ref": "#/components/headers/ETag"}}
WAIT = ("429", "503")
"""Statuses that say when to come back."""
_REFERENCE = "#/components/schemas/{name}"


def document(app: Litestar) -> dict[str, Any]:
    """The whole document, the same for the same version of the code."""
    written: dict[str, Any] = app.openapi_schema.to_schema()
    routes = [route for route in app.routes if isinstance(route, HTTPRoute)]
    known = {handler.operation_id: handler for route in routes for handler in route.route_handlers}
    operations = [
        (operation, known[operation["operationId"]])
        for methods in written["paths"].values()
        for operation in methods.values()
    ]
    kinds: list[type] = list(dict.fromkeys([Problem, *(kind for _, handler in operations for kind in _kinds(handler))]))
    references, shapes = msgspec.json.schema_components(kinds, ref_template=_REFERENCE)
    schemas: dict[type, Any] = dict(zip(kinds, references, strict=True))
    for operation, handler in operations:
        _complete(operation, handler, schemas)
    written["components"] = written.get("components", {}) | {
        "schemas": {name: _without_indents(shape) for name, shape in sorted(shapes.items())},
        "parameters": PARAMETERS | {"IfNoneMatch": IF_NONE_MATCH},
        "headers": HEADERS,
        "responses": {f"Status{status}": _everywhere(status, schemas) for status in EVERYWHERE},
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(written))  # defaults are tuples here, arrays there
    _share(plain)
    return plain


def _share(document: dict[str, Any]) -> None:
    """Of each refusal, the one that most operations word alike is written once."""
    refusals: dict[str, list[tuple[dict[str, Any], bytes]]] = defaultdict(list)
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status >= "400" and "$ref" not in response:
                    refusals[status].append((operation["responses"], msgspec.json.encode(response, order="sorted")))
    for status, told in sorted(refusals.items()):
        commonest, times = Counter(written for _, written in told).most_common(1)[0]
        if times < 2:
            continue
        document["components"]["responses"][f"Status{status}"] = msgspec.json.decode(commonest)
        for responses, written in told:
            if written == commonest:
                responses[status] = {"$ref": f"#/components/responses/Status{status}"}


def _kinds(handler: HTTPRouteHandler) -> Iterator[type[msgspec.Struct]]:
    """Of the bodies that an operation takes and gives."""
    if (body := _body(handler)) is not None:
        yield body
    yield from filter(None, map(_answer, (handler.responses or {}).values()))


def _body(handler: HTTPRouteHandler) -> type[msgspec.Struct] | None:
    field = handler.parsed_fn_signature.parameters.get("data")
    return handler.opt.get("takes") if field is None else field.annotation


def _answer(spec: ResponseSpec | None) -> type[msgspec.Struct] | None:
    return None if spec is None else cast("type[msgspec.Struct] | None", spec.data_container)


def _complete(operation: dict[str, Any], handler: HTTPRouteHandler, schemas: dict[type, Any]) -> None:
    """Put in what Litestar leaves out of an operation, or says otherwise than it is."""
    kept = ("name", "in", "description", "required", "schema")
    own = [{key: one[key] for key in kept if key in one} for one in operation.get("parameters", ())]
    operation["parameters"] = [*own, *({"$ref": f"#/components/parameters/{name}"} for name in PARAMETERS)]
    if (body := _body(handler)) is not None:
        content = {"schema": schemas[body], "examples": _example(BODIES[body])}
        media = ("application/json", *handler.opt.get("also_as", ()))
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(media, content)}
    elif "body" in handler.opt:
        operation["requestBody"] = handler.opt["body"]
    for status, response in operation["responses"].items():
        spec = (handler.responses or {}).get(int(status))
        if spec is not None and (answer := _answer(spec)) is not None:
            content = {"schema": schemas[answer]}
            if spec.examples:
                content["examples"] = _example(spec.examples[0].value)
            response["content"] = dict.fromkeys(response["content"], content)
        response["headers"] = (
            response.get("headers", {}) | _headers(status) | (_own(handler) if status == "200" else {})
        )
    if handler.opt.get("conditional"):
        operation["parameters"].append({"$ref": "#/components/parameters/IfNoneMatch"})
        operation["responses"]["200"]["headers"] |= ETAG
        operation["responses"]["304"] = {"description": "You have it.", "headers": _headers("304") | ETAG}
    if OPT in handler.opt:
        operation["deprecated"] = True
        for response in operation["responses"].values():
            response["headers"] |= GOING
    operation["responses"] |= {str(one): {"$ref": f"#/components/responses/Status{one}"} for one in EVERYWHERE}


def _everywhere(status: int, schemas: dict[type, Any]) -> dict[str, Any]:
    content = {"schema": schemas[Problem], "examples": _example(examples.PROBLEMS[status])}
    return {"description": EVERYWHERE[status], "headers": _headers(str(status)), "content": {MEDIA_TYPE: content}}


def _headers(status: str) -> dict[str, Any]:
    named = {"X-Request-Id": "RequestId"} | ({"Retry-After": "RetryAfter"} if status in WAIT else {})
    if status in ("200", "429"):
        named |= {f"RateLimit-{name}": f"RateLimit{name}" for name in ("Limit", "Remaining", "Reset")}
    return {name: {"$ref": f"#/components/headers/{component}"} for name, component in named.items()}


def _own(handler: HTTPRouteHandler) -> dict[str, Any]:
    """The headers that this operation's answer may carry."""
    return {
        header.name: {"description": header.description, "schema": {"type": "string"}}
        for header in sorted(handler.resolve_response_headers(), key=lambda header: header.name)
    }


def _example(value: Any) -> dict[str, Any]:
    return {"example": {"value": value}}


def _without_indents(shape: dict[str, Any]) -> dict[str, Any]:
    """msgspec gives docstrings as they stand in the code."""
    return shape | ({"description": inspect.cleandoc(shape["description"])} if "description" in shape else {})
