"""The end of a call, sent again under its id."""

from __future__ import annotations

from tests.api.desk import Caller
from tests.served import Served


def test_an_end_that_is_sent_again_with_other_articles_is_refused(desk: Served) -> None:
    call = Caller(desk)
    end = {"id": "end", "outcome": "resolved"}
    both = ["reseau/vpn", "impression/imprimante"]
    assert call.post("close", **end, used=both).json()["new"] == 3
    assert call.post("close", **end, used=both).json() == {
        "client": "acme",
        "call": "c-1",
        "new": 0,
        "repeated": 3,
        "warnings": [],
    }
    for other in ([], both[:1], both[::-1]):
        refused = call.post("close", **end, used=other)
        assert refused.status_code == 409, other
        assert refused.json()["type"].endswith("event-conflict")
    assert call.read()["used"] == both
