"""What the API gives of a client's figures. Fields are added, never renamed or removed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant
from kbsearch.api.catalogue import Lang
from kbsearch.api.figures.count_shapes import ContactsOut, PlainCountOut, QueueOut, contacts_out, counts_out
from kbsearch.api.figures.words import formula, title
from kbsearch.core.figures import CONFIDENCE, ClientFigures, Figure, FigureCalls
from kbsearch.core.one_client import OneClient

METHODS = {"share": "wilson", "seconds": "student", "balance": "normal"}
"""Unit → how its intervals are found."""


class IntervalOut(msgspec.Struct, frozen=True):
    """Where the value would be of very many such calls."""

    low: float
    high: float
    level: Annotated[float, Meta(description="How sure that is, for instance 0.95.")]
    method: Annotated[str, Meta(description="How it was found, for instance `wilson`.")]


class TargetOut(msgspec.Struct, frozen=True):
    """What a share should be."""

    low: float
    high: Annotated[float | None, Meta(description="null = the more the better.")]


class NetOut(msgspec.Struct, frozen=True):
    """A figure without the calls that the client agreed to leave out, `[figures]` of `client.toml`."""

    numerator: int
    denominator: int
    value: Annotated[float | None, Meta(description="null = no value, for nothing was counted.")]
    interval: IntervalOut | None


class FigureOut(msgspec.Struct, frozen=True):
    """A figure with all that it is made of: `value` = `numerator` / `denominator`."""

    name: Annotated[str, Meta(description="Stable, for instance `n1_absorption`.")]
    title: Annotated[str, Meta(description="For people.")]
    formula: Annotated[str, Meta(description="In words, for people.")]
    unit: Annotated[
        str,
        Meta(
            description="Of `value`: `share` = from 0 to 1, `seconds` = a mean length, `balance` = from −1 to 1, a "
            "hundredth of which is a point."
        ),
    ]
    numerator: Annotated[int, Meta(description="Of a balance: answers for, less those against, so it may be below 0.")]
    denominator: int
    value: Annotated[float | None, Meta(description="null = no value, for nothing was counted. That is not 0.")]
    interval: Annotated[IntervalOut | None, Meta(description="null where there is no value, and of one call’s length.")]
    median: Annotated[float | None, Meta(description="Of lengths, in seconds; null of a share.")] = None
    p90: Annotated[
        float | None, Meta(description="Nine of ten lengths are not longer, in seconds; null of a share.")
    ] = None
    within_seconds: Annotated[
        int | None,
        Meta(
            description="Of the service level: how soon a call must be answered to be in the numerator, as "
            "`[telephone.service_level]` of `client.toml` has it; null of others."
        ),
    ] = None
    target: Annotated[
        TargetOut | None,
        Meta(description="Of the service level, what this client aims at; of others, the trade. null = none is known."),
    ] = None
    net: Annotated[
        NetOut | None,
        Meta(description="Beside the gross figure; null where the client agreed on nothing, and of others."),
    ] = None
    against: Annotated[
        int | None, Meta(description="Of a balance: answers against, NPS’s detractors; null of others.")
    ] = None


class FiguresOut(msgspec.Struct, frozen=True):
    """Figures of the calls that began in a period."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    begins: Annotated[Instant, Meta(description="When the first day begins: `since` of the list of these very calls.")]
    ends: Annotated[Instant, Meta(description="When the last day is over: `until` of that list.")]
    began: Annotated[
        int, Meta(description="Calls in all. Those handled are these without `unfinished`, `abandoned`, `unanswered`.")
    ]
    unfinished: Annotated[int, Meta(description="Calls that are not closed, and so in no figure yet.")]
    abandoned: Annotated[int, Meta(description="Calls closed as given up by the caller.")]
    figures: Annotated[
        tuple[FigureOut, ...],
        Meta(
            description="Calls that one caller makes within 15 minutes of the end of the last, passed on or cut off, "
            "count once, when the first began; in those of the queue and in `doubtful_share` each counts."
        ),
    ]
    contacts: Annotated[ContactsOut, Meta(description="What the shares of first contacts are made of.")]
    queue: Annotated[QueueOut, Meta(description="What came of the calls presented, all parts of them.")]
    unanswered: Annotated[
        int, Meta(description="Calls that nobody took, the telephone system says, and of which nobody said the end.")
    ] = 0
    telephoned: Annotated[
        int,
        Meta(
            description="Calls of which the telephone system told any time. 0 = the figures of the queue and the "
            "handling time have no value, for it told nothing: the README says how to connect it."
        ),
    ] = 0
    counts: Annotated[
        tuple[PlainCountOut, ...],
        Meta(
            description="The numbers of `contacts` and `queue`, of calls, and of each outcome, with names and formulas."
        ),
    ] = ()


def figures_out(client: OneClient, found: ClientFigures, lang: Lang) -> FiguresOut:
    still_own(client, found)
    period = found.period
    return FiguresOut(
        client=client.id,
        since=period.since,
        until=period.until,
        time_zone=str(period.zone),
        begins=period.begins,
        ends=period.ends,
        began=found.began,
        unfinished=found.unfinished,
        abandoned=found.abandoned,
        figures=tuple(_figure_out(one, lang) for one in found.figures),
        contacts=contacts_out(found),
        queue=msgspec.convert(found.queue, QueueOut, from_attributes=True),
        unanswered=found.unanswered,
        telephoned=found.telephoned,
        counts=counts_out(found, lang),
    )


def interval_out(figure: Figure) -> IntervalOut | None:
    interval = figure.interval
    return IntervalOut(interval.low, interval.high, CONFIDENCE, METHODS[figure.unit]) if interval else None


def net_out(net: Figure) -> NetOut:
    return NetOut(net.numerator, net.denominator, net.value, interval_out(net))


def _figure_out(figure: Figure, lang: Lang) -> FigureOut:
    return FigureOut(
        name=figure.name,
        title=title(figure, lang=lang),
        formula=formula(figure, lang=lang),
        unit=figure.unit,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        interval=interval_out(figure),
        median=figure.spread.median if figure.spread else None,
        p90=figure.spread.p90 if figure.spread else None,
        within_seconds=figure.goal.seconds if figure.goal else None,
        target=TargetOut(figure.target.low, figure.target.high) if figure.target else None,
        net=net_out(figure.net) if figure.net else None,
        against=figure.against,
    )


def calls_csv(found: FigureCalls) -> bytes:
    """A header, then a line a call, oldest first."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(("figure", "call", "began", "counted", "net"))
    for one in found.calls:
        lines.writerow((found.figure, no_formula(one.call), one.began.isoformat(), one.counted, int(one.is_net)))
    return written.getvalue().encode()


def no_formula(text: str) -> str:
    """What a spreadsheet does not calculate: another tool's name of a call may begin with anything."""
    return f"'{text}" if text[:1] in "=+-@" else text


CALLS_EXAMPLE = """figure,call,began,counted,net
n1_absorption,c-118,2026-11-02T08:14:00+00:00,1,1
n1_absorption,c-119,2026-11-02T08:31:00+00:00,0,0
"""
EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-11-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "begins": "2026-10-31T23:00:00Z",
    "ends": "2026-11-30T23:00:00Z",
    "began": 214,
    "unfinished": 3,
    "abandoned": 11,
    "figures": [
        {
            "name": "n1_absorption",
            "title": "Absorption au N1",
            "formula": "appels clos comme résolus sans avoir été passés à un niveau au-dessus du N1 ÷ appels traités",
            "unit": "share",
            "numerator": 134,
            "denominator": 200,
            "value": 0.67,
            "interval": {"low": 0.6022, "high": 0.7314, "level": 0.95, "method": "wilson"},
            "target": {"low": 0.6, "high": 0.8},
        },
        {
            "name": "link_rate",
            "title": "Taux de liaison",
            "formula": "appels clos avec un article utilisé ou créé ÷ appels clos",
            "unit": "share",
            "numerator": 0,
            "denominator": 0,
            "value": None,
            "interval": None,
            "target": {"low": 0.6, "high": 0.8},
        },
    ],
    "contacts": {"window_days": 7, "first": 171, "unripe": 38, "repeated": 22, "unattached": 7},
    "queue": {
        "presented": 232,
        "answered": 214,
        "abandoned": 11,
        "overflowed": 4,
        "dissuaded": 1,
        "callback_requested": 1,
        "voicemail": 0,
        "failed": 0,
        "untold": 1,
    },
    "counts": [
        {
            "name": "outcome_resolved",
            "title": "Résolu",
            "formula": "appels commencés sur ces jours et clos « Résolu »",
            "value": 134,
        }
    ],
}
"""Of the OpenAPI document."""
