"""Shelf of what can be measured. To add a part: write a file with a `run`, add a line to `PARTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from benchmarks.parts import (
    beside,
    columns,
    console,
    encode,
    events,
    figures,
    http,
    index,
    isolation,
    live,
    log,
    overload,
    pages,
    redaction,
    search,
    start,
    words,
)
from benchmarks.report import Row
from benchmarks.world import World

Part: TypeAlias = Callable[[World], Iterator[Row]]

PARTS: dict[str, tuple[Part, str]] = {
    "encode": (encode.run, "encoding a query against the bare onnxruntime call"),
    "search": (search.run, "search after encoding at each size, and its dense part against bare FAISS"),
    "beside": (beside.run, "the two retrievers of a search beside each other, or one after the other"),
    "words": (words.run, "keyword scoring beside bm25s and tantivy"),
    "isolation": (isolation.run, "one client among many, against txtai's and chromadb's filtered search"),
    "http": (http.run, "whole HTTP searches, one agent and as many as go, against a bare handler"),
    "walls": (http.run_walls, "what asking who comes, and bounding what they take, adds to a search"),
    "typing": (http.run_typing, "twenty agents typing at once"),
    "start": (start.run, "commands and server, from nothing to the first answer"),
    "index": (index.run, "passages per second against the bare graph"),
    "live": (live.run, "one edited article of a thousand, until it is served"),
    "index-memory": (index.run_memory, "peak memory of indexing a whole corpus (long)"),
    "memory": (http.run_memory, "memory of the server over many requests"),
    "events": (events.run, "durable events per second and the longest wait, against a transaction per event"),
    "events-http": (events.run_http, "durable events per second over HTTP"),
    "figures": (
        figures.run,
        "a client's figures of up to 1,000,000 calls: kept up to date, rebuilt, counted (long the first time)",
    ),
    "columns": (
        columns.run,
        "what else could count calls, SQL in place, DuckDB, Polars, beside all our figures",
    ),
    "log": (log.run, "a telephone system's log: lines per second, memory, what is kept (long with --log-mb 2000)"),
    "overload": (overload.run, "ten times what the server can sustain: memory, answers, refusals, recovery"),
    "console": (console.run, "from a key to its answer in a real browser, and calls ended by keys alone"),
    "pages": (pages.run, "the list of a large base and its articles, as a page"),
    "redaction": (redaction.run, "personal data found in what agents type, codes damaged, time"),
    "steps": (search.run_steps, "where the time of a search goes"),
}
"""Name → part and what it measures, in the order they run."""


def get(name: str) -> Part:
    """The part called `name`; `KeyError` lists the known ones."""
    if name not in PARTS:
        raise KeyError(f"There is no part {name!r}; known: {', '.join(PARTS)}.")
    return PARTS[name][0]
