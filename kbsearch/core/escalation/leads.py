"""Where a path starts, as the rules say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kbsearch.core.duty.agenda import Agenda
from kbsearch.core.escalation.nouns import Kind, Reason, Situation
from kbsearch.core.escalation.plan import Plan
from kbsearch.core.levels import Trigger


@dataclass(frozen=True, slots=True)
class Lead:
    """One group, and why."""

    agenda: Agenda
    kind: Kind
    rule: Reason
    instead_of: Lead | None = None
    """The one of the same level that cannot be reached; None = it stands for itself."""


Rule = Callable[[Plan, Situation], Lead | None]


def lead(plan: Plan, level: str, group: str, rule: Reason) -> Lead | None:
    """To a named group, else to the first of a level; None when the client has neither."""
    named = plan.of_group(group) if group else None
    if named is not None:
        return Lead(named, "functional", rule)
    first = plan.of_level(level) if level else None
    return Lead(first, "hierarchical", rule) if first is not None else None


def of_trigger(plan: Plan, trigger: Trigger, rule: Reason) -> Lead | None:
    """Where this trigger leads; its own reason is named beside the rule's."""
    return lead(plan, trigger.level, trigger.group, Reason(rule.code, (*rule.values, ("why", trigger.why))))


def of_category(plan: Plan, situation: Situation) -> Trigger | None:
    """The first trigger with the article's category that the call's priority lets fire."""
    category = situation.category.casefold()
    for trigger in plan.client.triggers:
        names = [name.casefold() for name in trigger.categories]
        if category and category in names and fires_at(trigger, situation):
            return trigger
    return None


def fires_at(trigger: Trigger, situation: Situation) -> bool:
    """Whether the call's priority lets this trigger fire."""
    return not trigger.priorities or situation.priority in trigger.priorities
