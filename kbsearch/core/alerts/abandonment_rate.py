"""Too many callers hang up: today's *taux d'abandon* is above what the client agreed to, 10 % where it says nothing.

    calls abandoned in the queue
    ----------------------------  >  percent / 100, of at least `at_least` calls presented today
          calls presented

Today and presented as for the answer rate; the share is that of `figures.abandonment_rate`.

Forty calls presented and 6 abandoned are 15 %, above 10 %; four of forty are not above it.

>>> abandonment_rate(count(6, 40), Limit(10)).threshold
0.1
>>> abandonment_rate(count(4, 40), Limit(10)) is None
True
>>> abandonment_rate(count(2, 2), Limit(10)) is None
True
"""

from __future__ import annotations

from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import Limit


def abandonment_rate(counted: Count, limit: Limit) -> Alert | None:
    """`counted`: abandoned in the queue of presented."""
    if counted.denominator < limit.at_least or counted.numerator * 100 <= limit.percent * counted.denominator:
        return None
    return Alert(Kind.ABANDONMENT_RATE, counted, limit.percent / 100, limit.at_least)
