"""What can happen in a call: one frozen type per kind.

Texts that a person typed or said arrive here already redacted, ids only if nothing personal is recognised in them, and
`Started.caller` and `Started.agent` are keys, never a number or a name.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from kbsearch.core.model import AnswerState, Mode

ID = r"^[^\x00-\x1f\x7f-\x9f]{1,128}(?![\s\S])"
STEM_ID = r"^[^\x00-\x1f\x7f-\x9f]{1,120}(?![\s\S])"
"""Of which others are made by adding a few characters."""
ADDRESS_ID = r"^(?!\.{1,2}$)[^\x00-\x1f\x7f-\x9f/]{1,128}(?![\s\S])"
"""Of what has an address of its own."""
VERSION = r"^(?:[0-9a-f]{40}|[0-9a-f]{64}|worktree)(?![\s\S])"

Id: TypeAlias = Annotated[str, Meta(pattern=ID)]
"""Somebody else's name for something: any characters but control characters."""
AddressId: TypeAlias = Annotated[str, Meta(pattern=ADDRESS_ID)]
ArticleId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=160)]
Version: TypeAlias = Annotated[str, Meta(pattern=VERSION)]
"""Full Git commit id, or `worktree`."""
Label: TypeAlias = Annotated[str, Meta(max_length=128)]
Text: TypeAlias = Annotated[str, Meta(max_length=2000)]
Priority: TypeAlias = Literal["P1", "P2", "P3", "P4"]
"""P1 = everything stands still."""
Spoken: TypeAlias = Literal["", "fr", "en"]
"""Of the languages that articles are in."""
Number: TypeAlias = Annotated[int, Meta(ge=1, le=10_000)]


class Outcome(StrEnum):
    """How a call ended."""

    RESOLVED = "resolved"
    ESCALATED_N2 = "escalated_n2"
    ESCALATED_N3 = "escalated_n3"
    ESCALATED_ON_CALL = "escalated_on_call"
    CALL_BACK_PROMISED = "call_back_promised"
    KNOWN_INCIDENT = "known_incident"
    NOT_FOR_US = "not_for_us"
    ABANDONED = "abandoned"


class Disposition(StrEnum):
    """What came of a call in the telephone system, before anybody says how it ended."""

    ANSWERED = "answered"
    ABANDONED_IN_IVR = "abandoned_in_ivr"
    """Hung up in the voice menu, before the queue."""
    ABANDONED_IN_QUEUE = "abandoned_in_queue"
    OVERFLOW = "overflow"
    """Sent to somebody else than the queue's own people."""
    DISSUADED = "dissuaded"
    """Told that nobody is free, and let go."""
    CALLBACK_REQUESTED = "callback_requested"
    VOICEMAIL = "voicemail"
    CLOSED_HOURS = "closed_hours"
    FAILED = "failed"


class _Strict(
    msgspec.Struct, frozen=True, tag_field="kind", tag=str.lower, forbid_unknown_fields=True, omit_defaults=True
):
    """How every kind is written: its own fields and `kind`, the class's name in lower case."""


class Started(_Strict, frozen=True):
    """The call was picked up, or more became known about how it came in."""

    channel: Label = ""
    """`phone`, `chat`…"""
    queue: Label = ""
    ivr: Annotated[tuple[Label, ...], Meta(max_length=20)] = ()
    """The path chosen in the voice menu, outermost first."""
    caller: Label = ""
    """The caller's key: equal for equal callers of one client, and nothing can be read from it."""
    began: Annotated[datetime, Meta(tz=True)] | None = None
    """When it was picked up, where that is another time than the event's."""
    agent: Annotated[Label, Meta(description="Whose account took the call. Kept as a key, and in no answer.")] = ""
    """Who took the call: a key of the account, equal for the same account and client. It is there for that person's own
    list of calls alone: shown nowhere, and no figure is ever made of it, for figures are never per agent."""
    lang: Annotated[Spoken, Meta(description="What the caller speaks; empty = not said.")] = ""


TelephoneTime: TypeAlias = Annotated[datetime, Meta(tz=True)] | None


class Telephoned(_Strict, frozen=True):
    """What the telephone system knows of the call, as far as it knows it by now: of each time, the first that was told
    stays; of what came of it, the last."""

    received_at: TelephoneTime = None
    """When it reached the system, and its voice menu."""
    offered_at: TelephoneTime = None
    """When it reached the client's queue: it is presented."""
    answered_at: TelephoneTime = None
    ended_at: TelephoneTime = None
    """When the caller was gone."""
    wrapup_ended_at: TelephoneTime = None
    """When whoever took it was free again."""
    disposition: Disposition | None = None


class Described(_Strict, frozen=True):
    """What the caller said the problem is."""

    symptom: Text
    """Redacted."""


class Searched(_Strict, frozen=True):
    """The agent searched."""

    query: Text
    """Redacted."""
    mode: Mode
    commit: Version
    generation: Label
    """The index that answered."""
    state: AnswerState | None = None
    """None when the answer carried no state."""
    memory: Label = ""
    """Name of the evidence of solved calls that there was; empty = none, or not said."""
    withheld: bool = False
    """The search went without it, so that its worth can be measured."""


class Displayed(_Strict, frozen=True):
    """An article stood on the screen."""

    article: ArticleId
    rank: Number
    """1 = first."""
    version: Version
    chunk: Annotated[str, Meta(max_length=180)]
    """`Chunk.id` of the passage shown."""
    search: Id | None = None
    """Id of the `searched` event whose answer it stood in; None when it was shown otherwise."""


class Opened(_Strict, frozen=True):
    """The agent opened an article."""

    article: ArticleId
    version: Version | None = None


class Ticked(_Strict, frozen=True):
    """A step of an article was done."""

    article: ArticleId
    step: Number
    """1 = first step of the article, as `render.Rendered.steps` counts them."""
    version: Version | None = None


class Copied(_Strict, frozen=True):
    """The agent took a piece of an article along."""

    article: ArticleId
    version: Version | None = None


class Tried(_Strict, frozen=True):
    """The procedure was tried with the caller."""

    article: ArticleId
    version: Version | None = None


class Refused(_Strict, frozen=True):
    """The agent said that the article is not about this."""

    article: ArticleId
    version: Version | None = None


class Used(_Strict, frozen=True):
    """The article is linked to the call: this is what served."""

    article: ArticleId
    version: Version | None = None
    created: bool = False
    """The article was written from this call."""


class Unused(_Strict, frozen=True):
    """That the article served was said by mistake: of `used` and `unused`, the last word counts."""

    article: ArticleId


class Answered(_Strict, frozen=True):
    """The caller answered a question."""

    question: Text
    answer: Text
    """Redacted."""


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the next level needs to know."""

    name: Label
    """As in the client's `client.toml` or the article."""
    value: Text
    """Redacted."""


class Escalated(_Strict, frozen=True):
    """Somebody else took over."""

    level: Literal["N2", "N3", "on-call"]
    group: Label
    """As in the client's `client.toml`."""
    priority: Priority | None = None
    impact: Text = ""
    """Who and what stands still, in words. Redacted."""
    facts: Annotated[tuple[Fact, ...], Meta(max_length=50)] = ()


class Reviewed(_Strict, frozen=True):
    """The level that solved it said whether N1 could have."""

    level: Literal["N2", "N3", "on-call"]
    n1_could: bool
    article: ArticleId | None = None
    """With which article."""


class Flagged(_Strict, frozen=True):
    """The agent said that something is wrong with the knowledge."""

    reason: Text
    """Redacted."""
    article: ArticleId | None = None


class Closed(_Strict, frozen=True):
    """The call ended."""

    outcome: Outcome
    incident: Id | None = None
    """The known incident that the call was about."""
    comment: Text = ""
    """What there is to say of this end. Redacted."""


class Reopened(_Strict, frozen=True):
    """The call goes on after all."""


class Confirmed(_Strict, frozen=True):
    """The caller answered “was it solved?”."""

    solved: bool


class Rated(_Strict, frozen=True):
    """The caller answered a survey; of each of its questions the last answer counts."""

    satisfaction: Annotated[int, Meta(ge=1, le=5)] | None = None
    """“How satisfied are you?”, 5 = very."""
    recommendation: Annotated[int, Meta(ge=0, le=10)] | None = None
    """“Would you recommend us?”, 10 = surely."""


Happening: TypeAlias = (
    Started
    | Telephoned
    | Described
    | Searched
    | Displayed
    | Opened
    | Ticked
    | Copied
    | Tried
    | Refused
    | Used
    | Unused
    | Answered
    | Escalated
    | Reviewed
    | Flagged
    | Closed
    | Reopened
    | Confirmed
    | Rated
)

KINDS: dict[str, type[_Strict]] = {kind.__name__.lower(): kind for kind in get_args(Happening)}
