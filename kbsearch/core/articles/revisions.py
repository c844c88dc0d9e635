"""What Git says of one article's past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from kbsearch.core.model import Article


@dataclass(frozen=True, slots=True)
class Revision:
    """One commit that touched an article's file."""

    commit: str
    at: datetime
    """When it was committed, UTC."""
    author: str
    """As Git has it: personal data, for whoever edits articles. Empty where `is_own` is not so."""
    subject: str
    """First line of its message. Empty where `is_own` is not so."""
    is_own: bool
    """It touched nothing of another client: else its words may be about that one, and are not given."""


@dataclass(frozen=True, slots=True)
class Version:
    """One article as it was served at an earlier commit, or still is."""

    commit: str
    at: datetime
    """When that was committed, UTC."""
    article: Article
    is_current: bool
    """Its file is the very one that is served now."""


Missing: TypeAlias = Literal["", "worktree", "unreadable"]


@dataclass(frozen=True, slots=True)
class History:
    """The newest revisions of one article, up to the commit being served."""

    revisions: tuple[Revision, ...]
    """Newest first."""
    missing: Missing = ""
    """Why there is none: the articles are read from disk, or Git did not answer in time."""
