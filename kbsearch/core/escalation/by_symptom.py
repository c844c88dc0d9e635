"""What the caller says names a trigger: functional escalation, stronger than anything an article says."""

from __future__ import annotations

from kbsearch.core.escalation.leads import Lead, fires_at, of_trigger
from kbsearch.core.escalation.nouns import Reason, Situation
from kbsearch.core.escalation.plan import Plan


def by_symptom(plan: Plan, situation: Situation) -> Lead | None:
    """The first match whose trigger this priority lets fire."""
    for match in situation.matches:
        trigger = plan.client.triggers[match.trigger]
        if fires_at(trigger, situation):
            return of_trigger(plan, trigger, Reason(f"trigger-{match.by}", (("phrase", match.phrase),)))
    return None
