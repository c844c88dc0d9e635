"""The report's counts lead to their calls, where the address of the server is known."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest

from kbsearch.api.catalogue import text
from kbsearch.core.figures import FIGURES
from kbsearch.core.figures.counts import COUNTS
from kbsearch.core.gaps import COUNTS as OF_GAPS
from tests.cli.building import run
from tests.cli.test_report import MADE, MONTH, called, page, plain
from tests.cli.test_report_again import made_apart, need_pdf, streams
from tests.cli.test_report_alerts import alerted

__all__ = ["alerted", "called"]

HOST = "kb.example.org"
AS_MADE = "&counted_at=2026-11-10T08:00:00Z"
PAGES = (f"https://{HOST}/c/acme/gaps?", f"https://{HOST}/c/acme/incidents/")
OF_ARTICLE = {"shown", "opened", "tried", "used", "solved", "refused", "not_called_back", "unripe", "unattached"}


@pytest.fixture
def named(called: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A server that other machines reach by a name."""
    monkeypatch.setenv("KBSEARCH_HOSTS", HOST)
    return called


def links(html: str) -> list[tuple[str, str]]:
    """Where each leads, and what it says."""
    return [(unescape(place), unescape(said)) for place, said in re.findall(r'<a href="([^"]*)">([^<]*)</a>', html)]


@pytest.mark.usefixtures("named")
def test_every_count_of_a_figure_leads_to_its_calls_and_the_rest_is_as_strict_as_before() -> None:
    for lang, of in (("fr", "sur"), ("en", "of")):
        html = page("--lang", lang)
        html5lib.HTMLParser(strict=True).parse(html)
        assert not re.search(r"<(script|link|img|iframe|object)\b|url\(|@import|\bon\w+=", html)
        assert html.count("<a ") == len(links(html))
        for place, _ in links(html):
            assert place.startswith((f"https://{HOST}/api/v1/clients/acme/figures/", *PAGES))
        found = dict(links(html))
        month = f"https://{HOST}/api/v1/clients/acme/figures/n1_absorption/calls?since=2026-10-01&until=2026-10-31"
        month += AS_MADE
        assert re.fullmatch(rf"\d+ {of} \d+", found[month])
        assert text(lang, "report-calls-linked") in html  # type: ignore[arg-type]
        by_hour = [place for place in found if "by=hour&key=" in place]
        assert by_hour
        assert {parse_qs(urlsplit(place).query)["since"][0] for place in by_hour} == {"2026-10-01"}


@pytest.mark.usefixtures("named")
def test_a_month_before_leads_to_its_own_calls_and_an_article_to_its_contacts() -> None:
    said = Counter[str]()
    days = set[tuple[str, str]]()
    for place, _ in links(page()):
        at = urlsplit(place)
        if at.path.startswith("/c/acme/incidents/"):
            said["incidents"] += 1
            continue
        asked = parse_qs(at.query, strict_parsing=True)
        is_as_made = place.endswith(AS_MADE)
        assert is_as_made == at.path.endswith("/calls"), place
        days.add((asked["since"][0], asked["until"][0]))
        said[at.path.split("/")[-2] if at.path.endswith("/calls") else "gaps"] += 1
        assert asked.get("article", ["*"]) in (["vpn"], ["*"])
    assert days == {("2026-10-01", "2026-10-31"), ("2026-08-01", "2026-08-31")}
    assert said["gaps"] == 2, "the page, and the row of the one gap"
    assert said["incidents"] == said["gaps_unsolved"] == 1
    assert said["used"] == said["solved"] == said["not_called_back"] == 2, "of the one article and of all"
    assert said["handled"] == said["outcome_resolved"] == said["unattached"] == said["queue_presented"] == 1
    assert {*said} - {"gaps", "incidents", *OF_ARTICLE, *OF_GAPS} <= {one.name for one in (*FIGURES, *COUNTS)}


@pytest.mark.usefixtures("named")
def test_with_links_two_processes_make_the_same_bytes() -> None:
    first = made_apart("a.html", PYTHONHASHSEED="1", TZ="UTC")
    assert first.count(b"<a ") > 20
    assert first == made_apart("b.html", PYTHONHASHSEED="2", TZ="Asia/Tokyo")


@pytest.mark.usefixtures("called")
def test_two_dates_differ_in_that_date_alone() -> None:
    first, second = (
        run("report", "acme", "--month", MONTH, "--lang", "en", "--made", made).stdout
        for made in (MADE, "2026-11-12T10:30:00+01:00")
    )
    assert first != second
    dated = first.replace("2026-11-10T08:00:00Z", "2026-11-12T09:30:00Z")
    assert dated.replace("Made on 2026-11-10 09:00.", "Made on 2026-11-12 10:30.") == second


@pytest.mark.usefixtures("alerted")
def test_an_alert_leads_to_the_calls_that_it_counted_and_to_those_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBSEARCH_HOSTS", HOST)
    html = page()
    _, _, alerts = html.partition('id="alerts"')
    base = f"https://{HOST}/api/v1/clients/acme/figures"
    days = "since=2026-10-01&until=2026-10-31&counted_at="
    told = [(place.removeprefix(base), said) for place, said in links(alerts)]
    assert told == [
        (f"/abandonment_rate/calls?{days}2026-09-28T22:00:00Z", "These calls"),
        (f"/answer_rate/calls?{days}2026-10-10T22:00:00Z", "These calls"),
        (f"/fcr_no_call_back/calls?{days}2026-10-30T23:00:00Z", "These calls"),
        (f"/fcr_no_call_back/calls?{days}2026-10-30T23:00:00Z", "Those before"),
    ]
    assert "before; a difference of −23.1 to −6.8 points at 95% These calls Those before" in plain(html)


@pytest.mark.usefixtures("named")
def test_the_pdf_keeps_them() -> None:
    need_pdf()
    done = run("report", "acme", "--month", MONTH, "--made", MADE, "--output", "r.pdf")
    assert done.exit_code == 0, done.output
    pdf = Path("r.pdf").read_bytes()
    whole = "\n".join([pdf.decode("latin-1"), *streams(pdf)])
    for name in ("n1_absorption", "handled", "outcome_resolved", "queue_presented"):
        assert f"https://{HOST}/api/v1/clients/acme/figures/{name}/calls?since=2026-10-01" in whole
    assert "/URI" in whole
