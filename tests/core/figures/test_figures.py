"""Every figure of the shelf, against calls counted by hand."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kbsearch.api.catalogue import TEXTS
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import CONFIDENCE, FIGURES, ClientFigures, Figure, Period, Target, count, get
from kbsearch.core.figures.kinds import CallKind, kind_of
from kbsearch.core.figures.nouns import Length
from kbsearch.core.figures.table import tabulate
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.figures.examples import example_contact, example_kind, example_phoned, example_searched
from tests.happenings import calls, event

PERIOD = Period(date(2026, 11, 2), date(2026, 11, 2), ZoneInfo("Europe/Paris"))
NAMES = ("n1_absorption", "n2_share", "n3_share", "link_rate")
"""Those that the calls of a day tell here."""
QUEUE = ("answer_rate", "abandonment_rate", "service_level")
SHELF = (
    *("fcr_no_call_back", "fcr_declared", "fcr_confirmed", "response_rate", "n1_absorption"),
    *("n2_share", "n2_n1_could", "n3_share", "n3_n1_could", "link_rate", "known_share", "new_share"),
    *(
        *QUEUE,
        "waiting_time",
        "handle_time",
        "talk_time",
        "wrap_up_time",
        "search_time",
        "csat",
        "csat_response_rate",
        "nps",
        "nps_response_rate",
    ),
    "doubtful_share",
)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
N2, N3 = ev.Escalated("N2", "support"), ev.Escalated("N3", "éditeur")
USED, CREATED, REOPENED = ev.Used("tpe"), ev.Used("tpe-neuf", created=True), ev.Reopened()


def closed(outcome: str, incident: str | None = None) -> ev.Closed:
    return ev.Closed(Outcome(outcome), incident)


class Told(NamedTuple):
    """What happened in one call, and what that is by hand to each figure, in the order of `NAMES`."""

    what: str
    happened: tuple[ev.Happening, ...]
    counts: str
    """`+` = above the line and below it, `-` = below alone, `.` = not counted."""


DAY = (
    Told("solved, with an article", (USED, closed("resolved")), "+--+"),
    Told("solved, without", (closed("resolved"),), "+---"),
    Told("handed to N2", (N2, closed("escalated_n2")), "-+--"),
    Told("imported as handed to N2: its outcome alone says so", (closed("escalated_n2"),), "-+--"),
    Told("handed to N2, and solved there with an article", (N2, USED, closed("resolved")), "-+-+"),
    Told("handed to N2, then to N3", (N2, N3, closed("escalated_n3")), "-++-"),
    Told("handed straight to N3", (closed("escalated_n3"),), "--+-"),
    Told("handed to the on-call person", (ev.Escalated("on-call", "a"), closed("escalated_on_call")), "----"),
    Told("said by N2 to have been there", (closed("call_back_promised"), ev.Reviewed("N2", n1_could=True)), "-+--"),
    Told("abandoned", (closed("abandoned"),), "...-"),
    Told("open, handed over", (N2,), "...."),
    Told("solved, and open again", (USED, closed("resolved"), REOPENED), "...."),
    Told("put right: not handed over but solved", (closed("escalated_n2"), REOPENED, closed("resolved")), "+---"),
    Told("put right: not solved but handed to N3", (USED, closed("resolved"), closed("escalated_n3")), "--++"),
    Told("a known incident", (closed("known_incident", "panne"),), "----"),
    Told("solved while there was an incident", (closed("resolved", "panne"),), "+---"),
    Told("an article was written from it", (CREATED, closed("resolved")), "+--+"),
    Told("to be called back", (ev.Tried("tpe"), closed("call_back_promised")), "----"),
    Told("for somebody else", (closed("not_for_us"),), "----"),
)
BY_HAND = {"n1_absorption": (5, 16), "n2_share": (5, 16), "n3_share": (3, 16), "link_rate": (4, 17)}


def called(number: int, told: Told, client: str = "acme") -> Call:
    name = f"c{number}"
    events = [
        event(f"{name}:{at}", one, client=client, call=name, minute=at) for at, one in enumerate(told.happened, 1)
    ]
    return fold([event(f"{name}:0", ev.Started("phone"), client=client, call=name), *reversed(events)])


def counted(*calls: Call) -> ClientFigures:
    return count(ACME, PERIOD, tabulate(ACME, calls), NOW)


@pytest.mark.parametrize("told", DAY, ids=lambda told: told.what)
def test_what_one_call_is_to_each_figure(told: Told) -> None:
    call = called(0, told)
    said = {True: "+", False: "-", None: "."}
    assert "".join(said[rule_of(name)(kind_of(call))] for name in NAMES) == told.counts


def test_a_day_as_counted_by_hand() -> None:
    found = counted(*(called(number, told) for number, told in enumerate(DAY)))
    by_name = {one.name: one for one in found.figures}
    assert {name: (by_name[name].numerator, by_name[name].denominator) for name in NAMES} == BY_HAND
    assert (found.began, found.unfinished, found.abandoned) == (19, 2, 1)
    assert [by_name[name].value for name in NAMES] == [5 / 16, 5 / 16, 3 / 16, 4 / 17]
    assert found.contacts.unattached == 16, "no caller was told"
    assert (found.client, found.period) == ("acme", PERIOD)


def test_without_a_call_there_is_no_value_and_none_is_0() -> None:
    for found in (counted(), counted(called(0, Told("open", (), "....")))):
        assert counted().figures[-1].denominator == 0
        for figure in found.figures[:-1]:  # the times of an open call may be doubtful too
            assert (figure.numerator, figure.denominator, figure.value, figure.interval) == (0, 0, None, None)
    known = counted(called(0, Told("", (closed("known_incident"),), ""))).figures
    none_of_one = next(one for one in known if one.name == "n1_absorption")
    assert (none_of_one.value, none_of_one.interval is None) == (0.0, False)


def test_a_call_of_another_client_is_not_counted_but_refused() -> None:
    with pytest.raises(ScopeViolation):
        tabulate(ACME, [called(0, DAY[0]), called(1, DAY[0], "zeta")])
    of_zeta = tabulate(ZETA, [called(1, DAY[0], "zeta")])
    with pytest.raises(ScopeViolation):
        count(ACME, PERIOD, of_zeta, NOW)
    assert count(ZETA, PERIOD, of_zeta, NOW).client == "zeta"


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (3, 7, 0.1582, 0.7495),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (134, 200, 0.6022, 0.7314),
    ],
)
def test_the_interval_is_wilsons(numerator: int, denominator: int, low: float, high: float) -> None:
    """Against the formula worked out by hand: centre (p + z²/2n) / (1 + z²/n), and so on, z = 1.959964."""
    assert CONFIDENCE == 0.95
    found = Figure("x", numerator, denominator).interval
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    p, z2 = numerator / denominator, 1.959964**2
    centre = (p + z2 / (2 * denominator)) / (1 + z2 / denominator)
    assert (found.low + found.high) / 2 == pytest.approx(centre, abs=1e-6)


@given(st.lists(calls(), max_size=5))
def test_the_parts_add_up_whatever_happened(folded: list[list[Event]]) -> None:
    found = counted(*map(fold, folded))
    handled = found.began - found.unfinished - found.abandoned - found.unanswered
    by_name = {one.name: one for one in found.figures}
    shares = [one for one in found.figures if one.unit == "share"]
    assert all(0 <= one.numerator <= one.denominator for one in shares)
    assert all(one.denominator <= found.began for one in shares if one.name not in QUEUE), "of the queue: as offered"
    [once] = {by_name[name].denominator for name in NAMES[:3]}
    assert once <= by_name["link_rate"].denominator <= handled + found.abandoned, "calls that are one count once"
    assert once <= handled
    assert by_name["n1_absorption"].numerator + by_name["n2_share"].numerator <= handled


@given(st.lists(calls(), max_size=5))
def test_of_callers_whom_nobody_knows_each_call_counts(folded: list[list[Event]]) -> None:
    told = [replace(one, start=replace(one.start, caller="")) for one in map(fold, folded)]
    found = counted(*told)
    handled = found.began - found.unfinished - found.abandoned - found.unanswered
    by_name = {one.name: one for one in found.figures}
    assert {by_name[name].denominator for name in NAMES[:3]} == {handled}
    assert by_name["link_rate"].denominator == handled + found.abandoned


def test_what_is_aimed_at_stands_beside_the_figure() -> None:
    aimed = {one.name: one.target for one in counted().figures if one.target}
    assert aimed == {
        "n1_absorption": Target(0.6, 0.8),
        "link_rate": Target(0.6, 0.8),
        "answer_rate": Target(0.95, 0.97),
        "service_level": Target(0.8),
    }


@pytest.mark.parametrize(
    ("above", "target", "stands"),
    [
        (94, Target(0.95, 0.97), "below"),
        (95, Target(0.95, 0.97), "met"),
        (97, Target(0.95, 0.97), "met"),
        (98, Target(0.95, 0.97), "above"),
        (80, Target(80 / 100), "met"),
        (100, Target(0.8), "met"),
        (79, Target(0.8), "below"),
        (79, None, None),
    ],
)
def test_where_a_figure_stands(above: int, target: Target | None, stands: str | None) -> None:
    assert Figure("x", above, 100, target=target).standing == stands
    assert Figure("x", 0, 0, target=target).standing is None


def test_the_shelf() -> None:
    assert tuple(share.name for share in FIGURES) == SHELF
    assert [get(name) for name in SHELF] == [*FIGURES]
    with pytest.raises(KeyError, match="n1_absorption, n2_share, n2_n1_could, n3_share"):
        get("fcr")


@pytest.mark.parametrize("share", FIGURES, ids=lambda share: share.name)
def test_each_figure_has_its_file_with_a_formula_and_an_example_that_holds(share: Any) -> None:
    module = importlib.import_module(f"kbsearch.core.figures.{share.name}")
    assert inspect.getmodule(share.measure if isinstance(share, Length) else share.rule) is module
    assert "\n    ---" in (module.__doc__ or ""), "what is divided by what"
    phoned = example_phoned if isinstance(share, Length) else example_kind
    tried = doctest.testmod(module, extraglobs={**EXAMPLES, "phoned": phoned})
    assert (tried.failed, tried.attempted >= 2) == (0, True)
    for lang in (0, 1):
        assert TEXTS[f"figure-{share.name}"][lang]
        assert "÷" in TEXTS[f"formula-{share.name}"][lang]


def test_who_asks_for_no_figure_does_not_pay_for_the_statistics() -> None:
    """Of a server's memory they are a sixth: they come with the first interval."""
    loads = "import sys, kbsearch.api.asgi, kbsearch.core.figures as f; print('scipy' in sys.modules); "
    loads += "f.Figure('x', 1, 2).interval; print('scipy.stats' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("happened", "confirmed", "response"),
    [
        ((closed("resolved"), ev.Confirmed(True)), True, True),
        ((closed("resolved"), ev.Confirmed(True), ev.Confirmed(False)), False, True),
        ((closed("escalated_n2"), ev.Confirmed(True)), True, True),
        ((closed("resolved"),), None, False),
        ((closed("abandoned"), ev.Confirmed(False)), None, None),
        ((closed("resolved"), ev.Confirmed(True), REOPENED), None, None),
    ],
)
def test_what_a_caller_answered(
    happened: tuple[ev.Happening, ...], confirmed: bool | None, response: bool | None
) -> None:
    call = called(0, Told("", happened, ""))
    assert [rule_of(name)(kind_of(call)) for name in ("fcr_confirmed", "response_rate")] == [confirmed, response]


def rule_of(name: str) -> Any:
    return get(name).rule


def example(
    outcome: str,
    *,
    handed: str = "",
    used: str = "",
    created: str = "",
    said: bool | None = None,
    judged: tuple[str, bool] | None = None,
    **rated: int,
) -> CallKind:
    """A call as the examples of the shelf have it."""
    happened: list[ev.Happening] = [ev.Escalated(handed, "x")] if handed else []  # type: ignore[arg-type]
    happened += [ev.Used(used)] if used else []
    happened += [ev.Used(created, created=True)] if created else []
    happened += [ev.Confirmed(said)] if said is not None else []
    happened += [ev.Reviewed(judged[0], n1_could=judged[1])] if judged else []  # type: ignore[arg-type]
    happened += [ev.Rated(rated.get("satisfied"), rated.get("recommended"))] if rated else []
    happened += [closed(outcome)] if outcome else []
    return kind_of(called(0, Told("", tuple(happened), "")))


EXAMPLES = {"call": example, "contact": example_contact, "searched": example_searched}
