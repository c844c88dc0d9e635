"""The page of a client's figures, as those see it who may."""

from __future__ import annotations

import dataclasses
import html
import re
from collections import Counter

import pytest

from kbsearch.api.figures.words import BY, part
from kbsearch.core.access.principals import Role
from kbsearch.core.figures import FIGURES
from kbsearch.core.net import Net
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import ServiceGoal, Telephone
from tests.api.desk import Caller
from tests.api.test_figures import rows_of
from tests.pages.test_status import words
from tests.pages.visitor import Forms, visitor
from tests.served import Served, never_built
from tests.test_readme import README

PAGE = "/c/acme/figures"
DAYS = f"{PAGE}?since=2026-11-01&until=2026-11-30"
FIGURE_NAMES = {one.name for one in FIGURES}
READER, SUPERVISOR, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR, Role.AGENT))


def told(desk: Served, *outcomes: str) -> None:
    for number, outcome in enumerate(outcomes):
        used = ["reseau/vpn"] if number == 0 else []
        closed = Caller(desk, f"c-{number}").post("close", id=f"fin-{number}", outcome=outcome, used=used)
        assert closed.status_code == 200, closed.text


def test_each_figure_stands_with_its_formula_its_counts_and_its_interval(desk: Served) -> None:
    told(desk, "resolved", "resolved", "escalated_n2", "abandoned")
    with visitor(desk, READER) as reader:
        said = words(reader.get(DAYS))
    assert "Appels commencés du 01/11/2026 au 30/11/2026 compris, heure de Europe/Paris" in said
    assert "Appels commencés 4 Traités : clos, et non abandonnés 3 Abandonnés par l’appelant 1" in said
    formula = "appels clos comme résolus sans avoir été passés à un niveau au-dessus du N1 ÷ appels traités"
    assert f"Absorption au N1 66,7 % repère du métier : de 60 % à 80 % 2 sur 3 de 20,8 % à 93,9 % {formula}" in said
    assert "Part du N2 33,3 % 1 sur 3 de 6,1 % à 79,2 % appels passés au N2 ÷ appels traités" in said
    assert "Part du N3 0,0 % 0 sur 3 de 0,0 % à 56,1 %" in said
    assert "Taux de liaison 25,0 % repère du métier : de 60 % à 80 % 1 sur 4" in said
    assert "Intervalle à 95 %" in said
    assert "FCR sans rappel sous 7 jours pas de valeur aucun appel à compter" in said
    assert "Premiers contacts 0 dont non mûrs" in said
    assert "jamais comptés comme résolus au premier contact 3" in said


def test_the_same_figures_stand_part_by_part(desk: Served) -> None:
    told(desk, "resolved", "escalated_n2")
    with visitor(desk, READER) as reader:
        whole, by_queue = words(reader.get(DAYS)), words(reader.get(f"{DAYS}&by=queue"))
        english = words(reader.http.get(f"{reader.url}{DAYS}&by=month", headers={"accept-language": "en"}).text)
        weekday = words(reader.get(f"{DAYS}&by=weekday"))
        wrong = words(reader.get(f"{DAYS}&by=agent"))
    assert "Par file Partie Appels commencés FCR sans rappel sous 7 jours Absorption au N1" in by_queue
    assert (
        "file non indiquée 2 pas de valeur 50,0 % 1 sur 2 , de 9,5 % à 90,5 % pas de valeur pas de valeur" in by_queue
    )
    assert "11/2026 2 no value 50.0% 1 of 2 , from 9.5% to 90.5%" in english
    assert "Par jour de la semaine Partie" in weekday
    for said in (whole, wrong):
        assert "Partie Appels commencés" not in said


def test_a_part_is_named_as_people_name_it() -> None:
    named = [("queue", "caisse"), ("hour", "09"), ("weekday", "7"), ("day", "2026-11-02"), ("week", "2026-W05")]
    assert [part(key, by, lang="fr") for by, key in named] == [
        *("caisse", "9 h", "dimanche", "02/11/2026", "semaine 5 de 2026"),
    ]
    assert [part(key, by, lang="en") for by, key in named] == [
        "caisse",
        "9:00",
        "Sunday",
        "2026-11-02",
        "week 5 of 2026",
    ]


def test_each_figure_opens_its_calls(desk: Served) -> None:
    told(desk, "resolved", "escalated_n2")
    with visitor(desk, READER) as reader:
        links = [place for name, place in opened_at(reader.get(DAYS)) if name in FIGURE_NAMES]
        assert len(links) == 10, "those that have a value"
        for link in links:
            answer = reader.http.get(reader.url + html.unescape(link))
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/csv")
            assert answer.text.count("\r\n") == 3, "a header and two calls"


def opened_at(page: str) -> list[tuple[str, str]]:
    """Figure or count → where its calls are."""
    found = re.findall(r'href="(/api/v1/clients/acme/figures/([a-z0-9_]+)/calls[^"]*)"', page)
    return [(name, place) for place, name in found]


def test_each_count_opens_as_many_calls_as_it_says(desk: Served) -> None:
    """Of the head, of outcomes, of the queue, and of each part; a count that is 0 leads nowhere."""
    told(desk, "resolved", "resolved", "escalated_n2", "abandoned")
    phoned(desk, a="answered", b="abandoned_in_queue", c="overflow", d="")
    with visitor(desk, READER) as reader:
        for more in ("", "&by=hour", "&by=queue"):
            page = reader.get(f"{DAYS}{more}")
            said = re.findall(r'href="[^"]*/figures/([a-z0-9_]+)/calls[^"]*" aria-label="[^"]*">(\d+)</a>', page)
            links = [(name, place) for name, place in opened_at(page) if name not in FIGURE_NAMES]
            assert [name for name, _ in said] == [name for name, _ in links]
            for (_, place), (_, n) in zip(links, said, strict=True):
                rows = rows_of(reader.http.get(reader.url + html.unescape(place)))
                assert (len(rows), {row["counted"] for row in rows}) == (int(n), {"1"}), place
            names = Counter(name for name, _ in links)
            assert {"handled", "outcome_resolved", "queue_presented", "queue_untold", "unattached"} <= {*names}
            assert (names["began"] > 1) == bool(more), "each part too"
            assert "outcome_not_for_us" not in names
        said_of = words(reader.get(DAYS))
        english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
    assert "Comment les appels traités ont fini Fin Appels Part des traités Résolu 2 66,7 %" in said_of
    assert "Débordés : envoyés à d’autres appels présentés et envoyés à d’autres" in said_of
    assert "Later contacts of the same caller handled contacts that began in these days, whose caller had" in english


def test_each_part_opens_its_calls(desk: Served) -> None:
    told(desk, "resolved", "escalated_n2")
    phoned(desk, a="answered")
    with visitor(desk, READER) as reader:
        for by in BY:
            page = reader.get(f"{DAYS}&by={by}")
            links = re.findall(rf'href="(/api/v1/clients/acme/figures/[^"]+by={by}&amp;key=[^"]*)"', page)
            assert sum("/began/calls" in link for link in links) >= 1
            assert len(links) == len({*links})
            opened = [reader.http.get(reader.url + html.unescape(link)) for link in links]
            assert {one.status_code for one in opened} == {200}
            assert sum(one.text.count("\r\nn1_absorption,") for one in opened) == 2
            assert sum(one.text.count("\r\nanswer_rate,") for one in opened) == 1
        assert "Absorption au N1, 11/2026" in reader.get(f"{DAYS}&by=month")


def phoned(desk: Served, **came: str) -> None:
    """Calls offered that morning, each with what came of it; empty = not told yet."""
    for call, disposition in came.items():
        said = {"offered_at": "2026-11-02T09:00:00+01:00"} | ({"disposition": disposition} if disposition else {})
        said |= {"answered_at": "2026-11-02T09:00:40+01:00"} if disposition == "answered" else {}
        assert desk.http.put(f"/api/v1/clients/acme/calls/{call}", json=said).status_code == 200


def test_what_came_of_the_calls_presented_stands_with_all_its_parts(desk: Served) -> None:
    ends = {"a": "answered", "b": "answered", "c": "abandoned_in_queue", "d": "overflow", "e": "", "f": "closed_hours"}
    phoned(desk, **ends)
    with visitor(desk, READER) as reader:
        said = words(reader.get(DAYS))
        page = opened_at(reader.get(DAYS))
        links = [name for name, _ in page if name in FIGURE_NAMES]
        english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
        places = [(name, place) for name, place in page if name.startswith("queue_")]
        came = {name: rows_of(reader.http.get(reader.url + html.unescape(place))) for name, place in places}
    table = said.partition("Appels présentés dans la file, et ce qu’ils sont devenus")[2]
    assert "Présentés, en tout 5 100,0 % Décrochés 2 40,0 % Raccrochés par l’appelant dans la file 1 20,0 %" in table
    assert "Débordés : envoyés à d’autres 1 20,0 % Dissuadés : avertis que personne n’est libre" in table
    assert "En attente, ou dont la téléphonie n’a pas dit la fin 1 20,0 %" in table
    assert "Presented, in all 5 100.0% Answered 2 40.0%" in english
    counted = ["answer_rate", "abandonment_rate", "service_level", "waiting_time", "doubtful_share"]
    assert links == counted, "what was counted"
    assert "Attente moyenne avant décroché 0 min 40 s" in said.replace("\u00a0", " ")
    opened = {part: len(rows) for part, rows in came.items()}
    parts = {"answered": 2, "abandoned": 1, "overflowed": 1, "untold": 1}
    assert opened == {"queue_presented": 5} | {f"queue_{part}": n for part, n in parts.items()}


def test_the_service_level_stands_with_the_clients_own_goal_and_the_way_it_is_counted(desk: Served) -> None:
    phoned(desk, a="answered", b="abandoned_in_queue")
    counted = "÷ (appels décrochés + raccrochés dans la file), une convention parmi cinq"
    with visitor(desk, READER) as reader:
        said = words(reader.get(DAYS))
        assert "Objectif 80/90 50,0 % objectif ≥ 80 % 1 sur 2" in said
        assert "Taux de décroché 50,0 % repère du métier : de 95 % à 97 % 1 sur 2" in said
        assert f"appels décrochés en 90 s {counted}" in said
        snapshot = desk.live.entries["acme"]
        assert isinstance(snapshot, Snapshot)
        own = dataclasses.replace(snapshot.client, telephone=Telephone(service_level=ServiceGoal(85, 30)))
        desk.live.entries["acme"] = dataclasses.replace(snapshot, client=own)
        said = words(reader.get(DAYS))
        assert "Objectif 85/30 0,0 % objectif ≥ 85 % 0 sur 2" in said
        assert f"appels décrochés en 30 s {counted}" in said
        english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
        assert "Service level 85/30 0.0% goal ≥ 85% 0 of 2" in english


def test_net_figures_stand_beside_the_gross_ones_with_what_they_leave_out(desk: Served) -> None:
    told(desk, "resolved", "known_incident", "known_incident")
    with visitor(desk, READER) as reader:
        said = words(reader.get(DAYS))
        assert "ce sont des chiffres bruts" in said
        assert "net :" not in said
        snapshot = desk.live.entries["acme"]
        assert isinstance(snapshot, Snapshot)
        own = dataclasses.replace(snapshot.client, net=Net(("known_incident",), ("impression/imprimante",)))
        desk.live.entries["acme"] = dataclasses.replace(snapshot, client=own)
        said = words(reader.get(DAYS))
        assert "Absorption au N1 33,3 % net : 100,0 % (1 sur 1) · de 20,7 % à 100,0 %" in said
        assert "sans ce qui a été convenu avec ce client : appels clos « Incident connu »" in said
        assert "appels où « Imprimante hors ligne » a servi" in said
        assert "ce sont des chiffres bruts" not in said
        address = f"{reader.url}/api/v1/clients/acme/figures?{DAYS.partition('?')[2]}"
        english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
        assert "net: 100.0% (1 of 1) · " in english
        found = {one["name"]: one["net"] for one in reader.http.get(address).json()["figures"]}
        assert (found["n1_absorption"]["numerator"], found["n1_absorption"]["denominator"]) == (1, 1)
        assert found["link_rate"] is None


def test_where_the_telephone_told_nothing_the_page_says_so_and_what_to_read(desk: Served) -> None:
    french, english = "La téléphonie n’a dit aucune heure", "The telephone system told no time of any call"
    section = "Connecting the telephone system"
    assert f"**{section}**" in README.read_text("utf-8")
    with visitor(desk, READER) as reader:
        assert french not in words(reader.get(DAYS)), "there was no call that it could tell of"
        told(desk, "resolved")
        said = words(reader.get(DAYS))
        assert french in said
        assert f"« {section} » dans le README" in said
        in_english = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
        assert english in in_english
        assert f"“{section}” in the README" in in_english
        assert "Présentés" not in said
        phoned(desk, a="answered")
        assert french not in words(reader.get(DAYS))


def test_numbers_are_written_as_in_english_too(desk: Served) -> None:
    told(desk, "resolved", "resolved", "escalated_n2")
    with visitor(desk, READER) as reader:
        said = words(reader.http.get(reader.url + DAYS, headers={"accept-language": "en"}).text)
    assert "from 2026-11-01 to 2026-11-30 included, time of Europe/Paris" in said
    assert "N1 absorption 66.7% aimed at in the trade: 60% to 80% 2 of 3 from 20.8% to 93.9%" in said


def test_where_nothing_was_counted_there_is_no_value(desk: Served) -> None:
    with visitor(desk, SUPERVISOR) as supervisor:
        page = supervisor.get(PAGE)
        assert words(page).count("pas de valeur aucun appel à compter pas de valeur") == len(FIGURES)
        assert "0,0" not in page
        assert "Chiffres d’Acme & Fils" in words(page).replace("&amp;", "&")


def test_the_period_is_chosen_in_a_form_that_says_what_is_shown(desk: Served) -> None:
    with visitor(desk, READER) as reader:
        fields = Forms(reader.get(DAYS)).found[PAGE]
        assert fields == [("since", "2026-11-01"), ("until", "2026-11-30"), ("by", "")]
        assert '<option value="week" selected>' in reader.get(f"{DAYS}&by=week")
        shown = dict(Forms(reader.get(PAGE)).found[PAGE])
        assert shown["since"] < shown["until"]
        assert shown == dict(Forms(reader.get(f"{PAGE}?since=&until=")).found[PAGE])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=2026-11-02&until=2026-11-01", "Le premier jour ne peut pas être après le dernier."),
        ("since=2020-01-01", "La période peut avoir 366 jours au plus"),
        ("until=%3Cb%3E", "Attendu : un jour comme 2026-11-02"),
    ],
)
def test_a_wrong_day_is_said_at_its_field(desk: Served, query: str, said: str) -> None:
    with visitor(desk, READER) as reader:
        page = reader.get(f"{PAGE}?{query}", 400)
        assert said in words(page)
        assert page.count('aria-invalid="true"') == 1
        assert "<b>" not in page
        assert "<table" not in page


def test_who_may_see_them_finds_the_way_there_and_the_client_nothing_else(desk: Served) -> None:
    told(desk, "resolved")
    with visitor(desk, READER) as reader, visitor(desk, SUPERVISOR) as supervisor, visitor(desk, AGENT) as agent:
        assert f'href="{PAGE}"' in supervisor.get("/c/acme/status")
        assert f'href="{PAGE}"' not in agent.get("/c/acme/status")
        assert "read-figures" in agent.get(PAGE, 403)
        page = reader.get(PAGE)
        assert 'aria-current="page">Chiffres' in page
        for place in ("/c/acme", "/c/acme/status", "/c/acme/calls"):
            assert f'href="{place}"' not in page
            reader.get(place, 403)
        home = reader.get("/")
        assert f'href="{PAGE}"' in home
        assert "zeta" not in home
        assert 'href="/c/acme"' not in home
        assert "articles" not in words(home).partition("Choisir un client")[2].partition("Acme")[2]
        assert f'href="{PAGE}"' not in agent.get("/")
        assert 'href="/c/acme"' in supervisor.get("/")


def test_nothing_built_is_a_problem_with_its_remedy(desk: Served) -> None:
    desk.live.entries["acme"] = never_built()
    with visitor(desk, READER) as reader:
        assert "kbsearch build acme" in reader.get(PAGE, 503)
