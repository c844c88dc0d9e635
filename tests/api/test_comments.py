"""What there is to say of the end of a call: of every outcome, without personal data, and gone with the call."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.one_client import OneClient
from tests.api.desk import Caller, kept_bytes
from tests.served import Served

SAID = "Mme Durand rappelle au 0612345678 : onduleur"
KEPT = "Mme [name] rappelle au [phone] : onduleur"


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_takes_one_and_it_is_kept_redacted(desk: Served, outcome: Outcome, tmp_path: Path) -> None:
    call = Caller(desk)
    assert call.post("close", id="end", outcome=outcome.value, comment=SAID).status_code == 200
    assert (call.read()["outcome"], call.read()["comment"]) == (outcome.value, KEPT)
    [closed] = call.replay()
    assert closed["what"] == {"kind": "closed", "outcome": outcome.value, "comment": KEPT}
    kept = kept_bytes(tmp_path)
    assert b"onduleur" in kept
    assert b"Durand" not in kept
    assert b"0612345678" not in kept


def test_an_event_takes_one_too_and_an_end_without_is_written_as_before(desk: Served) -> None:
    call = Caller(desk)
    call.events(("end", {"kind": "closed", "outcome": "abandoned", "comment": SAID}))
    assert call.read()["comment"] == KEPT
    call.post("reopen", id="again", at="2026-11-02T09:15:00+01:00")
    assert call.read()["comment"] == ""
    call.post("close", id="end-2", outcome="resolved", at="2026-11-02T09:16:00+01:00")
    assert call.replay()[-1]["what"] == {"kind": "closed", "outcome": "resolved"}


def test_said_again_it_is_one_end_and_other_words_are_another(desk: Served) -> None:
    call = Caller(desk)
    told = [call.post("close", id="end", outcome="resolved", comment=SAID).json()["new"] for _ in range(2)]
    assert told == [1, 0]
    assert call.post("close", id="end", outcome="resolved", comment="autre").status_code == 409


def test_one_that_is_too_long_is_refused_by_its_name(desk: Served) -> None:
    refused = Caller(desk).post("close", id="end", outcome="resolved", comment="x" * 2001)
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["errors"]] == ["comment"]
    assert Caller(desk).post("close", id="end", outcome="resolved", comment="x" * 2000).status_code == 200


def test_it_is_erased_with_its_call(desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    call.post("close", id="end", outcome="resolved", comment=SAID)
    assert b"onduleur" in kept_bytes(tmp_path)
    desk.kb.calls.erase(OneClient("acme"), ["c-1"])
    assert desk.http.get(call.path).status_code == 404
    assert b"onduleur" not in kept_bytes(tmp_path)
