"""The hand-over sheet: everything the next level needs of a call, and what nobody asked yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Literal, TypeAlias

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Spoken
from kbsearch.core.escalation import Path, Step
from kbsearch.core.escalation.facts import filled, matched
from kbsearch.core.levels import Priority
from kbsearch.core.text import fold

Did = Literal["refused", "tried", "used", "opened", "copied", "displayed"]
VersionBy = Literal["event", "search", "unknown"]
Titles: TypeAlias = Mapping[tuple[str, str], str]
"""Article and version → the title that stood on the screen; with an empty version, the last one that did."""
MOST_DISPLAYED = 3
"""Articles that nobody opened, on one sheet: what was opened must not drown among rows of a screen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An article that the agent had before their eyes, and what became of it."""

    article: str
    title: str
    """As it stood on the screen in this version, else there last, else as it is now; the id when nobody knows."""
    version: str
    """Full Git commit id of what was read, as the last thing done with it says, else of what the last search showed,
    else of the index that the last search before was answered from; empty when the call had none."""
    did: Did
    steps: tuple[int, ...]
    """Ticked, in the article's order."""
    version_by: VersionBy = "event"
    """Who says so: an event about the article, or only a search, in whose answer it did not stand."""


@dataclass(frozen=True, slots=True)
class FactAsked:
    """Something the next level needs to know."""

    name: str
    value: str
    """Empty = nobody asked."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the agent adds while the caller waits; none of it is stored."""

    impact: str = ""
    """Redacted."""
    symptom: str = ""
    """Redacted."""
    facts: tuple[tuple[str, str], ...] = ()
    """(name, value), as said: they are what the next level asks for, a number to call back among them. What an
    escalation keeps of them is redacted."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One sheet."""

    client: str
    client_name: str
    call: str
    begun: datetime
    """In the client's zone."""
    came: str
    """Channel, queue and voice menu, as far as known."""
    speaks: Spoken
    """What the caller speaks; empty = nobody said."""
    caller: str
    """The caller's key; empty = nobody told a number, or it is withheld: what is kept does not say which."""
    impact: str
    """As told now, else as the last escalation that says so has it; redacted."""
    symptoms: tuple[str, ...]
    """Each once, the agent's own words first, then what was described and searched, redacted."""
    answers: tuple[tuple[str, str], ...]
    """(question, answer)."""
    facts: tuple[FactAsked, ...]
    """Those that the step to take asks for, then others that were given; values told now stand as said. What only a
    question answered before says is there too, as it was kept."""
    articles: tuple[Seen, ...]
    """Those that something was done with, in the order they were first seen."""
    displayed: tuple[Seen, ...]
    """Those that stood first on the screen and that nothing was done with: the last `MOST_DISPLAYED`, as shown."""
    path: Path

    @property
    def priority(self) -> Priority:
        """The one that the path was made for."""
        return self.path.priority

    @property
    def next(self) -> Step:
        """Who takes over."""
        return self.path.steps[self.path.now]


def handover(
    call: Call,
    client_name: str,
    path: Path,
    told: Told,
    titles: Mapping[str, str],
    shown: Titles = MappingProxyType({}),
) -> Handover:
    """The sheet of a call that leaves along `path`. `titles`: article id → title, of those there are now; `shown`: of
    those that stood on the screen."""
    named = partial(_title, titles, shown)
    described = [one.what.symptom for one in call.described] + [one.what.query for one in call.searches]
    impacts = (told.impact, *(one.what.impact for one in reversed(call.escalations)))
    asked, others = matched(path.steps[path.now].facts, _given(call, told))
    answers = {one.what.question: one.what.answer for one in call.answers}
    return Handover(
        client=call.client,
        client_name=client_name,
        call=call.id,
        begun=call.started.astimezone(path.at.tzinfo),
        came=" › ".join(part for part in (call.start.channel, call.start.queue, *call.start.ivr) if part),
        speaks=call.start.lang,
        caller=call.start.caller,
        impact=next((impact for impact in impacts if impact.strip()), ""),
        symptoms=tuple(_distinct([told.symptom, *described])),
        answers=tuple(answers.items()),
        facts=tuple(FactAsked(name, value) for name, value in (*filled(asked, answers), *others)),
        articles=tuple(_seen(call, named)),
        displayed=tuple(_displayed(call, named)),
        path=path,
    )


def _given(call: Call, told: Told) -> Iterator[tuple[str, str]]:
    """What was written down at an escalation before, then what is told now, which is stronger."""
    for escalation in call.escalations:
        yield from ((fact.name, fact.value) for fact in escalation.what.facts if fact.value.strip())
    yield from ((name, value) for name, value in told.facts if value.strip())


def _distinct(texts: Sequence[str]) -> Iterator[str]:
    found: set[str] = set()
    for text in texts:
        line = " ".join(text.split())
        if line and fold(line) not in found:
            found.add(fold(line))
            yield line


def _title(titles: Mapping[str, str], shown: Titles, article: str, version: str) -> str:
    return shown.get((article, version)) or shown.get((article, "")) or titles.get(article, article)


def _seen(call: Call, named: Callable[[str, str], str]) -> Iterator[Seen]:
    """Articles that were more than a row on the screen."""
    told = {one.what.article: one.what.version for one in call.shown}
    told |= {one.what.article: one.what.version for one in call.handled if one.what.version}
    last = {one.what.article: one.at for one in call.handled}
    for article in dict.fromkeys(one.what.article for one in call.handled):
        steps = {one.what.step for one in call.ticked if one.what.article == article}
        served = next((one.what.commit for one in reversed(call.searches) if one.at <= last[article]), "")
        by: VersionBy = "event" if article in told else "search" if served else "unknown"
        version = told.get(article, served)
        yield Seen(article, named(article, version), version, _did(call, article), tuple(sorted(steps)), version_by=by)


def _displayed(call: Call, named: Callable[[str, str], str]) -> Iterator[Seen]:
    """What search held for the best and the agent left alone."""
    handled = {one.what.article for one in call.handled}
    first: dict[str, str] = {}
    for one in call.shown:
        if one.what.rank == 1 and one.what.article not in handled:
            first.pop(one.what.article, None)  # where it was shown last counts
            first[one.what.article] = one.what.version
    for article, version in [*first.items()][-MOST_DISPLAYED:]:
        yield Seen(article, named(article, version), version, "displayed", ())


def _did(call: Call, article: str) -> Did:
    """The last word of whether it served; without one, the strongest thing done."""
    if article in call.ruled_out:
        return "refused"
    if article in call.used:
        return "used"
    return "tried" if article in call.tried else "copied" if article in call.copied else "opened"
