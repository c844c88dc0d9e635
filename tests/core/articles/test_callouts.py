"""Quotes that other tools make boxes of are alerts, with the title that their writer gave."""

from __future__ import annotations

import re

import pytest

from kbsearch.core.articles.render import render, rendered
from kbsearch.core.articles.wording import plain


@pytest.mark.parametrize(
    ("quote", "kind", "title"),
    [
        ("> [!danger]\n> x", "caution", "Danger"),
        ("> [!danger] Risque *fort*\n> x", "caution", "Risque <em>fort</em>"),
        ("> [!warning]- Note\n> x", "warning", "Note"),
        (">[!INFO]\n>\n>x", "note", "Note"),
        ("> [!tip]+ Astuce\n>\n> x", "tip", "Astuce"),
        ("> [!maison]\n> x", "note", "maison"),
        ("> **Warning**\n> x", "warning", "Attention"),
        ("> [!avertissement]\n> x", "warning", "Attention"),
        ("> [!Mise en garde]\n> x", "warning", "Attention"),
        ("> [!mise-en-garde] Fumée\n> x", "warning", "Fumée"),
        ("> [!précaution]\n> x", "warning", "Attention"),
        ("> [!PRUDENCE]\n> x", "caution", "Danger"),
        ("> [!erreur]\n> x", "caution", "Danger"),
        ("> [!astuce]\n> x", "tip", "Conseil"),
        ("> [!remarque]\n> x", "note", "Note"),
        ("> [!à noter]\n> x", "note", "Note"),
        ("> [!écueil]\n> x", "note", "écueil"),
    ],
)
def test_quotes_that_other_tools_make_boxes_of_are_alerts(quote: str, kind: str, title: str) -> None:
    alert = f'<div class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">{title}</p>\n<p>x</p>'
    assert alert in render(quote)
    assert f"<blockquote>\n{alert}" in render("> a\n>\n" + re.sub("(?m)^", "> ", quote)).replace("<p>a</p>\n", "")


def test_what_only_looks_like_a_callout_stays_a_quote() -> None:
    for quote in (
        "> [!danger]: x",
        "> [!danger]x",
        "> a\n> [!danger]",
        "> **Warning** x",
        "> `[!danger]`",
        "> [!1] x",
        "> [!deux mots] x",
    ):
        assert "markdown-alert" not in render(quote)


def test_the_numbered_lists_of_an_alert_are_steps_and_those_of_a_quote_within_it_are_not() -> None:
    found = rendered(
        "> [!danger]\n> 1. un\n>    1. non\n> 2. deux\n>\n> > 1. non\n\n1. trois\n\n   > [!tip]\n   > 1. non\n"
    )
    assert (found.steps, re.findall('<li class="step">\\s*(?:<p>)?([a-z]+)', found.html)) == (
        3,
        ["un", "deux", "trois"],
    )


def test_the_word_of_a_box_is_no_part_of_what_is_searched() -> None:
    for word in ("avertissement", "mise-en-garde", "Mise en garde", "à noter"):
        assert plain(f"> [!{word}] Fumée\n> x").split() == ["Fumée", "x"]
    assert "deux mots" in plain("> [!deux mots] Fumée")


@pytest.mark.parametrize(
    "words",
    [
        "A noter",
        "à noter",
        "À NOTER",
        "Mise en garde",
        "MISE EN GARDE",
        "mise_en garde",
        "précaution",
        "danger",
        "maison",
    ],
)
@pytest.mark.parametrize("folds", ["", "-", "+"])
def test_the_words_for_a_box_are_no_text_of_it(words: str, folds: str) -> None:
    quote = f"> [!{words}]{folds} Couper"
    assert "markdown-alert" in render(quote)
    assert plain(quote) == "Couper"


@pytest.mark.parametrize("words", ["A revoir", "mise en place", "mise  en garde", "a b c d e"])
def test_several_words_that_stand_for_no_box_are_text(words: str) -> None:
    quote = f"> [!{words}] Couper"
    assert "markdown-alert" not in render(quote)
    assert plain(quote) == " ".join(quote[2:].split())
