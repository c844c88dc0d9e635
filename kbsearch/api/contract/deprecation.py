"""What a route says of itself when it is to go: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read more.

No route of `/api/v1` is to go: what is published there stays. This is for the day when there is a `/api/v2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from litestar.types import Message, Scope

OPT = "deprecated"


@dataclass(frozen=True, slots=True)
class Deprecated:
    """When a route stopped being the one to use, and when it will be gone. Both with an offset."""

    since: datetime
    gone: datetime
    see: str
    """Address of the page that says what to use instead."""

    def headers(self) -> list[tuple[bytes, bytes]]:
        """As they are sent. A structured date for the one, an HTTP date for the other: the two RFCs differ."""
        since, gone = int(self.since.timestamp()), format_datetime(self.gone.astimezone(UTC), usegmt=True)
        link = f'<{self.see}>; rel="deprecation"; type="text/html", <{self.see}>; rel="sunset"; type="text/html"'
        named = (("deprecation", f"@{since}"), ("sunset", gone), ("link", link))
        return [(name.encode(), value.encode()) for name, value in named]


def deprecated(since: datetime, gone: datetime, see: str) -> dict[str, Any]:
    """For the `opt` of a handler. Raises `ValueError` for a route that would be gone before it is deprecated."""
    if gone < since:
        raise ValueError(f"The route would be gone on {gone}, before it is deprecated on {since} (RFC 9745, 4).")
    return {OPT: Deprecated(since, gone, see)}


async def tell_deprecation(message: Message, scope: Scope) -> None:
    """For `before_send`: on whatever such a route answers, errors too."""
    if message["type"] != "http.response.start" or (handler := scope.get("route_handler")) is None:
        return
    found = handler.opt.get(OPT)
    if isinstance(found, Deprecated):
        message["headers"] = [*message.get("headers", []), *found.headers()]
