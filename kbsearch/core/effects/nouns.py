"""What is counted of topics, and what an article did to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Week(NamedTuple):
    """The ripe first contacts of one topic that began in one week, without those of known incidents."""

    solved: int
    """Of `contacts`, those solved without a call-back, as `fcr_no_call_back` has it."""
    contacts: int
    used: int = 0
    """Of `contacts`, those in which the topic's article was used."""
    seconds: int = 0
    """How long those took whose length is known, in all; of calls that are one, each of them."""
    timed: int = 0
    """How many of `contacts` those are."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One symptom of one client's callers, told from others before any article on it was published."""

    weeks: Mapping[int, Week] = field(default_factory=dict)
    """Number of the week → what was counted in it; a week that is missing had no contact. Which week is number 0 is
    the caller's business, if it is the same one for all topics; a week begins on Monday, where the client is."""
    published: int | None = None
    """In which week its article was, on whatever day of it; None = it has none yet."""
    id: str = ""


class Unknown(StrEnum):
    """Why what an article did cannot be known."""

    FEW_TREATED = "few_treated"
    """Fewer than eight topics that got an article can be judged."""
    FEW_COMPARED = "few_compared"
    """Fewer than eight topics without an article to compare them with."""
    FEW_CALLS = "few_calls"
    """So few ripe first contacts that not even ten points could be told from chance."""
    NO_SPREAD = "no_spread"
    """All topics with an article, or all without, changed alike, so that nothing tells what chance does."""


class UnknownUse(StrEnum):
    """Why what an article did where it was used cannot be known, though what it did in all is."""

    RARELY_USED = "rarely_used"
    """The share of contacts that used the article is not clearly above zero."""
    BEYOND = "beyond"
    """So little use cannot have done so much: it would be more than 100 points each time."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A difference, and where it would be with very many topics, 95 % sure; `low` ≤ `value` ≤ `high`."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Chance alone gives so much once in twenty times."""
        return self.low > 0 or self.high < 0


class Side(StrEnum):
    """Of which of its two rates a topic's contact is."""

    BEFORE = "before"
    """Of the weeks that later ones are compared with."""
    AFTER = "after"
    """Of the weeks since its article came that are compared."""
    MEANWHILE = "meanwhile"
    """Of the weeks since others' came in which it had none, and was compared with them."""


class Contacts(NamedTuple):
    """Ripe first contacts of one topic in some weeks."""

    solved: int
    """Of `contacts`, those solved without a call-back."""
    contacts: int


@dataclass(frozen=True, slots=True)
class Change:
    """One topic that got an article. Its two rates say little by themselves: an article comes after a bad spell, and
    other topics change in the same weeks too."""

    before: Contacts
    since: Contacts
    is_judged: bool
    """Whether it is one of those that `Effect.points` is the mean of."""
    topic: str = ""
    """Its id."""
    weeks_before: tuple[int, ...] = ()
    """Numbers of the weeks whose contacts `before` has."""
    weeks_since: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What articles did to first call resolution; every number but `seconds` and counts is in points of FCR."""

    points: Estimate | None
    """By how much more the FCR of a topic rose that got an article, whoever used it; None = `unknown` says why."""
    per_use: Estimate | None
    """The same for a contact in which the article was used: `points` ÷ `used`, between −100 and 100. None =
    `per_use_unknown` says why, or `unknown`. It takes for granted that an article does nothing where nobody uses it."""
    used: float | None
    """Share in [0, 1] of a topic's contacts since publication that used its article, on average of topics."""
    seconds: Estimate | None
    """By how much longer calls became, as `points` is reckoned; None where lengths are not known."""
    pre_trend: Estimate | None
    """By how much more these topics rose from the first half of the earlier weeks to the second: far from 0, they were
    on another way already. None = there are too few weeks or topics."""
    placebo: Estimate | None
    """The effect of an article that there was not, as if it had been published in the earlier weeks: of twenty, one
    excludes 0. None = there are too few weeks or topics."""
    treated: int
    """Topics with an article that could be judged."""
    left_out: int
    """Topics with an article that could not: published too early or too late in these weeks, or hardly called about."""
    compared: int
    """Topics that they were compared with in some week; one that got its article later is among both."""
    before: range
    """The weeks that later ones are compared with: they end where the first topic's bad spell begins."""
    calls: int
    """Ripe first contacts in the smallest of four heaps: with article and without, before and since."""
    could_show: float | None
    """The smallest effect that so many calls would show in four of five times, if calls were all that chance decides:
    topics differ, so it takes more. None = not even the largest that there can be."""
    unknown: Unknown | None
    """Why there is no effect to tell; None = there is."""
    changes: tuple[Change, ...] = ()
    """Topic by topic, of all that got an article in these weeks."""
    per_use_unknown: UnknownUse | None = None
    """Why there are `points`, and nothing to tell of each use; None = there is, or there are no `points`."""
    comparison: tuple[Change, ...] = ()
    """Topic by topic, of the `compared`: `since` are the contacts of the weeks in which it had no article, and others
    were compared with it."""

    def sides(self) -> dict[tuple[str, int], Side]:
        """Topic and week → of what its contacts in that week are; those of other weeks are of nothing. No week of a
        topic is of two."""
        found: dict[tuple[str, int], Side] = {}
        for changes, later in ((self.comparison, Side.MEANWHILE), (self.changes, Side.AFTER)):
            for one in changes:
                found |= {(one.topic, week): Side.BEFORE for week in one.weeks_before}
                found |= {(one.topic, week): later for week in one.weeks_since}
        return found
