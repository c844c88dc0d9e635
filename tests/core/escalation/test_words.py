"""Reasons, hours and delays as people read them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path as File
from zoneinfo import ZoneInfo

import pytest

from kbsearch.core.escalation import Match, Reason, Situation, Step, path, plan_of, say
from kbsearch.core.escalation.words import TEXTS, Lang, delay, reached, taker, titled, whom
from kbsearch.core.levels import Level
from kbsearch.core.model import Escalation
from tests.core.escalation.written import client_of

ROOT = File(__file__).parents[3]
PARIS = ZoneInfo("Europe/Paris")
STEP = Step("N2", "desk", "", "", "", True, None, None, (), "hierarchical", Reason("first-level"))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "desk : personne d’astreinte jusqu’à samedi 1er août 18:00 : étape suivante."),
        ("en", "desk: nobody on duty until Saturday 1 August 18:00: next step."),
    ],
)
def test_a_reason_names_its_values(lang: Lang, words: str) -> None:
    reason = Reason("nobody", (("group", "desk"), ("until", datetime(2026, 8, 1, 18, tzinfo=PARIS))))
    assert say(reason, lang) == words


def test_what_is_not_said_leaves_no_trace() -> None:
    assert say(Reason("article", (("title", "VPN"), ("when", ""))), "fr") == "D’après l’article : VPN."
    assert say(Reason("article", (("title", "VPN"), ("when", "la nuit"))), "fr").endswith("VPN. Quand : la nuit.")


def test_every_text_is_given_by_some_rule() -> None:
    folder = ROOT / "kbsearch" / "core" / "escalation"
    source = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py") if file.name != "words.py")
    made = {"trigger": ("words", "meaning"), "time": ("twice", "skipped")}
    given = {f"{first}-{last}" for first, lasts in made.items() for last in lasts}
    given |= {found + long for found in ("closed", "nobody") for long in ("", "-long", "-chosen", "-long-chosen")} | {
        "when",
        "why",
    }
    given |= set(re.findall(r'"([a-z-]+)"', source))
    assert set(TEXTS) - given == set()


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (None, "", ""),
        (0, "en 0 min", "within 0 min"),
        (45, "en 45 min", "within 45 min"),
        (60, "en 1 h", "within 1 h"),
        (90, "en 1 h 30 min", "within 1 h 30 min"),
    ],
)
def test_delays(minutes: int | None, french: str, english: str) -> None:
    step = Step("N2", "desk", "", "", "", True, None, minutes, (), "hierarchical", Reason("first-level"))
    assert (delay(step, "fr"), delay(step, "en")) == (french, english)


def test_nothing_changes() -> None:
    assert (reached(STEP, "fr"), reached(STEP, "en")) == ("Joignable", "Can be reached")


def test_delay_and_facts_by_priority_and_article() -> None:
    client = client_of(
        '[[levels]]\nlevel = "N2"\ngroup = "desk"\nalways = true\ndelay_minutes = 60\ndelays = { P1 = 10, P2 = 20 }\n'
        'facts = ["poste"]\n'
    )
    plan, at = plan_of(client), datetime(2026, 5, 12, 10, tzinfo=PARIS)
    by_priority = {p: path(plan, Situation(at, p)).steps[0].delay_minutes for p in ("P1", "P2", "P3", "P4")}
    assert by_priority == {"P1": 10, "P2": 20, "P3": 60, "P4": 60}
    assert path(plan, Situation(at)).steps[0].facts == ("poste",)


def test_what_an_article_asks_is_asked_by_whoever_takes_the_call() -> None:
    """At night the first level is closed, by day the agent may choose another; a trigger is about something else."""
    client = client_of(
        '[[levels]]\nlevel = "N2"\ngroup = "desk"\nfacts = ["site"]\nhours = { monday = ["08:00-18:00"] }\n'
        '[[levels]]\nlevel = "on-call"\ngroup = "nuit"\nalways = true\nfacts = ["nom"]\n'
        '[[triggers]]\nphrases = ["odeur de brûlé"]\nlevel = "on-call"\nwhy = "danger"\n'
    )
    plan, night = plan_of(client), datetime(2026, 5, 12, 22, tzinfo=PARIS)
    asks = Escalation(facts=("adresse IP",))
    assert [step.facts for step in path(plan, Situation(night, escalation=asks)).steps] == [
        ("site", "adresse IP"),
        ("nom", "adresse IP"),
    ]
    chosen = path(plan, Situation(datetime(2026, 5, 11, 9, tzinfo=PARIS), escalation=asks, level="on-call"))
    assert chosen.steps[chosen.now].facts == ("nom", "adresse IP")
    danger = Situation(night, matches=(Match(0, "odeur de brûlé", "words"),), escalation=asks)
    assert path(plan, danger).steps[0].facts == ("nom",)


def test_who_stands_in_for_a_closed_group_says_so_and_asks_what_the_article_asks() -> None:
    client = client_of(
        '[[levels]]\nlevel = "N2"\ngroup = "day"\nname = "Jour"\nfacts = ["poste"]\n'
        'hours = { monday = "08:00-18:00" }\n'
        '[[levels]]\nlevel = "N2"\ngroup = "evening"\nfacts = ["site"]\nalways = true\n'
    )
    asks, night = Escalation("N2", "day", "", ("étage",)), datetime(2026, 5, 12, 22, tzinfo=PARIS)
    closed, taken = path(plan_of(client), Situation(night, escalation=asks, article="Fiche")).steps
    assert (closed.is_open, taken.group, taken.kind) == (False, "evening", "hierarchical")
    assert taken.facts == ("site", "étage")
    assert say(taken.rule, "fr") == "Groupe du même niveau : Jour n’est pas joignable."
    assert say(taken.rule, "en") == "Group of the same level: Jour cannot be reached."


@pytest.mark.parametrize(
    ("of_client", "of_article", "asked"),
    [
        ("numéro de licence (LIC-)", "Numéro de licence", ("numéro de licence (LIC-)",)),
        ("n° de poste", "le numero de poste ?", ("n° de poste",)),
        ("poste", "nom du poste", ("poste", "nom du poste")),
        ("heure", "l’heure", ("heure",)),
        ("(à remplir)", "?", ("(à remplir)", "?")),
    ],
)
def test_what_client_and_article_both_ask_for_is_asked_once(
    of_client: str, of_article: str, asked: tuple[str, ...]
) -> None:
    client = client_of(f'[[levels]]\nlevel = "N2"\ngroup = "desk"\nalways = true\nfacts = ["{of_client}"]\n')
    escalation = Escalation("N2", "desk", "", (of_article,))
    known = Situation(datetime(2026, 5, 12, 10, tzinfo=PARIS), escalation=escalation, article="Fiche")
    assert path(plan_of(client), known).steps[0].facts == asked


@pytest.mark.parametrize(
    ("escalation", "facts"),
    [
        (Escalation("N2", "desk", "", ("étage", "Poste")), ("poste", "étage")),
        (Escalation(facts=("étage",)), ("poste", "étage")),
        (Escalation("", "nobody-knows", "", ("étage",)), ("poste", "étage")),
        (Escalation("N2", "nobody-knows", "", ("étage",)), ("poste", "étage")),
        (Escalation("N3", "", "", ("étage",)), ("poste",)),
        (Escalation("N3", "nobody-knows", "", ("étage",)), ("poste",)),
    ],
)
def test_an_article_adds_facts_where_it_leads(escalation: Escalation, facts: tuple[str, ...]) -> None:
    client = client_of('[[levels]]\nlevel = "N2"\ngroup = "desk"\nalways = true\nfacts = ["poste"]\n')
    known = Situation(datetime(2026, 5, 12, 10, tzinfo=PARIS), escalation=escalation, article="Fiche")
    assert path(plan_of(client), known).steps[0].facts == facts


@pytest.mark.parametrize(
    ("level", "name", "contact", "title", "line"),
    [
        (
            "N2",
            "Support caisses",
            "Support caisses, poste 4220",
            "N2 Support caisses",
            "N2 · Support caisses, poste 4220",
        ),
        ("N2", "Support caisses", "poste 4220", "N2 Support caisses", "N2 Support caisses · poste 4220"),
        ("N2", "Support caisses", "Support caissesX", "N2 Support caisses", "N2 Support caisses · Support caissesX"),
        ("on-call", "astreinte commerce", "06 00", "Astreinte commerce", "Astreinte commerce · 06 00"),
        (
            "on-call",
            "Astreinte commerce",
            "Astreinte commerce, 06 00",
            "Astreinte commerce",
            "Astreinte commerce, 06 00",
        ),
        ("on-call", "Nuit", "", "Astreinte Nuit", "Astreinte Nuit"),
        ("supervisor", "", "Chef de plateau", "Superviseur", "Superviseur · Chef de plateau"),
    ],
)
def test_level_group_and_contact_are_each_said_once(level: str, name: str, contact: str, title: str, line: str) -> None:
    step = replace(STEP, level=level, group="a-slug" if name else "", name=name, contact=contact)
    assert (titled(step, "fr"), whom(step, "fr")) == (title, line)


def test_nobody_is_shown_a_slug() -> None:
    """Of a group with a name that; of one without, its id as words; of one that is declared nowhere, the same."""
    levels = (Level("N2", "n2-reseau", name="Réseau et VPN"), Level("N2", "support-caisses"))
    said = [taker(levels, "N2", group, "fr") for group in ("n2-reseau", "support-caisses", "n2-parti")]
    assert said == ["N2 Réseau et VPN", "N2 support caisses", "N2 parti"]
    assert taker(levels, "on-call", "", "en") == "On-call"


def test_a_path_calls_groups_by_their_names() -> None:
    client = client_of("""
        [hours]
        monday = "09:00-10:00"
        [[levels]]
        level = "N2"
        group = "n2-reseau"
        name = "Réseau et VPN"
        [[levels]]
        level = "N3"
        group = "expertise-reseau"
        always = true
        """)
    made = path(plan_of(client), Situation(datetime(2026, 5, 12, 12, tzinfo=PARIS)))
    assert [titled(step, "fr") for step in made.steps] == ["N2 Réseau et VPN", "N3 expertise reseau"]
    assert say(made.warnings[0], "fr").startswith("Réseau et VPN est fermé jusqu’à lundi")
