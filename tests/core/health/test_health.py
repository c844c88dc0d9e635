"""How articles fare: a story counted by hand, which articles callers come back after, and what is to be read again."""

from __future__ import annotations

import doctest
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from scipy.stats import binom

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Figure, Period, intervals
from kbsearch.core.health import FEWEST, ArticleHealth, Due, Health, count_health, is_above, reviews_due
from kbsearch.core.health import returning as judged
from kbsearch.core.model import Article, ArticleState
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.happenings import COMMIT, calls

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), ZoneInfo("Europe/Paris"))
LATER = datetime(2027, 1, 1, tzinfo=UTC)
SOLVED, N2 = ev.Closed(Outcome.RESOLVED), ev.Closed(Outcome.ESCALATED_N2)
KINDS = ("shown", "opened", "tried", "used", "refused")


def article(id: str, state: ArticleState = ArticleState.VALIDATED, reviewed: str = "", every: int = 90) -> Article:
    day = date.fromisoformat(reviewed) if reviewed else None
    return Article(id, "acme", f"{id}.md", id.upper(), "", 1, state=state, reviewed=day, review_every_days=every)


SERVED = tuple(map(article, ("lone", "scan", "tpe", "vpn")))


def call(id: str, at: str, caller: str, *said: ev.Happening) -> Call:
    """Begun on that day and hour, in UTC; what is said follows, a minute apart."""
    began = datetime.fromisoformat(f"2026-{at}:00").replace(tzinfo=UTC)
    happened = (ev.Started(caller=caller), *said)
    return fold(Event(f"{id}-{n}", "acme", id, began + timedelta(minutes=n), one) for n, one in enumerate(happened))


def shown(article: str) -> ev.Displayed:
    return ev.Displayed(article, 1, COMMIT, f"{article}#1")


def counted(said: Sequence[Call], served: Sequence[Article] = SERVED, now: datetime = LATER) -> Health:
    return count_health(ACME, NOVEMBER, sorted(said, key=lambda one: one.started), served, now)


STORY = (
    call("before", "10-20T09", "z", shown("lone"), ev.Used("lone"), SOLVED),
    call("c1", "11-02T09", "a", shown("vpn"), shown("vpn"), shown("tpe"), ev.Opened("vpn"), ev.Tried("vpn"),
         ev.Used("vpn"), SOLVED),
    call("c2", "11-03T09", "b", shown("vpn"), ev.Opened("vpn"), ev.Refused("vpn"), ev.Opened("scan"), ev.Used("scan"),
         SOLVED),
    call("c3", "11-05T09", "b", ev.Used("vpn"), ev.Unused("vpn"), N2),
    call("c4", "11-06T09", "", ev.Used("vpn"), SOLVED),
    call("c5", "11-07T09", "c", ev.Used("vpn"), ev.Used("old"), SOLVED),
    call("c6", "11-10T09", "e", ev.Used("vpn"), N2),
    call("c7", "11-11T09", "f", shown("tpe")),
    call("c8", "11-30T09", "d", ev.Used("vpn"), SOLVED),
    call("after", "12-03T09", "d", ev.Used("tpe"), SOLVED),
)  # fmt: skip


def test_a_story_as_counted_by_hand() -> None:
    found = counted(STORY)
    assert {one.article: (*(getattr(one, kind) for kind in KINDS), one.contacts, one.called_back)
            for one in found.articles} == {
        "vpn": (2, 2, 1, 5, 1, 3, ("c8",)),
        "old": (0, 0, 0, 1, 0, 1, ()),
        "scan": (0, 1, 0, 1, 0, 1, ("c2",)),
        "tpe": (2, 0, 0, 0, 0, 0, ()),
        "lone": (0, 0, 0, 0, 0, 0, ()),
    }  # fmt: skip
    assert [one.article for one in found.articles] == ["vpn", "old", "scan", "tpe", "lone"], "the most used first"
    assert (found.calls, found.using, found.unattached, found.unripe) == (8, 6, 1, 0)
    assert (found.norm.numerator, found.norm.denominator) == (2, 4), "c5, with two articles, is one contact"
    vpn = found.articles[0]
    assert (vpn.not_called_back.numerator, vpn.not_called_back.denominator) == (2, 3)
    interval = vpn.not_called_back.interval
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2077, 0.9385)
    assert [one.article for one in found.unused] == ["tpe"]
    assert [one.article for one in found.unseen] == ["lone"]
    assert [one.article for one in found.articles if not one.title] == ["old"]
    assert (found.compared, found.returning) == (0, ())


def test_a_contact_is_judged_when_a_week_is_over() -> None:
    recent = call("c1", "11-20T09", "a", ev.Used("vpn"), SOLVED)
    early, late = counted([recent], now=datetime(2026, 11, 27, 8, tzinfo=UTC)), counted([recent])
    assert (early.unripe, early.norm.denominator, early.articles[0].used) == (1, 0, 1)
    assert early.articles[0].not_called_back.value is None
    assert (late.unripe, late.norm.denominator) == (0, 1)


def test_a_caller_who_was_cut_off_is_one_contact() -> None:
    cut = [
        call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Closed(Outcome.CALL_BACK_PROMISED)),
        call("c2", "11-02T09", "a", ev.Used("scan"), SOLVED),
    ]
    found = {one.article: (one.used, one.contacts, one.called_back) for one in counted(cut).articles}
    assert found["vpn"] == found["scan"] == (1, 1, ())


def test_what_another_level_solved_is_not_counted_for_the_article() -> None:
    found = counted([call("c1", "11-02T09", "a", ev.Used("vpn"), ev.Escalated("N2", "réseau"), SOLVED)])
    assert (found.articles[0].used, found.articles[0].contacts, found.norm.denominator) == (1, 0, 0)


def many(article: str, solved: int, back: int) -> list[Call]:
    """So many contacts solved with it, after so many of which the caller calls again, without any article."""
    said = [call(f"{article}{n}", "11-02T09", f"{article}{n}", ev.Used(article), SOLVED) for n in range(solved)]
    return said + [call(f"{article}{n}-2", "11-04T09", f"{article}{n}", N2) for n in range(back)]


def test_an_article_after_which_callers_come_back_stands_out_and_few_contacts_do_not() -> None:
    """11 of 74 = 15 % is the norm. Wilson's lower ends: 6 of 10 → 31 %; 3 of 10 → 11 %; 2 of 2 → 34 %, but of two."""
    found = counted([*many("vpn", 10, 6), *many("tpe", 62, 3), *many("scan", 2, 2)])
    assert (found.norm.numerator, found.norm.denominator, found.compared) == (11, 74, 2)
    assert [(one.article, len(one.called_back), one.contacts) for one in found.returning] == [("vpn", 6, 10)]
    assert found.returning[0].called_back == tuple(f"vpn{n}" for n in range(6))
    calm = counted([*many("vpn", 10, 3), *many("tpe", 62, 8)])
    assert (calm.norm.numerator, calm.returning) == (11, ())


def test_alone_an_article_is_its_own_norm() -> None:
    assert counted(many("vpn", 20, 20)).returning == ()
    assert counted([]).returning == ()
    assert counted([]).norm.value is None


@pytest.mark.parametrize("norm", [Figure("called_back", back, 1000) for back in (10, 50, 120, 250, 400)])
def test_by_chance_one_in_forty_at_most_stands_out(norm: Figure) -> None:
    """Exactly: all that may come of `n` contacts with an article that is like all others, weighed by how probable."""
    for n in (1, 2, 3, FEWEST - 1, FEWEST, 6, 7, 9, 10, 14, 20, 40):
        out = [k for k in range(n + 1) if is_above(Figure("called_back", k, n), norm)]
        assert float(binom.pmf(out, n, norm.value).sum()) <= 0.025, n
        assert (n < FEWEST) == (not out), n
        assert out == list(range(out[0], n + 1)) if out else True, "more call-backs never clear an article"


def test_examples_are_right() -> None:
    for module in (judged, intervals):
        tried = doctest.testmod(module)
        assert (tried.failed, tried.attempted > 0) == (0, True)


@given(st.lists(calls(), max_size=6))
def test_what_is_counted_for_articles_is_what_is_in_the_calls(told: list[list[Event]]) -> None:
    said = [
        fold(structs.replace(one, id=f"{n}-{one.id}", call=f"call-{n}") for one in events)
        for n, events in enumerate(told)
    ]
    found = counted(said)
    in_calls = {kind: sum(len(set(getattr(one, kind))) for one in said) for kind in KINDS[1:]}
    in_calls["shown"] = sum(len({row.what.article for row in one.shown}) for one in said)
    assert {kind: sum(getattr(one, kind) for one in found.articles) for kind in KINDS} == in_calls
    assert all(getattr(one, kind) <= found.calls == len(said) for one in found.articles for kind in KINDS)
    assert found.unattached <= found.using == sum(bool(one.used) for one in said)
    assert sum(one.contacts for one in found.articles) >= found.norm.denominator
    assert max((one.contacts for one in found.articles), default=0) <= found.norm.denominator
    assert all(len(one.called_back) <= min(one.contacts, found.norm.numerator) for one in found.articles)
    served = [one for one in found.articles if one.title]
    assert len(served) == len(SERVED) == len(found.unused) + len(found.unseen) + sum(one.used > 0 for one in served)


def test_reviews_are_listed_the_longest_overdue_first() -> None:
    today = date(2026, 11, 27)
    articles = [
        article("next-year", reviewed="2026-11-01"),
        article("soon", reviewed="2026-09-28"),
        article("today", reviewed="2026-08-29"),
        article("over", reviewed="2026-08-28"),
        article("long-over", reviewed="2025-01-01"),
        article("undated"),
    ]
    assert reviews_due(articles, today) == (
        Due("long-over", "LONG-OVER", date(2025, 4, 1), is_overdue=True),
        Due("over", "OVER", date(2026, 11, 26), is_overdue=True),
        Due("today", "TODAY", today, is_overdue=False),
        Due("soon", "SOON", date(2026, 12, 27), is_overdue=False),
    )
    found = counted([], articles, now=datetime(2026, 11, 26, 23, 30, tzinfo=UTC))
    assert [one.article for one in found.due] == ["long-over", "over", "today", "soon"], "the day is that of Paris"
    assert (found.verified.numerator, found.verified.denominator, found.undated) == (4, 6, 1)


def test_what_nobody_validated_is_not_verified() -> None:
    found = counted([], [article("a", ArticleState.NOT_VALIDATED, "2026-12-20"), article("b", reviewed="2026-12-20")])
    assert (found.verified.numerator, found.verified.denominator, found.undated) == (1, 2, 0)
    assert counted([], []).verified.value is None


def test_another_clients_call_is_refused() -> None:
    with pytest.raises(ScopeViolation):
        count_health(ZETA, NOVEMBER, STORY, SERVED, LATER)


def test_what_no_call_knows_is_not_met() -> None:
    assert not ArticleHealth("vpn", "VPN").is_met
    assert all(replace(ArticleHealth("vpn", "VPN"), **{kind: 1}).is_met for kind in KINDS)  # type: ignore[arg-type]
