"""The article that the call is about says who takes over."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, lead
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_article(plan: Plan, situation: Situation) -> Lead | None:
    """Its group, else its level. A group that the client does not declare leaves the level."""
    said = situation.escalation
    if said is None:
        return None
    values = (("title", situation.article), ("when", said.when))
    return lead(plan, said.level, said.group, Reason("article", values))
