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
    about none. Wordings beyond the first `MOST`, of the fewest calls, do not make topics; they may come to one. A
    wording is remembered by the last of its calls, in the order in which they come: the older ones are deleted sooner.
    """
    symptoms = Symptoms(client, calls)
    wordings, ids = symptoms.wordings, symptoms.calls
    groups = grouped(wordings[:MOST], reader.embedder, reader.titles, reader.progress)
    large = [group for group in groups if sum(len(ids[at]) for at in group) >= FEWEST]
    names = name([[call for at in group for call in ids[at]] for group in large], before)
    members = [
        Member(call, topic, place if call == ids[at][-1] and place < MOST_FOUNDERS else None)
        for topic, group in zip(names, large, strict=True)
        for place, at in enumerate(group)
        for call in ids[at]
    ]
    placed = {one.call for one in members}
    members += [Member(call, "") for group in groups for at in group for call in ids[at] if call not in placed]
    return Topics(client.id, now, span.since, span.until, members)


class Near:
    """Texts that come to the topics that there are."""

    def __init__(self, topics: Topics, founders: Mapping[str, Call], reader: Reader) -> None:
        """`founders`: calls by id, those of `topics.founders` as far as they are on record."""
        known = [
            (words, topic)
            for topic, calls in topics.founders.items()
            for call in calls
            if call in founders and (words := words_of(founders[call]))
        ]
        self._reader = reader
        self._said = [words for words, _ in known]
        self._names = [*dict.fromkeys(topic for _, topic in known)]
        self._group_of = [self._names.index(topic) for _, topic in known]
        self._same = {fold(words): topic for words, topic in known}

    @property
    def topics(self) -> frozenset[str]:
        """Those of which a word is left: no text comes to another one."""
        return frozenset(self._names)

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        """For each text the topic that it is about; empty = none."""
        if not texts or not self._said:
            return [""] * len(texts)
        embedder, n = self._reader.embedder, len(self._said)
        rows = None if embedder is None else vectors_of(embedder, [*self._said, *texts], self._reader.progress)
        known = Known(self._said, None if rows is None else rows[:n], self._group_of)
        found: list[int] = []
        for at in range(0, len(texts), AT_ONCE):
            vectors = None if rows is None else rows[n + at : n + at + AT_ONCE]
            found += nearest(texts[at : at + AT_ONCE], vectors, known)
        return [
            self._same.get(fold(text), self._names[group] if group >= 0 else "")
            for text, group in zip(texts, found, strict=True)
        ]


def assign(client: OneClient, topics: Topics, near: Near, calls: Iterable[Call]) -> list[Member]:
    """What those of the calls are about that the topics do not know yet. The topics stay what they are."""
    return assign_symptoms(near, Symptoms(client, (call for call in calls if call.id not in topics.of_call)))


def assign_symptoms(near: Near, symptoms: Symptoms) -> list[Member]:
    """The same of symptoms that were gathered by whoever reads the calls for more than this."""
    told = near.topics_of(symptoms.wordings)
    return [Member(call, topic) for topic, ids in zip(told, symptoms.calls, strict=True) for call in ids]
