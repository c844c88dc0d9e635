"""What the API answers about what articles are worth and what they lack, as its document has it: see `answers`."""

from __future__ import annotations

from datetime import date

import msgspec

from kbsearch.client.answers import Instant
from kbsearch.client.figure_answers import Interval


class GapCause(msgspec.Struct, frozen=True):
    """Why nothing of the base solved some calls; a call may have several reasons."""

    reason: str
    calls: int


class Gap(msgspec.Struct, frozen=True):
    """Calls about the same that no article solved."""

    id: str
    """The same while the first of its calls is in it; for `kbsearch gap draft`."""
    label: str
    """The wording that is nearest to all others, redacted."""
    volume: int
    """Calls."""
    callers: int
    """Different ones, as far as they are known."""
    share: float
    """Of the calls that are in any gap, from 0 to 1."""
    running_share: float
    """The same of this gap and all before it."""
    minutes: float | None
    """Of all its calls of known length; None = none is known."""
    timed: int
    """Calls whose length is known."""
    before: int
    """Calls about the same in the time before, that no article solved either."""
    trend: str
    """`rising`, `falling`, `level` or `unknown`."""
    wordings: tuple[str, ...]
    """A few others, redacted."""
    reasons: tuple[GapCause, ...]
    calls: tuple[str, ...]
    """Ids, in the order in which they began."""
    calls_before: tuple[str, ...]
    """The same of the calls that `before` counts."""


class Gaps(msgspec.Struct, frozen=True):
    """What callers bring and no article solves, of the calls that began from `since` to `until`, both included."""

    client: str
    since: date
    until: date
    time_zone: str
    before_since: date | None
    """First day of the time before, as long; None = no call may be of one."""
    before_until: date | None
    looked_at: int
    """Closed calls that were for us and not given up."""
    looked_at_before: int
    """The same of the time before; 0 = no trend is known."""
    unsolved: int
    """Of `looked_at`, those that no article solved."""
    wordless: int
    """Of `unsolved`, those of which nobody said a word: in no gap."""
    pareto: int
    """So many of the first gaps hold four fifths of the calls in any."""
    gaps: tuple[Gap, ...]
    """The largest first."""
    unread_wordings: int
    """Different wordings that were left unread, those of the fewest calls: no more are read at once."""
    unread_calls: int
    """Of `unsolved`, the calls that said them: in no gap."""
    unread_wordings_before: int
    """The same of the time before."""
    unread_calls_before: int
    """Calls of it that said them: in no `before`."""


class Rate(msgspec.Struct, frozen=True):
    """A share: `value` = `numerator` / `denominator`; None = no value, for nothing was counted. That is not 0."""

    numerator: int
    denominator: int
    value: float | None
    interval: Interval | None


class ArticleHealth(msgspec.Struct, frozen=True):
    """In how many calls each thing was done with one article."""

    article: str
    title: str
    """Empty = it is served no more."""
    shown: int
    opened: int
    tried: int
    used: int
    refused: int
    not_called_back: Rate
    """Of the ripe contacts solved at N1 with it."""


class Returning(msgspec.Struct, frozen=True):
    """An article after which callers call again more often than after all articles together."""

    article: str
    title: str
    called_back: Rate
    calls: tuple[str, ...]
    """The first call of each contact that was called back."""


class ReviewDue(msgspec.Struct, frozen=True):
    """An article that is to be read again."""

    article: str
    title: str
    due: date
    """The last day on which its review still holds."""
    is_overdue: bool


class Side(msgspec.Struct, frozen=True):
    """One article of two."""

    article: str
    title: str


class Alike(msgspec.Struct, frozen=True):
    """Two articles that may be of the same; `likeness` is at most 1."""

    first: Side
    second: Side
    likeness: float


class Length(msgspec.Struct, frozen=True):
    """How long something took, in seconds; None = it never did."""

    calls: int
    mean: float | None
    median: float | None
    p90: float | None


class SearchHealth(msgspec.Struct, frozen=True):
    """How search fared in the calls of the period."""

    searches: int
    """Those that somebody looked at, not each letter."""
    no_answer: Rate
    """Said to have nothing reliable, of the searches with an answer."""
    ruled_out: Rate
    """Calls with an article ruled out, of the calls with a search."""
    worded_again: Rate
    """Calls with a second wording, of the calls with a search."""
    first_help: Length
    """From the first search to the opening of the first article that was tried or used."""


class Pair(msgspec.Struct, frozen=True):
    """Ids of two articles, which may be served no more."""

    first: str
    second: str


class Knowledge(msgspec.Struct, frozen=True):
    """How the articles served now fare, by the calls that began from `since` to `until`, both included, and by what
    they say of themselves."""

    client: str
    since: date
    until: date
    time_zone: str
    calls: int
    using: int
    """Of these, the calls in which an article was used."""
    unattached: int
    """Of those, the calls without a known caller: in no share."""
    unripe: int
    """Contacts of which nobody knows yet whether they are called back."""
    window_days: int
    """Within which a later call is a call-back."""
    articles: tuple[ArticleHealth, ...]
    """The most used first."""
    norm: Rate
    """Called back, of all ripe contacts solved at N1 with any article."""
    fewest_contacts: int
    """From which an article is compared with the norm."""
    compared: int
    """How many articles have as many."""
    returning: tuple[Returning, ...]
    never_used: tuple[str, ...]
    """Served, seen in calls, and used in none."""
    never_shown: tuple[str, ...]
    """Served, and no call knows anything of them."""
    review_due: tuple[ReviewDue, ...]
    """Overdue and soon due, the longest first."""
    verified: Rate
    """Validated and not overdue, of the articles served."""
    undated: int
    """Of the verified, those that say no day of review."""
    alike: tuple[Alike, ...]
    """The most alike first, without those told apart."""
    told_apart: int
    """Pairs of which somebody said that they are not the same."""
    search: SearchHealth
    apart: tuple[Pair, ...] = ()
    """These pairs, the last that was told first."""
    counted_at: Instant | None = None
    """What is ripe is so as of then; `figure_calls` takes it."""


class Apart(msgspec.Struct, frozen=True):
    """Two articles of which it is kept whether they are the same."""

    client: str
    first: str
    second: str
