"""What the screens that were kept of a call say beside its events: what articles were called when they were read, and
what the caller answered to the questions beside the results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kbsearch.core.answers.facets import said
from kbsearch.core.calls.call import Call, Timed, fold
from kbsearch.core.calls.handover import Titles
from kbsearch.core.calls.happenings import Answered, Displayed, Opened, Searched
from kbsearch.core.questions import Chosen, Facet, Question
from kbsearch.core.store_ports import Kept
from kbsearch.core.text import fold as folded


class _Screen(msgspec.Struct, frozen=True):
    """As much of `screens` as is read here."""

    title: str = ""
    commit: str = ""
    question: Question | None = None
    choices: tuple[Chosen, ...] = ()
    labels: tuple[str, ...] = ()


_SCREENS = msgspec.json.Decoder(_Screen)


def call_of(history: Sequence[Kept], lang: str) -> Call:
    """The call, with what was chosen in its searches among its answers. `history`: all of it, in the order of time;
    `lang`: of the client, for a question whose screen is not kept."""
    call = fold(kept.event for kept in history)
    told = {(folded(one.what.question), folded(one.what.answer)) for one in call.answers}
    chosen = [one for one in _chosen(history, lang) if (folded(one.what.question), folded(one.what.answer)) not in told]
    if not chosen:
        return call
    return msgspec.structs.replace(call, answers=tuple(sorted((*call.answers, *chosen), key=lambda one: one.at)))


def chosen_of(history: Sequence[Kept]) -> tuple[Chosen, ...]:
    """What the caller had answered by the last search whose screen is kept: it stands until a search goes without."""
    screens = (kept.shown for kept in reversed(history) if isinstance(kept.event.what, Searched) and kept.shown)
    return next((_read(shown).choices for shown in screens), ())


def titles_of(history: Sequence[Kept]) -> Titles:
    """Of the articles that stood on the screen."""
    found: dict[tuple[str, str], str] = {}
    for kept in history:
        if isinstance(kept.event.what, Displayed | Opened) and kept.shown and (screen := _read(kept.shown)).title:
            for version in (screen.commit, ""):
                found[kept.event.what.article, version] = screen.title
    return found


def _chosen(history: Sequence[Kept], lang: str) -> Iterator[Timed[Any]]:
    """Each choice when a search had it first: the next ones have it too as long as it stands."""
    asked: dict[tuple[Facet, str], str] = {}
    before: set[Chosen] = set()
    for kept in history:
        if not isinstance(kept.event.what, Searched) or not kept.shown:
            continue
        screen = _read(kept.shown)
        for one, label in zip(screen.choices, screen.labels, strict=False):
            if one not in before:
                question = asked.get((one.facet, one.value)) or _in_words(one.facet, lang)
                yield Timed(kept.event.at, Answered(question, label))
        before = set(screen.choices)
        if screen.question is not None:
            asked |= {(screen.question.facet, one.value): screen.question.text for one in screen.question.choices}


def _in_words(facet: Facet, lang: str) -> str:
    """What an article asks stands on its screen alone: without it, what it is about."""
    return said("category" if facet == "question" else facet, lang)


def _read(screen: str) -> _Screen:
    try:
        return _SCREENS.decode(screen.encode())
    except msgspec.MsgspecError:
        return _Screen()  # kept by a version that wrote other screens
