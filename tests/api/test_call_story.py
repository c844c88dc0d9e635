"""A call told to people: names instead of ids, one line for what one search showed, no word of a program."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from kbsearch.api.calls.story import Names, story
from kbsearch.api.calls.texts import CALL_TEXTS
from kbsearch.api.catalogue import Lang, text
from kbsearch.core.calls import happenings as ev
from kbsearch.core.levels import Level
from tests.happenings import event

COMMIT = "c" * 40
LEVELS = (Level("N2", "n2-reseau", name="Réseau et VPN"),)


def told(*what: ev.Happening, lang: Lang = "fr") -> list[str]:
    names = Names({"tpe": "TPE hors ligne", "vpn": "VPN coupé"}, {"INC-1": "Panne du VPN"}, LEVELS, lang)
    history = [event(str(n), one) for n, one in enumerate(what)]
    return [f"{text(lang, moment.kind)} | {moment.said}" for moment in story(history, names)]


def test_groups_and_incidents_have_their_names() -> None:
    facts = (ev.Fact("poste", "PC-7"),)
    said = told(
        ev.Escalated("N2", "n2-reseau", "P2", "tout le siège", facts),
        ev.Escalated("on-call", "nuit-semaine"),
        ev.Reviewed("on-call", n1_could=True, article="tpe"),
        ev.Closed(ev.Outcome.KNOWN_INCIDENT, "INC-1"),
        ev.Closed(ev.Outcome.KNOWN_INCIDENT, "INC-2"),
    )
    assert said == [
        "Transmis à | N2 Réseau et VPN · P2 · tout le siège · poste\u00a0: PC-7",
        "Transmis à | Astreinte nuit semaine",
        "Avis du niveau qui a résolu | Astreinte · le N1 aurait pu résoudre l’appel · TPE hors ligne",
        "Appel clos | Incident connu · Panne du VPN",
        "Appel clos | Incident connu · INC-2",
    ]


def test_what_one_search_showed_is_one_moment() -> None:
    shown = [ev.Displayed(one, n, COMMIT, f"{one}#1", search="s") for n, one in enumerate(("tpe", "vpn", "parti"), 1)]
    other = ev.Displayed("vpn", 1, COMMIT, "vpn#1", search="t")
    assert told(*shown, other, ev.Opened("tpe")) == [
        "Résultats affichés | 1. TPE hors ligne · 2. VPN coupé · 3. parti",
        "Résultats affichés | 1. VPN coupé",
        "Ouvert | TPE hors ligne",
    ]


@pytest.mark.parametrize("kind", get_args(ev.Happening), ids=lambda kind: kind.__name__)
def test_every_kind_of_event_is_told_in_words_of_its_language(kind: type[ev.Happening]) -> None:
    french, english = CALL_TEXTS[f"did-{kind.__name__.lower()}"]
    assert french != english
    assert not re.search(rf"\b{kind.__name__}\b", french, re.IGNORECASE)
