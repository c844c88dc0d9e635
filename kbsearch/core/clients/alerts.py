"""`[alerts]` of `client.toml`: which alerts the client wants, and from which values on."""

from __future__ import annotations

from kbsearch.core.alerts.hooks import place
from kbsearch.core.alerts.rules import NO_ALERTS, AlertRules, Burst, Change, Limit
from kbsearch.core.clients.table import Table

MOST_CALLS = 100_000
MOST_DAYS = 90
"""Of each of the two spells that are compared."""
KINDS = ("answer_rate", "abandonment_rate", "fcr_drop", "n3_share", "unanswered_burst")


def read(table: Table) -> AlertRules:
    """What can be used of it: each value by itself, the usual one where it is missing or faulty."""
    inner = table.child("alerts")
    if inner is None:
        return NO_ALERTS
    inner.note_unknown((*KINDS, "webhook"))
    usual = AlertRules()
    return AlertRules(
        is_on=True,
        answer_rate=_limit(inner, "answer_rate", "under", usual.answer_rate),
        abandonment_rate=_limit(inner, "abandonment_rate", "over", usual.abandonment_rate),
        fcr_drop=_change(inner, "fcr_drop", usual.fcr_drop),
        n3_share=_change(inner, "n3_share", usual.n3_share),
        unanswered_burst=_burst(inner, usual.unanswered_burst),
        webhook=_webhook(inner),
    )


def _limit(table: Table, key: str, word: str, usual: Limit) -> Limit:
    inner = table.child(key)
    if inner is None:
        return usual
    inner.note_unknown((word, "at_least", "on"))
    percent = inner.whole(word, usual.percent, 100, "percent")
    return Limit(percent, inner.whole("at_least", usual.at_least, MOST_CALLS, "calls"), _is_on(inner))


def _change(table: Table, key: str, usual: Change) -> Change:
    inner = table.child(key)
    if inner is None:
        return usual
    inner.note_unknown(("days", "at_least", "on"))
    days = inner.whole("days", usual.days, MOST_DAYS, "days")
    return Change(days, inner.whole("at_least", usual.at_least, MOST_CALLS, "calls"), _is_on(inner))


def _burst(table: Table, usual: Burst) -> Burst:
    inner = table.child("unanswered_burst")
    if inner is None:
        return usual
    inner.note_unknown(("at_least", "on"))
    return Burst(inner.whole("at_least", usual.at_least, MOST_CALLS, "callers"), _is_on(inner))


def _webhook(table: Table) -> str:
    inner = table.child("webhook")
    if inner is None:
        return ""
    inner.note_unknown(("url",))
    url = inner.text("url")
    if url and not place(url):
        message = "“url” is not an address that alerts can be posted to."
        inner.refuse("url", message, 'Write it as url = "https://hooks.example.org/…", without a name or password.')
        return ""
    return url


def _is_on(table: Table) -> bool:
    """Unless it says that it is not."""
    said = table.flag("on")  # and what is wrong with it
    return said or not isinstance(table.values.get("on"), bool)
