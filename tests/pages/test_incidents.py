"""Known incidents as people declare, read and close them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.access.principals import Role
from kbsearch.errors import StateError
from tests.api.desk import Caller
from tests.pages.visitor import Forms, Visitor, trail, visitor
from tests.served import Served

AGENT, CHIEF = ({"acme": (role,)} for role in (Role.AGENT, Role.SUPERVISOR))
LIST = "/c/acme/incidents"
PARIS = ZoneInfo("Europe/Paris")
MARKUP = '<script>alert("non")</script>'


def declare(chief: Visitor, **filled: str) -> str:
    """The page of an incident that was just declared."""
    return chief.follow(chief.submit(chief.get(LIST), LIST, **{"title": "Panne du VPN", **filled}))


def test_one_is_declared_shown_and_closed(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief, visitor(desk, AGENT) as agent:
        assert "Aucun incident n’est en cours" in agent.get(LIST)
        page = declare(chief, symptoms="vpn coupé\r\n\r\n tunnel bleu ", message="Nos équipes y travaillent.")
        assert ">en cours<" in page
        assert "tunnel bleu" in page
        assert [one["title"] for one in desk.search("vpn coupé").json()["incidents"]] == ["Panne du VPN"]
        assert "Panne du VPN" in agent.get(LIST)
        (close,) = (action for action in Forms(page).found if action.endswith("/close"))
        over = chief.follow(chief.submit(page, close))
        assert ">terminé<" in over
        assert close not in Forms(over).found
        assert desk.search("vpn coupé").json()["incidents"] == []
        both = agent.get(LIST)
        assert both.index("Terminés") < both.index("Panne du VPN")
        done = [entry for entry in trail(desk.kb) if entry[1].startswith("incident.")]
        who = f"person:somebody-{CHIEF}"
        assert done == [
            (who, "incident.open", "begun"),
            (who, "incident.open", "done"),
            (who, "incident.close", "begun"),
            (who, "incident.close", "done"),
        ]


def test_one_whose_end_is_still_to_come_can_be_closed_now(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief:
        page = declare(chief, symptoms="vpn coupé")
        (close,) = (action for action in Forms(page).found if action.endswith("/close"))
        at = (datetime.now(UTC) + timedelta(days=365)).isoformat()
        assert desk.http.post(
            f"/api/v1/clients/acme/incidents/{close.split('/')[-2]}/close", json={"at": at}
        ).is_success
        page = chief.get(close.removesuffix("/close"))
        assert ">en cours<" in page
        over = chief.follow(chief.submit(page, close))
        assert ">terminé<" in over
        assert close not in Forms(over).found
        assert desk.search("vpn coupé").json()["incidents"] == []


def test_sent_twice_it_is_one(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief:
        page = chief.get(LIST)
        first, second = (chief.submit(page, LIST, title="Panne") for _ in range(2))
        assert (first.status_code, second.status_code) == (303, 303)
        assert first.headers["location"] == second.headers["location"]
        assert chief.get(LIST).count(">Panne<") == 1
        other = chief.submit(page, LIST, title="Autre")
        assert other.status_code == 400
        assert "a cet identifiant" in other.text
        assert 'value="Autre"' in other.text, "what was typed stays"


def test_times_are_the_clients_own(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief:
        page = declare(chief, opened_at="2026-07-01T09:30")
        assert 'datetime="2026-07-01T07:30:00+00:00">01/07/2026 à 09:30<' in page
        later = datetime.now(PARIS) + timedelta(days=2)
        planned = declare(chief, title="Coupure prévue", opened_at=f"{later:%Y-%m-%dT%H:%M}")
        assert ">prévu<" in planned
        listed = chief.get(LIST)
        assert listed.index("Coupure prévue") < listed.index("Déclarer un incident")
        (close,) = (action for action in Forms(planned).found if action.endswith("/close"))
        over = chief.follow(chief.submit(planned, close))
        assert "Fin" in over
        assert close not in Forms(over).found


@pytest.mark.parametrize(
    ("filled", "field", "said"),
    [
        ({"title": "  "}, "title", "vide"),
        ({"title": "x" * 201}, "title", "200"),
        ({"symptoms": "a"}, "symptoms", "2"),
        ({"symptoms": "\n".join(f"symptôme {n}" for n in range(21))}, "symptoms", "20"),
        ({"message": "m" * 2001}, "message", "2000"),
        ({"opened_at": ""}, "opened_at", "Écrivez une date"),
        ({"opened_at": "hier"}, "opened_at", "Écrivez une date"),
        ({"opened_at": "2026-99-01T10:00"}, "opened_at", "Écrivez une date"),
        ({"opened_at": "2026-03-29T02:30"}, "opened_at", "on avançait les horloges"),
        ({"opened_at": "2026-10-25T02:30"}, "opened_at", "on reculait les horloges"),
        ({"opened_at": "1999-01-01T10:00"}, "opened_at", "2000"),
        ({"id": "a/b"}, "id", "1 à 128"),
        ({"id": "M. Jean Durand"}, "id", "données personnelles"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Served, filled: dict[str, str], field: str, said: str) -> None:
    with visitor(desk, CHIEF) as chief:
        answer = chief.submit(chief.get(LIST), LIST, **{"title": "Panne", "message": "à garder", **filled})
        assert answer.status_code == 400
        page = answer.text
        fault = page.split(f'id="{field}-fault">')[1].split("</p>")[0]
        assert said in fault
        assert f'<li><a href="#{field}">' in page
        tag = next(part for part in page.split("<") if f'id="{field}"' in part)
        assert 'aria-invalid="true"' in tag
        assert f"{field}-fault" in tag.split("aria-describedby=")[1]
        assert ("à garder" in page) == (field != "message")
        assert desk.http.get("/api/v1/clients/acme/incidents").json()["items"] == []


def test_words_stay_text_and_personal_data_is_taken_out(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief:
        page = declare(chief, title=MARKUP, symptoms=MARKUP, message=f"{MARKUP} 06 12 34 56 78", id='"><b>')
        for shown in (page, chief.get(LIST)):
            assert re.findall("<script[^>]*>", shown) == ['<script type="module" src="/assets/signing-out.js">']
            assert "<b>" not in shown
            assert "06 12 34 56 78" not in shown
        assert "&lt;script&gt;" in page


def test_who_may_not_edit_sees_no_form_and_is_refused(desk: Served) -> None:
    with visitor(desk, AGENT) as agent, visitor(desk, CHIEF) as chief:
        page = declare(chief)
        id = page.split("<dt>Identifiant</dt><dd>")[1].split("<")[0]
        assert list(Forms(agent.get(LIST)).found) == ["/sign-out"]
        assert list(Forms(agent.get(f"{LIST}/{id}")).found) == ["/sign-out"]
        theirs = chief.get(LIST)
        form = Forms(agent.get(LIST)).found["/sign-out"]
        csrf = dict(form)["csrf"]
        assert agent.submit(theirs, LIST, title="t", csrf=csrf).status_code == 403
        assert agent.submit(page, f"{LIST}/{id}/close", csrf=csrf).status_code == 403


def test_without_the_pages_token_nothing_is_done(desk: Served) -> None:
    with visitor(desk, CHIEF) as chief:
        page = chief.get(LIST)
        for csrf in ([], "", "f" * 64):
            assert chief.submit(page, LIST, title="t", csrf=csrf).status_code == 403
        chief.http.headers["sec-fetch-site"] = "cross-site"
        assert chief.submit(page, LIST, title="t").status_code == 403
        assert desk.http.get("/api/v1/clients/acme/incidents").json()["items"] == []


def test_anothers_incident_is_none(desk: Served) -> None:
    body = {"id": "z1", "title": "Panne chez zeta", "opened_at": "2026-11-02T08:00:00Z"}
    assert desk.http.post("/api/v1/clients/zeta/incidents", json=body).status_code == 200
    with visitor(desk, CHIEF) as chief:
        assert "zeta" not in chief.get(LIST)
        chief.get(f"{LIST}/z1", 404)
        page = chief.get(LIST)
        assert (
            chief.submit(page.replace(f'action="{LIST}"', f'action="{LIST}/z1/close"'), f"{LIST}/z1/close").status_code
            == 404
        )


def test_the_calls_of_an_incident_are_for_who_sees_calls(desk: Served) -> None:
    body = {"id": "i1", "title": "Panne", "opened_at": datetime.now(UTC).isoformat()}
    assert desk.http.post("/api/v1/clients/acme/incidents", json=body).status_code == 200
    now = datetime.now(UTC).isoformat()
    close = {"id": "fin", "at": now, "outcome": "known_incident", "incident": "i1"}
    assert desk.http.post(f"{Caller(desk, 'appel-9').path}/close", json=close).status_code == 200
    with visitor(desk, AGENT) as agent, visitor(desk, {"acme": (Role.EDITOR,)}) as editor:
        assert "appel-9" in agent.get(f"{LIST}/i1")
        assert "appel-9" not in editor.get(f"{LIST}/i1")


def test_older_ones_are_on_further_pages(desk: Served) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for n in range(60):
        body = {"id": f"i{n:02}", "title": f"Panne {n:02}", "opened_at": (start + timedelta(hours=n)).isoformat()}
        assert desk.http.post("/api/v1/clients/acme/incidents", json=body).status_code == 200
        if n != 3:
            path, at = f"/api/v1/clients/acme/incidents/i{n:02}/close", (start + timedelta(hours=n + 1)).isoformat()
            assert desk.http.post(path, json={"at": at}).status_code == 200
    with visitor(desk, AGENT) as agent:
        first = agent.get(LIST)
        place = first.split('rel="next" href="')[1].split('"')[0]
        second = agent.get(place)
        numbers = [one[:2] for page in (first, second) for one in page.split(">Panne ")[1:]]
        assert numbers == ["03", *(f"{n:02}" for n in range(59, -1, -1) if n != 3)]
        assert "Revenir aux plus récents" in second
        agent.get(f"{LIST}?cursor=none", 400)


def test_what_cannot_be_accounted_for_is_not_done(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    with visitor(desk, CHIEF) as chief:
        page = chief.get(LIST)

        def full(_: object) -> None:
            raise StateError("The disk is full.")

        monkeypatch.setattr(desk.kb.access.file, "record", full)
        assert chief.submit(page, LIST, title="Panne").status_code == 503
        assert desk.http.get("/api/v1/clients/acme/incidents").json()["items"] == []
