"""What articles did, as the API gives it and as it is said: of effects that are made up."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from kbsearch.api.effects.shapes import EXAMPLE, FigureEffectsOut, figure_effects_out
from kbsearch.api.effects.words import rows, why
from kbsearch.api.local_words import signed
from kbsearch.app.effects import EffectRead
from kbsearch.app.topics import TopicsRead
from kbsearch.core.effects import Change, Effect, Estimate, Unknown, UnknownUse
from kbsearch.core.effects.nouns import Contacts
from kbsearch.core.figures import Period
from kbsearch.core.gaps import Unread
from kbsearch.core.topics import Topics
from kbsearch.errors import ScopeViolation
from kbsearch.flows.effects import Published, Weeks
from tests.clients import ACME, ZETA

PARIS = ZoneInfo("Europe/Paris")
AT = datetime(2026, 6, 15, 8, tzinfo=UTC)
FOUND = Effect(
    points=Estimate(8.14, 3.2, 13.04),
    per_use=Estimate(16.28, 6.4, 26.08),
    used=0.5,
    seconds=Estimate(-14.4, -31.2, 0.4),
    pre_trend=Estimate(-0.04, -3.1, 4.7),
    placebo=None,
    treated=9,
    left_out=1,
    compared=21,
    before=range(22),
    calls=1310,
    could_show=4.9,
    unknown=None,
    changes=(
        Change(Contacts(132, 220), Contacts(160, 220), is_judged=True, topic="t1"),
        Change(Contacts(0, 0), Contacts(3, 4), is_judged=False, topic="t2"),
    ),
    comparison=(Change(Contacts(30, 60), Contacts(20, 50), is_judged=True, topic="t3"),),
)
READ = EffectRead(
    client="acme",
    period=Period(date(2026, 1, 5), date(2026, 11, 22), PARIS),
    weeks=Weeks(date(2026, 1, 5), PARIS, 46),
    first=date(2026, 6, 15),
    read=TopicsRead(Topics("acme", AT, AT, AT, ()), {"t1": ("badge refusé", "badge")}),
    published=[
        Published("old", datetime(2025, 6, 1, tzinfo=UTC), "t3"),
        Published("badge", AT, "t1"),
        Published("other", AT, ""),
    ],
    undated=["vpn"],
    titles={"old": "Vieux", "badge": "Badge", "other": "Autre", "vpn": "VPN"},
    effect=FOUND,
    unread=Unread(3, 4),
)


def test_every_field_is_given_with_its_unit_its_interval_and_its_counts() -> None:
    found = figure_effects_out(ACME, READ, "en")
    assert (found.unread_wordings, found.unread_calls) == (3, 4)
    body = msgspec.to_builtins(found)
    assert body["points"] == {
        "value": 8.14,
        "interval": {"low": 3.2, "high": 13.04, "level": 0.95, "method": "welch"},
    }
    assert body["per_use"]["interval"] == {"low": 6.4, "high": 26.08, "level": 0.95, "method": "fieller"}
    assert (body["placebo"], body["handle_time"]["value"]) == (None, -14.4)
    assert (found.before_since, found.before_until) == (date(2026, 1, 5), date(2026, 6, 7))
    assert (found.weeks, found.freeze_before, found.least_topics) == (46, date(2026, 6, 15), 8)
    assert [(one.points, one.calls, one.power) for one in found.needed] == [
        (3, 3551, 0.8),
        (5, 1248, 0.8),
        (10, 291, 0.8),
    ]
    first, second = found.topics
    assert (first.topic, first.wordings, first.articles, first.judged) == (
        *("t1", ("badge refusé", "badge"), ("badge",), True),
    )
    assert (first.before.numerator, first.before.denominator, first.before.value) == (132, 220, 0.6)
    assert (second.before.value, second.before.interval, second.judged, second.wordings) == (None, None, False, ())
    assert [(one.article, one.topic) for one in found.articles] == [("badge", "t1"), ("other", "")], "of these days"
    assert (found.undated, found.why) == (("vpn",), "")
    (other,) = found.compared_topics
    assert (other.topic, other.wordings, other.before.value, other.meanwhile.value) == ("t3", (), 0.5, 0.4)


def test_the_example_is_one() -> None:
    example = msgspec.convert(EXAMPLE, FigureEffectsOut)
    assert example.points is not None
    assert example.per_use is not None
    assert example.used is not None
    assert example.per_use.value * example.used == pytest.approx(example.points.value)
    share = example.topics[0].after
    assert share.interval is not None
    assert share.interval.low < (share.value or 0) < share.interval.high


def test_without_topics_nothing_is_named() -> None:
    effect = dataclasses.replace(
        FOUND, points=None, unknown=Unknown.FEW_TREATED, treated=0, before=range(0), changes=()
    )
    found = figure_effects_out(ACME, dataclasses.replace(READ, read=None, effect=effect), "fr")
    assert (found.frozen, found.topics, found.before_since, found.unknown) == (None, (), None, "few_treated")
    assert found.why == "il faut 8 sujets avec un article que l’on puisse juger, et on en compte 0"


def test_topics_whose_calls_are_deleted_are_counted() -> None:
    forgotten = dataclasses.replace(READ, forgotten=frozenset({"t8", "t9"}))
    assert [figure_effects_out(ACME, one, "fr").forgotten for one in (READ, forgotten)] == [0, 2]


def test_another_clients_is_refused() -> None:
    theirs = TopicsRead(Topics("zeta", AT, AT, AT, ()), {})
    for one in (READ, dataclasses.replace(READ, client="zeta")):
        with pytest.raises(ScopeViolation):
            figure_effects_out(ZETA, one, "fr")
    with pytest.raises(ScopeViolation):
        figure_effects_out(ACME, dataclasses.replace(READ, read=theirs), "fr")


def test_differences_are_said_with_their_sign() -> None:
    assert [signed(one, lang="fr") for one in (8.14, -2.0, 0.04, -0.04)] == ["+8,1", "−2,0", "0,0", "0,0"]
    assert signed(-14.4, 0, lang="en") == "−14"
    said = [(one.value.replace("\u00a0", " "), one.interval.replace("\u00a0", " ")) for one in rows(FOUND, "fr")]
    assert said == [
        ("+8,1 points", "de +3,2 points à +13,0 points"),
        ("+16,3 points", "de +6,4 points à +26,1 points"),
        ("", ""),
        ("0,0 points", "de −3,1 points à +4,7 points"),
        ("−14 s", "de −31 s à 0 s"),
    ]
    assert "50% on average" in rows(FOUND, "en")[1].formula


@pytest.mark.parametrize("unknown", list(UnknownUse))
def test_why_nothing_is_told_of_a_use_is_said(unknown: UnknownUse) -> None:
    rarely = dataclasses.replace(FOUND, per_use=None, per_use_unknown=unknown)
    out = figure_effects_out(ACME, dataclasses.replace(READ, effect=rarely), "en")
    assert (out.per_use, out.per_use_unknown) == (None, unknown)
    assert [one.why.partition(":")[0] for one in rows(rarely, "en")] == ["", "it cannot be known", "", "", ""]
    assert rows(rarely, "fr")[1].why.startswith("on ne peut pas le savoir")


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (Unknown.FEW_TREATED, "it takes 8 topics with an article that can be judged, and the count is 9"),
        (
            Unknown.FEW_COMPARED,
            "it takes 8 topics without an article in every week to compare with, and the count in all is 21",
        ),
        (
            Unknown.FEW_CALLS,
            "it takes 291 first contacts in each of the four parts to tell even 10 points from chance, and the count "
            "in the smallest is 1,310",
        ),
        (Unknown.NO_SPREAD, "all topics changed alike, so that nothing tells what chance does"),
    ],
)
def test_what_is_missing_is_said(unknown: Unknown, said: str) -> None:
    assert why(dataclasses.replace(FOUND, unknown=unknown), "en") == said
    assert why(dataclasses.replace(FOUND, unknown=unknown), "fr")
