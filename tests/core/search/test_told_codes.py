"""Numbers that an article's text tells as codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.build import build_keywords
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.search.codes import declared_codes, misread
from kbsearch.core.search.told_codes import told_codes
from kbsearch.core.text import Token, tokens

TABLE = "| Réponse | Sens | Durée |\n|---|---|---|\n| 535 | refus | 30 |\n| `530`, 5.7.x ou 550 | port 587 | 10 |"
LATER = (
    "| Message | Code | Combien |\n|---|---|---|\n| volée | **43** | 12 |\n\n| Mois | Jours |\n|---|---|\n| mai | 31 |"
)


@pytest.mark.parametrize(
    ("markdown", "told"),
    [
        ("Refus 75 ou « Code bloqué » : 30 minutes", ["#75"]),
        ("les codes 05, 51 et 54, puis 3 essais en 20 minutes", ["#05", "#51", "#54"]),
        ("Erreur n° 1219, code retour : 1326", ["#1219", "#1326"]),
        ("ALARME 214 affichée", ["#214"]),
        ("Erreur 602 poste non enregistré, refus 12 clients", ["#602"]),
        ("une erreur sur 12 caisses, une erreur. 51 postes, message 2", []),
        ("étape 12, port 587, 200 salariés", []),
        ("E-204 et l'erreur E-206", []),
        (TABLE, ["#535", "#530", "#550"]),
        (LATER, ["#43"]),
        ("", []),
    ],
)
def test_a_number_is_a_code_where_the_text_says_so(markdown: str, told: list[str]) -> None:
    assert list(told_codes(markdown)) == told


def test_no_answer_says_that_no_article_holds_a_code_of_a_table() -> None:
    base = [
        Article("mail", "acme", "mail.md", "Envoi refusé", TABLE, 1, lang="fr"),
        Article("vpn", "acme", "vpn.md", "VPN coupé", "Rien.", 1, error_codes=("534",), lang="fr"),
    ]
    chunks = [Chunk(one.id, 0, ChunkKind.SECTION, (), one.body, (1, 4), one.body) for one in base]
    keywords = build_keywords(base, chunks)
    declared = declared_codes(base)
    assert keywords.articles_with("#535").tolist() == [0]
    assert not misread(["#535"], [], declared, keywords.articles_with)
    assert misread(["#536"], [], declared, keywords.articles_with)
    assert not len(keywords.articles_with("#587"))


def test_the_head_of_a_table_is_read_once_for_all_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(text: str) -> list[Token]:
        read.append(text)
        return tokens(text)

    monkeypatch.setattr("kbsearch.core.search.told_codes.tokens", counting)
    assert list(told_codes("| Cas | Un long titre |\n" + "| a | b |\n" * 50)) == []
    assert sum(text == " Un long titre " for text in read) <= 3


@given(st.text(alphabet="|-12 30\nCode refus", max_size=200))
def test_only_numbers_of_the_text_are_told(markdown: str) -> None:
    assert all(term[1:].isdigit() and term[1:] in markdown for term in told_codes(markdown))
