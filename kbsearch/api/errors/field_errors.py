"""msgspec's sentences about a body or parameter, as field errors: what to write, never what was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from kbsearch.api.catalogue import Lang, text
from kbsearch.core.calls.happenings import ADDRESS_ID, ID, STEM_ID, VERSION
from kbsearch.core.calls.incidents import NOT_BLANK


class FieldError(msgspec.Struct, frozen=True):
    """One field that has to change."""

    field: str
    message: str


_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"Expected `str` of length <= (?P<limit>\d+)"), "field-too-long"),
    (re.compile(r"Expected `str` of length >= (?P<limit>\d+)"), "field-too-short"),
    (re.compile(r"Expected `\w+` of length <= (?P<limit>\d+)"), "field-too-many"),
    (re.compile(r"Expected `\w+` of length >= (?P<limit>\d+)"), "field-too-few"),
    (re.compile(r"Expected `\w+` >= (?P<limit>\S+)"), "field-too-small"),
    (re.compile(r"Expected `\w+` <= (?P<limit>\S+)"), "field-too-big"),
    (re.compile(r"Expected `datetime` with a timezone"), "field-offset"),
    (re.compile(r"Invalid RFC3339 encoded datetime|Expected `datetime`"), "field-datetime"),
    (re.compile(r"Expected `(?P<expected>[^`]+)`, got `(?P<got>[^`]+)`"), "field-type"),
)
"""What msgspec says → key of the catalogue, with what its groups fill in."""

_PATTERNS: dict[str, tuple[str, int]] = {
    ID: ("field-id", 128),
    STEM_ID: ("field-id", 120),
    ADDRESS_ID: ("field-id-of-address", 128),
    VERSION: ("field-version", 0),
    NOT_BLANK: ("field-blank", 0),
}
"""Pattern of a text → key of the catalogue, and the most characters."""
_OF_PATTERN = {f"Expected `str` matching regex {pattern!r}": found for pattern, found in _PATTERNS.items()}
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]*)`")


def field_errors(extra: Any, lang: Lang) -> list[FieldError]:
    """Of the `extra` of a `ValidationException`: mappings with `key`, `message` and perhaps `allowed`."""
    faults = [fault for fault in extra if isinstance(fault, dict)] if isinstance(extra, list) else []
    return [_field_error(fault, lang) for fault in faults] or [FieldError("body", text(lang, "value-refused"))]


def _field_error(fault: Mapping[str, Any], lang: Lang) -> FieldError:
    key, said = str(fault.get("key", "")), str(fault.get("message", ""))
    key = "body" if key in ("", "data") else key
    if fault.get("source") == "header":
        key = "-".join(part.capitalize() for part in key.split("_"))  # as it is sent, not as a handler calls it
    if match := _MISSING.match(said):
        return FieldError(_inside(key, match[1]), _listed(fault, lang, "field-missing", "field-one-of"))
    if match := _UNKNOWN.match(said):
        return FieldError(_inside(key, match[1][:100]), _listed(fault, lang, "field-unknown", "field-fields"))
    if fault.get("allowed"):
        return FieldError(key, _listed(fault, lang, "", "field-one-of"))
    if said in _OF_PATTERN:
        name, limit = _OF_PATTERN[said]
        return FieldError(key, text(lang, name, limit=limit))
    for sentence, name in _SENTENCES:
        if match := sentence.match(said):
            return FieldError(key, text(lang, name, **match.groupdict()))
    return FieldError(key, text(lang, "value-refused"))


def _inside(place: str, name: str) -> str:
    """A field of what stands at this place: a body may hold many that have one of its name."""
    return name if place == "body" else f"{place}.{name}"


def _listed(fault: Mapping[str, Any], lang: Lang, name: str, listing: str) -> str:
    """The text of this name, then what is allowed there."""
    parts = [text(lang, name)] if name else []
    if fault.get("allowed"):
        parts.append(text(lang, listing, allowed=", ".join(fault["allowed"])))
    return " ".join(parts)
