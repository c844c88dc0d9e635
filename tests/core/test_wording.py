from __future__ import annotations

import time

import pytest

from kbsearch.core.chunkers import get
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.wording import MOST_LABELS, document_text, headings, labels, plain

ARTICLE = Article(
    "vpn", "acme", "vpn.md", "VPN : **connexion** impossible",
    "# VPN : connexion impossible\n\nLe VPN est coupé.\n\n## Cas du télétravail\nDeux fois par semaine.\n\n"
    "## Résolution\n1. Ouvrir [le menu](a.md) `ipconfig`.\n\n## Escalade\nAppeler.\n", 3,
    symptoms=("ça marche plus depuis chez moi", "ça marche plus depuis chez moi"),
)  # fmt: skip


def test_plain_text_has_no_marks() -> None:
    text = plain(
        "> [!WARNING]\n> Ne **pas** couper.\n\n| a | b |\n|---|---|\n| ![écran](x.png) | [lien](y) |\n- [ ] fait"
    )
    assert text == "Ne pas couper. a b écran lien fait"


def test_a_passage_stands_below_its_title_and_headings() -> None:
    chunk = Chunk("vpn", 1, ChunkKind.SECTION, ("Résolution",), "1. Ouvrir [le menu](a.md) `ipconfig`.", (9, 9), "")
    assert document_text(ARTICLE, chunk) == "VPN : connexion impossible › Résolution\n1. Ouvrir le menu ipconfig ."


def test_labels_are_title_symptoms_and_telling_headings_each_once() -> None:
    chunks = get("sections")(ARTICLE)
    found = list(labels(ARTICLE, chunks))
    assert [text for _, text in found] == [
        "VPN : connexion impossible",
        "ça marche plus depuis chez moi",
        "VPN : connexion impossible › Cas du télétravail",
    ]
    assert all(chunks[ordinal].ordinal == ordinal for ordinal, _ in found)


def test_a_label_that_asks_is_the_same_as_one_that_says() -> None:
    asking = Article("a", "acme", "a.md", "Comment vider le cache ?", "Texte.", 1, symptoms=("ça rame ?!",))
    assert [text for _, text in labels(asking, get("sections")(asking))] == ["Comment vider le cache", "ça rame"]


def test_headings_of_merged_sections_count_and_those_in_code_do_not() -> None:
    text = "## Un\ntexte\n```\n## pas un titre\n```\n### Deux ##\nfin"
    assert list(headings(text)) == ["Un", "Deux"]


def test_labels_are_bounded() -> None:
    body = "\n".join(f"## Titre {at}\nTexte assez long pour rester seul {at}." for at in range(300))
    many = Article("a", "acme", "a.md", "A", body, 1)
    assert len(list(labels(many, get("sections")(many)))) == MOST_LABELS


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "![" * 100_000, "[x](" * 50_000, "[x][" * 50_000, "\n" * 200_000, "## a" + " " * 200_000 + "b",
     "#" * 200_000, "# " * 100_000, "<" * 200_000, "-" * 200_000 + "x"],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    plain(text)
    list(headings(text))
    assert time.process_time() - started < 5
