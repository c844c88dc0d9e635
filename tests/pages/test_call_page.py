"""The search page of a call that came in: what it says of the call, whichever tab it is opened in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kbsearch.core.access.principals import Role
from tests.pages.visitor import Visitor, visitor
from tests.served import Served

OPENED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
CALL = "/c/acme/call/ACD-5"


@pytest.fixture
def agent(desk: Served) -> Iterator[Visitor]:
    with visitor(desk, {"acme": (Role.AGENT,)}) as somebody:
        yield somebody


def pop(agent: Visitor, **said: str) -> None:
    """The telephone system opens it."""
    answer = agent.http.get(
        f"{agent.url}/agent/pop", params={"call": "ACD-5", "client": "acme", **said}, headers=OPENED
    )
    assert answer.status_code == 303, answer.text


def spoken(page: str) -> str:
    """What the page has its script say that the caller speaks."""
    found = re.search(r'data-call-lang="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_what_the_caller_speaks_is_the_call_s_and_not_the_address_s(agent: Visitor) -> None:
    assert spoken(agent.get(f"{CALL}?lang=en")) == "en", "while nothing is kept of the call, the address tells"
    pop(agent, lang="en")
    assert spoken(agent.get(CALL)) == "en"
    pop(agent)
    pop(agent, lang="de")
    assert spoken(agent.get(CALL)) == "en", "what says nothing of it changes nothing"
    assert spoken(agent.get(f"{CALL}?lang=fr")) == "en"
    pop(agent, lang="fr")
    assert spoken(agent.get(CALL)) == "fr"
    pop(agent, lang="en")
    assert spoken(agent.get(CALL)) == "en", "what was told last counts"
    assert spoken(agent.get("/c/acme/call/ACD-6")) == "", "it is no other call's"
