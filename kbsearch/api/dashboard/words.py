"""A client's day in words, tile by tile: for the page, and for the stream that keeps it up to date."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import quote

import msgspec

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.alerts import words as alert_words
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.figures import count_words
from kbsearch.api.figures import words as figure_words
from kbsearch.api.figures.links import calls_of
from kbsearch.api.local_words import amount, local_date, number
from kbsearch.app.today import Day
from kbsearch.core.alerts.nouns import Alert
from kbsearch.core.figures import ClientFigures, Figure
from kbsearch.core.figures.longest_waits import Wait
from kbsearch.core.figures.parts import InTurn
from kbsearch.core.one_client import OneClient

TILES = (
    *("answer_rate", "abandonment_rate", "service_level", "handle_time", "talk_time", "wrap_up_time"),
    "search_time",
    *("fcr_declared", "n1_absorption", "n2_share", "n3_share"),
)
"""Figures of the day, in the order in which they are shown."""
LONGEST = "longest_"
"""How the names of those begin that lead to one call."""
DRAWN = ("answer_rate", "service_level", "fcr_no_call_back", "n1_absorption")
"""Figures whose history is drawn."""
BETWEEN = "dashboard-between"
"""The text of an interval."""
BY: dict[InTurn, str] = {"day": "dashboard-by-day", "week": "dashboard-by-week", "month": "dashboard-by-month"}


class Tile(msgspec.Struct, frozen=True):
    """A number of the day with all that is said of it; empty = there is nothing to say."""

    name: str
    title: str
    value: str
    formula: str
    counts: str = ""
    between: str = ""
    aim: str = ""
    standing: str = ""
    """Whether what is aimed at is reached, in words."""
    is_short_of_aim: bool = False
    is_without: bool = False
    """It has no value, which is said in place of one."""
    calls: str = ""
    """Where its calls are."""
    said: str = ""
    """A sentence for who reads by ear, of a figure that something is aimed at."""


class TodayOut(msgspec.Struct, frozen=True):
    """A client's day so far, in words."""

    client: str
    at: str
    """When the calls were looked at, `14:32` in the client's time zone."""
    day: str
    note: str
    """What must be known to read it; empty = nothing."""
    tiles: tuple[Tile, ...]
    alerts: tuple[str, ...]
    """Each open one, with what was measured when it was opened; before them that they are posted nowhere any more."""


def today_out(client: OneClient, today: Day, at: datetime, lang: Lang) -> TodayOut:
    """Raises `ScopeViolation` where it is not the client's."""
    found = still_own(client, today.figures)
    raised = [still_own(client, one).alert for one in today.alerts]
    day = found.period.since
    mute = [today.disabled] if today.disabled is not None else []
    counted = {"presented": "queue_presented", "answered": "queue_answered", "open": "unfinished"}
    counts = [
        Tile(
            name,
            text(lang, f"dashboard-{name}"),
            number(found.counts[count], lang),
            text(lang, f"dashboard-formula-{name}"),
            calls=calls_of(client, count, day, day),
        )
        for name, count in counted.items()
    ]
    outside = [_outside(client, found, name, lang) for name in count_words.NOT_PRESENTED]
    waits = still_own(client, today.waits)
    longest = [_longest(client, *one, lang) for one in (("answered", waits.answered), ("abandoned", waits.abandoned))]
    of_name = {one.name: one for one in found.figures}
    tiles = [_tile(client, of_name[name], day, lang) for name in TILES]
    is_mute = found.began and not found.telephoned
    return TodayOut(
        client=client.id,
        at=clock(found, at),
        day=local_date(day, lang),
        note=text(lang, "figures-not-telephoned") if is_mute else "",
        tiles=(*counts, *outside, *longest, *tiles),
        alerts=(
            *(alert_words.disabled(client, one, found.period.zone, lang=lang) for one in mute),
            *(_alert(one, lang) for one in raised),
        ),
    )


def _outside(client: OneClient, found: ClientFigures, count: str, lang: Lang) -> Tile:
    """A count of calls that never reached the queue."""
    day, n = found.period.since, found.counts[count]
    formula = f"{count_words.formula(count, found.window, lang=lang)}. {text(lang, 'counts-not-presented')}"
    place = calls_of(client, count, day, day) if n else ""
    return Tile(count, count_words.title(count, lang=lang), number(n, lang), formula, calls=place)


def _longest(client: OneClient, whose: str, wait: Wait | None, lang: Lang) -> Tile:
    """The longest wait of the day, which leads to its call: for those who may see calls."""
    return Tile(
        f"{LONGEST}{whose}",
        text(lang, f"dashboard-longest-{whose}"),
        text(lang, "figures-no-value") if wait is None else amount(wait.seconds, "seconds", lang=lang),
        text(lang, f"dashboard-formula-longest-{whose}"),
        is_without=wait is None,
        calls="" if wait is None else f"/c/{client.id}/calls/{quote(wait.call, safe='')}",
    )


def _alert(alert: Alert, lang: Lang) -> str:
    return text(lang, "c-pair", name=alert_words.title(alert, lang=lang), value=alert_words.measured(alert, lang=lang))


def clock(found: ClientFigures, at: datetime) -> str:
    """`14:32`, as the client's clocks have it."""
    return f"{at.astimezone(found.period.zone):%H:%M}"


def standing(figure: Figure | None, *, lang: Lang) -> str:
    """Whether what is aimed at is reached; empty where nothing is, or there is no value."""
    if figure is None or figure.standing is None or figure.target is None:
        return ""
    kind = "goal" if figure.target.high is None else "usual"
    return text(lang, f"dashboard-{kind}-{figure.standing}")


def short_name(key: str, by: InTurn, *, lang: Lang) -> str:
    """A part's name where there is little room."""
    if by == "day":
        day = date.fromisoformat(key)
        return f"{day:%d/%m}" if lang == "fr" else f"{day:%m-%d}"
    if by == "week":
        return text(lang, "dashboard-short-week", week=int(key[-2:]))
    return figure_words.part(key, by, lang=lang)


def _tile(client: OneClient, figure: Figure, day: date, lang: Lang) -> Tile:
    title, stands = figure_words.title(figure, lang=lang), standing(figure, lang=lang)
    shown = figure_words.value(figure, lang=lang)
    said = ""
    if figure.target is not None:
        said = text(lang, "dashboard-said", title=title, value=shown, standing=stands)
        said = said if stands else text(lang, "dashboard-said-none", title=title)
    return Tile(
        name=figure.name,
        title=title,
        value=shown,
        formula=figure_words.formula(figure, lang=lang),
        counts=figure_words.counts(figure, lang=lang),
        between=figure_words.between(figure, BETWEEN, lang=lang),
        aim=figure_words.aim(figure, lang=lang),
        standing=stands,
        is_short_of_aim=figure.standing == "below",
        is_without=figure.value is None,
        calls=calls_of(client, figure.name, day, day) if figure.value is not None else "",
        said=said,
    )
