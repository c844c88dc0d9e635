"""Figures by article, over HTTP and on their page: counts, the share that was not called back, and its calls."""

from __future__ import annotations

import csv
import html
import json
import re
from datetime import date
from typing import Any

import pytest

from kbsearch.api.figures.article_shapes import EXAMPLE
from kbsearch.client import Kbsearch
from kbsearch.core.access.principals import Role, Scope
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served, master_key

OF = "/api/v1/clients/{}/figures/articles"
CALLS = "/api/v1/clients/acme/figures/{}/calls"
DAYS = {"since": "2026-10-01", "until": "2026-10-31"}
PAGE = "/c/acme/figures/articles?since=2026-10-01&until=2026-10-31"
READER, KEEPER = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR))
COUNTS = ("shown", "opened", "tried", "used", "solved", "refused", "unripe", "unattached")
VPN, PRINTER = "reseau/vpn", "impression/imprimante"


def called(desk: Served, *rows: tuple[str, str, str, list[str]], client: str = "acme") -> None:
    """Day, caller, outcome, and what served, of one call each."""
    lines = [
        {
            "call_id": f"c{n}",
            "started_at": f"2026-{day}:00:00Z",
            "closed_at": f"2026-{day}:05:00Z",
            "outcome": outcome,
            "caller": caller,
            "used": used,
        }
        for n, (day, caller, outcome, used) in enumerate(rows)
    ]
    body, kind = "\n".join(map(json.dumps, lines)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post(f"/api/v1/clients/{client}/imports/calls", content=body, headers=kind)
    assert kept.json()["faulty"] == 0, kept.text


def a_month(desk: Served) -> None:
    """VPN: c0 is called back (c2), c1 is not, c3 is of nobody known. Printer: c1 too. c4 is solved by nobody."""
    called(
        desk,
        ("10-05T09", "poste 1", "resolved", [VPN]),
        ("10-05T10", "poste 2", "resolved", [VPN, PRINTER]),
        ("10-09T09", "poste 1", "escalated_n2", []),
        ("10-09T10", "", "resolved", [VPN]),
        ("10-20T10", "poste 3", "escalated_n2", [VPN]),
    )


def read(desk: Served, client: str = "acme") -> dict[str, Any]:
    answer = desk.http.get(OF.format(client), params=DAYS)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def lines(desk: Served, article: str, figure: str = "not_called_back") -> list[dict[str, str]]:
    answer = desk.http.get(CALLS.format(figure), params={**DAYS, "article": article})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/csv"), answer.text
    assert answer.headers["content-disposition"].endswith(f'"acme-{figure}-2026-10-01-2026-10-31.csv"')
    return [*csv.DictReader(answer.text.splitlines())]


def test_each_article_has_its_counts_and_its_share(desk: Served) -> None:
    a_month(desk)
    found = read(desk)
    assert {*found} == {*EXAMPLE}
    assert {*found["articles"][0]} == {*EXAMPLE["articles"][0]}
    rows = [
        (one["article"], one["used"], one["solved"], one["unripe"], one["unattached"],
         one["not_called_back"]["numerator"], one["not_called_back"]["denominator"])
        for one in found["articles"]
    ]  # fmt: skip
    assert rows == [(VPN, 4, 3, 0, 1, 1, 2), (PRINTER, 1, 1, 0, 0, 1, 1)]
    share = found["articles"][0]["not_called_back"]
    assert (round(share["interval"]["low"], 4), round(share["interval"]["high"], 4)) == (0.0945, 0.9055)
    assert share["interval"]["method"] == "wilson"
    of_all = found["not_called_back"]
    assert (found["calls"], found["using"], of_all["numerator"], of_all["denominator"]) == (5, 4, 1, 2)
    assert read(desk, "zeta")["articles"] == []


def test_it_is_counted_from_its_calls_again(desk: Served) -> None:
    a_month(desk)
    for one in read(desk)["articles"]:
        listed, share = lines(desk, one["article"]), one["not_called_back"]
        assert sum(int(line["counted"]) for line in listed) == share["numerator"]
        assert len(listed) == share["denominator"]
    assert [(line["call"], line["counted"]) for line in lines(desk, VPN)] == [("c0", "0"), ("c1", "1")]
    assert lines(desk, "personne") == []


def test_each_count_is_that_of_its_calls_and_leads_to_them(desk: Served) -> None:
    a_month(desk)
    for one in read(desk)["articles"]:
        for what in COUNTS:
            listed = lines(desk, one["article"], what)
            assert (len(listed), {line["counted"] for line in listed} <= {"1"}) == (one[what], True), what
    assert [line["call"] for line in lines(desk, VPN, "solved")] == ["c0", "c1", "c3"]
    assert [line["call"] for line in lines(desk, VPN, "used")] == ["c0", "c1", "c3", "c4"]
    assert lines(desk, "personne", "used") == []
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
        for what, count in (("used", 4), ("solved", 3)):
            place = f"/api/v1/clients/acme/figures/{what}/calls?article=reseau%2Fvpn&since=2026-10-01&until=2026-10-31"
            assert f'href="{html.escape(place)}"' in page
            assert reader.http.get(reader.url + place).text.count("\r\n") == 1 + count
        assert "/figures/refused/calls" not in page, "of none there are no calls"


def test_each_count_of_all_articles_leads_to_its_calls_too(desk: Served) -> None:
    """c0 is called back, c1 and its two articles are one contact, c3 is of nobody known."""
    a_month(desk)
    found = read(desk)
    for what, count in (("used", "using"), ("solved", "solved"), ("unripe", "unripe"), ("unattached", "unattached")):
        listed = lines(desk, "*", what)
        assert count == "solved" or len(listed) == found[count], what
    assert [line["call"] for line in lines(desk, "*", "solved")] == ["c0", "c1", "c3"]
    assert [line["call"] for line in lines(desk, "*", "unattached")] == ["c3"]
    assert [(line["call"], line["counted"]) for line in lines(desk, "*")] == [("c0", "0"), ("c1", "1")]
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
        led = re.findall(r'href="(/api[^"]*/figures/([a-z_]+)/calls[^"]*)"[^>]*>([^<]*)</a>', page)
        of_all = [(name, said) for place, name, said in led if "article=%2A" in place or "article=" not in place]
        assert of_all == [
            ("began", "5"), ("used", "4"), ("solved", "3"), ("not_called_back", "1 sur 2"), ("unattached", "1"),
        ]  # fmt: skip
        for place, name, said in led:
            text = reader.http.get(reader.url + html.unescape(place)).text
            counted = [line.split(",") for line in text.splitlines()[1:]]
            assert {line[0] for line in counted} == {name}
            assert str(len(counted)) == said.split()[-1]


def test_what_comes_later_is_counted_though_the_answer_was_kept(desk: Served) -> None:
    a_month(desk)
    assert read(desk)["articles"][1]["not_called_back"]["numerator"] == 1
    rows = [{"call_id": "later", "started_at": "2026-10-06T09:00:00Z", "caller": "poste 2"}]
    kind = {"content-type": "application/x-ndjson"}
    desk.http.post("/api/v1/clients/acme/imports/calls", content="\n".join(map(json.dumps, rows)), headers=kind)
    assert read(desk)["articles"][1]["not_called_back"]["numerator"] == 0


@pytest.mark.parametrize(
    ("asked", "field"),
    [({"since": "hier"}, "since"), ({"since": "2026-10-02", "until": "2026-10-01"}, "since"), ({"by": "x"}, "by")],
)
def test_what_is_wrong_is_named(desk: Served, asked: dict[str, str], field: str) -> None:
    for path, more in ((OF.format("acme"), {}), (CALLS.format("not_called_back"), {"article": VPN})):
        answer = desk.http.get(path, params={**asked, **more})
        assert answer.status_code == 400
        assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_only_that_share_is_of_an_article(desk: Served) -> None:
    of_none = [("link_rate", {"article": VPN}), ("not_called_back", {}), ("not_called_back", {"article": ""})]
    for figure, asked in of_none:
        assert desk.http.get(CALLS.format(figure), params=asked).status_code == 404
    long = desk.http.get(CALLS.format("not_called_back"), params={"article": "x" * 513})
    assert (long.status_code, [one["field"] for one in long.json()["errors"]]) == (400, ["article"])


def test_the_page_has_them_the_one_that_solved_most_first(desk: Served) -> None:
    a_month(desk)
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
        english = words(reader.http.get(f"{reader.url}{PAGE}", headers={"accept-language": "en"}).text)
        figures = reader.get("/c/acme/figures?since=2026-10-01&until=2026-10-31")
        empty = words(reader.get("/c/acme/figures/articles?since=2020-01-01&until=2020-01-02"))
        wrong = words(reader.get("/c/acme/figures/articles?since=hier", 400))
    said = words(page)
    assert "VPN : connexion impossible 0 0 0 4 3 0 50,0 % 1 sur 2 de 9,5 % à 90,5 % non rattachables : 1" in said
    assert said.index("VPN : connexion impossible") < said.index("Imprimante")
    assert "Résolus au N1 avec un article 3 dont non rappelés sous 7 jours 50,0 % 1 sur 2" in said
    assert "50.0% 1 of 2 from 9.5% to 90.5% unattached: 1" in english
    assert not re.search(r"\bgain", (said + english).lower())
    assert "/figures/not_called_back/calls?article=reseau%2Fvpn&amp;since=2026-10-01&amp;until=2026-10-31" in page
    assert 'href="/c/acme/articles/' not in page, "whoever reads figures alone opens no article"
    assert 'href="/c/acme/figures/articles?since=2026-10-01&amp;until=2026-10-31"' in figures
    assert "Aucun appel de ces jours ne sait rien d’un article." in empty
    assert "2026-11-02" in wrong


def test_whoever_may_open_articles_is_led_to_them(desk: Served) -> None:
    a_month(desk)
    with visitor(desk, KEEPER) as keeper:
        page = keeper.get(PAGE)
        assert 'href="/c/acme/articles/reseau/vpn"' in page
        keeper.get("/c/acme/articles/reseau/vpn")


def test_the_client_library_reads_the_same(desk: Served) -> None:
    a_month(desk)
    key = master_key(desk.kb, Scope.READ_FIGURES, clients=["acme"])
    with Kbsearch(desk.url, client="acme", key=key) as kb:
        found = kb.figure_articles(since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert (found.client, found.window_days, found.calls, found.using) == ("acme", 7, 5, 4)
    assert [(one.article, one.solved, one.not_called_back.numerator) for one in found.articles] == [
        (VPN, 3, 1),
        (PRINTER, 1, 1),
    ]
