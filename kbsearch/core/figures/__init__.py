"""What a client's calls come to: `count(client, period, calls)`, every figure of the shelf in one reading of the calls.

`FIGURES` is the shelf: to add a share of calls, write one file and add one line. The definitions are those of the
trade as the README gives them; each file has its own formula and an example,
in which `call(outcome, …)` is a call that ended so, empty = that is still open, `handed` to a level, with an article
`used` in it or `created` from it.
"""

from kbsearch.core.figures.counting import FIGURES, count, get
from kbsearch.core.figures.nouns import CONFIDENCE, ClientFigures, Figure, Interval, Rule, Share
from kbsearch.core.figures.period import LONGEST_DAYS, Period, read_period

__all__ = [
    "CONFIDENCE",
    "FIGURES",
    "LONGEST_DAYS",
    "ClientFigures",
    "Figure",
    "Interval",
    "Period",
    "Rule",
    "Share",
    "count",
    "get",
    "read_period",
]
