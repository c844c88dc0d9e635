"""Why calls that were resolved with an article teach nothing: what is forgotten in sending them shows here first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.learning.evidence import Rules, called_again, is_ripe, served_in, symptom_of


class Reason(StrEnum):
    """The first of these that holds."""

    INCIDENT = "incident"
    """It names a known incident."""
    DENIED = "denied"
    """The caller says that it was not solved."""
    NO_CALLER = "no_caller"
    """Nobody can tell whether they called back, and they did not confirm it either."""
    CALLED_BACK = "called_back"
    """Its caller called again within the window."""
    UNRIPE = "unripe"
    """The window is not over."""
    NO_WORDS = "no_words"
    """Neither a search nor a symptom was written down."""


def left_out(calls: Sequence[Call], now: datetime, rules: Rules | None = None) -> Mapping[Reason, int]:
    """How many of one client's calls that began by `now` and were resolved with an article teach nothing, and why.

    Each reason is in it; the rest of those calls are `evidence`.
    """
    rules = rules or Rules()
    begun = [call for call in calls if call.started <= now]
    again = called_again(begun, rules)
    resolved = [call for call in begun if call.outcome is Outcome.RESOLVED and served_in(call, rules)]
    found = Counter(_reason(call, call.id in again, now, rules) for call in resolved)
    return {reason: found[reason] for reason in Reason}


def _reason(call: Call, is_called_back: bool, now: datetime, rules: Rules) -> Reason | None:
    reasons = {
        Reason.INCIDENT: bool(call.incident),
        Reason.DENIED: call.confirmed_since is False,
        Reason.NO_CALLER: not call.start.caller and call.confirmed_since is not True,
        Reason.CALLED_BACK: is_called_back,
        Reason.UNRIPE: not is_ripe(call, now, rules),
        Reason.NO_WORDS: not any(symptom_of(call, article) for article in served_in(call, rules)),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
