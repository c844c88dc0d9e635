"""The query string of the API: names that there are, each once. A mistyped filter would else give everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar import Litestar, Request
from litestar.routes import HTTPRoute

from kbsearch.errors import BadRequest

Names = Mapping[tuple[str, str], frozenset[str]]
"""Method and path as the router knows it → parameters of its query string."""


def names_of(app: Litestar) -> Names:
    """Of every operation below `/api/`."""
    return {
        (method, route.path_format): frozenset(one.field_alias for one in model.expected_query_params)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path_format.startswith("/api/")
        for method, (_, model) in route.route_handler_map.items()
    }


def require_known(request: Request[Any, Any, Any], names: Names) -> None:
    """Raises `BadRequest` naming the parameter that is not there, or is there twice."""
    given = request.scope["query_string"]
    known = names.get((request.method, request.scope["path_template"])) if given else None
    if known is None:
        return
    seen: set[str] = set()
    for name, _ in parse_qsl(given.decode("latin-1"), keep_blank_values=True):
        if name not in known:
            raise BadRequest("There is no such parameter.", field=name[:100], key="field-unknown")
        if name in seen:
            raise BadRequest("The parameter is given twice.", field=name, key="field-twice")
        seen.add(name)
