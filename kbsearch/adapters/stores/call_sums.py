"""What the file itself keeps of each call beside its events, whoever writes them: the same as `core.calls.fold` makes.

SQL of triggers, a statement each. `NEW` is the event that was written.
"""

from __future__ import annotations

from kbsearch.core.telephony import UNANSWERED

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
"""What one event more says of its call, as `core.calls.fold` would, in whatever order events come."""
TAKEN = f"""UPDATE calls SET agent = json_extract(NEW.body, '$.what.agent'), agent_at = NEW.at, agent_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} = 'started' AND json_extract(NEW.body, '$.what.agent') <> ''
    AND (agent_at IS NULL OR (agent_at, agent_by) < (NEW.at, NEW.id))"""  # noqa: S608
"""The same of who took it."""
_NOBODY = ", ".join(f"'{one.value}'" for one in sorted(UNANSWERED))
_ENDS_AS = (
    f"CASE WHEN {{}} <> '' THEN {{}} WHEN picked IS NULL AND came_of IN ({_NOBODY}) THEN 'unanswered' ELSE '' END"
)
_END = "coalesce(json_extract(NEW.body, '$.what.outcome'), '')"
CLOSED = f"""UPDATE calls SET closed_as = {_END}, outcome = {_ENDS_AS.format(_END, _END)},
    turned_at = NEW.at, turned_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} IN ('closed', 'reopened')
    AND (turned_at IS NULL OR (turned_at, turned_by) < (NEW.at, NEW.id))"""  # noqa: S608
"""The last of `SUM_UP`, since the telephone system may say that nobody took a call."""
TELEPHONED = (
    f"""UPDATE calls SET picked = 1
    WHERE {_THE_CALL} AND {_KIND} = 'telephoned' AND json_extract(NEW.body, '$.what.answered_at') IS NOT NULL""",  # noqa: S608
    f"""UPDATE calls SET came_of = json_extract(NEW.body, '$.what.disposition'), came_at = NEW.at, came_by = NEW.id
    WHERE {_THE_CALL} AND {_KIND} = 'telephoned' AND json_extract(NEW.body, '$.what.disposition') IS NOT NULL
    AND (came_at IS NULL OR (came_at, came_by) < (NEW.at, NEW.id))""",  # noqa: S608
    f"""UPDATE calls SET outcome = {_ENDS_AS.format("closed_as", "closed_as")}
    WHERE {_THE_CALL} AND {_KIND} = 'telephoned'""",  # noqa: S608
)
"""The same of what the telephone system says."""
