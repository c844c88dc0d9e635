"""Many callers of one hour bring the same, and nothing reliable was found for it: something new may have broken.

    callers with alike words left without an answer in the last hour  ≥  `at_least`, and more than usual

Alike: the groups of `core.topics.clusters`, by meaning and by letters, as of the gaps. The usual: callers with such
words left without an answer in the same hour of the same weekday in the eight weeks before, of which those hours count
in which anybody called; where fewer than two had a caller, at night or of a client who is new, the hours of the two
days before. With `x` callers in the last hour and `y` in `h` usual hours, both Poisson's, `x` of `x + y` are binomial
with the share `1 / (1 + h)` where nothing changed (J. Przyborowski, H. Wilenski, “Homogeneity of results in testing
samples from Poisson series”, Biometrika 31, 1940). It is told where so many or more have a chance below 1 in 1,000, as
this is looked at every minute, shared out among all that is said in that hour (Bonferroni), as the largest of many
groups is large by chance. With fewer than two such hours nothing is told, as nothing is known of what is usual.

Left without an answer: the last search of the call says that nothing is reliable, and no article was used. A call that
was given up, was not for us or is about a known incident is none. A caller counts once. What they said is on the page
of the gaps, and never in an alert.

Six callers of one subject where eight such hours had 4 together: 6 of 10 with the share 1/9 have a chance of 0.00025:
told where there are at most three subjects. Six where they had 24 have one of 0.1: not told.

>>> unanswered_burst(count(6, 20), count(4, 8), Burst(), of=3).threshold
5
>>> unanswered_burst(count(6, 20), count(4, 8), Burst(), of=9) is None
True
>>> unanswered_burst(count(6, 20), count(24, 8), Burst(), of=1) is None
True
>>> unanswered_burst(count(6, 20), count(0, 1), Burst(), of=1) is None
True
"""

from __future__ import annotations

from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import Burst
from kbsearch.core.figures.intervals import tail

MOST_CHANCE = 0.001
FEWEST_HOURS = 2
"""Without so many usual hours nothing is told."""


def unanswered_burst(counted: Count, usual: Count, burst: Burst, *, of: int) -> Alert | None:
    """`counted`: callers with alike words left without an answer, of those who called in the last hour; `usual`: such
    callers of so many usual hours; `of`: how many subjects there are in the last hour."""
    if counted.numerator < burst.at_least or usual.denominator < FEWEST_HOURS:
        return None
    both = counted.numerator + usual.numerator
    if tail(counted.numerator, both, 1 / (1 + usual.denominator)) >= MOST_CHANCE / of:
        return None
    return Alert(Kind.UNANSWERED_BURST, counted, burst.at_least, burst.at_least, usual)
