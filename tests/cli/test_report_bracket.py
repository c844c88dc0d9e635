"""The monthly report says between which two values FCR is, where topics were frozen, and else that nobody knows."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbsearch.app.report import Report
from kbsearch.app.report import report as made_of
from kbsearch.app.topics import freeze, topic_calls
from kbsearch.core.figures.by_topic import HIGH
from kbsearch.core.one_client import OneClient
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.cli.test_report import MADE, MONTH, called, page, plain, row
from tests.cli.test_report_again import made_apart
from tests.clients import ACME, ZETA

__all__ = ["called"]

BEGIN = datetime(2026, 10, 12, 7, tzinfo=UTC)
BADGE, HEADSET = "badge refused at the gate", "headset stays mute"


def about(symptom: str, at: datetime, *callers: str) -> list[dict[str, Any]]:
    return [
        row(f"{symptom[:5]}-{at:%d}-{n}", at + timedelta(hours=n), caller=one, symptom=symptom)
        for n, one in enumerate(callers)
    ]


def frozen(folder: Path, client: OneClient, again: int) -> None:
    """Twelve first contacts about two things. The first caller calls again about the other thing, the next `again`
    ones about the same."""
    badge, headset = ([f"{what} {n}" for n in range(6)] for what in ("b", "h"))
    rows = [*about(BADGE, BEGIN, *badge), *about(HEADSET, BEGIN, *headset)]
    rows += about(HEADSET, BEGIN + timedelta(days=2), badge[0])
    rows += about(BADGE, BEGIN + timedelta(days=3), *badge[1 : 1 + again])
    (folder / "more.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run("calls", "import", client.id, "more.jsonl").exit_code == 0
    with closing(opened()) as kb:
        assert len(freeze(kb, client, "2026-10-01", "2026-10-31", datetime.fromisoformat(MADE)).topics.founders) >= 2


def read(client: OneClient = ACME) -> Report:
    with closing(opened()) as kb:
        return made_of(kb, client, MONTH, datetime.fromisoformat(MADE))


def test_it_lies_between_any_later_call_and_one_about_the_same(called: Path) -> None:
    """Eleven contacts of nobody who calls again, and twelve of which one did about another thing and one about the
    same: 21 of 23 are solved if any later call counts, 22 if only one about the same does."""
    frozen(called, ACME, again=1)
    bracket, figures = read().bracket, read().figures
    assert bracket is not None
    ends = [(one.numerator, one.denominator) for one in (bracket.low, bracket.high)]
    assert ends == [(21, 23), (22, 23)]
    fcr = next(one for one in figures.figures if one.name == "fcr_no_call_back")
    assert (fcr.numerator, fcr.denominator) == ends[0], "the low end is the figure itself"
    said, french = plain(page()), plain(page("--lang", "fr")).replace("\u00a0", " ")
    assert "bracket: 91.3% to 95.7%" in said.partition("The month’s calls")[0], "on the first page"
    assert "from 91.3% (21 of 23, from 73.2% to 97.6%), where any later call of the caller counts, to 95.7%" in said
    assert "below the line, the same ripe first contacts at both ends" in said
    assert "fourchette : de 91,3 % à 95,7 %" in french
    assert "compte, à 95,7 % (22 sur 23, de 79,0 % à 99,2 %), où seul compte un nouvel appel sur le même" in french


def test_the_high_end_leads_to_its_calls(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen(called, ACME, again=1)
    assert "<a " not in page()
    monkeypatch.setenv("KBSEARCH_HOSTS", "kb.example.org")
    place = "https://kb.example.org/api/v1/clients/acme/figures/fcr_high/calls?since=2026-10-01&amp;until=2026-10-31"
    assert f'<a href="{place}">Les appels du haut de la fourchette</a>' in page("--lang", "fr")
    with closing(opened()) as kb:
        found = topic_calls(kb, ACME, HIGH, "", ("2026-10-01", "2026-10-31"), datetime.fromisoformat(MADE))
    assert (sum(one.counted for one in found.calls), len(found.calls)) == (22, 23)


@pytest.mark.usefixtures("called")
def test_without_topics_the_high_end_is_not_known() -> None:
    assert read().bracket is None
    said = plain(page())
    assert "The high end is not known, for no topics were frozen from calls before the end of the month." in said
    assert "Le haut n’est pas connu" in plain(page("--lang", "fr"))
    assert "bracket: " not in said.partition("The month’s calls")[0]


def test_topics_that_were_made_of_later_calls_say_nothing_of_the_month(called: Path) -> None:
    rows = about(BADGE, BEGIN + timedelta(days=40), *(f"b {n}" for n in range(6)))
    (called / "more.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run("calls", "import", "acme", "more.jsonl").exit_code == 0
    with closing(opened()) as kb:
        freeze(kb, ACME, "2026-11-01", "2026-11-30", datetime(2026, 12, 1, tzinfo=UTC))
    assert read().bracket is None


def test_calls_that_came_since_are_told_what_they_are_about(called: Path) -> None:
    frozen(called, ACME, again=1)
    rows = about(BADGE, BEGIN + timedelta(days=4), "b 5")
    (called / "late.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert run("calls", "import", "acme", "late.jsonl").exit_code == 0
    bracket = read().bracket
    assert bracket is not None
    assert [(one.numerator, one.denominator) for one in (bracket.low, bracket.high)] == [(20, 23), (21, 23)]


def test_nobody_elses_topics_are_in_it(called: Path) -> None:
    frozen(called, ZETA, again=5)
    assert read().bracket is None, "the neighbour has topics, this client has none"
    frozen(called, ACME, again=1)
    ours, theirs = read().bracket, read(ZETA).bracket
    assert ours is not None
    assert theirs is not None
    assert (ours.client, theirs.client) == ("acme", "zeta")
    assert (theirs.low.numerator, theirs.low.denominator, theirs.high.numerator) == (23, 29, 24)
    assert "23 of 29" not in plain(page())


def test_two_processes_make_the_same_bytes(called: Path) -> None:
    frozen(called, ACME, again=1)
    first = made_apart("a.html", PYTHONHASHSEED="1", TZ="UTC")
    assert b"bracket: 91.3%" in first
    assert first == made_apart("b.html", PYTHONHASHSEED="2", TZ="Asia/Tokyo")
