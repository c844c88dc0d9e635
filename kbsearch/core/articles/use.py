"""What one client's calls did with one article, and what that needs from outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kbsearch.core.calls.call import Call
from kbsearch.core.one_client import OneClient


@dataclass(frozen=True, slots=True)
class ArticleUse:
    """Counts of calls, each counted once for each thing that was done in it."""

    client: str
    opened: int
    used: int
    refused: int


class ArticleUses(Protocol):
    """Of the calls on record. Any thread may call. Both take the same time however many calls there are."""

    def use_of(self, client: OneClient, article: str, since: datetime) -> ArticleUse:
        """In how many of this client's calls the article was opened, used, refused at that time or later."""

    def calls_using(self, client: OneClient, article: str, limit: int) -> Sequence[Call]:
        """This client's calls in which it was used, by when that was last, newest first."""
