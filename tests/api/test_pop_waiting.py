"""What was said of a call that waits for its client: kept for its own session, for a while, and not for others."""

from __future__ import annotations

import re

import httpx
import pytest

from kbsearch.api.telephone.pop_waiting import Waiting
from kbsearch.core.access.principals import Role
from tests.access.test_roles import came_in
from tests.api.desk import Caller
from tests.api.test_pop import NUMBER, agent, lines, pop
from tests.served import Served

__all__ = ["agent", "lines"]


def test_what_waits_for_a_client_is_of_its_own_session_and_not_for_long(
    lines: Served, agent: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_there(place: str, by: httpx.Client = agent) -> bool:
        page = by.get(place)
        assert page.status_code == 200
        return NUMBER in page.text

    def keep(call: str) -> str:
        return pop(agent, call=call, caller=NUMBER).headers["location"]

    place, other = keep("c-1"), keep("c-2")
    assert [is_there(place), is_there(place), is_there("/agent/pop?said=x"), is_there("/agent/pop")] == [True] * 2 + [
        False
    ] * 2
    with came_in(lines.kb, {"acme": (Role.AGENT,)}, "another") as another:
        another.base_url = httpx.URL(lines.url)
        assert not is_there(place, another)
    assert agent.post("/agent/pop", data={"call": "c-1", "client": "acme"}).status_code == 303
    assert [is_there(place), is_there(other)] == [False, True]
    assert agent.head("/agent/pop", params={"caller": NUMBER}).headers["location"] == "/agent/pop"
    assert "said=" in pop(agent, cli=NUMBER).headers["location"], "a number under a name of the telephone system's own"
    monkeypatch.setattr("kbsearch.api.telephone.pop_waiting.WITHIN_S", 0.0)
    assert not is_there(other)
    monkeypatch.undo()
    monkeypatch.setattr("kbsearch.api.telephone.pop_waiting.MOST_KEPT", 1)
    places = [keep("c-3"), keep("c-4")]
    assert [is_there(one) for one in places] == [False, True]


def test_a_word_that_is_worth_nothing_any_more_loses_neither_the_call_nor_its_line(agent: httpx.Client) -> None:
    said = {"call": "ACD-7", "did": "+33199000000", "caller": NUMBER, "q": "badge perdu", "lang": "en"}
    place = httpx.URL(pop(agent, **said).headers["location"])
    assert dict(place.params) == {"said": place.params["said"], "call": "ACD-7", "did": "+33199000000", "lang": "en"}
    asked = agent.get(str(place.copy_set_param("said", "x")))
    assert NUMBER not in asked.text
    assert "badge" not in asked.text
    assert re.search(r'name="call" value="ACD-7"', asked.text)
    taken = agent.post("/agent/pop", data={**dict(place.params), "client": "acme"})
    assert taken.headers["location"] == "/c/acme/call/ACD-7?lang=en"


def test_what_waits_ends_with_its_session_and_none_has_it_without_one() -> None:
    kept = Waiting()
    word, other = kept.keep("one", {"call": "c-1"}), kept.keep("two", {"call": "c-1"})
    kept.leave("one")
    assert (kept.of("one", word), kept.of("two", other)) == ({}, {"call": "c-1"})
    assert kept.keep("", {"call": "c-1"}) == ""


def test_what_was_said_at_length_is_not_cut_through_a_number(lines: Served, agent: httpx.Client) -> None:
    said = ("imprimante bloquée " * 110)[:1986]
    agent.post("/agent/pop", data={"call": "c-1", "client": "acme", "q": f"{said} {NUMBER} merci"})
    (told,) = (one["what"] for one in Caller(lines).replay() if one["what"]["kind"] == "described")
    assert told["symptom"] == said
