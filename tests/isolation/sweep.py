"""Everything that is done, once for each client beside its neighbour: short, and the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from tests.isolation import canaries
from tests.isolation.canaries import CanaryFound
from tests.isolation.desk import Desk
from tests.isolation.figures import reads_figures
from tests.isolation.keeping import accounts_for_its_incidents, forgets_a_call
from tests.isolation.lists import reads_lists
from tests.isolation.operator import exports, reads_totals
from tests.isolation.pages import reads_pages
from tests.isolation.people import oversees_one_and_edits_another, takes_calls_of_two
from tests.isolation.places import look_through
from tests.isolation.state import is_read_by_its_pages_alone, reads_its_state
from tests.isolation.world import World


def neighbours(world: World) -> Iterator[tuple[str, str]]:
    """Each client and the one after it."""
    return zip(world.names, [*world.names[1:], world.names[0]], strict=True)


def settle(world: World, *, with_evidence: bool = True) -> None:
    """All clients have calls, incidents and, unless told, evidence before the first question."""
    desk = Desk(world)
    for client, other in neighbours(world):
        world.import_solved(client)
        if with_evidence:
            world.learn(client)
        desk.declares_an_incident(client, other)
        desk.takes_a_call(client, other)
    world.give(canaries.moving(0), world.names[1])


def sweep(world: World, *, pairs: int | None = None) -> Iterator[CanaryFound]:
    """What is found, while everything is tried; `pairs`: of so many clients and their neighbours, None = of all."""
    for step in (*_steps(world, pairs), partial(look_through, world)):
        if (found := attempt(world, step)) is not None:
            yield found


def attempt(world: World, step: Callable[[], object]) -> CanaryFound | None:
    """What one step finds; one that fails has found that something is wrong."""
    world.kb.violations.since_start = 0
    try:
        step()
    except CanaryFound as error:
        return error
    except Exception as error:
        return CanaryFound(f"{world.rule} fails: {error!r}")
    return None


def _steps(world: World, pairs: int | None) -> Iterator[Callable[[], object]]:
    desk = Desk(world)
    for client, other in islice(neighbours(world), pairs):
        for two in (
            desk.searches, desk.reads_articles, desk.calls_at_others_doors, desk.declares_an_incident,
            desk.takes_a_call, desk.hands_over, desk.ends_a_call, desk.escalates, desk.imports, desk.goes_wrong,
            desk.asks_what_another_asked, desk.posts_again,
        ):  # fmt: skip
            yield partial(two, client, other)
        yield partial(desk.takes_a_call, client, other, f"appel-{client}")
        yield partial(desk.ends_a_call, client, other, f"appel-{client}")
        for alone in (desk.reads_a_call, desk.reads_an_incident, desk.closes_an_incident, desk.looks_around):
            yield partial(alone, client)
        yield partial(reads_lists, world, client, other)
        yield partial(reads_pages, world, client, other)
        yield partial(reads_figures, world, client, other)
        yield partial(takes_calls_of_two, world, client, other)
        yield partial(oversees_one_and_edits_another, world, client, other)
        yield partial(reads_totals, world, client)
        yield partial(exports, world, client)
        yield partial(world.learn, client)
        yield partial(world.edit, client, client)
        yield partial(world.take_down, client)
        yield partial(world.give, canaries.moving(0), client)
        yield partial(desk.searches, client, other)
        yield partial(forgets_a_call, world, client, other)
        yield partial(reads_its_state, world, client, other)
        yield partial(is_read_by_its_pages_alone, world, client, other)
        yield partial(accounts_for_its_incidents, world, client, other)
    yield partial(desk.all_at_once, world.names)
