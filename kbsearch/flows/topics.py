"""What one client's callers call about: calls → topics, frozen; later calls → the topics that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kbsearch.core.calls import Call
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Embedder
from kbsearch.core.text import fold
from kbsearch.core.topics import Member, Topics, name, words_of
from kbsearch.core.topics.clusters import MOST, Known, nearest
from kbsearch.core.topics.collecting import Symptoms
from kbsearch.flows.embedding import Progress, untold, vectors_of
from kbsearch.flows.gaps import grouped

FEWEST = 5
"""Calls that make a topic: fewer are a coincidence."""
MOST_FOUNDERS = 20
"""Wordings of a topic that later calls are compared with, nearest to all of its own first."""
AT_ONCE = 1000
"""Wordings that are compared in one go."""


class Span(NamedTuple):
    """Calls that began in `since <= began < until`, UTC."""

    since: datetime
    until: datetime


class Reader(NamedTuple):
    """What texts are read with."""

    embedder: Embedder | None
    """None = there is no model: words that look alike are about the same."""
    titles: Sequence[str]
    """Of the client's articles: they say what all of its texts have in common."""
    progress: Progress = untold


def freeze(
    client: OneClient, span: Span, calls: Iterable[Call], reader: Reader, before: Mapping[str, str], now: datetime
) -> Topics:
    """Topics of the handled calls of that span, as groups of `FEWEST` calls or more that are about the same.

    `before`: call → topic as they were, for the names to last. Calls without words, and those of small groups, are
    about none. Wordings beyond the first `MOST`, of the fewest calls, do not make topics; they may come to one.
    """
    symptoms = Symptoms(client, calls)
    wordings, ids = symptoms.wordings, symptoms.calls
    groups = grouped(wordings[:MOST], reader.embedder, reader.titles, reader.progress)
    large = [group for group in groups if sum(len(ids[at]) for at in group) >= FEWEST]
    names = name([[call for at in group for call in ids[at]] for group in large], before)
    members = [
        Member(call, topic, place if nth == 0 and place < MOST_FOUNDERS else None)
        for topic, group in zip(names, large, strict=True)
        for place, at in enumerate(group)
        for nth, call in enumerate(ids[at])
    ]
    placed = {one.call for one in members}
    members += [Member(call, "") for group in groups for at in group for call in ids[at] if call not in placed]
    return Topics(client.id, now, span.since, span.until, members)


def assign(
    client: OneClient, topics: Topics, founders: Mapping[str, Call], calls: Iterable[Call], reader: Reader
) -> list[Member]:
    """What those of the calls are about that the topics do not know yet. `founders`: calls by id, those of
    `topics.founders` as far as they are on record. The topics stay what they are."""
    symptoms = Symptoms(client, (call for call in calls if call.id not in topics.of_call))
    wordings, ids = symptoms.wordings, symptoms.calls
    names = [*topics.founders]
    known = [
        (words, at)
        for at, topic in enumerate(names)
        for call in topics.founders[topic]
        if call in founders and (words := words_of(founders[call]))
    ]
    if not wordings:
        return []
    there = sorted({at for _, at in known})
    said, group_of = [words for words, _ in known], [there.index(at) for _, at in known]
    same = {fold(words): group for words, group in zip(said, group_of, strict=True)}
    rows = None if reader.embedder is None else vectors_of(reader.embedder, [*said, *wordings], reader.progress)
    settled = Known(said, None if rows is None else rows[: len(said)], group_of)
    members = []
    for first in range(0, len(wordings), AT_ONCE):
        some = range(first, min(first + AT_ONCE, len(wordings)))
        vectors = None if rows is None else rows[len(said) + some.start : len(said) + some.stop]
        found = nearest([wordings[at] for at in some], vectors, settled)
        for at, group in zip(some, found, strict=True):
            group = same.get(fold(wordings[at]), group)
            topic = names[there[group]] if group >= 0 else ""
            members += [Member(call, topic) for call in ids[at]]
    return members
