"""One search, from what was asked to what is shown: the same for the API and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbsearch.api.catalogue import Lang
from kbsearch.api.search.path_shapes import PathOut, path_out
from kbsearch.api.transport.threads import Halves, searched
from kbsearch.app import App, Reply
from kbsearch.core.escalation import Asked
from kbsearch.core.one_client import OneClient
from kbsearch.core.questions import Chosen
from kbsearch.flows.gathering import Understood

QUICK_CHUNKS = 20_000
"""In a base of so many, what is left once the query is read takes some 2 ms (`python -m benchmarks search`)."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked."""

    query: str
    asked: Asked
    limit: int = 10
    chosen: Sequence[Chosen] = ()
    call: str = ""


async def answered(kb: App, client: OneClient, search: Search, lang: Lang) -> tuple[Reply, PathOut]:
    """The reply, and who takes over in the reader's language. Raises like `searched` and `App.reply`."""

    def understand(is_busy: bool = False) -> Understood:
        return kb.understand(client, search.query, call=search.call, is_busy=is_busy)

    def reply_to(understood: Understood) -> tuple[Reply, PathOut]:
        reply = kb.reply(client, understood, search.asked, limit=search.limit, chosen=search.chosen)
        return reply, path_out(client, reply.path, lang)

    def is_quick(understood: Understood) -> bool:
        return len(understood.snapshot.chunks) <= QUICK_CHUNKS

    return await searched(kb, Halves(understand, lambda: understand(is_busy=True), reply_to, is_quick))
