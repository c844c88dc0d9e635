"""Where the calls of a figure are to be had: paths of this server, one client's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from urllib.parse import quote

from kbsearch.api.figures.narrowing import OfBy, calls_at
from kbsearch.core.alerts.nouns import Count, Kind, Raised
from kbsearch.core.figures.by_topic import HIGH
from kbsearch.core.figures.period import Period, month_from
from kbsearch.core.one_client import OneClient

OF_KIND: Mapping[Kind, str] = {
    Kind.ANSWER_RATE: "answer_rate",
    Kind.ABANDONMENT_RATE: "abandonment_rate",
    Kind.FCR_DROP: "fcr_no_call_back",
    Kind.N3_SHARE: "n3_share",
}
"""The figure that an alert counts; a burst counts none."""
_INSTANT = timedelta(microseconds=1)


def calls_of(client: OneClient, figure: str, since: date, until: date) -> str:
    """Where the calls of a figure are given as CSV."""
    return f"/api/v1/clients/{client.id}/figures/{figure}/calls?since={since}&until={until}"


def calls_of_article(client: OneClient, figure: str, article: str, since: date | str, until: date | str) -> str:
    """The same of a count of an article, or of its share of those not called back."""
    of = quote(article, safe="")
    return f"/api/v1/clients/{client.id}/figures/{figure}/calls?article={of}&since={since}&until={until}"


def calls_of_search(client: OneClient, figure: str, since: date, until: date) -> str:
    """The same of a figure of how search fares."""
    return f"/api/v1/clients/{client.id}/knowledge/search/{figure}/calls?since={since}&until={until}"


def counted_at(place: str, at: datetime) -> str:
    """Of the calls of a figure, those that were counted then."""
    return f"{place}&counted_at={at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def gaps_of(client: OneClient, since: date, until: date) -> str:
    """The page of what callers brought on these days and no article solved, each group with its calls."""
    return f"/c/{client.id}/gaps?since={since}&until={until}"


def calls_of_alert(client: OneClient, raised: Raised, zone: tzinfo) -> tuple[str, str]:
    """The calls of what an alert counted, and of what that is compared with, over the client's days, as counted when it
    was opened; empty = none."""
    figure = OF_KIND.get(raised.alert.kind)

    def place(count: Count | None) -> str:
        if figure is None or count is None:
            return ""
        last = max(count.since, count.until - _INSTANT)
        days = count.since.astimezone(zone).date(), last.astimezone(zone).date()
        return counted_at(calls_of(client, figure, *days), raised.opened)

    return place(raised.alert.counted), place(raised.alert.before)


def gaps_of_alert(client: OneClient, raised: Raised, zone: tzinfo) -> str:
    """What callers brought on the day on which it was opened."""
    day = raised.opened.astimezone(zone).date()
    return gaps_of(client, day, day)


@dataclass(frozen=True, slots=True)
class ReportLinks:
    """Of one client's report, as its reader opens them from wherever the file was sent: the calls of figures as they
    were counted when it was made."""

    client: OneClient
    period: Period
    made: datetime
    address: str
    """Of the server, without a slash at its end, as `https://kb.example.org`; empty = not known: nothing is a link."""

    def __bool__(self) -> bool:
        return bool(self.address)

    def figure(self, name: str) -> str:
        return self.days(name, self.period)

    def part(self, name: str, by: OfBy, key: str) -> str:
        """The same of one part."""
        days = {"since": str(self.period.since), "until": str(self.period.until)}
        return self._calls(calls_at(self.client, days, name, by, key))

    def month(self, name: str, first: date) -> str:
        """The same of the month that begins then."""
        return self.days(name, month_from(first, self.period.zone))

    def days(self, name: str, days: Period) -> str:
        """The same of other days."""
        return self._calls(calls_of(self.client, name, days.since, days.until))

    def article(self, id: str, figure: str) -> str:
        return self._calls(calls_of_article(self.client, figure, id, self.period.since, self.period.until))

    def incident(self, id: str) -> str:
        """Its page, which lists its calls."""
        return self._at(f"/c/{self.client.id}/incidents/{quote(id, safe='')}")

    def gaps(self) -> str:
        return self._at(gaps_of(self.client, self.period.since, self.period.until))

    def gap(self, id: str) -> str:
        """Its row there, which names its calls."""
        return f"{place}#gap-{id}" if (place := self.gaps()) else ""

    def high(self) -> str:
        """The calls of the high end of the bracket of FCR, as of now, for topics are."""
        return self._at(calls_of(self.client, HIGH, self.period.since, self.period.until))

    def alert(self, raised: Raised) -> tuple[str, str]:
        """Empty = nothing to be had."""
        found = calls_of_alert(self.client, raised, self.period.zone)
        if raised.alert.kind is Kind.UNANSWERED_BURST:
            found = gaps_of_alert(self.client, raised, self.period.zone), ""
        return self._at(found[0]), self._at(found[1])

    def _calls(self, path: str) -> str:
        return self._at(counted_at(path, self.made))

    def _at(self, path: str) -> str:
        return f"{self.address}{path}" if self.address and path else ""
