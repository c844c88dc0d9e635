"""What an article is called that has no title in its front matter."""

from __future__ import annotations

import pytest

from kbsearch.core.articles import reading as articles
from kbsearch.core.model import Article, Fault, Severity
from kbsearch.core.ports import SourceFile


def parse(text: str, path: str) -> tuple[Article | None, tuple[Fault, ...]]:
    return articles.parse(SourceFile(path, text.encode(), "b10b"), "acme")


def good(text: str, path: str) -> Article:
    article, faults = parse(text, path)
    assert article is not None
    assert faults == ()
    return article


@pytest.mark.parametrize(
    ("body", "path", "title"),
    [
        ("Texte.\n\n## Cas général\nx\n## Jeunes\ny", "infractions/Alcool au volant.md", "Alcool au volant"),
        ("## En France\nx\n### Par courrier\ny\n## Ailleurs\nz", "perte-du-permis.md", "perte du permis"),
        ("## De 3 ans\nx\n## Autres\ny", "Invalidation du permis_(2 ans).md", "Invalidation du permis (2 ans)"),
        ("## Vitesses autorisées\nx\n## Amende\ny", "Limitations de vitesse.md", "Limitations de vitesse"),
        ("Il faut d'abord installer le client.\n\n## Prérequis\nx", "acces-distant.md", "acces distant"),
        ("# Safety\nSwitch off.\n# Steps\n1. Open the lid", "Change-the-print-head.md", "Change the print head"),
        ("# Badge\n\nx\n\n# Étapes\n\n## Fin", "Disque du NAS.md", "Disque du NAS"),
        ("## Symptômes\n\nx\n\n## Étapes\ny", "VPN.md", "VPN"),
        ("## 1. Contexte :\n\nx", "reseau/Tunnel.md", "Tunnel"),
        ("# Overview\n\nx", "vpn/index.md", "vpn"),
        ("## Prérequis\n\nx", "Caisse 12.md", "Caisse 12"),
        ("### Étape\nx\n## Autre\ny", "Peut-on voter par internet.md", "Peut-on voter par internet"),
    ],
)
def test_a_heading_of_one_section_among_others_is_no_title(body: str, path: str, title: str) -> None:
    article, faults = parse(body, path)
    assert article is not None
    assert article.title == title
    assert [(fault.code, fault.severity) for fault in faults] == [("no-title", Severity.WARNING)]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("# Second écran noir\n\n## Symptômes\nx\n# Annexe", "perte-du-permis.md"),
        ("## Second écran noir\n\n### Symptômes\nx\n### Suite", "perte-du-permis.md"),
        ("## Second écran noir\n\n## Symptômes\nx", "second-ecran.md"),
        ("## Second écran noir\n\n## Symptômes\nx", "61.md"),
        ("## Second écran noir\n\n## Symptômes\nx", "ecrans.md"),
        ("[![état](b.svg)](x)\n\n![bandeau](a.png)\n\n## Second écran noir\n\ntexte", "perte-du-permis.md"),
        ("[Accueil du site](/) > [Papiers et citoyenneté](/)\n\n## Second écran noir\n\ntexte", "perte-du-permis.md"),
        (
            '<div class="nav">\n\n| un | deux | trois | quatre | cinq |\n|-|-|-|-|-|\n\n</div>\n\n## Second écran noir',
            "tool-heal.md",
        ),
        ('# <a name="x"></a>Second <b>écran</b><br/>noir <!-- omit in toc -->', "a.md"),
        ("# Second écran noir {#noir}\n", "a.md"),
        ("# <span id='x'></span>\n\n# Second écran noir", "a.md"),
    ],
)
def test_the_first_heading_of_a_plain_file_is_its_title(body: str, path: str) -> None:
    assert good(body, path).title == "Second écran noir"


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Symptômes", "61.md"),
        ("Introduction", "intro.md"),
        ("Contexte", "contexte.md"),
        ("Contexte", "Procédure.md"),
        ("Overview of the print head", "vpn.md"),
        ("Overview", "index.md"),
        ("Introduction", "README.md"),
        ("Contexte", "reseau/page12.md"),
        ("Overview", "Untitled 3.md"),
    ],
)
def test_a_heading_that_any_page_may_have_stays_where_the_name_says_no_more(heading: str, path: str) -> None:
    assert good(f"## {heading}\n\nx", path).title == heading


def test_tags_in_code_are_part_of_a_title() -> None:
    assert good("# La balise `<br>` et <licence> {{x}}", "a.md").title == "La balise <br> et <licence> {{x}}"


@pytest.mark.parametrize("name", ["index.md", "_index.md", "README.md"])
def test_a_file_that_stands_for_its_folder_is_called_after_it(name: str) -> None:
    assert parse("Texte.", f"reseau/acces-distant/{name}")[0].title == "acces distant"  # type: ignore[union-attr]
