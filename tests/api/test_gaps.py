"""What a base lacks, over HTTP: found once, of its own calls as they are now, beside the time before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from kbsearch.api.gaps.shapes import EXAMPLE
from kbsearch.app import gaps as app_gaps
from kbsearch.app.patient_embedder import PatientEmbedder
from kbsearch.app.priorities import after_searches
from kbsearch.core.figures.period import read_period
from kbsearch.core.gaps import Gap, Gaps, Unread
from kbsearch.core.gaps.over_time import GapsOverTime, Trend, before, trend
from kbsearch.core.made_once import MadeOnce
from kbsearch.errors import BadRequest
from kbsearch.flows import gaps_over_time
from tests.fakes import HashingEmbedder
from tests.served import Served

OF = "/api/v1/clients/{}/gaps"
DAYS = {"since": "2026-11-01", "until": "2026-11-10"}
BADGE, HEADSET = "badge refusé au portail", "casque muet"


def handed_over(desk: Served, symptom: str, days: list[int], *, client: str = "acme", month: int = 11) -> None:
    """A call on each of these days that no article solved."""
    rows = [
        {
            "call_id": f"{symptom[:6]}-{month}-{day}-{n}",
            "started_at": f"2026-{month:02}-{day:02}T09:{n:02}:00Z",
            "closed_at": f"2026-{month:02}-{day:02}T09:{n:02}:30Z",
            "outcome": "escalated_n2",
            "caller": f"poste {day}",
            "symptom": symptom,
        }
        for n, day in enumerate(days)
    ]
    body, kind = "\n".join(map(json.dumps, rows)), {"content-type": "application/x-ndjson"}
    kept = desk.http.post(f"/api/v1/clients/{client}/imports/calls", content=body, headers=kind)
    assert (kept.status_code, kept.json()["faulty"]) == (200, 0), kept.text


def read(desk: Served, client: str = "acme", **days: str) -> dict[str, Any]:
    answer = desk.http.get(OF.format(client), params=days)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_gaps_stand_with_their_share_their_cost_and_what_became_of_them(desk: Served) -> None:
    handed_over(desk, BADGE, [2] * 12)
    handed_over(desk, BADGE, [25], month=10)
    handed_over(desk, HEADSET, [3] * 3)
    handed_over(desk, HEADSET, [28] * 3, month=10)
    handed_over(desk, "coffre", [3], client="zeta")
    found = read(desk, **DAYS)
    assert {*found} == {*EXAMPLE}
    assert (found["looked_at"], found["unsolved"], found["looked_at_before"]) == (15, 15, 4)
    assert (found["before_since"], found["before_until"]) == ("2026-10-22", "2026-10-31")
    first, second = found["gaps"]
    assert {*first} == {*EXAMPLE["gaps"][0]}
    assert (first["label"], first["volume"], first["before"], first["trend"]) == (BADGE, 12, 1, "rising")
    assert (second["label"], second["volume"], second["before"], second["trend"]) == (HEADSET, 3, 3, "level")
    assert (first["share"], first["running_share"], second["running_share"], found["pareto"]) == (0.8, 0.8, 1.0, 1)
    assert (first["minutes"], first["timed"]) == (6.0, 12)
    assert first["reasons"] == [{"reason": "escalated", "calls": 12}]
    assert len(first["calls"]) == 12
    assert (first["calls_before"], len(second["calls_before"])) == (["badge -10-25-0"], 3)
    assert [one["label"] for one in read(desk, "zeta", **DAYS)["gaps"]] == ["coffre"]


def test_each_count_is_that_of_its_calls(desk: Served) -> None:
    handed_over(desk, BADGE, [2] * 3)
    handed_over(desk, "", [4] * 2)
    handed_over(desk, HEADSET, [28], month=10)
    handed_over(desk, "coffre", [3], client="zeta")
    found = read(desk, **DAYS)
    assert (found["looked_at"], found["unsolved"], found["wordless"]) == (5, 5, 2)
    for count in ("looked_at", "unsolved", "wordless"):
        answer = desk.http.get(f"/api/v1/clients/acme/figures/gaps_{count}/calls", params=DAYS)
        lines = [line.split(",") for line in answer.text.splitlines()[1:]]
        assert len(lines) == found[count]
        assert {(line[0], line[3], line[4]) for line in lines} == {(f"gaps_{count}", "1", "1")}
    answer = desk.http.get("/api/v1/clients/acme/figures/gaps_solved/calls", params=DAYS)
    assert answer.status_code == 404
    for more in ({"article": "reseau/vpn"}, {"by": "queue", "key": ""}):
        answer = desk.http.get("/api/v1/clients/acme/figures/gaps_unsolved/calls", params={**DAYS, **more})
        assert answer.status_code == 404


def test_without_calls_before_there_is_no_trend_and_without_calls_no_gap(desk: Served) -> None:
    assert read(desk)["gaps"] == []
    handed_over(desk, BADGE, [2] * 9)
    assert [one["trend"] for one in read(desk, **DAYS)["gaps"]] == ["unknown"]
    first = read(desk, since="2000-01-01", until="2000-01-01")
    assert (first["before_since"], first["gaps"]) == (None, [])


def test_they_are_found_once_until_a_call_more_is_told_or_the_base_is_another(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    times, original = list[int](), gaps_over_time.gaps_over_time

    def told(*given: Any, **more: Any) -> Any:
        times.append(1)
        return original(*given, **more)

    monkeypatch.setattr(gaps_over_time, "gaps_over_time", told)
    handed_over(desk, BADGE, [2] * 3)
    assert [read(desk, **DAYS)["unsolved"] for _ in range(3)] == [3, 3, 3]
    assert len(times) == 1
    handed_over(desk, HEADSET, [2])
    assert [read(desk, **DAYS)["unsolved"] for _ in range(2)] == [4, 4]
    assert len(times) == 2
    assert read(desk, since="2026-11-02", until="2026-11-02")["unsolved"] == 4
    assert len(times) == 3


def test_of_too_many_wordings_the_most_frequent_are_read_and_the_rest_is_counted(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_over(desk, BADGE, [2] * 12)
    handed_over(desk, HEADSET, [3] * 3)
    handed_over(desk, "écran noir", [4] * 3)
    handed_over(desk, BADGE.upper(), [25] * 5, month=10)
    handed_over(desk, "écran noir", [26] * 2, month=10)
    handed_over(desk, "coffre bloqué", [27] * 3, month=10)
    handed_over(desk, "souris perdue", [28], month=10)
    whole = read(desk, **DAYS)
    assert [one["before"] for one in whole["gaps"]] == [5, 0, 2]
    assert left(whole) == (0, 0, 0, 0)
    monkeypatch.setattr(app_gaps, "MOST_READ", 4)
    some = kept_anew(desk)
    assert ([one["before"] for one in some["gaps"]], left(some)) == ([5, 0, 2], (0, 0, 1, 1)), (
        "the last before goes first"
    )
    monkeypatch.setattr(app_gaps, "MOST_READ", 2)
    few = kept_anew(desk)
    assert [(one["label"], one["volume"], one["before"]) for one in few["gaps"]] == [(BADGE, 12, 5), (HEADSET, 3, 0)]
    assert left(few) == (1, 3, 3, 6), "of as many calls, what was said first is read"
    assert few["unsolved"] == 18 == sum(one["volume"] for one in few["gaps"]) + few["unread_calls"]
    assert few["gaps"][0]["share"] == 0.8, "of what was read"
    assert kept_anew(desk) == few
    wrong = desk.http.get(OF.format("acme"), params={"since": "hier"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (400, "since")


def left(found: dict[str, Any]) -> tuple[int, ...]:
    """Wordings and calls that were left unread, of these days and of those before."""
    return tuple(
        found[name] for name in ("unread_wordings", "unread_calls", "unread_wordings_before", "unread_calls_before")
    )


def kept_anew(desk: Served) -> dict[str, Any]:
    """What is found where nothing was kept."""
    desk.kb.found_gaps = MadeOnce()
    return read(desk, **DAYS)


def test_no_trend_is_told_that_what_was_left_unread_might_change() -> None:
    days = read_period("2026-11-01", "2026-11-10", today=datetime(2026, 12, 1, tzinfo=UTC).date(), zone=ZoneInfo("UTC"))

    def told(calls: int, before_it: int, unread: int, unread_before: int) -> str:
        gap = Gap("g", BADGE, tuple(map(str, range(calls))), 1, calls, 0, 0.0, 0, (), {})
        found = Gaps("acme", days, calls, calls, 0, (gap,), Unread(unread, unread))
        rest = Unread(unread_before, unread_before)
        known = GapsOverTime(found, before(days), 99, {"g": ("c",) * before_it}, rest, days.ends)
        return known.gaps[0].trend.value

    assert [told(12, 0, *rest) for rest in ((0, 0), (9, 1), (0, 4))] == ["rising", "rising", "unknown"]
    assert [told(2, 14, *rest) for rest in ((0, 0), (0, 9), (5, 0))] == ["falling", "falling", "unknown"]
    assert [told(8, 7, *rest) for rest in ((2, 2), (0, 30))] == ["level", "unknown"]


def test_noise_is_level() -> None:
    """Of two counts with the same mean, one of a hundred at most is said to move, whatever the mean."""
    drawn = np.random.default_rng(7)
    for mean in (1, 5, 20, 80):
        moved = sum(trend(*map(int, drawn.poisson(mean, 2))) is not Trend.LEVEL for _ in range(600))
        assert moved <= 12, mean
    assert trend(0, 0) is Trend.LEVEL


def test_a_period_that_is_not_over_is_compared_as_far_as_it_has_come() -> None:
    assert trend(10, 30) is Trend.FALLING
    assert trend(10, 30, 1 / 4) is Trend.LEVEL


def test_the_time_before_is_as_many_days_as_there_may_be() -> None:
    def of(since: str, until: str) -> tuple[str, str] | None:
        found = before(read_period(since, until, today=datetime(2026, 12, 1, tzinfo=UTC).date(), zone=ZoneInfo("UTC")))
        return (found.since.isoformat(), found.until.isoformat()) if found else None

    assert of("2026-11-01", "2026-11-30") == ("2026-10-02", "2026-10-31")
    assert of("2000-01-03", "2000-01-09") == ("2000-01-01", "2000-01-02")
    assert of("2000-01-01", "2000-01-02") is None


def test_the_model_reads_text_after_text_and_lets_searches_go_first(
    desk: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited, read_at_once, model = list[bool](), list[int](), HashingEmbedder()
    monkeypatch.setattr(
        "kbsearch.app.patient_embedder.after_searches", lambda is_searched: waited.append(is_searched())
    )
    original = model.embed_queries

    def told(texts: Sequence[str]) -> Any:
        read_at_once.append(len(texts))
        return original(texts)

    monkeypatch.setattr(model, "embed_queries", told)
    desk.kb.in_hand += 1
    found = PatientEmbedder(model, desk.kb, most=3).embed_queries(["un", "deux", "trois"])
    desk.kb.in_hand -= 1
    assert (waited, read_at_once) == ([True] * 3, [1] * 3)
    assert np.array_equal(found, original(["un", "deux", "trois"]))
    patient = PatientEmbedder(model, desk.kb, most=2)
    read_at_once.clear()
    again = [patient.embed_queries(some) for some in (["un", "un", "deux"], ["deux", "un"])]
    assert (read_at_once, [len(some) for some in again]) == ([1, 1], [3, 2]), "each text once"
    assert np.array_equal(again[1], original(["deux", "un"]))
    assert PatientEmbedder(model, desk.kb, most=0).embed_queries([]).shape == (0, model.dim)
    with pytest.raises(BadRequest):
        PatientEmbedder(model, desk.kb, most=2).embed_queries(["un", "deux", "trois"])


def test_long_work_waits_for_searches_but_not_for_ever() -> None:
    asked: list[int] = []

    def is_searched() -> bool:
        asked.append(1)
        return len(asked) < 3

    after_searches(is_searched)
    assert len(asked) == 3
    after_searches(lambda: True)
