"""Articles' effects from calls: what is counted week by week is what was planted, to the last contact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.effects import Week
from kbsearch.core.effects.estimating import effect_of
from kbsearch.core.effects.tables import NEVER
from kbsearch.core.figures import Period
from kbsearch.core.figures.table import tabulate
from kbsearch.core.model import Article
from kbsearch.core.topics import Member, Topics
from kbsearch.errors import ScopeViolation
from kbsearch.flows.effects import Articles, Published, Weeks, about, by_week, effect, weeks_of
from kbsearch.flows.topics import Near, Reader
from tests.clients import ACME, ZETA
from tests.core.effects.planted import WEEKS, planted

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2025, 11, 3)
PERIOD = Period(MONDAY, MONDAY + timedelta(days=7 * WEEKS - 1), PARIS)
NOW = PERIOD.ends + timedelta(days=7)


SOLVED, HANDED = ev.Outcome.RESOLVED, ev.Outcome.ESCALATED_N2


def call(
    name: str, at: datetime, outcome: ev.Outcome = SOLVED, *, caller: str = "", used: str = "", incident: str = ""
) -> Call:
    """A minute long."""
    happened: list[ev.Happening] = [
        ev.Started("phone", caller=caller or name),
        *([ev.Used(used)] if used else []),
        ev.Closed(outcome, incident or None),
    ]
    return fold(
        Event(f"{name}:{n}", "acme", name, at + timedelta(seconds=20 * n), what) for n, what in enumerate(happened)
    )


def week_of(number: int) -> datetime:
    """A moment in it."""
    return PERIOD.begins + timedelta(days=7 * number + 3)


def test_it_is_the_effect_of_the_very_counts_that_were_planted() -> None:
    world = planted(1, 1, 0.08, topics=24)
    solved, contacts, used, solved_used, published = (
        one[0] for one in (world.solved, world.contacts, world.used, world.solved_used, world.published)
    )
    topics: dict[str, str] = {}

    def told() -> Iterator[Call]:
        for week in range(WEEKS):
            for topic in range(len(contacts)):
                for nth in range(contacts[topic, week]):
                    is_used = nth < used[topic, week]
                    is_solved = nth < solved_used[topic, week] if is_used else (
                        nth - used[topic, week] < solved[topic, week] - solved_used[topic, week]
                    )  # fmt: skip
                    name = f"{topic}-{week}-{nth}"
                    topics[name] = str(topic)
                    outcome = SOLVED if is_solved else HANDED
                    yield call(name, week_of(week), outcome, used=f"a{topic}" if is_used else "")

    dated = [
        Published(f"a{topic}", week_of(int(week)), str(topic)) for topic, week in enumerate(published) if week < NEVER
    ]
    table = tabulate(ACME, told())
    found = effect(ACME, weeks_of(PERIOD, NOW), table, topics, Articles(dated), NOW)
    (planted_,) = world.tables()
    wanted = effect_of(planted_)
    assert wanted.points is not None
    assert found.points is not None
    np.testing.assert_allclose(
        [found.points.value, found.points.low, found.points.high],
        [wanted.points.value, wanted.points.low, wanted.points.high],
    )
    assert (found.treated, found.compared, found.calls) == (wanted.treated, wanted.compared, wanted.calls)
    assert found.used == pytest.approx(wanted.used)
    assert found.before == wanted.before


def test_weeks_are_whole_ripe_and_begin_on_monday_through_a_change_of_clocks() -> None:
    period = Period(date(2026, 10, 14), date(2026, 11, 30), PARIS)  # a Wednesday; clocks go back on the 25th
    weeks = weeks_of(period, datetime(2027, 1, 1, tzinfo=UTC))
    assert (weeks.first, weeks.count) == (date(2026, 10, 19), 6)
    assert weeks.begins == datetime(2026, 10, 18, 22, tzinfo=UTC)
    assert weeks.ends == datetime(2026, 11, 29, 23, tzinfo=UTC)
    night = datetime(2026, 10, 25, 23, 30, tzinfo=PARIS)
    assert [weeks.number(night), weeks.number(night + timedelta(hours=1))] == [0, 1]
    assert weeks.number(datetime(2026, 10, 18, 23, 59, tzinfo=PARIS)) == -1
    ripe = weeks_of(period, datetime(2026, 11, 16, 1, tzinfo=PARIS))
    assert ripe.count == 3  # the 8th is over, and a week after it
    assert weeks_of(period, datetime(2026, 11, 15, 23, tzinfo=PARIS)).count == 2
    assert weeks_of(period, datetime(2026, 10, 1, tzinfo=UTC)).count == 0


def test_what_is_no_ripe_first_contact_of_a_topic_is_left_out() -> None:
    weeks = Weeks(MONDAY, PARIS, 2)
    calls = [
        call("a", week_of(0)),
        call("again", week_of(0) + timedelta(days=1), caller="a"),  # of the same: "a" was not solved
        call("incident", week_of(0), ev.Outcome.KNOWN_INCIDENT),
        call("none", week_of(1)),
        call("late", week_of(2)),
    ]
    topics = {"a": "t", "again": "t", "incident": "t", "none": "", "late": "t"}
    seen = effect(ACME, weeks, tabulate(ACME, calls), topics, Articles([]), NOW)
    assert seen.points is None
    assert seen.compared == 0


def solved_of(calls: list[Call], topics: dict[str, str], unclear: tuple[str, ...] = ()) -> dict[str, list[Week]]:
    articles = Articles([], unclear)
    found = by_week(ACME, Weeks(MONDAY, PARIS, 3), tabulate(ACME, calls), topics, articles, NOW)
    return {topic: [*rows.values()] for topic, rows in found.items()}


def test_a_call_about_a_known_incident_is_as_if_there_were_none() -> None:
    calls = [call("a", week_of(0)), call("b", week_of(0) + timedelta(days=2), ev.Outcome.KNOWN_INCIDENT, caller="a")]
    assert solved_of(calls, {"a": "t", "b": "t"}) == {"t": [Week(1, 1)]}


def test_a_call_that_names_a_known_incident_is_so_too_however_it_ended() -> None:
    calls = [
        call("a", week_of(0)),
        call("b", week_of(0) + timedelta(days=2), caller="a", incident="INC-1"),
        call("c", week_of(0), incident="INC-1"),
        call("d", week_of(0), HANDED, incident="INC-1"),
    ]
    assert solved_of(calls, dict.fromkeys("abcd", "t")) == {"t": [Week(1, 1)]}


def test_calls_that_are_one_took_as_long_as_all_of_them() -> None:
    """As the handling time has it: an article that saves a transfer makes calls shorter."""
    begun, minute = week_of(0), timedelta(minutes=1)
    spoken = [
        fold(
            [
                Event(f"{name}:0", "acme", name, at, ev.Started("phone", caller="k", began=at)),
                Event(f"{name}:1", "acme", name, at, ev.Telephoned(answered_at=at, ended_at=at + long)),
                Event(f"{name}:2", "acme", name, at + long, ev.Closed(ev.Outcome.RESOLVED)),
            ]
        )
        for name, at, long in (("a", begun, 10 * minute), ("b", begun + 11 * minute, 20 * minute))
    ]
    assert solved_of([*spoken, call("c", week_of(0))], dict.fromkeys("abc", "t")) == {
        "t": [Week(2, 2, seconds=1800, timed=1)]
    }


def test_a_topic_of_which_nobody_knows_since_when_it_has_an_article_is_on_neither_side() -> None:
    calls = [call("a", week_of(0)), call("b", week_of(1))]
    assert solved_of(calls, {"a": "t", "b": "u"}) == {"t": [Week(1, 1)], "u": [Week(1, 1)]}
    assert solved_of(calls, {"a": "t", "b": "u"}, ("t",)) == {"u": [Week(1, 1)]}


def test_another_clients_call_is_refused() -> None:
    with pytest.raises(ScopeViolation):
        effect(ZETA, Weeks(MONDAY, PARIS, 2), tabulate(ACME, [call("a", week_of(0))]), {}, Articles([]), NOW)


def test_an_article_is_about_what_most_of_its_symptoms_come_to() -> None:
    said = {"c1": "badge refusé au portail", "c2": "badge refusé portail", "c3": "casque muet", "c4": "casque sans son"}
    calls = {id: fold([Event(f"{id}:0", "acme", id, NOW, ev.Described(words))]) for id, words in said.items()}
    members = [Member("c1", "badge", 0), Member("c2", "badge", 1), Member("c3", "casque", 0), Member("c4", "casque", 1)]
    near = Near(Topics("acme", NOW, NOW, NOW, members), calls, Reader(None, ()))
    articles = [
        Article("a", "acme", "a.md", "Accès", "", 1, symptoms=("badge refusé portail", "portail badge", "casque muet")),
        Article("b", "acme", "b.md", "Casque muet", "", 1),
        Article("c", "acme", "c.md", "Virement des salaires", "", 1),
    ]
    assert about(articles, near) == {"a": "badge", "b": "casque", "c": ""}
    assert about([], near) == {}
    assert about(articles, Near(Topics("acme", NOW, NOW, NOW, ()), {}, Reader(None, ()))) == dict.fromkeys("abc", "")
