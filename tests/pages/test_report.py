"""The monthly report as a download: what the command writes, for whoever may see figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest

from kbsearch.api.pages.web import open_web
from kbsearch.api.report import pages as report_pages
from kbsearch.api.report.words import page
from kbsearch.app import gaps as app_gaps
from kbsearch.app import topics as app_topics
from kbsearch.app.printing import prints_pdf
from kbsearch.app.report import report
from kbsearch.core.access.principals import Role
from kbsearch.core.figures.counts import COUNTS
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from kbsearch.flows import gaps as flow_gaps
from tests.api.test_figure_articles import VPN, called
from tests.api.test_gaps import BADGE, HEADSET, handed_over
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

ASKED = "/c/acme/report?month=2026-10"
CONTACTS = "These contacts, by their first call"
READER, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.AGENT))


class Stopped(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz: object = None) -> Stopped:
        return cls.fromisoformat("2026-11-10T08:00:00+00:00")


def test_it_is_the_same_bytes_as_the_command_writes(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pages, "datetime", Stopped)
    handed_over(desk, BADGE, [5] * 3, month=10)
    one = OneClient("acme")
    for lang, said in (("fr", "octobre 2026"), ("en", "October 2026")):
        with visitor(desk, READER) as reader:
            got = reader.http.get(f"{reader.url}{ASKED}&lang={lang}")
        assert got.status_code == 200, got.text
        assert got.headers["content-disposition"] == 'attachment; filename="acme-2026-10.html"'
        assert got.headers["content-type"].startswith("text/html")
        found = report(desk.kb, one, "2026-10", Stopped.now())
        assert got.content == page(open_web(), one, found, lang, reader.url).encode()  # type: ignore[arg-type]
        assert said in got.text
        assert BADGE in got.text


def test_its_counts_open_their_calls_at_the_address_at_which_it_was_asked_for(desk: Served) -> None:
    """Or at the one that is set: the file is kept and sent, and its links lead here from wherever it is."""
    handed_over(desk, BADGE, [5, 6, 7], month=10)
    with visitor(desk, READER) as reader:
        found = reader.get(ASKED)
        places = re.findall(r'href="([^"]*)"', found)
        assert places
        assert all(place.startswith(f"{reader.url}/") for place in places)
        for place in {*places}:
            got = reader.http.get(unescape(place))
            assert (place, got.status_code) == (place, 200)
            if "/calls?" in place:
                assert got.text.startswith("figure,call,began,counted,net\r\n")
        of_month = f"{reader.url}/api/v1/clients/acme/figures/n2_share/calls?since=2026-10-01&amp;until=2026-10-31"
        [of_month] = {place for place in places if place.startswith(f"{of_month}&amp;counted_at=")}
        assert len(reader.http.get(unescape(of_month)).text.splitlines()) == 1 + 3
        assert f"{reader.url}/c/acme/gaps?since=2026-10-01&amp;until=2026-10-31" in places
        desk.kb.settings = replace(desk.kb.settings, hosts=("kb.example.org",))
        assert {*re.findall(r'href="(https://[^/]*)', reader.get(ASKED))} == {"https://kb.example.org"}


def test_each_count_opens_as_many_calls_as_it_says(desk: Served) -> None:
    handed_over(desk, BADGE, [5, 6, 7], month=10)
    told = {"offered_at": "2026-10-06T09:00:00+02:00", "disposition": "abandoned_in_queue", "queue": "caisse"}
    assert desk.http.put("/api/v1/clients/acme/calls/lost", json=told).status_code == 200
    told |= {"disposition": "abandoned_in_ivr"}
    assert desk.http.put("/api/v1/clients/acme/calls/menu", json=told).status_code == 200
    with visitor(desk, READER) as reader:
        counts = re.findall(r'href="([^"]*/figures/([a-z0-9_]+)/calls[^"]*)">(\d+)</a>', reader.get(ASKED))
        for place, name, n in counts:
            lines = reader.http.get(unescape(place)).text.splitlines()[1:]
            assert ([line.split(",")[0] for line in lines], name) == ([name] * int(n), name)
    said = Counter(name for _, name, _ in counts)
    assert {*said} == {
        *("began", "handled", "unanswered", "first_contacts", "outcome_escalated_n2"),
        *("queue_presented", "queue_abandoned", "menu_abandoned"),
        *("gaps_looked_at", "gaps_unsolved"),
    }
    assert {*said} - {"gaps_looked_at", "gaps_unsolved"} <= {count.name for count in COUNTS}
    assert said["began"] > 1 + 2, "of the month, and of each part"


def test_what_stands_beside_the_articles_opens_its_calls_too(desk: Served) -> None:
    called(
        desk,
        ("10-05T09", "poste 1", "resolved", [VPN]),
        ("10-06T09", "", "resolved", [VPN]),
        ("10-30T09", "poste 2", "resolved", [VPN]),
    )
    now = datetime.fromisoformat("2026-11-02T08:00:00+00:00")
    found = report(desk.kb, OneClient("acme"), "2026-10", now)
    with visitor(desk, READER) as reader:
        html = page(open_web(), OneClient("acme"), found, "en", reader.url)
        said = words(html)
        assert (
            "Solved at N1 with an article 3 of which unripe, in no share 1 of which unattached, in no share 1" in said
        )
        assert "solved and not called back: 100.0% (1 of 1, from 20.7% to 100.0%)." in said
        assert "1 first contact was not ripe" in said
        led = re.findall(r'href="([^"]*)"[^>]*>([^<]*)</a>', html.partition('id="articles"')[2])
        asked = {
            ("*" if "%2A" in place else "vpn", name): said
            for place, said in led
            if (name := place.partition("/figures/")[2].partition("/")[0])
        }
        assert asked == {
            ("vpn", "began"): "3",
            ("*", "used"): "3", ("*", "solved"): "3", ("*", "not_called_back"): CONTACTS,
            ("*", "unripe"): "1", ("*", "unattached"): "1",
            ("vpn", "used"): "3", ("vpn", "solved"): "3", ("vpn", "not_called_back"): "1 of 1",
            ("vpn", "unripe"): "unripe: 1", ("vpn", "unattached"): "unattached: 1",
        }  # fmt: skip
        unripe, kept = re.findall(rf'href="([^"]*)">{CONTACTS}', html)
        led = [one for one in led if one[1] != CONTACTS]
        for place, n in [*led, (unripe, "1"), (kept, "1")]:
            if "/calls?" in place:
                lines = reader.http.get(unescape(place)).text.splitlines()[1:]
                assert str(len(lines)) == n.split()[-1], place


def test_a_month_of_more_wordings_than_a_page_reads_is_told_whole(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app_gaps, "MOST_READ", 1)
    monkeypatch.setattr(app_topics, "MOST_READ", 1)
    handed_over(desk, BADGE, [5] * 3, month=10)
    handed_over(desk, HEADSET, [6] * 2, month=10)
    with visitor(desk, READER) as reader:
        said = words(reader.http.get(f"{reader.url}{ASKED}").text)
        assert (BADGE in said, HEADSET in said) == (True, True)
        assert "trop de formulations" not in said
        monkeypatch.setattr(flow_gaps, "MOST", 1)
        said = words(reader.http.get(f"{reader.url}{ASKED}").text)
    assert HEADSET not in said
    assert (
        "dont dans aucun groupe, car trop de formulations différentes : celles des moins fréquentes, restées non "
        "lues (1) 2" in said
    )


def test_each_gap_has_the_trend_of_the_page_of_gaps(desk: Served) -> None:
    handed_over(desk, BADGE, [5] * 12, month=10)
    handed_over(desk, BADGE, [25], month=9)
    handed_over(desk, HEADSET, [6] * 2, month=10)
    handed_over(desk, HEADSET, [26] * 2, month=9)
    with visitor(desk, READER) as reader:
        said = words(reader.http.get(f"{reader.url}{ASKED}").text)
        page = words(reader.get("/c/acme/gaps?since=2026-10-01&until=2026-10-31"))
    for counted in ("en hausse 12, 1 avant", "stable 2, 2 avant"):
        assert (counted in said, counted in page) == (True, True), counted
    assert "Appels examinés du 31/08/2026 au 30/09/2026, auxquels la tendance compare 3" in said
    assert "La tendance compare ces jours aux 31 jours d’avant" in said


def test_without_a_month_it_is_the_last_one_in_the_clients_language(desk: Served) -> None:
    with visitor(desk, READER) as reader:
        got = reader.http.get(f"{reader.url}/c/acme/report")
        assert got.status_code == 200
        assert '<html lang="fr">' in got.text
        shown = reader.get("/c/acme/figures")
    assert 'action="/c/acme/report"' in shown
    assert ('name="format" value="pdf"' in shown) is prints_pdf()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("month=hier", "Ce n’est pas un mois comme 2026-11"),
        ("month=2097-01", "Ce mois n’a pas commencé."),
        ("lang=de", "Les langues sont fr et en."),
    ],
)
def test_what_is_wrong_is_said_in_words(desk: Served, asked: str, said: str) -> None:
    with visitor(desk, READER) as reader:
        assert said in words(reader.get(f"/c/acme/report?{asked}", 400))


def test_it_is_printed_where_something_prints(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pages, "pdf_printer", lambda: lambda html: b"%PDF " + html[:15].encode())
    with visitor(desk, READER) as reader:
        got = reader.http.get(f"{reader.url}/c/acme/report?month=2026-10&format=pdf")
        assert (got.status_code, got.headers["content-type"]) == (200, "application/pdf")
        assert got.headers["content-disposition"].endswith('"acme-2026-10.pdf"')
        assert got.content.startswith(b"%PDF <!doctype html>"[:15])

        def without() -> None:
            raise StateError("A PDF is made with WeasyPrint.", remedy="pip install 'kbsearch[report]'")

        monkeypatch.setattr(report_pages, "pdf_printer", without)
        assert reader.http.get(f"{reader.url}/c/acme/report?format=pdf").status_code == 503


def test_it_is_for_those_who_may_see_figures(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        agent.get(ASKED, 403)
