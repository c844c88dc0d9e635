"""The page of what a base lacks, as those see it who may."""

from __future__ import annotations

import re
from html import unescape

import pytest

from kbsearch.api.pages import visits
from kbsearch.app import gaps as app_gaps
from kbsearch.core.access.principals import Role
from tests.api.test_gaps import BADGE, HEADSET, handed_over
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

PAGE = "/c/acme/gaps"
DAYS = f"{PAGE}?since=2026-11-01&until=2026-11-10"
READER, SUPERVISOR, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR, Role.AGENT))


def told(desk: Served) -> None:
    handed_over(desk, BADGE, [2] * 25)
    handed_over(desk, BADGE, [25] * 4, month=10)
    handed_over(desk, HEADSET, [3] * 2)


def test_each_gap_stands_with_its_share_its_cost_and_its_trend(desk: Served) -> None:
    told(desk)
    with visitor(desk, READER) as reader:
        page = reader.get(DAYS)
        english = words(reader.http.get(f"{reader.url}{DAYS}", headers={"accept-language": "en"}).text)
    said = words(page)
    assert "Appels commencés du 01/11/2026 au 10/11/2026 compris" in said
    assert "Appels clos et examinés 27 dont qu’aucun article n’a résolus 27" in said
    assert "Appels examinés du 22/10/2026 au 31/10/2026, auxquels la tendance compare 4" in said
    assert re.search(f"{BADGE} Ses appels .* 25 Appelants 1 92,6 % 92,6 % 12 en hausse 25, 4 avant transmis : 25", said)
    assert "Le premier manque, ci-dessus, fait à lui seul quatre cinquièmes" in said
    of_headset = f"{HEADSET} Ses appels casque-11-3-0, casque-11-3-1 2 Appelants 1 7,4 % 100,0 % 1 stable 2, 0 avant"
    assert f"{of_headset} transmis : 2" in said
    assert "25, 4 before handed over: 25" in english
    assert "kbsearch gap draft" not in said, "not for the client's own people"
    assert "/c/acme/calls/" not in page
    assert "Ses appels badge -11-2-0, badge -11-2-1," in said, "named, for whoever may see figures"
    assert f'<a href="{PAGE}" aria-current="page">Manques</a>' in page


def test_each_count_above_them_opens_its_calls(desk: Served) -> None:
    told(desk)
    with visitor(desk, READER) as reader:
        led = re.findall(r'href="(/api[^"]*)"[^>]*>([^<]*)</a>', reader.get(DAYS))
        assert [said for _, said in led] == ["27", "27", "4"], "looked at, unsolved, looked at before"
        for place, said in led:
            assert reader.http.get(reader.url + unescape(place)).text.count("\r\n") == 1 + int(said)


def test_a_supervisor_is_led_to_the_calls_and_told_how_to_begin_the_article(desk: Served) -> None:
    told(desk)
    with visitor(desk, SUPERVISOR) as supervisor:
        page = supervisor.get(DAYS)
        assert re.search("kbsearch gap draft acme [0-9a-f]{8} --since 2026-11-01 --until 2026-11-10", words(page))
        led = re.findall(r'href="(/c/acme/calls/[^"]+)"', page)
        assert len(led) == 25 + 4 + 2, "of both gaps, and of the first one's time before"
        assert "Du 22/10/2026 au 31/10/2026 :" in words(page)
        assert BADGE in words(supervisor.get(led[0]))


def test_of_very_many_calls_the_rest_is_in_the_answer_of_the_api(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    told(desk)
    monkeypatch.setattr(visits, "MOST_CALLS", 20)
    with visitor(desk, READER) as reader:
        [(place, said)] = re.findall(r'href="(/api/v1/clients/acme/gaps[^"]*)">([^<]*)</a>', reader.get(DAYS))
        first = reader.http.get(reader.url + unescape(place)).json()["gaps"][0]
    assert (said, len(first["calls"])) == ("et 5 autres", 25)


def test_without_any_gap_it_says_so_and_a_wrong_day_stands_by_its_field(desk: Served) -> None:
    with visitor(desk, SUPERVISOR) as supervisor:
        assert "Aucun manque dans ces jours" in words(supervisor.get(PAGE))
        wrong = supervisor.get(f"{PAGE}?since=2026-11-10&until=2026-11-01", 400)
    assert "Le premier jour ne peut pas être après le dernier." in words(wrong)
    assert 'aria-describedby="since-fault"' in wrong
    with visitor(desk, AGENT) as agent:
        agent.get(PAGE, 403)


def test_what_callers_said_stands_as_text(desk: Served) -> None:
    handed_over(desk, "<b>écran</b> bleu & noir", [2])
    with visitor(desk, SUPERVISOR) as supervisor:
        page = supervisor.get(DAYS)
    assert "<b>écran" not in page
    assert "&lt;b&gt;écran" in page


def test_what_was_left_unread_is_said(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_gaps, "MOST_READ", 1)
    told(desk)
    handed_over(desk, "coffre", [27] * 3, month=10)
    with visitor(desk, READER) as reader:
        said = words(reader.get(DAYS))
        english = words(reader.http.get(f"{reader.url}{DAYS}", headers={"accept-language": "en"}).text)
    assert "trop de formulations différentes : celles des moins fréquentes, restées non lues (1) 2" in said
    assert "restées non lues (1) : une tendance qu’ils pourraient changer est dite inconnue 3" in said
    assert re.search(f"{BADGE} Ses appels .* 25 Appelants 1 100,0 %", said)
    assert "too many different wordings: those of the least frequent, left unread (1) 2" in english
    assert "a trend that they might change is said to be unknown 3" in english
