"""Who of the same level takes a call whose group there cannot be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kbsearch.core.duty.agenda import Agenda
from kbsearch.core.escalation.leads import Lead
from kbsearch.core.escalation.nouns import Reason
from kbsearch.core.escalation.plan import Plan


def stand_in(plan: Plan, lead: Lead, leads: Sequence[Lead], at: int) -> Lead | None:
    """Another group of the lead's level that can be reached: one that a rule names too, else the first that the client
    keeps for nothing else. None where the lead's own can be reached, or no other may take the call."""
    if lead.agenda.now(at) is not None:
        return None
    level = lead.agenda.level
    others = [one for one in plan.agendas if one.level.level == level.level and one.now(at) is not None]
    named = (one for one in leads if one.rule.code != "first-level" and one.agenda in others)
    reason = Reason("same-level", (("group", level.called),))
    free = (Lead(one, "hierarchical", reason) for one in others if not _is_kept(plan, one))
    found = next(named, None) or next(free, None)
    return None if found is None else replace(found, instead_of=lead)


def _is_kept(plan: Plan, agenda: Agenda) -> bool:
    """Whether a trigger names the group, which is then for what the trigger says alone. A level's first group takes
    everything else of that level, unless it has categories of its own."""
    naming = [trigger for trigger in plan.client.triggers if trigger.group == agenda.level.group]
    is_first = plan.of_level(agenda.level.level) is agenda
    return any(trigger.categories for trigger in naming) if is_first else bool(naming)
