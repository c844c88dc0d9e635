"""Accounts on a real file: what a change ends, what is refused, what is kept."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from argon2 import PasswordHasher

from kbsearch.adapters.passwords import Passwords
from kbsearch.app.access import Access
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.app.sign_ins import Attempt, SignIns
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.passwords import COMMONEST, LEAST_CHARS, fault
from kbsearch.core.access.principals import Role, read_roles
from kbsearch.errors import BadRequest, NotFound, StateError
from tests.access.keeping import HOUR, T0, actions

PASSWORD = "quatre tasses en faience"  # noqa: S105
ME = "terminal:me"
MARIE = NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, PASSWORD)


def signed_in(access: Access, password: str = PASSWORD, account: str = "marie") -> str:
    signs = SignIns(access)
    try:
        return signs.by_password(Attempt(account, password, "192.0.2.1"), T0).session
    finally:
        signs.close()


def test_what_a_change_ends_it_ends_at_once(access: Access) -> None:
    accounts = Accounts(access)
    person = accounts.add(ME, T0, MARIE)
    other = accounts.add(ME, T0, NewAccount("paul", "Paul", {"acme": (Role.EDITOR,)}, PASSWORD))
    paul = signed_in(access, account="paul")
    changes = {
        "person.password": lambda: accounts.set_password(ME, T0, person.id, PASSWORD + "!"),
        "person.roles": lambda: accounts.set_roles(ME, T0, person.id, {"zeta": (Role.EDITOR,)}),
        "person.disable": lambda: accounts.set_disabled(ME, T0, person.id, is_disabled=True),
    }
    password = PASSWORD
    for action, change in changes.items():
        session, link = signed_in(access, password), access.make_link(T0, access.people.all()[0])
        assert access.by_session(session, T0) is not None
        change()
        password = PASSWORD + "!"
        assert access.by_session(session, T0) is None, action
        assert access.by_session(session, T0 + timedelta(minutes=1)) is None
        assert access.sign_in_by_link(link, T0) is None
        assert f'"{action}"' in actions(access)[-1]
    assert access.by_session(paul, T0) is not None, "nobody else is put out"
    assert other.id == "paul"
    assert not signed_in(access, password), "disabled"
    accounts.set_disabled(ME, T0, person.id, is_disabled=False)
    assert not signed_in(access, PASSWORD)
    back = access.by_session(signed_in(access, password), T0)
    assert back is not None
    assert back.principal.grants.keys() == {"zeta"}


def test_what_cannot_be_accounted_for_is_not_changed(access: Access) -> None:
    accounts = Accounts(access)
    accounts.add(ME, T0, MARIE)
    with mock.patch.object(access.file, "append", side_effect=StateError("no room")):
        with pytest.raises(StateError):
            accounts.set_password(ME, T0, "marie", "another long password")
        with pytest.raises(StateError):
            accounts.set_disabled(ME, T0, "marie", is_disabled=True)
        with pytest.raises(StateError):
            signed_in(access)
    assert access.by_session(signed_in(access), T0) is not None


def test_a_sign_in_during_a_change_of_password_does_not_outlive_it(access: Access) -> None:
    accounts = Accounts(access)
    accounts.add(ME, T0, MARIE)
    real = Passwords.is_right

    def slow(self: Passwords, kept: str | None, password: str) -> bool:
        found = real(self, kept, password)
        accounts.set_password(ME, T0, "marie", "another long password")
        return found

    with mock.patch.object(Passwords, "is_right", slow):
        assert signed_in(access) == ""
    assert access.by_session(signed_in(access, "another long password"), T0) is not None


def test_passwords_are_kept_as_argon2id_and_made_anew_when_its_parameters_change(access: Access) -> None:
    Accounts(access).add(ME, T0, MARIE)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    access.accounts.set_password("marie", weak, T0, _entry())
    assert signed_in(access, "not the password") == ""
    assert access.accounts.find("marie") == (access.people.all()[0], weak)
    assert signed_in(access)
    found = access.accounts.find("marie")
    assert found is not None
    assert str(found[1]).startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, second recommendation"
    assert signed_in(access)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "characters"),
        ("onze caract", "11 characters"),
        ("x" * 300, "256"),
        ("MotDePasse123", "tried first"),
        ("abababababab", "same few"),
        ("vive Marie et ses amis", "account's name"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason_and_without_themselves(
    access: Access, password: str, why: str
) -> None:
    with pytest.raises(BadRequest, match=why) as refused:
        Accounts(access).add(ME, T0, NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, password))
    assert not password or password not in str(refused.value)


def test_length_is_all_that_is_asked_for_and_accents_may_be_typed_in_two_ways(access: Access) -> None:
    assert fault("tout en minuscules sans chiffre", "marie") == ""
    assert all(len(one) >= LEAST_CHARS - 1 for one in COMMONEST)
    Accounts(access).add(ME, T0, NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, "une fa\u00efence bleue"))
    assert signed_in(access, "une fai\u0308ence bleue")


@pytest.mark.parametrize("name", ["", "local", "nobody", "é", "a b", "x|y", "https://idp|1", "a" * 65, "-a"])
def test_a_name_that_could_be_somebody_elses_is_no_account(access: Access, name: str) -> None:
    with pytest.raises(BadRequest, match="cannot be an account"):
        Accounts(access).add(ME, T0, NewAccount(name, "x", {"acme": (Role.AGENT,)}, PASSWORD))


def test_an_account_is_made_once_with_roles_and_others_are_not_found(access: Access) -> None:
    accounts = Accounts(access)
    accounts.add(ME, T0, MARIE)
    with pytest.raises(BadRequest, match="already"):
        accounts.add(ME, T0, MARIE)
    for roles in ({}, {"../x": (Role.AGENT,)}, {"acme": ()}):
        with pytest.raises(BadRequest, match="per client"):
            accounts.set_roles(ME, T0, "marie", roles)
    access.make_link(T0)
    for nobody in ("paul", "local"):
        with pytest.raises(NotFound):
            accounts.set_password(ME, T0, nobody, PASSWORD)
        with pytest.raises(NotFound):
            accounts.set_disabled(ME, T0, nobody, is_disabled=True)
    assert [person.id for person in accounts.all()] == ["marie"]
    assert read_roles(["*=admin"]) == {"*": (Role.ADMIN,)}


def test_a_session_of_an_account_ends_as_any_other(access: Access) -> None:
    Accounts(access).add(ME, T0, MARIE)
    session = signed_in(access)
    assert access.by_session(session, T0 + HOUR) is None


def _entry() -> Entry:
    return Entry(T0.isoformat(), ME, "test", "done")
