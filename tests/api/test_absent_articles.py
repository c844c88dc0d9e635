"""An article that a post names and the client does not have is kept, and said at once."""

from __future__ import annotations

from tests.api.desk import Caller
from tests.served import Served


def test_an_end_with_a_mistyped_article_is_kept_and_warned_of_each_time(desk: Served) -> None:
    call = Caller(desk)
    end = {"id": "end", "outcome": "resolved", "used": ["reseau/vpn", "reseau/vnp", "reseau/vnp"]}
    first, again = call.post("close", **end), call.post("close", **end)
    assert (first.status_code, again.status_code, again.json()["repeated"]) == (200, 200, 4)
    (warning,) = first.json()["warnings"]
    assert warning["field"] == "used"
    assert "n’a pas d’article « reseau/vnp »" in warning["message"]
    assert again.json()["warnings"] == first.json()["warnings"]
    assert call.read()["used"] == ["reseau/vpn", "reseau/vnp"]


def test_events_are_warned_of_too_and_nothing_personal_is_repeated(desk: Served) -> None:
    call = Caller(desk)
    kinds = {"t": ("tried", "a"), "r": ("refused", "06 12 34 56 78"), "o": ("opened", "b"), "u": ("used", "reseau/vpn")}
    told = call.events(*((id, {"kind": kind, "article": article}) for id, (kind, article) in kinds.items()))
    assert told.status_code == 200, told.text
    assert [one["field"] for one in told.json()["warnings"]] == ["tried", "refused"]
    assert "« a »" in told.json()["warnings"][0]["message"]
    assert "06 12" not in told.text
