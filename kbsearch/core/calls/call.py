"""Events → Call: what one contact was, whatever the order its events arrived in and however often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, get_args

import msgspec

from kbsearch.core.calls import endings
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.endings import Relapse
from kbsearch.core.calls.events import Event, turn
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.calls.telephony import Telephony, telephony
from kbsearch.core.faults import shown
from kbsearch.core.moments import AHEAD
from kbsearch.errors import BadRequest, EventConflict

T = TypeVar("T")

Handled: TypeAlias = ev.Opened | ev.Ticked | ev.Copied | ev.Tried | ev.Refused | ev.Used
"""What can be done with an article."""
_HANDLED = frozenset(get_args(Handled))
_TURNS = frozenset({ev.Closed, ev.Reopened})
PHONE = "phone"
"""The channel of a call of which nobody says it."""
CLOSED_BEFORE_STARTED = "closed-before-started"
"""A fault of a call: its times cannot both be right."""
CLOSED_AHEAD = "closed-ahead"
"""A fault of a call: its end is still to come."""


class Knowledge(StrEnum):
    """Whether the knowledge base knew what a closed call was about. The formulas of the report count these three."""

    KNOWN = "known"
    """Linked to articles that existed before."""
    NEW = "new"
    """Linked to an article that was written from this call."""
    UNKNOWN = "unknown"
    """Linked to no article."""


class Timed(msgspec.Struct, Generic[T], frozen=True):
    """Something that happened, and when."""

    at: datetime
    """UTC."""
    what: T


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One contact, from pick-up to wrap-up. Sequences are in the order of time, ties by event id."""

    client: str
    id: str
    """The poster's own."""
    started: datetime
    """UTC; as the last `started` that says so has it, else as the telephone system does, else of the first `started`,
    else of the first event."""
    start: ev.Started
    """How it came in: of each field, the last value that was given."""
    telephony: Telephony
    """What the telephone system says of it."""
    closed_at: datetime | None
    """UTC; None while the call is open."""
    outcome: Outcome | None
    """Of the last closing; None while the call is open."""
    incident: str
    """Of the last closing: the known incident that the call was about; empty when it was none."""
    comment: str
    """Of the last closing: what was said of it; empty when nothing was."""
    closings: tuple[datetime, ...]
    """UTC; each time that it was closed, in their order, also where that only put right how."""
    reopened: int
    """How often."""
    reopenings: tuple[datetime, ...]
    """UTC; when, in their order."""
    described: tuple[Timed[ev.Described], ...]
    searches: tuple[Timed[ev.Searched], ...]
    shown: tuple[Timed[ev.Displayed], ...]
    ticked: tuple[Timed[ev.Ticked], ...]
    handled: tuple[Timed[Handled], ...]
    """All that was done with articles, but for uses that were taken back."""
    opened: tuple[str, ...]
    """Article ids, each once, by when it was first; so are those below."""
    copied: tuple[str, ...]
    tried: tuple[str, ...]
    refused: tuple[str, ...]
    used: tuple[str, ...]
    """Without those that did not serve after all."""
    created: tuple[str, ...]
    """Of `used`, the articles written from this call."""
    answers: tuple[Timed[ev.Answered], ...]
    escalations: tuple[Timed[ev.Escalated], ...]
    reviews: tuple[Timed[ev.Reviewed], ...]
    flags: tuple[Timed[ev.Flagged], ...]
    confirmed: bool | None
    """The caller's last answer to “was it solved?”; None when there is none."""
    ratings: tuple[Timed[ev.Rated], ...] = ()
    ended: ev.Closed | None = None
    """How it was closed last, also where it goes on since."""
    taken_back: tuple[str, ...] = ()
    """Articles that were said to have served, and did not after all."""
    confirmed_since: bool | None = None
    """`confirmed`, where the call was not reopened after that answer: it is about how the call ended last."""
    over_at: datetime | None = None
    """UTC; when it was closed first since it went on last: how it ended may have been put right later, at `closed_at`.
    None while it is open."""
    settled_at: datetime | None = None
    """UTC; since when it stands closed with this outcome, whatever was added to that later; None while it is open."""
    relapses: tuple[Relapse, ...] = ()

    @property
    def knowledge(self) -> Knowledge | None:
        """Known, new or unknown; None while the call is open. New when both kinds of article were used."""
        return knowledge(is_closed=self.closed_at is not None, is_created=bool(self.created), is_used=bool(self.used))

    @property
    def satisfaction(self) -> int | None:
        """The caller's last answer, 1 to 5; None when there is none."""
        return next((one.what.satisfaction for one in self.ratings[::-1] if one.what.satisfaction is not None), None)

    @property
    def recommendation(self) -> int | None:
        """The same, 0 to 10."""
        told = (one.what.recommendation for one in self.ratings[::-1] if one.what.recommendation is not None)
        return next(told, None)

    @property
    def ruled_out(self) -> frozenset[str]:
        """Of `refused`, the articles that were not used at the same time or later: the last word counts."""
        last: dict[str, tuple[datetime, bool]] = {}
        for one in self.handled:
            if isinstance(one.what, ev.Refused | ev.Used):
                said = (one.at, isinstance(one.what, ev.Used))
                last[one.what.article] = max(said, last.get(one.what.article, said))
        return frozenset(article for article, (_, is_used) in last.items() if not is_used)

    @property
    def faults(self) -> tuple[str, ...]:
        """What cannot be true of it: `closed-before-started`, and `Telephony.faults`. It is kept all the same: the
        event that mends it may still be on its way. Within one second it is not odd: other tools tell whole seconds."""
        is_odd = self.closed_at is not None and self.started - self.closed_at >= timedelta(seconds=1)
        return (*((CLOSED_BEFORE_STARTED,) if is_odd else ()), *self.telephony.faults)

    def faults_at(self, now: datetime) -> tuple[str, ...]:
        """`faults`, and `closed-ahead` while its end is still to come: a poster's clock is ahead by that, and what was
        reopened and closed since comes before that end."""
        is_ahead = self.closed_at is not None and self.closed_at - now > AHEAD
        return (*((CLOSED_AHEAD,) if is_ahead else ()), *self.faults)

    @property
    def is_unanswered(self) -> bool:
        """Nobody took it, says the telephone system, and nobody has said how it ended: it waits for nothing more."""
        return self.outcome is None and self.telephony.is_unanswered


def knowledge(*, is_closed: bool, is_created: bool, is_used: bool) -> Knowledge | None:
    """`Call.knowledge`, of a call in which an article was written or used."""
    if not is_closed:
        return None
    if is_created:
        return Knowledge.NEW
    return Knowledge.KNOWN if is_used else Knowledge.UNKNOWN


def fold(events: Iterable[Event]) -> Call:
    """The call that these events are of: one client, one call, at least one event, in any order, with repetitions.

    Raises `EventConflict` when one id stands for two different events, `BadRequest` when they are not of one call.
    """
    ordered = _in_order(events)
    happened: list[Timed[Any]] = [Timed(event.at, event.what) for event in ordered]
    kinds: dict[type, list[Timed[Any]]] = defaultdict(list)
    for one in happened:
        kinds[type(one.what)].append(one)

    def timed(kind: type[T]) -> tuple[Timed[T], ...]:
        return tuple(kinds.get(kind, ()))

    starts, ended, reopened = timed(ev.Started), timed(ev.Closed), timed(ev.Reopened)
    confirmed = timed(ev.Confirmed)[-1].what.solved if ev.Confirmed in kinds else None
    of_end = next((one.what for one in reversed(happened) if type(one.what) in (ev.Confirmed, ev.Reopened)), None)
    used = timed(ev.Used) if ev.Unused not in kinds else _standing(happened)
    handled = [one for one in happened if type(one.what) in _HANDLED]
    turns = [(one.at, one.what) for one in happened if type(one.what) in _TURNS]
    closing = turns[-1][1] if turns and isinstance(turns[-1][1], ev.Closed) else None
    start, phone = merged([start.what for start in starts]), telephony(timed(ev.Telephoned))
    return Call(
        client=ordered[0].client,
        id=ordered[0].call,
        started=start.began or phone.began or (starts[0].at if starts else ordered[0].at),
        start=start,
        telephony=phone,
        closed_at=turns[-1][0] if closing else None,
        over_at=endings.over_at(turns),
        settled_at=endings.settled_at(turns),
        relapses=endings.relapses(turns),
        outcome=closing.outcome if closing else None,
        incident=(closing.incident or "") if closing else "",
        comment=closing.comment if closing else "",
        closings=tuple([one.at for one in ended]),
        reopened=len(reopened),
        reopenings=tuple([one.at for one in reopened]),
        described=timed(ev.Described),
        searches=timed(ev.Searched),
        shown=timed(ev.Displayed),
        ticked=timed(ev.Ticked),
        handled=tuple([one for one in handled if not isinstance(one.what, ev.Used) or one in used]),
        opened=_articles(timed(ev.Opened)),
        copied=_articles(timed(ev.Copied)),
        tried=_articles(timed(ev.Tried)),
        refused=_articles(timed(ev.Refused)),
        used=_articles(used),
        created=_articles([one for one in used if one.what.created]),
        answers=timed(ev.Answered),
        escalations=timed(ev.Escalated),
        reviews=timed(ev.Reviewed),
        flags=timed(ev.Flagged),
        confirmed=confirmed,
        confirmed_since=confirmed if isinstance(of_end, ev.Confirmed) else None,
        ratings=timed(ev.Rated),
        ended=ended[-1].what if ended else None,
        taken_back=tuple(one for one in _articles(timed(ev.Unused)) if one not in _articles(used)),
    )


def adds_to(known: ev.Started, said: ev.Started) -> bool:
    """Whether `said` tells anything that is not so already; what it leaves open tells nothing."""
    told = {name: getattr(said, name) for name in ev.Started.__struct_fields__}
    return any(value and value != getattr(known, name) for name, value in told.items())


def usual_channel(known: Call | None) -> str:
    """What may be told of the channel where nobody says it: a default takes the place of nothing that was told. Empty =
    nothing."""
    return PHONE if known is None or known.start.channel in ("", PHONE) else ""


class _AboutArticle(Protocol):
    @property
    def article(self) -> str: ...


Mention = TypeVar("Mention", bound=_AboutArticle)


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Each once, as `turn` has it."""
    found: dict[str, Event] = {}
    for event in events:
        known = found.setdefault(event.id, event)
        if known is not event and known != event:
            message = f"The event id {shown(event.id)} stands for two different events. Give each event its own id."
            raise EventConflict(message, event=event.id)
    calls = {(event.client, event.call) for event in found.values()}
    if len(calls) != 1:
        named = ", ".join(f"{client}/{shown(call)}" for client, call in sorted(calls)[:3]) or "none"
        raise BadRequest(f"A call is made of the events of one call; these are of {len(calls)}: {named}.", field="call")
    return sorted(found.values(), key=turn)


def _standing(happened: Sequence[Timed[Any]]) -> tuple[Timed[ev.Used], ...]:
    """The uses that nothing took back later."""
    taken_back = {one.what.article: at for at, one in enumerate(happened) if isinstance(one.what, ev.Unused)}
    return tuple(
        one
        for at, one in enumerate(happened)
        if isinstance(one.what, ev.Used) and at > taken_back.get(one.what.article, -1)
    )


def _articles(mentions: Sequence[Timed[Mention]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([mention.what.article for mention in mentions])) if mentions else ()


def merged(starts: Sequence[ev.Started]) -> ev.Started:
    """The last value given of each field: the telephone system may know the caller later than the queue."""
    if len(starts) == 1:
        return starts[0]
    return ev.Started(
        channel=next((start.channel for start in reversed(starts) if start.channel), ""),
        queue=next((start.queue for start in reversed(starts) if start.queue), ""),
        ivr=next((start.ivr for start in reversed(starts) if start.ivr), ()),
        caller=next((start.caller for start in reversed(starts) if start.caller), ""),
        began=next((start.began for start in reversed(starts) if start.began), None),
        agent=next((start.agent for start in reversed(starts) if start.agent), ""),
        lang=next((start.lang for start in reversed(starts) if start.lang), ""),
    )
