"""What an operation may answer, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example

from kbsearch.api.contract import examples
from kbsearch.api.errors.problems import Problem

NO_KEY = "There is no key or session, or it does not hold."
NO_SCOPE = "The key may enter this client, and not do this; `detail` names the scope."
TOO_SLOW = "The body did not arrive in time."


def problems(**described: str) -> dict[int, ResponseSpec]:
    """Problem documents of an operation that asks for a key: `_404="…"` → 404."""
    return public_problems(_401=NO_KEY, _403=NO_SCOPE, **described)


def public_problems(**described: str) -> dict[int, ResponseSpec]:
    """Problem documents for the OpenAPI document: `_404="…"` → 404. One with a body may answer 408."""
    described |= {"_408": TOO_SLOW} if "_413" in described else {}
    kind: Any = "application/problem+json"
    return {
        (code := int(status.strip("_"))): ResponseSpec(
            Problem,
            generate_examples=False,
            description=text,
            media_type=kind,
            examples=[Example(value=examples.PROBLEMS[code])] if code in examples.PROBLEMS else None,
        )
        for status, text in described.items()
    }


CALLS_READ = problems(
    _400="A field is wrong; `errors` names it.",
    _404="No such client, or not yours.",
    _503="Calls cannot be read now, or too many figures are being counted.",
)
"""Of an operation that reads what the calls of some days say."""


def found(kind: type[Any], description: str, example: dict[str, Any]) -> dict[int, ResponseSpec]:
    """The 200 of an operation, with an example."""
    shown = [Example(value=example)]
    return {200: ResponseSpec(kind, generate_examples=False, description=description, examples=shown)}
