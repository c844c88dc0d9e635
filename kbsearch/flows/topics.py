"""What one client's callers call about: calls → topics, frozen; later calls → the topics that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from kbsearch.core.calls.call import Call
from kbsearch.core.one_client import OneClient
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.text import fold
from kbsearch.core.topics import NAMED_BEFORE, Member, Topics, name, words_of
from kbsearch.core.topics.clusters import MOST, Known, Settled, spellings
from kbsearch.core.topics.collecting import Symptoms
from kbsearch.flows.embedding import Progress, untold, vectors_of
from kbsearch.flows.gaps import grouped

FEWEST = 5
"""Calls that make a topic: fewer are a coincidence."""
MOST_FOUNDERS = 20
"""Wordings of a topic that later calls are compared with, nearest to all of its own first."""
MOST_KNOWN = 1400
"""The same of all topics together: some seconds for the model."""


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
    most: int | None = None
    """Wordings of calls that the model reads, those of the topics not counted; None = all."""


class Before(NamedTuple):
    """Topics as they were, for their ids and names to last."""

    of_call: Mapping[str, str]
    """Call → topic; empty = of none. Calls that it does not know have no say."""
    named: Mapping[str, Call]
    """Topic → the call whose words are its name."""


def freeze(
    client: OneClient, span: Span, calls: Iterable[Call], reader: Reader, before: Before, now: datetime
) -> Topics:
    """Topics of the handled calls of that span, as groups of `FEWEST` calls or more that are about the same.

    Calls without words, and those of small groups, are about none. Wordings beyond the first `MOST`, of the fewest
    calls, do not make topics; they may come to one. A topic that was there before keeps its name, also where nobody
    said those words in this span, unless they are about something else now. A wording is remembered by the last of its
    calls, in the order in which they come: the older ones are deleted sooner.
    """
    symptoms = Symptoms(client, calls)
    wordings, ids = symptoms.wordings[:MOST], symptoms.calls
    groups = grouped(wordings, reader.embedder, reader.titles, reader.progress)
    large = [group for group in groups if sum(len(ids[at]) for at in group) >= FEWEST]
    names = name([[call for at in group for call in ids[at]] for group in large], before.of_call)
    place_of = {fold(words): at for at, words in enumerate(wordings)}
    members = list[Member]()
    for topic, group in zip(names, large, strict=True):
        called = before.named.get(topic)
        said = None if called is None else place_of.get(fold(words_of(called)))
        if called is not None and said is None:
            members.append(Member(called.id, topic, NAMED_BEFORE))
        for place, at in enumerate(sorted(group, key=lambda at: at != said)):
            *others, last = ids[at]
            members.append(Member(last, topic, place if place < MOST_FOUNDERS else None))
            members += [Member(call, topic) for call in others]
    placed = {one.call for one in members}
    members += [Member(call, "") for group in groups for at in group for call in ids[at] if call not in placed]
    return Topics(client.id, now, span.since, span.until, members)


class Near:
    """Texts that come to the topics that there are."""

    def __init__(self, topics: Topics, founders: Mapping[str, Call], reader: Reader) -> None:
        """`founders`: calls by id, those of `compared_with(topics)` as far as they are on record."""
        known = [
            (words, topic)
            for topic, calls in compared_with(topics).items()
            for call in calls
            if call in founders and (words := words_of(founders[call]))
        ]
        self.reader = reader
        self._said = [words for words, _ in known]
        self._names = [*dict.fromkeys(topic for _, topic in known)]
        self._group_of = [self._names.index(topic) for _, topic in known]
        self.known: Mapping[str, str] = {fold(words): topic for words, topic in known}
        """The words that the topics are made of, without accents → topic."""

    @property
    def topics(self) -> frozenset[str]:
        """Those of which a word is left: no text comes to another one."""
        return frozenset(self._names)

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        """For each text the topic that it is about; empty = none."""
        others = [text for text in texts if fold(text) not in self.known]
        found = dict(zip(others, self._nearest(others), strict=True))
        return [found[text] if text in found else self.known[fold(text)] for text in texts]

    def _nearest(self, texts: Sequence[str]) -> list[str]:
        if not texts or not self._said:
            return [""] * len(texts)
        found = self._settled.nearest(texts, self._vectors(texts))
        return [self._names[group] if group >= 0 else "" for group in found]

    @cached_property
    def _settled(self) -> Settled:
        return Settled(Known(self._said, self._vectors(self._said), self._group_of))

    def _vectors(self, texts: Sequence[str]) -> Vectors | None:
        embedder = self.reader.embedder
        return None if embedder is None else vectors_of(embedder, texts, self.reader.progress)


def compared_with(topics: Topics) -> Mapping[str, Sequence[str]]:
    """Topic → those of its founders whose words texts are compared with: as many of each as `MOST_KNOWN` allows, one at
    least. Where not all are, they are near and far ones: the nearest alone would be more alike than the topic is."""
    each = MOST_FOUNDERS
    while each > 1 and sum(min(len(calls), each) for calls in topics.founders.values()) > MOST_KNOWN:
        each -= 1
    return {topic: _spread(calls, each) for topic, calls in topics.founders.items()}


def _spread(calls: Sequence[str], most: int) -> Sequence[str]:
    n = min(len(calls), most)
    return [calls[at * len(calls) // n] for at in range(n)]


class Assigned(NamedTuple):
    """What calls are about."""

    members: Sequence[Member]
    unread: Mapping[str, int]
    """See `Topics.unread`."""


def assign(client: OneClient, topics: Topics, near: Near, calls: Iterable[Call]) -> Assigned:
    """What those of the calls are about that the topics do not know yet. The topics stay what they are."""
    return assign_symptoms(near, Symptoms(client, (call for call in calls if call.id not in topics.of_call)))


def assign_symptoms(near: Near, symptoms: Symptoms) -> Assigned:
    """The same of symptoms that were gathered by whoever reads the calls for more than this.

    The model reads the wordings of most calls, as many as the reader is for. Of the others, those that are one of these
    or of the topics' own but for the spelling are about what that one is about; the rest is left unread.
    """
    wordings, most = symptoms.wordings, near.reader.most if near.reader.embedder else None
    others = [text for text in wordings if fold(text) not in near.known]
    left = [] if most is None else others[most:]
    is_left = {*left}
    read = [text for text in wordings if text not in is_left]
    told: dict[str, str] = dict(zip(read, near.topics_of(read), strict=True))
    known = [*near.known.items(), *told.items()]
    for text, at in zip(left, spellings(left, [words for words, _ in known]), strict=True):
        if at >= 0:
            told[text] = known[at][1]
    members, unread = list[Member](), dict[str, int]()
    for number, (text, ids) in enumerate(zip(wordings, symptoms.calls, strict=True)):
        if (topic := told.get(text)) is None:
            unread |= dict.fromkeys(ids, number)
        else:
            members += [Member(call, topic) for call in ids]
    return Assigned(members, unread)
