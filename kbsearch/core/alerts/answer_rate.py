"""Too few calls answered: today's *taux de décroché* is below what the client agreed to, 85 % where it says nothing.

    calls answered
    ---------------  <  percent / 100, of at least `at_least` calls presented today
    calls presented

Today: since midnight on the client's clocks. The share is that of `figures.answer_rate`, so a call that still waits
counts as not answered: a queue that fills up is told before it empties.

Fifty calls presented and 40 answered are 80 %, below 85 %. Of two calls, one not answered is nothing.

>>> answer_rate(count(40, 50), Limit(85)).threshold
0.85
>>> answer_rate(count(1, 2), Limit(85)) is None
True
>>> answer_rate(count(17, 20), Limit(85)) is None
True
"""

from __future__ import annotations

from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import Limit


def answer_rate(counted: Count, limit: Limit) -> Alert | None:
    """`counted`: answered of presented. Whole numbers are compared, so that 85 of 100 are not below 85 %."""
    if counted.denominator < limit.at_least or counted.numerator * 100 >= limit.percent * counted.denominator:
        return None
    return Alert(Kind.ANSWER_RATE, counted, limit.percent / 100, limit.at_least)
