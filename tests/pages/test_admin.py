"""Keys and people, as whoever runs the instance makes and changes them in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.core.access.principals import Role, Scope
from kbsearch.errors import StateError
from tests.pages.visitor import AS_A_BROWSER, Forms, Visitor, operator, trail, visitor
from tests.served import Served

KEYS, PEOPLE = "/admin/keys", "/admin/people"
SECRET = re.compile(r"kbs_[a-z0-9]{10}_[A-Za-z0-9_-]{43}")
PHRASE, OTHER = "sept phares bleus dansent", "une autre phrase longue"
MARKUP = '<svg onload="alert(1)">'


@pytest.fixture
def chief(desk: Served) -> Iterator[Visitor]:
    with operator(desk) as one:
        yield one


def made(chief: Visitor, **filled: object) -> httpx.Response:
    wanted = {"name": "GLPI", "client": ["acme"], "scope": ["search", "record"], **filled}
    return chief.submit(chief.get(KEYS), KEYS, **wanted)


def sees(desk: Served, key: str, client: str = "acme") -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{desk.url}/api/v1/clients/{client}/articles", headers=headers, trust_env=False).status_code


def test_a_key_is_shown_once_and_in_no_other_answer(desk: Served, chief: Visitor) -> None:
    answer = made(chief)
    (key,) = set(SECRET.findall(answer.text))
    assert answer.headers["cache-control"] == "no-store"
    assert sees(desk, key) == 200
    assert sees(desk, key, "zeta") == 404
    page = chief.get(KEYS)
    assert "GLPI" in page
    assert "record, search" in page
    assert key.split("_", 2)[2] not in page
    assert trail(desk.kb)[-1] == ("person:local", "key.create", "done")
    kept = b"".join(path.read_bytes() for path in desk.kb.settings.data.rglob("*") if path.is_file())
    assert key.split("_", 2)[2].encode() not in kept


def test_a_key_lasts_as_long_as_was_chosen(desk: Served, chief: Visitor) -> None:
    for lasts in ("30", "0", "nonsense"):
        made(chief, name=f"clé {lasts}", lasts=lasts)
    now = datetime.now(UTC)
    days = {one.name: one.expires and (one.expires - now).days for one in desk.kb.access.keys.all()}
    assert {name: days[name] for name in ("clé 30", "clé 0", "clé nonsense")} == {
        "clé 30": 29,
        "clé 0": None,
        "clé nonsense": 364,
    }


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"client": []}, "client"),
        ({"client": ["acmé"]}, "client"),
        ({"client": ["nobody"]}, "client"),
        ({"scope": []}, "scope"),
        ({"scope": ["nonsense"]}, "scope"),
    ],
)
def test_a_key_that_cannot_be_is_refused_at_its_field(
    desk: Served, chief: Visitor, filled: dict[str, object], field: str
) -> None:
    before = len(desk.kb.access.keys.all())
    answer = made(chief, **filled)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-fault"' in answer.text
    assert len(desk.kb.access.keys.all()) == before
    if field != "client":
        assert 'value="acme" checked' in answer.text, "what was chosen stays chosen"


def test_a_key_is_replaced_after_a_question(desk: Served, chief: Visitor) -> None:
    old = SECRET.findall(made(chief).text)[0]
    id = old.split("_")[1]
    ask = chief.get(f"{KEYS}/{id}/rotate")
    assert "Remplacer le secret de" in ask
    answer = chief.submit(ask, f"{KEYS}/{id}/rotate", overlap="24")
    new = SECRET.findall(answer.text)[0]
    assert new != old
    assert (sees(desk, old), sees(desk, new)) == (200, 200)
    last = SECRET.findall(chief.submit(ask, f"{KEYS}/{id}/rotate", overlap="0").text)[0]
    assert [sees(desk, one) for one in (old, new, last)] == [401, 401, 200]
    assert not SECRET.search(chief.get(KEYS) + chief.get(f"{KEYS}/{id}/rotate"))
    assert trail(desk.kb)[-1] == ("person:local", "key.rotate", "done")


def test_a_key_is_revoked_after_a_question(desk: Served, chief: Visitor) -> None:
    key = SECRET.findall(made(chief).text)[0]
    id = key.split("_")[1]
    ask = chief.get(f"{KEYS}/{id}/revoke")
    assert sees(desk, key) == 200
    page = chief.follow(chief.submit(ask, f"{KEYS}/{id}/revoke"))
    assert ">révoquée<" in page
    assert sees(desk, key) == 401
    assert trail(desk.kb)[-1] == ("person:local", "key.revoke", "done")
    refused = chief.submit(chief.get(f"{KEYS}/{id}/rotate"), f"{KEYS}/{id}/rotate")
    assert refused.status_code == 400
    assert "ne vaut plus" in refused.text or "n’est plus valable" in refused.text
    chief.get(f"{KEYS}/absent0000/revoke", 404)


def added(chief: Visitor, **filled: object) -> httpx.Response:
    wanted = {"account": "Marie.Duval", "name": "Marie Duval", "role": ["acme=agent"], "password": PHRASE}
    wanted |= {"again": filled.get("password", PHRASE), **filled}
    return chief.submit(chief.get(PEOPLE), PEOPLE, **wanted)


def enters(desk: Served, password: str, account: str = "marie.duval") -> bool:
    """Whether this password signs in, from an address that did not fail before."""
    kb = desk.kb
    found = kb.access.accounts.find(account)
    assert found is not None
    return not found[0].is_disabled and kb.sign_ins.passwords.is_right(found[1], password)


def page_of(chief: Visitor, name: str) -> str:
    return re.findall(rf'<a href="({PEOPLE}/[0-9a-f]+)">{name}<', chief.get(PEOPLE))[0]


def test_somebody_is_added_and_changed(desk: Served, chief: Visitor) -> None:
    page = chief.follow(added(chief))
    assert "Marie Duval" in page
    assert "acme = agent" in page
    assert enters(desk, PHRASE)
    place = page_of(chief, "Marie Duval")
    assert "marie" not in place
    one = chief.get(place)
    assert PHRASE not in one
    assert ("role", "acme=agent") in Forms(one).found[f"{place}/roles"]
    one = chief.follow(chief.submit(one, f"{place}/roles", role=["zeta=editor", "*=supervisor"]))
    assert "Les rôles sont changés" in one
    found = desk.kb.access.accounts.find("marie.duval")
    assert found is not None
    assert found[0].roles == {"zeta": (Role.EDITOR,), "*": (Role.SUPERVISOR,)}
    one = chief.follow(chief.submit(one, f"{place}/password", password=OTHER, again=OTHER))
    assert "Le mot de passe est changé" in one
    assert (enters(desk, PHRASE), enters(desk, OTHER)) == (False, True)
    ask = chief.get(f"{place}/disable")
    assert enters(desk, OTHER)
    one = chief.follow(chief.submit(ask, f"{place}/disable"))
    assert ">exclu<" in one
    assert not enters(desk, OTHER)
    one = chief.follow(chief.submit(one, f"{place}/enable"))
    assert ">admis<" in one
    done = [action for who, action, _ in trail(desk.kb) if who == "person:local" and action.startswith("person.")]
    assert done == ["person.create", "person.roles", "person.password", "person.disable", "person.enable"]


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        ({"account": "Léa !"}, "account"),
        ({"account": "local"}, "account"),
        ({"name": "x" * 101}, "name"),
        ({"role": []}, "role"),
        ({"role": ["nobody=agent"]}, "role"),
        ({"role": ["acme=king"]}, "role"),
        ({"password": "court"}, "password"),
        ({"password": "marie.duval marie.duval"}, "password"),
        ({"again": OTHER}, "again"),
    ],
)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    desk: Served, chief: Visitor, filled: dict[str, object], field: str
) -> None:
    answer = added(chief, **filled)
    assert answer.status_code == 400
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-fault"' in answer.text
    assert desk.kb.access.accounts.find("marie.duval") is None
    assert PHRASE not in answer.text
    assert OTHER not in answer.text
    if field != "role":
        assert 'value="acme=agent" checked' in answer.text


def test_the_same_account_twice_is_refused(chief: Visitor) -> None:
    assert added(chief).status_code == 303
    again = added(chief)
    assert again.status_code == 400
    assert "existe déjà" in again.text


def test_what_ends_a_session_ends_it(desk: Served, chief: Visitor) -> None:
    roles = {"acme": (Role.AGENT,)}
    with visitor(desk, roles) as agent:
        agent.get("/c/acme/status")
        place = page_of(chief, "Somebody")
        assert "se connecte ailleurs" in chief.get(place)
        chief.follow(chief.submit(chief.get(f"{place}/disable"), f"{place}/disable"))
        agent.get("/c/acme/status", 401)


def test_names_stay_text(chief: Visitor) -> None:
    made(chief, name=MARKUP)
    added(chief, name=MARKUP)
    pages = [chief.get(KEYS), chief.get(PEOPLE)]
    pages += [chief.get(place) for place in re.findall(rf'"({KEYS}/\w+/\w+)"', pages[0])]
    pages += [chief.get(place) for place in re.findall(rf'"({PEOPLE}/\w+)"', pages[1])]
    assert len(pages) > 5
    for page in pages:
        assert "<svg" not in page
    assert sum("&lt;svg" in page for page in pages) >= 5


def test_without_the_pages_token_nothing_is_done(desk: Served, chief: Visitor) -> None:
    before = len(desk.kb.access.keys.all())
    assert made(chief, csrf="").status_code == 403
    assert added(chief, csrf="f" * 64).status_code == 403
    assert len(desk.kb.access.keys.all()) == before
    assert desk.kb.access.accounts.find("marie.duval") is None


def test_what_cannot_be_accounted_for_is_not_done(
    desk: Served, chief: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, file = len(desk.kb.access.keys.all()), desk.kb.access.file

    def full(*_: object) -> None:
        raise StateError("The disk is full.")

    page, people = chief.get(KEYS), chief.get(PEOPLE)
    with monkeypatch.context() as patch:
        patch.setattr(file, "append", full)
        refused = chief.submit(page, KEYS, name="GLPI", client=["acme"], scope=["search"])
        assert refused.status_code == 503
        assert not SECRET.search(refused.text)
        wanted = {"account": "marie", "role": ["acme=agent"], "password": PHRASE, "again": PHRASE}
        assert chief.submit(people, PEOPLE, **wanted).status_code == 503
    assert len(desk.kb.access.keys.all()) == before
    assert desk.kb.access.accounts.find("marie") is None


def test_ways_lead_where_one_may_go(desk: Served, chief: Visitor) -> None:
    assert f'href="{KEYS}"' in chief.get("/")
    assert f'href="{PEOPLE}" aria-current="page"' in chief.get(PEOPLE)
    with visitor(desk, {"acme": (Role.ADMIN,)}) as of_one_client:
        assert KEYS not in of_one_client.get("/c/acme/articles")
        of_one_client.get(KEYS, 403)
    everything = {"Authorization": desk.http.headers["Authorization"], **AS_A_BROWSER}
    with httpx.Client(base_url=desk.url, headers=everything, trust_env=False, timeout=30) as key:
        assert key.get("/c/acme/articles").status_code == 200
        assert key.get(KEYS).status_code == 403


def test_an_expired_session_is_asked_to_sign_in_and_comes_back(desk: Served) -> None:
    asked = {"account": "chef", "password": PHRASE, "next": KEYS}
    Accounts(desk.kb.access).add(
        "terminal:tests", datetime.now(UTC), NewAccount("chef", "Chef", {"*": (Role.ADMIN,)}, PHRASE)
    )
    with httpx.Client(base_url=desk.url, headers=AS_A_BROWSER, trust_env=False, timeout=30) as http:
        page = http.get(KEYS)
        assert page.status_code == 401
        assert f'name="next" value="{KEYS}"' in page.text
        back = http.post("/sign-in", data=asked)
        assert (back.status_code, back.headers["location"]) == (303, KEYS)


def test_every_scope_can_be_given(chief: Visitor) -> None:
    page = chief.get(KEYS)
    assert all(f'name="scope" value="{scope.value}"' in page for scope in Scope)
