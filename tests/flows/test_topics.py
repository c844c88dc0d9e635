"""Topics of calls in which it is known what they are about, with the real model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.model import AnswerState
from kbsearch.core.ports import Vectors
from kbsearch.core.text import fold
from kbsearch.core.topics import Member, Topics
from kbsearch.errors import ScopeViolation
from kbsearch.flows.topics import FEWEST, Before, Near, Reader, Span, assign, compared_with, freeze
from tests.clients import ACME, ZETA
from tests.core.gaps.planted import ANSWERED, TOPICS, planted
from tests.core.gaps.planted import call as call_of
from tests.core.gaps.test_planted import spelt
from tests.fakes import HashingEmbedder

BEGINS = datetime(2026, 7, 1, tzinfo=UTC)
QUARTER = timedelta(days=90)
CALLS = 2500
NOTHING = Before({}, {})
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
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), first, reader, NOTHING, BEGINS + QUARTER)
    near = Near(topics, {call.id: call for call in first}, reader)
    later = {one.call: one.topic for one in assign(ACME, topics, near, second).members}
    return Quarters(first, second, topics, later)


def renamed(call: Call) -> Call:
    return replace(call, id=f"later-{call.id}")


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
    again = freeze(ACME, span, [*quarters.first, *quarters.second], reader, Before(before, {}), span.until)
    kept = {*again.founders} & {*quarters.topics.founders}
    large = [topic for topic, n in Counter(before.values()).items() if topic and n >= 20]
    assert sum(topic in kept for topic in large) / len(large) > 0.8
    assert assign(ACME, again, Near(again, {}, reader), [*quarters.first, *quarters.second]) == ([], {})
    once_more = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), quarters.first, reader, NOTHING, quarters.topics.frozen)
    assert once_more == quarters.topics


def test_without_a_model_words_that_look_alike_are_about_the_same() -> None:
    first = [*planted(BEGINS, QUARTER.days, 600, 3)]
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), first, Reader(None, ()), NOTHING, BEGINS)
    assert agreement(first, dict(topics.of_call)) > 0.6
    nothing = Near(topics, {}, Reader(None, ()))  # its words are deleted
    assert [one.topic for one in assign(ACME, topics, nothing, [renamed(first[0])]).members] == [""]


def test_nothing_gives_no_topics() -> None:
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), (), Reader(None, ()), NOTHING, BEGINS)
    assert topics.members == []
    assert assign(ACME, topics, Near(topics, {}, Reader(None, ())), ()) == ([], {})


def test_another_clients_call_is_refused() -> None:
    calls = [*planted(BEGINS, 1, 1, 1)]
    with pytest.raises(ScopeViolation):
        freeze(ZETA, Span(BEGINS, BEGINS + QUARTER), calls, Reader(None, ()), NOTHING, BEGINS)


def said(name: str, *texts: str) -> list[Call]:
    return [
        call_of(f"{name}{at}", BEGINS + timedelta(minutes=at), text, AnswerState.SURE, Outcome.RESOLVED)
        for at, text in enumerate(texts)
    ]


def frozen(calls: list[Call], before: Before) -> Topics:
    return freeze(ACME, Span(BEGINS, BEGINS + QUARTER), calls, Reader(None, ()), before, BEGINS)


def test_a_topic_that_goes_on_keeps_its_name() -> None:
    first = said("a", *["badge refusé"] * 5, "casque muet")
    [topic] = frozen(first, NOTHING).founders
    others = said("b", *["badge refusé portail"] * 9, "badge refusé portail nord", "badge refusé au portail")
    everything, known = [*first, *others], dict.fromkeys([one.id for one in first[:5]], topic)

    anew = frozen(everything, Before(known, {})).founders[topic]
    assert anew[0].startswith("b"), "other words are nearer to all"
    again = frozen(everything, Before(known, {topic: first[0]}))
    assert again.founders[topic] == ["a4", *(one for one in anew if one != "a4")], "the last call that says it"
    assert [*again.looked_at] == [*again.members]


def test_its_name_lasts_where_nobody_said_it_in_these_days() -> None:
    [before] = said("a", "badge refusé")
    later = said("b", *["badge refusé portail"] * 9, "badge refusé au portail")
    known = dict.fromkeys([one.id for one in later], "t")
    again = frozen(later, Before(known, {"t": before}))
    assert again.founders["t"] == ["a0", "b8", "b9"]
    assert {one.call for one in again.looked_at} == {one.id for one in later}


def test_a_name_that_is_said_of_something_else_is_gone() -> None:
    [before] = said("a", "casque muet")
    later = said("b", *["badge refusé portail"] * 9, "casque muet")
    known = dict.fromkeys([one.id for one in later[:9]], "t")
    again = frozen(later, Before(known, {"t": before}))
    assert (again.founders["t"], "a0" in again.of_call) == (["b8"], False)


class WatchedEmbedder(HashingEmbedder):
    """Knows what it was asked."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().embed_queries(texts)


def test_the_most_frequent_wordings_are_read_the_same_in_other_letters_comes_along_and_the_rest_is_unread() -> None:
    first, embedder = said("a", *["badge refusé"] * 5), WatchedEmbedder()
    reader = Reader(embedder, (), most=1)
    topics = freeze(ACME, Span(BEGINS, BEGINS + QUARTER), first, reader, NOTHING, BEGINS)
    later = said("b", "badge refuse", "fontaine vide", "ascenseur", "ascenseur", "ascenseurs", "badge refusée")
    embedder.asked.clear()
    found = assign(ACME, topics, Near(topics, {one.id: one for one in first}, reader), later)
    [topic] = topics.founders
    assert {one.call: one.topic for one in found.members} == {"b0": topic, "b2": "", "b3": "", "b4": "", "b5": topic}
    assert [*found.unread] == ["b1"]
    assert embedder.asked == ["badge refusé", "ascenseur"]
    everything = assign(ACME, topics, Near(topics, {one.id: one for one in first}, reader._replace(most=None)), later)
    assert ({one.call for one in everything.members}, everything.unread) == ({one.id for one in later}, {})


def test_of_many_topics_few_words_of_each_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.flows.topics.MOST_KNOWN", 7)
    members = [Member(f"{topic}{place}", topic, place) for topic in "abc" for place in range(4 if topic != "c" else 1)]
    topics = Topics("acme", BEGINS, BEGINS, BEGINS, members)
    assert {topic: len(calls) for topic, calls in compared_with(topics).items()} == {"a": 3, "b": 3, "c": 1}
    monkeypatch.setattr("kbsearch.flows.topics.MOST_KNOWN", 1)
    assert {topic: [*calls] for topic, calls in compared_with(topics).items()} == {one: [f"{one}0"] for one in "abc"}
