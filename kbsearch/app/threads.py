"""The threads of one running instance, by what they do: none of it may hold up what the others do."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from kbsearch.app.priorities import give_way
from kbsearch.app.small_pool import SmallPool
from kbsearch.core.line import Line

MOST_COUNTING, MOST_IMPORTING = 16, 16
"""Who would wait behind so many figures, or files of calls, of all clients is told to come back."""
MOST_WATCHED = 100
"""Clients whose day is looked at again and again, one after the other."""
EACH_COUNTING, EACH_IMPORTING = 3, 3
"""And who would be one more than so many of one client: it may not fill the line of all."""


class Threads:
    """Any thread may hand work over."""

    def __init__(self) -> None:
        count = max(2, min(8, os.cpu_count() or 2))
        self.readers = ThreadPoolExecutor(count, thread_name_prefix="read")
        """For articles, pages and whatever else takes a while."""
        self.encoders = ThreadPoolExecutor(count, thread_name_prefix="understand", initializer=give_way)
        self.searchers = ThreadPoolExecutor(max(1, count // 2), thread_name_prefix="answer")
        """Fewer than the encoders: the model runs without the interpreter's lock, and threads that search would only
        take that lock from each other, and from those that hand the model its next query."""
        self.encoding, self.searching = Line(count), Line(max(1, count // 2))  # what waits for each of the two
        self.counters = SmallPool(1, MOST_COUNTING, "count", each=EACH_COUNTING)
        """For figures, which take seconds of reading where there are many calls."""
        self.comparers = SmallPool(1, MOST_COUNTING, "compare", each=EACH_COUNTING)
        """For what the model has a say in: topics, gaps, health, monthly reports. Where much is new they take half a
        minute, for which nobody's figures wait."""
        self.watchers = SmallPool(1, MOST_WATCHED, "watch", each=1)
        """For looks at days that are watched: who asks for figures is not told to come back because of them."""
        self.importers = SmallPool(1, MOST_IMPORTING, "import", each=EACH_IMPORTING)
        """For files of calls, which take seconds of writing."""

    def close(self) -> None:
        """What is under way finishes; what waits is dropped."""
        for pool in (self.encoders, self.searchers, self.readers):
            pool.shutdown(wait=True, cancel_futures=True)
        for small in (self.counters, self.comparers, self.watchers, self.importers):
            small.close()
