"""What a page calls the call that it is about."""

from __future__ import annotations

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.closing import OWN
from kbsearch.api.local_words import moment
from kbsearch.api.pages.frame import Page
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.call_list import symptom_of
from kbsearch.core.one_client import OneClient
from kbsearch.errors import NotFound, StateError


def call_title(kb: App, client: OneClient, page: Page, id: str) -> str:
    """When it began and what about, in the reader's language; its name alone where nothing is kept of it,
    and empty where the reader may see no calls."""
    if not id or not page.may(Scope.RECORD):
        return ""
    try:
        call = still_own(client, kb.calls.call(client, id))
    except (NotFound, StateError):
        return "" if id.startswith(OWN) else page.said("c-call", id=id)
    title, symptom = page.said("call-title", at=moment(call.started, page.zone, page.lang)), symptom_of(call)
    return page.said("c-pair", name=title, value=symptom) if symptom else title
