"""What is about to leave, looked at once more: all of it is the one client's, or nothing leaves.

The first wall is that an engine call only ever sees one client's things. This one knows nothing of how an answer was
made: each answer says whose it is, and so does every piece of it that could be another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, TypeVar, assert_never

import msgspec

from kbsearch.app import ArticleView, Reply
from kbsearch.app.effects import EffectCalls, EffectRead
from kbsearch.app.health import Knowledge
from kbsearch.app.report import Report
from kbsearch.app.today import History
from kbsearch.app.topics import TopicPeriod
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Raised
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.handover import Handover
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.escalation import Path
from kbsearch.core.faults import FoundFaults
from kbsearch.core.figures import ClientFigures, FigureCalls
from kbsearch.core.figures.longest_waits import LongestWaits
from kbsearch.core.figures.parts import FigureParts
from kbsearch.core.gaps.over_time import GapsOverTime
from kbsearch.core.health import ByArticle
from kbsearch.core.model import SHARED
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.store_ports import Kept

Leaving: TypeAlias = (
    Reply
    | ArticleView
    | Path
    | Handover
    | Call
    | Kept
    | Incident
    | Snapshot
    | ArticleUse
    | ClientFigures
    | FigureCalls
    | FigureParts
    | LongestWaits
    | FoundFaults
    | ByArticle
    | GapsOverTime
    | Knowledge
    | TopicPeriod
    | EffectRead
    | EffectCalls
    | Report
    | History
    | Raised
    | Failing
)
L = TypeVar("L", bound=Leaving)


def still_own(client: OneClient, leaving: L) -> L:
    """The same. Raises `ScopeViolation`, before anything of it was written down, when something is not `client`'s."""
    require_own(client, owners(leaving))
    return leaving


class _Said(msgspec.Struct):
    """Every answer that is kept says whose it is."""

    client: str = ""


def still_own_kept(client: OneClient, kept: bytes) -> bytes:
    """The same for an answer that was kept as JSON, to be given again. Raises `ScopeViolation`."""
    require_own(client, (msgspec.json.decode(kept, type=_Said).client,))
    return kept


def owners(leaving: Leaving) -> Iterator[str]:
    """Whose the parts are; what the client shares with others is its own."""
    match leaving:
        case Reply():
            yield leaving.answer.client
            yield leaving.path.client
            yield from (result.owner for result in leaving.answer.results if result.owner != SHARED)
            yield from (incident.client for incident in leaving.incidents)
        case ArticleView():
            yield leaving.snapshot.client.id
            yield from (owner for owner in (leaving.article.owner,) if owner != SHARED)
        case Handover():
            yield leaving.client
            yield leaving.path.client
        case Path() | Call() | Incident() | ArticleUse() | ClientFigures() | LongestWaits():
            yield leaving.client
        case FigureCalls() | FigureParts() | FoundFaults() | ByArticle() | GapsOverTime() | Raised() | Failing():
            yield leaving.client
        case Kept():
            yield leaving.event.client
        case Snapshot():
            yield leaving.client.id
        case History():
            yield from (part.client for part in (leaving, leaving.figures, leaving.parts))
        case TopicPeriod():
            yield leaving.figures.client
            yield leaving.read.topics.client
        case EffectRead():
            yield leaving.client
            yield from (read.topics.client for read in (leaving.read,) if read is not None)
        case EffectCalls():
            yield from owners(leaving.read)
        case Knowledge():
            yield leaving.client
            told = (side for pair in leaving.apart for side in (pair.first, pair.second) if side.is_served)
            sides = (*(side for pair in leaving.alike for side in (pair.first, pair.second)), *told)
            yield from (side.owner for side in sides if side.owner != SHARED)
        case Report():
            yield leaving.client
            yield leaving.snapshot.client.id
            yield from (part.client for part in (leaving.figures, leaving.months, leaving.queues, leaving.hours))
            yield from (leaving.lacking.client, leaving.articles.client)
            yield from (one.client for one in (leaving.bracket,) if one is not None)
            yield from (one.incident.client for one in leaving.incidents)
            yield from (one.client for one in leaving.alerts or ())
        case _:
            assert_never(leaving)
