"""From what a door was told of a call to events that may be kept: callers as keys, texts redacted, screens beside."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kbsearch.core.calls import screens
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import (
    Answered,
    Closed,
    Described,
    Displayed,
    Escalated,
    Fact,
    Flagged,
    Happening,
    Opened,
    Searched,
    Started,
    Telephoned,
)
from kbsearch.core.calls.telephony import TIMES
from kbsearch.core.learning.evidence import Drawn
from kbsearch.core.local_time import in_utc
from kbsearch.core.model import Answer
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.ports import WORKTREE
from kbsearch.core.redaction.cuts import cut
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest
from kbsearch.flows.menu_path import kept_path

MOST_CHARS = 2000
"""What `happenings.Text` takes: a placeholder may be longer than what it stands for."""

TYPED: dict[type, tuple[str, ...]] = {
    Described: ("symptom",),
    Searched: ("query",),
    Answered: ("question", "answer"),
    Escalated: ("impact",),
    Flagged: ("reason",),
    Closed: ("comment",),
}
"""Kind → its fields that a person typed or said. `Escalated.facts` and most of `Started` too, see `keepable`."""

LABELS: dict[type, tuple[str, ...]] = {Searched: ("generation", "memory"), Escalated: ("group",)}
"""Kind → its short texts, which may hold anything too. `Fact.name` and those of `Started` as well, see `keepable`."""

IDS: dict[type, tuple[str, ...]] = {Displayed: ("search",), Closed: ("incident",)}
"""Kind → its ids of other things, which the poster chose."""

ARTICLES: Mapping[str, int] = {"article": 160, "chunk": 180}
"""Field, of whatever kind → the most characters that it takes. The ids are ours, but anything may be sent as one."""

_PASSAGE = re.compile(r"#\d{1,6}(?![\s\S])")
"""What `Chunk.id` adds to its article's."""

MOST_LABEL_CHARS = 128
"""What `happenings.Label` takes."""

ID_PERSONAL = "field-id-personal"
"""`BadRequest.key` of an id that tells of a person."""


@dataclass(frozen=True, slots=True)
class Wall:
    """Between what was told and what is kept."""

    redact: Callable[[str], str]
    """Text as typed → without personal data."""
    caller_key: Callable[[OneClient, str], str]
    """Client and caller as told → the caller's key; empty for a withheld number."""
    agent_key: Callable[[OneClient, str], str]
    """Client and account as told → the agent's key, which no caller has; empty for nobody."""
    is_personal: Callable[[str], bool]
    """Whether an id that a poster chose tells of a person."""

    def require_impersonal(self, id: str | None, field: str) -> None:
        """Raises `BadRequest` for an id that tells of a person: ids join what is kept, so they are kept as they are."""
        if id and self.is_personal(id):
            message = (
                f"The id in “{field}” holds personal data, and ids are kept as they are: send a number or name that "
                "your tool gave, without a person's name, telephone number or address in it."
            )
            raise BadRequest(message, field=field, key=ID_PERSONAL)


@dataclass(frozen=True, slots=True)
class Recording:
    """What is handed to `EventLog.append`."""

    events: tuple[Event, ...]
    shown: Mapping[str, str]
    """Event id → what stood on the screen."""


def keepable(client: OneClient, what: Happening, wall: Wall, articles: Container[str] = ()) -> Happening:
    """The happening without personal data. Doing it twice changes no text; the key of a caller or an agent would
    become another key.

    Ids of the client's `articles`, and of their passages, stay as they are whatever they look like; any other stays if
    nothing is found in it. Raises `BadRequest` for an id of the poster's that tells of a person.
    """
    for name in IDS.get(type(what), ()):
        wall.require_impersonal(getattr(what, name), f"what.{name}")
    if isinstance(what, Started):
        began = in_utc(what.began, field="what.began") if what.began else None
        return replace(
            what,
            channel=_label(what.channel, wall),
            queue=_label(what.queue, wall),
            ivr=kept_path(what.ivr, wall.redact, longest=MOST_LABEL_CHARS),
            caller=wall.caller_key(client, what.caller),
            began=began,
            agent=wall.agent_key(client, what.agent),
        )
    if isinstance(what, Telephoned):
        told = {name: at for name in TIMES if (at := getattr(what, name)) is not None}
        return replace(what, **{name: in_utc(at, field=f"what.{name}") for name, at in told.items()})
    clean: dict[str, str] = {name: wall.redact(getattr(what, name))[:MOST_CHARS] for name in TYPED.get(type(what), ())}
    clean |= {name: _label(getattr(what, name), wall) for name in LABELS.get(type(what), ())}
    clean |= _named_articles(what, wall, articles)
    if isinstance(what, Escalated):
        facts = tuple(Fact(_label(fact.name, wall), wall.redact(fact.value)[:MOST_CHARS]) for fact in what.facts)
        return replace(what, facts=facts, **clean)
    return replace(what, **clean) if clean else what


def _named_articles(what: Happening, wall: Wall, articles: Container[str]) -> dict[str, str]:
    """The fields that name an article or a passage, as they may be kept."""
    named: dict[str, str | None] = {name: getattr(what, name, None) for name in ARTICLES}
    foreign = {name: said for name, said in named.items() if said and _PASSAGE.sub("", said) not in articles}
    return {name: wall.redact(said)[: ARTICLES[name]] for name, said in foreign.items()}


def _label(text: str, wall: Wall) -> str:
    return wall.redact(text)[:MOST_LABEL_CHARS] if text else ""


def told(
    client: OneClient,
    events: Sequence[Event],
    snapshot: Snapshot | None,
    wall: Wall,
    *,
    articles: Container[str] = (),
) -> Recording:
    """Events of one client as a door was told them; `snapshot` is that client's, None = it has none. Raises
    `ScopeViolation` for another's snapshot.

    `articles`: ids that stay as they are where there is no snapshot, which knows its own.
    What stood on the screen is known where the article is being served in the version that the event names.
    Raises `BadRequest` for an id of a call or an event that tells of a person.
    """
    require_own(client, [snapshot.client.id] if snapshot else [])
    for event in events:
        wall.require_impersonal(event.id, "id")
    for call in {event.call for event in events}:
        wall.require_impersonal(call, "call")
    articles = snapshot.known_ids if snapshot else articles
    kept = tuple(replace(event, what=keepable(client, event.what, wall, articles)) for event in events)
    screens_ = ((event.id, _screen(event.what, snapshot)) for event in kept) if snapshot else ()
    return Recording(kept, {id: screen for id, screen in screens_ if screen})


@dataclass(frozen=True, slots=True)
class CameIn:
    """How a call came in, as far as a door was told."""

    start: Started
    telephone: Telephoned | None = None
    """What the telephone system says beside it; None = nothing."""


def started(client: OneClient, call: str, came: CameIn, now: datetime, wall: Wall, *, after: str = "") -> Recording:
    """How a call came in, as events named by their content: said twice, it begins once.

    `after`: the event that it corrects, which makes it another one than the same content said before that.
    The name is made of the caller's key, never of the number: a hash of a number can be tried number by number.
    """
    wall.require_impersonal(call, "call")
    told: list[tuple[str, Happening]] = []
    if came.start != Started() or not came.telephone:
        told.append(("put", keepable(client, came.start, wall)))
    if came.telephone:
        told.append(("phone", keepable(client, came.telephone, wall)))
    names = [_named(call, kept, after) if after else _named(call, kept) for _, kept in told]
    events = (
        Event(f"{prefix}:{name}", client.id, call, now, kept) for name, (prefix, kept) in zip(names, told, strict=True)
    )
    return Recording(tuple(events), {})


def logged(client: OneClient, call: str, told: Sequence[tuple[datetime, Happening]], wall: Wall) -> Recording:
    """What a telephone system's log says of a call, as events named by their time and content, whichever file tells it:
    told twice, it is one event."""
    wall.require_impersonal(call, "call")
    kept = [(at, keepable(client, what, wall)) for at, what in told]
    events = (Event(f"queue:{_named(call, at.isoformat(), what)}", client.id, call, at, what) for at, what in kept)
    return Recording(tuple(events), {})


def described(client: OneClient, call: str, symptom: str, now: datetime, wall: Wall) -> Recording:
    """What a caller said before anybody asked, as an event named by its redacted content: said twice, it is one."""
    wall.require_impersonal(call, "call")
    kept = keepable(client, Described(cut(symptom, MOST_CHARS)), wall)
    return Recording((Event(f"said:{_named(call, kept)}", client.id, call, now, kept),), {})


def _named(*content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Shown:
    """A search of a call and what the agent saw."""

    id: str
    """Of its event; each row's event is named `<id>:<rank>` with two digits."""
    at: datetime
    answer: Answer
    beside: Mapping[str, object]
    """What stood beside the results, as it was shown, by name: anything that JSON can hold."""
    drawn: Drawn


def searched(client: OneClient, call: str, shown: Shown, wall: Wall) -> Recording:
    """A search of a call and every row of its answer. Raises `ScopeViolation` for another client's answer, and
    `BadRequest` for an id of the call or of the event that tells of a person."""
    require_own(client, (shown.answer.client,))
    id, at, answer = shown.id, shown.at, shown.answer
    wall.require_impersonal(call, "call")
    wall.require_impersonal(id, "event")
    query = wall.redact(answer.query)[:MOST_CHARS]
    drawn = (shown.drawn.memory, shown.drawn.is_withheld)
    search = Searched(query, answer.mode, answer.commit, answer.generation, answer.state, *drawn)
    events = [Event(id, client.id, call, at, search)]
    screen = {id: screens.of_answer(answer, shown.beside, query=query)}
    for rank, result in enumerate(answer.results, 1):
        row = Displayed(result.article, rank, answer.commit, result.passage.chunk, search=id)
        events.append(Event(f"{id}:{rank:02}", client.id, call, at, row))
        screen[f"{id}:{rank:02}"] = screens.of_result(result)
    return Recording(tuple(events), screen)


def _screen(what: Happening, snapshot: Snapshot) -> str:
    if not isinstance(what, Opened) or what.article not in snapshot.by_id:
        return ""
    # articles that are not in Git change and keep the name of their version: what was read may be another text by now
    is_served = what.version is None or what.version == snapshot.commit != WORKTREE
    return screens.of_article(snapshot.by_id[what.article], snapshot.commit) if is_served else ""
