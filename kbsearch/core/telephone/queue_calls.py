"""Lines of a `queue_log` → calls: what became of each in a client's queues, as far as the log tells.

A caller who is sent on to a second queue of the same client stays one call: the first offer counts, an answer anywhere
is an answer, and it ends with its last end. Who was answered, then sent on and not answered again, counts as answered;
the call ends where the talk did, for waiting is no handling. So a call is held for a while after its end, and one
without an end for some hours; then, or when too many are held, it is handed out with what is known.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.faults import printable
from kbsearch.core.telephone.queue_log import LineError, QueueLine, Step

OVER_AFTER_S = 3600
"""How long a call may be between two queues."""
OPEN_AFTER_S = 12 * 3600
"""How long nothing may be heard of a call that has not ended."""
MOST_HELD = 20_000
"""Calls. Each takes less than 1 kB."""
WITHIN_S = 1
"""Lines of one call may stand in the wrong order by that much."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The line that told of an answer or of an end."""

    said: QueueLine
    source: str
    line: int


@dataclass(slots=True)
class QueueCall:
    """One call in the queues of one client. Times are seconds since 1970, UTC; None = the log does not tell."""

    client: str
    id: str
    source: str
    """The file in which it was met."""
    line: int
    """There, 1-based: the first that is about it."""
    queue: str
    """The one that it reached first."""
    first_at: int
    """Of that line."""
    last_at: int
    """Of the last line about it."""
    caller: str = ""
    path: tuple[str, ...] = ()
    path_at: int = 0
    offered_at: int | None = None
    answered_at: int | None = None
    ended_at: int | None = None
    came_of: Disposition | None = None
    talked_until: int | None = None
    """Of the last end of an answered stay."""
    taken: Mark | None = None
    """Since it entered a queue last."""
    left: Mark | None = None
    """The same."""
    entered: QueueLine | None = None
    """A queue, the last time."""
    before: Mark | None = None
    """How the stay before that one ended."""

    def may_go_on(self, now: float) -> bool:
        """It left a queue so lately that it may come to another one yet."""
        return self.left is not None and self.left.said.goes_on and now - self.last_at < OVER_AFTER_S


class QueueCalls:
    """The calls of one log that may go on yet: a bounded number, whatever the log holds."""

    def __init__(self, *, most: int = MOST_HELD) -> None:
        self._most = most
        self._open: OrderedDict[tuple[str, str], QueueCall] = OrderedDict()
        """(client, call), by when they were heard of last."""
        self._over: OrderedDict[tuple[str, str], QueueCall] = OrderedDict()
        """The same of those that have ended, so far."""

    @property
    def held(self) -> int:
        return len(self._open) + len(self._over)

    def hear(self, said: QueueLine, client: str, source: str, line: int) -> Sequence[QueueCall]:
        """Add what a line says of a call of the client's; gives the calls that nothing more is expected of.

        Raises `LineError` for a line that cannot be true after those before it; it changes nothing.
        """
        key = (client, said.call)
        known = self._open.get(key) or self._over.get(key)
        if said.step is Step.RANG and known is None:
            return ()
        call = known or QueueCall(client, said.call, source, line, said.queue, said.at, said.at)
        if not _is_said_again(call, said):
            _require_possible(call, said)
            if first := _contradicted(call, said):
                where = str(first.line) if first.source == source else f"{printable(first.source)}:{first.line}"
                raise LineError("queue-log-contradicts", first=where)
            _add(call, Mark(said, source, line))
        self._open.pop(key, None)
        self._over.pop(key, None)
        (self._open if call.ended_at is None else self._over)[key] = call
        return [*self._leave(said.at)]

    def rest(self) -> Iterator[QueueCall]:
        """All that are held, and holds them no more."""
        for held in (self._over, self._open):
            while held:
                yield held.popitem(last=False)[1]

    def _leave(self, now: int) -> Iterator[QueueCall]:
        for held, after in ((self._over, OVER_AFTER_S), (self._open, OPEN_AFTER_S)):
            while held and now - next(iter(held.values())).last_at >= after:
                yield held.popitem(last=False)[1]
        while self.held > self._most:
            yield (self._over or self._open).popitem(last=False)[1]


def _is_said_again(call: QueueCall, said: QueueLine) -> bool:
    """It tells of the stay before the last one, or of the last entering, as a log does that overlaps the one before."""
    last, before = call.entered, call.before
    if last is None or said.at < (call.offered_at or 0):
        return False
    if said.step is Step.ENTERED:
        return said.at < last.at or (said.at, said.queue) == (last.at, last.queue)
    if said.step is Step.LEFT and before and (said.at, said.queue) == (before.said.at, before.said.queue):
        return True
    return said.step in (Step.CONNECTED, Step.LEFT) and said.at < last.at - WITHIN_S


def _require_possible(call: QueueCall, said: QueueLine) -> None:
    """A call enters no queue, is not taken and does not end before it was offered, nor ends before it was taken."""
    if said.step in (Step.ENTERED, Step.CONNECTED, Step.LEFT) and said.at < (call.offered_at or 0) - WITHIN_S:
        raise LineError("queue-log-order")
    if said.step is Step.LEFT and said.at < (call.answered_at or 0) - WITHIN_S:
        raise LineError("queue-log-order")


def _contradicted(call: QueueCall, said: QueueLine) -> Mark | None:
    """The line before it, about the same stay in the same queue, that cannot be true if this one is: it stays. A line
    that stands twice contradicts nothing."""
    taken, left = (mark if mark and mark.said.queue == said.queue else None for mark in (call.taken, call.left))
    if said.step is Step.CONNECTED:
        if left and (left.said.came_of is not Disposition.ANSWERED or said.at > left.said.at + WITHIN_S):
            return left
        return taken if taken and abs(taken.said.at - said.at) > WITHIN_S else None
    if said.step is Step.LEFT:
        if left and (left.said.came_of is not said.came_of or abs(left.said.at - said.at) > WITHIN_S):
            return left
        return taken if said.came_of is not Disposition.ANSWERED else None
    return None


def _add(call: QueueCall, mark: Mark) -> None:
    said = mark.said
    call.last_at = max(call.last_at, said.at)
    match said.step:
        case Step.ENTERED if call.offered_at is None:
            call.offered_at, call.queue = said.at, said.queue
            call.caller = said.caller
            call.taken, call.left, call.entered = None, None, said
        case Step.ENTERED:  # once more: what was an end is none
            call.before, call.entered = call.left, said
            call.ended_at = call.taken = call.left = None
        case Step.CONNECTED:
            call.taken = call.taken or mark
            call.answered_at = said.at if call.answered_at is None else call.answered_at
            call.came_of = Disposition.ANSWERED
        case Step.LEFT if call.left is None or call.left.said.queue != said.queue:
            if said.came_of is Disposition.ANSWERED:
                call.talked_until = said.at
            call.ended_at, call.left = call.talked_until or said.at, mark
            call.came_of = call.came_of if call.came_of is Disposition.ANSWERED else said.came_of
        case Step.CHOSE if not call.path:
            call.path, call.path_at = said.path, said.at
