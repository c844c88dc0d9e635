"""A small OpenAPI document with one of everything that can break."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]


def a_document() -> Document:
    """One operation with one of everything."""
    return {
        "paths": {
            "/things/{id}": {
                "post": {
                    "operationId": "make",
                    "security": [{"key": ["write"]}],
                    "parameters": [
                        {"$ref": "#/components/parameters/Id"},
                        {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 50}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": ref("Thing")}, "text/csv": {}}},
                    "responses": {"200": {"content": {"application/json": {"schema": ref("Made")}},
                                          "headers": {"ETag": {"schema": {"type": "string"}}}}, "404": {}},
                }
            }
        },
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "parameters": {"Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}},
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string", "maxLength": 10},
                        "colour": {"enum": ["red", "blue"]},
                        "size": {"type": "integer", "default": 3},
                        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
                        "what": {"anyOf": [ref("Opened"), ref("Closed")]},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["name"],
                    "additionalProperties": False,
                },
                "Made": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "string"},
                        "state": {"enum": ["new", "old"]},
                        "share": {"type": "number"},
                        "parts": {"type": "array", "items": ref("Made")},
                        "pair": {
                            "type": "array",
                            "prefixItems": [{"type": "integer"}, {"type": "string"}],
                            "items": False,
                        },
                        "what": {"anyOf": [ref("Opened"), ref("Closed")]},
                        "when": {"type": "string", "format": "date-time"},
                    },
                    "required": ["id", "state"],
                },
                "Opened": {"type": "object", "properties": {"kind": {"const": "opened"}}, "required": ["kind"]},
                "Closed": {"type": "object", "properties": {"kind": {"const": "closed"}}, "required": ["kind"]},
                "Moved": {"type": "object", "properties": {"kind": {"const": "moved"}}, "required": ["kind"]},
            },
        },
    }  # fmt: skip


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def operation(document: Document) -> Any:
    return document["paths"]["/things/{id}"]["post"]


def taken(document: Document) -> Any:
    return document["components"]["schemas"]["Thing"]


def given(document: Document) -> Any:
    return document["components"]["schemas"]["Made"]


def taken_field(document: Document, name: str) -> Any:
    return taken(document)["properties"][name]


def given_field(document: Document, name: str) -> Any:
    return given(document)["properties"][name]
