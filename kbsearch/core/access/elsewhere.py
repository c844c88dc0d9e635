"""People who sign in at another service (OpenID Connect): what one sign-in is made of, and who comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import read_roles
from kbsearch.errors import SignInRefused

LASTS = timedelta(minutes=10)
"""How long somebody may take, from our page to the other service and back."""
MOST_NAME_CHARS = 100
MOST_SUBJECT_CHARS = 255
"""OpenID Connect Core 1.0, section 2."""
MOST_GROUPS = 10_000


@dataclass(frozen=True, slots=True)
class Login:
    """One sign-in under way. Each is 64 hexadecimal digits that nobody can guess, and is used once."""

    state: str
    """Comes back beside the code: whoever comes back is who went."""
    nonce: str
    """Comes back inside the signed token: it was made for this very sign-in."""
    verifier: str
    """PKCE (RFC 7636): only who has it can turn the code into a token."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other service sent the browser back with; empty = not there."""

    state: str
    code: str
    issuer: str
    """RFC 9207."""
    error: str


def person_of(claims: Mapping[str, object], groups_claim: str, mapping: Mapping[str, tuple[str, ...]]) -> Person:
    """Who a verified token is about, with the roles of their groups. An e-mail address is nobody: it can change hands.

    Raises `SignInRefused` for who is in none of the groups, or for a token that does not say.
    """
    subject, issuer = claims.get("sub"), claims.get("iss")
    if not isinstance(subject, str) or not 0 < len(subject) <= MOST_SUBJECT_CHARS or not subject.isprintable():
        raise SignInRefused("sub")
    id = f"{issuer}|{subject}"
    groups = claims.get(groups_claim)
    groups = [groups] if isinstance(groups, str) else groups
    if not isinstance(groups, list) or len(groups) > MOST_GROUPS:
        raise SignInRefused("groups", person=id)
    held = [role for group in groups if isinstance(group, str) for role in mapping.get(group, ())]
    if not held:
        raise SignInRefused("no-group", person=id)
    name = next((text for key in ("name", "preferred_username") if (text := _shown(claims.get(key)))), subject)
    return Person(id, name[:MOST_NAME_CHARS], "oidc", read_roles(held))


def _shown(value: object) -> str:
    return value.strip() if isinstance(value, str) and value.isprintable() else ""
