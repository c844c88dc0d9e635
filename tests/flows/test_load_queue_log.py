"""A telephone system's log, put on record in a real store."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.one_client import OneClient
from kbsearch.core.telephone.queue_calls import QueueCall, QueueCalls
from kbsearch.errors import ScopeViolation
from kbsearch.flows.load_queue_log import (
    MOST_FAULTS,
    MOST_QUEUES,
    ClientCount,
    QueueFault,
    QueueImport,
    QueueLoaded,
    QueueReport,
    load_queue_calls,
)
from kbsearch.flows.record import Wall
from tests.clients import ACME, ZETA

WALL = Wall(
    redact=lambda text: text.replace("Durand", "[name]"),
    caller_key=lambda _, caller: f"key of {len(caller)}" if caller not in ("", "anonymous") else "",
    agent_key=lambda *_: "",
    is_personal=lambda id: "Durand" in id,
)
NOW = datetime(2026, 11, 27, tzinfo=UTC)
CLIENTS = {"support-acme": ACME, "rescue-acme": ACME, "support-zeta": ZETA}
SAMPLE = """\
1763805600|1763805600.10|support-acme|NONE|ENTERQUEUE||+33612345678|1
1763805612|1763805600.10|support-acme|SIP/marie|RINGNOANSWER|8000
1763805641|1763805600.10|support-acme|SIP/paul|CONNECT|41|1763805633.11|6
1763805941|1763805600.10|support-acme|SIP/paul|COMPLETECALLER|41|300|1
1763805700|1763805700.20|support-acme|NONE|ENTERQUEUE||anonymous|1
1763805703|1763805700.20|support-acme|NONE|ABANDON|1|1|3
1763805800|1763805800.30|support-acme|NONE|ENTERQUEUE||0144556677|2
1763805920|1763805800.30|support-acme|NONE|EXITWITHTIMEOUT|1|2|120
1763806000|1763806000.40|support-acme|NONE|ENTERQUEUE||0144556677|1
1763806100|1763806000.40|support-acme|SIP/paul|CONNECT|100|1763806090.41|4
1763806400|1763806000.40|support-acme|SIP/paul|ATTENDEDTRANSFER|BRIDGE|7f3c-11|100|300|1
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def load(store: SqliteCalls, *logs: str | bytes, held: QueueCalls | None = None) -> QueueReport:
    """One log after the other, as one."""

    def keep(client: str, calls: Sequence[QueueCall]) -> QueueLoaded:
        return load_queue_calls(OneClient(client), store, calls, WALL)

    whole = QueueImport(lambda queue: CLIENTS[queue].id if queue in CLIENTS else "", keep, NOW, held=held)
    for number, log in enumerate(logs, 1):
        whole.read(f"log {number}", io.BytesIO(log.encode() if isinstance(log, str) else log))
    return whole.end()


def on_record(store: SqliteCalls, client: OneClient = ACME) -> dict[str, Call]:
    return {call.id: call for call in store.calls(client, NOW - timedelta(days=3000), NOW)}


def happened(store: SqliteCalls, client: OneClient = ACME) -> list[object]:
    return [kept.event for id in on_record(store, client) for kept in store.history(client, id)]


def test_the_sample_has_the_figures_that_were_counted_by_hand(store: SqliteCalls) -> None:
    report = load(store, SAMPLE)
    assert report.clients == {"acme": ClientCount(4, 4, 2, 1, 1, new=16)}
    assert (report.lines, report.skipped, report.faulty.total(), report.unknown) == (11, 0, 0, {})
    calls = on_record(store)
    taken = [call for call in calls.values() if call.telephony.is_answered]
    assert (len([call for call in calls.values() if call.telephony.offered_at]), len(taken)) == (4, 2)
    assert [call.telephony.waited for call in taken] == [timedelta(seconds=41), timedelta(seconds=100)]
    assert [call.telephony.handling for call in taken] == [timedelta(seconds=300)] * 2
    given_up, sent_on = calls["1763805700.20"].telephony, calls["1763805800.30"].telephony
    assert (given_up.disposition, sent_on.disposition) == (Disposition.ABANDONED_IN_QUEUE, Disposition.OVERFLOW)
    lasted = [(one.ended_at or NOW) - (one.offered_at or NOW) for one in (given_up, sent_on)]
    assert lasted == [timedelta(seconds=3), timedelta(seconds=120)], "the first is a short one"
    assert not [call.faults for call in calls.values() if call.faults]


def test_how_it_came_in_is_kept_and_no_number_and_no_agent(store: SqliteCalls, tmp_path: Path) -> None:
    load(store, "1763805590|1763805600.10|support-acme|NONE|INFO|IVR|path=1-3|contract=C-778\n", SAMPLE)
    calls = on_record(store)
    first = calls["1763805600.10"].start
    assert (first.channel, first.queue, first.ivr, first.caller) == ("phone", "support-acme", ("1", "3"), "key of 12")
    assert calls["1763805600.10"].started == datetime.fromtimestamp(1763805641, UTC), "with the answer"
    assert calls["1763805700.20"].started == datetime.fromtimestamp(1763805700, UTC), "else with the offer"
    assert (calls["1763805700.20"].start.caller, first.agent) == ("", "")
    store.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [word for word in (b"612345678", b"0144556677", b"marie", b"paul", b"C-778") if word in written]


def test_a_log_is_kept_once_however_often_it_is_read(store: SqliteCalls) -> None:
    load(store, SAMPLE)
    before = happened(store)
    again = load(store, SAMPLE)
    assert again.clients == {"acme": ClientCount(4, 4, 2, 1, 1, repeated=16)}
    assert happened(store) == before


@pytest.mark.parametrize("cut", range(1, 11))
def test_rotated_logs_that_overlap_or_follow_count_once(store: SqliteCalls, cut: int) -> None:
    """Wherever the first one ends and the second begins."""
    load(store, SAMPLE)
    whole = {id: call.telephony for id, call in on_record(store).items()}
    lines = SAMPLE.splitlines(keepends=True)
    for part in ("".join(lines[:cut]), "".join(lines[max(0, cut - 2) :]), "".join(lines[cut:])):
        load(store, part)
    assert {id: call.telephony for id, call in on_record(store).items()} == whole


@pytest.mark.parametrize("cut", range(1, 11))
def test_a_log_in_two_parts_tells_as_much_as_whole(store: SqliteCalls, cut: int) -> None:
    """In two imports, the later one first."""
    lines = SAMPLE.splitlines(keepends=True)
    load(store, "".join(lines[cut:]))
    load(store, "".join(lines[:cut]))
    parts = {id: (call.started, call.start.caller, call.telephony) for id, call in on_record(store).items()}
    load(store, SAMPLE)
    assert {id: (call.started, call.start.caller, call.telephony) for id, call in on_record(store).items()} == parts
    assert not [call.faults for call in on_record(store).values() if call.faults]


def test_two_files_given_together_are_one_log(store: SqliteCalls) -> None:
    first = (
        SAMPLE
        + "1763807000|c|support-acme|NONE|ENTERQUEUE||0144556677|1\n1763807060|c|support-acme|NONE|EXITEMPTY|1|1|60\n"
    )
    second = "1763807061|c|rescue-acme|NONE|ENTERQUEUE||0144556677|1\n1763807070|c|rescue-acme|x|CONNECT|9|y|1\n"
    report = load(store, first, second)
    assert report.clients["acme"] == ClientCount(5, 5, 3, 1, 1, new=20)
    call = on_record(store)["c"]
    assert (call.start.queue, call.telephony.waited, call.faults) == ("support-acme", timedelta(seconds=70), ())


def test_two_clients_of_one_telephone_system_are_told_apart(store: SqliteCalls) -> None:
    report = load(store, SAMPLE + SAMPLE.replace("support-acme", "Support-ZETA"))
    assert report.clients == {name: ClientCount(4, 4, 2, 1, 1, new=16) for name in ("acme", "zeta")}
    assert {*on_record(store)} == {*on_record(store, ZETA)}
    assert {call.client for call in on_record(store, ZETA).values()} == {"zeta"}


def test_another_clients_calls_are_not_kept(store: SqliteCalls) -> None:
    call = QueueCall("zeta", "c1", "log", 1, "support-zeta", 1763805600, 1763805600)
    with pytest.raises(ScopeViolation):
        load_queue_calls(ACME, store, [call], WALL)
    assert on_record(store) == {}


def test_a_queue_of_nobody_is_counted_and_named_once(store: SqliteCalls) -> None:
    report = load(store, "1763805600|NONE|NONE|NONE|QUEUESTART|\n\n" + SAMPLE.replace("support-acme", "autre") * 2)
    assert (report.unknown_lines, report.skipped, report.clients, on_record(store)) == (22, 2, {}, {})
    assert [(name, one.line, one.lines) for name, one in report.unknown.items()] == [("autre", 3, 22)]


def test_names_of_queues_do_not_fill_the_memory(store: SqliteCalls) -> None:
    lines = (f"1763805600|c|q{at}|NONE|ABANDON|1|1|3\n" for at in range(MOST_QUEUES + 50))
    report = load(store, "".join(lines) * 2)
    assert (len(report.unknown), report.unknown_lines) == (MOST_QUEUES, 2 * (MOST_QUEUES + 50))


BROKEN = [
    b"1763805600|c\n",
    b"x|c|support-acme|NONE|ABANDON|1|1|3\n",
    b"1763805600|c|support-acme|NONE|ABANDON|1|1\n",
    b"1763805600|c|support-acme|NONE|ABANDON|1|1|-3\n",
    b"1763805600|c|support-acme|NONE|ABANDON|1|\x00|3\n",
    b"1763805600|c|\xff|NONE|ABANDON|1|1|3\n",
    b"3763805600|c|support-acme|NONE|ABANDON|1|1|3\n",
    b"763805600|c|support-acme|NONE|ABANDON|1|1|3\n",
    b"1763805600|c" + b"x" * 20_000 + b"|support-acme|NONE|ABANDON|1|1|3\n",
    b"1763805500|1763805600.10|support-acme|NONE|ABANDON|1|1|3\n",
]


def test_broken_lines_are_listed_and_the_rest_is_kept(store: SqliteCalls) -> None:
    lines = SAMPLE.encode().splitlines(keepends=True)
    mixed = b"".join(part for at, line in enumerate(lines) for part in (line, *BROKEN[at : at + 1]))
    report = load(store, mixed + b"1763805500|c|support-acme|NONE|ABANDON|1|")
    assert [(fault.line, fault.code) for fault in report.unfinished] == [(22, "queue-log-unfinished")]
    assert report.clients == {"acme": ClientCount(4, 4, 2, 1, 1, new=16)}
    assert [(fault.line, fault.code.removeprefix("queue-log-")) for fault in report.faults] == [
        *zip(
            range(2, 22, 2),
            "head epoch fields negative control not-utf8 future before too-long order".split(),  # noqa: SIM905
            strict=True,
        )
    ]


def test_a_copy_without_its_last_end_of_line_is_whole(store: SqliteCalls) -> None:
    report = load(store, b"\xef\xbb\xbf" + SAMPLE.rstrip("\n").encode())
    assert report.clients == {"acme": ClientCount(4, 4, 2, 1, 1, new=16)}
    assert (report.faulty.total(), report.unfinished, report.empty) == (0, [], [])


@pytest.mark.parametrize("cut", range(1, 62))
def test_a_line_that_is_being_written_is_no_fault_and_comes_with_the_next_import(store: SqliteCalls, cut: int) -> None:
    """Wherever the first line of the log is cut."""
    assert load(store, SAMPLE[:cut]).faulty.total() == 0
    assert load(store, SAMPLE).clients["acme"].calls == 4
    assert not [call.faults for call in on_record(store).values() if call.faults]


def test_a_file_in_which_nothing_is_is_named(store: SqliteCalls) -> None:
    assert load(store, SAMPLE, b"", b"\xef\xbb\xbf").empty == ["log 2"]


def test_a_name_in_another_encoding_costs_nothing(store: SqliteCalls) -> None:
    named = SAMPLE.replace("||+33612345678|1", "||+33612345678|1|Andr\udce9").replace("SIP/paul", "SIP/Zo\udceb")
    report = load(store, named.encode("utf-8", "surrogateescape"))
    assert (report.clients, report.faulty.total()) == ({"acme": ClientCount(4, 4, 2, 1, 1, new=16)}, 0)
    assert on_record(store)["1763805600.10"].start.caller == "key of 12"


def test_a_caller_in_another_encoding_is_one_without_a_number(store: SqliteCalls) -> None:
    log = SAMPLE.replace("+33612345678", "Andr\udce9").encode("utf-8", "surrogateescape")
    assert load(store, log).clients["acme"].offered == 4
    assert on_record(store)["1763805600.10"].start.caller == ""


def test_lines_that_contradict_are_listed_and_the_first_stays(store: SqliteCalls) -> None:
    odd = (
        "1763807000|c|support-acme|NONE|ENTERQUEUE||0144556677|1\n"
        "1763807010|c|support-acme|NONE|ABANDON|1|1|10\n"
        "1763807020|c|support-acme|SIP/paul|CONNECT|20|x|1\n"
        "1763807030|d|support-acme|NONE|ENTERQUEUE||0144556677|1\n"
        "1763807040|d|support-acme|SIP/paul|CONNECT|10|x|1\n"
        "1763807050|d|support-acme|NONE|ABANDON|1|1|20\n"
    )
    for _ in range(2):
        report = load(store, SAMPLE, odd)
        assert [(one.source, one.line, one.code, one.values) for one in report.faults] == [
            ("log 2", 3, "queue-log-contradicts", {"first": "2"}),
            ("log 2", 6, "queue-log-contradicts", {"first": "5"}),
        ]
    first, second = (on_record(store)[call] for call in ("c", "d"))
    assert (first.telephony.answered_at, first.telephony.disposition) == (None, Disposition.ABANDONED_IN_QUEUE)
    assert (second.telephony.ended_at, second.telephony.is_answered) == (None, True)
    assert (first.faults, second.faults) == ((), ())


def test_every_faulty_line_is_told_as_it_comes(store: SqliteCalls) -> None:
    told: list[QueueFault] = []
    log = b"broken\n" * (MOST_FAULTS + 7) + b"1763805600|c|autre|NONE|ABANDON|1|1|3\n" * 2
    whole = QueueImport(lambda _: "", lambda *_: QueueLoaded(0, 0, ()), NOW, tell=told.append)
    whole.read("log", io.BytesIO(log))
    assert [one.line for one in told] == [*range(1, MOST_FAULTS + 10)]
    assert [(one.code, one.values) for one in told[-2:]] == [("queue-log-nobody", {"queue": "autre"})] * 2
    assert len(whole.end().faults) == MOST_FAULTS


def test_faults_are_counted_beyond_what_is_listed(store: SqliteCalls) -> None:
    report = load(store, b"broken\n" * (MOST_FAULTS + 7))
    assert (len(report.faults), report.faulty) == (MOST_FAULTS, {"queue-log-head": MOST_FAULTS + 7})


def test_a_call_whose_id_tells_of_a_person_is_refused_alone(store: SqliteCalls) -> None:
    report = load(store, SAMPLE.replace("1763805700.20", "M. Durand"))
    assert report.clients == {"acme": ClientCount(3, 3, 2, 0, 1, new=13)}
    assert [(fault.line, fault.code) for fault in report.faults] == [(5, "queue-log-call-id-personal")]
    assert "M. Durand" not in on_record(store)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.binary(max_size=12)), max_size=8))
def test_whatever_stands_in_a_log_every_line_is_accounted_for(
    store: SqliteCalls, cuts: list[tuple[int, bytes]]
) -> None:
    data = bytearray(SAMPLE.encode())
    for at, junk in cuts:
        data[at : at + len(junk)] = junk
    report = load(store, bytes(data))
    read = report.lines - report.skipped - report.unknown_lines - report.faulty.total()
    assert 0 <= read <= report.lines
    assert report.clients or read <= 1
