"""Where one may go from a page: what is left out would be refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kbsearch.core.access.principals import Principal, Scope

Place: TypeAlias = Literal[
    "search",
    "calls",
    "articles",
    "incidents",
    "status",
    "dashboard",
    "figures",
    "gaps",
    "alerts",
    "health",
    "own-calls",
    "keys",
    "people",
    "",
]
"""Where somebody is; empty = elsewhere."""


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the navigation."""

    href: str
    text: str
    """Key of the catalogue."""
    is_here: bool


def may_administer(principal: Principal) -> bool:
    """Keys and accounts are people's business: a key that could make keys would outlive its own end."""
    return principal.kind == "person" and principal.may_everywhere(Scope.ADMIN)


def navigation(principal: Principal, client: str, here: Place) -> tuple[Way, ...]:
    """The pages of `client`, or of none where it is empty, then those of the whole instance."""
    return tuple(_ways(principal, client, here))


def _ways(principal: Principal, client: str, here: Place) -> Iterator[Way]:
    if client and principal.may(Scope.SEARCH, client):
        yield Way(f"/c/{client}", "search", here == "search")
        if principal.may(Scope.RECORD, client):
            yield Way(f"/c/{client}/calls", "nav-calls", here == "calls")
        yield Way(f"/c/{client}/articles", "nav-articles", here == "articles")
        yield Way(f"/c/{client}/incidents", "nav-incidents", here == "incidents")
        yield Way(f"/c/{client}/status", "nav-status", here == "status")
    if client and principal.may(Scope.READ_FIGURES, client):
        yield Way(f"/c/{client}/dashboard", "nav-dashboard", here == "dashboard")
        yield Way(f"/c/{client}/figures", "nav-figures", here == "figures")
        yield Way(f"/c/{client}/gaps", "nav-gaps", here == "gaps")
        yield Way(f"/c/{client}/alerts", "nav-alerts", here == "alerts")
    if client and principal.may(Scope.EDIT_ARTICLES, client):
        yield Way(f"/c/{client}/health", "nav-health", here == "health")
    if principal.kind == "person" and principal.may_somewhere(Scope.RECORD):
        yield Way("/calls", "nav-own-calls", here == "own-calls")
    if may_administer(principal):
        yield Way("/admin/keys", "nav-keys", here == "keys")
        yield Way("/admin/people", "nav-people", here == "people")
