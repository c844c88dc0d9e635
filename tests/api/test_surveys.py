"""What callers answer to a survey: kept with their call, and in two figures of their client."""

from __future__ import annotations

import json

import pytest

from tests.api.desk import Caller
from tests.api.test_figures import DAY, read
from tests.served import Served


def test_what_callers_answered_to_a_survey(desk: Served) -> None:
    """Fifty promoters and twenty detractors of a hundred: +30 points, ±1.96 · sqrt((0.5 + 0.2 − 0.3²) / 100)."""
    scores = [10] * 30 + [9] * 20 + [7] * 30 + [6] * 15 + [0] * 5
    told = [
        {"call_id": f"c-{at}", "started_at": "2026-11-02T09:14:00Z", "closed_at": "2026-11-02T09:15:00Z",
         "outcome": "resolved", "recommendation": score, **({"satisfaction": 4} if at < 10 else {})}
        for at, score in enumerate(scores)
    ]  # fmt: skip
    body, kind = "\n".join(map(json.dumps, told)), {"content-type": "application/x-ndjson"}
    assert desk.http.post("/api/v1/clients/acme/imports/calls", content=body, headers=kind).json()["calls"] == 100
    found = {one["name"]: one for one in read(desk, **DAY)["figures"]}
    nps = found["nps"]
    assert (nps["numerator"], nps["against"], nps["denominator"], nps["value"]) == (30, 20, 100, 0.3)
    assert nps["unit"] == "balance"
    half = 1.959964 * ((0.5 + 0.2 - 0.3**2) / 100) ** 0.5
    assert (nps["interval"]["low"], nps["interval"]["high"]) == pytest.approx((0.3 - half, 0.3 + half), abs=1e-6)
    assert nps["interval"]["method"] == "normal"
    assert [found[name]["value"] for name in ("csat", "csat_response_rate", "nps_response_rate")] == [1.0, 0.1, 1.0]
    page = desk.http.get("/c/acme/figures", params=DAY, headers={"accept": "text/html"}).text
    assert "+30,0\u00a0points" in page
    assert "50 promoteurs, 20 détracteurs sur 100" in page
    assert "+14,7\u00a0points" in page
    kept = desk.http.get("/api/v1/clients/acme/calls/c-0").json()
    assert (kept["satisfaction"], kept["recommendation"]) == (4, 10)
    assert "recommandation\u00a0: 10 sur 10" in desk.http.get("/c/acme/calls/c-0", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    "rated", [{"satisfaction": 0}, {"satisfaction": 6}, {"recommendation": 11}, {"recommendation": -1}, {"stars": 4}]
)
def test_a_rating_that_there_is_not_is_refused(desk: Served, rated: dict[str, int]) -> None:
    assert Caller(desk, "c").events(("e", {"kind": "rated", **rated})).status_code == 400


def test_a_row_with_neither_answer_has_no_rating(desk: Served) -> None:
    body = "call_id,started_at,satisfaction,recommendation\nc-1,2026-11-02T09:14:00Z,,\nc-2,2026-11-02T09:14:00Z,,9\n"
    kept = desk.http.post("/api/v1/clients/acme/imports/calls", content=body, headers={"content-type": "text/csv"})
    assert (kept.json()["calls"], kept.json()["faulty"]) == (2, 0)
    kinds = [
        {one["what"]["kind"] for one in desk.http.get(f"/api/v1/clients/acme/calls/{id}/replay").json()["timeline"]}
        for id in ("c-1", "c-2")
    ]
    assert kinds == [{"started"}, {"started", "rated"}]
