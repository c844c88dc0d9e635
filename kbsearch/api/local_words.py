"""Numbers, times and ages as people of a language write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from kbsearch.api.catalogue import Lang, text
from kbsearch.core.articles.typography import NO_BREAK

NARROW = "\u202f"
"""Between thousands, in French."""
MINUS = "\u2212"
_UNITS = (
    (timedelta(days=365), "age-years"),
    (timedelta(days=30), "age-months"),
    (timedelta(days=1), "age-days"),
    (timedelta(hours=1), "age-hours"),
    (timedelta(minutes=1), "age-minutes"),
)


def number(n: int, lang: Lang) -> str:
    """`12 500`, or `12,500` in English."""
    return f"{n:,}".replace(",", NARROW) if lang == "fr" else f"{n:,}"


def share(value: float, places: int = 1, *, lang: Lang) -> str:
    """Of 0 to 1 as a percentage: `67,2 %`, or `67.2%` in English."""
    percent = f"{value * 100:.{places}f}"
    return percent.replace(".", ",") + NO_BREAK + "%" if lang == "fr" else f"{percent}%"


def signed(value: float, places: int = 1, *, lang: Lang) -> str:
    """A difference: `+8,1`, `−2,0`, or `+8.1` in English; what rounds to nothing has no sign."""
    told = f"{abs(value):.{places}f}"
    sign = "" if float(told) == 0 else "+" if value > 0 else MINUS
    return sign + (told.replace(".", ",") if lang == "fr" else told)


def amount(value: float, unit: str, *, lang: Lang) -> str:
    """A figure's value: a share, a balance as `+25,4 points`, or seconds as `5 min 12 s`; seconds below 0 are 0."""
    if unit == "share":
        return share(value, lang=lang)
    if unit == "balance":
        return text(lang, "figures-points", points=signed(value * 100, lang=lang)).replace(" ", NO_BREAK)
    minutes, seconds = divmod(round(max(0.0, value)), 60)
    return text(lang, "figures-length", minutes=number(minutes, lang), seconds=seconds).replace(" ", NO_BREAK)


def counted(n: int, key: str, lang: Lang) -> str:
    """The text `key-1` or `key-n`, by what the language takes for one: in French 0 is singular."""
    is_one = n < 2 if lang == "fr" else n == 1
    return text(lang, f"{key}-1" if is_one else f"{key}-n", n=number(n, lang))


def days(span: timedelta, lang: Lang) -> str:
    """`7 jours`; of whole days."""
    return counted(span.days, "days", lang)


def moment(at: datetime, zone: tzinfo, lang: Lang) -> str:
    """To the minute, in `zone`: `26/11/2026 à 14:20`, or `2026-11-26 14:20` in English."""
    local = at.astimezone(zone)
    return f"{local:%d/%m/%Y} à {local:%H:%M}" if lang == "fr" else f"{local:%Y-%m-%d %H:%M}"


def age(at: datetime, now: datetime, lang: Lang) -> str:
    """`il y a 3 heures`; a time that lies ahead (the clock went back) counts as now."""
    for size, key in _UNITS:
        if (n := (now - at) // size) >= 1:
            return counted(n, key, lang)
    return text(lang, "age-now")


def local_date(day: date, lang: Lang) -> str:
    """`12/09/2026`, or `2026-09-12` in English, which reads the same on both sides of the Atlantic."""
    return day.strftime("%d/%m/%Y") if lang == "fr" else day.isoformat()
