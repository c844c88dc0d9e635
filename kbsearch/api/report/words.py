"""A client's monthly report as one page that needs nothing but itself, for whichever door it leaves by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from kbsearch.api import local_words
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.alerts import words as alert_words
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.figures import count_words
from kbsearch.api.figures import words as figure_words
from kbsearch.api.figures.links import ReportLinks
from kbsearch.api.pages.web import Web
from kbsearch.api.report import share_chart
from kbsearch.app.report import MONTHS, Report
from kbsearch.core.escalation.words import month
from kbsearch.core.faults import printable
from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.figures.parts import FigureParts, Part
from kbsearch.core.figures.period import months_until
from kbsearch.core.gaps import Gap, GapReason
from kbsearch.core.one_client import OneClient

FIRST_SEEN = ("fcr_no_call_back", "answer_rate", "n1_absorption")
"""Figures that stand large on the first page, and are drawn month by month."""
MOST_GAPS, MOST_ARTICLES = 12, 20
_OWN_FORMULAS = {"fcr_no_call_back": "report-formula-fcr_no_call_back"}
"""Where the usual words name a command, which the reader of a report has not."""
_REASONS = {
    GapReason.NO_ANSWER: "report-gap-no_answer",
    GapReason.REPORTED: "report-gap-reported",
    GapReason.REFUSED: "report-gap-refused",
    GapReason.REWORDED: "report-gap-reworded",
    GapReason.ESCALATED: "report-gap-escalated",
}


def page(web: Web, client: OneClient, report: Report, lang: Lang, address: str = "") -> str:
    """The HTML. The same report gives the same text. Raises `ScopeViolation` where any of it is not the client's.

    `address`: of the server, as `https://kb.example.org`, at which each count leads to its calls; empty = no count is a
    link, and the last page says where the calls are.
    """
    still_own(client, report)
    months = months_until(report.period.since, MONTHS)
    known, period = report.snapshot.client, report.period
    of_name = {one.name: one for one in report.figures.figures}
    used = [one for one in report.articles.articles if one.used]
    html = web.page(
        "report.html",
        lang,
        report=report,
        name=printable(known.name or known.id),
        month=month(period.since, lang),
        zone=str(period.zone),
        level=CONFIDENCE,
        first_seen=[of_name[name] for name in FIRST_SEEN],
        of_parts=[of_name[name] for name in figure_words.OF_PARTS],
        month_names=[month(one, lang) for one in months],
        month_firsts=months,
        links=ReportLinks(client, period, report.made, address),
        month_rows=[*_month_rows(report)],
        charts=[share_chart.chart(of_name[name], _months_of(report, name)) for name in FIRST_SEEN],
        place=share_chart,
        queue_rows=[*_part_rows(report.queues)],
        hour_rows=[*_part_rows(report.hours)],
        gaps=report.lacking.gaps[:MOST_GAPS],
        gaps_more=max(0, len(report.gaps.gaps) - MOST_GAPS),
        why=partial(why, lang=lang),
        used=used[:MOST_ARTICLES],
        used_more=max(0, len(used) - MOST_ARTICLES),
        left_out=figure_words.left_out(report.snapshot, lang=lang),
        **_words(report, lang),
    )
    return html.lstrip()


def _words(report: Report, lang: Lang) -> Mapping[str, Any]:
    """How things are said."""
    return {
        **figure_words.said(lang),
        **count_words.said(lang),
        "formula_of": partial(_formula, lang=lang),
        "part_of": partial(figure_words.part, lang=lang),
        "number": partial(local_words.number, lang=lang),
        "counted": partial(local_words.counted, lang=lang),
        "moment": partial(local_words.moment, zone=report.period.zone, lang=lang),
        "printable": printable,
        "window": local_words.days(report.figures.window, lang),
        "alert_of": partial(alert_words.title, lang=lang),
        "measured": partial(alert_words.measured, lang=lang),
    }


def _formula(figure: Figure, *, lang: Lang) -> str:
    own = _OWN_FORMULAS.get(figure.name)
    return figure_words.filled(own, figure, lang=lang) if own else figure_words.formula(figure, lang=lang)


def why(gap: Gap, *, lang: Lang) -> str:
    """In how many of its calls each reason held, the commonest first."""
    ordered = sorted(gap.reasons.items(), key=lambda one: (-one[1], one[0].value))
    return ", ".join(text(lang, _REASONS[reason], n=local_words.number(n, lang)) for reason, n in ordered)


def _months(report: Report) -> list[Part | None]:
    """The oldest first; None = nothing was counted in it."""
    found = {one.key: one for one in report.months.parts}
    return [found.get(f"{one:%Y-%m}") for one in months_until(report.period.since, MONTHS)]


def _months_of(report: Report, name: str) -> list[Figure | None]:
    return [_of(part, name) if part else None for part in _months(report)]


def _month_rows(report: Report) -> Iterator[tuple[Figure, list[Figure | None]]]:
    """Every figure, with what it was in each month."""
    for figure in report.figures.figures:
        yield figure, _months_of(report, figure.name)


def _part_rows(parts: FigureParts) -> Iterator[tuple[Part, list[Figure]]]:
    for part in parts.parts:
        yield part, [_of(part, name) for name in figure_words.OF_PARTS]


def _of(part: Part, name: str) -> Figure:
    return next(one for one in part.figures if one.name == name)
