"""Every rule in both directions: what breaks one way mostly only grows the other way."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from kbsearch.core.contract import breaks
from tests.core.contract.sample import Document, a_document, given, given_field, operation, ref, taken, taken_field

Change = Callable[[Document], object]

CASES: dict[str, tuple[Change, str, str]] = {
    "operation gone": (lambda d: d["paths"].clear(), "make (POST /things/{id}): gone", ""),
    "operation id": (
        lambda d: operation(d).update(operationId="build"),
        "make: its operation id is 'build' now",
        "build: its operation id is 'make' now",
    ),
    "no key needed": (lambda d: operation(d).pop("security"), "", "make: no key is not enough any more"),
    "another scope": (
        lambda d: operation(d).update(security=[{"key": ["write", "admin"]}]),
        "make: key is not enough any more",
        "",
    ),
    "a key sent otherwise": (
        lambda d: d["components"]["securitySchemes"]["key"].update(scheme="basic"),
        "security › key: keys are sent otherwise now",
        "security › key: keys are sent otherwise now",
    ),
    "parameter gone": (lambda d: operation(d)["parameters"].pop(), "make › query limit: gone", ""),
    "parameter required": (
        lambda d: operation(d)["parameters"][1].update(required=True),
        "make › query limit: required now",
        "",
    ),
    "new required parameter": (
        lambda d: operation(d)["parameters"].append({"name": "X", "in": "header", "required": True, "schema": {}}),
        "make › header X: required now",
        "make › header X: gone",
    ),
    "new free parameter": (
        lambda d: operation(d)["parameters"].append({"name": "X", "in": "header", "schema": {}}),
        "",
        "make › header X: gone",
    ),
    "parameter's bound": (
        lambda d: operation(d)["parameters"][1]["schema"].update(maximum=20),
        "make › query limit: `maximum` is 20 now, it was 50",
        "",
    ),
    "body required": (
        lambda d: operation(d)["requestBody"].update(required=True),
        "make › request: required now",
        "",
    ),
    "kind of body gone": (
        lambda d: operation(d)["requestBody"]["content"].pop("text/csv"),
        "make › request: text/csv is refused now",
        "",
    ),
    "status gone": (lambda d: operation(d)["responses"].pop("404"), "make › 404: gone", ""),
    "kind of answer gone": (
        lambda d: operation(d)["responses"]["200"]["content"].clear(),
        "make › 200: application/json is gone",
        "",
    ),
    "header gone": (
        lambda d: operation(d)["responses"]["200"]["headers"].clear(),
        "make › 200 › header ETag: gone",
        "",
    ),
    "header in capitals": (
        lambda d: operation(d)["responses"]["200"].update(headers={"etag": {"schema": {"type": "string"}}}),
        "",
        "",
    ),
    # what is taken
    "field refused": (lambda d: taken(d)["properties"].pop("size"), "make › request › size: gone", ""),
    "field required": (
        lambda d: taken(d)["required"].append("size"),
        "make › request › size: required now",
        "",
    ),
    "new required field": (
        lambda d: (taken(d)["properties"].update(more={}), taken(d)["required"].append("more")),
        "make › request › more: required now",
        "make › request › more: gone",
    ),
    "value refused": (
        lambda d: taken_field(d, "colour").update(enum=["red"]),
        "make › request › colour: the value 'blue' is gone",
        "",
    ),
    "any value refused": (
        lambda d: taken_field(d, "name").update(enum=["a"]),
        "make › request › name: only 'a' now",
        "",
    ),
    "type of a field": (
        lambda d: taken_field(d, "size").update(type="string"),
        "make › request › size: integer is refused now",
        "make › request › size: string is refused now",
    ),
    "whole numbers to all": (lambda d: taken_field(d, "size").update(type="number"), "",
                             "make › request › size: number is refused now"),
    "null refused": (
        lambda d: taken(d)["properties"].update(note={"type": "string", "default": None}),
        "make › request › note: null is refused now",
        "",
    ),
    "kind of object refused": (
        lambda d: taken(d)["properties"].update(what=ref("Opened")),
        "make › request › what: object closed is refused now",
        "",
    ),
    "shorter text": (
        lambda d: taken_field(d, "name").update(maxLength=5),
        "make › request › name: `maxLength` is 5 now, it was 10",
        "",
    ),
    "least text": (
        lambda d: taken_field(d, "name").update(minLength=1),
        "make › request › name: `minLength` is 1 now, it was not there",
        "",
    ),
    "pattern": (
        lambda d: taken_field(d, "name").update(pattern="^a"),
        "make › request › name: `pattern` is '^a' now, it was not there",
        "",
    ),
    "default": (
        lambda d: taken_field(d, "size").update(default=4),
        "make › request › size: the default is 4 now, it was 3",
        "make › request › size: the default is 3 now, it was 4",
    ),
    "items": (
        lambda d: taken_field(d, "tags").update(items={"type": "integer"}),
        "make › request › tags[]: string is refused now",
        "make › request › tags[]: integer is refused now",
    ),
    "unknown fields taken": (
        lambda d: taken(d).pop("additionalProperties"),
        "",
        "make › request › other fields: refused now",
    ),
    "a keyword that is not known": (
        lambda d: taken_field(d, "name").update({"not": {"const": "x"}}),
        "make › request › name: `not` changed, which cannot be judged",
        "make › request › name: `not` changed, which cannot be judged",
    ),
    # what is given
    "answer's field gone": (lambda d: given(d)["properties"].pop("share"), "make › 200 › share: gone", ""),
    "answer's field not always": (
        lambda d: given(d)["required"].remove("state"),
        "make › 200 › state: not always given any more",
        "",
    ),
    "answer's value gone": (
        lambda d: given_field(d, "state").update(enum=["new"]),
        "make › 200 › state: the value 'old' is gone",
        "",
    ),
    "answer's values open": (
        lambda d: given(d)["properties"].update(state={"type": "string"}),
        "make › 200 › state: any value may be given now",
        "",
    ),
    "answer's type": (
        lambda d: given_field(d, "id").update(type="integer"),
        "make › 200 › id: integer may be given now",
        "make › 200 › id: string may be given now",
    ),
    "answer's number whole": (
        lambda d: given_field(d, "share").update(type="integer"),
        "",
        "make › 200 › share: number may be given now",
    ),
    "answer's null": (
        lambda d: given_field(d, "id").update(type=["string", "null"]),
        "make › 200 › id: null may be given now",
        "",
    ),
    "one more kind of object": (
        lambda d: given_field(d, "what")["anyOf"].append(ref("Moved")),
        "",
        "make › 200 › what: object moved is gone",
    ),
    "answer's form": (
        lambda d: given_field(d, "when").pop("format"),
        "make › 200 › when: `format` is not there now, it was 'date-time'",
        "",
    ),
    "answer's places": (
        lambda d: given_field(d, "pair")["prefixItems"].pop(),
        "make › 200 › pair: 1 places now, there were 2",
        "make › 200 › pair: 2 places now, there were 1",
    ),
    "place's type": (
        lambda d: given_field(d, "pair")["prefixItems"].reverse(),
        "make › 200 › pair[0]: string may be given now",
        "make › 200 › pair[0]: integer may be given now",
    ),
    # said to people only
    "words": (
        lambda d: (given_field(d, "id").update(description="x", examples=["a"]), operation(d).update(summary="y")),
        "",
        "",
    ),
    "a new operation": (lambda d: d["paths"].update({"/more": {"get": {"operationId": "m", "responses": {}}}}), "",
                        "m (GET /more): gone"),
    "a new status": (lambda d: operation(d)["responses"].update({"429": {}}), "", "make › 429: gone"),
    "a named schema said in place": (
        lambda d: operation(d)["responses"]["200"]["content"].update(
            {"application/json": {"schema": {"allOf": [ref("Made")], "description": "x"}}}
        ),
        "",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_and_its_reverse(name: str) -> None:
    change, there, back = CASES[name]
    old, new = a_document(), a_document()
    change(new)
    assert new != old
    first = [str(one) for one in breaks(old, new)]
    second = [str(one) for one in breaks(new, old)]
    assert first[:1] == ([there] if there else [])
    assert second[:1] == ([back] if back else [])


def test_the_same_document_breaks_nothing() -> None:
    assert breaks(a_document(), a_document()) == []


def test_what_many_operations_share_is_told_once() -> None:
    old = a_document()
    old["paths"]["/again"] = copy.deepcopy(old["paths"]["/things/{id}"])
    new = copy.deepcopy(old)
    del given(new)["properties"]["share"]
    assert [one.what for one in breaks(old, new)] == ["gone"]


def test_a_schema_within_itself_ends() -> None:
    new = a_document()
    given(new)["properties"]["parts"]["items"] = {"type": "string"}
    assert [str(one) for one in breaks(a_document(), new)] == ["make › 200 › parts[]: string may be given now"]
