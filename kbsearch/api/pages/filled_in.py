"""What a form of one client's pages says, in the words that the form itself has: to be read again before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.articles.pages import STATES
from kbsearch.api.local_words import moment
from kbsearch.api.pages.frame import Page
from kbsearch.api.requests.last_asked import call_named
from kbsearch.api.search.pages import OUTCOMES
from kbsearch.app import App
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.model import ArticleState
from kbsearch.core.one_client import OneClient
from kbsearch.core.questions import read_chosen
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import NotFound, StateError

ACTS = {
    "": "search",
    "articles": "articles-apply",
    "close": "c-close",
    "gap": "c-gap-report",
    "incidents": "incident-submit",
    "incidents/*/close": "incident-close",
    "calls/*/close": "call-correct",
    "calls/*/reopen": "call-reopen",
}
"""Where a form is sent to below its client, `*` for the id of one → what its button says."""
LABELS = {
    "query": "search-label",
    "choice": "again-answers",
    "missing": "c-missing",
    "text": "articles-text",
    "product": "articles-product",
    "state": "articles-state",
    "outcome": "c-outcome",
    "incident": "call-incident",
    "used": "c-used",
    "comment": "c-comment",
    "title": "incident-title",
    "symptoms": "incident-symptoms",
    "message": "incident-message",
    "opened_at": "incident-opened",
}
"""Fields that somebody fills in → what their pages call them, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of it, in the reader's language."""

    label: str
    values: Sequence[str]


def act_of(below: str) -> str:
    """Key of what the button said of the form that is sent there; empty for none of ours."""
    folder, _, rest = below.strip("/").partition("/")
    return ACTS.get(f"{folder}/*/{rest.rpartition('/')[2]}" if rest else folder, "")


def call_of(below: str, fields: Sequence[tuple[str, str]]) -> str:
    """The call that a form is about, which says so itself or is sent `below` the call; empty = about none."""
    match below.strip("/").split("/"):
        case ["calls", call, _]:
            return call_named(unquote(call))
        case _:
            return call_named(next((value for name, value in fields if name == "call"), ""))


def filled_in(kb: App, client: OneClient, page: Page, fields: Sequence[tuple[str, str]]) -> list[Line]:
    """Its fields but for those that nobody filled in. `page`: on which they are shown."""
    given: dict[str, list[str]] = {}
    for name, value in fields:
        if value.strip() or name == "incident":
            given.setdefault(name, []).append(value)
    if given.get("outcome", [""])[0] != Outcome.KNOWN_INCIDENT.value:
        given.pop("incident", None)  # it counts with that end alone
    words = _Words(kb, client, page, kb.snapshot(client))
    lines = [Line(page.said(key), [words.of(name, one) for one in given[name]]) for name, key in _shown(given)]
    if "had" in given and "used" not in given:
        lines.append(Line(page.said("c-used"), [page.said("none")]))
    return lines


def _shown(given: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, key) for name, key in LABELS.items() if name in given]


@dataclass(frozen=True, slots=True)
class _Words:
    """Of the values that a form has in no words."""

    kb: App
    client: OneClient
    page: Page
    snapshot: Snapshot

    def of(self, name: str, value: str) -> str:
        """What no form of ours would send is shown as it stands."""
        match name:
            case "outcome" if value in OUTCOMES:
                return self.page.said(f"c-outcome-{value}")
            case "state" if value in STATES:
                return self.page.said(STATES[ArticleState(value)])
            case "used" if article := self.snapshot.by_id.get(value):
                return article.title
            case "incident":
                return self._incident(value) if value else self.page.said("c-other-incident")
            case "choice":
                return self._answer(value)
            case "opened_at":
                return self._moment(value)
        return value

    def _incident(self, id: str) -> str:
        try:
            return still_own(self.client, self.kb.calls.incident(self.client, id)).title
        except (NotFound, StateError):
            return id

    def _answer(self, text: str) -> str:
        try:
            return self.snapshot.facets.label(read_chosen(text)) or text
        except ValueError:
            return text

    def _moment(self, text: str) -> str:
        try:
            local = datetime.fromisoformat(text).replace(tzinfo=self.page.zone)
            return moment(local, self.page.zone, self.page.lang)
        except (ValueError, OverflowError):
            return text
