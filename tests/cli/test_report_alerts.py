"""The monthly report has the month's alerts, with what was measured and what it was beyond."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.app.report import report
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.one_client import OneClient
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.cli.test_report import MADE, MONTH, called, page, plain
from tests.cli.test_report_again import made_apart
from tests.clients import ACME, ZETA

__all__ = ["called"]

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
BEGINS, ENDS = datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 10, 31, 23, tzinfo=UTC)
"""Of October in Paris."""


def counted(numerator: int, denominator: int) -> Count:
    return Count(numerator, denominator, BEGINS, ENDS)


LOW = Alert(Kind.ANSWER_RATE, counted(31, 40), 0.88, 30)
LOST = Alert(Kind.ABANDONMENT_RATE, counted(9, 40), 0.1, 30)
DROP = Alert(Kind.FCR_DROP, counted(140, 200), 0.85, 100, counted(170, 200), -0.231, -0.068)
BURST = Alert(Kind.UNANSWERED_BURST, counted(6, 20), 5, 5, counted(4, 8))


def opened_at(client: OneClient, alert: Alert, at: datetime, closed: datetime | None = None) -> None:
    """Looked at, and where it is to be closed, twice more without it."""
    with closing(opened()) as kb:
        looks = [(at, (alert,))] + ([(closed - MINUTE, ()), (closed, ())] if closed else [])
        for moment, found in looks:
            kb.calls.alerts.settle(client, Looked(client.id, moment, (alert.kind,), found), None)


def asks(folder: Path, client: OneClient) -> None:
    """From now on the client wants alerts."""
    file = folder / "articles" / client.id / "client.toml"
    file.write_text(file.read_text("utf-8") + "\n[alerts]\n", "utf-8")
    assert run("build", client.id).exit_code == 0


@pytest.fixture
def alerted(called: Path) -> Path:
    """Of October: one that was open before it, one within it, and one that still is; and one of each other month."""
    asks(called, ACME)
    opened_at(ACME, BURST, BEGINS - 9 * DAY, BEGINS - 8 * DAY)
    opened_at(ACME, LOST, BEGINS - 2 * DAY, BEGINS + 2 * DAY)
    opened_at(ACME, LOW, BEGINS + 10 * DAY, BEGINS + 10 * DAY + 2 * timedelta(hours=1))
    opened_at(ACME, DROP, ENDS - DAY)
    opened_at(ACME, BURST, ENDS + MINUTE)
    return called


@pytest.mark.usefixtures("alerted")
def test_it_has_those_that_were_open_in_the_month_the_oldest_first() -> None:
    english = plain(page())
    _, _, said = english.partition("Alerts of the month ")
    rows = [
        "Abandonment rate above the threshold 22.5% (9 of 40); threshold: 10.0% 2026-09-29 00:00 2026-10-03 00:00",
        "Answer rate below the threshold 77.5% (31 of 40); threshold: 88.0% 2026-10-11 00:00 2026-10-11 02:00",
        "FCR without call-back falling 70.0% (140 of 200), 85.0% (170 of 200) before; a difference of −23.1 to −6.8 "
        "points at 95% 2026-10-31 00:00 still open",
    ]
    assert " ".join(rows) in said
    assert "Burst of callers" not in said.partition("How every figure")[0], "of September, and of November"
    assert "the figures shown are those of its opening" in said
    french = plain(page("--lang", "fr")).replace("\u00a0", " ")
    assert "Taux de décroché sous le seuil 77,5 % (31 sur 40) ; seuil : 88,0 % 11/10/2026" in french
    assert "encore ouverte" in french


@pytest.mark.usefixtures("alerted")
def test_a_month_without_any_says_so() -> None:
    said = plain(page(month="2026-02"))
    assert "Alerts of the month Kind" not in said
    assert "Alerts of the month No alert." in said
    assert "Alertes du mois Aucune alerte." in plain(page("--lang", "fr", month="2026-02"))


@pytest.mark.usefixtures("called")
def test_a_client_that_asks_for_none_is_told_nothing_of_them() -> None:
    opened_at(ACME, LOW, BEGINS + DAY)
    for lang in ("fr", "en"):
        html = page("--lang", lang)
        assert "lert" not in plain(html).replace("alerter", "")
        assert 'id="alerts"' not in html


def test_nobody_elses_are_in_it(called: Path) -> None:
    asks(called, ACME)
    asks(called, ZETA)
    opened_at(ZETA, LOW, BEGINS + DAY)
    opened_at(ACME, DROP, BEGINS + DAY)
    with closing(opened()) as kb:
        found = {one.id: report(kb, one, MONTH, datetime.fromisoformat(MADE)).alerts for one in (ACME, ZETA)}
    assert {name: [(one.client, one.alert.kind) for one in its or ()] for name, its in found.items()} == {
        "acme": [("acme", Kind.FCR_DROP)],
        "zeta": [("zeta", Kind.ANSWER_RATE)],
    }
    assert "31 of 40" not in plain(page())


@pytest.mark.usefixtures("alerted")
def test_two_processes_make_the_same_bytes() -> None:
    first = made_apart("a.html", PYTHONHASHSEED="1", TZ="UTC")
    assert b"Alerts of the month" in first
    assert first == made_apart("b.html", PYTHONHASHSEED="2", TZ="Asia/Tokyo")
