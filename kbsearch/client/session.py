"""What a tool may ask and tell about one client company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Unpack
from urllib.parse import quote

import httpx

from kbsearch.client.answers import Article, ArticleRow, Articles, Path, Search, Snapshot
from kbsearch.client.call_answers import Call, CallRow, Calls, Handover, Incident, IncidentCalls, Incidents, Recorded
from kbsearch.client.figure_answers import FigureParts, Figures
from kbsearch.client.posts import About, Choice, ChosenLevel, Event, Facts, Moment, new_id, now
from kbsearch.client.transport import Patience, T, Transport
from kbsearch.core.happenings import Outcome, Telephoned


class Kbsearch:
    """The API of one server for one client, with one key. Any thread may call; close it, or use it in a `with`.

    Every method raises an `ApiError`. Whatever is told is told once, however often it had to be sent.
    """

    def __init__(
        self,
        url: str,
        *,
        client: str,
        key: str,
        lang: str = "fr",
        patience: Patience | None = None,
        through: httpx.BaseTransport | None = None,
    ) -> None:
        """`url`: the server's, without a path. `lang`: of texts for people. `through`: in the network's place."""
        headers = {"Authorization": f"Bearer {key}", "Accept-Language": lang, "Accept": "application/json"}
        self._base = f"/api/v1/clients/{_segment(client)}"
        self._api = Transport(url, headers, patience or Patience(), through=through)

    def __enter__(self) -> Kbsearch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._api.close()

    def search(
        self, query: str, *, limit: int = 10, call: str | None = None, choices: Sequence[Choice] = (),
        priority: str = "P3", at: str = "",
    ) -> Search:  # fmt: skip
        """Best articles first, and who takes over. With `call`, the search is kept for that call, once."""
        body = {"query": query, "limit": limit, "choices": choices, "priority": priority, "at": at, "call": call}
        return self._tell("search", body, Search)

    def snapshot(self) -> Snapshot:
        """What the client is served from; its `generation` changes with the articles."""
        return self._api.get(self._base, Snapshot)

    def article(self, id: str) -> Article:
        return self._api.get(f"{self._base}/articles/{_path(id)}", Article)

    def articles(self) -> Iterator[ArticleRow]:
        """Every article, by id, page after page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self._api.get(f"{self._base}/articles", Articles, cursor=cursor, limit=200)
            yield from page.items
            cursor = page.next_cursor

    def escalation(
        self, symptom: str = "", *, article: str = "", category: str = "", priority: str = "P3", at: str = "",
        level: ChosenLevel = "",
    ) -> Path:  # fmt: skip
        """Who takes a call next of which this is known. With `level`, that level does, whatever the hour leads to."""
        body = {"symptom": symptom, "article": article, "category": category, "priority": priority, "at": at}
        return self._tell("escalation", body | _said(level=level), Path)

    def begin_call(
        self, call: str, *, caller: str = "", channel: str = "", queue: str = "", ivr: Sequence[str] = (),
        started_at: datetime | None = None,
    ) -> Recorded:  # fmt: skip
        """Say how a call came in, as far as it is known; more may be said later."""
        body = {"caller": caller, "channel": channel, "queue": queue, "ivr": ivr, "started_at": started_at, "at": now()}
        return self._api.tell("PUT", self._of_call(call), body, Recorded)

    def telephone(self, call: str, told: Telephoned, *, queue: str = "", caller: str = "") -> Recorded:
        """Say what the telephone system knows of a call by now, at every step and in any order."""
        times = {name: getattr(told, name) for name in Telephoned.__struct_fields__}
        body = {**times, "queue": queue, "caller": caller, "at": now()}
        return self._api.tell("PUT", self._of_call(call), body, Recorded)

    def call(self, call: str) -> Call:
        return self._api.get(self._of_call(call), Call)

    def calls(
        self, *, since: datetime | None = None, until: datetime | None = None, state: str = "", outcome: str = ""
    ) -> Iterator[CallRow]:
        """Calls that began from `since` on and before `until`, both with an offset, newest first, page after page.

        `state`: `open` or `closed`; empty = both.
        """
        wanted = {"since": _text(since), "until": _text(until), "state": state, "outcome": outcome}
        cursor: str | None = ""
        while cursor is not None:
            page = self._api.get(f"{self._base}/calls", Calls, **wanted, cursor=cursor, limit=100)
            yield from page.items
            cursor = page.next_cursor

    def events(self, call: str, events: Sequence[Event]) -> Recorded:
        """Say what happened. Safe to repeat with the same events."""
        return self._tell(f"{self._calls(call)}/events", {"events": events}, Recorded)

    def close_call(
        self, call: str, outcome: Outcome, *, used: Sequence[str] = (), incident: str | None = None, comment: str = "",
        **moment: Unpack[Moment],
    ) -> Recorded:  # fmt: skip
        """`used`: the articles that served. `comment`: what there is to say of this end, kept redacted."""
        body = {"outcome": outcome, "used": used, "incident": incident} | _said(comment=comment)
        return self._tell(f"{self._calls(call)}/close", body | _moment(**moment), Recorded)

    def reopen_call(self, call: str, *, id: str = "", at: datetime | None = None) -> Recorded:
        return self._tell(f"{self._calls(call)}/reopen", _moment(id, at), Recorded)

    def confirm_call(self, call: str, *, solved: bool, id: str = "", at: datetime | None = None) -> Recorded:
        """Whether the caller found it solved."""
        return self._tell(f"{self._calls(call)}/confirm", {"solved": solved} | _moment(id, at), Recorded)

    def handover(
        self, call: str, *, impact: str = "", priority: str | None = None, facts: Facts = (), **about: Unpack[About]
    ) -> Handover:
        """The sheet for who takes the call over; what is left out, the call's own events say. With `level`, it is for
        that level, whatever the hour leads to."""
        body = {"impact": impact, "priority": priority, "facts": facts} | about
        return self._tell(f"{self._calls(call)}/handover", body, Handover)

    def figures(self, *, since: date | None = None, until: date | None = None) -> Figures:
        """Of the calls that began from `since` to `until`, both included; without them, of the last 30 days."""
        wanted = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
        return self._api.get(f"{self._base}/figures", Figures, **wanted)

    def figure_parts(self, by: str = "day", *, since: date | None = None, until: date | None = None) -> FigureParts:
        """The same figures `by` `queue`, `hour`, `weekday`, `day`, `week` or `month`."""
        wanted = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
        return self._api.get(f"{self._base}/figures/parts", FigureParts, by=by, **wanted)

    def incidents(self) -> Iterator[Incident]:
        """Known incidents, newest first, page after page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self._api.get(f"{self._base}/incidents", Incidents, cursor=cursor, limit=100)
            yield from page.items
            cursor = page.next_cursor

    def incident(self, id: str) -> IncidentCalls:
        """One incident and the calls closed with it."""
        return self._api.get(f"{self._base}/incidents/{_segment(id)}", IncidentCalls)

    def open_incident(
        self, id: str, title: str, *, symptoms: Sequence[str] = (), message: str = "", opened_at: datetime | None = None
    ) -> Incident:
        """Say that something is broken for many; the same again changes nothing."""
        body = {"id": id, "title": title, "symptoms": symptoms, "message": message, "opened_at": opened_at or now()}
        return self._tell("incidents", body, Incident)

    def close_incident(self, id: str, *, at: datetime | None = None) -> Incident:
        return self._tell(f"incidents/{_segment(id)}/close", {"at": at or now()}, Incident)

    def _tell(self, path: str, body: dict[str, Any], kind: type[T]) -> T:
        return self._api.tell("POST", f"{self._base}/{path}", body, kind)

    def _calls(self, call: str) -> str:
        return f"calls/{_segment(call)}"

    def _of_call(self, call: str) -> str:
        return f"{self._base}/{self._calls(call)}"


def _moment(id: str = "", at: datetime | None = None) -> dict[str, Any]:
    return {"id": id or new_id(), "at": at or now()}


def _said(**fields: str) -> dict[str, str]:
    """Those that say something: a server that is older than a field refuses it."""
    return {name: value for name, value in fields.items() if value}


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _segment(name: str) -> str:
    """One piece of an address. Raises `ValueError` for what would be read as another address."""
    if name in ("", ".", "..") or "/" in name:
        raise ValueError(f"{name!r} has no address: give an id without `/`, that is neither empty nor dots.")
    return quote(name, safe="")


def _path(id: str) -> str:
    return "/".join(_segment(part) for part in id.split("/"))
