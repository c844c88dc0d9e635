"""The page of a client's alerts, as those see it who may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import msgspec
import pytest

from kbsearch.api.alerts.words import RULES, TITLES, disabled, measured, rules
from kbsearch.core.access.principals import Role
from kbsearch.core.alerts.deliveries import Fate, State
from kbsearch.core.alerts.failing import Failing, Tried, destination
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.alerts.rules import AlertRules, Burst, Change, Limit
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.pages.test_status import words
from tests.pages.visitor import visitor
from tests.served import Served

PAGE = "/c/acme/alerts"
READER, SUPERVISOR, AGENT = ({"acme": (role,)} for role in (Role.CLIENT_READER, Role.SUPERVISOR, Role.AGENT))
MINUTE = timedelta(minutes=1)
LOW = Alert(Kind.ANSWER_RATE, Count(31, 40, datetime.now(UTC), datetime.now(UTC)), 0.88, 30)
DROP = Alert(
    Kind.FCR_DROP,
    Count(140, 200, datetime.now(UTC), datetime.now(UTC)),
    0.85,
    100,
    Count(170, 200, datetime.now(UTC), datetime.now(UTC)),
    -0.231,
    -0.068,
)
BURST = Alert(
    Kind.UNANSWERED_BURST,
    Count(6, 20, datetime.now(UTC), datetime.now(UTC)),
    5,
    5,
    Count(4, 8, datetime.now(UTC), datetime.now(UTC)),
)


def look(desk: Served, at: datetime, *alerts: Alert, client: OneClient = ACME) -> None:
    desk.kb.calls.alerts.settle(client, Looked(client.id, at, tuple(Kind), alerts), None)


def test_open_ones_come_first_then_those_closed_of_late(desk: Served) -> None:
    now = datetime.now(UTC)
    look(desk, now - timedelta(days=60), BURST)
    for minutes in (1, 2):
        look(desk, now - timedelta(days=50) + minutes * MINUTE)
    look(desk, now - timedelta(days=2), LOW, DROP)
    for minutes in (1, 2):
        look(desk, now - timedelta(days=1) + minutes * MINUTE, DROP)
    look(desk, now, LOW, client=ZETA)
    with visitor(desk, READER) as reader:
        said = words(reader.get(PAGE))
        english = words(reader.http.get(f"{reader.url}{PAGE}", headers={"accept-language": "en"}).text)
    current, _, past = said.partition("Fermées depuis moins de 30 jours")
    assert "FCR sans rappel en baisse 70,0 % (140 sur 200), contre 85,0 % (170 sur 200) avant" in current
    assert "écart de −23,1 à −6,8 points à 95 %" in current
    assert "Taux de décroché sous le seuil 77,5 % (31 sur 40) ; seuil : 88,0 %" in past
    assert "Afflux" not in said, "closed long ago"
    assert said.count("Taux de décroché") == 1
    assert "FCR without call-back falling 70.0% (140 of 200), 85.0% (170 of 200) before" in english


def test_posts_of_the_webhook_that_were_given_up_are_told(desk: Served) -> None:
    now = datetime.now(UTC)
    with visitor(desk, READER) as reader:
        look(desk, now, LOW)
        assert "Webhook" not in words(reader.get(PAGE))
        for id in ("msg_1", "msg_2"):
            desk.kb.calls.file().deliveries.add(ACME, id, b"{}", now)
        held = desk.kb.calls.file().deliveries.claim(ACME, "me", now)
        assert held is not None
        desk.kb.calls.file().deliveries.settle(ACME, held.id, "me", Fate(State.FAILED, now, "503"))
        desk.kb.calls.file().deliveries.add(ZETA, "msg_3", b"{}", now)
        said = words(reader.get(PAGE))
    assert "Webhook : envois abandonnés ces 30 derniers jours : 1." in said
    assert "Dernier essai : 503." in said
    assert "Webhook : envois qui attendent un nouvel essai : 1." in said


def gone(desk: Served, client: OneClient, at: datetime, told: str = "410") -> None:
    """Its webhook is disabled, and a post is kept. Where it would go is not known to the store."""
    deliveries = desk.kb.calls.file().deliveries
    for number in range(2):
        deliveries.add(client, f"msg_{client.id}_{number}", b"{}", at)
    held = deliveries.claim(client, "me", at)
    assert held is not None
    place = destination("", ())
    deliveries.settle(client, held.id, "me", Fate(State.FAILED, at, told), Tried(place, at))


def test_a_webhook_that_is_left_alone_is_told_with_what_to_do(desk: Served) -> None:
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    gone(desk, ACME, at)
    said = (
        "Webhook désactivé depuis le 02/11/2026 à 13:00 : plus rien n’y est envoyé. L’adresse a répondu 410 : elle ne "
        "veut plus rien recevoir. Réparez ce qui reçoit, puis faites lancer sur le serveur « kbsearch alerts enable "
        "acme » ; une autre adresse ou un autre secret le réactive aussi."
    )
    in_english = (
        "Webhook disabled since 2026-11-02 13:00: nothing is posted there any more. The address answered 410: it wants "
        "nothing any more. Mend what receives, then have “kbsearch alerts enable acme” run on the server; another "
        "address or secret enables it too."
    )
    with visitor(desk, {"acme": (Role.CLIENT_READER,), "zeta": (Role.CLIENT_READER,)}) as reader:
        for page in (PAGE, "/c/acme/dashboard"):
            assert said in words(reader.get(page))
            english = reader.http.get(f"{reader.url}{page}", headers={"accept-language": "en"}).text
            assert in_english in words(english)
        assert "envois gardés, qui partiront quand il sera réactivé" in words(reader.get(PAGE))
        assert "attendent un nouvel essai" not in words(reader.get(PAGE))
        for page in ("/c/zeta/alerts", "/c/zeta/dashboard"):
            assert "désactivé" not in words(reader.get(page))
        assert desk.kb.calls.file().failing.enable(ACME, at)
        for page in (PAGE, "/c/acme/dashboard"):
            assert "désactivé" not in words(reader.get(page))


def test_why_it_is_left_alone_is_said_in_numbers() -> None:
    at = datetime(2026, 11, 5, 12, tzinfo=UTC)
    found = Failing("acme", "there", at - timedelta(days=3), 1027, "503", at)
    zone = ZoneInfo("Europe/Paris")
    french, english = (disabled(ACME, found, zone, lang=lang).replace("\u00a0", " ") for lang in ("fr", "en"))
    assert "Essais manqués à la suite depuis le 02/11/2026 à 13:00 : 1\u202f027 ; le dernier : 503." in french
    assert "Tries that failed in a row since 2026-11-02 13:00: 1,027; the last: 503." in english
    with pytest.raises(ScopeViolation):
        disabled(ZETA, found, zone, lang="en")


def test_who_may_enables_the_webhook_by_a_button_and_a_reader_has_none(desk: Served) -> None:
    for client in (ACME, ZETA):
        gone(desk, client, datetime(2026, 11, 2, 12, tzinfo=UTC))
    button = 'action="/c/acme/alerts/enable"'
    with visitor(desk, READER) as reader:
        assert button not in reader.get(PAGE)
    with visitor(desk, SUPERVISOR) as supervisor:
        page = supervisor.get(PAGE)
        assert button in page
        assert supervisor.submit(page, f"{PAGE}/enable", csrf="").status_code == 403
        answer = supervisor.submit(page, f"{PAGE}/enable")
        assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        assert button not in supervisor.get(PAGE)
        assert "Webhook désactivé" not in words(supervisor.get(PAGE))
    assert desk.kb.calls.file().failing.of(ZETA) is not None


def test_what_was_counted_opens_its_calls_over_the_clients_days(desk: Served) -> None:
    """Midnight in Paris is 22:00 or 23:00 UTC of the day before."""
    begins, ends = datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 26, 23, tzinfo=UTC)
    now, before = Count(2, 40, begins, ends), Count(9, 40, begins - timedelta(days=2), begins)
    kinds = {
        Kind.ANSWER_RATE: "answer_rate",
        Kind.ABANDONMENT_RATE: "abandonment_rate",
        Kind.FCR_DROP: "fcr_no_call_back",
        Kind.N3_SHARE: "n3_share",
    }
    changed = (Kind.FCR_DROP, Kind.N3_SHARE)
    alerts = [
        Alert(one, now, 0.5, 20, before, 0.1, 0.2) if one in changed else Alert(one, now, 0.5, 20) for one in kinds
    ]
    opened = datetime.now(UTC).replace(microsecond=250)
    look(desk, opened, *alerts, BURST)
    with visitor(desk, READER) as reader:
        places = [unescape(one) for one in re.findall(r'href="([^"]*/calls\?[^"]*)"', reader.get(PAGE))]
        assert {reader.http.get(f"{reader.url}{place}").status_code for place in places} == {200}
    base = "/api/v1/clients/acme/figures"
    since = {f"{base}/{figure}/calls?since=2026-10-25&until=2026-10-26" for figure in kinds.values()}
    earlier = {f"{base}/{kinds[one]}/calls?since=2026-10-23&until=2026-10-24" for one in changed}
    then = f"&counted_at={opened:%Y-%m-%dT%H:%M:%S}.000250Z"
    assert {*places} == {place + then for place in since | earlier}


def test_a_burst_is_said_in_callers_and_hours(desk: Served) -> None:
    look(desk, datetime(2026, 11, 2, 23, 30, tzinfo=UTC), BURST)
    look(desk, datetime.now(UTC), BURST, LOW)
    with visitor(desk, READER) as reader:
        page = reader.get(PAGE)
        said = words(page)
        assert page.count("/gaps?since=") == 1, "of the burst alone"
        reader.get("/c/acme/gaps?since=2026-11-03&until=2026-11-03")
    assert 'href="/c/acme/gaps?since=2026-11-03&amp;until=2026-11-03"' in page, "the day in Paris"
    assert (
        "Afflux d’appelants au même symptôme, sans réponse fiable 6 sur 20 appelants en une heure, avec des mots "
        "proches ; d’habitude 4 en 8 heures ; seuil : 5"
    ) in said


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    alert = msgspec.structs.replace(DROP, low=-0.0004, high=0.0004)
    assert "écart de 0,0 à 0,0 points" in measured(alert, lang="fr")
    assert "difference of 0.0 to 0.0 points" in measured(alert, lang="en")
    assert "écart de −23,1 à −6,8 points" in measured(DROP, lang="fr")


def test_whether_the_client_asks_for_alerts_is_said(desk: Served) -> None:
    with visitor(desk, READER) as reader:
        said = words(reader.get(PAGE))
        assert "Ce client ne demande aucune alerte" in said
        assert "Aucune alerte ouverte." in said
        entry = desk.live.entries["acme"]
        assert isinstance(entry, Snapshot)
        desk.live.entries["acme"] = replace(entry, client=replace(entry.client, alerts=AlertRules(is_on=True)))
        assert "Les chiffres du jour sont regardés chaque minute, le FCR et la part du N3 chaque heure." in words(
            reader.get(PAGE)
        )


def test_what_opens_each_kind_is_said_with_the_clients_own_values(desk: Served) -> None:
    entry = desk.live.entries["acme"]
    assert isinstance(entry, Snapshot)
    own = AlertRules(
        True, Limit(88, at_least=30), Limit(10, is_on=False), Change(days=14), Change(at_least=70), Burst(6)
    )
    with visitor(desk, READER) as reader:
        assert "Ce qui ouvre une alerte" not in reader.get(PAGE), "of who asks for none"
        desk.live.entries["acme"] = replace(entry, client=replace(entry.client, alerts=own))
        said = words(reader.get(PAGE))
    for rule in (
        "Taux de décroché sous le seuil appels décrochés ÷ appels présentés du jour, sous 88 % ; dès 30 appels",
        "Taux d’abandon au-dessus du seuil désactivée",
        "FCR sans rappel en baisse FCR sans rappel des 14 derniers jours mûrs, moins celui des 14 jours d’avant",
        "est au-dessus de 0 ; dès 70 appels traités de chaque côté",
        "aux mots proches, sans réponse fiable : au moins 6, et plus que d’habitude",
    ):
        assert rule in said
    assert [*RULES] == [*TITLES] == [*Kind]
    assert dict(rules(own, lang="en"))["Answer rate below the threshold"].endswith(
        "below 88%; from 30 calls presented on"
    )


def test_who_may_see_them_finds_the_way_there(desk: Served) -> None:
    with visitor(desk, READER) as reader, visitor(desk, SUPERVISOR) as supervisor, visitor(desk, AGENT) as agent:
        assert f'href="{PAGE}"' in supervisor.get("/c/acme/status")
        assert f'href="{PAGE}"' not in agent.get("/c/acme/status")
        assert "read-figures" in agent.get(PAGE, 403)
        assert 'aria-current="page">Alertes' in reader.get(PAGE)
        reader.get("/c/zeta/alerts", 404)
