"""`python -m benchmarks.effects`: what an article did, as the product tells it and as three shortcuts would.

In simulated clients whose articles do nothing, then in the same with 8 points planted: on average of the clients, with
the share of the 95 % intervals that hold the truth. Two minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import numpy as np

from kbsearch.core.effects import Effect, Estimate
from kbsearch.core.effects.comparing import compare
from kbsearch.core.effects.estimating import before_of, effect_of
from kbsearch.core.effects.tables import Table
from tests.core.effects.planted import planted
from tests.core.effects.shortcuts import SHORTCUTS

SEEDS = (1, 2, 3)
EFFECTS = (0, 8)
"""Points."""
KINDS: dict[str, dict[str, Any]] = {
    "16 of 48 topics get an article": {},
    "8 of 24": {"topics": 24},
    "drawn by lot": {"by_lot": True},
    "bad spells last (0.8 from week to week)": {"lasts": 0.8},
}


@click.command()
@click.option("--worlds", default=500, show_default=True, help="Simulated clients of each of the three seeds.")
def main(worlds: int) -> None:
    """One table of ways, one of clients."""
    click.echo("| way | articles that do nothing | 8 points |")
    for name, way in SHORTCUTS.items():
        means = (np.mean([way(planted(seed, worlds, points / 100)).mean() for seed in SEEDS]) for points in EFFECTS)
        click.echo(f"| {name} | " + " | ".join(f"{one:+.1f}" for one in means) + " |")
    found = {points: [*_told(worlds, points)] for points in EFFECTS}
    click.echo(
        "| kbsearch | " + " | ".join(f"{_mean([one.points for one in found[each]]):+.1f}" for each in found) + " |"
    )
    tables = [table for seed in SEEDS for table in planted(seed, worlds, 0.08).tables()]
    naive = [*map(_as_if_calls_were_independent, tables, found[8])]
    click.echo(f"\nCalls counted as independent, the interval holds 8 points in {_cover(naive, 8):.1%}.\n")

    click.echo("| clients | nothing: mean, held | 8 points: mean, held | placebo alarms | pre-trend alarms |")
    for name, kind in KINDS.items():
        found = {points: [*_told(worlds, points, **kind)] for points in EFFECTS}
        row = [
            f"{_mean(each):+.2f}, {_cover(each, points):.1%}"
            for points, each in ((points, [one.points for one in effects]) for points, effects in found.items())
        ]
        row += [
            f"{_alarms([one.placebo for one in found[0]]):.1%}",
            f"{_alarms([one.pre_trend for one in found[0]]):.1%}",
        ]
        click.echo(f"| {name} | " + " | ".join(row) + " |")


def _told(worlds: int, points: int, **kind: Any) -> Iterator[Effect]:
    for seed in SEEDS:
        yield from map(effect_of, planted(seed, worlds, points / 100, **kind).tables())


def _as_if_calls_were_independent(table: Table, told: Effect) -> Estimate | None:
    """Each heap of calls a sample of its own: those of topics with an article and without, before and since."""
    before = before_of(table)
    changes = compare(table.solved, table.contacts, table.published, before)
    earlier = np.zeros_like(changes.since)
    earlier[:, before.start : before.stop] = True
    served = changes.waiting.any(axis=1)[:, None]
    variance = 0.0
    for heap in (changes.since, changes.waiting, earlier & changes.rows[:, None], earlier & served):
        rate, contacts = table.solved[heap].sum() / table.contacts[heap].sum(), table.contacts[heap].sum()
        variance += rate * (1 - rate) / contacts
    half = 196 * variance**0.5
    value = told.points.value if told.points else np.nan
    return Estimate(value, value - half, value + half)


def _mean(found: list[Estimate | None]) -> float:
    return float(np.mean([one.value for one in found if one]))


def _cover(found: list[Estimate | None], true: float) -> float:
    return float(np.mean([one.low <= true <= one.high for one in found if one]))


def _alarms(found: list[Estimate | None]) -> float:
    return float(np.mean([one.excludes_zero for one in found if one]))


if __name__ == "__main__":
    main()
