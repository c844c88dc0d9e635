"""From rules to ordered steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from kbsearch.core.duty.calendars import closing
from kbsearch.core.escalation.by_article import by_article
from kbsearch.core.escalation.by_category import by_category
from kbsearch.core.escalation.by_level import by_level
from kbsearch.core.escalation.by_priority import by_priority
from kbsearch.core.escalation.by_symptom import by_symptom
from kbsearch.core.escalation.facts import each_once
from kbsearch.core.escalation.leads import Lead, Rule
from kbsearch.core.escalation.nouns import SUPERVISOR, UNDECLARED, Path, Reason, Situation, Step
from kbsearch.core.escalation.plan import Plan
from kbsearch.core.escalation.same_level import stand_in
from kbsearch.core.levels import readable

RULES: tuple[Rule, ...] = (by_symptom, by_priority, by_article, by_category, by_level)
"""Strongest first. What the caller says may be danger, so it outranks the article found; the article knows its subject
better than its category does."""


def path(plan: Plan, situation: Situation) -> Path:
    """Where the first rule leads, then level by level upwards; at each, the group that a rule names, else the first.

    Who cannot be reached stands in the path with the time of their return, and a warning says to go on to the next
    step: another group of the same level that can be, if one may take the call, else the next level. When nobody of
    these can be reached, the levels below follow if one of them can; else the supervisor is the last step, so that
    there is always one to follow.

    A level that the agent chose is followed whether or not it can be reached, which a warning says.
    """
    leads = [lead for rule in RULES if (lead := rule(plan, situation)) is not None]
    at = int(situation.at.timestamp())
    steps = [_step(plan, situation, lead, at) for lead in _order(plan, leads, at)]
    if leads and not any(step.is_open for step in steps):
        below = [_step(plan, situation, lead, at) for lead in _below(plan, leads, at)]
        steps += [step for step in below if step.is_open]
    now = next((place for place, step in enumerate(steps) if step.is_open), len(steps))
    if now == len(steps):
        steps.append(_supervisor(plan, situation, steps))
    if situation.level and steps[now].level != situation.level:
        steps, now = _chosen(plan, situation, leads, steps)
    warnings = (*_warnings(plan, situation, steps[now]), *_unreached(plan, steps, now, at))
    return Path(plan.client.id, situation.at.astimezone(plan.zone), situation.priority, tuple(steps), now, warnings)


def _order(plan: Plan, leads: Sequence[Lead], at: int) -> Iterator[Lead]:
    if not leads:
        return
    yield from _at_level(plan, leads[0], leads, at)
    for level in plan.climb(leads[0].agenda.level.level):
        named = next((lead for lead in leads if lead.agenda.level.level == level), None)
        first = plan.of_level(level)
        if named is not None:
            yield from _at_level(plan, named, leads, at)
        elif first is not None:
            lead = Lead(first, "hierarchical", Reason("next-level", (("level", level),)))
            yield from _at_level(plan, lead, leads, at)


def _at_level(plan: Plan, lead: Lead, leads: Sequence[Lead], at: int) -> Iterator[Lead]:
    """This one, and who of the same level takes the call when it cannot be reached."""
    yield lead
    if (other := stand_in(plan, lead, leads, at)) is not None:
        yield other


def _below(plan: Plan, leads: Sequence[Lead], at: int) -> Iterator[Lead]:
    """The levels under the first lead's, highest first, down to the one above N1."""
    above = {*plan.climb(leads[0].agenda.level.level), leads[0].agenda.level.level}
    for level in reversed([name for name in plan.climb() if name not in above]):
        named = next((lead for lead in leads if lead.agenda.level.level == level), None)
        first = plan.of_level(level)
        agenda = named.agenda if named is not None else first
        if agenda is not None:
            lead = Lead(agenda, "hierarchical", Reason("level-below", (("level", level),)))
            other = stand_in(plan, lead, leads, at)
            yield lead if other is None else replace(lead, agenda=other.agenda)


def _chosen(plan: Plan, situation: Situation, leads: Sequence[Lead], steps: Sequence[Step]) -> tuple[list[Step], int]:
    """The path and the place in it of the level that the agent chose: of its first group that can be reached, else of
    its first; of one that the path has not, before all others."""
    at, before = int(situation.at.timestamp()), list[Step]()
    first = plan.of_level(situation.level)
    if not any(step.level == situation.level for step in steps):
        chosen = Lead(first, "hierarchical", Reason("chosen")) if first is not None else None
        found = _at_level(plan, chosen, leads, at) if chosen is not None else ()
        before = [_step(plan, situation, lead, at) for lead in found] or [_undeclared(situation)]
    steps = [*before, *steps]
    places = [place for place, step in enumerate(steps) if step.level == situation.level]
    return steps, next((place for place in places if steps[place].is_open), places[0])


def _undeclared(situation: Situation) -> Step:
    """To a level that the client declares nothing of: nobody knows when it can be reached."""
    return Step(
        level=situation.level,
        group="",
        who="",
        contact="",
        channel="",
        is_open=True,
        until=None,
        delay_minutes=None,
        facts=situation.escalation.facts if situation.escalation else (),
        kind="hierarchical",
        rule=Reason(UNDECLARED),
    )


def _step(plan: Plan, situation: Situation, lead: Lead, at: int) -> Step:
    level, agenda = lead.agenda.level, lead.agenda
    duty = agenda.now(at)
    shown = duty or agenda.next(at)
    change = None if shown is None else shown.end if duty else shown.start
    if duty is not None and agenda.is_endless(duty, at):
        change = None
    return Step(
        level=level.level,
        group=level.group,
        who=shown.who if shown else "",
        contact=(shown.contact if shown else "") or level.contact,
        channel=level.channel,
        is_open=duty is not None,
        until=None if change is None else datetime.fromtimestamp(change, plan.zone),
        delay_minutes=level.delay(situation.priority),
        facts=_facts(plan, situation, lead),
        kind=lead.kind,
        rule=lead.rule,
        name=level.called,
    )


def _facts(plan: Plan, situation: Situation, lead: Lead) -> tuple[str, ...]:
    """The level's, then the article's where the article leads there, or to the group that this one stands in for, or
    says only what to ask, a group that the client does not declare being none: then whoever takes the call needs it,
    but where a trigger leads, which is about something else.

    What both ask for is asked once.
    """
    facts, said = lead.agenda.level.facts, situation.escalation
    is_triggered = any(rule(plan, situation) is not None for rule in (by_symptom, by_priority))
    codes = {one.rule.code for one in (lead, lead.instead_of) if one is not None}
    is_told = not is_triggered or bool(codes & {"category", "first-level"})
    only_asks = said and not said.level and plan.of_group(said.group) is None and is_told
    added = said.facts if said and ("article" in codes or only_asks) else ()
    return each_once(facts, added)


def _supervisor(plan: Plan, situation: Situation, before: Sequence[Step]) -> Step:
    """The last resort. Asked is what the group would have needed where the rule leads: the call reaches it later."""
    only_article = situation.escalation.facts if situation.escalation else ()
    return Step(
        level=SUPERVISOR,
        group="",
        who="",
        contact=plan.client.supervisor,
        channel="",
        is_open=True,
        until=None,
        delay_minutes=None,
        facts=before[0].facts if before else each_once(only_article),
        kind="last-resort",
        rule=Reason("nobody-left" if before else "no-path"),
    )


def _warnings(plan: Plan, situation: Situation, first: Step) -> Iterator[Reason]:
    """What is odd about the instant, the article or the first step that can be reached."""
    local = situation.at.astimezone(plan.zone)
    if situation.doubt:
        yield Reason(f"time-{situation.doubt}", (("moment", local),))
    said = situation.escalation
    if plan.agendas and said is not None and said.group and plan.of_group(said.group) is None:
        yield Reason("unknown-group", (("group", readable(said.group)), ("title", situation.article)))
    if (
        plan.agendas
        and said is not None
        and said.level
        and not (plan.of_group(said.group) or plan.of_level(said.level))
    ):
        yield Reason("unknown-level", (("level", said.level), ("title", situation.article)))
    name = closing(local.date(), plan.client.holidays, plan.client.lang)
    if name is not None:
        yield Reason("public-holiday", (("name", name),)) if name else Reason("closing-day")
    agenda = plan.of_group(first.group)
    if agenda is not None and not agenda.is_declared:
        yield Reason("hours-unknown", (("group", first.name),))


def _unreached(plan: Plan, steps: Sequence[Step], now: int, at: int) -> Iterator[Reason]:
    """Why each step before the one that is to be taken now is passed over; and why that one cannot be reached, where
    the agent chose it all the same."""
    for place, step in enumerate(steps[: now + 1]):
        if step.is_open:
            continue
        agenda = plan.of_group(step.group)
        code = "nobody" if agenda is not None and agenda.is_open(at) else "closed"
        said = f"{code}{'-long' if step.until is None else ''}{'-chosen' if place == now else ''}"
        values: tuple[tuple[str, str | datetime], ...] = (("group", step.name),)
        yield Reason(said, values if step.until is None else (*values, ("until", step.until)))
