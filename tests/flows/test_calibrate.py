"""Which calls say whether an answer was right, and what their own evidence has to do with it: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.answers.recalibration import Outcome
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Happening
from kbsearch.core.calls.happenings import Outcome as End
from kbsearch.core.learning.evidence import Rules, evidence, solutions
from kbsearch.core.learning.memory import Memory
from kbsearch.core.model import Mode
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import ask, understand
from kbsearch.flows.calibrate import asked_last, outcomes, says_anything
from kbsearch.flows.gathering import Understood
from kbsearch.flows.learn import Models, learn

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TEXT = "terminal carte hors ligne"


def call(id: str, days: float, used: Sequence[str], end: End = End.RESOLVED, *, caller: str = "") -> Call:
    return happened(id, days, *map(ev.Used, used), ev.Closed(end), caller=caller)


def happened(id: str, days: float, *then: Happening, caller: str = "") -> Call:
    what = (ev.Started(caller=caller or id), ev.Described(TEXT), *then)
    start = NOW - timedelta(days=days)
    return fold(Event(f"{id}-{at}", "caissio", id, start + timedelta(minutes=at), one) for at, one in enumerate(what))


def told(calls: Sequence[Call], snapshot: Snapshot, memory: Memory | None, embedder: GraphEmbedder) -> list[Outcome]:
    def read(text: str, mode: Mode) -> Understood:
        return understand(snapshot, text, embedder=embedder if mode == "hybrid" else None, memory=memory)

    return [row for row in outcomes(calls, read, NOW, Rules()) if row.mode == "hybrid"]


@pytest.mark.model
def test_a_call_counts_once_its_window_is_over(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    calls = [
        call("right", 20, [first]),
        call("wrong", 19, [snapshot.articles[0].id if snapshot.articles[0].id != first else snapshot.articles[1].id]),
        call("handed over", 1, [], End.ESCALATED_N2),
        call("unripe", 6.9, [first]),
        call("called back", 18, [first], caller="k"),
        call("calling back", 15, [], End.ABANDONED, caller="k"),
    ]
    found = {row.at: row.right for row in told(calls, snapshot, None, embedder)}
    closed = {one.id: one.closed_at for one in calls}
    assert found == {closed["right"]: True, closed["wrong"]: False, closed["handed over"]: False}


@pytest.mark.model
def test_an_article_that_was_refused_after_its_use_was_not_the_right_one(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    """As evidence has it: the last word on an article counts."""
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    other = next(article.id for article in snapshot.articles if article.id != first)
    used, refused, to_n2 = ev.Used(first), ev.Refused(first), ev.Closed(End.ESCALATED_N2)
    calls = [
        happened("another served", 20, used, refused, ev.Used(other), ev.Closed(End.RESOLVED)),
        happened("none served", 19, used, refused, to_n2),
        happened("none is said to have served", 18, used, refused, ev.Closed(End.RESOLVED)),
        happened("served after all", 17, refused, used, ev.Closed(End.RESOLVED)),
        happened("served and was handed over", 16, used, to_n2),
    ]
    found = {row.at: row.right for row in told(calls, snapshot, None, embedder)}
    closed = {one.id: one.closed_at for one in calls}
    assert found == {closed["another served"]: False, closed["none served"]: False, closed["served after all"]: True}
    signs = {(row.call, row.article): row.sign for row in evidence(calls, NOW) if row.call == "another served"}
    assert signs == {("another served", first): -1, ("another served", other): 1}


@pytest.mark.model
def test_a_call_handed_over_after_its_first_article_was_read_or_tried_does_not_say_that_it_was_wrong(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    """Other tools name an article where it solved a call, and nowhere else; refusing it says something."""
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    other = next(article.id for article in snapshot.articles if article.id != first)
    opened, tried, to_n2 = ev.Opened(first, "0" * 40), ev.Tried(first), ev.Closed(End.ESCALATED_N2)
    calls = [
        happened("opened", 20, opened, to_n2),
        happened("tried", 19, tried, to_n2),
        happened("opened and refused", 18, opened, ev.Refused(first), to_n2),
        happened("another opened", 17, ev.Opened(other, "0" * 40), to_n2),
        happened("opened, another served", 16, opened, ev.Used(other), ev.Closed(End.RESOLVED)),
    ]
    rows = {row.at: row for row in told(calls, snapshot, None, embedder)}
    kept = {one.id: rows[one.closed_at] for one in calls if one.closed_at in rows}
    assert {id: (row.right, row.is_handed_over) for id, row in kept.items()} == {
        "opened and refused": (False, True),
        "another opened": (False, True),
        "opened, another served": (False, False),
    }


def test_a_call_that_was_part_of_a_known_incident_says_nothing_of_the_search() -> None:
    """Events of other tools name the incident with whatever outcome they know."""
    solved = happened("c", 20, ev.Used("vpn"), ev.Closed(End.RESOLVED, incident="panne-42"))
    assert not says_anything(solved, {"c"})
    assert solutions([solved], NOW) == frozenset()
    assert says_anything(happened("c", 20, ev.Closed(End.ESCALATED_N2)), ())
    assert not says_anything(happened("c", 20, ev.Closed(End.ESCALATED_N2, incident="panne-42")), ())
    assert not says_anything(happened("c", 20, ev.Closed(End.KNOWN_INCIDENT, incident="panne-42")), ())


@pytest.mark.model
def test_what_reopened_a_call_or_denied_its_end_counts_as_it_does_for_evidence(
    sample: dict[str, Snapshot], embedder: GraphEmbedder
) -> None:
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    used, solved, again, to_n2 = ev.Used(first), ev.Closed(End.RESOLVED), ev.Reopened(), ev.Closed(End.ESCALATED_N2)
    no, yes = ev.Confirmed(solved=False), ev.Confirmed(solved=True)
    calls = [
        happened("denied", 20, used, solved, no),
        happened("denied, then solved", 19, used, solved, no, again, used, solved),
        happened("solved again", 18, used, solved, again, solved),
        happened("did not hold", 17, used, solved, yes, again, ev.Unused(first), to_n2),
        happened("goes on", 16, used, solved, again),
    ]
    found = {row.at: row.right for row in told(calls, snapshot, None, embedder)}
    closed = {one.id: one.closed_at for one in calls}
    right = {"denied, then solved": True, "solved again": True, "did not hold": False}
    assert found == {closed[call]: is_right for call, is_right in right.items()}
    assert {row.call for row in evidence(calls, NOW)} == {"denied, then solved", "solved again"}


def searched(query: str) -> ev.Searched:
    return ev.Searched(query, "hybrid", "0" * 40, "g")


def displayed(article: str) -> ev.Displayed:
    return ev.Displayed(article, 1, "0" * 40, f"{article}#0")


def test_a_call_is_asked_again_by_the_search_that_found_what_served() -> None:
    """What was typed afterwards, for another matter or by emptying the field, is not what the article was right for."""
    card, served, solved = searched("carte hors ligne"), ev.Used("caissio/a"), ev.Closed(End.RESOLVED)
    other = (searched("imprimante"), displayed("caissio/b"))
    empty = searched(" ")
    told = {
        "then another": (card, displayed("caissio/a"), served, *other, solved),
        "then nothing": (card, displayed("caissio/a"), served, empty, solved),
        "by the last": (searched("tpe"), displayed("caissio/a"), *other, card, displayed("caissio/a"), served, solved),
        "never shown": (*other, card, served, solved),
    }
    assert {id: asked_last(happened(id, 20, *then)) for id, then in told.items()} == dict.fromkeys(told, card.query)
    assert asked_last(happened("none served", 20, card, displayed("caissio/a"), other[0])) == "imprimante"
    assert asked_last(happened("nothing searched", 20, empty)) == TEXT
    assert asked_last(happened("nothing told", 20, empty, ev.Described(""))) == TEXT


@pytest.mark.model
def test_a_calls_own_evidence_is_left_out(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    last = ask(snapshot, TEXT, embedder=embedder).results[-1].article
    alone = [call(f"c{at}", 100 - 10 * at, [last], caller="k") for at in range(3)]
    memory = learn(alone, snapshot, Models(embedder), NOW).memory
    assert len(memory.rows) == 3
    assert {row.clues.solved for row in told(alone, snapshot, memory, embedder)} == {0.0}
    others = [replace(one, start=ev.Started(caller=f"k{at}")) for at, one in enumerate(alone)]
    memory = learn(others, snapshot, Models(embedder), NOW).memory
    with_it = told(others, snapshot, memory, embedder)
    assert any(row.clues.solved > 0 for row in with_it)
    assert [row.right for row in with_it] == [row.clues.solved > 0 for row in with_it]
    assert memory.without({"c0", "c1"}).rows == memory.rows[2:]
    assert memory.without({"absent"}) is memory


@pytest.mark.model
def test_calls_of_one_caller_are_told_to_be_one_callers(sample: dict[str, Snapshot], embedder: GraphEmbedder) -> None:
    snapshot = sample["caissio"]
    first = ask(snapshot, TEXT, embedder=embedder).results[0].article
    calls = [
        call("a", 60, [first], caller="k"),
        call("b", 40, [first], caller="k"),
        call("c", 30, [], End.ESCALATED_N2, caller="other"),
        happened_unknown("d", 20),
        happened_unknown("e", 19),
    ]
    a, b, c, d, e = (row.caller for row in told(calls, snapshot, None, embedder))
    assert (a == b, len({a, c, d, e})) == (True, 4)


def happened_unknown(id: str, days: float) -> Call:
    """By somebody whose number is withheld."""
    what = (ev.Started(), ev.Described(TEXT), ev.Closed(End.ESCALATED_N2))
    start = NOW - timedelta(days=days)
    return fold(Event(f"{id}-{at}", "caissio", id, start + timedelta(minutes=at), one) for at, one in enumerate(what))
