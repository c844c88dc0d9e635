"""Fifty clients, each with a canary word, vector and code in all it has, and 10,000 requests: nobody sees another's.

`python -m pytest tests/isolation/test_canaries.py -s` prints the requests of each rule. The run is the same every time;
`CANARIES=random` draws another.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.isolation import canaries
from tests.isolation.desk import Desk
from tests.isolation.figures import reads_figures
from tests.isolation.keeping import accounts_for_its_incidents, forgets_a_call, forgets_old_calls
from tests.isolation.lists import reads_lists
from tests.isolation.operator import exports, reads_totals
from tests.isolation.pages import reads_pages
from tests.isolation.people import oversees_one_and_edits_another, takes_calls_of_two
from tests.isolation.places import look_through
from tests.isolation.state import is_read_by_its_pages_alone, reads_its_state
from tests.isolation.sweep import settle
from tests.isolation.world import World

CLIENTS = 50
FEWEST_REQUESTS = 10_000
FEWEST_OF_A_RULE = 30
SETTINGS = settings(
    max_examples=150,
    stateful_step_count=15,
    derandomize=os.environ.get("CANARIES") != "random",
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

NUMBERS = st.integers(0, CLIENTS - 1)
AWAY = st.integers(1, CLIENTS - 1)
"""How far the other client is from this one."""
CALLS = st.sampled_from(["appel-1", "appel-2", "appel-3"])


class Agents(RuleBasedStateMachine):
    """Whatever agents, tools, editors and the operator do, in any order, on one world that is never reset."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.world)

    def two(self, number: int, away: int) -> tuple[str, str]:
        names = self.world.names
        return names[number], names[(number + away) % CLIENTS]

    @rule(number=NUMBERS, away=AWAY)
    def search(self, number: int, away: int) -> None:
        self.desk.searches(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def read_lists(self, number: int, away: int) -> None:
        reads_lists(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def read_pages(self, number: int, away: int) -> None:
        reads_pages(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def read_figures(self, number: int, away: int) -> None:
        reads_figures(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def take_calls_of_two(self, number: int, away: int) -> None:
        takes_calls_of_two(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def oversee_one_and_edit_another(self, number: int, away: int) -> None:
        oversees_one_and_edits_another(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def post_again(self, number: int, away: int) -> None:
        self.desk.posts_again(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def ask_what_another_asked(self, number: int, away: int) -> None:
        self.desk.asks_what_another_asked(*self.two(number, away))

    @rule(number=NUMBERS)
    def scrape(self, number: int) -> None:
        reads_totals(self.world, self.world.names[number])

    @rule(number=NUMBERS, away=AWAY)
    def export(self, number: int, away: int) -> None:
        for step in range(4):
            exports(self.world, self.world.names[(number + step * away) % CLIENTS])

    @rule(number=NUMBERS, away=AWAY)
    def read_articles(self, number: int, away: int) -> None:
        self.desk.reads_articles(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def call_at_others_doors(self, number: int, away: int) -> None:
        self.desk.calls_at_others_doors(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY, call=CALLS)
    def take_a_call(self, number: int, away: int, call: str) -> None:
        self.desk.takes_a_call(*self.two(number, away), call)

    @rule(number=NUMBERS, away=AWAY)
    def end_a_call(self, number: int, away: int) -> None:
        self.desk.ends_a_call(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def hand_over(self, number: int, away: int) -> None:
        self.desk.hands_over(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def escalate(self, number: int, away: int) -> None:
        self.desk.escalates(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def declare_an_incident(self, number: int, away: int) -> None:
        self.desk.declares_an_incident(*self.two(number, away))

    @rule(number=NUMBERS)
    def read_and_close_an_incident(self, number: int) -> None:
        self.desk.reads_an_incident(self.world.names[number])
        self.desk.closes_an_incident(self.world.names[number])

    @rule(number=NUMBERS, away=AWAY)
    def import_calls(self, number: int, away: int) -> None:
        self.desk.imports(*self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def go_wrong(self, number: int, away: int) -> None:
        self.desk.goes_wrong(*self.two(number, away))

    @rule(number=NUMBERS)
    def look_around(self, number: int) -> None:
        self.desk.looks_around(self.world.names[number])

    @rule(numbers=st.lists(NUMBERS, min_size=2, max_size=4, unique=True))
    def ask_all_at_once(self, numbers: list[int]) -> None:
        self.desk.all_at_once([self.world.names[number] for number in numbers])

    @rule(number=NUMBERS, article=st.integers(0, 3))
    def move_an_article(self, number: int, article: int) -> None:
        self.world.give(canaries.moving(article), self.world.names[number])

    @rule(number=NUMBERS, text=st.text("abc", min_size=1, max_size=4))
    def reindex(self, number: int, text: str) -> None:
        self.world.edit(self.world.names[number], text)

    @rule(number=NUMBERS)
    def delete_an_article(self, number: int) -> None:
        self.world.take_down(self.world.names[number])

    @rule(number=NUMBERS)
    def learn(self, number: int) -> None:
        self.world.learn(self.world.names[number])

    @rule(number=NUMBERS, away=AWAY)
    def forget_calls(self, number: int, away: int) -> None:
        self.world.erase(self.world.names[number], "appel-3")
        forgets_a_call(self.world, *self.two(number, away))
        forgets_old_calls(self.world, *self.two(number, away))

    @rule(number=NUMBERS, away=AWAY)
    def look_at_its_state(self, number: int, away: int) -> None:
        client, other = self.two(number, away)
        for mine, theirs in ((client, other), (other, client)):
            reads_its_state(self.world, mine, theirs)
            is_read_by_its_pages_alone(self.world, mine, theirs)

    @rule(number=NUMBERS, away=AWAY)
    def account_for_incidents(self, number: int, away: int) -> None:
        accounts_for_its_incidents(self.world, *self.two(number, away))

    @rule()
    def reload(self) -> None:
        self.world.live.refresh()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("canaries")
    with closing(World(folder, CLIENTS)) as made:
        settle(made)
        yield made


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nobody_sees_anothers_canary(world: World) -> None:
    Agents.world = world
    run_state_machine_as_test(Agents, settings=SETTINGS)
    looked = look_through(world)
    asked = sum(world.counts.values())
    rows = "\n".join(f"  {rule:20} {count:>7,}" for rule, count in sorted(world.counts.items()))
    print(f"\n{asked:,} requests of {CLIENTS} clients, no canary of another's:\n{rows}")
    print(f"{looked:,} files, rows and things in memory, none with a canary of another's")
    assert asked >= FEWEST_REQUESTS
    assert min(world.counts.values()) >= FEWEST_OF_A_RULE
    assert {"scrape", "export", "figures", "person", "overseer"} <= {*world.counts}
    assert world.kb.violations.since_start == 0
