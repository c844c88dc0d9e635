"""The published contract: the file, what is served, and that nothing an integrator needs is missing in it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from kbsearch.api.contract.document import FILE, WAIT
from kbsearch.core.contract import breaks, resolved
from tests.served import Served

PUBLISHED: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, methods in PUBLISHED["paths"].items()
    for method, operation in methods.items()
}
AS_CSV = {"readFigureCalls", "readFigureEffectCalls", "readSearchCalls"}
FREE = {"MomentOut › shown"}
"""What a screen showed then, which is another thing for every kind of event and version."""


@pytest.fixture(scope="module")
def served(shared_server: Served) -> dict[str, Any]:
    found: dict[str, Any] = shared_server.http.get("/schema/openapi.json").json()
    return found


def test_nothing_published_is_broken(served: dict[str, Any]) -> None:
    found = breaks(PUBLISHED, served)
    assert found == [], (
        "These worked before: keep them, or run `kbsearch openapi --write --new-version`:\n"
        + "\n".join(map(str, found))
    )


def test_what_is_served_is_what_was_published(served: dict[str, Any]) -> None:
    assert served == PUBLISHED, "The contract changed. If that is meant, run: kbsearch openapi --write"


def test_a_break_would_be_seen(served: dict[str, Any]) -> None:
    """The rules see the real document's shapes: one break of each kind, found in it."""
    changed = copy.deepcopy(served)
    del changed["paths"]["/api/v1/clients/{client}/escalation"]
    schemas = changed["components"]["schemas"]
    del schemas["ResultOut"]["properties"]["title"]
    schemas["SearchIn"]["required"].append("limit")
    schemas["Outcome"]["enum"].remove("resolved")
    schemas["CallOut"]["properties"]["reopened"] = {"type": "string"}
    schemas["Problem"]["properties"]["type"]["enum"].remove("/problems#not-found")
    changed["paths"]["/api/v1/clients/{client}/calls/{call}"]["get"]["operationId"] = "getCall"
    del changed["paths"]["/api/v1/clients/{client}/calls/{call}/replay"]["get"]["responses"]["404"]
    found = sorted({str(one).rpartition(" › ")[2] for one in breaks(served, changed)})
    assert found == sorted(
        [
            "escalate (POST /api/v1/clients/{client}/escalation): gone",
            "title: gone",
            "limit: required now",
            "outcome: the value 'resolved' is gone",
            "reopened: string may be given now",
            "type: the value '/problems#not-found' is gone",
            "404: gone",
            "readCall: its operation id is 'getCall' now",
        ]
    )


def test_it_is_openapi() -> None:
    validate(PUBLISHED)
    assert PUBLISHED["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_says_what_it_is(name: str) -> None:
    path, _method, operation = OPERATIONS[name]
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", name)
    assert operation["summary"]
    assert operation["tags"]
    parameters = [resolved(PUBLISHED, one) for one in operation["parameters"]]
    assert {one["name"] for one in parameters if one["in"] == "path"} == set(re.findall(r"{(\w+)}", path))
    for one in parameters:
        assert one["description"], one["name"]
        assert one["schema"], one["name"]


@pytest.mark.parametrize("name", [name for name, (_, method, _) in OPERATIONS.items() if method != "get"])
def test_a_body_is_typed_and_exemplified_and_refuses_what_it_does_not_know(name: str) -> None:
    body = OPERATIONS[name][2]["requestBody"]
    assert body["required"]
    kinds = body["content"]
    assert any("examples" in content for content in kinds.values())
    for kind, content in kinds.items():
        if kind == "application/json":
            fits(content)
            for place, shape in shapes(content["schema"], name):
                if "properties" in shape:
                    assert shape.get("additionalProperties") is False, place


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_typed_and_exemplified(name: str) -> None:
    path, method, operation = OPERATIONS[name]
    responses = {status: resolved(PUBLISHED, one) for status, one in operation["responses"].items()}
    assert {"200", "414", "421", "431", "500"} <= responses.keys()
    if path.startswith("/api/"):
        assert {"400", "404", "503"} <= responses.keys()
        assert method == "get" or {"413", "415"} <= responses.keys()
    for status, response in responses.items():
        assert response["description"], status
        assert "X-Request-Id" in response["headers"], status
        assert ("Retry-After" in response["headers"]) == (status in WAIT)
        if status == "304":
            continue
        (kind, content), *more = response["content"].items()
        assert not more
        fits(content)
        if status == "200":
            assert kind == ("text/csv" if name in AS_CSV else "application/json")
            assert {place for place, shape in shapes(content["schema"], name) if is_free(shape)} <= FREE
        else:
            assert kind == "application/problem+json"
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            assert content["examples"]["example"]["value"]["status"] == int(status)


def test_every_example_of_a_body_is_taken(desk: Served) -> None:
    posts = [(path, method, one["requestBody"]) for path, method, one in OPERATIONS.values() if method != "get"]
    for path, method, body in sorted(posts, key=lambda post: (len(post[0]), post[1] == "post")):
        for kind, content in body["content"].items():
            if "examples" not in content:
                continue
            value = content["examples"]["example"]["value"]
            written = urlencode if kind == "application/x-www-form-urlencoded" else json.dumps
            sent = value if isinstance(value, str) else written(value)
            address = path.format(client="acme", call="c-118", incident="INC-2026-118")
            done = desk.http.request(method, address, content=sent.encode(), headers={"content-type": kind})
            assert done.status_code == 200, (path, kind, done.text)
            assert done.json().get("faults", []) == []


def test_options_names_every_method_of_an_address(server: Served) -> None:
    for path, methods in PUBLISHED["paths"].items():
        address = path.format(client="acme", call="c", incident="i", article="a", figure="link_rate")
        allowed = server.http.options(address)
        assert (allowed.status_code, allowed.content) == (204, b"")
        assert set(allowed.headers["allow"].lower().split(", ")) == {
            "options",
            *methods,
            *(["head"] if "get" in methods else []),
        }
    assert server.http.options("/api/v1/absent").status_code == 404


def fits(content: dict[str, Any]) -> None:
    """Every example is what the schema says."""
    schema = content["schema"] | {"components": PUBLISHED["components"]}
    for example in content["examples"].values():
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(example["value"])


def is_free(shape: dict[str, Any]) -> bool:
    """Whether anything may stand there, of which nothing is said."""
    named = {"$ref", "type", "enum", "const", "anyOf", "oneOf", "allOf"} & shape.keys()
    return not named or (shape.get("type") == "object" and "properties" not in shape)


def shapes(shape: dict[str, Any], place: str, seen: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema below this one, and where it stands: in which named schema, under which field."""
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        if name not in seen:
            yield from shapes(PUBLISHED["components"]["schemas"][name], name, (*seen, name))
        return
    yield place, shape
    inner = [*shape.get("anyOf", ()), *shape.get("oneOf", ()), *shape.get("allOf", ()), *shape.get("prefixItems", ())]
    inner += [shape[key] for key in ("items", "additionalProperties") if isinstance(shape.get(key), dict)]
    for one in inner:
        yield from shapes(one, place, seen)
    for name, one in shape.get("properties", {}).items():
        yield from shapes(one, f"{place} › {name}", seen)
