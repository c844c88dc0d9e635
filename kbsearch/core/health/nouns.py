"""What there is to say of how articles fare: counts, and never what an article gained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.figures import Figure, Period
from kbsearch.core.health.searching import SearchHealth

FEWEST = 5
"""Contacts that an article is judged from: of fewer, a single caller who calls again about something else decides."""
NOT_CALLED_BACK = "not_called_back"
"""The share of contacts solved at N1 after which nobody called again, part of the API. So are these names."""
SOLVED = "solved"
"""All contacts and calls solved at N1 with an article."""
UNRIPE, UNATTACHED = "unripe", "unattached"
"""Of these, the contacts and the calls that are in no share."""
ANY = "*"
"""Whichever article, in place of an id, which this cannot be."""


@dataclass(frozen=True, slots=True)
class ArticleHealth:
    """Of the calls of a period, in how many each thing was done with one article; each call once for each thing."""

    article: str
    """Its id."""
    title: str
    """Empty = it is served no more."""
    shown: int = 0
    """It stood on the screen."""
    opened: int = 0
    tried: int = 0
    used: int = 0
    """It served, and nobody took that back."""
    refused: int = 0
    contacts: int = 0
    """Ripe ones in which it was used and that were solved at N1."""
    called_back: tuple[str, ...] = ()
    """Of these, the first call of each after which the caller called again within the `window`."""
    unripe: int = 0
    """Contacts solved at N1 with it of which nobody knows yet whether the caller will call again: in no share."""
    unattached: int = 0
    """Calls solved at N1 with it whose caller could not be told from others: in no share either."""

    @property
    def solved(self) -> int:
        """At N1, with it: contacts, and the calls that are in none."""
        return self.contacts + self.unripe + self.unattached

    @property
    def is_met(self) -> bool:
        """Any call knows anything of it."""
        return bool(self.shown or self.opened or self.tried or self.used or self.refused)

    @property
    def not_called_back(self) -> Figure:
        """Solved and not called back, of `contacts`."""
        return Figure(NOT_CALLED_BACK, self.contacts - len(self.called_back), self.contacts)

    @property
    def returning(self) -> Figure:
        """Solved and called back all the same, of `contacts`."""
        return Figure("called_back", len(self.called_back), self.contacts)


@dataclass(frozen=True, slots=True)
class ByArticle:
    """What was done with articles in one client's calls that began in a period."""

    client: str
    period: Period
    calls: int
    using: int
    """Of these, the calls in which an article was used."""
    articles: Sequence[ArticleHealth]
    """Every one that was asked for, and those that a call knows of; the one that solved most first."""
    called_back: Figure
    """Of all ripe contacts solved at N1 in which any article was used, each once."""
    unripe: int
    """As of an article, of any; each contact once."""
    unattached: int
    """As of an article, of any; each call once."""
    at: datetime
    """When they were counted: what was ripe then."""
    window: timedelta = WINDOW
    """Within which a later call is a call-back."""

    @property
    def not_called_back(self) -> Figure:
        """The others of those contacts."""
        ripe = self.called_back.denominator
        return Figure(NOT_CALLED_BACK, ripe - self.called_back.numerator, ripe)

    @property
    def solved(self) -> int:
        """At N1, with any article."""
        return self.called_back.denominator + self.unripe + self.unattached

    @property
    def met(self) -> Sequence[ArticleHealth]:
        """Those that a call knows of."""
        return [one for one in self.articles if one.is_met]


@dataclass(frozen=True, slots=True)
class Due:
    """An article that is to be read again."""

    article: str
    title: str
    due: date
    """The last day on which its review still holds."""
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Of one client's calls that began in a period, and of the articles served now."""

    client: str
    period: Period
    calls: int
    using: int
    """Of these, the calls in which an article was used."""
    unattached: int
    """Calls solved at N1 with an article whose caller could not be told from others: they count for each article, and
    are in no share, for nobody knows whether they called again."""
    unripe: int
    """Contacts solved at N1 with an article of which nobody knows yet whether the caller will call again."""
    articles: Sequence[ArticleHealth]
    """Every one that is served, and those that are served no more and that a call knows of; the most used first."""
    norm: Figure
    """Called back, of all ripe contacts solved at N1 in which any article was used, each once."""
    compared: int
    """How many articles have `FEWEST` such contacts or more."""
    returning: Sequence[ArticleHealth]
    """Of these, the articles after which callers call again more often than the `norm`, as `returning.is_above` tells;
    the largest share first."""
    due: Sequence[Due]
    """Overdue and soon due, the longest first."""
    verified: Figure
    """Of the articles served, as `upkeep.is_verified` has it."""
    undated: int
    """Of the verified articles, those that say no day on which they are due."""
    search: SearchHealth
    at: datetime
    """When all of it was counted: what was ripe then."""
    window: timedelta = WINDOW
    """Within which a later call is a call-back."""

    @property
    def unused(self) -> Sequence[ArticleHealth]:
        """Served, seen in calls, and used in none; the most often shown first."""
        found = [one for one in self.articles if one.title and not one.used and one.is_met]
        return sorted(found, key=lambda one: (-one.shown, one.article))

    @property
    def unseen(self) -> Sequence[ArticleHealth]:
        """Served, and no call knows anything of them; by id."""
        return sorted((one for one in self.articles if one.title and not one.is_met), key=lambda one: one.article)
