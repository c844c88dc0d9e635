"""One client's monthly report, in the terminal."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest

from kbsearch.api.catalogue import text
from kbsearch.api.figures.words import formula, title
from kbsearch.api.local_words import amount
from kbsearch.app.figures import figures
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.incidents import Incident
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.clients import ACME, ZETA

MADE = "2026-11-10T09:00:00+01:00"
MONTH = "2026-10"
BEGIN = datetime(2026, 10, 5, 7, 30, tzinfo=UTC)


def row(call: str, at: datetime, outcome: str = "resolved", **more: Any) -> dict[str, Any]:
    closed = (at + timedelta(minutes=6)).isoformat()
    return {"call_id": call, "started_at": at.isoformat(), "closed_at": closed, "outcome": outcome, **more}


def rows(word: str, first: int) -> list[dict[str, Any]]:
    """A month of one client, in ASCII: solved ones, some handed over about the same, and an earlier month's."""
    found = [
        row(f"c{n}", BEGIN + timedelta(hours=7 * n), caller=f"{word} {first + n}", queue=f"line-{word}", used=["vpn"])
        for n in range(first)
    ]
    for n, said in enumerate((f"{word} gate refused", f"the gate refused <{word}>", f"gate refused again {word}")):
        at = BEGIN + timedelta(days=n + 1, minutes=1)
        found.append(row(f"g{n}", at, "escalated_n2", symptom=said, queue=f"line-{word}"))
    found.append(row("old", BEGIN - timedelta(days=40), caller=f"{word} 1", used=["vpn"]))
    return found


def hurried(client: str) -> list[Event]:
    """A call of the incident, and one that nobody took."""
    at, gone = BEGIN + timedelta(minutes=20), ev.Disposition.ABANDONED_IN_QUEUE
    told = {
        "during": [
            ev.Telephoned(offered_at=at, answered_at=at, ended_at=at + timedelta(minutes=3)),
            ev.Closed(ev.Outcome.KNOWN_INCIDENT, incident="INC-1"),
        ],
        "lost": [ev.Telephoned(offered_at=at, ended_at=at + timedelta(minutes=1), disposition=gone)],
    }
    return [Event(f"{call}-{n}", client, call, at, one) for call, each in told.items() for n, one in enumerate(each)]


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two clients with calls, an incident each, and an article of their own name."""
    for one, word, first in ((ACME, "parrot", 11), (ZETA, "tournesol", 17)):
        base = folder / "articles" / one.id
        lang = "en" if one == ACME else "fr"
        told = f'name = "{word.title()} & Co"\nlang = "{lang}"\n'
        agreed = '[figures]\nnet_without_outcomes = ["known_incident"]\n' if one == ACME else ""
        (base / "client.toml").write_text(told + agreed, "utf-8")
        article = f"---\nid: vpn\ntitle: Tunnel {word}\n---\n# Tunnel {word}\n\nStart the tunnel again.\n"
        (base / "vpn.md").write_text(article, "utf-8")
        lines = "\n".join(json.dumps(one) for one in rows(word, first))
        (folder / "calls.jsonl").write_text(lines, "utf-8")
        built = run("build", one.id)
        assert built.exit_code == 0, built.output
        imported = run("calls", "import", one.id, "calls.jsonl")
        assert imported.exit_code == 0, imported.output
        with closing(opened()) as kb:
            kb.calls.open_incident(one, Incident(one.id, "INC-1", f"Outage {word}", (), "", BEGIN))
            kb.calls.incidents.close_incident(one, "INC-1", BEGIN + timedelta(hours=2), now=BEGIN)
            kb.calls.open_incident(one, Incident(one.id, "INC-2", "Printer outage", (), "", BEGIN + timedelta(days=40)))
            kb.calls.record(one, hurried(one.id), None)
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


def page(*more: str, month: str = MONTH) -> str:
    done = run("report", "acme", "--month", month, "--made", MADE, "--output", "r.html", *more)
    assert done.exit_code == 0, done.output
    assert "r.html" in done.output
    return Path("r.html").read_text("utf-8")


def plain(html: str) -> str:
    """What a reader reads."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for style in tree.iter("style"):
        style.text = ""
    return re.sub("[ \n]+", " ", " ".join(tree.itertext()))


@pytest.mark.usefixtures("called")
def test_the_figures_are_those_of_the_month_with_counts_interval_and_formula() -> None:
    said = plain(page())
    with closing(opened()) as kb:
        found = figures(kb, ACME, "2026-10-01", "2026-10-31", datetime.fromisoformat(MADE))
    assert found.began == 16
    for figure in found.figures:
        assert title(figure, lang="en") in said
        assert figure.name == "fcr_no_call_back" or formula(figure, lang="en") in said
        if figure.value is not None and (interval := figure.interval) is not None:
            low, high = (amount(one, figure.unit, lang="en") for one in (interval.low, interval.high))
            counts = text("en", "figures-of", numerator=figure.numerator, denominator=figure.denominator)
            assert f"{amount(figure.value, figure.unit, lang='en')} {counts} from {low} to {high}" in said
    assert "73.3% 11 of 15 from 48.0% to 89.1% 78.6% 11 of 14" in said, "gross, and net of the known incident"
    assert "no value" in said
    assert "kbsearch" not in said, "the reader has no terminal"


@pytest.mark.usefixtures("called")
def test_it_has_gaps_articles_incidents_and_the_months_before() -> None:
    html = page()
    said = plain(html)
    assert "Parrot & Co, October 2026" in said
    assert "Closed calls looked at 14 of which no article solved 3" in said
    assert "Four fifths of the grouped calls are in the first groups: 1 of 1." in said
    assert "the gate refused <parrot>" in said
    assert "Calls that began 16 of which an article served 11 Solved at N1 with an article 11" in said
    assert "Tunnel parrot 0 0 0 11 11 0 100.0% 11 of 11 from 74.1% to 100.0%" in said
    assert "solved and not called back: 100.0% (11 of 11, from 74.1% to 100.0%)." in said
    assert "Outage parrot 2026-10-05 09:30 2026-10-05 11:30 1" in said
    assert "Printer" not in said
    assert "line-parrot 14" in said
    months = ["May 2026", "June 2026", "July 2026", "August 2026", "September 2026", "October 2026"]
    assert " ".join(months) in said
    assert re.search(r"queue not told 2 .*? 50\.0% 1 of 2", said)
    assert html.count("<svg") == 3
    assert "73.3% 11 of 15 from 48.0% to 89.1%" in said.partition("Month by month")[2], "beside the drawing too"


@pytest.mark.usefixtures("called")
def test_nothing_of_another_client_is_in_it() -> None:
    told = page() + page("--lang", "fr")
    assert "tournesol" not in told.lower()
    assert not re.search(r"\b(17|20|21)\b of|sur (17|20|21)\b", told)


@pytest.mark.usefixtures("called")
def test_it_is_strict_html_that_needs_nothing_else_and_runs_nothing() -> None:
    for lang in ("fr", "en"):
        html = page("--lang", lang)
        html5lib.HTMLParser(strict=True).parse(html)
        assert not re.search(r"<(script|link|img|iframe|object|a)\b|url\(|@import|\bon\w+=", html)
        assert text(lang, "report-calls-place") in html  # type: ignore[arg-type]
        assert {*re.findall(r"https?://[^\"]*", html)} == {"http://www.w3.org/2000/svg"}


@pytest.mark.usefixtures("called")
def test_english_has_no_french_in_it_and_french_is_set_as_french() -> None:
    english = page()
    assert re.findall(r"[^\x00-\x7f\xa0–÷“”’·—≥−]", english) == []
    assert not re.search(r"\b(appels|sur|pas de valeur|de|et)\b", plain(english))
    french = page("--lang", "fr")
    assert '<html lang="fr">' in french
    assert "octobre 2026" in french
    assert "01/10/2026" in french
    assert "73,3\u00a0%" in french
    assert not re.search(r"\w'\w| [;!?»]|« ", plain(french).replace("\u00a0", "_").replace("\u202f", "_"))


@pytest.mark.usefixtures("called")
def test_a_month_without_calls_has_no_value_anywhere_and_no_zero_share() -> None:
    said = plain(page(month="2026-02"))
    assert "No call began in this month: no figure has a value." in said
    figures_told = said.partition("Articles verified")[0]
    assert not re.search(r"\b0(\.0)?%|\d of \d|min \d", figures_told)
    assert figures_told.count("no value") > 12 * 6
    assert "Nothing of the kind in this month." in said
    assert "No article served in this month." in said


@pytest.mark.usefixtures("called")
def test_a_month_that_is_not_over_says_so_with_what_is_unripe() -> None:
    done = run("report", "acme", "--month", MONTH, "--made", "2026-10-10T09:00:00+02:00")
    assert done.exit_code == 0, done.output
    assert "The month was not over when the report was made" in done.output
    assert "first contacts were not ripe" in done.output
    assert "first contacts were not ripe" not in page()


@pytest.mark.usefixtures("called")
def test_without_a_month_it_is_the_last_that_is_over() -> None:
    assert run("report", "acme", "--made", MADE).stdout == page()


@pytest.mark.usefixtures("called")
def test_what_cannot_be_is_refused() -> None:
    for given, said in (
        (("--month", "2026-13"), "not a month such as 2026-11"),
        (("--month", "2026-12", "--made", MADE), "has not begun"),
        (("--made", "hier"), "no moment"),
        (("--made", "2026-11-10T09:00:00"), "no moment"),
        (("--output", "r.doc"), "name a file .html or .pdf"),
    ):
        done = run("report", "acme", *given)
        assert (done.exit_code, said in done.output) == (2, True), done.output
    assert "There is no client" in run("report", "acne").output
    assert run("report", "acme", "--output", "nowhere/r.html").exit_code == 3
