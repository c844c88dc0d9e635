"""Net figures: the same as the gross ones, of the calls that are left; counted by hand, and again from the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import Agreed, ClientFigures, calls_of, count
from kbsearch.core.figures.shelf import NETTED
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.net import Net
from tests.clients import ACME
from tests.core.figures.test_contacts import LATER, NOVEMBER, Rung, call_of

KNOWN = Agreed(net=Net(outcomes=("known_incident",)))
RUNGS = [
    Rung("11-02T09:00", caller="a"),
    Rung("11-03T09:00", "known_incident", caller="b"),
    Rung("11-04T09:00", "escalated_n2", caller="c"),
    Rung("11-05T09:00", "known_incident", caller="d"),
    Rung("11-06T09:00", caller="d"),
]


def table(rungs: list[Rung]) -> CallTable:
    calls = (call_of(number, one) for number, one in enumerate(rungs))
    return tabulate(ACME, sorted(calls, key=lambda call: call.started))


def nets(found: ClientFigures) -> dict[str, str | None]:
    return {
        one.name: f"{one.net.numerator}/{one.net.denominator}" if one.net else None
        for one in found.figures
        if one.name in NETTED
    }


def test_what_was_agreed_is_left_out_above_and_below_the_line() -> None:
    found = count(ACME, NOVEMBER, table(RUNGS), LATER, KNOWN)
    gross = {one.name: f"{one.numerator}/{one.denominator}" for one in found.figures}
    assert (gross["fcr_no_call_back"], gross["n1_absorption"], gross["n2_share"]) == ("1/4", "2/5", "1/5")
    assert nets(found) == {
        "fcr_no_call_back": "1/2",  # d's first contact was about the incident; the second is no first one
        "fcr_declared": "1/2",
        "fcr_confirmed": "0/0",
        "n1_absorption": "2/3",
        "n2_share": "1/3",
        "n3_share": "0/3",
    }
    assert all(one.net is None for one in found.figures if one.name not in NETTED)


@pytest.mark.parametrize("outcome", ["resolved", "escalated_n2"])
def test_a_call_that_names_an_incident_is_a_known_one_however_it_ended(outcome: str) -> None:
    named = call_of(9, Rung("11-10T09:00", outcome, caller="e"))
    calls = [call_of(number, one) for number, one in enumerate(RUNGS)] + [replace(named, incident="INC-1")]
    found = count(ACME, NOVEMBER, tabulate(ACME, calls), LATER, KNOWN)
    assert nets(found) == nets(count(ACME, NOVEMBER, table(RUNGS), LATER, KNOWN))
    others = Agreed(net=Net(outcomes=("not_for_us",)))
    assert nets(count(ACME, NOVEMBER, tabulate(ACME, calls), LATER, others))["n1_absorption"] == (
        "3/6" if outcome == "resolved" else "2/6"
    ), "only where that is agreed"


def test_without_an_agreement_there_is_no_net_figure() -> None:
    assert {*nets(count(ACME, NOVEMBER, table(RUNGS), LATER)).values()} == {None}


def test_gross_figures_stay_what_they_are() -> None:
    gross = count(ACME, NOVEMBER, table(RUNGS), LATER).figures
    agreed = count(ACME, NOVEMBER, table(RUNGS), LATER, KNOWN).figures
    assert [(one.name, one.numerator, one.denominator) for one in gross] == [
        (one.name, one.numerator, one.denominator) for one in agreed
    ]


@pytest.mark.parametrize("name", sorted(NETTED))
@given(
    rungs=st.lists(
        st.builds(
            Rung,
            at=st.integers(2, 25).map(lambda day: f"11-{day:02}T09:00"),
            outcome=st.sampled_from([one.value for one in Outcome]),
            minutes=st.just(5),
            caller=st.sampled_from("abc"),
            handed=st.just(""),
        ),
        max_size=8,
    ),
    outcomes=st.sets(st.sampled_from([one.value for one in Outcome]), min_size=1),
)
def test_the_list_of_calls_gives_both_figures_again(name: str, rungs: list[Rung], outcomes: set[str]) -> None:
    agreed = Agreed(net=Net(tuple(sorted(outcomes))))
    figure = next(one for one in count(ACME, NOVEMBER, table(rungs), LATER, agreed).figures if one.name == name)
    listed = calls_of(ACME, NOVEMBER, name, table(rungs), LATER, agreed).calls
    assert (sum(one.counted for one in listed), len(listed)) == (figure.numerator, figure.denominator)
    assert figure.net is not None
    net = [one.counted for one in listed if one.is_net]
    assert (sum(net), len(net)) == (figure.net.numerator, figure.net.denominator)


def test_an_article_that_was_agreed_on_leaves_its_calls_out() -> None:
    net = Net(articles=("sur-site",))
    assert net.leaves_out((), ("vpn", "sur-site"))
    assert not net.leaves_out(("resolved",), ("vpn",))
    assert not Net()
    assert not Net().leaves_out(("resolved",), ("vpn",))
