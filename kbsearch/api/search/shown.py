"""What a search of a call put on the screen, for the call's record."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.search.path_shapes import PathOut
from kbsearch.app import Reply
from kbsearch.core.one_client import OneClient
from kbsearch.flows.record import Shown


def shown(client: OneClient, event: str, at: datetime, reply: Reply, path: PathOut) -> Shown:
    """`path` as it was shown, without its instant where that is the event's, `at`: so equal paths are kept once. Where
    another instant was asked for, the path keeps it."""
    still_own(client, reply)
    beside = {
        "path": replace(path, at="") if reply.path.at == at else path,
        "incidents": [incident.id for incident in reply.incidents],
        "question": reply.answer.question,
        "choices": reply.chosen,
        "labels": reply.labels,
    }
    return Shown(event, at, reply.answer, beside, reply.drawn)
