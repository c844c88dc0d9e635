"""A JSON schema as the kinds of value that it takes: `string`, `integer`, `null`, `array`, `object closed`…"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

ANY = "any"
_JSON_NAMES: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def alternatives(document: Schema, schema: Schema) -> dict[str, Schema]:
    """Kind → what a value of that kind has to be, without references and unions.

    Objects with a required property of one value (`kind: closed`) are kinds of their own. A schema that says nothing of
    the type is of the kind `any`.
    """
    whole = resolved(document, schema)
    for union in ("oneOf", "anyOf"):
        if union in whole:
            beside = {key: value for key, value in whole.items() if key not in (union, "discriminator", "default")}
            found: dict[str, Schema] = {}
            for one in whole[union]:
                found |= alternatives(document, beside | resolved(document, one))
            return found
    return {kind: whole | ({} if kind == ANY else {"type": kind}) for kind in _kinds(document, whole)}


def resolved(document: Schema, thing: Schema) -> dict[str, Any]:
    """With what its `$ref` and `allOf` say; what stands beside a reference counts more."""
    found: dict[str, Any] = {}
    if "$ref" in thing:
        found |= resolved(document, target(document, thing["$ref"]))
    for part in thing.get("allOf", ()):
        more = resolved(document, part)
        properties = found.get("properties", {}) | more.get("properties", {})
        required = [*found.get("required", ()), *more.get("required", ())]
        found |= more
        found |= {"properties": properties, "required": required} if properties else {}
    return found | {key: value for key, value in thing.items() if key not in ("$ref", "allOf")}


def target(document: Schema, reference: str) -> Schema:
    """What `#/components/…` names."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    named: Schema = found
    return named


def listed(schema: Schema) -> tuple[Any, ...] | None:
    """The only values that it takes; None = it lists none."""
    if "const" in schema:
        return (schema["const"],)
    return tuple(schema["enum"]) if "enum" in schema else None


def _kinds(document: Schema, schema: Schema) -> list[str]:
    named = schema.get("type")
    if isinstance(named, list):
        return list(named)
    if named is None and (values := listed(schema)) is not None:
        return list(dict.fromkeys(_JSON_NAMES[type(value)] for value in values))
    if named is None and "properties" not in schema:
        return [ANY]
    if named in (None, "object") and (tag := _tag(document, schema)):
        return [f"object {tag}"]
    return [str(named or "object")]


def _tag(document: Schema, schema: Schema) -> str:
    for name, inner in schema.get("properties", {}).items():
        values = listed(resolved(document, inner)) if name in schema.get("required", ()) else None
        if values is not None and len(values) == 1:
            return str(values[0])
    return ""
