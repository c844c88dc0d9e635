"""What is told of a call as it happens does not lie days ahead."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kbsearch.core.moments import FURTHEST
from tests.api.desk import Caller, as_event
from tests.served import Served


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"started_at": "{}"}, "started_at"),
        ({"at": "{}", "queue": "support"}, "at"),
        ({"wrapup_ended_at": "{}"}, "wrapup_ended_at"),
        ({"id": "1", "at": "{}"}, "at"),
        ({"id": "1", "at": "{}", "outcome": "resolved"}, "at"),
        ({"id": "1", "at": "{}", "solved": True}, "at"),
        ({"events": [{"id": "1", "at": "{}", "what": {"kind": "reopened"}}]}, "events[0].at"),
        ({"events": [as_event("1", {"kind": "started", "began": "{}"})]}, "events[0].what.began"),
        ({"events": [as_event("1", {"kind": "telephoned", "ended_at": "{}"})]}, "events[0].what.ended_at"),
    ],
)
def test_what_lies_far_ahead_is_refused_and_says_what_to_look_at(
    desk: Served, body: dict[str, Any], place: str
) -> None:
    call = Caller(desk)
    step = {"solved": "confirm", "outcome": "close", "events": "events", "id": "reopen"}
    of = next((step[name] for name in step if name in body), "")

    def told(ahead: timedelta) -> Any:
        said = json.dumps(body).replace("{}", (datetime.now(UTC) + ahead).isoformat())
        headers = {"Content-Type": "application/json"}
        return call.http.request(
            "POST" if of else "PUT", f"{call.path}/{of}".rstrip("/"), content=said, headers=headers
        )

    refused = told(FURTHEST + timedelta(minutes=1))
    assert refused.status_code == 400
    [error] = refused.json()["errors"]
    assert error["field"] == place
    assert "vérifiez l’horloge" in error["message"]
    assert call.http.get(call.path).status_code == 404
    assert told(FURTHEST - timedelta(minutes=1)).status_code == 200
