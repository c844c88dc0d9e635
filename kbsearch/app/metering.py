"""An instance that is counted for operators. Else nothing is counted, and nothing on the way asks whether to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from kbsearch.app.instance import App
from kbsearch.app.views import Reply
from kbsearch.app.wiring import open_store
from kbsearch.core.metering import Meter, Standing


def open_meter(kb: App) -> Meter:
    """From now on the searches of `kb` are counted; its requests are for the door to count."""
    from kbsearch.adapters.metrics import PrometheusMeter

    store = open_store(kb.settings)

    def look() -> Standing:
        newest, ready = store.newest(), kb.readiness()
        return Standing(
            in_hand=kb.in_hand,
            violations=_violations(kb),
            newest_age_s=None if newest is None else (datetime.now(UTC) - newest).total_seconds(),
            clients={
                "sound": ready.served - ready.fallback,
                "fallback": ready.fallback,
                "unserved": ready.unserved,
                "mismatched": ready.mismatched,
            },
        )

    meter = PrometheusMeter(look)

    def make_reply(*parts: Any) -> Reply:
        reply = Reply(*parts)
        meter.searched(reply.answer.mode, reply.answer.state)
        return reply

    kb.make_reply = make_reply
    return meter


def _violations(kb: App) -> int | None:
    try:
        return len(kb.violations.ever())
    except OSError:
        return None
