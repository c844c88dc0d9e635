"""Lists as people type them are lists, their steps are steps, and what only looks like one stays."""

from __future__ import annotations

import time

import pytest

from kbsearch.core.articles.flavours import as_github
from kbsearch.core.articles.render import render, rendered


@pytest.mark.parametrize("mark", ["1/ ", "1°) ", "1- ", "1 - ", "1.", "1)", "1°", "1 – ", "1/"])
def test_lines_that_are_numbered_by_hand_are_steps(mark: str) -> None:
    found = rendered("Si besoin :\n" + "\n".join(mark.replace("1", str(n)) + "Couper le voyant" for n in range(1, 12)))
    assert found.steps == 11
    assert found.html.count('<li class="step">Couper le voyant</li>') == 11


def test_bullets_of_a_word_processor_are_items() -> None:
    assert as_github("x\n•\ty\n  ▪ z\n► w") == "x\n- y\n  - z\n- w"


def test_steps_called_so_begin_a_line_each() -> None:
    assert "compter<br>\nÉtape 2 : saisir<br>\n<strong>Étape 3</strong>" in render(
        "Étape 1 : compter\nÉtape 2 : saisir\n**Étape 3** : fin", lang="en"
    )
    for text in (
        "# a\nÉtape 1 : x",
        "- a\nÉtape 1 : x",
        "a  \nStep 1 x",
        "a\n\nStep 1",
        "a\nÉtape suivante",
        "a\\\nStep 1",
    ):
        assert as_github(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "1/ Couper",
        "2/ a\n3/ b",
        "0 - sans\n1 - avec\n2 - les deux",
        "1/2 tour\n2/3 tours",
        "1/ a\n# b\n2/ c",
        "1/ a\n2- b",
        "1- 10 V\n2- 20 V",
        "```\n1/ a\n2/ b\n• c\n```",
        "    1/ a\n    2/ b",
        "1. a\n2. b",
        "a • b",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert as_github(text) == text


def test_items_of_html_take_a_line_each_with_their_numbers() -> None:
    html = render("<ol>\n<li>Ouvrir</li>\n<li>Retirer\n<ul><li>doucement</li></ul></li>\n<li>Fermer</li></ol>")
    assert html.split() == ["<p>1.", "Ouvrir<br>", "2.", "Retirer<br>", "•", "doucement<br>", "3.", "Fermer</p>"]
    assert render("| a |\n|---|\n| x<ul><li>b</li><li>c</li></ul> |").count("<br>\n• ") == 2
    assert render("`<li>`") == "<p><code>&lt;li&gt;</code></p>\n"


@pytest.mark.parametrize("unit", ["1/ a\n", "1/", "• ", "•\n", "Étape 1\n", "1°", "<ol><li>", " \n<li>", "1 "])
def test_hostile_texts_take_no_time(unit: str) -> None:
    begun = time.process_time()
    render(unit * (100_000 // len(unit)))
    assert time.process_time() - begun < 4
