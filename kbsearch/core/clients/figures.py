"""`[figures]` of `client.toml`: what the net figures leave out, and when a later call is a call-back."""

from __future__ import annotations

from datetime import timedelta

from kbsearch.core.calls.call_backs import MOST_DAYS, WINDOW
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.clients.table import Table
from kbsearch.core.faults import shown
from kbsearch.core.net import Net

OUTCOMES, ARTICLES, DAYS = "net_without_outcomes", "net_without_articles", "call_back_days"


def read(table: Table) -> Net:
    """What can be used of it."""
    inner = table.child("figures")
    if inner is None:
        return Net()
    inner.note_unknown((OUTCOMES, ARTICLES, DAYS))
    known = [one.value for one in Outcome]
    outcomes = inner.texts(OUTCOMES)
    for one in outcomes:
        if one not in known:
            inner.refuse(OUTCOMES, f"{shown(one)} is not how a call ends.", f"Use {', '.join(known)}.")
    return Net(tuple(one for one in outcomes if one in known), inner.texts(ARTICLES))


def read_window(table: Table) -> timedelta:
    """Within which a later call is a call-back."""
    inner = table.child("figures")
    return WINDOW if inner is None else timedelta(days=inner.whole(DAYS, WINDOW.days, MOST_DAYS, "days"))
