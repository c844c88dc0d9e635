"""Where a list goes on: positions that nobody can make, or carry to another client or list.

Signed, not hidden: a cursor holds the last item's place, which whoever got it was shown.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import msgspec
from litestar.params import QueryParameter

from kbsearch.app import Calls
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest

TAG_BYTES = 16
MOST_CHARS = 1000

Cursor = Annotated[
    str,
    QueryParameter(
        max_length=MOST_CHARS,
        description="`next_cursor` of the page before; empty = the first page. Of this list of yours alone.",
    ),
]
Position = TypeVar("Position")
Item = TypeVar("Item")


class Cursors:
    """Of one list."""

    def __init__(self, tag: Callable[[bytes], str]) -> None:
        """`tag`: a hex hash that only this server makes, and another one for every list and whoever it is of."""
        self._tag = tag

    @classmethod
    def of(cls, calls: Calls, client: OneClient, name: str) -> Cursors:
        """Of one list of one client."""
        return cls(lambda data: calls.tag(client, f"cursor {name}", data))

    def position(self, cursor: str, kind: type[Position]) -> Position | None:
        """Where the cursor stands; None = at the beginning. Raises `BadRequest` for one that was not made here."""
        if not cursor:
            return None
        try:
            sealed = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
            tag, data = sealed[:TAG_BYTES], sealed[TAG_BYTES:]
            if hmac.compare_digest(tag, self._seal(data)) and cursor == _written(sealed):
                return msgspec.json.decode(data, type=kind)
        except (UnicodeError, binascii.Error, msgspec.MsgspecError):
            pass
        raise BadRequest("The cursor was not given by this list.", field="cursor", key="value-cursor")

    def after(self, position: Any) -> str:
        """The cursor of what comes after that position."""
        data = msgspec.json.encode(position)
        return _written(self._seal(data) + data)

    def page(self, items: list[Item], limit: int, place: Callable[[Item], Any]) -> tuple[tuple[Item, ...], str | None]:
        """The first `limit` of the items, and the cursor of the rest, which one item more than `limit` stands for."""
        shown = tuple(items[:limit])
        return shown, self.after(place(shown[-1])) if len(items) > limit else None

    def _seal(self, data: bytes) -> bytes:
        return bytes.fromhex(self._tag(data))[:TAG_BYTES]


def _written(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()
