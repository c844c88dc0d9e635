"""Lines of Asterisk's `queue_log`: every event, and everything that can be wrong with a line."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.api.calls.queue_log_texts import QUEUE_LOG_TEXTS
from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.telephone.queue_log import MOST_BYTES, LineError, QueueLine, Step, log_lines, read_line

NOW = datetime(2026, 11, 27, tzinfo=UTC)
AT = 1763805600


def read(
    event: str, *data: str, call: str = "1763805600.10", queue: str = "support", at: object = AT
) -> QueueLine | None:
    return read_line("|".join((str(at), call, queue, "SIP/marie", event, *data)).encode() + b"\n", NOW)


def refused(event: str, *data: str, **more: object) -> str:
    with pytest.raises(LineError) as caught:
        read(event, *data, **more)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    ("event", "data", "step", "came_of"),
    [
        ("ENTERQUEUE", "|+33612345678|1", Step.ENTERED, None),
        ("ENTERQUEUE", "|+33612345678|1|Durand", Step.ENTERED, None),
        ("CONNECT", "41|1763805633.11|6", Step.CONNECTED, None),
        ("COMPLETEAGENT", "41|300|1", Step.LEFT, Disposition.ANSWERED),
        ("COMPLETECALLER", "41|300|1", Step.LEFT, Disposition.ANSWERED),
        ("ABANDON", "1|1|3", Step.LEFT, Disposition.ABANDONED_IN_QUEUE),
        ("EXITWITHTIMEOUT", "1|2|120", Step.LEFT, Disposition.OVERFLOW),
        ("EXITEMPTY", "1|2|120", Step.LEFT, Disposition.OVERFLOW),
        ("EXITWITHKEY", "9|1|2|30", Step.LEFT, Disposition.OVERFLOW),
        ("WITHDRAW", "1|1|30|closed early", Step.LEFT, Disposition.OVERFLOW),
        ("BLINDTRANSFER", "600|internal|41|300|1", Step.LEFT, Disposition.ANSWERED),
        ("TRANSFER", "600|internal|41|300", Step.LEFT, Disposition.ANSWERED),
        ("ATTENDEDTRANSFER", "BRIDGE|7f3c-11|100|300|1", Step.LEFT, Disposition.ANSWERED),
        ("ATTENDEDTRANSFER", "APP|Playback|100|300|1", Step.LEFT, Disposition.ANSWERED),
        ("ATTENDEDTRANSFER", "LINK|SIP/a-1|SIP/b-2|100|300|1", Step.LEFT, Disposition.ANSWERED),
        ("RINGNOANSWER", "8000", Step.RANG, None),
        ("RINGCANCELED", "900", Step.RANG, None),
    ],
)
def test_every_event_of_a_call(event: str, data: str, step: Step, came_of: Disposition | None) -> None:
    said = read(event, *data.split("|"))
    assert said is not None
    assert (said.at, said.call, said.queue, said.step, said.came_of) == (AT, "1763805600.10", "support", step, came_of)
    assert said.caller == ("+33612345678" if event == "ENTERQUEUE" else "")


def test_the_choice_in_the_voice_menu() -> None:
    said = read("INFO", "IVR", "path=1-3", "contract=C-778")
    assert said is not None
    assert (said.step, said.path) == (Step.CHOSE, ("1", "3"))
    assert read("INFO", "IVR", "path=") is None
    assert read("INFO", "something else") is None
    assert read("INFO") is None


@pytest.mark.parametrize(
    "event",
    ["QUEUESTART", "CONFIGRELOAD", "ADDMEMBER", "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PENALTY", "DID", "SYSCOMPAT"],
)
def test_other_events_are_of_no_call(event: str) -> None:
    assert read(event, call="NONE", queue="NONE") is None
    assert read(event, "", "", call="REALTIME") is None


def test_the_agents_name_is_nowhere() -> None:
    assert "marie" not in repr(read("CONNECT", "41", "1763805633.11", "6"))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"1763805600|c|support|NONE\n", "queue-log-head"),
        (b"hello\n", "queue-log-head"),
        (b"yesterday|c|support|NONE|ABANDON|1|1|3\n", "queue-log-epoch"),
        ("١٧٦٣٨٠٥٦٠٠|c|support|NONE|ABANDON|1|1|3\n".encode(), "queue-log-epoch"),
        (b"|c|support|NONE|ABANDON|1|1|3\n", "queue-log-epoch"),
        (b"-5|c|support|NONE|ABANDON|1|1|3\n", "queue-log-before"),
        (b"946684799|c|support|NONE|ABANDON|1|1|3\n", "queue-log-before"),
        (b"1795742701|c|support|NONE|QUEUESTART|\n", "queue-log-future"),
        (b"999999999999999|c|support|NONE|ABANDON|1|1|3\n", "queue-log-future"),
        (b"1763805600|c|support|NONE|ABAN\xe9DON|1|1|3\n", "queue-log-not-utf8"),
        (b"1763805600|c|support|NONE|ABANDON|1|1\x00|3\n", "queue-log-control"),
        (b"1763805600|c|support|NONE|\x1b[31mABANDON|1|1|3\n", "queue-log-control"),
        (b"1763805600|c|support|NONE|abandon|1|1|3\n", "queue-log-event"),
        (b"1763805600|c|support|NONE||1|1|3\n", "queue-log-event"),
        (b"1763805600|c|support|NONE|ABANDON|1|1", "queue-log-unfinished"),
        (b"1763805600|c|support|NONE|ABAN", "queue-log-unfinished"),
        (b"1763805600|c|support|NONE|ENTERQUEUE||014455", "queue-log-unfinished"),
        (b"1763805600|c|support|NONE|INFO|IVR|path=1", "queue-log-unfinished"),
        (None, "queue-log-too-long"),
    ],
)
def test_a_broken_line_is_named(line: bytes | None, code: str) -> None:
    with pytest.raises(LineError) as caught:
        read_line(line, NOW)
    assert caught.value.code == code


def test_fields_that_do_not_fit_their_event() -> None:
    assert refused("ABANDON", "1", "1") == "queue-log-fields"
    assert refused("ABANDON", "1", "1", "3", "4") == "queue-log-fields"
    assert refused("CONNECT") == "queue-log-fields"
    assert refused("ENTERQUEUE", "", "0612345678", "Durand") == "queue-log-number"
    assert refused("COMPLETEAGENT", "41", "") == "queue-log-number"
    assert refused("COMPLETEAGENT", "41", "-300", "1") == "queue-log-negative"
    assert refused("RINGNOANSWER", "-1") == "queue-log-negative"
    assert refused("ATTENDEDTRANSFER", "BRIDGE", "id", "-100", "300", "1") == "queue-log-negative"
    assert refused("ATTENDEDTRANSFER", "LINK", "a", "100", "300", "1") == "queue-log-fields"
    assert refused("ATTENDEDTRANSFER", "PARK", "a", "100", "300", "1") == "queue-log-head-unknown"
    assert refused("ATTENDEDTRANSFER") == "queue-log-head-unknown"
    assert refused("ABANDON", "1", "1", "3", call="NONE") == "queue-log-call-id"
    assert refused("ABANDON", "1", "1", "3", call="a/b") == "queue-log-call-id"
    assert refused("ABANDON", "1", "1", "3", call="c" * 101) == "queue-log-call-id"
    assert refused("ABANDON", "1", "1", "3", queue="NONE") == "queue-log-queue"
    assert refused("ABANDON", "1", "1", "3", queue="") == "queue-log-queue"


def test_clocks_may_differ_a_little_and_lines_end_as_they_like() -> None:
    assert read("RINGNOANSWER", "1", at=int(NOW.timestamp()) + 300) is not None
    assert read_line(b"1763805600|c|support|NONE|RINGNOANSWER|1\r\n", NOW) is not None
    assert read_line(b"\n", NOW) is None
    assert read_line(b"  \r\n", NOW) is None


def test_lines_are_cut_where_they_end_and_never_held_whole() -> None:
    data = b"a\n" + b"x" * (MOST_BYTES - 1) + b"\n" + b"y" * MOST_BYTES + b"\n" + b"z" * 500_000 + b"\n\nb"
    found = [*log_lines(io.BytesIO(data))]
    assert [(number, line and len(line)) for number, line in found] == [
        (1, 2),
        (2, MOST_BYTES),
        (3, MOST_BYTES + 1),
        (4, None),
        (5, 1),
        (6, 1),
    ]
    assert [*log_lines(io.BytesIO(b"z" * 500_000))] == [(1, None)]


def heard(data: bytes | None) -> QueueLine | None:
    """None where it is refused too: then every refusal has its words, in both languages."""
    said = None
    try:
        said = read_line(data, NOW)
    except LineError as error:
        words = [text.format(**error.values) for text in QUEUE_LOG_TEXTS[error.code]]
        if not all(words):
            raise AssertionError(error.code) from None
    return said


@given(st.binary(max_size=200) | st.text("|.-\n0179NONEABDIVR=é", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    lines = [*log_lines(io.BytesIO(data))]
    assert b"".join(line or b"" for _, line in lines) == data.removeprefix(b"\xef\xbb\xbf")
    for _, line in lines:
        heard(line)


EVENTS = ("ENTERQUEUE", "CONNECT", "COMPLETEAGENT", "ABANDON", "EXITWITHKEY", "ATTENDEDTRANSFER", "BLINDTRANSFER")
PIECES = st.sampled_from(["", "1", "-1", "BRIDGE", "LINK", "IVR", "path=1-2", "0612345678", "é", "\x00", "NONE"])


@given(
    st.sampled_from([str(AT), "0", "9" * 15, "x", ""]),
    st.sampled_from(["c1", "NONE", "", "a/b", "."]),
    st.sampled_from(["support", "NONE", "", "q" * 200]),
    st.sampled_from([*EVENTS, "INFO", "RINGNOANSWER", "QUEUESTART", "abc"]),
    st.lists(PIECES, max_size=7),
)
def test_any_fields_are_read_or_refused(at: str, call: str, queue: str, event: str, data: list[str]) -> None:
    said = heard("|".join((at, call, queue, "NONE", event, *data)).encode() + b"\n")
    assert said is None or (said.at, said.call, said.queue) == (AT, "c1", "support")
