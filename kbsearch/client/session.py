"""What a tool may ask and tell about one client company."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Unpack

import httpx

from kbsearch.client.addresses import path_of, segment
from kbsearch.client.alert_answers import Alert, Alerts, WebhookEnabled
from kbsearch.client.answers import Article, ArticleRow, Articles, Path, Search, Snapshot
from kbsearch.client.call_answers import (
    Call,
    CallRow,
    Calls,
    Handover,
    Imported,
    Incident,
    IncidentCalls,
    Incidents,
    Recorded,
    Replay,
)
from kbsearch.client.effect_answers import FigureEffects
from kbsearch.client.figure_answers import FigureArticles, FigureParts, Figures, FigureTopics
from kbsearch.client.knowledge_answers import Apart, Gaps, Knowledge
from kbsearch.client.posts import (
    About,
    Beginning,
    Choice,
    ChosenLevel,
    Event,
    Facts,
    Moment,
    Only,
    Rung,
    TableFormat,
    new_id,
    now,
)
from kbsearch.client.transport import Patience, T, Transport
from kbsearch.core.calls.happenings import Outcome, Telephoned

_TABLES: dict[TableFormat, str] = {"jsonl": "application/x-ndjson", "csv": "text/csv"}


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
        self._base = f"/api/v1/clients/{segment(client)}"
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
        return self._api.get(f"{self._base}/articles/{path_of(id)}", Article)

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

    def begin_call(self, call: str, **said: Unpack[Beginning]) -> Recorded:
        """Say how a call came in, as far as it is known; more may be said later."""
        body = {"at": now(), **{name: value for name, value in said.items() if value}}
        return self._api.tell("PUT", self._of_call(call), body, Recorded)

    def telephone(self, call: str, told: Telephoned, *, queue: str = "", caller: str = "") -> Recorded:
        """Say what the telephone system knows of a call by now, at every step and in any order."""
        times = {name: getattr(told, name) for name in Telephoned.__struct_fields__}
        body = {**times, "queue": queue, "caller": caller, "at": now()}
        return self._api.tell("PUT", self._of_call(call), body, Recorded)

    def telephone_event(
        self, call: str, event: Rung, *, queue: str = "", caller: str = "", gave_up: bool = False
    ) -> Recorded:
        """Say that a call rings, is taken or is over, at the moment at which this arrives; said again, it changes
        nothing. `gave_up`: of `hangup`, the caller did in the queue. Who knows the times says so with `telephone`."""
        said = _said(queue=queue, cause="cancel" if gave_up else "", **{"from": caller})
        return self._tell("telephone-events", {"event": event, "callId": call} | said, Recorded)

    def call(self, call: str) -> Call:
        return self._api.get(self._of_call(call), Call)

    def replay(self, call: str) -> Replay:
        """What happened in a call, event by event, and what stood on the screen."""
        return self._api.get(f"{self._of_call(call)}/replay", Replay)

    def import_calls(self, data: bytes, format: TableFormat = "jsonl") -> Imported:
        """Calls of another tool with their outcomes, a file at a time, UTF-8. Good rows are kept, the others listed."""
        path = f"{self._base}/imports/calls"
        return self._api.hand_in("POST", path, data, Imported, media=_TABLES[format])

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
        return self._api.get(f"{self._base}/figures", Figures, **_days(since, until))

    def figure_parts(self, by: str = "day", *, since: date | None = None, until: date | None = None) -> FigureParts:
        """The same figures `by` `queue`, `hour`, `weekday`, `day`, `week` or `month`."""
        return self._api.get(f"{self._base}/figures/parts", FigureParts, by=by, **_days(since, until))

    def figure_topics(self, *, since: date | None = None, until: date | None = None) -> FigureTopics:
        """First call resolution and handling time by what callers call about; takes seconds once."""
        return self._api.get(f"{self._base}/figures/topics", FigureTopics, **_days(since, until))

    def figure_calls(
        self, figure: str, *, since: date | None = None, until: date | None = None, **only: Unpack[Only]
    ) -> str:
        """The calls that a figure or one of `Figures.counts` is made of, or `only` those of a part, as CSV with a
        header: the sum of `counted` is the numerator, the number of lines the denominator."""
        return self._api.text(f"{self._base}/figures/{segment(figure)}/calls", **_days(since, until), **only)

    def alerts(self) -> Iterator[Alert]:
        """Alerts of the figures, open and closed ones, newest first, page after page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self._api.get(f"{self._base}/alerts", Alerts, cursor=cursor, limit=100)
            yield from page.items
            cursor = page.next_cursor

    def enable_webhook(self) -> WebhookEnabled:
        """Post alerts again to a webhook that was disabled, when what receives is mended."""
        return self._tell("alerts/webhook/enable", {}, WebhookEnabled)

    def gaps(self, *, since: date | None = None, until: date | None = None) -> Gaps:
        """What callers bring and no article solves, of the same days as `figures`; takes seconds once."""
        return self._api.get(f"{self._base}/gaps", Gaps, **_days(since, until))

    def knowledge(self, *, since: date | None = None, until: date | None = None) -> Knowledge:
        """How the articles fare, by the calls of the same days as `figures`; 90 days are better."""
        return self._api.get(f"{self._base}/knowledge", Knowledge, **_days(since, until))

    def search_calls(self, figure: str, *, since: date | None = None, until: date | None = None) -> str:
        """The calls of a figure of `knowledge().search`, as `figure_calls` gives those of figures; of `no_answer` a
        line for each search, of `first_help` seconds."""
        return self._api.text(f"{self._base}/knowledge/search/{segment(figure)}/calls", **_days(since, until))

    def tell_apart(self, first: str, second: str) -> Apart:
        """Say that two articles are not the same, in whichever order: they are listed as alike no more."""
        return self._tell("knowledge/apart", {"first": first, "second": second}, Apart)

    def compare_again(self, first: str, second: str) -> Apart:
        """Take that back."""
        return self._tell("knowledge/compare", {"first": first, "second": second}, Apart)

    def figure_articles(self, *, since: date | None = None, until: date | None = None) -> FigureArticles:
        """What was done and solved with each article in those calls: counts, and never a gain."""
        return self._api.get(f"{self._base}/figures/articles", FigureArticles, **_days(since, until))

    def figure_effects(self, *, since: date | None = None, until: date | None = None) -> FigureEffects:
        """What the articles did to FCR that came from `since` to `until`, both included; without them, in a year."""
        return self._api.get(f"{self._base}/figures/effects", FigureEffects, **_days(since, until))

    def figure_effect_calls(
        self, *, since: date | None = None, until: date | None = None, topic: str = "", side: str = ""
    ) -> str:
        """The calls that it is counted from, as CSV with a header, of one `topic` and one `side` of it: `before`,
        `after` or `meanwhile`; empty = of all."""
        only = {name: one for name, one in (("topic", topic), ("side", side)) if one}
        return self._api.text(f"{self._base}/figures/effects/calls", **_days(since, until), **only)

    def incidents(self) -> Iterator[Incident]:
        """Known incidents, newest first, page after page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self._api.get(f"{self._base}/incidents", Incidents, cursor=cursor, limit=100)
            yield from page.items
            cursor = page.next_cursor

    def incident(self, id: str) -> IncidentCalls:
        """One incident and the calls closed with it; none of them without the scope `record`."""
        return self._api.get(f"{self._base}/incidents/{segment(id)}", IncidentCalls)

    def open_incident(
        self, id: str, title: str, *, symptoms: Sequence[str] = (), message: str = "", opened_at: datetime | None = None
    ) -> Incident:
        """Say that something is broken for many; the same again changes nothing."""
        body = {"id": id, "title": title, "symptoms": symptoms, "message": message, "opened_at": opened_at or now()}
        return self._tell("incidents", body, Incident)

    def close_incident(self, id: str, *, at: datetime | None = None) -> Incident:
        return self._tell(f"incidents/{segment(id)}/close", {"at": at or now()}, Incident)

    def _tell(self, path: str, body: dict[str, Any], kind: type[T]) -> T:
        return self._api.tell("POST", f"{self._base}/{path}", body, kind)

    def _calls(self, call: str) -> str:
        return f"calls/{segment(call)}"

    def _of_call(self, call: str) -> str:
        return f"{self._base}/{self._calls(call)}"


def _moment(id: str = "", at: datetime | None = None) -> dict[str, Any]:
    return {"id": id or new_id(), "at": at or now()}


def _said(**fields: str) -> dict[str, str]:
    """Those that say something: a server that is older than a field refuses it."""
    return {name: value for name, value in fields.items() if value}


def _days(since: date | None, until: date | None) -> dict[str, str]:
    return {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}


def _text(at: datetime | None) -> str:
    return at.isoformat() if at else ""
