"""Files of calls over HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import Any

import httpx
import pytest

from kbsearch.app.threads import EACH_IMPORTING
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from tests.api.desk import Caller, kept_bytes
from tests.served import Served
from tests.waiting import wait_for

CSV = """call_id;started_at;closed_at;outcome;caller;symptom;used
i1;2026-11-02 09:14;2026-11-02 09:21;resolved;0612345678;vpn en panne, rappeler au 0612345678;reseau/vpn
i2;2026-11-02 09:30;;solved;;;
"""


def load(
    served: Served, data: str | bytes, kind: str = "text/csv", client: str = "acme", lang: str = ""
) -> httpx.Response:
    headers = {"content-type": f"{kind}; charset=utf-8", "accept-language": lang}
    return served.http.post(f"/api/v1/clients/{client}/imports/calls", content=data, headers=headers)


def test_a_file_of_calls_is_kept_and_its_faults_listed(desk: Served, tmp_path: Path) -> None:
    for new, repeated in ((4, 0), (0, 4)):
        found = load(desk, CSV).json()
        assert (found["calls"], found["new"], found["repeated"], found["faulty"]) == (1, new, repeated, 1)
        assert [(one["line"], one["field"]) for one in found["faults"]] == [(3, "outcome")]
    call = Caller(desk, "i1").read()
    assert (call["started"], call["outcome"], call["used"]) == ("2026-11-02T08:14:00Z", "resolved", ["reseau/vpn"])
    assert b"0612345678" not in kept_bytes(tmp_path)
    line = b'{"call_id": "j1", "started_at": "2026-11-02T09:14:00Z"}\n'
    assert load(desk, line, "application/x-ndjson").json()["calls"] == 1
    assert Caller(desk, "j1").read()["outcome"] is None


def test_faults_are_told_in_the_language_asked_for_and_repeat_nothing(desk: Served) -> None:
    row = '{"call_id": "j1", "started_at": "2026-11-02T09:14:00Z", "outcome": "Mme Durand 0612345678"}\n'
    for lang, said in (("", "Valeurs permises : resolved"), ("en-GB,fr;q=0.5", "Write one of: resolved")):
        answer = load(desk, row, "application/x-ndjson", lang=lang)
        (found,) = answer.json()["faults"]
        assert (found["line"], found["field"]) == (1, "outcome")
        assert found["message"].startswith(said)
        assert "Durand" not in answer.text
        assert "612345678" not in answer.text


def test_an_article_that_is_not_there_is_a_warning_the_same_whether_another_client_has_it_or_nobody(
    desk: Served,
) -> None:
    row = '{"call_id": "j1", "started_at": "2026-11-02T09:14:00Z", "used": ["%s", "reseau/vpn"]}\n'
    told: list[list[dict[str, Any]]] = []
    for article in ("secret", "nulle-part"):
        found = load(desk, row.replace("j1", article) % article, "application/x-ndjson").json()
        assert (found["calls"], found["faulty"], found["faults"], found["warned"]) == (1, 0, [], 1)
        assert Caller(desk, article).read()["used"] == [article, "reseau/vpn"]
        told.append([one | {"message": one["message"].replace(article, "…")} for one in found["warnings"]])
    assert told[0] == told[1]
    assert (told[0][0]["line"], told[0][0]["field"]) == (1, "used")
    assert told[0][0]["message"].startswith("Avertissement : ce client n’a pas d’article « … »")
    assert load(desk, row % "secret", "application/x-ndjson", client="zeta").json()["warnings"][0]["line"] == 1
    said = load(desk, row % "Mme Durand 0612345678", "application/x-ndjson", lang="en").text
    assert "no article “Mme [name] [phone]”" in said
    assert "Durand" not in said


def test_half_a_character_and_what_is_no_number_leave_one_row_out(desk: Served) -> None:
    row = '{"call_id": "%s", "started_at": "2026-11-02T09:14:00Z", "symptom": %s}\n'
    data = "".join(row % (f"j{at}", said) for at, said in enumerate(('"\\ud800"', "NaN", "1e999", '"vpn"')))
    found = load(desk, data, "application/x-ndjson")
    assert found.status_code == 200
    assert (found.json()["calls"], [one["line"] for one in found.json()["faults"]]) == (1, [1, 2, 3])


def test_a_file_that_is_none_is_refused(desk: Served) -> None:
    assert load(desk, CSV, "text/plain").status_code == 415
    refused = load(desk, CSV, "application/json")
    assert refused.status_code == 415
    assert "text/csv" in refused.json()["detail"], "not that it be sent as JSON, which it was"
    assert load(desk, CSV, client="absent").status_code == 404
    big = load(desk, b"x" * 5_000_001)
    assert (big.status_code, "5000000 octets par envoi" in big.json()["detail"]) == (413, True)
    assert "coupez un fichier entre deux lignes" in big.json()["detail"]
    assert load(desk, b"\xff\xfe").json()["faulty"] == 1
    desk.live.entries["acme"] = StateError("x")
    assert load(desk, CSV).status_code == 503


def test_files_of_one_client_keep_nobody_else_waiting(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is read at a time, off the threads that articles and pages are on; few of one client may wait, and another's
    is read before them."""
    keep, begun, over, order = desk.kb.calls.load, threading.Event(), threading.Event(), []

    def held(client: OneClient, *args: Any) -> Any:
        begun.set()
        over.wait(20)
        order.append(client.id)
        return keep(client, *args)

    monkeypatch.setattr(desk.kb.calls, "load", held)
    with ThreadPoolExecutor(EACH_IMPORTING + 2) as others:
        sent = [others.submit(load, desk, CSV) for _ in range(EACH_IMPORTING + 1)]
        try:
            assert begun.wait(10)
            listed = desk.http.get("/api/v1/clients/zeta/articles?limit=1", timeout=5)
            assert (listed.status_code, len(listed.json()["items"])) == (200, 1)
            refused = next(as_completed(sent, timeout=10)).result()
            assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
            neighbour = others.submit(load, desk, CSV, client="zeta")
            assert wait_for(lambda: desk.kb.threads.importers.waiting == EACH_IMPORTING)
        finally:
            over.set()
        assert neighbour.result().status_code == 200
        assert sorted(one.result().status_code for one in sent) == [*[200] * EACH_IMPORTING, 503]
    assert order == ["acme", "zeta", *["acme"] * (EACH_IMPORTING - 1)], "the neighbour waited for all of one client's"
