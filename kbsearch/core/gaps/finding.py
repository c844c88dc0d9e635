"""Calls → gaps: read one by one, and only what is needed of those that no article solved is kept."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kbsearch.core.calls.call import Call
from kbsearch.core.figures.period import Period
from kbsearch.core.gaps.nouns import Gap, GapReason, Gaps, Unread
from kbsearch.core.gaps.reasons import is_looked_at, reasons_of
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.text import fold
from kbsearch.core.topics.wording import words_of

MOST_WORDINGS = 5
ID_CHARS = 8
SECONDS_A_MINUTE = 60
LONGEST = timedelta(hours=2)
"""Who closed a call later than this after its beginning had left the form open."""


@dataclass(frozen=True, slots=True)
class _Unsolved:
    """What is kept of a call that no article solved."""

    call: str
    began: datetime
    caller: str
    minutes: float | None
    reasons: frozenset[GapReason]


class Finder:
    """Takes calls of one client, then says which different symptoms there are, and makes gaps of groups of them."""

    def __init__(self, client: OneClient, period: Period) -> None:
        self._client, self._period = client, period
        self._begins, self._ends = period.begins, period.ends
        self._looked_at = self._unsolved = self._wordless = 0
        self._calls: dict[str, list[_Unsolved]] = defaultdict(list)
        self._wordings: dict[str, str] = {}

    def add(self, call: Call) -> None:
        """Raises `ScopeViolation` for a call of another client."""
        require_own(self._client, (call.client,))
        if not self._begins <= call.started < self._ends or not is_looked_at(call):
            return
        self._looked_at += 1
        if not (reasons := reasons_of(call)):
            return
        self._unsolved += 1
        symptom = words_of(call)
        if not symptom:
            self._wordless += 1
            return
        key = fold(symptom)
        self._wordings.setdefault(key, symptom)
        self._calls[key].append(_Unsolved(call.id, call.started, call.start.caller, _minutes(call), reasons))

    @property
    def symptoms(self) -> Sequence[str]:
        """Each once, however it is accented; those of most calls first, then by when they came first."""
        return [self._wordings[key] for key in self._by_calls()]

    @property
    def counts(self) -> Sequence[int]:
        """Of each of `symptoms`, how many calls."""
        return [len(self._calls[key]) for key in self._by_calls()]

    def calls_of(self, symptoms: Iterable[str]) -> tuple[str, ...]:
        """Ids of the calls that said one of these, in the order in which they began."""
        calls = sorted((one.began, one.call) for said in symptoms for one in self._calls[fold(said)])
        return tuple(call for _, call in calls)

    @property
    def looked_at(self) -> int:
        return self._looked_at

    def found(self, groups: Sequence[Sequence[int]]) -> Gaps:
        """`groups`: places in `symptoms`, none twice, in each group the one first that is nearest to the others. What
        is in none was not read."""
        keys = self._by_calls()
        gaps = [self._gap([keys[at] for at in group]) for group in groups]
        ordered = tuple(sorted(gaps, key=lambda gap: (-len(gap.calls), gap.label)))
        read = {at for group in groups for at in group}
        left = [len(self._calls[key]) for at, key in enumerate(keys) if at not in read]
        unread = Unread(len(left), sum(left))
        return Gaps(self._client.id, self._period, self._looked_at, self._unsolved, self._wordless, ordered, unread)

    def _by_calls(self) -> list[str]:
        return sorted(self._calls, key=lambda key: -len(self._calls[key]))

    def _gap(self, keys: Sequence[str]) -> Gap:
        calls = sorted((one for key in keys for one in self._calls[key]), key=lambda one: (one.began, one.call))
        middle = self._begins + (self._ends - self._begins) / 2
        known = [one.minutes for one in calls if one.minutes is not None]
        return Gap(
            id=hashlib.sha256(calls[0].call.encode("utf-8", "replace")).hexdigest()[:ID_CHARS],
            label=self._wordings[keys[0]],
            calls=tuple(one.call for one in calls),
            callers=len({one.caller or one.call for one in calls}),
            earlier=sum(one.began < middle for one in calls),
            later=sum(one.began >= middle for one in calls),
            minutes=sum(known),
            timed=len(known),
            wordings=tuple(self._wordings[key] for key in keys[1 : MOST_WORDINGS + 1]),
            reasons=Counter(reason for one in calls for reason in sorted(one.reasons)),
        )


def _minutes(call: Call) -> float | None:
    """As the telephone system has it, else until it was closed, where that can be believed."""
    length = call.telephony.handling
    if length is None and call.over_at is not None and call.over_at >= call.started:
        length = call.over_at - call.started
    return length.total_seconds() / SECONDS_A_MINUTE if length is not None and length <= LONGEST else None
