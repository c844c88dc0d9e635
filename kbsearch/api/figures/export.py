"""A client's figures over a period as files: everything from which each value is counted again. Of lengths the interval
needs each of them, which `readFigureCalls` gives."""

from __future__ import annotations

import csv
import io

import msgspec

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.catalogue import Lang
from kbsearch.api.figures.part_shapes import FigurePartsOut, parts_out
from kbsearch.api.figures.shapes import FiguresOut, figures_out, no_formula
from kbsearch.app.today import History
from kbsearch.app.topics import TopicPeriod
from kbsearch.core.figures import Figure
from kbsearch.core.one_client import OneClient

NET = ("net_numerator", "net_denominator", "net_value", "net_low", "net_high")
COLUMNS = (
    "part", "figure", "unit", "numerator", "denominator", "value", "low", "high", "against", *NET, "median", "p90",
)  # fmt: skip


class HistoryOut(msgspec.Struct, frozen=True):
    """What `readFigures` and `readFigureParts` give, of one moment."""

    figures: FiguresOut
    parts: FigurePartsOut


def history_json(client: OneClient, found: History, lang: Lang) -> bytes:
    """Raises `ScopeViolation` where it is not the client's."""
    still_own(client, found)
    return msgspec.json.encode(HistoryOut(figures_out(client, found.figures, lang), parts_out(client, found.parts)))


def history_csv(client: OneClient, found: History) -> bytes:
    """A header, then a line for each figure: of the whole period, whose `part` is empty, and of every part. `value` is
    `numerator` / `denominator`, and empty where nothing was counted; `low` and `high` are its interval;
    `against`: of a balance, how many of its answers are against; `net_…`: the same without the calls that the client
    agreed to leave out, empty where it agreed on none; `median`, `p90`: of lengths, in seconds."""
    still_own(client, found)
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    lines.writerows(_line("", one) for one in found.figures.figures)
    for part in found.parts.parts:
        lines.writerows(_line(part.key, one) for one in part.figures)
    return written.getvalue().encode()


def topics_csv(client: OneClient, found: TopicPeriod | None) -> bytes:
    """The same of every topic, whose id is `part`, empty = about none; `name` in callers' words, redacted, and empty
    where its calls are deleted; `calls`: handled ones. None = no topics were frozen: a header."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(("name", "calls", *COLUMNS))
    if found is None:
        return written.getvalue().encode()
    for one in still_own(client, found).figures.topics:
        name = next(iter(found.read.wordings.get(one.topic, ())), "")
        lines.writerows((no_formula(name), one.calls, *_line(one.topic, figure)) for figure in one.figures)
    return written.getvalue().encode()


def _line(part: str, figure: Figure) -> tuple[object, ...]:
    net = _counted(figure.net) if figure.net else [None] * len(NET)
    spread = (figure.spread.median, figure.spread.p90) if figure.spread else (None, None)
    return (part, figure.name, figure.unit, *_counted(figure), figure.against, *net, *spread)


def _counted(figure: Figure) -> list[object]:
    interval = figure.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    return [figure.numerator, figure.denominator, figure.value, *ends]
