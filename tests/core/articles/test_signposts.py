"""Questions of an article that lead to another, as editors write them."""

from __future__ import annotations

import pytest

from kbsearch.core.articles.links import by_path, page_names
from kbsearch.core.articles.signposts import signposts
from kbsearch.core.model import Article

OTHER = Article("pilote", "acme", "web/pilote.md", "Pilote", "", 1)
SHARED = Article("vpn", "_shared", "reseau/vpn.md", "VPN", "", 1)


def found(item: str, *, heading: str = "Questions à poser", lang: str = "fr") -> list[tuple[str, str, str, str]]:
    body = f"# Caisse\n\n## {heading}\n1. Est-elle allumée ?\n2. {item}\n\n## Résolution\n1. Oui ? [x](pilote.md)\n"
    asking = Article("caisse", "acme", "web/caisse.md", "Caisse", body, 1, lang=lang)
    known = by_path([asking, OTHER, SHARED])
    posts = list(signposts(asking, known, page_names(known)))
    assert all((post.article, post.item) == ("caisse", 2) for post in posts)
    return [(post.text, post.answer, post.condition, post.target) for post in posts]


@pytest.mark.parametrize(
    ("item", "text", "answer", "condition", "target"),
    [
        ("Est-ce le site ? Si oui → [Pilote](pilote.md).", "Est-ce le site ?", "yes", "", "pilote"),
        (
            "Le **site** marche-t-il ? Si non, c'est lui : voir [P](pilote.md).",
            "Le site marche-t-il ?",
            "no",
            "",
            "pilote",
        ),
        ("A-t-il accès ? Oui → étape 2. Non → [P](pilote.md), puis revenir.", "A-t-il accès ?", "no", "", "pilote"),
        ("Est-ce le code ? Alors rien n'est perdu : [P](pilote.md).", "Est-ce le code ?", "yes", "", "pilote"),
        ("Le site répond-il ? S'il échoue → [P](pilote.md).", "Le site répond-il ?", "case", "Il échoue", "pilote"),
        ("Est-ce le code du site ? → [P](pilote.md)", "Est-ce le code du site ?", "yes", "", "pilote"),
        (
            "Est-il à distance ? VPN coupé → [VPN](../../_shared/reseau/vpn.md).",
            "Est-il à distance ?",
            "case",
            "VPN coupé",
            "vpn",
        ),
        ("Est-ce le site ? Si oui, étape 3. Sinon → [P](pilote.md).", "Est-ce le site ?", "no", "", "pilote"),
        ("Est-ce le site ? Autrement : [P](pilote.md).", "Est-ce le site ?", "no", "", "pilote"),
        ("Est-ce le site ? Else → [P](pilote.md).", "Est-ce le site ?", "no", "", "pilote"),
        ("Est-ce le site ? Otherwise, see [P](pilote.md).", "Est-ce le site ?", "no", "", "pilote"),
        ("Est-ce le site ? Sinon, si E-201 → [P](pilote.md).", "Est-ce le site ?", "case", "E-201", "pilote"),
        ("Est-ce le site ? Sinon s'il échoue → [P](pilote.md).", "Est-ce le site ?", "case", "Il échoue", "pilote"),
        ("Quel code ? Si E-201, la SIM manque : voir [P](pilote.md).", "Quel code ?", "case", "E-201", "pilote"),
    ],
)
def test_the_answer_that_leads_elsewhere(item: str, text: str, answer: str, condition: str, target: str) -> None:
    assert found(item) == [(text, answer, condition, target)]


@pytest.mark.parametrize(
    "item",
    [
        "Est-ce le site ? Si oui → étape 3.",
        "Est-ce le site ? Si oui → [plus bas](#resolution).",
        "Est-ce le site ? Si oui → [rien](absent.md).",
        "Est-ce le site ? Si oui → [ailleurs](../../autre/x.md).",
        "Est-ce le site ? Autrement dit : [Pilote](pilote.md).",
        "Voir [Pilote](pilote.md).",
        "Est-ce le site ? Voir [Pilote](pilote.md).",
        "Est-ce le site ? Le site est en panne : [Pilote](pilote.md).",
        f"{'Est-ce ' * 60} ? Si oui → [Pilote](pilote.md).",
        f"Est-ce le site ? {'Bien sûr ' * 20} → [Pilote](pilote.md).",
    ],
)
def test_what_leads_nowhere_is_no_signpost(item: str) -> None:
    assert found(item) == []


def test_an_answer_may_lead_to_two_articles_and_english_is_written_as_english() -> None:
    item = "Does it open? If not → [P](pilote.md). If yes → [VPN](../../_shared/reseau/vpn.md)."
    assert found(item, heading="Questions to ask", lang="en") == [
        ("Does it open?", "no", "", "pilote"),
        ("Does it open?", "yes", "", "vpn"),
    ]


@pytest.mark.parametrize("joint", [". Sinon", ", sinon", "; autrement", ", otherwise", ". Else"])
def test_yes_and_otherwise_lead_to_one_article_each(joint: str) -> None:
    item = f"Est-ce le site ? Si oui → [P](pilote.md){joint} → [VPN](../../_shared/reseau/vpn.md)"
    assert [(answer, target) for _, answer, _, target in found(item)] == [("yes", "pilote"), ("no", "vpn")]


def test_code_blocks_and_other_sections_ask_nothing() -> None:
    ask = "1. Est-ce le site ? Si oui → [P](pilote.md)"
    body = f"## Questions à poser\n```\n{ask}\n```\n### Note\n## Fin\n{ask}\n"
    asking = Article("caisse", "acme", "web/caisse.md", "Caisse", body, 1)
    known = by_path([asking, OTHER])
    assert list(signposts(asking, known, page_names(known))) == []


@pytest.mark.parametrize(
    "heading",
    [
        "## Questions à poser",
        "## Questions à poser {#q}",
        "## Questions à poser ##",
        "Questions à poser\n-----------------",
        "## **Questions** à poser",
        "```\n~~~\n```\n\n## Questions à poser",
    ],
)
@pytest.mark.parametrize("link", ["pilote.md", "<pilote.md>", 'pilote.md "Le pilote"', "<pilote.md> 'Le pilote'"])
def test_a_section_of_questions_is_read_as_a_page_shows_it(heading: str, link: str) -> None:
    body = f"# Caisse\n\n{heading}\n\n1. Est-ce le site ? Si oui → [Pilote]({link})\n\n   Puis [VPN](vpn.md).\n"
    asking = Article("caisse", "acme", "web/caisse.md", "Caisse", body, 1)
    known = by_path([asking, OTHER])
    (post,) = signposts(asking, known, page_names(known))
    assert (post.item, post.text, post.answer, post.target) == (1, "Est-ce le site ?", "yes", "pilote")


@pytest.mark.parametrize("link", ["[[pilote]]", "[[Pilote|le pilote]]", "[le pilote](Pilote)"])
def test_a_link_by_name_leads_where_its_page_s_does(link: str) -> None:
    body = f"## Questions à poser\n\n1. Est-ce le site ? Si oui → {link}\n"
    asking = Article("caisse", "acme", "caisses/caisse.md", "Caisse", body, 1)
    known = by_path([asking, OTHER])
    (post,) = signposts(asking, known, page_names(known))
    assert (post.text, post.answer, post.condition, post.target) == ("Est-ce le site ?", "yes", "", "pilote")
    two = by_path([asking, OTHER, Article("b", "acme", "b/pilote.md", "Pilote", "", 1)])
    assert list(signposts(asking, two, page_names(two))) == []
