"""Who takes a call next, as the API gives it. Fields are added, never renamed or removed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.search.question_shapes import Choices
from kbsearch.core.escalation import Path, Reason, Step, say
from kbsearch.core.escalation.words import Lang, delay, reached, titled, whom
from kbsearch.core.levels import DEFAULT_PRIORITY, Priority
from kbsearch.core.one_client import OneClient
from kbsearch.core.text import MAX_QUERY_CHARS

At = Annotated[
    str,
    Meta(
        max_length=40,
        description="ISO 8601, from 2000 to 2098; without an offset in the client's local time. Empty = now.",
        examples=["2026-12-25T03:00"],
        extra_json_schema={"format": "moment"},
    ),
]
CallPriority = Annotated[Priority, Meta(description="P1 is the gravest.", examples=["P3"])]
Symptom = Annotated[
    str,
    Meta(
        max_length=MAX_QUERY_CHARS,
        description="What the caller says; it may fire a trigger. Never logged.",
        examples=["odeur de brûlé dans le coffret"],
    ),
]


ChosenLevel = Annotated[
    Literal["", "N2", "N3", "on-call"],
    Meta(
        description="The level that the agent hands the call to: `now` is its step, whether or not it can be reached. "
        "Empty = whoever can be reached first."
    ),
]


class EscalationIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a call; nothing has to be."""

    symptom: Symptom = ""
    at: At = ""
    priority: CallPriority = DEFAULT_PRIORITY
    article: Annotated[str, Meta(max_length=160, description="Id of the article that the call is about.")] = ""
    category: Annotated[str, Meta(max_length=300, description="In the article's category's place.")] = ""
    level: ChosenLevel = ""
    choices: Choices = ()


class ReasonOut(msgspec.Struct, frozen=True):
    """`code` is for programs and stays; `text` is in the reader's language."""

    code: str
    text: str


class StepOut(msgspec.Struct, frozen=True):
    """One group to turn to. `level` is `N1`, `N2`, `N3`, `on-call`, or `supervisor` as a last resort."""

    level: str
    group: str
    title: Annotated[str, Meta(description="Level and group in words.")]
    who: Annotated[str, Meta(description="Who is on duty, or comes on next; empty = whoever answers.")]
    contact: str
    channel: str
    open: Annotated[bool, Meta(description="Whether they can be reached at that instant.")]
    until: Annotated[
        str | None,
        Meta(description="When `open` or `who` changes, with the client's offset; null = not within two months."),
    ]
    reached: Annotated[str, Meta(description="`open` and `until` in words.")]
    delay_minutes: Annotated[int | None, Meta(description="Target until they answer, for this priority.")]
    delay: Annotated[str, Meta(description="The same in words; empty where none is declared.")]
    facts: Annotated[tuple[str, ...], Meta(description="What to ask the caller before handing over.")]
    kind: Annotated[str, Meta(description="`functional`, `hierarchical` or `last-resort`.")]
    rule: Annotated[ReasonOut, Meta(description="What put this step there.")]
    name: Annotated[str, Meta(description="What people call the group; empty where there is none.")] = ""
    whom: Annotated[str, Meta(description="Whom to turn to and how, in one line: level, group, who, contact.")] = ""


class PathOut(msgspec.Struct, frozen=True):
    """Whom to turn to, in order. `steps` is never empty; `now` is the place in it of the first who can be reached, or
    of the level that was chosen."""

    at: Annotated[str, Meta(description="The instant, with the client's offset.")]
    priority: str
    now: int
    steps: tuple[StepOut, ...]
    warnings: Annotated[tuple[ReasonOut, ...], Meta(description="What to know before following it.")]


def path_out(client: OneClient, path: Path, lang: Lang) -> PathOut:
    still_own(client, path)
    return PathOut(
        at=path.at.isoformat(timespec="seconds"),
        priority=path.priority,
        now=path.now,
        steps=tuple(_step(step, lang) for step in path.steps),
        warnings=tuple(_reason(warning, lang) for warning in path.warnings),
    )


def _step(step: Step, lang: Lang) -> StepOut:
    return StepOut(
        level=step.level,
        group=step.group,
        title=titled(step, lang),
        who=step.who,
        contact=step.contact,
        channel=step.channel,
        open=step.is_open,
        until=None if step.until is None else step.until.isoformat(),
        reached=reached(step, lang),
        delay_minutes=step.delay_minutes,
        delay=delay(step, lang),
        facts=step.facts,
        kind=step.kind,
        rule=_reason(step.rule, lang),
        name=step.name,
        whom=whom(step, lang),
    )


def _reason(reason: Reason, lang: Lang) -> ReasonOut:
    return ReasonOut(reason.code, say(reason, lang))
