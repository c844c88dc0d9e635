"""A figure in words: its title, its formula and what is aimed at, with the client's own numbers in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from kbsearch.api.catalogue import Lang, text
from kbsearch.api.local_words import amount, days, local_date, number, share
from kbsearch.core.figures import Figure
from kbsearch.core.figures.parts import By
from kbsearch.core.snapshot import Snapshot

BY: dict[By, str] = {
    "queue": "figures-by-queue",
    "level": "figures-by-level",
    "hour": "figures-by-hour",
    "weekday": "figures-by-weekday",
    "day": "figures-by-day",
    "week": "figures-by-week",
    "month": "figures-by-month",
}
"""What may make a part of a period → its text, in the order in which they are offered."""
TOPIC = "topic"
"""What else may: it has figures of its own."""
OF_PARTS = ("fcr_no_call_back", "n1_absorption", "answer_rate", "service_level", "handle_time")
"""Figures that are shown of each part; the API has all."""
WEEKDAYS = (
    *("figures-monday", "figures-tuesday", "figures-wednesday", "figures-thursday", "figures-friday"),
    *("figures-saturday", "figures-sunday"),
)


def by(told: str) -> By | None:
    """None = nothing that makes parts."""
    return next((one for one in BY if one == told), None)


def part(key: str, by: By, *, lang: Lang) -> str:
    """A part's name."""
    match by:
        case "queue":
            return key or text(lang, "figures-no-queue")
        case "level":
            return text(lang, "level-on-call") if key == "on-call" else key
        case "hour":
            return text(lang, "figures-hour", hour=int(key))
        case "weekday":
            return text(lang, WEEKDAYS[int(key) - 1])
        case "day":
            return local_date(date.fromisoformat(key), lang)
        case "week":
            return text(lang, "figures-week", week=int(key[-2:]), year=key[:4])
    return f"{key[5:]}/{key[:4]}"


def said(lang: Lang) -> Mapping[str, Any]:
    """How pages say figures."""
    return {
        "title_of": partial(title, lang=lang),
        "formula_of": partial(formula, lang=lang),
        "aim_of": partial(aim, lang=lang),
        "counts_of": partial(counts, lang=lang),
        "amount": partial(amount, lang=lang),
        "days": partial(days, lang=lang),
        "share": partial(share, lang=lang),
    }


def title(figure: Figure, *, lang: Lang) -> str:
    return filled(f"figure-{figure.name}", figure, lang=lang)


def formula(figure: Figure, *, lang: Lang) -> str:
    return filled(f"formula-{figure.name}", figure, lang=lang)


def filled(key: str, figure: Figure, *, lang: Lang) -> str:
    """A text about a figure, with the client's own numbers in it."""
    return text(lang, key, **_numbers(figure, lang))


def counts(figure: Figure, *, lang: Lang) -> str:
    """What it was counted from."""
    if figure.value is None:
        return text(lang, "figures-none-counted")
    above, below = number(figure.numerator, lang), number(figure.denominator, lang)
    if figure.against is not None:
        promoters, against = number(figure.numerator + figure.against, lang), number(figure.against, lang)
        return text(lang, "figures-balance-of", above=promoters, against=against, denominator=below)
    if figure.unit == "share":
        return text(lang, "figures-of", numerator=above, denominator=below)
    if figure.denominator == 1:
        return text(lang, "figures-length-of-one")
    return text(lang, "figures-length-of", denominator=below)


def value(figure: Figure | None, *, lang: Lang) -> str:
    """Or that it has none."""
    if figure is None or figure.value is None:
        return text(lang, "figures-no-value")
    return amount(figure.value, figure.unit, lang=lang)


def between(figure: Figure, key: str, *, lang: Lang) -> str:
    """Its interval, as the text `key` has it; empty where there is none."""
    if (found := figure.interval) is None:
        return ""
    low, high = (amount(one, figure.unit, lang=lang) for one in (found.low, found.high))
    return text(lang, key, low=low, high=high)


def aim(figure: Figure, *, lang: Lang) -> str:
    """`objectif ≥ 80 %`, or `repère du métier : 95 à 97 %`; empty where nothing is aimed at."""
    if figure.target is None:
        return ""
    low = share(figure.target.low, 0, lang=lang)
    if figure.target.high is None:
        return text(lang, "figures-aim", low=low)
    return text(lang, "figures-usual", low=low, high=share(figure.target.high, 0, lang=lang))


def left_out(snapshot: Snapshot, *, lang: Lang) -> str:
    """What the client's net figures leave out, in words; empty where nothing was agreed."""
    net, titles = snapshot.client.net, {id: article.title for id, article in snapshot.by_id.items()}
    outcomes = [text(lang, "figures-net-outcome", outcome=text(lang, f"c-outcome-{one}")) for one in net.outcomes]
    articles = [text(lang, "figures-net-article", article=titles.get(one, one)) for one in net.articles]
    return ", ".join((*outcomes, *articles))


def _numbers(figure: Figure, lang: Lang) -> dict[str, object]:
    goal = {"percent": figure.goal.percent, "seconds": figure.goal.seconds} if figure.goal else {}
    return {**goal, **({"window": days(figure.window, lang)} if figure.window else {})}
