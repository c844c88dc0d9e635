from __future__ import annotations

import pytest

from kbsearch.core.access.principals import EVERY_CLIENT, SCOPES_OF, Principal, Role, Scope, granted


def test_a_principal_may_what_it_was_granted_for_that_client_and_nothing_else() -> None:
    one = Principal("key", "k", "k", {"acme": frozenset({Scope.SEARCH}), "zeta": frozenset({Scope.RECORD})})
    assert one.may(Scope.SEARCH, "acme")
    assert not one.may(Scope.SEARCH, "zeta")
    assert not one.may(Scope.RECORD, "acme")
    assert not one.scopes("omega")
    assert not one.scopes("")
    assert one.may_somewhere(Scope.RECORD)
    assert not one.may_somewhere(Scope.ADMIN)
    assert not one.may_everywhere(Scope.SEARCH)


def test_a_grant_for_every_client_adds_to_one_for_a_single_client() -> None:
    one = Principal("person", "p", "p", {EVERY_CLIENT: frozenset({Scope.SEARCH}), "acme": frozenset({Scope.RECORD})})
    assert one.scopes("acme") == {Scope.SEARCH, Scope.RECORD}
    assert one.scopes("zeta") == {Scope.SEARCH}
    assert one.may_everywhere(Scope.SEARCH)
    assert not one.may_everywhere(Scope.RECORD)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_worth_something_and_only_the_admin_administers(role: Role) -> None:
    assert SCOPES_OF[role]
    assert (Scope.ADMIN in SCOPES_OF[role]) is (role is Role.ADMIN)


def test_somebody_of_the_client_sees_figures_alone() -> None:
    assert granted({"acme": [Role.CLIENT_READER]}) == {"acme": frozenset({Scope.READ_FIGURES})}


def test_roles_add_up_per_client() -> None:
    both = granted({"acme": [Role.AGENT, Role.CLIENT_READER], "zeta": [Role.EDITOR]})
    assert both["acme"] == {Scope.SEARCH, Scope.RECORD, Scope.ESCALATE, Scope.READ_FIGURES}
    assert both["zeta"] == {Scope.SEARCH, Scope.EDIT_ARTICLES}
    assert not granted({"acme": []})["acme"]
