"""A look at a client's calls: over which days each kind is counted, and what becomes of what it finds."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count as numbers
from zoneinfo import ZoneInfo

import pytest

from kbsearch.app import App, alerts
from kbsearch.app.alerts import Looking, check, evaluate, link, open_alerts, page
from kbsearch.core.alerts.looking import ALERTS, usual_hours
from kbsearch.core.alerts.nouns import Count, Kind
from kbsearch.core.alerts.rules import AlertRules, Change, Limit
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Closed, Disposition, Happening, Outcome, Started, Telephoned
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from kbsearch.settings import Settings
from tests.alerts.conftest import NOON, give
from tests.clients import ACME, ZETA
from tests.served import MemoryLive

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NUMBERS = numbers()
COMMIT = "c" * 40


def call(kb: App, at: datetime, *happenings: Happening, client: OneClient = ACME, caller: str = "") -> None:
    name = f"c{next(NUMBERS)}"
    told = [Started("phone", caller=caller, began=at), *happenings]
    events = [Event(f"{name}-{place}", client.id, name, at, one) for place, one in enumerate(told)]
    kb.calls.file().append(client, events)


def phoned(kb: App, at: datetime, many: int, how: Disposition, client: OneClient = ACME) -> None:
    for _ in range(many):
        answered = at + MINUTE if how is Disposition.ANSWERED else None
        call(kb, at, Telephoned(offered_at=at, answered_at=answered, disposition=how), client=client)


def rules(kb: App, made: AlertRules, client: str = "acme") -> None:
    live = kb._live
    assert isinstance(live, MemoryLive)
    give(live, client, made)


def kinds(found: Sequence[object]) -> list[str]:
    return [one.kind.value for one in found]  # type: ignore[attr-defined]


def test_every_kind_is_looked_at() -> None:
    assert [*ALERTS] == [*Kind]
    assert {one.value for one in Kind} <= {*AlertRules.__dataclass_fields__}


def test_calls_of_today_on_the_clients_clocks(kb: App) -> None:
    """Paris is at 13:00 when it is noon: today began an hour before midnight, UTC."""
    yesterday = NOON.replace(hour=22, minute=30) - DAY
    phoned(kb, yesterday, 40, Disposition.ANSWERED)
    phoned(kb, yesterday + HOUR, 10, Disposition.ANSWERED)
    phoned(kb, NOON - HOUR, 15, Disposition.ABANDONED_IN_QUEUE)
    found = evaluate(kb, ACME, NOON).alerts
    today = (NOON.replace(hour=23) - DAY, NOON.replace(hour=23))
    assert [(one.kind, one.counted) for one in found] == [
        (Kind.ANSWER_RATE, Count(10, 25, *today)),
        (Kind.ABANDONMENT_RATE, Count(15, 25, *today)),
    ]
    rules(kb, AlertRules(True, Limit(40), Limit(60)))
    assert evaluate(kb, ACME, NOON).alerts == ()
    rules(kb, AlertRules(True, Limit(85, is_on=False), Limit(10, at_least=26)))
    assert evaluate(kb, ACME, NOON).alerts == ()
    rules(kb, AlertRules())
    assert evaluate(kb, ACME, NOON).alerts == (), "who did not ask is told nothing"


def solved(kb: App, at: datetime, many: int, *, of: int) -> None:
    for number in range(of):
        outcome = Outcome.RESOLVED if number < many else Outcome.CALL_BACK_PROMISED
        call(kb, at, Closed(outcome), caller=f"k{next(NUMBERS)}")


def test_fcr_of_ripe_days_against_those_before(kb: App) -> None:
    rules(kb, AlertRules(True, fcr_drop=Change(days=2, at_least=30)))
    solved(kb, NOON - 11 * DAY, 36, of=40)
    solved(kb, NOON - 9 * DAY, 20, of=40)
    solved(kb, NOON - 7 * DAY - HOUR, 0, of=40)  # ripe, on a day of which not all are
    (found,) = evaluate(kb, ACME, NOON).alerts
    assert (found.kind, found.counted.numerator, found.counted.denominator) == (Kind.FCR_DROP, 20, 40)
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator, found.threshold) == (36, 40, 0.9)
    assert found.before.until == found.counted.since
    assert found.counted.until == NOON.replace(hour=23) - 8 * DAY
    assert found.high is not None
    assert found.high < 0
    rules(kb, AlertRules(True, fcr_drop=Change(days=2, at_least=41)))
    assert evaluate(kb, ACME, NOON).alerts == ()


def test_n3_share_up_to_yesterday(kb: App) -> None:
    rules(kb, AlertRules(True, fcr_drop=Change(is_on=False), n3_share=Change(days=3, at_least=30)))
    for number in range(40):
        call(kb, NOON - 5 * DAY, Closed(Outcome.ESCALATED_N3 if number < 2 else Outcome.RESOLVED))
        call(kb, NOON - 2 * DAY, Closed(Outcome.ESCALATED_N3 if number < 14 else Outcome.RESOLVED))
        call(kb, NOON - HOUR, Closed(Outcome.RESOLVED))
    (found,) = evaluate(kb, ACME, NOON).alerts
    assert (found.kind, found.counted.numerator, found.counted.denominator) == (Kind.N3_SHARE, 14, 40)
    assert found.before is not None
    assert (found.before.numerator, found.before.denominator) == (2, 40)


def test_the_usual_hour_is_the_same_on_the_clocks() -> None:
    """Clocks were put back on 25 October 2026: 9:00 in Paris was 7:00 UTC before, and is 8:00 after."""
    found = usual_hours(datetime(2026, 11, 2, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"))
    assert [one.hour for one in found] == [8, 7, 7, 7, 7, 7, 7, 7]
    assert {one.astimezone(ZoneInfo("Europe/Paris")).hour for one in found} == {9}


def test_a_server_opens_shows_and_closes_it(kb: App, caplog: pytest.LogCaptureFixture) -> None:
    phoned(kb, NOON - HOUR, 30, Disposition.ABANDONED_IN_QUEUE)
    phoned(kb, NOON - HOUR, 30, Disposition.ABANDONED_IN_QUEUE, ZETA)
    moments = [NOON]
    looking = Looking(kb, now=lambda: moments[-1])
    with caplog.at_level(logging.INFO, "kbsearch.alerts"):
        looking.run_once()
    found = open_alerts(kb, ACME)
    assert kinds([one.alert for one in found]) == ["abandonment_rate", "answer_rate"]
    assert caplog.text.count("acme: alert") == 2
    assert open_alerts(kb, ZETA) == (), "who did not ask is told nothing"
    assert kb.calls.file().deliveries.waiting() == ["acme"]
    moments.append(NOON + DAY)  # nobody called yet
    looking.run_once()
    assert open_alerts(kb, ACME) == found
    moments.append(NOON + DAY + MINUTE)
    looking.run_once()
    assert open_alerts(kb, ACME) == ()
    assert [one.closed for one in page(kb, ACME, 10)] == [NOON + DAY + MINUTE] * 2


def test_what_is_of_whole_days_is_opened_and_closed_too(kb: App) -> None:
    rules(kb, AlertRules(True, fcr_drop=Change(days=2, at_least=30), n3_share=Change(days=2, at_least=30)))
    solved(kb, NOON - 11 * DAY, 36, of=40)
    solved(kb, NOON - 9 * DAY, 20, of=40)
    for number in range(40):
        call(kb, NOON - 3 * DAY, Closed(Outcome.RESOLVED))
        call(kb, NOON - DAY, Closed(Outcome.ESCALATED_N3 if number < 14 else Outcome.RESOLVED))
    _, settled = check(kb, ACME, NOON)
    assert {one.alert.kind for one in settled.opened} == {Kind.FCR_DROP, Kind.N3_SHARE}
    solved(kb, NOON - 7 * DAY, 36, of=40)
    for _ in range(40):
        call(kb, NOON + DAY, Closed(Outcome.RESOLVED))
    later = NOON + 2 * DAY
    assert check(kb, ACME, later)[1].closed == ()
    _, settled = check(kb, ACME, later + HOUR)
    assert {one.alert.kind for one in settled.closed} == {Kind.FCR_DROP, Kind.N3_SHARE}
    assert open_alerts(kb, ACME) == ()


def test_what_was_switched_off_is_closed(kb: App) -> None:
    phoned(kb, NOON - HOUR, 30, Disposition.ABANDONED_IN_QUEUE)
    check(kb, ACME, NOON)
    rules(kb, AlertRules())
    check(kb, ACME, NOON + MINUTE)
    assert len(open_alerts(kb, ACME)) == 2
    _, settled = check(kb, ACME, NOON + 2 * MINUTE)
    assert len(settled.closed) == 2
    assert check(kb, ACME, NOON + 3 * MINUTE)[1].closed == ()


def test_while_calls_cannot_be_counted_nothing_is_closed(kb: App, monkeypatch: pytest.MonkeyPatch) -> None:
    phoned(kb, NOON - HOUR, 30, Disposition.ABANDONED_IN_QUEUE)
    check(kb, ACME, NOON)

    def failing(*_: object) -> None:
        raise StateError("3 calls of acme are still to be counted.")

    monkeypatch.setattr(alerts, "table_of", failing)
    for minute in (1, 2, 3):
        Looking(kb, now=lambda minute=minute: NOON + DAY + minute * MINUTE).run_once()
    assert len(open_alerts(kb, ACME)) == 2


def test_before_anything_was_kept_there_is_nothing(kb: App) -> None:
    Looking(kb).run_once()
    assert check(kb, ACME, NOON)[0].alerts == ()
    assert (open_alerts(kb, ACME), page(kb, ACME, 10), kb.calls.holds_any()) == ((), (), False)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"hosts": ("kb.example.org",)}, "https://kb.example.org/c/acme/alerts"),
        ({}, "http://127.0.0.1:8321/c/acme/alerts"),
        ({"host": "::1"}, "http://[::1]:8321/c/acme/alerts"),
    ],
)
def test_the_link_is_as_people_open_it(kb: App, changed: dict[str, object], expected: str) -> None:
    settings: Settings = replace(kb.settings, **changed)  # type: ignore[arg-type]
    assert link(ACME, settings) == expected
