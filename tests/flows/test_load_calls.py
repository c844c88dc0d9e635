from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.happenings import Used
from kbsearch.core.calls.imported import ImportFault, each_call
from kbsearch.core.calls.imported_rows import Clock
from kbsearch.flows.absent import NO_ARTICLE
from kbsearch.flows.load_calls import CALLS_AT_ONCE, CHANGED, MOST_FAULTS, Known, Loaded, load_calls
from kbsearch.flows.record import Wall
from tests.clients import ACME

WALL = Wall(
    redact=lambda text: text.replace("Durand", "[name]"),
    caller_key=lambda _, caller: f"k{len(caller)}" if caller else "",
    agent_key=lambda *_: "",
    is_personal=lambda id: "Durand" in id,
)
PARIS = ZoneInfo("Europe/Paris")
CLOCK = Clock(PARIS, datetime(2026, 11, 30, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def load(store: SqliteCalls, *rows: dict[str, object]) -> Loaded:
    data = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    calls = each_call(io.BytesIO(data), "jsonl", client="acme", clock=CLOCK)
    return load_calls(ACME, store, calls, WALL, known=Known({"tpe"}))


def row(call: str, symptom: str = "vpn coupé chez Durand") -> dict[str, object]:
    return {"call_id": call, "started_at": "2026-11-02T09:14:00", "caller": "0612345678", "symptom": symptom}


def test_a_file_is_kept_once_however_often_it_is_loaded(store: SqliteCalls) -> None:
    rows = [row(f"c{at}") for at in range(CALLS_AT_ONCE + 5)]
    assert load(store, *rows) == Loaded(len(rows), 2 * len(rows), 0, 0, ())
    assert load(store, *rows) == Loaded(len(rows), 0, 2 * len(rows), 0, ())
    call = store.call(ACME, "c7")
    assert call is not None
    assert (call.start.caller, call.described[0].what.symptom) == ("k10", "vpn coupé chez [name]")


def test_a_row_that_was_changed_since_is_refused_alone(store: SqliteCalls) -> None:
    load(store, row("c1"), row("c2"))
    found = load(store, row("c1"), row("c2", "autre chose"), row("c3"), {"call_id": "c4"})
    assert (found.calls, found.new, found.repeated) == (2, 2, 2)
    assert [(fault.line, fault.field) for fault in found.faults] == [(2, "call_id"), (4, "started_at")]
    call = store.call(ACME, "c2")
    assert call is not None
    assert call.described[0].what.symptom == "vpn coupé chez [name]"


FULL = row("c1") | {
    "closed_at": "2026-11-02T09:30:00",
    "outcome": "resolved",
    "offered_at": "2026-11-02T09:13:00",
    "used": ["tpe", "vpn"],
    "tried": ["tpe"],
    "refused": ["vpn"],
    "confirmed": True,
    "satisfaction": 5,
}


@pytest.mark.parametrize(
    "less",
    [
        {"symptom": ""},
        {"used": ["tpe"]},
        {"tried": []},
        {"refused": None},
        {"confirmed": None},
        {"satisfaction": None},
        {"offered_at": None},
        {"outcome": None, "closed_at": None, "used": [], "tried": [], "refused": []},
        {"confirmed": None, "recommendation": 9},
        {"used": ["tpe"], "tried": ["tpe", "vpn"]},
    ],
)
def test_a_row_that_says_less_than_before_was_changed_too(store: SqliteCalls, less: dict[str, object]) -> None:
    """What it does not say any more would stay on record otherwise, and the row be taken for known."""
    load(store, FULL)
    before = store.history(ACME, "c1")
    said = {name: value for name, value in (FULL | less).items() if value is not None}
    found = load(store, said, row("c2"))
    assert (found.calls, found.new, [(one.line, one.field, one.code) for one in found.faults]) == (
        1,
        2,
        [(1, "call_id", CHANGED)],
    )
    assert store.history(ACME, "c1") == before


def test_a_row_that_says_more_than_before_adds_that(store: SqliteCalls) -> None:
    load(store, row("c1"))
    found = load(store, row("c1") | {"closed_at": "2026-11-02T09:30:00", "outcome": "resolved"})
    assert (found.new, found.repeated, found.faults) == (1, 2, ())
    assert load(store, row("c1")).faults != (), "an export from before that"


CLOSED = {"closed_at": "2026-11-02T09:30:00", "outcome": "resolved"}
ANSWERED = {"answered_at": "2026-11-02T09:14:00"}
ENDED = {"ended_at": "2026-11-02T09:28:00", "disposition": "answered"}


@pytest.mark.parametrize(
    ("first", "more"),
    [
        ({"used": ["tpe"]}, CLOSED),
        ({"tried": ["tpe"], "refused": ["vpn"]}, CLOSED | {"used": ["tpe"]}),
        ({"confirmed": True, "satisfaction": 5}, CLOSED),
        (ANSWERED, CLOSED | ENDED),
        (CLOSED | ANSWERED, ENDED | {"wrapup_ended_at": "2026-11-02T09:31:00"}),
        ({"disposition": "answered"}, CLOSED | {"offered_at": "2026-11-02T09:12:00"}),
        (CLOSED | {"satisfaction": 5}, {"recommendation": 9}),
        (CLOSED | {"satisfaction": 5, "caller": ""}, {"recommendation": 0, "caller": "0612345678"}),
        (CLOSED, {"queue": "N1 de Durand", "channel": "phone", "ivr": ["1", "2"]}),
        (CLOSED | {"queue": "caisse"}, {"ivr": ["1"], "comment": "câble changé chez Durand"}),
        ({"tried": ["Durand"]}, CLOSED | {"queue": "caisse"}),
    ],
)
def test_a_call_that_was_under_way_when_it_was_imported_can_be_closed(
    store: SqliteCalls, tmp_path: Path, first: dict[str, object], more: dict[str, object]
) -> None:
    """It was taken for another one, for what it says without a time of its own was said at another time: it stayed
    open for ever, and in no figure."""
    load(store, row("c1") | first)
    found = load(store, row("c1") | first | more)
    assert (found.calls, found.faults) == (1, ())
    assert found.new > 0
    again = load(store, row("c1") | first | more)
    assert (again.calls, again.new, again.faults) == (1, 0, ())
    assert load(store, row("c1") | first).faults != (), "an export from before that"
    with closing(SqliteCalls(tmp_path / "at-once.db")) as other:
        load(other, row("c1") | first | more)
        late, at_once = store.call(ACME, "c1"), other.call(ACME, "c1")
    assert late is not None
    assert at_once is not None
    same = ("started", "start", "closed_at", "over_at", "outcome", "comment", "telephony", "reopened")
    for name in (*same, "used", "tried", "refused", "confirmed"):
        assert getattr(late, name) == getattr(at_once, name), name
    assert (late.satisfaction, late.recommendation) == (at_once.satisfaction, at_once.recommendation)


@pytest.mark.parametrize("column", ["used", "tried", "refused"])
def test_articles_of_a_row_are_the_same_in_any_order_and_more_may_stand_anywhere(
    store: SqliteCalls, column: str
) -> None:
    for articles, new in ((["vpn"], 3), (["tpe", "vpn"], 1), (["vpn", "tpe"], 0), (["wifi", "tpe", "mail", "vpn"], 2)):
        found = load(store, row("c1") | {column: articles})
        assert (found.calls, found.new, found.faults) == (1, new, ()), articles
        call = store.call(ACME, "c1")
        assert call is not None
        assert sorted(getattr(call, column)) == sorted(articles)
    before = store.history(ACME, "c1")
    for articles in (["vpn"], ["tpe", "vpn", "mail"], ["tpe", "vpn", "mail", "pos"]):
        assert [one.code for one in load(store, row("c1") | {column: articles}).faults] == [CHANGED], articles
    assert store.history(ACME, "c1") == before


def test_an_article_that_is_named_twice_is_kept_as_often(store: SqliteCalls) -> None:
    for articles, new in ((["vpn", "vpn"], 4), (["vpn", "vpn"], 0), (["tpe", "vpn", "vpn"], 1)):
        assert load(store, row("c1") | {"used": articles}).new == new
    assert [one.code for one in load(store, row("c1") | {"used": ["vpn", "tpe"]}).faults] == [CHANGED]


def test_articles_have_the_ids_that_they_had_in_files_imported_before(store: SqliteCalls) -> None:
    for articles in (["vpn", "tpe"], ["mail", "vpn", "tpe"]):
        load(store, row("c1") | {"used": articles})
    kept = {one.event.id: one.event.what for one in store.history(ACME, "c1")}
    assert [kept.get(f"import:c1:used:{at}") for at in (1, 2, 3)] == [Used("vpn"), Used("tpe"), Used("mail")]


def test_a_call_that_says_more_time_after_time_is_followed(store: SqliteCalls) -> None:
    said = row("c1")
    for more in (ANSWERED, {"ended_at": "2026-11-02T09:28:00"}, {"disposition": "answered"}, CLOSED):
        said |= more
        assert load(store, said).faults == ()
    assert load(store, said | {"ended_at": "2026-11-02T09:29:00"}).faults != (), "that was changed"
    call = store.call(ACME, "c1")
    assert call is not None
    assert (call.telephony.disposition, call.telephony.faults) == ("answered", ())


@pytest.mark.parametrize(
    "other",
    [
        {"queue": "other"},
        {"caller": "06 12 34 56 78"},
        {"queue": "", "ivr": ["1"]},
        {"closed_at": "2026-11-02T09:31:00", "comment": "câble changé"},
        {"outcome": "abandoned", "comment": "câble changé"},
        {"started_at": "2026-11-02T09:13:00", "ivr": ["1"]},
    ],
)
def test_a_row_that_tells_otherwise_how_the_call_came_in_or_ended_is_refused(
    store: SqliteCalls, other: dict[str, object]
) -> None:
    load(store, row("c1") | CLOSED | {"queue": "caisse"})
    before = store.history(ACME, "c1")
    found = load(store, row("c1") | CLOSED | {"queue": "caisse"} | other)
    assert [(one.line, one.code) for one in found.faults] == [(1, CHANGED)]
    assert store.history(ACME, "c1") == before


def test_a_row_whose_id_tells_of_a_person_is_refused_alone(store: SqliteCalls) -> None:
    loaded = load(store, row("c-1"), row("M. Durand"), row("c-3"))
    assert (loaded.calls, loaded.new) == (2, 4)
    assert [(fault.line, fault.field, fault.code) for fault in loaded.faults] == [
        (2, "call_id", "row-call-id-personal")
    ]
    assert store.call(ACME, "M. Durand") is None


def test_every_fault_is_told_by_line_and_the_first_are_listed(store: SqliteCalls) -> None:
    """Those of rows that the store refuses among those that cannot be read, however many there are."""
    load(store, row("c2"))
    data = b"broken\n" * 1200 + "".join(f"{json.dumps(one)}\n" for one in (row("c1"), row("c2", "autre"))).encode()
    told: list[ImportFault] = []
    found = each_call(io.BytesIO(data + b"broken\n" + data), "jsonl", client="acme", clock=CLOCK)
    loaded = load_calls(ACME, store, found, WALL, known=Known(()), tell=told.append)
    assert (loaded.calls, loaded.faulty, len(loaded.faults)) == (1, 2404, MOST_FAULTS)
    lines = [fault.line for fault in told]
    assert lines == sorted(lines) == [*range(1, 1201), *range(1202, 2406)]
    assert loaded.faults == tuple(told[:MOST_FAULTS])


def test_calls_that_the_next_day_deletes_are_counted(store: SqliteCalls) -> None:
    old = {**row("c1"), "started_at": "2025-11-02T09:14:00"}
    going_on = {**old, "call_id": "c2", "closed_at": "2025-12-01T09:14:00", "outcome": "resolved"}
    data = "".join(f"{json.dumps(one)}\n" for one in (old, going_on, row("c3"))).encode()

    def loaded(known: Known) -> Loaded:
        found = each_call(io.BytesIO(data), "jsonl", client="acme", clock=CLOCK)
        return load_calls(ACME, store, found, WALL, known=known)

    kept_from = datetime(2025, 11, 30, tzinfo=UTC)
    assert (loaded(Known((), kept_from)).expiring, loaded(Known(())).expiring) == (1, 0)
    load(store, {**row("c4"), "symptom": "autre"})
    assert loaded(Known((), kept_from)).expiring == 1, "also when it is loaded again"


def test_an_article_that_the_client_does_not_have_is_a_warning_and_the_call_is_kept(store: SqliteCalls) -> None:
    rows = [
        row("c1") | {"used": ["tpe"], "refused": ["tpee"]},
        {"call_id": "c2"},
        row("c3") | {"tried": ["Durand\x1b[2J"], "used": ["vpn", "tpe"]},
    ]
    for _ in range(2):
        loaded = load(store, *rows)
        assert (loaded.calls, loaded.faulty, loaded.warned) == (2, 1, 3)
        assert [(one.line, one.field, one.code, one.values) for one in loaded.warnings] == [
            (1, "refused", NO_ARTICLE, {"article": "tpee"}),
            (3, "tried", NO_ARTICLE, {"article": "[name]\\x1b[2J"}),
            (3, "used", NO_ARTICLE, {"article": "vpn"}),
        ]
    call = store.call(ACME, "c3")
    assert call is not None
    assert call.used == ("vpn", "tpe")


def test_an_articles_own_id_stays_whatever_it_looks_like(store: SqliteCalls) -> None:
    """Of another's it is redacted, and the warning says so."""
    rows = [row(f"c{at}") | {"used": [f"chez-{name}-tpe"]} for at, name in enumerate(("Durand", "M-Durand"))]
    data = "".join(f"{json.dumps(one)}\n" for one in rows).encode()
    for repeated in (0, 6):
        found = each_call(io.BytesIO(data), "jsonl", client="acme", clock=CLOCK)
        loaded = load_calls(ACME, store, found, WALL, known=Known({"chez-Durand-tpe"}))
        assert (loaded.faulty, loaded.repeated) == (0, repeated)
        assert [(one.line, one.values) for one in loaded.warnings] == [(2, {"article": "chez-M-[name]-tpe"})]
    used = [call.used for at in (0, 1) if (call := store.call(ACME, f"c{at}"))]
    assert used == [("chez-Durand-tpe",), ("chez-M-[name]-tpe",)]


def test_warnings_are_told_among_the_faults_by_line_and_never_of_a_row_that_was_not_kept(store: SqliteCalls) -> None:
    load(store, row("c2"))
    rows = [row(f"d{at}") | {"used": ["absent"]} for at in range(MOST_FAULTS + 5)]
    lines = [
        json.dumps(one) for one in (rows[0], row("c2", "autre") | {"used": ["absent"]}, {"call_id": "x"}, *rows[1:])
    ]
    told: list[ImportFault] = []
    found = each_call(io.BytesIO("\n".join(lines).encode()), "jsonl", client="acme", clock=CLOCK)
    loaded = load_calls(ACME, store, found, WALL, known=Known(()), tell=told.append)
    assert [(one.line, one.is_kept) for one in told[:4]] == [(1, True), (2, False), (3, False), (4, True)]
    assert [one.line for one in told] == [*range(1, len(lines) + 1)]
    assert (loaded.faulty, loaded.warned, len(loaded.warnings)) == (2, len(rows), MOST_FAULTS)
