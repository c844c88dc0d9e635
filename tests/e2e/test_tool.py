"""Another tool, through `kbsearch.client` and over HTTP, from the first search to the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.client import (
    Described,
    Escalated,
    Event,
    Fact,
    Kbsearch,
    Opened,
    Outcome,
    ProblemError,
    Tried,
)
from kbsearch.client.posts import now
from kbsearch.core.access.principals import Scope
from tests.served import Served, master_key, serving


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("tool")
    with serving(folder) as served:
        yield served


@pytest.fixture
def tool(desk: Served) -> Iterator[Kbsearch]:
    """A help desk tool with a key for one client."""
    key = master_key(desk.kb, *Scope, clients=("acme",))
    with Kbsearch(desk.url, client="acme", key=key, lang="en") as kb:
        yield kb


def test_a_call_from_pick_up_to_outcome(tool: Kbsearch) -> None:
    tool.begin_call("c-1", caller="06 12 34 56 78", channel="phone", ivr=["1", "3"])
    found = tool.search("vpn connexion impossible", call="c-1")
    assert (found.results[0].article, found.state, found.mode) == ("reseau/vpn", "sure", "hybrid")
    assert found.escalation.steps
    article = tool.article(found.results[0].article)
    assert "<h2" in article.html
    assert article.escalation is not None
    events = [Event(Opened(article.article)), Event(Tried(article.article)), Event(Described("vpn coupé"))]
    assert tool.events("c-1", events).new == 3
    assert tool.events("c-1", events).repeated == 3
    facts = (Fact("numéro de poste", "P-17"),)
    sheet = tool.handover("c-1", impact="tout le site", facts=facts)
    assert "P-17" in sheet.markdown
    assert [one.did for one in sheet.articles] == ["tried"]
    tool.events("c-1", [Event(Escalated("N2", "reseau", facts=facts))])
    closed = tool.close_call("c-1", Outcome.ESCALATED_N2, used=[article.article], comment="Mme Durand attend", id="end")
    assert tool.call("c-1").comment == "Mme [name] attend"
    assert (closed.new, tool.close_call("c-1", Outcome.RESOLVED, id="end2").new) == (2, 1)
    tool.reopen_call("c-1", at=now() + timedelta(seconds=1))
    tool.confirm_call("c-1", solved=True)
    call = tool.call("c-1")
    assert (call.searches, call.tried, call.used, call.confirmed) == (1, ("reseau/vpn",), ("reseau/vpn",), True)
    assert (call.closed, call.reopened) == (None, 1)
    assert "06 12" not in str(call)


def test_who_takes_over_without_a_call(tool: Kbsearch) -> None:
    path = tool.escalation("vpn", article="reseau/vpn", priority="P1")
    assert path.steps[path.now].title


def test_the_level_that_somebody_chose_takes_over(tool: Kbsearch) -> None:
    tool.begin_call("c-3", queue="support")
    path = tool.escalation("vpn", article="reseau/vpn", level="N3")
    assert path.steps[path.now].level == "N3"
    sheet = tool.handover("c-3", article="reseau/vpn", level="N3", priority="P2")
    assert (sheet.path.steps[sheet.path.now].level, sheet.path.priority) == ("N3", "P2")
    assert sheet.text.startswith("Hand-over to N3")
    assert tool.handover("c-3").path.steps[0].level != "N3"


def test_a_base_is_read_from_end_to_end(tool: Kbsearch) -> None:
    snapshot = tool.snapshot()
    rows = list(tool.articles())
    assert [row.article for row in rows] == ["impression/imprimante", "reseau/vpn", "windows/session"]
    assert {tool.article(row.article).blob for row in rows} == {row.blob for row in rows}
    assert snapshot.client == "acme"


def test_incidents(tool: Kbsearch) -> None:
    for number in range(3):
        tool.open_incident(f"INC-{number}", f"Panne {number}", symptoms=["plus de réseau"])
    assert {one.id for one in tool.incidents()} == {"INC-0", "INC-1", "INC-2"}
    assert [one.id for one in tool.search("plus de réseau").incidents] != []
    tool.close_call("c-2", Outcome.KNOWN_INCIDENT, incident="INC-1")
    assert tool.incident("INC-1").calls == ("c-2",)
    assert tool.close_incident("INC-1").closed is not None


def test_calls_are_walked_newest_first(tool: Kbsearch) -> None:
    for number in range(103):  # more than a page
        tool.begin_call(f"w-{number}", queue="page", started_at=now() + timedelta(days=1, seconds=number))
    tool.events("w-102", [Event(Described("vpn coupé"))])
    tool.close_call("w-102", Outcome.RESOLVED, used=["reseau/vpn"])
    found = list(tool.calls(since=now() + timedelta(hours=12)))
    assert [one.call for one in found] == [f"w-{number}" for number in reversed(range(103))]
    assert (found[0].state, found[0].outcome, found[0].symptom) == ("closed", "resolved", "vpn coupé")
    assert (found[0].used, found[0].incident) == (("reseau/vpn",), "")
    assert [one.call for one in tool.calls(since=now() + timedelta(hours=12), outcome="resolved")] == ["w-102"]
    assert len(list(tool.calls(since=now() + timedelta(hours=12), state="open"))) == 102
    assert list(tool.calls(until=now() - timedelta(days=3650))) == []


def test_a_refusal_says_what_to_change(tool: Kbsearch) -> None:
    with pytest.raises(ProblemError) as caught:
        tool.search("vpn", limit=0)
    assert (caught.value.name, caught.value.fields[0].field) == ("bad-request", "limit")
    with pytest.raises(ProblemError) as caught:
        tool.article("absent")
    assert caught.value.name == "not-found"
    with pytest.raises(ProblemError) as caught:
        tool.close_call("c-1", Outcome.RESOLVED, incident="absent")
    assert caught.value.fields[0].field == "incident"


def test_another_client_does_not_exist(desk: Served, tool: Kbsearch) -> None:
    key = master_key(desk.kb, *Scope, clients=("acme",))
    for other in ("zeta", "absent"):
        with Kbsearch(desk.url, client=other, key=key) as kb, pytest.raises(ProblemError) as caught:
            kb.search("canari-zeta")
        assert caught.value.status == 404
