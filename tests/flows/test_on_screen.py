"""What kept screens say of a call: what was chosen beside the results, and what articles were called then."""

from __future__ import annotations

import json
from typing import Any

from kbsearch.core.calls import happenings as ev
from kbsearch.core.questions import Chosen
from kbsearch.core.store_ports import Kept
from kbsearch.flows.on_screen import call_of, chosen_of, titles_of
from tests.happenings import COMMIT, event

SEARCHED = ev.Searched("imprimante", "hybrid", COMMIT, "g1")
LABELS = {"zebra": "Zebra ZD", "brother": "Brother"}
OFFERED = [{"value": value, "label": label, "articles": ["a"]} for value, label in LABELS.items()]
ASKED = {"facet": "product", "text": "Sur quel matériel ?", "choices": OFFERED}
ZEBRA = {"choices": [{"facet": "product", "value": "zebra"}], "labels": ["Zebra ZD"]}
OTHER = {"choices": [{"facet": "product", "value": "brother"}], "labels": ["Brother"]}
NONE: dict[str, Any] = {"question": None, "choices": [], "labels": []}


def history(*told: tuple[ev.Happening, dict[str, Any] | str]) -> list[Kept]:
    return [
        Kept(event(f"e{at:02}", what, minute=at), json.dumps(screen) if isinstance(screen, dict) else screen)
        for at, (what, screen) in enumerate(told)
    ]


def answers(*told: tuple[ev.Happening, dict[str, Any] | str], lang: str = "fr") -> list[tuple[str, str]]:
    return [(one.what.question, one.what.answer) for one in call_of(history(*told), lang).answers]


def test_what_was_chosen_is_an_answer_to_what_was_asked() -> None:
    asked = (SEARCHED, {**NONE, "question": ASKED})
    assert answers(asked, (SEARCHED, ZEBRA), (SEARCHED, ZEBRA)) == [("Sur quel matériel ?", "Zebra ZD")]
    assert answers(asked, (SEARCHED, ZEBRA), (SEARCHED, OTHER)) == [
        ("Sur quel matériel ?", "Zebra ZD"),
        ("Sur quel matériel ?", "Brother"),
    ]


def test_a_question_whose_screen_is_not_kept_is_told_by_what_it_is_about() -> None:
    assert answers((SEARCHED, ZEBRA)) == [("Sur quel matériel ou quel logiciel ?", "Zebra ZD")]
    assert answers((SEARCHED, ZEBRA), lang="en") == [("On which device or program?", "Zebra ZD")]
    asked = {"choices": [{"facet": "question", "value": "a?oui"}], "labels": ["Oui"]}
    assert answers((SEARCHED, asked)) == [("De quoi s’agit-il ?", "Oui")]


def test_what_is_said_as_an_event_too_stands_once_and_what_was_said_otherwise_later_counts_last() -> None:
    asked = (SEARCHED, {**NONE, "question": ASKED})
    said = (ev.Answered("sur quel matériel ?", "zebra zd"), "")
    assert answers(asked, (SEARCHED, ZEBRA), said) == [("sur quel matériel ?", "zebra zd")]
    other = (ev.Answered("Sur quel matériel ?", "Brother"), "")
    assert answers(asked, (SEARCHED, ZEBRA), other, (SEARCHED, ZEBRA))[-1] == ("Sur quel matériel ?", "Brother")


def test_what_stands_is_what_the_last_search_had() -> None:
    asked = (SEARCHED, {**NONE, "question": ASKED})
    assert chosen_of(history(asked, (SEARCHED, ZEBRA), (ev.Opened("vpn"), "{}"))) == (Chosen("product", "zebra"),)
    assert chosen_of(history((SEARCHED, ZEBRA), (SEARCHED, OTHER))) == (Chosen("product", "brother"),)
    assert chosen_of(history((SEARCHED, ZEBRA), asked)) == ()
    assert chosen_of(()) == ()


def test_screens_that_cannot_be_read_or_are_not_there_change_nothing() -> None:
    kept = history((SEARCHED, "{"), (SEARCHED, '{"question": 3}'), (SEARCHED, ""), (ev.Opened("vpn"), "[]"))
    assert call_of(kept, "fr").answers == ()
    assert titles_of(kept) == {}


def test_a_title_is_the_one_of_its_version_and_else_the_last() -> None:
    old, new = ({"title": f"VPN {name}", "commit": name * 40} for name in "ab")
    row = ev.Displayed("vpn", 1, "a" * 40, "vpn#1", search="e00")
    found = titles_of(history((row, old), (ev.Opened("vpn", "b" * 40), new)))
    assert found == {("vpn", "a" * 40): "VPN a", ("vpn", "b" * 40): "VPN b", ("vpn", ""): "VPN b"}


def test_nothing_else_of_the_call_is_another() -> None:
    kept = history((ev.Started(caller="k"), ""), (SEARCHED, ZEBRA), (ev.Closed(ev.Outcome.RESOLVED), ""))
    call = call_of(kept, "fr")
    assert (call.start.caller, call.outcome, len(call.searches)) == ("k", ev.Outcome.RESOLVED, 1)
