"""What a client's calls come to: `count(client, period, calls, now)`, every figure in one reading of the calls.

`FIGURES` is the shelf: to add a share of calls or of contacts, write one file and add one line. The definitions are
those of the trade as the README gives them; each file has its own formula and an example, in which `call(outcome, …)`
is a call that ended so, empty = that is still open, `handed` to a level, `judged` by one, with an article `used` in it
or `created` from it, and `said`, `satisfied` and `recommended` what the caller answered; `phoned(disposition, waited,
took)` is one that a telephone system told of, all in seconds; `contact(outcome, …)` is one that ended so, `first` and
`ripe` unless it is said otherwise, `handed` on or `called_back`.
"""

from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.figures.counting import calls_of, count
from kbsearch.core.figures.nouns import (
    CONFIDENCE,
    Agreed,
    ClientFigures,
    ContactShare,
    Counted,
    Figure,
    FigureCalls,
    Interval,
    Rule,
    Share,
    Target,
)
from kbsearch.core.figures.period import LONGEST_DAYS, Period, read_period
from kbsearch.core.figures.queue import QueueCounts
from kbsearch.core.figures.shelf import FIGURES, OF_CALLS, OF_CONTACTS, OF_QUEUE, OF_SURVEYS, get

__all__ = [
    "CONFIDENCE",
    "FIGURES",
    "LONGEST_DAYS",
    "OF_CALLS",
    "OF_CONTACTS",
    "OF_QUEUE",
    "OF_SURVEYS",
    "WINDOW",
    "Agreed",
    "ClientFigures",
    "ContactShare",
    "Counted",
    "Figure",
    "FigureCalls",
    "Interval",
    "Period",
    "QueueCounts",
    "Rule",
    "Share",
    "Target",
    "calls_of",
    "count",
    "get",
    "read_period",
]
