"""What the API gives of a client's figures part by part. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.figures.shapes import IntervalOut, NetOut, interval_out, net_out
from kbsearch.core.figures import Figure
from kbsearch.core.figures.parts import By, FigureParts
from kbsearch.core.one_client import OneClient


class PartFigureOut(msgspec.Struct, frozen=True):
    """A figure of one part: `value` = `numerator` / `denominator`. Its title and its formula are those of
    `readFigures`."""

    name: str
    unit: Annotated[str, Meta(description="As of `readFigures`.")]
    numerator: int
    denominator: int
    value: Annotated[float | None, Meta(description="null = no value, for nothing was counted.")]
    interval: IntervalOut | None
    median: Annotated[float | None, Meta(description="Of lengths, in seconds.")] = None
    p90: Annotated[float | None, Meta(description="Of lengths, in seconds.")] = None
    net: NetOut | None = None
    against: Annotated[int | None, Meta(description="Of a balance: answers against.")] = None


class FigurePartOut(msgspec.Struct, frozen=True):
    """One part of the period."""

    key: Annotated[
        str,
        Meta(
            description="A queue, empty = not told; a level, `N1`, `N2`, `N3` or `on-call`; an hour, `00` to `23`; "
            "a day of the week, `1` = Monday to `7`; a day, week or month, as `2026-11-02`, `2026-W45`, `2026-11`."
        ),
    ]
    began: Annotated[int, Meta(description="Calls in all.")]
    figures: tuple[PartFigureOut, ...]


class FigurePartsOut(msgspec.Struct, frozen=True):
    """Figures of the calls that began in a period, part by part. The counts of all parts add up to those of the
    period."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which hours and days are.")]
    by: By
    parts: Annotated[
        tuple[FigurePartOut, ...],
        Meta(description="Those in which anything was counted, by key; queues with most calls first."),
    ]


def parts_out(client: OneClient, found: FigureParts) -> FigurePartsOut:
    still_own(client, found)
    period = found.period
    return FigurePartsOut(
        client=client.id,
        since=period.since,
        until=period.until,
        time_zone=str(period.zone),
        by=found.by,
        parts=tuple(FigurePartOut(one.key, one.began, tuple(map(figure_out, one.figures))) for one in found.parts),
    )


def figure_out(figure: Figure) -> PartFigureOut:
    return PartFigureOut(
        name=figure.name,
        unit=figure.unit,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        interval=interval_out(figure),
        median=figure.spread.median if figure.spread else None,
        p90=figure.spread.p90 if figure.spread else None,
        net=net_out(figure.net) if figure.net else None,
        against=figure.against,
    )


PARTS_EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-11-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "by": "queue",
    "parts": [
        {
            "key": "caisse",
            "began": 143,
            "figures": [
                {
                    "name": "n1_absorption",
                    "unit": "share",
                    "numerator": 134,
                    "denominator": 200,
                    "value": 0.67,
                    "interval": {"low": 0.6022, "high": 0.7314, "level": 0.95, "method": "wilson"},
                }
            ],
        }
    ],
}
"""Of the OpenAPI document."""
