"""A typed client of the HTTP API, for other tools written in Python.

    from kbsearch.client import Kbsearch

    with Kbsearch("http://127.0.0.1:8321", client="caissio", key="kbs_…") as kb:
        found = kb.search("terminal connexion impossible", call="c-118")
        kb.events("c-118", [Event(Tried(found.results[0].article))])
        kb.close_call("c-118", Outcome.RESOLVED, used=[found.results[0].article])

It only needs httpx and msgspec at run time, and imports nothing of the server but the words for what can happen in a
call, which are the same on both sides.
"""

try:
    import httpx  # noqa: F401
except ModuleNotFoundError as error:
    if error.name != "httpx":
        raise
    raise ImportError("kbsearch.client needs httpx. Install it with: pip install 'kbsearch[client]'") from None

from kbsearch.client.alert_answers import Alert
from kbsearch.client.answers import Article, ArticleRow, Path, Result, Search, Snapshot
from kbsearch.client.call_answers import (
    Call,
    CallRow,
    Handover,
    Imported,
    Incident,
    IncidentCalls,
    Recorded,
    Replay,
    Telephone,
)
from kbsearch.client.errors import ApiError, ProblemError, UnexpectedAnswerError, UnreachableError
from kbsearch.client.figure_answers import Contacts, Figure, Figures, FigureTopics, Interval
from kbsearch.client.knowledge_answers import Apart, Gap, Gaps, Knowledge
from kbsearch.client.posts import Choice, Event
from kbsearch.client.session import Kbsearch
from kbsearch.client.transport import Patience
from kbsearch.core.calls.happenings import (
    Answered,
    Copied,
    Described,
    Displayed,
    Disposition,
    Escalated,
    Fact,
    Flagged,
    Opened,
    Outcome,
    Rated,
    Refused,
    Reviewed,
    Searched,
    Telephoned,
    Ticked,
    Tried,
    Unused,
    Used,
)

__all__ = [
    "Alert",
    "Answered",
    "Apart",
    "ApiError",
    "Article",
    "ArticleRow",
    "Call",
    "CallRow",
    "Choice",
    "Contacts",
    "Copied",
    "Described",
    "Displayed",
    "Disposition",
    "Escalated",
    "Event",
    "Fact",
    "Figure",
    "FigureTopics",
    "Figures",
    "Flagged",
    "Gap",
    "Gaps",
    "Handover",
    "Imported",
    "Incident",
    "IncidentCalls",
    "Interval",
    "Kbsearch",
    "Knowledge",
    "Opened",
    "Outcome",
    "Path",
    "Patience",
    "ProblemError",
    "Rated",
    "Recorded",
    "Refused",
    "Replay",
    "Result",
    "Reviewed",
    "Search",
    "Searched",
    "Snapshot",
    "Telephone",
    "Telephoned",
    "Ticked",
    "Tried",
    "UnexpectedAnswerError",
    "UnreachableError",
    "Unused",
    "Used",
]
