"""A telephone system's log that is read while a call goes on: its end is not told too early, or not for ever."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.happenings import Disposition
from tests.flows.test_load_queue_log import NOW, load, on_record
from tests.flows.test_load_queue_log import store as store


@pytest.mark.parametrize("left", ["EXITWITHTIMEOUT|1|1|60", "BLINDTRANSFER|600|internal|20|30|1"])
def test_a_log_that_is_read_while_a_caller_is_sent_on_leaves_the_end_to_the_next_time(
    store: SqliteCalls, left: str
) -> None:
    began = int(NOW.timestamp()) - 600
    first = [f"{began}|c|support-acme|NONE|ENTERQUEUE||0144556677|1"]
    first += [f"{began + 5}|c|support-acme|x|CONNECT|5|y|1"] if left.startswith("BLIND") else []
    first += [f"{began + 60}|c|support-acme|x|{left}"]
    second = [
        f"{began + 61}|c|rescue-acme|NONE|ENTERQUEUE||0144556677|1",
        f"{began + 70}|c|rescue-acme|x|CONNECT|9|y|1",
        f"{began + 400}|c|rescue-acme|x|COMPLETECALLER|9|330|1",
    ]
    report = load(store, "\n".join([*first, ""]))
    assert (report.going_on, report.faulty.total()) == (1, 0)
    assert on_record(store)["c"].telephony.ended_at is None
    report = load(store, "\n".join([*first, *second, ""]))
    call = on_record(store)["c"]
    assert (report.going_on, call.faults) == (0, ())
    assert call.telephony.ended_at == datetime.fromtimestamp(began + 400, UTC)


@pytest.mark.parametrize(
    ("came_back", "came_of"),
    [
        (("100|c|support-acme|x|CONNECT|25|y|1", "400|c|support-acme|x|COMPLETECALLER|25|300|1"), "answered"),
        (("400|c|support-acme|NONE|ABANDON|1|1|325",), "abandoned_in_queue"),
    ],
)
def test_a_log_that_is_read_long_after_it_was_cut_heals_whom_it_took_for_gone(
    store: SqliteCalls, came_back: Sequence[str], came_of: str
) -> None:
    lines = ("000|c|support-acme|NONE|ENTERQUEUE||01|1", "060|c|support-acme|NONE|EXITWITHTIMEOUT|1|1|60")
    again = ("075|c|support-acme|NONE|ENTERQUEUE||01|1", *came_back)
    part, whole = ("".join(f"1763800{line}\n" for line in some) for some in (lines, (*lines, *again)))
    load(store, part)
    assert on_record(store)["c"].telephony.disposition is Disposition.OVERFLOW
    for _ in range(2):
        load(store, whole)
        call = on_record(store)["c"]
        ended = datetime.fromtimestamp(1763800400, UTC)
        assert (call.telephony.ended_at, call.telephony.disposition, call.faults) == (ended, Disposition(came_of), ())
    assert load(store, whole).clients["acme"].new == 0


def test_an_hour_later_who_was_sent_on_is_gone(store: SqliteCalls) -> None:
    began = int(NOW.timestamp()) - 3660
    log = f"{began}|c|support-acme|NONE|ENTERQUEUE||0144556677|1\n{began + 60}|c|support-acme|x|EXITEMPTY|1|1|60\n"
    assert load(store, log).going_on == 0
    assert on_record(store)["c"].telephony.disposition is Disposition.OVERFLOW
