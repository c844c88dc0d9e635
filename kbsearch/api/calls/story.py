"""What happened in a call, moment by moment, in words that nobody has to look up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kbsearch.api.catalogue import Lang, text
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import adds_to, merged
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.handover_text import came_by
from kbsearch.core.calls.happenings import Happening
from kbsearch.core.escalation.words import taker
from kbsearch.core.levels import Level


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the things that events name by their id."""

    titles: Mapping[str, str]
    """Article → title, of those there are now."""
    incidents: Mapping[str, str]
    """Incident → title."""
    levels: Sequence[Level]
    """The client's."""
    lang: Lang

    def article(self, id: str | None) -> str:
        return self.titles.get(id, id) if id else ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the story."""

    at: datetime
    kind: str
    """Key of what it is."""
    said: str
    """What there is to say of it; may be empty."""


def story(history: Sequence[Event], names: Names) -> list[Moment]:
    """What one search showed is one moment, however many articles those were; what was said before is none."""
    return [_moment(list(events), names) for _, events in groupby(_new(history), key=_together)]


def _new(history: Sequence[Event]) -> Iterator[Event]:
    """Without what a form of ours says each time: how the call came in, and what the caller described."""
    came: list[ev.Started] = []
    described = ""
    for event in history:
        match event.what:
            case ev.Started() as start:
                if came and not adds_to(merged(came), start):
                    continue
                came.append(start)
            case ev.Described(symptom):
                if symptom == described:
                    continue
                described = symptom
        yield event


def _together(event: Event) -> str:
    """The same of events that one moment tells."""
    return f"shown by {event.what.search}" if isinstance(event.what, ev.Displayed) else event.id


def _moment(events: Sequence[Event], names: Names) -> Moment:
    first = events[0]
    parts = [part for event in events for part in _parts(event.what, names) if part]
    return Moment(first.at, f"did-{type(first.what).__name__.lower()}", " · ".join(parts))


def _parts(what: Happening, names: Names) -> tuple[str, ...]:
    lang = names.lang
    match what:
        case ev.Started():
            return (came_by(what.channel, lang), what.queue, *what.ivr)
        case ev.Telephoned():
            return (text(lang, f"came-{what.disposition}") if what.disposition else "",)
        case ev.Described():
            return (what.symptom,)
        case ev.Searched():
            return (what.query, text(lang, f"answer-{what.state}") if what.state else "")
        case ev.Displayed():
            return (f"{what.rank}. {names.article(what.article)}",)
        case ev.Ticked():
            return (text(lang, "did-step", n=what.step), names.article(what.article))
        case ev.Opened() | ev.Copied() | ev.Tried() | ev.Refused() | ev.Used() | ev.Unused():
            return (names.article(what.article),)
        case ev.Answered():
            return (what.question, what.answer)
        case ev.Escalated():
            facts = (text(lang, "c-pair", name=fact.name, value=fact.value) for fact in what.facts)
            return (taker(names.levels, what.level, what.group, lang), what.priority or "", what.impact, *facts)
        case ev.Reviewed():
            said = text(lang, "did-n1-could" if what.n1_could else "did-n1-could-not")
            return (taker(names.levels, what.level, "", lang), said, names.article(what.article))
        case ev.Flagged():
            return (what.reason, names.article(what.article))
        case ev.Closed():
            incident = names.incidents.get(what.incident, what.incident) if what.incident else ""
            return (text(lang, f"c-outcome-{what.outcome}"), incident, what.comment)
        case ev.Confirmed():
            return (text(lang, "c-yes" if what.solved else "c-no"),)
        case ev.Rated():
            told = {"did-rated-satisfaction": what.satisfaction, "did-rated-recommendation": what.recommendation}
            return tuple(text(lang, key, n=n) for key, n in told.items() if n is not None)
        case ev.Reopened():
            return ()
