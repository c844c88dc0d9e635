"""What a page without scripts asked last: its results have an address, and an article that is opened leads back to it.

It may name a caller: it stands in no address and no cookie, in memory alone, and not for long. An address has a name
that was drawn for it, and is worth something in the session that asked alone.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request

from kbsearch.api.transport.sweeping import Sweeper
from kbsearch.core.calls.happenings import ADDRESS_ID
from kbsearch.core.one_client import OneClient
from kbsearch.core.questions import MOST_CHOICES, Chosen, read_chosen
from kbsearch.core.redaction.cuts import BEYOND, cut
from kbsearch.core.text import MAX_QUERY_CHARS

WITHIN_S = 3600.0
MOST_KEPT = 1000
"""Calls, each of one session."""
MOST_OF_CALL = 20
"""How many steps back there are."""
MOST_QUERY_CHARS = MAX_QUERY_CHARS + 2 * BEYOND
"""Of the query of each: what is searched, and so much more that it is said to be cut, and cut where it may be."""


@dataclass(frozen=True, slots=True)
class LastQuestion:
    """What the search form said."""

    query: str = ""
    chosen: tuple[Chosen, ...] = ()
    call: str = ""
    """The id of the call that it was asked for; empty = none, or none that there can be."""
    is_gap: bool = False
    """It was reported as something that the base lacks."""
    name: str = ""
    """Of its results, in their address; empty until it is kept."""


class LastAsked:
    """The last questions of each session, of each client and call. For one thread, the event loop's."""

    def __init__(self) -> None:
        self._asked: dict[tuple[str, str, str], dict[str, tuple[float, LastQuestion]]] = {}
        self._sweeper = Sweeper(self._sweep)

    def keep(self, session: str, client: OneClient, question: LastQuestion) -> str:
        """Its name for an address. `session`: its secret, `csrf_of`; nothing is kept for who has none, and the name is
        empty."""
        now, name = time.monotonic(), secrets.token_hex(8) if session else ""
        key = (session, client.id, question.call)
        its = self._asked.pop(key, {}) | {name: (now, replace(question, name=name))}
        if name:
            self._asked[key] = {one: its[one] for one in list(its)[-MOST_OF_CALL:]}
        for old in list(self._asked)[: max(0, len(self._asked) - MOST_KEPT)]:
            del self._asked[old]
        self._sweeper.begin()
        return name

    def _sweep(self) -> float | None:
        now = time.monotonic()
        fresh = {
            key: {name: (at, question) for name, (at, question) in its.items() if now - at <= WITHIN_S}
            for key, its in self._asked.items()
        }
        self._asked = {key: its for key, its in fresh.items() if its}
        return min((at + WITHIN_S - now for its in self._asked.values() for at, _ in its.values()), default=None)

    def of(self, session: str, client: OneClient, call: str) -> LastQuestion:
        """The last one; empty where nothing is kept."""
        asked = self._asked.get((session, client.id, call), {})
        at, question = next(reversed(asked.values()), (0.0, LastQuestion(call=call)))
        return question if time.monotonic() - at <= WITHIN_S else LastQuestion(call=call)

    def named(self, session: str, client: OneClient, name: str) -> LastQuestion | None:
        """None for what is kept no more, or was another's."""
        for (owner, of, _), asked in self._asked.items():
            if (owner, of) == (session, client.id) and name in asked:
                at, question = asked[name]
                return question if time.monotonic() - at <= WITHIN_S else None
        return None

    def begin(self, session: str, client: OneClient, call: str) -> None:
        """What was asked before the call had a name was asked for it: Back leads to its own questions."""
        before = self._asked.pop((session, client.id, ""), {})
        if before:
            its = {name: (at, replace(question, call=call)) for name, (at, question) in before.items()}
            self._asked[(session, client.id, call)] = its

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
    query = cut(next(iter(form.get("query", ())), ""), MOST_QUERY_CHARS)
    return LastQuestion(query, chosen, call_named(next(iter(form.get("call", ())), "")))


def call_named(text: str) -> str:
    """The id of a call that a form or a link of ours carries on; empty for what can be none."""
    return text if re.search(ADDRESS_ID, text) else ""
