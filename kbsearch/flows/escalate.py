"""Who takes a call next, from one client's snapshot: the symptom's triggers, the article's word, the hour.

A trigger's phrase is matched by its words, and by how near its vector is to the symptom's: see `phrases`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from operator import itemgetter

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Refused
from kbsearch.core.duty.moments import Moment, read_moment
from kbsearch.core.escalation import Asked, Match, Path, Situation, path
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.escalation.triggers import word_matches
from kbsearch.core.levels import DEFAULT_PRIORITY
from kbsearch.core.model import Answer, AnswerState, Article
from kbsearch.core.ports import Embedder, Vectors
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import NotFound
from kbsearch.flows import ask
from kbsearch.flows.gathering import Understood
from kbsearch.flows.phrases import embed_phrases, meant

MOST_EMBEDDED = 16
"""Of what was said before, the last that are compared by meaning; they were searched, so most are remembered."""


def prepare(snapshot: Snapshot, embedder: Embedder | None) -> None:
    """Embed the client's trigger phrases once per snapshot and model. A model that fails leaves them to their words."""
    phrases = [phrase for _, phrase in snapshot.plan.phrases]
    if embedder is None or not phrases or embedder.fingerprint in snapshot.trigger_vectors:
        return
    if made := embed_phrases(snapshot, phrases, embedder):
        snapshot.trigger_vectors[embedder.fingerprint] = made


def matches(snapshot: Snapshot, symptom: str, vector: Vectors | None) -> tuple[Match, ...]:
    """The triggers' phrases that this symptom holds or resembles: words first, then the nearest.

    `vector`: the symptom's, `(d,) float32` of length 1, by the model that made the snapshot's; None = words only.
    """
    phrases = snapshot.plan.phrases
    if not phrases:
        return ()
    words = heard(symptom, snapshot.client.lang)
    found = word_matches(snapshot.plan, words)
    near = meant(snapshot, snapshot.trigger_vectors.get(snapshot.fingerprint), vector, words)
    return (*found, *(Match(phrases[place][0], phrases[place][1].text, "meaning") for place in near))


def follow(understood: Understood, answer: Answer, asked: Asked, embedder: Embedder | None = None) -> Path:
    """The path for a symptom that was searched.

    Where no article is named, the search's first result is taken for the one that the call is about, unless the answer
    itself calls it unreliable. `embedder`: the one that `understood` was read with, for what was said before; without
    it that is compared by its words. A named article that is no more counts as the one that has taken its place. Raises
    `BadRequest` on an unreadable `at`, `NotFound` for an article that the client cannot see.
    """
    snapshot = understood.snapshot
    moment = read_moment(asked.at, snapshot.plan.zone) if asked.at else Moment(asked.now)
    found = () if understood.asked.is_empty else matches(snapshot, understood.asked.text, understood.meaning.vector)
    article = _article(snapshot, answer, asked.article)
    known = Situation(
        moment.at,
        asked.priority or DEFAULT_PRIORITY,
        (*found, *_found_before(understood, asked, embedder)),
        article=article.title if article else "",
        escalation=article.escalation if article else None,
        category=asked.category or (article.category if article else ""),
        doubt=moment.doubt,
        level=asked.level,
    )
    return path(snapshot.plan, known)


def asked_of(call: Call, asked: Asked, known: Collection[str]) -> Asked:
    """`asked`, with what it leaves open taken from the call: the last symptom, described or searched, the last article
    that was tried or read and not ruled out, and the last priority that an escalation named. What was said before goes
    along: a danger is one whatever was asked since.

    `known`: ids of the articles that there are; another one says nothing about who takes over.
    """
    told = [(one.at, one.what.symptom) for one in call.described]
    told += [(one.at, one.what.query) for one in call.searches]
    said = [text for _, text in sorted(told, key=itemgetter(0)) if text.strip()]
    named = [one.what.article for one in call.handled if not isinstance(one.what, Refused)]
    handled = [one for one in named if one in known and one not in call.ruled_out]
    priorities = [one.what.priority for one in call.escalations if one.what.priority]
    return replace(
        asked,
        priority=asked.priority or (priorities[-1] if priorities else None),
        symptom=asked.symptom or (said[-1] if said else ""),
        said_before=(*asked.said_before, *reversed(said)),
        article=asked.article or (handled[-1] if handled else ""),
    )


def _found_before(understood: Understood, asked: Asked, embedder: Embedder | None) -> Iterator[Match]:
    """Triggers of what was said before. A model that fails once is asked no more: a hand-over does not wait for it."""
    snapshot = understood.snapshot
    if understood.meaning.vector is None and not understood.asked.is_empty:
        embedder = None
    for place, said in enumerate(dict.fromkeys(asked.said_before)):
        read = ask.understand(snapshot, said, embedder=embedder if place < MOST_EMBEDDED else None)
        yield from matches(snapshot, read.asked.text, read.meaning.vector)
        if read.mode == "keyword":
            embedder = None


def _article(snapshot: Snapshot, answer: Answer, named: str) -> Article | None:
    named = snapshot.successors.get(named, named)
    if named and named not in snapshot.by_id:
        raise NotFound("This client has no such article.")
    is_found = bool(answer.results) and answer.state is not AnswerState.NOTHING_RELIABLE
    return snapshot.by_id.get(named or (answer.results[0].article if is_found else ""))
