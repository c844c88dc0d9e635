"""The agent hands a call to a level of their own choice: the path is followed from there, and says what is odd."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kbsearch.core.client import Client
from kbsearch.core.escalation import Path, Situation, path, plan_of
from kbsearch.core.escalation.words import reached, say, titled
from kbsearch.core.levels import Hours, Level, Span
from kbsearch.core.model import Escalation

WEEKDAYS = Hours(tuple((Span(8 * 60, 18 * 60),) if day < 5 else () for day in range(7)))
N2 = Level("N2", "support", "poste 5120", facts=("numéro de poste",), hours=WEEKDAYS)
N3 = Level("N3", "éditeur", "poste 7001", facts=("version",))
NIGHT = Level("on-call", "nuit", "06 00", facts=("adresse du site",))
PLAN = plan_of(Client("acme", levels=(N2, N3, NIGHT)))
MONDAY = datetime(2026, 11, 2, 10, tzinfo=ZoneInfo("Europe/Paris"))
SUNDAY = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("Europe/Paris"))


def levels(found: Path) -> list[str]:
    return [step.level for step in found.steps]


def test_the_path_is_the_same_where_it_leads_to_the_level_anyway() -> None:
    assert path(PLAN, Situation(MONDAY, level="N2")) == path(PLAN, Situation(MONDAY))


def test_a_level_further_up_is_followed_though_others_can_be_reached() -> None:
    found = path(PLAN, Situation(MONDAY, level="N3"))
    assert levels(found) == ["N2", "N3", "on-call"]
    assert (found.steps[found.now].group, found.steps[found.now].facts) == ("éditeur", ("version",))
    assert [warning.code for warning in found.warnings] == ["hours-unknown"]


def test_a_level_that_is_closed_is_followed_and_said_to_be_closed() -> None:
    assert path(PLAN, Situation(SUNDAY)).steps[path(PLAN, Situation(SUNDAY)).now].level == "N3"
    found = path(PLAN, Situation(SUNDAY, level="N2"))
    assert (found.steps[found.now].group, found.steps[found.now].is_open) == ("support", False)
    assert "closed-chosen" in [warning.code for warning in found.warnings]
    assert not any("étape suivante" in say(warning, "fr") for warning in found.warnings)


def test_a_level_below_where_the_article_leads_comes_first() -> None:
    article = Escalation(level="on-call", facts=("code affiché",))
    found = path(PLAN, Situation(MONDAY, article="Four", escalation=article, level="N2"))
    assert (levels(found), found.now) == (["N2", "on-call"], 0)
    assert found.steps[0].facts == ("numéro de poste",)
    assert say(found.steps[0].rule, "fr") == "Niveau choisi par l’agent."


def test_a_level_that_nobody_declared_has_a_name_and_no_hours() -> None:
    bare = plan_of(Client("acme", supervisor="poste 1"))
    found = path(bare, Situation(MONDAY, escalation=Escalation(level="N2", facts=("numéro de poste",)), level="N2"))
    first = found.steps[found.now]
    assert (levels(found), titled(first, "fr"), reached(first, "fr")) == (["N2", "supervisor"], "N2", "")
    assert first.facts == ("numéro de poste",)
    assert "ne déclare pas" in say(first.rule, "fr")


def test_another_group_of_the_chosen_level_is_followed_where_its_first_is_closed() -> None:
    weekend = Level("N2", "week-end", "poste 5121", hours="always")
    plan = plan_of(Client("acme", levels=(N2, weekend, N3, NIGHT)))
    article = Escalation(level="on-call")
    found = path(plan, Situation(SUNDAY, article="Four", escalation=article, level="N2"))
    assert [(step.group, step.is_open) for step in found.steps] == [
        ("support", False),
        ("week-end", True),
        ("nuit", True),
    ]
    assert (found.now, [warning.code for warning in found.warnings]) == (1, ["closed"])
