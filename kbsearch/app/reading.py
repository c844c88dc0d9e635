"""What articles are read with: apart from the rest, so that `kbsearch check` need not import what searches them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kbsearch.core.bounded import Each

if TYPE_CHECKING:
    from kbsearch.core.ports import Library
    from kbsearch.flows.cutting import NamedChunker
    from kbsearch.settings import Settings


def open_articles(settings: Settings) -> Library:
    """The articles as they are now: at Git's HEAD, or on disk. Raises `UserError`."""
    from kbsearch.adapters.library import open_library

    return open_library(settings.articles, settings.source)


def folder_of(settings: Settings, client: str) -> Path:
    """Where a client's files lie on disk; there may be none."""
    from kbsearch.adapters.library import folders_on_disk

    return folders_on_disk(settings.articles).get(client, settings.articles / client)


def open_each(*, begin: bool = False) -> Each:
    """How articles are read: in a process of their own, in a bounded time each.

    `begin`: the process starts now, beside what follows, and not when it is first needed.
    """
    from kbsearch.adapters.bounded import BoundedEach

    each = BoundedEach()
    if begin:
        each.begin()
    return each


def open_chunker(each: Each) -> NamedChunker:
    """How articles are cut."""
    from kbsearch.core import chunkers
    from kbsearch.core.proving import prove
    from kbsearch.flows.cutting import NamedChunker

    work = partial(prove, cut=chunkers.get("sections"))
    return NamedChunker(chunkers.chunker_id("sections"), lambda articles: each(work, articles))
