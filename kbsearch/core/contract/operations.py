"""Two OpenAPI documents, operation by operation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kbsearch.core.contract.alternatives import Schema, resolved
from kbsearch.core.contract.schemas import Break, SchemaComparison

HOW_A_KEY_IS_SENT = ("type", "scheme", "in", "name")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def breaks(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Break]:
    """What worked with the old document and does not with the new, in the old one's order; empty = it only grew.

    >>> breaks({"paths": {"/a": {"get": {"operationId": "a", "responses": {}}}}}, {"paths": {}})
    [Break(where='a (GET /a)', what='gone')]
    """
    return list(_Documents(old, new).breaks())


class _Documents:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._schemas = SchemaComparison(old, new)

    def breaks(self) -> Iterator[Break]:
        schemes = self._new.get("components", {}).get("securitySchemes", {})
        for name, known in self._old.get("components", {}).get("securitySchemes", {}).items():
            if any(known.get(key) != schemes.get(name, {}).get(key) for key in HOW_A_KEY_IS_SENT):
                yield Break(f"security › {name}", "keys are sent otherwise now")
        for path, item in self._old.get("paths", {}).items():
            for method in (method for method in METHODS if method in item):
                before, after = item[method], self._new.get("paths", {}).get(path, {}).get(method)
                name = before.get("operationId", "")
                if after is None:
                    yield Break(f"{name} ({method.upper()} {path})".strip(), "gone")
                    continue
                yield from self._operation(before, after, name or f"{method.upper()} {path}")

    def _operation(self, old: Schema, new: Schema, name: str) -> Iterator[Break]:
        if old.get("operationId") != new.get("operationId"):
            yield Break(name, f"its operation id is {new.get('operationId')!r} now")
        yield from self._security(old, new, name)
        yield from self._parameters(old, new, name)
        yield from self._body(old, new, name)
        yield from self._responses(old, new, name)

    def _security(self, old: Schema, new: Schema, name: str) -> Iterator[Break]:
        """Each set of credentials that was enough must be enough."""
        before = old.get("security", self._old.get("security")) or [{}]
        after = new.get("security", self._new.get("security")) or [{}]
        for known in before:
            if not any(_asks_no_more(one, known) for one in after):
                said = " and ".join(known) or "no key"
                yield Break(name, f"{said} is not enough any more")

    def _parameters(self, old: Schema, new: Schema, name: str) -> Iterator[Break]:
        before, after = self._by_name(self._old, old), self._by_name(self._new, new)
        for key, known in before.items():
            place = f"{name} › {key[0]} {known['name']}"
            if key not in after:
                yield Break(place, "gone")
                continue
            if after[key].get("required") and not known.get("required"):
                yield Break(place, "required now")
            yield from self._schemas.breaks(known.get("schema", {}), after[key].get("schema", {}), place, "request")
        for key, one in after.items():
            if key not in before and one.get("required"):
                yield Break(f"{name} › {key[0]} {one['name']}", "required now")

    def _by_name(self, document: Schema, operation: Schema) -> dict[tuple[str, str], Schema]:
        """Place and name → parameter. Headers have one name however they are written."""
        found = (resolved(document, one) for one in operation.get("parameters", ()))
        return {(one["in"], one["name"].lower() if one["in"] == "header" else one["name"]): one for one in found}

    def _body(self, old: Schema, new: Schema, name: str) -> Iterator[Break]:
        before = resolved(self._old, old.get("requestBody", {}))
        after = resolved(self._new, new.get("requestBody", {}))
        place = f"{name} › request"
        if after.get("required") and not before.get("required"):
            yield Break(place, "required now")
        for kind, content in before.get("content", {}).items():
            if kind not in after.get("content", {}):
                yield Break(place, f"{kind} is refused now")
                continue
            taken = after["content"][kind].get("schema", {})
            yield from self._schemas.breaks(content.get("schema", {}), taken, place, "request")

    def _responses(self, old: Schema, new: Schema, name: str) -> Iterator[Break]:
        for status, answer in old.get("responses", {}).items():
            place = f"{name} › {status}"
            if status not in new.get("responses", {}):
                yield Break(place, "gone")
                continue
            before, after = resolved(self._old, answer), resolved(self._new, new["responses"][status])
            headers = {header.lower() for header in after.get("headers", {})}
            yield from (Break(f"{place} › header {one}", "gone") for one in before.get("headers", {})
                        if one.lower() not in headers)  # fmt: skip
            for kind, content in before.get("content", {}).items():
                if kind not in after.get("content", {}):
                    yield Break(place, f"{kind} is gone")
                    continue
                given = after["content"][kind].get("schema", {})
                yield from self._schemas.breaks(content.get("schema", {}), given, place, "response")


def _asks_no_more(new: Schema, old: Schema) -> bool:
    """Whether who has the old credentials has the new ones."""
    return all(scheme in old and set(scopes) <= set(old[scheme]) for scheme, scopes in new.items())
