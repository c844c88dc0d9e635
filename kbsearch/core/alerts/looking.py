"""One look at a client's figures: what is counted for each kind of alert, over which days.

`ALERTS` is the shelf: each kind, and what makes it of a client's `Seen`. To add one, write a file and add a line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kbsearch.core.alerts.abandonment_rate import abandonment_rate
from kbsearch.core.alerts.answer_rate import answer_rate
from kbsearch.core.alerts.fcr_drop import fcr_drop
from kbsearch.core.alerts.left import Alike, Left, subjects
from kbsearch.core.alerts.n3_share import n3_share
from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import AlertRules
from kbsearch.core.alerts.unanswered_burst import FEWEST_HOURS, unanswered_burst
from kbsearch.core.figures import WINDOW, Agreed, ContactShare, Period
from kbsearch.core.figures.contacts import around
from kbsearch.core.figures.counting import Counting
from kbsearch.core.figures.shelf import get
from kbsearch.core.figures.table import CallTable
from kbsearch.core.local_time import FIRST
from kbsearch.core.one_client import OneClient, require_own

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
USUAL_WEEKS = 8
LATEST_HOURS = 48
"""What is usual where hardly anybody calls at that hour."""
OF_THE_DAY = (Kind.ANSWER_RATE, Kind.ABANDONMENT_RATE, Kind.UNANSWERED_BURST)
"""What may change from one minute to the next; the others are of whole days."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is looked at."""

    client: OneClient
    rules: AlertRules
    zone: ZoneInfo
    now: datetime
    table: Callable[[datetime, datetime], CallTable]
    """The calls that began in that time."""
    left: Callable[[datetime, datetime], Left]
    """Of the calls that began in that time, who was left without an answer."""
    alike: Alike
    window: timedelta = WINDOW
    """Within which a later call is a call-back."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def counted(self, figure: str, since: date, until: date) -> Count:
        """A figure of whole days of the client. Only contacts depend on the days around: of other figures, a call that
        began the day before may be presented on this one."""
        period, place = Period(since, until, self.zone), get(figure)
        window = self.window if isinstance(place, ContactShare) else DAY
        table = self.table(*around(period.begins, period.ends, window))
        require_own(self.client, (table.client,))
        counting = Counting(self.client, period, table, self.now, Agreed())
        found = counting.figure(place, counting.told(place))
        return Count(found.numerator, found.denominator, period.begins, period.ends)

    def two_spells(self, figure: str, last: date, days: int) -> tuple[Count, Count]:
        """The figure of so many days up to `last`, and of as many before."""
        since = last - (days - 1) * DAY
        return self.counted(figure, since, last), self.counted(figure, since - days * DAY, since - DAY)


def _answer_rate(seen: Seen) -> Alert | None:
    return answer_rate(seen.counted("answer_rate", seen.today, seen.today), seen.rules.answer_rate)


def _abandonment_rate(seen: Seen) -> Alert | None:
    return abandonment_rate(seen.counted("abandonment_rate", seen.today, seen.today), seen.rules.abandonment_rate)


def _fcr_drop(seen: Seen) -> Alert | None:
    """A contact of a day is ripe when the window has passed since its last moment."""
    ripe = (seen.now - seen.window).astimezone(seen.zone).date() - DAY
    return fcr_drop(*seen.two_spells("fcr_no_call_back", ripe, seen.rules.fcr_drop.days), seen.rules.fcr_drop)


def _n3_share(seen: Seen) -> Alert | None:
    last = seen.today - DAY
    return n3_share(*seen.two_spells("n3_share", last, seen.rules.n3_share.days), seen.rules.n3_share)


def _unanswered_burst(seen: Seen) -> Alert | None:
    """Of the largest group of alike words that is a burst. The usual hours are read, and words compared, only where
    there are enough callers to ask for it."""
    rule, since = seen.rules.unanswered_burst, seen.now - HOUR
    now = seen.left(since, seen.now)
    if now.count < rule.at_least:
        return None
    begins, usual = _usual(seen, since)
    if len(usual) < FEWEST_HOURS:
        return None
    said = subjects(now, usual, seen.alike)
    for one in said:
        counted = Count(one.callers, now.callers, since, seen.now)
        before = Count(one.usual, len(usual), begins, since)
        if alert := unanswered_burst(counted, before, rule, of=len(said)):
            return alert
    return None


def _usual(seen: Seen, since: datetime) -> tuple[datetime, list[Left]]:
    """The usual hours in which anybody called, and when the first of all began: the same of other weeks, or, at an hour
    at which hardly anybody calls, and of a client who is new, the latest ones."""
    begins, usual = since, list[Left]()
    for hours in (usual_hours(since, seen.zone), [since - n * HOUR for n in range(1, LATEST_HOURS + 1)]):
        spans = [(begin, begin + HOUR) for begin in hours if begin >= FIRST]
        usual = [left for span in spans if (left := seen.left(*span)).callers]
        begins = spans[-1][0] if spans else since
        if len(usual) >= FEWEST_HOURS:
            break
    return begins, usual


def usual_hours(since: datetime, zone: ZoneInfo) -> list[datetime]:
    """When the same hour of the same weekday began in the weeks before, on clocks of the zone: the last one first."""
    local = since.astimezone(zone)
    found = [(local - week * 7 * DAY).astimezone(since.tzinfo) for week in range(1, USUAL_WEEKS + 1)]
    return [one for one in found if one >= FIRST]


ALERTS: Mapping[Kind, Callable[[Seen], Alert | None]] = {
    Kind.ANSWER_RATE: _answer_rate,
    Kind.ABANDONMENT_RATE: _abandonment_rate,
    Kind.FCR_DROP: _fcr_drop,
    Kind.N3_SHARE: _n3_share,
    Kind.UNANSWERED_BURST: _unanswered_burst,
}


def found(seen: Seen, kinds: tuple[Kind, ...]) -> tuple[Alert, ...]:
    """Which of these kinds hold now; one that is switched off never does."""
    wanted = [kind for kind in kinds if seen.rules.is_on and getattr(seen.rules, kind.value).is_on]
    return tuple(alert for kind in wanted if (alert := ALERTS[kind](seen)) is not None)
