"""What an article did, on topics whose numbers can be followed by hand."""

from __future__ import annotations

import dataclasses
import doctest
import importlib
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student
from scipy.stats import ttest_ind

from kbsearch.core.effects import Effect, Topic, Unknown, UnknownUse, Week, estimate
from tests.examples import examples

WEEKS = range(100, 140)
SPELL, PUBLISHED, SINCE = range(118, 124), 124, range(125, 140)
MODULES = ("comparing", "estimating", "power", "tables", "using")


def topic(before: int, since: int, *, published: int | None = None, contacts: int = 20) -> Topic:
    """So many solved of `contacts` in every week, before and since publication."""
    when = {week: Week(since if week in SINCE else before, contacts) for week in WEEKS}
    return Topic(when, published)


def treated(n: int = 9, *, published: int = PUBLISHED) -> list[Topic]:
    return [topic(11 + n % 3, 14 + n % 4, published=published) for n in range(n)]


def others(n: int = 9) -> list[Topic]:
    return [topic(12 + n % 3, 13 + n % 2) for n in range(n)]


def changed(one: Topic, weeks: Sequence[int], **to: int) -> Topic:
    return dataclasses.replace(one, weeks={w: c._replace(**to) if w in weeks else c for w, c in one.weeks.items()})


def points(found: Effect) -> tuple[float, float, float]:
    assert found.points is not None
    return dataclasses.astuple(found.points)


@pytest.mark.parametrize("name", MODULES)
def test_the_formulas_have_examples_that_hold(name: str) -> None:
    module = importlib.import_module(f"kbsearch.core.effects.{name}")
    tried = doctest.testmod(module, extraglobs={"Week": Week})
    assert (tried.failed, tried.attempted >= 2) == (0, True)


def test_published_at_once_it_is_welch_on_the_changes_of_topics() -> None:
    """As a textbook has it, where all weeks of a topic have as many contacts and all articles come together."""
    own = [(14 + n % 4 - 11 - n % 3) / 20 for n in range(9)]
    theirs = [(13 + n % 2 - 12 - n % 3) / 20 for n in range(9)]
    ends = ttest_ind(own, theirs, equal_var=False).confidence_interval(0.95)
    wanted = (np.mean(own) - np.mean(theirs), ends.low, ends.high)
    assert points(estimate(treated(), others(), WEEKS)) == pytest.approx([100 * one for one in wanted])


def test_the_weeks_in_which_a_topic_was_chosen_and_published_are_compared_with_nothing() -> None:
    bad = [changed(one, [*SPELL, PUBLISHED], solved=0) for one in treated()]
    assert estimate(bad, others(), WEEKS) == estimate(treated(), others(), WEEKS)


def test_what_all_topics_share_in_a_week_changes_nothing() -> None:
    def worse(one: Topic) -> Topic:
        return Topic({w: c._replace(solved=c.solved - 9 * (w % 7 == 0)) for w, c in one.weeks.items()}, one.published)

    found = estimate([*map(worse, treated())], [*map(worse, others())], WEEKS)
    assert points(found) == pytest.approx(points(estimate(treated(), others(), WEEKS)))


@given(st.permutations(range(9)), st.permutations(range(9)), st.integers(-1000, 1000))
@examples(0.2)
def test_neither_the_order_nor_the_numbers_of_weeks_matter(own: list[int], theirs: list[int], later: int) -> None:
    def moved(one: Topic) -> Topic:
        when = None if one.published is None else one.published + later
        return Topic({week + later: counts for week, counts in one.weeks.items()}, when)

    first, second = treated(), others()
    weeks = range(WEEKS.start + later, WEEKS.stop + later)
    found = estimate([moved(first[at]) for at in own], [moved(second[at]) for at in theirs], weeks)
    assert points(found) == pytest.approx(points(estimate(first, second, WEEKS)))
    assert found.before == range(100 + later, 118 + later)


def test_who_waits_for_an_article_is_compared_until_it_comes() -> None:
    waiting = [topic(12 + n % 3, 13 + n % 2, published=132) for n in range(9)]
    found = estimate([*treated(), *waiting], [], WEEKS)
    assert (found.treated, found.compared) == (9, 9), "of those that waited nothing is known since: none is left"
    assert found.left_out == 9
    together = estimate([*treated(), *waiting], others(), WEEKS)
    assert (together.treated, together.compared, together.left_out) == (18, 18, 0)


def test_only_weeks_in_which_eight_others_have_no_article_are_compared() -> None:
    waiting = [topic(12 + n % 3, 13 + n % 2, published=132) for n in range(9)]
    spoilt = [changed(one, range(132, 140), solved=0) for one in treated()]
    assert points(estimate([*spoilt, *waiting], [], WEEKS)) == points(estimate([*treated(), *waiting], [], WEEKS))


def test_per_use() -> None:
    found = estimate([changed(one, WEEKS, used=5) for one in treated()], others(), WEEKS)
    assert found.used == 0.25
    assert found.per_use is not None
    assert dataclasses.astuple(found.per_use) == pytest.approx([4 * one for one in points(found)])
    never = estimate(treated(), others(), WEEKS)
    assert (never.used, never.per_use, never.per_use_unknown) == (0, None, UnknownUse.RARELY_USED)
    assert estimate(treated(7), others(), WEEKS).per_use_unknown is None, "there is no effect to begin with"


def used(*counts: int) -> Effect:
    """Of topics of 20 contacts a week; so many of each used the article."""
    own = [changed(one, WEEKS, used=count) for one, count in zip(treated(len(counts)), counts, strict=True)]
    return estimate(own, others(), WEEKS)


def test_per_use_counts_what_chance_does_to_the_share_of_use() -> None:
    """Fieller's ends, as his quadratic has them: (E² − t²·V(E)) − 2r(EU − t²·C) + r²(U² − t²·V(U)) = 0, at each end
    with the quantile t of Welch's test of change − r · use."""
    counts = (2, 9, 4, 12, 6, 10, 3, 8, 5)
    found = used(*counts)
    own = np.array([(14 + n % 4 - 11 - n % 3) / 20 for n in range(9)])
    theirs = np.array([(13 + n % 2 - 12 - n % 3) / 20 for n in range(9)])
    own, theirs, uses = own - theirs.mean(), theirs - theirs.mean(), np.array(counts) / 20
    assert found.used == pytest.approx(uses.mean())
    assert found.per_use is not None
    assert found.per_use.value == pytest.approx(100 * own.mean() / uses.mean())
    (of_effect, both), (_, of_use) = np.cov(own, uses) / 9
    of_effect += theirs.var(ddof=1) / 9
    for end, sign in ((found.per_use.low, -1), (found.per_use.high, 1)):
        t = student.ppf(0.975, ttest_ind(own - end / 100 * uses, theirs, equal_var=False).df)
        a, b = uses.mean() ** 2 - t**2 * of_use, own.mean() * uses.mean() - t**2 * both
        c = own.mean() ** 2 - t**2 * of_effect
        assert end == pytest.approx(100 * (b + sign * np.sqrt(b**2 - a * c)) / a, abs=1e-3)


def test_of_an_article_that_is_hardly_used_nobody_knows_what_a_use_does() -> None:
    once = used(*[0] * 8, 20)
    assert once.points is not None
    assert (once.used, once.per_use, once.per_use_unknown) == (pytest.approx(1 / 9), None, UnknownUse.RARELY_USED)
    all_ = used(*[1, 2] * 4, 1)
    assert (all_.per_use, all_.per_use_unknown) == (None, UnknownUse.BEYOND), "14 points, of 7 uses in 100"
    wide = used(*[2, 5, 3] * 3)
    assert wide.per_use is not None
    assert wide.per_use.high == 100, "no two shares differ by more"
    assert 0 < wide.per_use.low < wide.per_use.value < 100


def test_how_much_longer_calls_became() -> None:
    def timed(one: Topic, at: int, more: int) -> Topic:
        weeks = {w: c._replace(timed=10, seconds=10 * (300 + (w in SINCE) * (more + at))) for w, c in one.weeks.items()}
        return dataclasses.replace(one, weeks=weeks)

    own = [timed(one, at, -60) for at, one in enumerate(treated())]
    found = estimate(own, [timed(one, at, 0) for at, one in enumerate(others())], WEEKS)
    assert found.seconds is not None
    assert found.seconds.value == pytest.approx(-60)
    assert found.seconds.excludes_zero
    assert estimate(treated(), others(), WEEKS).seconds is None


def few_calls() -> Effect:
    own = [topic(1, 1 + n % 2, published=PUBLISHED, contacts=2) for n in range(8)]
    return estimate(own, [topic(1, 1 + n % 2, contacts=2) for n in range(8)], WEEKS)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (estimate([], [], WEEKS), Unknown.FEW_TREATED),
        (estimate([], [], range(0)), Unknown.FEW_TREATED),
        (estimate(treated(7), others(), WEEKS), Unknown.FEW_TREATED),
        (estimate(treated(), others(7), WEEKS), Unknown.FEW_COMPARED),
        (estimate(treated(published=139), others(), WEEKS[:39]), Unknown.FEW_TREATED),
        (few_calls(), Unknown.FEW_CALLS),
        (estimate([topic(12, 15, published=PUBLISHED)] * 9, others(), WEEKS), Unknown.NO_SPREAD),
        (estimate(treated(), [topic(12, 13)] * 9, WEEKS), Unknown.NO_SPREAD),
    ],
)
def test_it_says_why_it_cannot_be_known(found: Effect, why: Unknown) -> None:
    assert (found.unknown, found.points, found.per_use) == (why, None, None)


def test_too_few_calls_say_what_they_could_have_shown() -> None:
    found = few_calls()
    assert found.calls == 8 * 2 * 15
    assert found.could_show == pytest.approx(10.9, abs=0.05)
    assert estimate([], [], WEEKS).could_show is None


def test_an_article_published_too_early_is_left_out_and_compares_with_nothing() -> None:
    early = [topic(0, 20, published=111) for _ in range(3)]
    found, without = estimate([*treated(), *early], others(), WEEKS), estimate(treated(), others(), WEEKS)
    assert dataclasses.replace(found, changes=()) == dataclasses.replace(without, changes=(), left_out=3)
    assert [one.is_judged for one in found.changes] == [True] * 9 + [False] * 3
    hardly = [Topic({101: Week(4, 4), 130: Week(4, 4)}, PUBLISHED)]
    assert estimate([*treated(), *hardly], others(), WEEKS).left_out == 1


def test_another_way_already_shows() -> None:
    rising = [
        changed(one, range(109, 118), solved=one.weeks[100].solved + 4 + at % 2) for at, one in enumerate(treated())
    ]
    mixed = [changed(one, range(109, 118), solved=12 + at % 2) for at, one in enumerate(others())]
    found = estimate(rising, mixed, WEEKS)
    assert found.pre_trend is not None
    assert found.placebo is not None
    assert found.pre_trend.low > 0
    assert found.placebo.low > 0
    late = estimate(treated(), others(), range(111, 140))
    assert (late.before, late.placebo) == (range(111, 118), None)


def test_each_topic_stands_with_the_contacts_that_the_effect_is_made_of() -> None:
    early, hardly = topic(0, 20, published=111), Topic({101: Week(3, 4), 130: Week(2, 4)}, PUBLISHED)
    named = [dataclasses.replace(one, id=f"t{at}") for at, one in enumerate([early, *treated(), hardly])]
    found = estimate(named, others(), WEEKS)
    assert [one.topic for one in found.changes] == [f"t{at}" for at in range(11)]
    judged = [one for one in found.changes if one.is_judged]
    assert [(one.before, one.since) for one in judged] == [
        ((18 * (11 + n % 3), 18 * 20), (15 * (14 + n % 4), 15 * 20)) for n in range(9)
    ]
    assert found.changes[0].before == (0, 11 * 20), "before its article came, and before the first bad spell"
    assert (found.changes[-1].before, found.changes[-1].since) == ((3, 4), (2, 4))
    waiting = [topic(12 + n % 3, 13 + n % 2, published=132) for n in range(9)]
    only = estimate([*treated(), *waiting], [], WEEKS).changes[0]
    assert only.since == (7 * 14, 7 * 20), "only the weeks in which there is something to compare with"
    assert estimate([], others(), WEEKS).changes == ()


def test_what_each_contact_is_of_is_told_by_its_topic_and_its_week() -> None:
    """The two rates of each topic come back from the weeks that are named, and no week of a topic is of two."""
    waiting = [topic(12 + n % 3, 13 + n % 2, published=132) for n in range(9)]
    own = [dataclasses.replace(one, id=f"t{at}") for at, one in enumerate([*treated(), *waiting])]
    theirs = [dataclasses.replace(one, id=f"c{at}") for at, one in enumerate(others())]
    found, counts = estimate(own, theirs, WEEKS), {one.id: one.weeks for one in [*own, *theirs]}
    assert len(found.comparison) == found.compared == 18
    for one in (*found.changes, *found.comparison):
        for weeks, rate in ((one.weeks_before, one.before), (one.weeks_since, one.since)):
            assert sum(counts[one.topic][week].contacts for week in weeks) == rate.contacts
            assert sum(counts[one.topic][week].solved for week in weeks) == rate.solved
    sides = found.sides()
    assert [sides.get(("t0", week)) for week in (117, *SPELL, PUBLISHED, 125)] == ["before", *[None] * 7, "after"]
    assert [sides.get(("t9", week)) for week in (117, 125, 131, 132, 133)] == (
        ["before", "meanwhile", "meanwhile", None, "after"]
    )
    assert sides["c0", 139] == "meanwhile"
    assert len(sides) == sum(len(one.weeks_since) for one in (*found.changes, *found.comparison)) + 27 * 18


def test_mistakes_of_the_caller() -> None:
    with pytest.raises(ValueError, match="needs the week"):
        estimate(others(), [], WEEKS)
    with pytest.raises(ValueError, match="in week 124, before 140"):
        estimate([], treated(), WEEKS)
    for wrong in (Week(3, 2), Week(-1, 2), Week(1, 2, used=3), Week(1, 2, seconds=-1)):
        with pytest.raises(ValueError, match="below 0"):
            estimate([], [Topic({100: wrong})], WEEKS)
    after = [dataclasses.replace(one, published=140) for one in others()]
    assert estimate(treated(), after, WEEKS) == estimate(treated(), others(), WEEKS)


def test_who_asks_for_no_effect_does_not_pay_for_the_statistics() -> None:
    loads = "import sys, kbsearch.core.effects; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
