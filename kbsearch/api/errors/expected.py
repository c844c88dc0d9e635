"""What may stand at a place of a body: one of a few values, or some fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from msgspec import inspect

_PART = re.compile(r"\[[^\]]*\]|[^.\[]+")


@lru_cache(maxsize=256)
def allowed_values(body: type, place: str) -> tuple[str, ...]:
    """The values that `place`, as msgspec writes it, takes in a body of this type; none where it takes any.

    Where several kinds of thing may stand on the way, the values of all of them.

    >>> from kbsearch.api.calls.bodies import CloseIn
    >>> allowed_values(CloseIn, "outcome")[:2]
    ('resolved', 'escalated_n2')
    """
    return tuple(dict.fromkeys(_values(_types(body, place))))


def allowed_fields(body: type, place: str, document: Any) -> tuple[str, ...]:
    """The fields of what stands at `place` in this document, which is of a known kind where there are several."""
    found = _found(document, place)
    names: dict[str, None] = {}
    for one in _types(body, place):
        if isinstance(one, inspect.StructType):
            tag = found.get(one.tag_field) if one.tag_field and isinstance(found, dict) else one.tag
            if tag == one.tag:
                names |= dict.fromkeys([*filter(None, [one.tag_field]), *(field.encode_name for field in one.fields)])
    return tuple(names)


def _types(body: type, place: str) -> list[inspect.Type]:
    types = list(_flat(inspect.type_info(body)))
    for part in _PART.findall(place):
        types = [inner for one in types for found in _below(one, part) for inner in _flat(found)]
    return types


def _flat(one: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(one, inspect.Metadata):
        yield from _flat(one.type)
    elif isinstance(one, inspect.UnionType):
        for each in one.types:
            yield from _flat(each)
    else:
        yield one


def _below(one: inspect.Type, part: str) -> Iterator[inspect.Type]:
    if part.startswith("["):
        if isinstance(one, inspect.ListType | inspect.VarTupleType):
            yield one.item_type
    elif isinstance(one, inspect.StructType):
        if part == one.tag_field:
            yield inspect.LiteralType((one.tag,))
        yield from (field.type for field in one.fields if field.encode_name == part)


def _values(types: Iterable[inspect.Type]) -> Iterator[str]:
    for one in types:
        if isinstance(one, inspect.EnumType):
            yield from (str(value.value) for value in one.cls)
        elif isinstance(one, inspect.LiteralType):
            yield from map(str, one.values)


def _found(document: Any, place: str) -> Any:
    """What stands there; None where the place cannot be followed."""
    for part in _PART.findall(place):
        number = part.strip("[]")
        if isinstance(document, list) and number.isdigit() and int(number) < len(document):
            document = document[int(number)]
        else:
            document = document.get(part) if isinstance(document, dict) else None
    return document
