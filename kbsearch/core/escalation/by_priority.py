"""A priority that a trigger names by itself."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, of_trigger
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_priority(plan: Plan, situation: Situation) -> Lead | None:
    """The first trigger without phrases or categories that names the call's priority."""
    for trigger in plan.client.triggers:
        if situation.priority in trigger.priorities and not trigger.phrases and not trigger.categories:
            return of_trigger(plan, trigger, Reason("priority", (("priority", situation.priority),)))
    return None
