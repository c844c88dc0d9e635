"""Nothing is known but the client: hierarchical escalation begins at its lowest level above N1."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, lead
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_level(plan: Plan, _: Situation) -> Lead | None:
    """The first group of the lowest level; None for a client that declares no level above N1."""
    declared = plan.climb()
    return lead(plan, declared[0], "", Reason("first-level")) if declared else None
