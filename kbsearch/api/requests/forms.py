"""Forms as a browser posts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from litestar import Request

from kbsearch.errors import BadRequest

MOST_FIELDS = 600
"""A hundred clients with five roles each, and what stands beside them."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in; a field that was not sent is empty."""

    fields: Mapping[str, list[str]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        """Its first value, without spaces around it and with lines ended in one way."""
        return self.fields.get(name, [""])[0].replace("\r\n", "\n").strip()

    def secret(self, name: str) -> str:
        """Its first value as it was typed."""
        return self.fields.get(name, [""])[0]

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(self.fields.get(name, ()))


def fields_of(body: bytes) -> Mapping[str, list[str]]:
    """Raises `BadRequest` for more than any page of ours sends."""
    try:
        return parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise BadRequest("The form has too many fields.", field="body", key="body-too-many-fields") from None


async def form_of(request: Request[Any, Any, Any]) -> Form:
    """Raises `BadRequest`."""
    return Form(fields_of(await request.body()))
