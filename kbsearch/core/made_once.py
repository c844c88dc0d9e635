"""What takes seconds to find, found once for all who ask the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from kbsearch.core.one_client import OneClient

T = TypeVar("T")
EACH, MOST = 4, 64
"""Results of one client, and of all."""


class MadeOnce(Generic[T]):
    """The last results of several clients, `each` of one and `most` of all. Any thread may call.

    One is found at a time for one client: who asks meanwhile waits, and gets the same where it is the same that was
    asked. When all are too many, whoever has most gives up its oldest.
    """

    def __init__(self, *, each: int = EACH, most: int = MOST) -> None:
        self._each, self._most = each, most
        self._made: dict[str, OrderedDict[Hashable, T]] = {}
        """Client → what was asked → what was found, the one used last at the end."""
        self._finding: dict[str, threading.Lock] = {}
        """Client → held while something is found for it."""
        self._lock = threading.Lock()

    def of(self, client: OneClient) -> list[T]:
        """What is kept for it."""
        with self._lock:
            return [*self._made.get(client.id, {}).values()]

    def get(
        self, client: OneClient, asked: Hashable, find: Callable[[], T], *, again: Callable[[T], bool] = lambda _: False
    ) -> T:
        """What was found before, unless it is to be found `again`, else what `find` finds. What it raises is raised,
        and not kept."""
        with self._lock:
            finding = self._finding.setdefault(client.id, threading.Lock())
        with finding:
            with self._lock:
                own = self._made.get(client.id)
                if own is not None and asked in own and not again(own[asked]):
                    own.move_to_end(asked)
                    return own[asked]
            found = find()
            with self._lock:
                self._keep(client, asked, found)
            return found

    def _keep(self, client: OneClient, asked: Hashable, found: T) -> None:
        own = self._made.setdefault(client.id, OrderedDict())
        own[asked] = found
        own.move_to_end(asked)
        if len(own) > self._each:
            own.popitem(last=False)
        if sum(map(len, self._made.values())) > self._most:
            max(self._made.values(), key=len).popitem(last=False)
