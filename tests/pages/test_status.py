"""What a client is served from, told to its people."""

from __future__ import annotations

import re

import pytest

from kbsearch.adapters.embedders.slot import ModelState
from kbsearch.core.access.principals import Role
from kbsearch.core.model import Fault, Severity
from tests.pages.visitor import found_wrong, visitor
from tests.served import COMMIT, Served, never_built

AGENT, EDITOR = ({"acme": (role,)} for role in (Role.AGENT, Role.EDITOR))
STATUS = "/c/acme/status"


def words(page: str) -> str:
    """Of the page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def test_what_is_served_is_told(desk: Served) -> None:
    with visitor(desk, AGENT) as agent:
        said = words(agent.get(STATUS))
        for one in (f"{COMMIT[:8]} {COMMIT}", "Génération gen-1-test", "Articles 3", "par les mots et par le sens"):
            assert one in said
        assert "Pour qui tient la base" not in said
        assert "Défauts" not in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("loading", "par les mots seulement : le modèle charge"),
        ("missing", "par les mots seulement : le modèle manque"),
        ("failed", "par les mots seulement : le modèle a échoué"),
    ],
)
def test_words_only_and_why(desk: Served, state: ModelState, said: str) -> None:
    desk.kb.model.state, desk.kb.model.cause, desk.kb.model.why = state, "OSError", "/srv/models is gone"
    with visitor(desk, AGENT) as agent, visitor(desk, EDITOR) as editor:
        assert said in words(agent.get(STATUS))
        assert "OSError" not in agent.get(STATUS)
        assert "Cause OSError" in words(editor.get(STATUS))
        assert "/srv/models" not in editor.get(STATUS), "folders are for the terminal"


def test_those_who_keep_the_base_are_told_more(desk: Served) -> None:
    with visitor(desk, EDITOR) as editor:
        assert "Aucune construction ne les a encore notés" in editor.get(STATUS)
        faults = (Fault("acme/a.md", 1, "x", "m"), Fault("acme/b.md", 2, "y", "m", "h", Severity.WARNING))
        found_wrong(desk, *faults)
        page = editor.get(STATUS)
        assert "1 erreur, 1 avertissement" in words(page)
        assert 'href="/c/acme/articles#faults"' in page
        assert "Appels résolus dont la recherche tient compte 0" in words(page)


def test_an_older_generation_is_said_to_be_one(desk: Served) -> None:
    desk.live.fallen_back["acme"] = "/srv/indexes/acme/gen-2 is damaged."
    with visitor(desk, EDITOR) as editor:
        page = editor.get(STATUS)
        assert "une génération précédente est servie" in words(page)
        assert "/srv" not in page


def test_nothing_built_is_a_problem_with_its_remedy(desk: Served) -> None:
    desk.live.entries["acme"] = never_built()
    with visitor(desk, AGENT) as agent:
        for place in ("status", "articles", "incidents"):
            assert "kbsearch build acme" in agent.get(f"/c/acme/{place}", 503)


def test_it_is_said_in_english_too(desk: Served) -> None:
    with visitor(desk, EDITOR) as editor:
        page = editor.http.get(editor.url + STATUS, headers={"accept-language": "en"}).text
        assert "State of the base of Acme &amp; Fils" in page
        assert "by words and by meaning" in page
