"""Retries, refusals and odd answers, without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kbsearch.client import Kbsearch, Opened, Patience, ProblemError, UnexpectedAnswerError, UnreachableError
from kbsearch.client.posts import Event

RECORDED = {"client": "acme", "call": "c", "new": 1, "repeated": 0}
PROBLEM = {"type": "/problems#not-ready", "title": "Not ready", "status": 503, "detail": "x", "request_id": "r1"}


def refusal(status: int, **headers: str) -> httpx.Response:
    kind = {"content-type": "application/problem+json"}
    return httpx.Response(status, content=json.dumps(PROBLEM | {"status": status}), headers=kind | headers)


class Answering:
    """A server that gives these answers in turn, an error among them is raised; and what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers, self.asked, self.slept = list(answers), list[httpx.Request](), list[float]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Kbsearch, Answering]]:
    def made(*answers: httpx.Response | Exception, **patience: Any) -> tuple[Kbsearch, Answering]:
        server = Answering(*answers)
        kb = Kbsearch(
            "http://kb.example", client="acme", key="kbs_a_b", patience=Patience(**patience),
            through=httpx.MockTransport(server),
        )  # fmt: skip
        monkeypatch.setattr(kb._api, "_sleep", server.slept.append)
        return kb, server

    return made


Asked = Callable[..., tuple[Kbsearch, Answering]]


def test_a_post_is_sent_again_under_the_same_key(asked: Asked) -> None:
    kb, server = asked(
        httpx.ReadTimeout("late"), refusal(503, **{"retry-after": "1"}), httpx.Response(200, json=RECORDED)
    )
    event = Event(Opened("a"))
    assert kb.events("c", [event]).new == 1
    assert server.slept == [0.2, 1.0]
    first, second, third = server.asked
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"] == third.headers["idempotency-key"]
    assert first.content == second.content == third.content
    assert first.headers["authorization"] == "Bearer kbs_a_b"
    assert json.loads(first.content)["events"][0]["what"] == {"kind": "opened", "article": "a"}


def test_two_posts_have_two_keys(asked: Asked) -> None:
    kb, server = asked(httpx.Response(200, json=RECORDED), httpx.Response(200, json=RECORDED))
    kb.reopen_call("c")
    kb.reopen_call("c")
    assert len({request.headers["idempotency-key"] for request in server.asked}) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 500])
def test_what_waiting_does_not_mend_is_raised_at_once(asked: Asked, status: int) -> None:
    kb, server = asked(refusal(status))
    with pytest.raises(ProblemError) as caught:
        kb.call("c")
    assert (caught.value.status, caught.value.name, caught.value.request_id) == (status, "not-ready", "r1")
    assert (len(server.asked), server.slept) == (1, [])


def test_a_server_that_asks_for_too_much_patience_is_raised(asked: Asked) -> None:
    kb, server = asked(refusal(503, **{"retry-after": "30"}))
    with pytest.raises(ProblemError) as caught:
        kb.call("c")
    assert caught.value.retry_after_s == 30
    assert server.slept == []
    kb, server = asked(refusal(429, **{"retry-after": "30"}), httpx.Response(200, json=RECORDED), most_wait_s=60)
    assert kb.reopen_call("c").new == 1
    assert server.slept == [30]


def test_it_gives_up_after_the_last_try(asked: Asked) -> None:
    kb, server = asked(*[httpx.ConnectError("refused")] * 4, tries=4)
    with pytest.raises(UnreachableError, match="no answer"):
        kb.snapshot()
    assert (len(server.asked), server.slept) == (4, [0.2, 0.4, 0.8])


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, text="<h1>Bad gateway</h1>"),
        httpx.Response(302, headers={"location": "http://elsewhere.example/"}),
        httpx.Response(200, text="<h1>Sign in</h1>"),
        httpx.Response(200, json={"client": 3}),
        httpx.Response(503, text="{", headers={"content-type": "application/problem+json"}),
    ],
)
def test_what_is_not_of_this_api_is_said(asked: Asked, answer: httpx.Response) -> None:
    kb, server = asked(answer)
    with pytest.raises(UnexpectedAnswerError):
        kb.snapshot()
    assert len(server.asked) == 1


@pytest.mark.parametrize("id", ["", ".", "..", "../x", "a/../b", "a//b"])
def test_an_id_never_becomes_another_address(asked: Asked, id: str) -> None:
    kb, server = asked()
    with pytest.raises(ValueError, match="no address"):
        kb.article(id)
    with pytest.raises(ValueError, match="no address"):
        kb.call(id)
    assert server.asked == []


def test_ids_are_quoted(asked: Asked) -> None:
    kb, server = asked(*[httpx.Response(200, json=RECORDED)] * 2)
    kb.reopen_call("appel n°1?#%2e")
    assert server.asked[0].url.raw_path == b"/api/v1/clients/acme/calls/appel%20n%C2%B01%3F%23%252e/reopen"


def test_the_key_is_in_no_text(asked: Asked) -> None:
    kb, _ = asked(refusal(401))
    with pytest.raises(ProblemError) as caught:
        kb.snapshot()
    assert "kbs_a_b" not in f"{caught.value!r} {caught.value} {kb!r} {vars(caught.value)}"
