"""Two schemas of the same thing: what a sender or a reader of the first cannot do with the second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kbsearch.core.contract.alternatives import ANY, Schema, alternatives, listed

Direction: TypeAlias = Literal["request", "response"]
"""A request may take more than before, a response may promise more than before; never less."""

LOWEST = ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum")
HIGHEST = ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum")
FORMS = ("pattern", "format", "multipleOf", "uniqueItems")
"""Two different ones cannot be compared: any change of them counts."""
SAID_TO_PEOPLE = ("title", "description", "examples", "example", "deprecated", "externalDocs", "contentMediaType")
COMPARED = frozenset(
    ["type", "enum", "const", "default", "properties", "required", "additionalProperties", "items", "prefixItems"]
).union(LOWEST, HIGHEST, FORMS, SAID_TO_PEOPLE, ["discriminator"])


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that worked before and does not any more."""

    where: str
    """`search › request › query`."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class SchemaComparison:
    """Compares schemas of two documents. A pair of named schemas is told once per direction, where it is first met."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new
        self._told: set[tuple[str, str, Direction]] = set()

    def breaks(self, old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
        """What the change from `old` to `new` breaks."""
        if "$ref" in old and "$ref" in new:
            pair = (str(old["$ref"]), str(new["$ref"]), direction)
            if pair in self._told:
                return
            self._told.add(pair)
        before, after = alternatives(self._old, old), alternatives(self._new, new)
        if _tagged(before) == 1 == _tagged(after):  # nothing to tell apart
            before, after = _untagged(before), _untagged(after)
        if direction == "request":
            yield from (Break(where, f"{kind} is refused now") for kind in before if not _within(kind, after))
            if old.get("default", new.get("default")) != new.get("default"):
                yield Break(where, f"the default is {new.get('default')!r} now, it was {old['default']!r}")
        else:
            added = [kind for kind in after if not _within(kind, before) and not _is_tagged(kind, before)]
            yield from (Break(where, f"{kind} may be given now") for kind in added)
            yield from (Break(where, f"{kind} is gone") for kind in before if " " in kind and kind not in after)
        for kind, shape in before.items():
            if kind in after:
                yield from self._one_kind(shape, after[kind], where, direction)

    def _one_kind(self, old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
        yield from _values(old, new, where, direction)
        first, second = (old, new) if direction == "request" else (new, old)
        for key in (key for key in (*LOWEST, *HIGHEST, *FORMS) if _is_tighter(key, first, second)):
            yield Break(where, f"`{key}` is {_said(new, key)} now, it was {_said(old, key)}")
        for key in sorted((old.keys() | new.keys()) - COMPARED):
            if old.get(key) != new.get(key):
                yield Break(where, f"`{key}` changed, which cannot be judged")
        yield from self._properties(old, new, where, direction)
        yield from self._items(old, new, where, direction)

    def _properties(self, old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
        before, after = old.get("properties", {}), new.get("properties", {})
        must_before, must_now = set(old.get("required", ())), set(new.get("required", ()))
        for name, shape in before.items():
            place = f"{where} › {name}"
            if name not in after:
                yield Break(place, "gone")
                continue
            if direction == "response" and name in must_before - must_now:
                yield Break(place, "not always given any more")
            yield from self.breaks(shape, after[name], place, direction)
        if direction == "request":
            yield from (Break(f"{where} › {name}", "required now") for name in sorted(must_now - must_before))
        yield from self._rest("additionalProperties", old, new, f"{where} › other fields", direction)

    def _items(self, old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
        before, after = old.get("prefixItems", ()), new.get("prefixItems", ())
        if len(before) != len(after):
            yield Break(where, f"{len(after)} places now, there were {len(before)}")
        for at, (first, second) in enumerate(zip(before, after, strict=False)):
            yield from self.breaks(first, second, f"{where}[{at}]", direction)
        yield from self._rest("items", old, new, f"{where}[]", direction)

    def _rest(self, key: str, old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
        """What else may stand in an object or array: anything where nothing is said, nothing where `false` is."""
        before, after = old.get(key, True), new.get(key, True)
        if before is not False and after is not False:
            if before not in (True, {}) or after not in (True, {}):
                yield from self.breaks(_shape(before), _shape(after), where, direction)
        elif before != after and (after is False) == (direction == "request"):
            yield Break(where, "refused now" if direction == "request" else "may be given now")


def _within(kind: str, kinds: dict[str, Schema]) -> bool:
    return kind in kinds or ANY in kinds or (kind == "integer" and "number" in kinds)


def _tagged(kinds: dict[str, Schema]) -> int:
    return sum(kind.partition(" ")[0] == "object" for kind in kinds)


def _untagged(kinds: dict[str, Schema]) -> dict[str, Schema]:
    return {kind.partition(" ")[0]: shape for kind, shape in kinds.items()}


def _is_tagged(kind: str, before: dict[str, Schema]) -> bool:
    """One more of several kinds of object that say which they are: a reader passes over those it does not know."""
    return " " in kind and any(" " in known for known in before)


def _values(old: Schema, new: Schema, where: str, direction: Direction) -> Iterator[Break]:
    before, after = listed(old), listed(new)
    if before is not None and after is not None:
        yield from (Break(where, f"the value {value!r} is gone") for value in before if value not in after)
    elif after is not None and direction == "request":
        yield Break(where, f"only {', '.join(map(repr, after))} now")
    elif before is not None and direction == "response":
        yield Break(where, "any value may be given now")


def _is_tighter(key: str, old: Schema, new: Schema) -> bool:
    """Whether the second takes less than the first, by this keyword."""
    if key not in new or old.get(key) == new[key]:
        return False
    if key in FORMS or key not in old:
        return True
    return bool(new[key] > old[key] if key in LOWEST else new[key] < old[key])


def _said(schema: Schema, key: str) -> str:
    return repr(schema[key]) if key in schema else "not there"


def _shape(rest: Any) -> Schema:
    shape: Schema = {} if rest is True else rest
    return shape
