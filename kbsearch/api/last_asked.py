"""What a page without scripts asked last: an article that is opened by a link leads back to it.

It may name a caller: it stands in no address and no cookie, in memory alone, and not for long.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request

from kbsearch.core.happenings import ADDRESS_ID
from kbsearch.core.one_client import OneClient
from kbsearch.core.questions import MOST_CHOICES, Chosen, read_chosen

WITHIN_S = 3600.0
MOST_KEPT = 1000


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """What the search form said."""

    query: str = ""
    chosen: tuple[Chosen, ...] = ()
    call: str = ""
    """The id of the call that it was asked for; empty = none, or none that there can be."""


class LastAsked:
    """The last question of each session, of each client and call. For one thread, the event loop's."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str, str], tuple[float, LastQuestion]] = {}

    def keep(self, session: str, client: OneClient, question: LastQuestion) -> None:
        """`session`: its secret, `csrf_of`; nothing is kept for who has none."""
        now = time.monotonic()
        key = (session, client.id, question.call)
        self._asked.pop(key, None)
        if session:
            self._asked[key] = (now, question)
        stale = [key for key, (at, _) in self._asked.items() if now - at > WITHIN_S]
        for old in [*stale, *list(self._asked)[: max(0, len(self._asked) - MOST_KEPT)]]:
            self._asked.pop(old, None)

    def of(self, session: str, client: OneClient, call: str) -> LastQuestion:
        """Empty where nothing is kept."""
        at, question = self._asked.get((session, client.id, call), (0.0, LastQuestion(call=call)))
        return question if time.monotonic() - at <= WITHIN_S else LastQuestion(call=call)

    def forget(self, session: str, client: OneClient, call: str) -> None:
        """The next caller has nothing to do with it."""
        self._asked.pop((session, client.id, call), None)

    def leave(self, session: str) -> None:
        """The session is over."""
        for key in [key for key in self._asked if key[0] == session]:
            del self._asked[key]


def last_asked(request: Request[Any, Any, Any]) -> LastAsked:
    """The server's own."""
    found: LastAsked = request.app.state.last_asked
    return found


def read_question(form: Mapping[str, Sequence[str]]) -> LastQuestion:
    """A form that no page of ours made is read as if it had not answered what it answers wrongly."""
    try:
        chosen = tuple(map(read_chosen, form.get("choice", [])[:MOST_CHOICES]))
    except ValueError:
        chosen = ()
    return LastQuestion(next(iter(form.get("query", ())), ""), chosen, call_named(next(iter(form.get("call", ())), "")))


def call_named(text: str) -> str:
    """The id of a call that a form or a link of ours carries on; empty for what can be none."""
    return text if re.search(ADDRESS_ID, text) else ""
