"""`client.toml` → Client: what belongs to a client and not to one article."""

from kbsearch.core.clients.names import client_id
from kbsearch.core.clients.parsing import (
    CALENDAR,
    FILE,
    calendar_of,
    calendars_named,
    group_line,
    key_line,
    parse,
    stops_build,
)
from kbsearch.core.clients.table import MOST_BYTES, VALUE
from kbsearch.core.one_client import is_client_id

__all__ = [
    "CALENDAR",
    "FILE",
    "MOST_BYTES",
    "VALUE",
    "calendar_of",
    "calendars_named",
    "client_id",
    "group_line",
    "is_client_id",
    "key_line",
    "parse",
    "stops_build",
]
