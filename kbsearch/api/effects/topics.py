"""What the API gives of the topics that an effect stands on, with an article and without, and of their calls. Fields
are added, never renamed or removed."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.figures.part_shapes import PartFigureOut, figure_out
from kbsearch.api.figures.shapes import no_formula
from kbsearch.app.effects import Counted, EffectRead
from kbsearch.core.effects.nouns import Contacts
from kbsearch.core.figures import Figure
from kbsearch.core.figures.fcr_no_call_back import fcr_no_call_back


class TopicEffectOut(msgspec.Struct, frozen=True):
    """A topic that got an article in these days. Its two shares say little by themselves: an article comes after a bad
    spell, and topics without one change in the same weeks too."""

    topic: str
    wordings: Annotated[tuple[str, ...], Meta(description="Its name and a few more, redacted, as its calls have them.")]
    articles: Annotated[tuple[str, ...], Meta(description="Ids, the oldest first.")]
    judged: Annotated[
        bool,
        Meta(
            description="It is one of `treated`; false = its article came too early or too late in these days, or "
            "it has fewer than 5 first contacts before or since."
        ),
    ]
    before: Annotated[
        PartFigureOut,
        Meta(
            description="FCR without call-back from `before_since` to `before_until`; `readFigureEffectCalls` gives "
            "the calls of both shares."
        ),
    ]
    after: Annotated[PartFigureOut, Meta(description="The same of the ripe weeks after the one of publication.")]


class ComparedTopicOut(msgspec.Struct, frozen=True):
    """A topic that others were compared with while it had no article."""

    topic: str
    wordings: Annotated[tuple[str, ...], Meta(description="Its name and a few more, redacted, as its calls have them.")]
    before: Annotated[PartFigureOut, Meta(description="As of a topic with an article.")]
    meanwhile: Annotated[
        PartFigureOut,
        Meta(description="The same of the ripe weeks since articles came in which it had none and was compared with."),
    ]


def topics_out(known: EffectRead) -> Iterator[TopicEffectOut]:
    """Those with an article."""
    articles = articles_of(known)
    for one in known.effect.changes:
        yield TopicEffectOut(
            topic=one.topic,
            wordings=_wordings(known, one.topic),
            articles=tuple(articles[one.topic]),
            judged=one.is_judged,
            before=figure_out(fcr(one.before)),
            after=figure_out(fcr(one.since)),
        )


def compared_out(known: EffectRead) -> Iterator[ComparedTopicOut]:
    for one in known.effect.comparison:
        shares = (figure_out(fcr(counts)) for counts in (one.before, one.since))
        yield ComparedTopicOut(one.topic, _wordings(known, one.topic), *shares)


def articles_of(known: EffectRead) -> dict[str, list[str]]:
    """Topic → ids of the articles about it that came in these days."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in known.published_within:
        found[one.topic].append(one.article)
    return found


def fcr(counted: Contacts) -> Figure:
    """As other pages show it, with its interval."""
    return Figure(fcr_no_call_back.__name__, counted.solved, counted.contacts)


def _wordings(known: EffectRead, topic: str) -> tuple[str, ...]:
    return tuple(known.read.wordings.get(topic, ())) if known.read else ()


def effect_csv(known: EffectRead, calls: Iterable[Counted]) -> bytes:
    """A header, then a line a contact."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(("topic", "side", "week", "call", "began", "counted", "used"))
    for contact, side in calls:
        monday = known.weeks.first + timedelta(weeks=contact.week)
        counted, call = contact.counted, no_formula(contact.call)
        lines.writerow(
            (contact.topic, side.value, monday, call, contact.began.isoformat(), counted.solved, counted.used)
        )
    return written.getvalue().encode()


CALLS_EXAMPLE = """topic,side,week,call,began,counted,used
1f0c9a3e,before,2026-03-02,c-118,2026-03-04T08:14:00+00:00,0,0
1f0c9a3e,after,2026-06-22,c-2031,2026-06-23T13:02:00+00:00,1,1
7b2d90c4,meanwhile,2026-06-22,c-2040,2026-06-24T07:45:00+00:00,1,0
"""


def _share(numerator: int, denominator: int, low: float, high: float) -> dict[str, Any]:
    return {
        "name": "fcr_no_call_back",
        "unit": "share",
        "numerator": numerator,
        "denominator": denominator,
        "value": numerator / denominator,
        "interval": {"low": low, "high": high, "level": 0.95, "method": "wilson"},
    }


TOPIC_EXAMPLE: dict[str, Any] = {
    "topic": "1f0c9a3e",
    "wordings": ["terminal hors ligne", "le tpe ne se connecte plus"],
    "articles": ["tpe-hors-ligne"],
    "judged": True,
    "before": _share(132, 220, 0.5341, 0.6625),
    "after": _share(160, 220, 0.6648, 0.7819),
}
COMPARED_EXAMPLE: dict[str, Any] = {
    "topic": "7b2d90c4",
    "wordings": ["douchette muette"],
    "before": _share(132, 220, 0.5341, 0.6625),
    "meanwhile": _share(132, 220, 0.5341, 0.6625),
}
"""Of the OpenAPI document."""
