"""`[figures]` of `client.toml`: what the net figures leave out."""

from __future__ import annotations

from kbsearch.core.clients.table import Table
from kbsearch.core.faults import shown
from kbsearch.core.happenings import Outcome
from kbsearch.core.net import Net

OUTCOMES, ARTICLES = "net_without_outcomes", "net_without_articles"


def read(table: Table) -> Net:
    """What can be used of it."""
    inner = table.child("figures")
    if inner is None:
        return Net()
    inner.note_unknown((OUTCOMES, ARTICLES))
    known = [one.value for one in Outcome]
    outcomes = inner.texts(OUTCOMES)
    for one in outcomes:
        if one not in known:
            inner.refuse(OUTCOMES, f"{shown(one)} is not how a call ends.", f"Use {', '.join(known)}.")
    return Net(tuple(one for one in outcomes if one in known), inner.texts(ARTICLES))
