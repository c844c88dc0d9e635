"""Topics of calls in which it is known what they are about, with the real model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.calls import Call
from kbsearch.core.text import fold
from kbsearch.core.topics import Topics
from kbsearch.errors import ScopeViolation
from kbsearch.flows.topics import FEWEST, Near, Reader, Span, assign, freeze
from tests.clients import ACME, ZETA
from tests.core.gaps.planted import ANSWERED, TOPICS, planted
from tests.core.gaps.test_planted import spelt

BEGINS = datetime(2026, 7, 1, tzinfo=UTC)
QUARTER = timedelta(days=90)
CALLS = 2500
LETTERS = {spelt(words): topic for topic, said in TOPICS.items() for words in said}
LETTERS |= {spelt(words): fold(words) for words in ANSWERED}


def truth(call: Call) -> str:
    """What was planted in it; empty = nothing that others bring."""
    return LETTERS.get(spelt(call.searches[0].what.query), "")


@dataclass(frozen=True)
class Quarters:
    """Two, the topics of the first, and what the calls of the second were told to be about."""

    first: list[Call]
    second: list[Call]
    topics: Topics
    later: dict[str, str]


@pytest.fixture(scope="module")
def reader(embedder: GraphEmbedder) -> Reader:
    return Reader(embedder, ANSWERED)


@pytest.fixture(scope="module")
def quarters(reader: Reader) -> Quarters:
    first = [*planted(BEGINS, QUARTER.days, CALLS, 5)]
    second = [renamed(call) for call in planted(BEGINS + QUARTER, QUARTER.days, CALLS, 6)]
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), first, reader, {}, BEGINS + QUARTER)
    near = Near(topics, {call.id: call for call in first}, reader)
    later = {one.call: one.topic for one in assign(ACME, topics, near, second)}
    return Quarters(first, second, topics, later)


def renamed(call: Call) -> Call:
    object.__setattr__(call, "id", f"later-{call.id}")
    return call


def agreement(calls: list[Call], told: dict[str, str]) -> float:
    """Share of the calls that something was planted in whose topic is mostly about that."""
    mostly: dict[str, Counter[str]] = {}
    for call in calls:
        if topic := told.get(call.id, ""):
            mostly.setdefault(topic, Counter())[truth(call)] += 1
    names = {topic: found.most_common(1)[0][0] for topic, found in mostly.items()}
    known = [call for call in calls if truth(call)]
    return sum(names.get(told.get(call.id, ""), "–") == truth(call) for call in known) / len(known)


def mostly(quarters: Quarters, topic: str) -> str:
    """What was planted in most of its calls; empty = nothing that others bring."""
    found = Counter(truth(call) for call in quarters.first if quarters.topics.of_call[call.id] == topic)
    return found.most_common(1)[0][0]


@pytest.mark.model
def test_calls_about_the_same_are_of_one_topic(quarters: Quarters) -> None:
    assert agreement(quarters.first, dict(quarters.topics.of_call)) > 0.9
    sizes = Counter(quarters.topics.of_call.values())
    assert min(n for topic, n in sizes.items() if topic) >= FEWEST
    assert {*quarters.topics.of_call} == {call.id for call in quarters.first}


@pytest.mark.model
def test_later_calls_come_to_the_topic_that_they_are_about(quarters: Quarters) -> None:
    assert {*quarters.later} == {call.id for call in quarters.second}
    both = [*quarters.first, *quarters.second]
    assert agreement(both, {**quarters.topics.of_call, **quarters.later}) > 0.9
    planted_in = {topic: mostly(quarters, topic) for topic in quarters.topics.founders}
    strange = [call for call in quarters.second if not truth(call)]
    assert sum(bool(planted_in.get(quarters.later[call.id])) for call in strange) / len(strange) < 0.05


@pytest.mark.model
def test_nothing_changes_what_is_frozen_and_names_last(quarters: Quarters, reader: Reader) -> None:
    span = Span(BEGINS, BEGINS + 2 * QUARTER)
    before = {**quarters.topics.of_call, **quarters.later}
    again = freeze(ACME, span, [*quarters.first, *quarters.second], reader, before, span.until)
    kept = {*again.founders} & {*quarters.topics.founders}
    large = [topic for topic, n in Counter(before.values()).items() if topic and n >= 20]
    assert sum(topic in kept for topic in large) / len(large) > 0.8
    assert assign(ACME, again, Near(again, {}, reader), [*quarters.first, *quarters.second]) == []
    once_more = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), quarters.first, reader, {}, quarters.topics.frozen)
    assert once_more == quarters.topics


def test_without_a_model_words_that_look_alike_are_about_the_same() -> None:
    first = [*planted(BEGINS, QUARTER.days, 600, 3)]
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), first, Reader(None, ()), {}, BEGINS)
    assert agreement(first, dict(topics.of_call)) > 0.6
    nothing = Near(topics, {}, Reader(None, ()))  # its words are deleted
    assert [one.topic for one in assign(ACME, topics, nothing, [renamed(first[0])])] == [""]


def test_nothing_gives_no_topics() -> None:
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), (), Reader(None, ()), {}, BEGINS)
    assert topics.members == []
    assert assign(ACME, topics, Near(topics, {}, Reader(None, ())), ()) == []


def test_another_clients_call_is_refused() -> None:
    calls = [*planted(BEGINS, 1, 1, 1)]
    with pytest.raises(ScopeViolation):
        freeze(ZETA, Span(BEGINS, BEGINS + QUARTER), calls, Reader(None, ()), {}, BEGINS)
