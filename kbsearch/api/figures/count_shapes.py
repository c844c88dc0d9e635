"""What the API gives of how many calls and contacts a period has of what."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from kbsearch.api.catalogue import Lang
from kbsearch.api.figures import count_words
from kbsearch.core.figures import ClientFigures


class ContactsOut(msgspec.Struct, frozen=True):
    """Contacts that began in the period: a handled call, with those of the same caller within 15 minutes of its end."""

    window_days: Annotated[int, Meta(description="Who calls again within so many days was not helped the first time.")]
    first: Annotated[int, Meta(description="No other one of the same caller began in the days before.")]
    unripe: Annotated[
        int, Meta(description="Of `first`, those begun so lately that nobody knows yet whether the caller calls again.")
    ]
    repeated: Annotated[int, Meta(description="Contacts that are not `first`.")]
    unattached: Annotated[
        int, Meta(description="Handled calls without a caller to be told from others: in no figure of contacts.")
    ]


class QueueOut(msgspec.Struct, frozen=True):
    """Calls that reached the client's queue in the period, as the telephone system tells; the others add up to
    `presented`."""

    presented: Annotated[int, Meta(description="Not those that ended in the voice menu or came out of hours.")]
    answered: Annotated[int, Meta(description="Somebody took them, whatever else was said of them.")]
    abandoned: Annotated[int, Meta(description="The caller hung up in the queue.")]
    overflowed: Annotated[int, Meta(description="Sent to somebody else than the queue's own people.")]
    dissuaded: Annotated[int, Meta(description="Told that nobody is free, and let go.")]
    callback_requested: int
    voicemail: int
    failed: int
    untold: Annotated[int, Meta(description="Still waiting, or how they ended was never told.")]


class PlainCountOut(msgspec.Struct, frozen=True):
    """How many calls, or contacts, of the period are what; `readFigureCalls` gives them by `name`."""

    name: Annotated[str, Meta(description="Stable, for instance `handled`, `outcome_resolved`, `queue_overflowed`.")]
    title: Annotated[str, Meta(description="For people.")]
    formula: Annotated[str, Meta(description="By what rule, in words, for people.")]
    value: int


def contacts_out(found: ClientFigures) -> ContactsOut:
    told = found.contacts
    return ContactsOut(found.window.days, told.first, told.unripe, told.repeated, told.unattached)


def counts_out(found: ClientFigures, lang: Lang) -> tuple[PlainCountOut, ...]:
    return tuple(
        PlainCountOut(name, count_words.title(name, lang=lang), count_words.formula(name, found.window, lang=lang), n)
        for name, n in found.counts.items()
    )
