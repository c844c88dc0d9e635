"""Lines of a `queue_log` → calls: transfers, second queues, order, and how many are held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.telephone.queue_calls import OPEN_AFTER_S, OVER_AFTER_S, QueueCall, QueueCalls
from kbsearch.core.telephone.queue_log import LineError, read_line

NOW = datetime(2026, 11, 27, tzinfo=UTC)
T = 1763805600


def told(*lines: str, most: int = 1000) -> list[QueueCall]:
    """The calls of lines such as `5 c1 support ABANDON|1|1|3`: seconds after `T`, call, queue, event and data."""
    calls = QueueCalls(most=most)
    found = [call for at, line in enumerate(lines, 1) for call in hear(calls, line, at)]
    return [*found, *calls.rest()]


def hear(calls: QueueCalls, line: str, number: int = 1, client: str = "acme") -> Sequence[QueueCall]:
    after, call, queue, event = line.split()
    said = read_line(f"{T + int(after)}|{call}|{queue}|SIP/marie|{event}\n".encode(), NOW)
    assert said is not None
    return calls.hear(said, client, "queue_log", number)


def times(call: QueueCall) -> tuple[int | None, int | None, int | None]:
    """Offered, answered, ended: seconds after `T`."""
    offered, answered, ended = (at and at - T for at in (call.offered_at, call.answered_at, call.ended_at))
    return offered, answered, ended


ENTER = "ENTERQUEUE||0144556677|1"
CONNECT = "CONNECT|20|x|6"


def test_a_call_that_was_taken() -> None:
    (call,) = told(
        "1 c1 support INFO|IVR|path=1-3",
        f"5 c1 support {ENTER}",
        "9 c1 support RINGNOANSWER|4000",
        f"25 c1 support {CONNECT}",
        "90 c1 support COMPLETEAGENT|20|65|1",
    )
    assert times(call) == (5, 25, 90)
    assert (call.queue, call.caller, call.path, call.path_at - T) == ("support", "0144556677", ("1", "3"), 1)
    assert (call.came_of, call.source, call.line) == (Disposition.ANSWERED, "queue_log", 1)


@pytest.mark.parametrize(
    "left", ["EXITWITHTIMEOUT|1|1|60", "EXITEMPTY|1|1|60", "EXITWITHKEY|9|1|1|60", "WITHDRAW|1|1|60|"]
)
def test_a_second_queue_is_the_same_call(left: str) -> None:
    (call,) = told(
        f"5 c1 support {ENTER}",
        f"65 c1 support {left}",
        f"66 c1 rescue {ENTER}",
        f"80 c1 rescue {CONNECT}",
        "99 c1 rescue COMPLETECALLER|14|19|1",
    )
    assert (times(call), call.queue, call.came_of) == ((5, 80, 99), "support", Disposition.ANSWERED)


def test_given_up_in_the_second_queue_is_given_up() -> None:
    (call,) = told(
        f"5 c1 support {ENTER}", "65 c1 support EXITEMPTY|1|1|60", f"66 c1 rescue {ENTER}", "70 c1 rescue ABANDON|1|1|4"
    )
    assert (times(call), call.came_of) == ((5, None, 70), Disposition.ABANDONED_IN_QUEUE)


@pytest.mark.parametrize("left", ["BLINDTRANSFER|600|internal|20|30|1", "ATTENDEDTRANSFER|LINK|a|b|20|30|1"])
def test_an_answer_anywhere_is_an_answer(left: str) -> None:
    (call,) = told(
        f"5 c1 support {ENTER}",
        f"25 c1 support {CONNECT}",
        f"55 c1 support {left}",
        f"56 c1 rescue {ENTER}",
        "70 c1 rescue ABANDON|1|1|14",
    )
    assert (times(call), call.came_of) == ((5, 25, 55), Disposition.ANSWERED), "waiting for the second is no handling"


def test_an_answer_in_both_queues_ends_with_the_second() -> None:
    (call,) = told(
        f"5 c1 support {ENTER}",
        f"25 c1 support {CONNECT}",
        "55 c1 support BLINDTRANSFER|600|internal|20|30|1",
        f"56 c1 rescue {ENTER}",
        f"70 c1 rescue {CONNECT}",
        "90 c1 rescue COMPLETECALLER|14|20|1",
    )
    assert (times(call), call.came_of) == ((5, 25, 90), Disposition.ANSWERED)


def test_a_caller_who_is_sent_on_and_not_heard_of_again_is_not_gone() -> None:
    (call,) = told(f"5 c1 support {ENTER}", "65 c1 support EXITEMPTY|1|1|60", f"66 c1 rescue {ENTER}")
    assert times(call) == (5, None, None)


def test_each_client_has_a_call_of_its_own() -> None:
    calls = QueueCalls()
    hear(calls, f"5 c1 support {ENTER}", client="acme")
    hear(calls, "65 c1 support EXITWITHTIMEOUT|1|1|60", client="acme")
    hear(calls, f"66 c1 zeta-n1 {ENTER}", client="zeta")
    found = {call.client: call for call in calls.rest()}
    assert (times(found["acme"]), found["acme"].came_of) == ((5, None, 65), Disposition.OVERFLOW)
    assert (times(found["zeta"]), found["zeta"].came_of) == ((66, None, None), None)


def test_a_call_of_which_the_beginning_is_missing_is_told_as_far_as_it_is_known() -> None:
    (call,) = told(f"25 c1 support {CONNECT}", "90 c1 support COMPLETEAGENT|20|65|1")
    assert (times(call), call.first_at - T, call.queue, call.caller) == ((None, 25, 90), 25, "support", "")


def test_ringing_alone_is_no_call() -> None:
    assert told("9 c1 support RINGNOANSWER|4000") == []


@pytest.mark.parametrize("line", [f"9 c1 support {CONNECT}", "24 c1 support ABANDON|1|1|3", f"1 c1 support {ENTER}"])
def test_what_cannot_be_true_changes_nothing(line: str) -> None:
    calls = QueueCalls()
    hear(calls, f"12 c1 support {ENTER}")
    hear(calls, f"30 c1 support {CONNECT}")
    with pytest.raises(LineError, match="queue-log-order"):
        hear(calls, line)
    (call,) = calls.rest()
    assert times(call) == (12, 30, None)


@pytest.mark.parametrize(
    ("lines", "line", "first"),
    [
        (["30 c1 support ABANDON|1|1|3"], f"40 c1 support {CONNECT}", 2),
        (["30 c1 support EXITEMPTY|1|1|3"], "31 c1 support ABANDON|1|1|3", 2),
        ([f"30 c1 support {CONNECT}"], f"40 c1 support {CONNECT}", 2),
        ([f"30 c1 support {CONNECT}"], "40 c1 support ABANDON|1|1|3", 2),
        ([f"30 c1 support {CONNECT}", "60 c1 support COMPLETEAGENT|20|30|1"], f"70 c1 support {CONNECT}", 3),
        ([f"30 c1 support {CONNECT}", "60 c1 support COMPLETEAGENT|20|30|1"], "70 c1 support COMPLETECALLER|1|2|1", 3),
    ],
)
def test_a_line_that_contradicts_names_the_one_that_stays(lines: list[str], line: str, first: int) -> None:
    calls = QueueCalls()
    for at, said in enumerate([f"12 c1 support {ENTER}", *lines], 1):
        hear(calls, said, at)
    with pytest.raises(LineError) as caught:
        hear(calls, line, 9)
    assert (caught.value.code, caught.value.values) == ("queue-log-contradicts", {"first": str(first)})


def test_a_second_stay_in_the_same_queue_contradicts_nothing() -> None:
    (call,) = told(
        f"5 c1 support {ENTER}",
        "65 c1 support EXITWITHTIMEOUT|1|1|60",
        f"66 c1 support {ENTER}",
        f"80 c1 support {CONNECT}",
        "99 c1 support COMPLETECALLER|14|19|1",
    )
    assert times(call) == (5, 80, 99)


def test_lines_of_one_second_may_change_places() -> None:
    (call,) = told(f"12 c1 support {ENTER}", f"11 c1 support {CONNECT}")
    assert times(call) == (12, 11, None)


def test_a_line_that_stands_twice_counts_once() -> None:
    lines = [f"5 c1 support {ENTER}", f"25 c1 support {CONNECT}", "90 c1 support COMPLETEAGENT|20|65|1"]
    (once,) = told(*lines)
    (twice,) = told(*[line for line in lines for _ in (1, 2)])
    assert times(once) == times(twice) == (5, 25, 90)


@pytest.mark.parametrize(
    "story",
    [
        (ENTER, "20 support ABANDON|1|1|15"),
        (ENTER, f"25 support {CONNECT}", "90 support COMPLETEAGENT|20|65|1"),
        (ENTER, "65 support EXITEMPTY|1|1|60", f"66 rescue {ENTER}", "70 rescue ABANDON|1|1|4"),
        (ENTER, "65 support EXITEMPTY|1|1|60", f"65 rescue {ENTER}", f"80 rescue {CONNECT}"),
        (
            ENTER,
            f"25 support {CONNECT}",
            "55 support BLINDTRANSFER|600|internal|20|30|1",
            f"55 rescue {ENTER}",
            f"70 rescue {CONNECT}",
            "90 rescue COMPLETECALLER|14|20|1",
        ),
        (
            ENTER,
            "65 support EXITWITHTIMEOUT|1|1|60",
            f"66 support {ENTER}",
            f"80 support {CONNECT}",
            "99 support COMPLETECALLER|14|19|1",
        ),
        (
            ENTER,
            "65 support EXITEMPTY|1|1|60",
            f"66 rescue {ENTER}",
            "75 rescue EXITEMPTY|1|1|9",
            f"76 support {ENTER}",
            "99 support ABANDON|1|1|23",
        ),
    ],
)
def test_what_a_log_says_again_from_the_beginning_changes_nothing(story: tuple[str, ...]) -> None:
    """Wherever a copy that overlaps begins, and however far it goes."""
    first, *rest = story
    lines = [f"5 c1 support {first}", *(" ".join((at, "c1", said)) for at, said in (one.split(" ", 1) for one in rest))]
    for whole in range(1, len(lines) + 1):
        (once,) = told(*lines[:whole])
        for again in range(1, whole + 1):
            (twice,) = told(*lines[:whole], *lines[:again])
            assert (times(twice), twice.came_of, twice.queue) == (times(once), once.came_of, once.queue), (whole, again)
            (amid,) = told(*lines[:whole], *lines[:again], *lines[whole:])
            (plain,) = told(*lines)
            assert (times(amid), amid.came_of) == (times(plain), plain.came_of), (whole, again)


def test_calls_are_handed_out_when_nothing_more_is_expected() -> None:
    calls = QueueCalls()
    hear(calls, f"0 gone support {ENTER}")
    hear(calls, "3 gone support ABANDON|1|1|3")
    hear(calls, f"4 lost support {ENTER}")
    assert [one.id for one in hear(calls, f"{OVER_AFTER_S + 2} a support {ENTER}")] == []
    assert [one.id for one in hear(calls, f"{OVER_AFTER_S + 3} a support {CONNECT}")] == ["gone"]
    assert [one.id for one in hear(calls, f"{OPEN_AFTER_S + 4} b support {ENTER}")] == ["lost"]
    assert (calls.held, sorted(one.id for one in calls.rest()), calls.held) == (2, ["a", "b"], 0)


def test_no_more_than_so_many_are_held() -> None:
    calls = QueueCalls(most=3)
    out = [one.id for at in range(10) for one in hear(calls, f"{at} c{at} support {ENTER}")]
    assert (out, calls.held) == ([f"c{at}" for at in range(7)], 3)
    hear(calls, "11 c9 support ABANDON|1|1|3")
    assert [one.id for one in hear(calls, f"12 c10 support {ENTER}")] == ["c9"], "first those that have ended"
