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

from kbsearch.client.answers import Article, ArticleRow, Path, Result, Search, Snapshot
from kbsearch.client.call_answers import Call, CallRow, Handover, Incident, IncidentCalls, Recorded, Telephone
from kbsearch.client.errors import ApiError, ProblemError, UnexpectedAnswerError, UnreachableError
from kbsearch.client.figure_answers import Contacts, Figure, Figures, Interval
from kbsearch.client.posts import Choice, Event
from kbsearch.client.session import Kbsearch
from kbsearch.client.transport import Patience
from kbsearch.core.happenings import (
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
    "Answered",
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
    "Figures",
    "Flagged",
    "Handover",
    "Incident",
    "IncidentCalls",
    "Interval",
    "Kbsearch",
    "Opened",
    "Outcome",
    "Path",
    "Patience",
    "ProblemError",
    "Recorded",
    "Refused",
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
