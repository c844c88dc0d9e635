"""What the API gives of what a base lacks. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.core.gaps import GapReason
from kbsearch.core.gaps.over_time import GapOverTime, GapsOverTime, Trend
from kbsearch.core.one_client import OneClient


class GapReasonOut(msgspec.Struct, frozen=True):
    """Why nothing of the base solved some calls."""

    reason: GapReason
    calls: Annotated[int, Meta(description="A call may have several reasons.")]


class GapOut(msgspec.Struct, frozen=True):
    """Calls about the same that no article solved."""

    id: Annotated[str, Meta(description="The same while the first of its calls is in it; for `kbsearch gap draft`.")]
    label: Annotated[str, Meta(description="The wording that is nearest to all others, redacted.")]
    volume: Annotated[int, Meta(description="Calls.")]
    callers: Annotated[int, Meta(description="Different ones, as far as they are known.")]
    share: Annotated[float, Meta(description="Of the calls that are in any gap, from 0 to 1.")]
    running_share: Annotated[float, Meta(description="The same of this gap and all before it.")]
    minutes: Annotated[float | None, Meta(description="Of all its calls of known length; null = none is known.")]
    timed: Annotated[int, Meta(description="Calls whose length is known.")]
    before: Annotated[int, Meta(description="Calls about the same in the time before, that no article solved either.")]
    trend: Annotated[
        Trend,
        Meta(
            description="`rising` and `falling` only where chance explains it less than once in a hundred; `unknown` "
            "too where what was left unread may change it."
        ),
    ]
    wordings: Annotated[tuple[str, ...], Meta(description="A few others, redacted.")]
    reasons: tuple[GapReasonOut, ...]
    calls: Annotated[tuple[str, ...], Meta(description="Ids, in the order in which they began.")]
    calls_before: Annotated[tuple[str, ...], Meta(description="The same of the calls that `before` counts.")]


class GapsOut(msgspec.Struct, frozen=True):
    """What callers bring and no article solves, of the calls that began in a period."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    before_since: Annotated[
        date | None, Meta(description="First day of the time before, as long; null = no call may be of one.")
    ]
    before_until: date | None
    looked_at: Annotated[int, Meta(description="Closed calls that were for us and not given up.")]
    looked_at_before: Annotated[int, Meta(description="The same of the time before; 0 = no trend is known.")]
    unsolved: Annotated[int, Meta(description="Of `looked_at`, those that no article solved.")]
    wordless: Annotated[int, Meta(description="Of `unsolved`, those of which nobody said a word: in no gap.")]
    pareto: Annotated[int, Meta(description="So many of the first gaps hold four fifths of the calls in any.")]
    gaps: Annotated[tuple[GapOut, ...], Meta(description="The largest first.")]
    unread_wordings: Annotated[
        int,
        Meta(
            description="Different wordings that were left unread, those of the fewest calls: no more are read at once."
        ),
    ]
    unread_calls: Annotated[int, Meta(description="Of `unsolved`, the calls that said them: in no gap.")]
    unread_wordings_before: Annotated[int, Meta(description="The same of the time before.")]
    unread_calls_before: Annotated[int, Meta(description="Calls of it that said them: in no `before`.")]


def gaps_out(client: OneClient, known: GapsOverTime) -> GapsOut:
    found, before = still_own(client, known).found, known.before
    return GapsOut(
        client=client.id,
        since=found.period.since,
        until=found.period.until,
        time_zone=str(found.period.zone),
        before_since=before.since if before else None,
        before_until=before.until if before else None,
        looked_at=found.looked_at,
        looked_at_before=known.looked_at_before,
        unsolved=found.unsolved,
        wordless=found.wordless,
        pareto=found.pareto,
        gaps=tuple(map(_gap_out, known.gaps)),
        unread_wordings=found.unread.wordings,
        unread_calls=found.unread.calls,
        unread_wordings_before=known.unread_before.wordings,
        unread_calls_before=known.unread_before.calls,
    )


def _gap_out(one: GapOverTime) -> GapOut:
    gap = one.gap
    reasons = sorted(gap.reasons.items(), key=lambda reason: (-reason[1], reason[0].value))
    return GapOut(
        id=gap.id,
        label=gap.label,
        volume=len(gap.calls),
        callers=gap.callers,
        share=one.share,
        running_share=one.running,
        minutes=round(gap.minutes, 1) if gap.timed else None,
        timed=gap.timed,
        before=one.before,
        trend=one.trend,
        wordings=gap.wordings,
        reasons=tuple(GapReasonOut(reason, calls) for reason, calls in reasons),
        calls=gap.calls,
        calls_before=one.calls_before,
    )


EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-11-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "before_since": "2026-10-02",
    "before_until": "2026-10-31",
    "looked_at": 214,
    "looked_at_before": 198,
    "unsolved": 15,
    "wordless": 1,
    "pareto": 1,
    "gaps": [
        {
            "id": "1f0c9a3e",
            "label": "badge refusé au portail",
            "volume": 12,
            "callers": 9,
            "share": 0.857,
            "running_share": 0.857,
            "minutes": 96.5,
            "timed": 12,
            "before": 1,
            "trend": "rising",
            "wordings": ["portail : badge refusé"],
            "reasons": [{"reason": "escalated", "calls": 11}, {"reason": "no_answer", "calls": 4}],
            "calls": ["c-118", "c-131"],
            "calls_before": ["c-96"],
        }
    ],
    "unread_wordings": 0,
    "unread_calls": 0,
    "unread_wordings_before": 0,
    "unread_calls_before": 0,
}
"""Of the OpenAPI document."""
