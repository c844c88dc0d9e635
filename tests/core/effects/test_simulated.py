"""What articles did, found again in simulated clients; and three shortcuts that find what is not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from kbsearch.core.effects import Effect, Estimate
from kbsearch.core.effects.comparing import compare, estimated
from kbsearch.core.effects.estimating import POINTS, before_of, effect_of, placebo
from kbsearch.core.effects.tables import Table
from kbsearch.core.effects.using import per_use, shares_of
from tests.core.effects.planted import USED, Worlds, planted, unevenly_used
from tests.core.effects.shortcuts import SHORTCUTS

pytestmark = pytest.mark.slow

RUNS = 500
"""Of each seed; the seeds are numbered as they come, and none was tried and put away."""
PLANTED = 8.0
A_USE = 12.0
"""Points, as what an article does where it is used."""
Found = Sequence[Estimate | None]
Nothing = list[tuple[Estimate | None, Estimate | None]]
"""Effect and placebo of each client."""


def tables(*seeds: int, points: float, topics: int = 48, by_lot: bool = False) -> Iterator[Table]:
    for seed in seeds:
        yield from planted(seed, RUNS, points / 100, topics=topics, by_lot=by_lot).tables()


def points_of(table: Table) -> Estimate | None:
    """What `effect_of` tells as `points`, without all else."""
    return estimated(compare(table.solved, table.contacts, table.published, before_of(table)), POINTS)


@pytest.fixture(scope="module")
def eight() -> list[Effect]:
    return [effect_of(table) for table in tables(1, 2, 3, points=PLANTED)]


@pytest.fixture(scope="module")
def nothing() -> Nothing:
    return [(points_of(table), placebo(table)) for table in tables(4, 5, 6, points=0)]


@pytest.fixture(scope="module")
def idle() -> Worlds:
    """Clients whose articles do nothing at all."""
    return planted(9, RUNS, 0)


def told(found: Found) -> list[Estimate]:
    known = [one for one in found if one is not None]
    assert len(known) == len(found)
    return known


def mean(found: Found) -> float:
    return float(np.mean([one.value for one in told(found)]))


def cover(found: Found, true: float) -> float:
    return sum(one.low <= true <= one.high for one in told(found)) / len(found)


def alarms(found: Found) -> float:
    return sum(one.excludes_zero for one in told(found)) / len(found)


def test_the_interval_holds_what_was_planted(eight: list[Effect], nothing: Nothing) -> None:
    assert 0.93 <= cover([one.points for one in eight], PLANTED) <= 0.97
    assert 0.93 <= cover([points for points, _ in nothing], 0) <= 0.97


def test_on_average_it_is_what_was_planted(eight: list[Effect], nothing: Nothing) -> None:
    """But for what is left of a bad spell once the article is there, which counts against it: a tenth of a point."""
    assert mean([one.points for one in eight]) == pytest.approx(PLANTED, abs=0.2)
    assert mean([points for points, _ in nothing]) == pytest.approx(0, abs=0.2)
    assert mean([one.per_use for one in eight]) == pytest.approx(PLANTED / USED, abs=0.4)


@pytest.mark.parametrize(("seeds", "shares"), [((10, 11), (0.05, 0.95)), ((12, 13), (0.0, 0.3))])
def test_the_interval_of_a_use_holds_what_was_planted(seeds: tuple[int, ...], shares: tuple[float, float]) -> None:
    """However unevenly articles are used, and however little."""
    found = [of_use(one) for seed in seeds for one in unevenly_used(seed, RUNS, A_USE / 100, shares).tables()]
    assert 0.93 <= cover(found, A_USE) <= 0.97
    assert max(max(-one.low, one.high) for one in told(found)) <= POINTS


def of_use(table: Table) -> Estimate | None:
    """What `effect_of` tells as `per_use`, without all else."""
    found = compare(table.solved, table.contacts, table.published, before_of(table))
    return per_use(found, shares_of(table, found), POINTS).estimate


def test_a_placebo_does_nothing(eight: list[Effect], nothing: Nothing) -> None:
    assert 0.04 <= alarms([*(one.placebo for one in eight), *(fake for _, fake in nothing)]) <= 0.06
    assert 0.03 <= alarms([one.pre_trend for one in eight]) <= 0.07


def test_published_by_lot_it_is_an_experiment() -> None:
    found = [points_of(table) for table in tables(7, points=PLANTED, by_lot=True)]
    chance = np.std([one.value for one in told(found)]) / len(found) ** 0.5
    assert mean(found) == pytest.approx(PLANTED, abs=3 * float(chance))
    assert 0.93 <= cover(found, PLANTED) <= 0.97


def test_eight_topics_are_enough() -> None:
    found = [points_of(table) for table in tables(8, points=PLANTED, topics=24)]
    assert 0.93 <= cover(found, PLANTED) <= 0.97
    assert mean(found) == pytest.approx(PLANTED, abs=0.5)


@pytest.mark.parametrize(("seed", "deleted"), [(14, 2), (15, 10), (16, 16)])
def test_weeks_before_that_are_deleted_widen_the_interval_and_nothing_else(seed: int, deleted: int) -> None:
    """Of the twenty before. They stay weeks without a contact: a later time before, in which topics were not chosen
    yet, reads a point too little."""
    found = [points_of(without(table, deleted)) for table in tables(seed, points=PLANTED)]
    chance = np.std([one.value for one in told(found)]) / len(found) ** 0.5
    assert mean(found) == pytest.approx(PLANTED, abs=0.2 + 2 * float(chance))
    assert 0.93 <= cover(found, PLANTED) <= 0.97


def without(table: Table, weeks: int) -> Table:
    """What is left once those of the first so many weeks are deleted."""
    is_kept = np.arange(table.weeks) >= weeks
    return replace(table, solved=table.solved * is_kept, contacts=table.contacts * is_kept, used=table.used * is_kept)


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("contacts with an article − without", -10),
        ("since − the six weeks before", 7),
        ("the same − topics without an article", 8),
    ],
)
def test_a_shortcut_finds_what_is_not_there(name: str, reads: float, idle: Worlds) -> None:
    """`reads` is what it says of articles that do nothing, in points."""
    found = SHORTCUTS[name](idle)
    assert found.mean() == pytest.approx(reads, abs=2)
    assert abs(found.mean()) > 3 * found.std()
    assert (np.sign(found) == np.sign(reads)).mean() > 0.99
