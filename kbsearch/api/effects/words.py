"""What articles did, in words: each difference with its formula and its interval, or why there is none."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from kbsearch.api.catalogue import Lang, text
from kbsearch.api.local_words import number, share, signed
from kbsearch.core.articles.typography import NO_BREAK
from kbsearch.core.effects import Effect, Estimate, Unknown, UnknownUse
from kbsearch.core.effects.comparing import LEAST_TOPICS
from kbsearch.core.effects.power import calls_needed

EFFECT = "formula-effects_points"
SHOWN_POINTS = (3.0, 5.0, 10.0)
"""Effects for which it is said how many calls they take; the last is the largest that is ever looked for."""
WHY = {
    Unknown.FEW_TREATED: "effects-few-treated",
    Unknown.FEW_COMPARED: "effects-few-compared",
    Unknown.FEW_CALLS: "effects-few-calls",
    Unknown.NO_SPREAD: "effects-no-spread",
}


WHY_NO_USE = {UnknownUse.RARELY_USED: "effects-rarely-used", UnknownUse.BEYOND: "effects-beyond-use"}


class Row(NamedTuple):
    """One difference."""

    title: str
    value: str
    """Empty = there is none."""
    interval: str
    formula: str
    why: str = ""
    """There is none, where it is another reason than that of the effect itself."""


def rows(found: Effect, lang: Lang) -> tuple[Row, ...]:
    """The effect and what stands beside it, in the order in which they are shown."""
    used = share(found.used, 0, lang=lang) if found.used is not None else "–"
    no_use = text(lang, WHY_NO_USE[found.per_use_unknown]) if found.per_use_unknown else ""
    return (
        _row("points", found.points, lang),
        _row("per_use", found.per_use, lang, used=used)._replace(why=no_use),
        _row("placebo", found.placebo, lang),
        _row("pre_trend", found.pre_trend, lang),
        _row("seconds", found.seconds, lang),
    )


def points(value: float, lang: Lang) -> str:
    """`+8,1 points`."""
    return text(lang, "figures-points", points=signed(value, lang=lang)).replace(" ", NO_BREAK)


def seconds(value: float, lang: Lang) -> str:
    """`−14 s`."""
    return text(lang, "effects-seconds", value=signed(value, 0, lang=lang)).replace(" ", NO_BREAK)


def why(found: Effect, lang: Lang) -> str:
    """What is missing; empty where there is an effect to tell."""
    if found.unknown is None:
        return ""
    most = SHOWN_POINTS[-1]
    counts = {"treated": found.treated, "compared": found.compared, "least": LEAST_TOPICS, "calls": found.calls}
    said = {name: number(n, lang) for name, n in (counts | {"needed": calls_needed(most)}).items()}
    return text(lang, WHY[found.unknown], points=f"{most:.0f}", **said)


def _row(name: str, one: Estimate | None, lang: Lang, **said: str) -> Row:
    told = partial(seconds if name == "seconds" else points, lang=lang)
    return Row(
        title=text(lang, f"figure-effects_{name}"),
        value=told(one.value) if one else "",
        interval=text(lang, "figures-between", low=told(one.low), high=told(one.high)) if one else "",
        formula=text(lang, f"formula-effects_{name}", **said),
    )
