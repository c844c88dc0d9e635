"""What is asked where nobody can be reached: whoever calls back needs the number all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from kbsearch.core.escalation import Situation, path, plan_of
from kbsearch.core.escalation.nouns import SUPERVISOR
from kbsearch.core.model import Escalation
from tests.core.escalation.written import client_of, matches

TOML = """
supervisor = "poste 9"
[hours]
monday = "08:00-18:00"
[[levels]]
level = "N2"
group = "desk"
facts = ["numéro de rappel", "site"]
[[levels]]
level = "N3"
group = "experts"
facts = ["journal"]
[[triggers]]
phrases = ["fumée"]
group = "experts"
"""
NIGHT = Situation(datetime(2026, 3, 3, 3, tzinfo=ZoneInfo("Europe/Paris")))
SAID = Escalation("N2", "desk", facts=("version", "site"))


def asked(situation: Situation, toml: str = TOML) -> tuple[str, ...]:
    last = (found := path(plan_of(client_of(toml)), situation)).steps[found.now]
    assert last.level == SUPERVISOR
    return last.facts


def test_the_last_step_asks_what_the_group_that_the_rule_led_to_asks() -> None:
    assert asked(NIGHT) == ("numéro de rappel", "site")
    assert asked(replace(NIGHT, article="Fiche", escalation=SAID)) == ("numéro de rappel", "site", "version")
    smoke = tuple(matches(client_of(TOML).triggers, "fumée", is_said=True))
    assert asked(replace(NIGHT, matches=smoke)) == ("journal",)


def test_without_any_level_the_article_alone_says_what_to_ask() -> None:
    bare = 'supervisor = "poste 9"\n'
    assert asked(NIGHT, bare) == ()
    assert asked(replace(NIGHT, article="Fiche", escalation=SAID), bare) == ("version", "site")
