"""The article that the call is about says who takes over."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, lead, of_category
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_article(plan: Plan, situation: Situation) -> Lead | None:
    """Its group, else that of its level which takes its category, else its level's first. A group that the client does
    not declare leaves the level."""
    said = situation.escalation
    if said is None:
        return None
    reason = Reason("article", (("title", situation.article), ("when", said.when)))
    group = said.group if plan.of_group(said.group) is not None else _of_level(plan, situation, said.level)
    return lead(plan, said.level, group, reason)


def _of_level(plan: Plan, situation: Situation, level: str) -> str:
    """The group that a trigger of the article's category leads to, if it is one of this level."""
    trigger = of_category(plan, situation)
    agenda = plan.of_group(trigger.group) if trigger else None
    return agenda.level.group if agenda is not None and agenda.level.level == level else ""
