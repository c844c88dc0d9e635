"""The article's category names a trigger: functional escalation where the article itself says nothing."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, of_category, of_trigger
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_category(plan: Plan, situation: Situation) -> Lead | None:
    """The first trigger with this category that the call's priority lets fire."""
    trigger = of_category(plan, situation)
    if trigger is None:
        return None
    return of_trigger(plan, trigger, Reason("category", (("category", situation.category),)))
