"""The article's category names a trigger: functional escalation where the article itself says nothing."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, fires_at, of_trigger
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_category(plan: Plan, situation: Situation) -> Lead | None:
    """The first trigger with this category that the call's priority lets fire."""
    category = situation.category.casefold()
    for trigger in plan.client.triggers:
        names = [name.casefold() for name in trigger.categories]
        if category and category in names and fires_at(trigger, situation):
            return of_trigger(plan, trigger, Reason("category", (("category", situation.category),)))
    return None
