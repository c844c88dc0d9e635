"""Where a JSON document does not fit its type, in words: what msgspec says, and the value it says it of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import msgspec

from kbsearch.core.faults import printable, shown

_PLACE = re.compile(r" - at `\$\.?(.*)`$")


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first place at which a document is not what it should be."""

    said: str
    """msgspec's own words."""
    field: str
    """Where, for instance `what.outcome`; empty = the document itself."""
    found: Any
    """What stands there, or in the last thing on the way that can be named."""
    document: Any
    """All of it; None when it cannot be read."""

    def sentence(self, whole: str) -> str:
        """What is wrong, where, and the value; `whole` names the document."""
        is_plain = not (self.found is None or isinstance(self.found, dict | list))
        value = f", which is {shown(str(self.found))}" if is_plain else ""
        return f"{printable(self.said)} at “{printable(self.field) or whole}”{value}."


def read_misfit(error: str, data: bytes) -> Misfit:
    """What a `msgspec.ValidationError`, as text, says of the document it was raised for."""
    document = _document(data)
    place = _PLACE.search(error)
    field = place[1] if place else ""
    return Misfit(_PLACE.sub("", error), field, _at(document, field), document)


def _document(data: bytes) -> Any:
    """What can be read of it for the message: the first fault may stand before worse ones."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _at(document: Any, field: str) -> Any:
    """What stands at a path like `what.ivr[...]`; the last thing on the way that can be named."""
    for part in field.split("."):
        if not isinstance(document, dict) or part not in document:
            return document
        document = document[part]
    return document
