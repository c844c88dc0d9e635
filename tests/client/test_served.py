"""What is worth knowing of a client's calls and articles, and what other tools hand in, from a real server."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.app.topics import freeze
from kbsearch.client import Described, Event, Kbsearch, Opened, Outcome, ProblemError
from kbsearch.core.access.principals import Scope
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.one_client import OneClient
from tests.served import Served, master_key, serving

ACME, ZETA = OneClient("acme"), OneClient("zeta")
DAYS = {"since": date(2026, 10, 1), "until": date(2026, 10, 31)}
BADGE, HEADSET = "badge refusé au portail", "casque muet"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("library")
    with serving(folder) as served:
        yield served


@pytest.fixture(scope="module")
def tool(desk: Served) -> Iterator[Kbsearch]:
    """With seven calls of October, six of which no article solved."""
    with Kbsearch(desk.url, client="acme", key=master_key(desk.kb, clients=("acme",)), lang="en") as kb:
        rows = [
            {
                "call_id": f"o-{n}",
                "started_at": f"2026-10-05T09:{n:02}:00Z",
                "closed_at": f"2026-10-05T09:{n + 5:02}:00Z",
                "outcome": outcome,
                "caller": f"poste {n}",
                "symptom": symptom,
                "used": used,
            }
            for n, (symptom, outcome, used) in enumerate(
                [(BADGE, "escalated_n2", "")] * 5 + [(HEADSET, "escalated_n2", ""), (HEADSET, "resolved", "reseau/vpn")]
            )
        ]
        data = "\n".join(json.dumps({name: said for name, said in row.items() if said}) for row in rows).encode()
        imported = kb.import_calls(data)
        assert (imported.calls, imported.faulty, imported.faults) == (7, 0, ())
        assert (kb.import_calls(data).new, kb.import_calls(data).repeated) == (0, imported.new)
        yield kb


def test_a_file_of_which_some_rows_are_kept(tool: Kbsearch) -> None:
    data = b"call_id;started_at;symptom\nd-1;2026-09-02 09:14;imprimante muette\nd-2;hier;rien\n"
    imported = tool.import_calls(data, "csv")
    assert (imported.calls, imported.faulty, [(one.line, one.field) for one in imported.faults]) == (
        1, 1, [(3, "started_at")],
    )  # fmt: skip
    assert tool.call("d-1").symptom == "imprimante muette"


def test_what_lacks(tool: Kbsearch) -> None:
    gaps = tool.gaps(**DAYS)
    assert (gaps.client, gaps.since, gaps.looked_at, gaps.unsolved) == ("acme", DAYS["since"], 7, 6)
    first = gaps.gaps[0]
    assert (first.label, first.volume, first.trend, first.calls) == (
        BADGE,
        5,
        "unknown",
        tuple(f"o-{n}" for n in range(5)),
    )
    assert [(one.reason, one.calls) for one in first.reasons] == [("escalated", 5)]
    assert tool.gaps(since=date(2026, 1, 1), until=date(2026, 1, 2)).gaps == ()


def test_how_the_articles_fare_and_two_that_are_not_the_same(tool: Kbsearch) -> None:
    known = tool.knowledge(**DAYS)
    assert (known.calls, known.using, known.told_apart, known.alike) == (7, 1, 0, ())
    assert [(one.article, one.used) for one in known.articles if one.used] == [("reseau/vpn", 1)]
    assert known.search.first_help.median is None
    for _ in range(2):
        kept = tool.tell_apart("reseau/vpn", "windows/session")
        assert (kept.client, kept.first, kept.second) == ("acme", "reseau/vpn", "windows/session")
    assert [(one.first, one.second) for one in tool.knowledge(**DAYS).apart] == [("reseau/vpn", "windows/session")]
    tool.compare_again("windows/session", "reseau/vpn")
    assert (tool.knowledge(**DAYS).told_apart, tool.knowledge(**DAYS).apart) == (0, ())
    with pytest.raises(ProblemError) as caught:
        tool.tell_apart("reseau/vpn", "secret")
    assert caught.value.status == 404, "another client's"


def test_figures_by_topic(desk: Served, tool: Kbsearch) -> None:
    found = tool.figure_topics(**DAYS)
    assert (found.frozen, found.topics, found.fcr_low) == (None, (), None)
    freeze(desk.kb, ACME, "2026-10-01", "2026-10-31", datetime.now(UTC))
    found = tool.figure_topics(**DAYS)
    assert found.frozen is not None
    assert [(one.wordings, one.calls) for one in found.topics] == [((BADGE,), 5), ((), 2)]
    assert (found.topics[0].handle_time.value, found.topics[0].fcr_no_call_back.denominator) == (None, 5)


def test_the_calls_of_a_figure(tool: Kbsearch) -> None:
    [figure] = [one for one in tool.figures(**DAYS).figures if one.name == "n1_absorption"]
    rows = list(csv.DictReader(io.StringIO(tool.figure_calls("n1_absorption", **DAYS))))
    assert {row["call"] for row in rows} == {f"o-{n}" for n in range(7)}
    assert (sum(float(row["counted"]) for row in rows), len(rows)) == (figure.numerator, figure.denominator)
    [part] = tool.figure_parts("month", **DAYS).parts
    of_part = tool.figure_calls("n1_absorption", **DAYS, by="month", key=part.key)
    assert list(csv.DictReader(io.StringIO(of_part))) == rows
    with pytest.raises(ProblemError) as caught:
        tool.figure_calls("absent")
    assert caught.value.name == "not-found"


def test_alerts_are_walked_newest_first(desk: Served, tool: Kbsearch) -> None:
    assert list(tool.alerts()) == []
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    for n in range(103):  # more than a page; each closes the one before
        at, held = noon + timedelta(minutes=n), (n % 3 == 0)
        low = Alert(Kind.ANSWER_RATE, Count(n, 400, at - timedelta(hours=1), at), 0.85, 20)
        desk.kb.calls.alerts.settle(ACME, Looked("acme", at, tuple(Kind), (low,) if held else ()), None)
    desk.kb.calls.alerts.settle(ZETA, Looked("zeta", noon, tuple(Kind), (low,)), None)
    found = list(tool.alerts())
    assert [one.counted.numerator for one in found] == [n for n in reversed(range(103)) if n % 3 == 0]
    assert {one.client for one in found} == {"acme"}
    newest, older = found[:2]
    assert (newest.kind, newest.closed, newest.before) == ("answer_rate", None, None)
    assert older.closed is not None
    assert newest.counted.until - newest.counted.since == timedelta(hours=1)


def test_what_happened_in_a_call(tool: Kbsearch) -> None:
    tool.search("vpn", call="r-1")
    tool.events("r-1", [Event(Opened("reseau/vpn")), Event(Described("vpn coupé"))])
    tool.close_call("r-1", Outcome.RESOLVED, used=["reseau/vpn"])
    replay = tool.replay("r-1")
    assert (replay.call.call, replay.call.used) == ("r-1", ("reseau/vpn",))
    assert {one.what["kind"] for one in replay.timeline} >= {"searched", "opened", "described", "closed"}
    [searched] = [one for one in replay.timeline if one.what["kind"] == "searched"]
    assert searched.shown
    with pytest.raises(ProblemError):
        tool.replay("absent")


def test_a_telephone_that_knows_one_short_message(tool: Kbsearch) -> None:
    assert tool.telephone_event("t-1", "newCall", queue="support", caller="06 12 34 56 78").new
    assert tool.telephone_event("t-1", "newCall", queue="support").new == 0
    tool.telephone_event("t-1", "answer")
    tool.telephone_event("t-1", "hangup")
    call = tool.call("t-1")
    assert call.telephone is not None
    assert (call.telephone.disposition, call.queue, call.channel) == ("answered", "support", "phone")
    tool.telephone_event("t-2", "newCall")
    tool.telephone_event("t-2", "hangup", gave_up=True)
    gone = tool.call("t-2").telephone
    assert gone is not None
    assert gone.disposition == "abandoned_in_queue"


def test_it_is_for_those_whose_key_may(desk: Served) -> None:
    with Kbsearch(desk.url, client="acme", key=master_key(desk.kb, Scope.SEARCH, clients=("acme",))) as kb:
        for ask in (kb.gaps, kb.knowledge, kb.figure_topics, lambda: list(kb.alerts())):
            with pytest.raises(ProblemError) as caught:
                ask()
            assert caught.value.status == 403
