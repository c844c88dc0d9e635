"""What is another's leaves in no kind of answer; the request fails without a word of it, and is counted."""

from __future__ import annotations

import dataclasses
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kbsearch.adapters.stores.violations import Violations
from kbsearch.api.access.second_wall import owners, still_own, still_own_kept
from kbsearch.app import ArticleView
from kbsearch.app.health import by_article, knowledge
from kbsearch.app.report import IncidentCalls, report
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Raised
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.handover import Told as ToldFacts
from kbsearch.core.calls.handover import handover
from kbsearch.core.calls.happenings import Opened
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.escalation import Asked
from kbsearch.core.faults import FoundFaults
from kbsearch.core.figures import count, read_period
from kbsearch.core.figures.by_topic import count_by_topic
from kbsearch.core.figures.longest_waits import LongestWaits
from kbsearch.core.figures.parts import count_parts
from kbsearch.core.figures.table import tabulate
from kbsearch.core.health import Alike, Told
from kbsearch.core.health.alike import Side
from kbsearch.core.model import SHARED
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Kept
from kbsearch.errors import ScopeViolation
from tests.cli.building import run
from tests.clients import ACME, ZETA
from tests.happenings import START, event
from tests.served import Served, make_app

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_each_kind_of_answer_is_its_owners_alone(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    reply = kb.reply(ACME, kb.understand(ACME, "vpn session"), Asked(NOW))
    call = fold([event("1", Opened("reseau/vpn"))])
    incident = Incident("acme", "i", "Panne", (), "", START)
    path = kb.escalation(ACME, Asked(NOW))
    shared = kb.article(ACME, "windows/session")
    month, table = read_period("", "", today=NOW.date(), zone=ZoneInfo("UTC")), tabulate(ACME, [call])
    leaving = (
        reply,
        kb.article(ACME, "reseau/vpn"),
        shared,
        path,
        handover(call, "Acme", path, ToldFacts(), {}),
        call,
        Kept(event("1", Opened("vpn")), ""),
        incident,
        kb.snapshot(ACME),
        ArticleUse("acme", 0, 1, 0),
        count(ACME, month, table, NOW),
        count_parts(ACME, month, "day", table, NOW),
        LongestWaits("acme"),
        FoundFaults("acme", ()),
        Raised("acme", Alert(Kind.ANSWER_RATE, Count(1, 2, NOW, NOW), 0.85, 1), NOW),
        Failing("acme", "there", NOW, 9, "503", NOW),
    )
    leaving = (*leaving, report(kb, ACME, "2026-10", NOW), by_article(kb, ACME, "", "", NOW))
    kb.close()
    assert {one.owner for one in reply.answer.results} == {"acme", "_shared"}
    for one in leaving:
        assert still_own(ACME, one) is one
        with pytest.raises(ScopeViolation):
            still_own(ZETA, one)
    assert still_own_kept(ACME, b'{"client":"acme","title":"x"}')
    for kept in (b'{"client":"zeta"}', b"{}"):
        with pytest.raises(ScopeViolation):
            still_own_kept(ACME, kept)


def test_one_piece_of_anothers_is_enough(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    reply = kb.reply(ACME, kb.understand(ACME, "vpn"), Asked(NOW))
    view, theirs = kb.article(ACME, "reseau/vpn"), kb.article(ZETA, "secret")
    path = kb.escalation(ZETA, Asked(NOW))
    kb.close()
    first, *rest = reply.answer.results
    import msgspec

    odd = dataclasses.replace(reply.answer, results=(msgspec.structs.replace(first, owner="zeta"), *rest))
    unnamed = dataclasses.replace(reply.answer, results=(msgspec.structs.replace(first, owner=""), *rest))
    broken = (
        dataclasses.replace(reply, answer=odd),
        dataclasses.replace(reply, answer=unnamed),
        dataclasses.replace(reply, path=path),
        dataclasses.replace(reply, incidents=(Incident("zeta", "i", "Panne", (), "", START),)),
        ArticleView(theirs.article, view.snapshot),
        ArticleView(view.article, theirs.snapshot),
    )
    for one in broken:
        with pytest.raises(ScopeViolation):
            still_own(ACME, one)
    assert set(owners(reply)) == {"acme"}


def test_one_article_of_anothers_in_a_pair_is_enough(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    known = knowledge(kb, ACME, "", "", NOW)
    own, theirs, shared = Side("vpn", "VPN", "acme"), Side("secret", "Secret", "zeta"), Side("s", "Session", SHARED)
    told = dataclasses.replace(known, apart=[Told(own, shared), Told(own, Side("gone", "", ""))])
    assert still_own(ACME, told) is told
    for one in (
        dataclasses.replace(known, apart=[Told(own, theirs)]),
        dataclasses.replace(known, alike=[Alike(own, theirs, 0.9)]),
    ):
        with pytest.raises(ScopeViolation):
            still_own(ACME, one)
    kb.close()


def test_one_part_of_anothers_month_is_enough(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    ours, theirs = report(kb, ACME, "2026-10", NOW), report(kb, ZETA, "2026-10", NOW)
    kb.close()
    incident = IncidentCalls(Incident("zeta", "i", "Panne", (), "", START), 1)
    parts = ("snapshot", "figures", "months", "queues", "hours", "lacking", "articles")
    broken = [dataclasses.replace(ours, **{name: getattr(theirs, name)}) for name in parts]
    bracket = count_by_topic(ZETA, theirs.period, tabulate(ZETA, ()), {}, NOW)
    alert = Raised("zeta", Alert(Kind.ANSWER_RATE, Count(1, 2, NOW, NOW), 0.85, 1), NOW)
    broken += [dataclasses.replace(ours, bracket=bracket), dataclasses.replace(ours, alerts=(alert,))]
    for one in (*broken, dataclasses.replace(ours, incidents=(incident,)), dataclasses.replace(ours, client="zeta")):
        with pytest.raises(ScopeViolation):
            still_own(ACME, one)
    assert set(owners(ours)) == {"acme"}


def test_the_request_fails_without_a_word_and_is_counted(
    desk: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from kbsearch.app import App

    original = App.article
    monkeypatch.setattr(App, "article", lambda self, client, article: original(self, ZETA, "secret"))
    page = desk.http.get("/c/acme/a/reseau/vpn", headers={"accept": "text/html"})
    answer = desk.http.get("/api/v1/clients/acme/articles/reseau/vpn")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert answer.json().keys() == {"type", "title", "status", "detail", "request_id"}
    assert answer.json()["type"] == "/problems#internal"
    logged = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert len(logged) == 2
    for said in (answer.text, page.text, *logged):
        assert not re.search("zeta|secret|canari", said.replace(desk.url, ""))
    assert re.search(
        r"request \w+ met what is another client's, in one_client\.py:\d+ ← second_wall\.py:\d+ ← ", logged[0]
    )
    assert desk.kb.violations.since_start == 2
    assert len(desk.kb.violations.ever()) == 2


def test_the_operator_is_told(folder: Path) -> None:
    assert run("build").exit_code == 0
    whole = run("status")
    assert (whole.exit_code, "another client" in whole.output) == (0, False)
    Violations(folder / "data" / "scope-violations.log").add()
    told = run("status")
    assert told.exit_code == 1
    assert "1 time, what is another client's was met and held back; the last at 20" in told.output


def test_a_count_that_cannot_be_written_refuses_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    violations = Violations(tmp_path / "file" / "below")
    violations.add()
    assert violations.since_start == 1


def test_the_terminal_is_refused_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbsearch.adapters.live import LiveSnapshots

    assert run("build").exit_code == 0
    original = LiveSnapshots.get
    monkeypatch.setattr(LiveSnapshots, "get", lambda self, client: original(self, OneClient("zeta")))
    told = run("path", "acme")
    assert told.exit_code == 3
    assert "Something of another client was met and held back." in told.output
    assert len(Violations(folder / "data" / "scope-violations.log").ever()) == 1
    assert run("status").exit_code == 1, "the operator is told of it"
