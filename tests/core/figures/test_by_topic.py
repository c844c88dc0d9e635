"""Figures topic by topic: stories of one caller or two, each counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Agreed, count
from kbsearch.core.figures.by_topic import CALLS, FIGURES, HIGH, ByTopic, TopicCounting, count_by_topic
from kbsearch.core.figures.table import tabulate
from kbsearch.core.net import Net
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.figures.test_contacts import LATER, NOVEMBER, Rung, call_of, counted


def by_topic(rungs: list[tuple[str, Rung]]) -> ByTopic:
    """Each with its topic, oldest first."""
    topics = {f"c{number}": topic for number, (topic, _) in enumerate(rungs)}
    calls = [call_of(number, rung) for number, (_, rung) in enumerate(rungs)]
    return count_by_topic(ACME, NOVEMBER, tabulate(ACME, calls), topics, LATER)


def shares(found: ByTopic) -> dict[str, str]:
    return {one.topic: f"{one.calls}: {one.fcr.numerator}/{one.fcr.denominator}" for one in found.topics}


def ends(found: ByTopic) -> tuple[str, str]:
    low, high = found.low, found.high
    return f"{low.numerator}/{low.denominator}", f"{high.numerator}/{high.denominator}"


def test_who_calls_again_about_something_else_was_helped_at_the_high_end_alone() -> None:
    found = by_topic([("vpn", Rung("11-02T09:00")), ("imp", Rung("11-04T09:00"))])
    assert shares(found) == {"imp": "1: 1/1", "vpn": "1: 1/1"}
    assert ends(found) == ("0/1", "1/1")


def test_who_calls_again_about_the_same_was_not_helped() -> None:
    found = by_topic([("vpn", Rung("11-02T09:00")), ("imp", Rung("11-03T09:00")), ("vpn", Rung("11-04T09:00"))])
    assert shares(found) == {"vpn": "2: 0/1", "imp": "1: 1/1"}
    assert ends(found) == ("0/1", "0/1")


def test_a_call_about_nobody_knows_what_counts_as_the_same() -> None:
    found = by_topic([("vpn", Rung("11-02T09:00")), ("imp", Rung("11-03T09:00")), ("", Rung("11-04T09:00"))])
    assert shares(found) == {"imp": "1: 0/1", "vpn": "1: 0/1", "": "1: 0/0"}
    assert ends(found) == ("0/1", "0/1")
    assert shares(by_topic([("", Rung("11-02T09:00")), ("vpn", Rung("11-04T09:00"))])) == {
        "vpn": "1: 0/0",
        "": "1: 0/1",
    }


def test_a_topic_that_comes_back_after_the_window_is_a_new_contact() -> None:
    found = by_topic([("vpn", Rung("11-02T09:00")), ("imp", Rung("11-08T09:00")), ("vpn", Rung("11-10T09:00"))])
    assert shares(found) == {"vpn": "2: 2/2", "imp": "1: 1/1"}
    assert ends(found) == ("0/1", "1/1")


def test_a_contact_that_was_cut_off_is_about_what_its_calls_are_about() -> None:
    found = by_topic([("", Rung("11-02T09:00", "call_back_promised")), ("vpn", Rung("11-02T09:10"))])
    assert shares(found) == {"vpn": "1: 1/1", "": "1: 0/0"}


def test_both_ends_are_of_the_same_contacts_so_that_low_is_never_above_high() -> None:
    found = by_topic([
        ("a", Rung("11-02T08:00", caller="x")),
        ("a", Rung("11-02T09:00", "escalated_n2", caller="y")),
        ("b", Rung("11-04T09:00", "escalated_n2", caller="y")),
    ])  # fmt: skip
    assert ends(found) == ("1/2", "1/2")
    assert shares(found) == {"a": "2: 1/2", "b": "1: 0/1"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b"]),
            st.integers(1, 20),
            st.sampled_from(["resolved", "escalated_n2", "abandoned", "known_incident"]),
            st.sampled_from("xy"),
        ),
        max_size=10,
    )
)
def test_low_is_never_above_high_which_is_what_it_lists(
    drawn: list[tuple[str, int, str, str]],
) -> None:
    ordered = sorted(drawn, key=lambda one: one[1])
    found = by_topic(
        [(topic, Rung(f"11-{day:02}T09:00", outcome, 5, caller)) for topic, day, outcome, caller in ordered]
    )
    calls = [call_of(at, Rung(f"11-{day:02}T09:00", said, 5, who)) for at, (_, day, said, who) in enumerate(ordered)]
    topics = {f"c{at}": topic for at, (topic, *_) in enumerate(ordered)}
    listed = TopicCounting(ACME, NOVEMBER, tabulate(ACME, calls), topics, LATER).calls_of(HIGH, "").calls
    assert (sum(one.counted for one in listed), len(listed)) == (found.high.numerator, found.high.denominator)
    assert found.low.denominator == found.high.denominator
    assert found.low.numerator <= found.high.numerator
    assert sum(one.calls for one in found.topics) == sum(outcome != "abandoned" for _, _, outcome, _ in drawn)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b"]),
            st.integers(1, 29),
            st.sampled_from(["resolved", "escalated_n2", "abandoned"]),
            st.sampled_from(["x", "y", ""]),
        ),
        max_size=10,
    ),
    st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.integers(0, 5000)), max_size=4),
)
def test_each_topic_is_counted_again_from_its_calls(
    drawn: list[tuple[str, int, str, str]], lasted: list[tuple[str, int]]
) -> None:
    rungs = [Rung(f"11-{day:02}T09:00", outcome, 5, caller) for _, day, outcome, caller in drawn]
    calls = [call_of(number, rung) for number, rung in enumerate(rungs)]
    calls += [phoned(f"q{at}", took) for at, (_, took) in enumerate(lasted)]
    topics = {one.id: topic for one, (topic, *_) in zip(calls, [*drawn, *lasted], strict=True)}
    table = tabulate(ACME, sorted(calls, key=lambda one: (one.started, one.id)))
    counting = TopicCounting(ACME, NOVEMBER, table, topics, LATER)
    found = counting.figures()
    for topic in found.topics:
        assert [figure.name for figure in topic.figures] == [*FIGURES]
        assert len(counting.calls_of(CALLS, topic.topic).calls) == topic.calls
        for figure in topic.figures:
            listed = counting.calls_of(figure.name, topic.topic).calls
            assert (sum(one.counted for one in listed), len(listed)) == (figure.numerator, figure.denominator)
    assert counting.calls_of(FIGURES[0], "another").calls == ()
    with pytest.raises(KeyError, match="of a topic"):
        counting.calls_of("answer_rate", "a")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b"]),
            st.integers(1, 29),
            st.sampled_from(["resolved", "escalated_n2", "abandoned", "known_incident"]),
            st.sampled_from(["x", "y", ""]),
        ),
        max_size=8,
    )
)
def test_topics_add_up_to_the_clients_own_figures(drawn: list[tuple[str, int, str, str]]) -> None:
    """But for FCR, of which an issue is of one topic; the calls about none are a row too."""
    rungs = [Rung(f"11-{day:02}T09:00", outcome, 5, caller) for _, day, outcome, caller in drawn]
    calls = [call_of(number, rung) for number, rung in enumerate(rungs)] + [phoned("q", 60)]
    table = tabulate(ACME, sorted(calls, key=lambda one: (one.started, one.id)))
    topics = {one.id: topic for one, (topic, *_) in zip(calls, drawn, strict=False)}
    found = count_by_topic(ACME, NOVEMBER, table, topics, LATER)
    whole = {one.name: one for one in count(ACME, NOVEMBER, table, LATER).figures}
    assert {*FIGURES} == {*whole} - {"answer_rate", "abandonment_rate", "service_level", "waiting_time"}
    for name in {*FIGURES} - {"fcr_no_call_back", "fcr_declared"}:
        parts = [one.named(name) for one in found.topics]
        added = sum(one.numerator for one in parts), sum(one.denominator for one in parts)
        assert added == (whole[name].numerator, whole[name].denominator), name


def test_a_call_that_is_passed_on_counts_once_with_what_is_told_of_it_first() -> None:
    """As in the client's own figures; `calls` are each by themselves."""
    found = by_topic([("", Rung("11-02T09:00", "escalated_n2")), ("vpn", Rung("11-02T09:10"))])
    of_topic = {one.topic: one for one in found.topics}
    absorbed = {topic: one.named("n1_absorption") for topic, one in of_topic.items()}
    assert {topic: (one.numerator, one.denominator) for topic, one in absorbed.items()} == {"vpn": (0, 1), "": (0, 0)}
    assert {topic: one.calls for topic, one in of_topic.items()} == {"vpn": 1, "": 1}


def test_net_figures_of_a_topic_are_without_what_was_agreed() -> None:
    rungs = [Rung("11-02T09:00"), Rung("11-03T09:00", "known_incident", caller="y")]
    calls = [call_of(number, rung) for number, rung in enumerate(rungs)]
    agreed = Agreed(net=Net((Outcome.KNOWN_INCIDENT,), ()))
    found = count_by_topic(ACME, NOVEMBER, tabulate(ACME, calls), {one.id: "vpn" for one in calls}, LATER, agreed)
    absorbed = found.topics[0].named("n1_absorption")
    assert absorbed.net is not None
    assert (absorbed.value, absorbed.net.value, found.topics[0].fcr.net is not None) == (0.5, 1.0, True)


def test_what_is_in_no_share_is_counted() -> None:
    rungs = [("vpn", Rung("11-02T09:00", caller="")), ("vpn", Rung("11-29T09:00"))]
    calls = [call_of(number, rung) for number, (_, rung) in enumerate(rungs)]
    found = count_by_topic(
        ACME, NOVEMBER, tabulate(ACME, calls), {one.id: "vpn" for one in calls}, calls[-1].started + timedelta(days=1)
    )
    assert (found.unripe, found.unattached) == (1, 1)


def test_without_topics_both_ends_are_the_clients_own_figure() -> None:
    rungs = [Rung("11-02T09:00"), Rung("11-04T09:00", caller="b"), Rung("11-05T09:00"), Rung("11-20T09:00")]
    found = by_topic([("", rung) for rung in rungs])
    (fcr,) = (one for one in counted(rungs).figures if one.name == "fcr_no_call_back")
    assert ends(found) == (f"{fcr.numerator}/{fcr.denominator}",) * 2 == ("2/3", "2/3")


def test_blank_numbers_are_in_no_share_but_their_calls_are_counted() -> None:
    assert shares(by_topic([("vpn", Rung("11-02T09:00", caller=""))])) == {"vpn": "1: 0/0"}


def test_nothing_is_no_topic() -> None:
    found = by_topic([])
    assert found.topics == ()
    assert found.low.value is found.high.value is None


def test_calls_before_the_period_are_looked_at_and_not_counted() -> None:
    found = by_topic([("vpn", Rung("10-30T09:00")), ("vpn", Rung("11-02T09:00")), ("imp", Rung("12-01T09:00"))])
    assert shares(found) == {"vpn": "1: 0/0"}


def test_lengths_are_of_the_topic() -> None:
    calls = [phoned(f"q{at}", took) for at, took in enumerate([600, 1200, 60])]
    topics = {"q0": "vpn", "q1": "vpn", "q2": "imp"}
    found = count_by_topic(ACME, NOVEMBER, tabulate(ACME, calls), topics, LATER)
    assert {one.topic: (one.calls, one.handle_time.value) for one in found.topics} == {"vpn": (2, 900), "imp": (1, 60)}
    spread = found.topics[0].handle_time.spread
    assert spread is not None
    assert spread.median == 900


def phoned(name: str, took: int) -> Call:
    """Answered, and free again after so many seconds."""
    began = datetime(2026, 11, 5, 9, tzinfo=UTC)
    told = ev.Telephoned(
        answered_at=began, ended_at=began + timedelta(seconds=took), disposition=ev.Disposition.ANSWERED
    )
    happened: list[ev.Happening] = [ev.Started("phone"), told, ev.Closed(ev.Outcome.RESOLVED)]
    return fold(Event(f"{name}:{at}", "acme", name, began, what) for at, what in enumerate(happened))


def test_another_clients_call_is_refused() -> None:
    table = tabulate(ACME, [call_of(1, Rung("11-02T09:00"))])
    with pytest.raises(ScopeViolation):
        count_by_topic(ZETA, NOVEMBER, table, {}, LATER)
    with pytest.raises(ScopeViolation):
        count(ZETA, NOVEMBER, table, LATER)
