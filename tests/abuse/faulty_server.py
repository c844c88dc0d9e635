"""`python -m tests.abuse.faulty_server …`: `kbsearch serve` with faults that quote what was asked, as real ones may."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import Any, NoReturn

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.api.search import controller as clients
from kbsearch.cli import main

HANDLER, MODEL, THREAD, TASK = "panne-500", "panne-du-modele", "panne-du-fil", "panne-de-tache"
"""Words of a query that make a part of the server fail with the whole query in the exception's message."""


def fail(query: str) -> NoReturn:
    quoted = f"cannot work on {query!r}"
    try:
        raise KeyError(query)
    except KeyError as error:
        raise ValueError(quoted) from error


def sabotage() -> None:
    show, embed = clients.search_out, GraphEmbedder.embed_one

    async def fail_later(query: str) -> None:
        fail(query)

    def search_out(client: Any, reply: Any, *rest: Any) -> Any:
        query = reply.answer.query
        if HANDLER in query:
            fail(query)
        if THREAD in query:
            threading.Thread(target=fail, args=(query,), name="sabotaged").start()
        if TASK in query:
            asyncio.get_running_loop().create_task(fail_later(query))
        return show(client, reply, *rest)

    def embed_one(self: GraphEmbedder, text: str) -> Any:
        if MODEL in text:
            fail(text)
        return embed(self, text)

    clients.search_out = search_out
    GraphEmbedder.embed_one = embed_one  # type: ignore[method-assign]


if __name__ == "__main__":
    sabotage()
    sys.argv[0] = "kbsearch"
    main()
