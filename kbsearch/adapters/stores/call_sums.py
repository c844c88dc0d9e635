"""What the file itself keeps of each call beside its events, whoever writes them: the same as `calls.call.fold` makes.

SQL of triggers, a statement each. `NEW` is the event that was written.
"""

from __future__ import annotations

from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Started
from kbsearch.core.calls.telephony import UNANSWERED, WITHIN
from kbsearch.core.moments import MICROSECOND, microseconds

KIND, ARTICLE = "json_extract(body, '$.what.kind')", "json_extract(body, '$.what.article')"
"""What an event is, and which article it is about; NULL where it is about none."""
_THE_CALL = "client = NEW.client AND call = NEW.call"
_KIND = "json_extract(NEW.body, '$.what.kind')"
SUM_UP = (
    """INSERT INTO calls (client, call, first, outcome) VALUES (NEW.client, NEW.call, NEW.at, '')
    ON CONFLICT (client, call) DO UPDATE SET first = excluded.first WHERE excluded.first < first""",
    f"""UPDATE calls SET started = NEW.at
    WHERE {_THE_CALL} AND {_KIND} = 'started' AND (started IS NULL OR NEW.at < started)""",  # noqa: S608
    f"""UPDATE calls SET said = NEW.began, said_at = NEW.at, said_by = NEW.id
    WHERE {_THE_CALL} AND NEW.began IS NOT NULL
    AND (said_at IS NULL OR (said_at, said_by) < (NEW.at, NEW.id))""",  # noqa: S608
    f"""UPDATE calls SET outcome = coalesce(json_extract(NEW.body, '$.what.outcome'), ''),
    turned_at = NEW.at, turned_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} IN ('closed', 'reopened')
    AND (turned_at IS NULL OR (turned_at, turned_by) < (NEW.at, NEW.id))""",  # noqa: S608
)
"""What one event more says of its call, as `calls.call.fold` would, in whatever order events come."""
TAKEN = f"""UPDATE calls SET agent = json_extract(NEW.body, '$.what.agent'), agent_at = NEW.at, agent_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} = 'started' AND json_extract(NEW.body, '$.what.agent') <> ''
    AND (agent_at IS NULL OR (agent_at, agent_by) < (NEW.at, NEW.id))"""  # noqa: S608
"""The same of who took it."""
_NOBODY = ", ".join(f"'{one.value}'" for one in sorted(UNANSWERED))
_ENDS_AS = (
    f"CASE WHEN {{}} <> '' THEN {{}} WHEN picked IS NULL AND came_of IN ({_NOBODY}) THEN 'unanswered' ELSE '' END"
)
_END = "coalesce(json_extract(NEW.body, '$.what.outcome'), '')"
ENDED = _ENDS_AS.format("closed_as", "closed_as")
"""What `outcome` is, of a call whose other columns are known."""


def _told(name: str) -> str:
    """A time of a `telephoned`, in microseconds; NULL where it tells none: 2026-11-02T09:14:05.123456Z."""
    time = f"json_extract(body, '$.what.{name}')"
    zone, part = f"ltrim(substr({time}, 20), '.0123456789')", f"substr({time}, 21, 6)"
    whole = f"CAST(strftime('%s', substr({time}, 1, 19) || {zone}) AS INTEGER)"
    return f"({whole} * 1000000 + iif(substr({time}, 20, 1) = '.', CAST({part} AS INTEGER), 0))"


_OF_CALL = f"FROM events WHERE client = {{0}}.client AND call = {{0}}.call AND {KIND} = 'telephoned'"
_DISPOSITION = "json_extract(body, '$.what.disposition')"
_LAST = f"SELECT max(max(coalesce({_told('answered_at')}, 0), coalesce({_told('ended_at')}, 0))) {_OF_CALL}"
_SENT_ON = f"{_DISPOSITION} = 'overflow' AND coalesce(({_LAST}) - {_told('ended_at')} > {WITHIN // MICROSECOND}, FALSE)"
CAME_OF = f"""(SELECT {_DISPOSITION} {_OF_CALL} AND {_DISPOSITION} IS NOT NULL AND NOT ({_SENT_ON})
    ORDER BY +at DESC, id DESC LIMIT 1)"""
"""What came last of the call of a row, named in place of the braces, without the ends of those who were sent on, as
`calls.telephony` leaves them out: whether one was is known by all that is told of the call, so all of it is read
again."""
CLOSED = f"""UPDATE calls SET closed_as = {_END}, outcome = {_ENDS_AS.format(_END, _END)},
    turned_at = NEW.at, turned_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} IN ('closed', 'reopened')
    AND (turned_at IS NULL OR (turned_at, turned_by) < (NEW.at, NEW.id))"""  # noqa: S608
"""The last of `SUM_UP`, since the telephone system may say that nobody took a call."""
_TIMES = (
    f"(SELECT {_told(name)} {_OF_CALL} AND json_extract(body, '$.what.{name}') IS NOT NULL ORDER BY +at, id LIMIT 1)"
    for name in ("answered_at", "offered_at", "received_at")
)
BEGAN = f"coalesce({', '.join(_TIMES)})"
"""When the call of such a row began, as `Telephony.began` has it: of each time, the first that was told."""
IS_TELEPHONED = f"{_KIND} = 'telephoned'"
_IS_PICKED = "iif(json_extract(NEW.body, '$.what.answered_at') IS NULL, picked, 1)"
TELEPHONED = (
    f"""UPDATE calls SET picked = {_IS_PICKED}, came_of = {CAME_OF.format("NEW")},
    said = iif(said_at IS NULL, {BEGAN.format("NEW")}, said) WHERE {_THE_CALL} AND {IS_TELEPHONED}""",  # noqa: S608
    f"UPDATE calls SET outcome = {ENDED} WHERE {_THE_CALL} AND {IS_TELEPHONED}",  # noqa: S608
)
"""The same of what the telephone system says."""


def began_of(event: Event) -> int | None:
    """When the call began, as this event says, in microseconds since 1970; None when it says nothing of it."""
    began = event.what.began if isinstance(event.what, Started) else None
    return None if began is None else microseconds(began)
