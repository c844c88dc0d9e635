"""Opening hours and holidays → pieces of time on which a client, or a group of its own hours, is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from kbsearch.core.duty.pieces import Piece, joined, of_day
from kbsearch.core.levels import Holidays, Hours, Span


def days(first: date, last: date) -> Iterator[date]:
    """Both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(number)


def openings(hours: Hours, holidays: Holidays, zone: ZoneInfo, between: tuple[date, date]) -> list[Piece]:
    """When a group with hours of its own is open, opening on these local days: sorted, disjoint.

    The client's exceptional openings are not the group's. On such a day that is a public holiday as well, it keeps the
    hours that it says of holidays, and one that says none its weekday's: the client works.
    """
    opened = {day for day, _ in holidays.opened}
    found: list[Piece] = []
    for day in days(*between):
        is_working = bool(opened.intersection(names(day))) and not hours.holidays
        is_closing = closing(day, holidays) is not None and not is_working
        found.extend(of_day(day, hours.holidays if is_closing else hours.week[day.weekday()], zone))
    return joined(found)


def client_openings(hours: Hours, holidays: Holidays, zone: ZoneInfo, between: tuple[date, date]) -> list[Piece]:
    """When the client itself is open: `openings`, with its exceptional ones in their days' place."""
    exceptional = {day: exception(day, holidays) for day in days(*between)}
    found: list[Piece] = []
    for day, spans in exceptional.items():
        if spans is None:
            spans = hours.week[day.weekday()] if closing(day, holidays) is None else hours.holidays
        found.extend(of_day(day, spans, zone))
    return joined(found)


def exception(day: date, holidays: Holidays) -> tuple[Span, ...] | None:
    """The exceptional hours of a day, one said for its year before one said for every year."""
    opened = dict(holidays.opened)
    return next((opened[name] for name in names(day) if name in opened), None)


def closing(day: date, holidays: Holidays, lang: str = "fr") -> str | None:
    """The name of the public holiday, `""` on a closing day of the client's own, None on any other day."""
    if holidays.country and (name := public_holidays(holidays.country, holidays.region, day.year, lang).get(day)):
        return name
    return "" if holidays.closed and any(name in holidays.closed for name in names(day)) else None


def names(day: date) -> tuple[str, str]:
    """The two ways of writing a day in `client.toml`.

    >>> names(date(2026, 12, 24))
    ('2026-12-24', '12-24')
    """
    return day.isoformat(), day.strftime("%m-%d")


@lru_cache(maxsize=256)
def public_holidays(country: str, region: str, year: int, lang: str = "fr") -> Mapping[date, str]:
    """Public holidays of one year with their names, in the country's own language where `lang` is not known of it.

    Raises `NotImplementedError` for a country or region that the library does not know.
    """
    known = _library(country, subdiv=region or None)
    wanted = next((one for one in known.supported_languages or () if one.split("_")[0] == lang), None)
    return dict(_library(country, subdiv=region or None, years=[year], language=wanted).items())


@lru_cache(maxsize=256)
def country_code(country: str) -> str:
    """The two ISO 3166 letters of a country as the library names it (`FRA`, `UK`); empty for one it does not know."""
    try:
        code: str = _library(country).country
    except NotImplementedError:
        return ""
    return code


def regions(country: str) -> list[str]:
    """Codes and names of the regions of a known country that have holidays of their own."""
    known = _library(country)
    return [*known.subdivisions, *known.subdivisions_aliases]


def load() -> None:
    """Import the tables now: a server does so before anybody waits for it."""
    import holidays  # noqa: F401


def _library(country: str, **options: Any) -> Any:
    """Imported when the first day is asked about: a twentieth of a second, which `kbsearch check` of a client without
    holidays need not take.
    """
    import holidays

    return holidays.country_holidays(country, **options)
