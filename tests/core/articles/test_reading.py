"""One file in, one article or its faults out."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.articles import reading as articles
from kbsearch.core.articles.render import render
from kbsearch.core.model import Article, ArticleState, Audience, Escalation, Fault, Severity
from kbsearch.core.ports import SourceFile
from kbsearch.core.slugs import MOST_ID, id_from_path, is_article_id

FULL = """---
id: tpe-hors-ligne
title: "Terminal hors ligne : « Appel en échec »"
symptoms:
  - "il marque connexion impossible"
  - je peux plus   encaisser
error_codes: ["E-204", "E204", "E-204"]
product: TPE Move C3
versions: ["3.2", "4.0"]
sites: [Lyon]
category: terminaux
keywords: [SIM, 4G]
lang: fr
state: not_validated
audience: sayable
owner: equipe-terminaux
reviewed: 2026-09-14
review_every: 6m
escalation:
  level: n2
  group: support
  when: "après le test SIM"
  facts: ["numéro de série, étiquette", "opérateur"]
---

# Terminal hors ligne
"""


def parse(text: str | bytes, path: str = "reseau/vpn.md") -> tuple[Article | None, tuple[Fault, ...]]:
    data = text.encode() if isinstance(text, str) else text
    return articles.parse(SourceFile(path, data, "b10b"), "acme")


def good(text: str, path: str = "reseau/vpn.md") -> Article:
    article, faults = parse(text, path)
    assert article is not None, faults
    return article


def codes(text: str | bytes) -> list[tuple[int, str, Severity]]:
    return [(fault.line, fault.code, fault.severity) for fault in parse(text)[1]]


def test_a_full_front_matter_is_typed() -> None:
    article, faults = parse(FULL)
    assert faults == ()
    assert article == Article(
        id="tpe-hors-ligne",
        owner="acme",
        path="reseau/vpn.md",
        title="Terminal hors ligne : « Appel en échec »",
        body="\n# Terminal hors ligne\n",
        body_line=25,
        symptoms=("il marque connexion impossible", "je peux plus encaisser"),
        error_codes=("E-204", "E204"),
        product="TPE Move C3",
        versions=("3.2", "4.0"),
        sites=("Lyon",),
        category="terminaux",
        keywords=("SIM", "4G"),
        lang="fr",
        state=ArticleState.NOT_VALIDATED,
        audience=Audience.SAYABLE,
        steward="equipe-terminaux",
        reviewed=date(2026, 9, 14),
        review_every_days=180,
        escalation=Escalation("N2", "support", "après le test SIM", ("numéro de série, étiquette", "opérateur")),
        blob="b10b",
    )


def test_plain_markdown_needs_nothing() -> None:
    article = good("Intro.\n\n## Le `VPN` **tombe**\n", "réseau/Le VPN.md")
    assert (article.title, article.category, article.body_line) == ("Le VPN tombe", "réseau", 1)
    assert article.id.startswith("reseau/le-vpn-")
    article, faults = parse("Texte sans titre.", "mot_de-passe.md")
    assert article is not None
    assert article.title == "mot de passe"
    assert [fault.code for fault in faults] == ["no-title"]
    article, faults = parse("Texte sans titre.", "---.md")
    assert article is not None
    assert article.title == "---.md"
    assert "“---.md”" in faults[0].message


def test_bom_crlf_and_odd_line_ends() -> None:
    article = good("\ufeff" + FULL.replace("\n", "\r\n"))
    assert (article.body_line, article.product) == (25, "TPE Move C3")
    assert good("---\ntitle: a\n---\nx\u2028y\x0cz\n").body == "x\u2028y\x0cz\n"


@pytest.mark.parametrize(
    ("line", "value", "field"),
    [
        ("category: [reseau, wifi]", "reseau", "category"),
        ("keywords: vpn, tunnel ; mfa", ("vpn", "tunnel", "mfa"), "keywords"),
        ("symptoms: ça rame, ça coupe", ("ça rame, ça coupe",), "symptoms"),
        ("symptoms: |\n  ça rame\n  ça coupe", ("ça rame", "ça coupe"), "symptoms"),
        ("symptoms:\n  - erreur: plus de papier", ("erreur: plus de papier",), "symptoms"),
        ("review_every: 90", 90, "review_every_days"),
        ("lang: de", "", "lang"),
        ("escalation: N3", Escalation("N3"), "escalation"),
        ("level: 3", "", "level"),
        ("level: [N1, N2]", "", "level"),
        ("level: {is: deep}", "", "level"),
        (f"title: {'x' * 400}", "x" * 300, "title"),
    ],
)
def test_what_can_be_understood_is_read_with_a_warning(line: str, value: object, field: str) -> None:
    article, faults = parse(f"---\n{line}\n---\n# T\n")
    assert getattr(article, field) == value
    assert [(fault.severity, fault.line) for fault in faults] in (
        [(Severity.WARNING, 2)],
        [(Severity.WARNING, 3)],
    )
    assert all(fault.hint for fault in faults)


@pytest.mark.parametrize(
    ("line", "value", "field"),
    [
        ("review_every: 1y", 365, "review_every_days"),
        ("review_every: 26w", 182, "review_every_days"),
        ("state: Not-Validated", ArticleState.NOT_VALIDATED, "state"),
        ("lang: fr_FR", "fr", "lang"),
        ("reviewed: 2026-01-02T10:00:00Z", date(2026, 1, 2), "reviewed"),
        ("id: a/b.c_d-1", "a/b.c_d-1", "id"),
        ("level: n2", "N2", "level"),
        ("level: ~", "", "level"),
        ("product: ~", "", "product"),
        ("keywords:", (), "keywords"),
        ("keywords: []", (), "keywords"),
        ('symptoms: [~, null, a, "null", ]', ("a", "null"), "symptoms"),
        ("symptoms:\n  -\n  - a", ("a",), "symptoms"),
    ],
)
def test_equal_spellings_are_silent(line: str, value: object, field: str) -> None:
    article, faults = parse(f"---\n{line}\n---\n# T\n")
    assert getattr(article, field) == value
    assert faults == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("state: foo", "front-matter-value"),
        ("audience: all", "front-matter-value"),
        ("reviewed: hier", "front-matter-value"),
        ("reviewed: 2026-02-30", "front-matter-value"),
        ("review_every: 99999999999d", "front-matter-value"),
        ("review_every: 0d", "front-matter-value"),
        ("id: A B", "front-matter-id"),
        ("id: ../x", "front-matter-id"),
        ("product: {a: b}", "front-matter-type"),
        ("keywords: {a: b}", "front-matter-type"),
        ("symptoms: [[a]]", "front-matter-type"),
        ("escalation: demander", "front-matter-type"),
        ("escalation: {level: N9}", "front-matter-value"),
    ],
)
def test_an_unusable_value_leaves_the_article_out(line: str, code: str) -> None:
    article, faults = parse(f"---\ntitle: T\n{line}\n---\n")
    assert article is None
    assert [(fault.line, fault.code, fault.severity) for fault in faults] == [(3, code, Severity.ERROR)]
    assert faults[0].hint


def test_all_faults_of_a_file_are_reported() -> None:
    found = codes("---\nstate: foo\nstate: bar\nreviewed: x\ntilte: y\nsource: z\nlicence: w\n---\n# T\n")
    assert [(line, code) for line, code, _ in found] == [
        (2, "front-matter-value"),
        (3, "front-matter-duplicate-key"),
        (4, "front-matter-value"),
        (5, "front-matter-unknown-key"),
        (6, "front-matter-foreign-key"),
    ]


def test_a_misspelt_key_is_told_which_was_meant() -> None:
    hints = [fault.hint for fault in parse("---\nsymptons: [a]\ntags: [b]\n---\n# T\n")[1]]
    assert hints == ["Did you mean symptoms?", "Did you mean keywords?"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"---\ntitle: a\n# T\n", (1, "front-matter-unclosed")),
        (b"# T\n\ncaf\xe9\n", (3, "not-utf-8")),
        (b"# T\r\n\r\nx\0y\n", (3, "nul-character")),
        ("# T\n".encode("utf-16"), (1, "not-utf-8")),
        (b"x" * (256 * 1024 + 1), (1, "too-large")),
    ],
)
def test_unreadable_files_are_refused_with_a_line(data: bytes, expected: tuple[int, str]) -> None:
    assert codes(data) == [(*expected, Severity.ERROR)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", True),
        ("a/b/c.MD", True),
        ("README.md", False),
        ("contributing.md", False),
        ("reseau/README.md", True),
        ("_drafts/a.md", False),
        (".git/a.md", False),
        ("a/_x/b.md", False),
        (".a.md", False),
        ("_a.md", True),
        ("_Sidebar.md", False),
        ("guide/_footer.markdown", False),
        ("client.toml", False),
        ("a.markdown", True),
        ("a/b.MDown", True),
        ("Readme.markdown", False),
        ("a.mdx", False),
        ("a.md.txt", False),
    ],
)
def test_what_is_an_article(path: str, expected: bool) -> None:
    assert articles.is_article(path) is expected


@pytest.mark.parametrize(
    "path", ["A b.md", "a-b.md", "é.md", "e.md", "É.md", "日本.md", "_x.md", "a/../b.md", "x" * 900 + ".md"]
)
def test_an_id_from_a_path_is_valid(path: str) -> None:
    assert is_article_id(id_from_path(path))


@given(st.lists(st.text(alphabet="aAéÉ -_./œ日", min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_ids_from_different_paths_differ(names: list[str]) -> None:
    one, two = (id_from_path(f"{name}.md") for name in names)
    assert one != two
    assert is_article_id(one)
    assert len(one) <= MOST_ID


@given(
    st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: f"---\n{text}\n---\n# T".encode("utf-8", "replace"))
)
def test_any_bytes_give_an_article_or_an_error(data: bytes) -> None:
    article, faults = parse(data)
    assert (article is None) == any(fault.severity is Severity.ERROR for fault in faults)
    lines = data.count(b"\n") + data.count(b"\r") + 2
    assert all(1 <= fault.line <= lines for fault in faults)


def test_an_article_with_a_part_too_deep_to_be_read_is_left_out() -> None:
    body = "".join("  " * level + "- a\n" for level in range(300))
    article, faults = parse(f"---\nid: a\n---\n# T\n\n{body}".encode())
    assert article is None
    assert [(fault.line, fault.code, fault.severity) for fault in faults] == [(55, "nested-too-deep", Severity.ERROR)]
    assert "nested deeper than 100 levels" in faults[0].message


def test_accents_are_composed_whatever_wrote_them() -> None:
    """A Mac and many PDFs write `é` as an `e` and an accent; nobody types so."""
    written = unicodedata.normalize("NFD", "# Réseau coupé\n\nCâble débranché.\n")
    found, _ = articles.parse(SourceFile("a.md", written.encode(), "0"), "acme")
    assert found is not None
    assert (found.title, found.body.strip().splitlines()[-1]) == ("Réseau coupé", "Câble débranché.")


def test_hyphens_are_read_as_they_are_typed_whatever_wrote_them() -> None:
    """A word processor writes `-` so that no line breaks there, and marks where a word may be broken."""
    written = (
        "---\nerror_codes: [E\u2011331]\n---\n\n# L'impri\u00admante wi\u2011fi\n\nCode E\u2010331 ou F\u221212,\n"
        "à \u22125 °C, 12 \u2212 3.\nOn\u200bdu\u2060leur.\n[x](java\u200bscript:alert(1))\n"
    )
    found = good(written)
    assert (found.title, found.error_codes, found.body_line) == ("L'imprimante wi-fi", ("E-331",), 4)
    assert found.body.split("\n")[3:7] == [
        "Code E-331 ou F-12,",
        "à \u22125 °C, 12 \u2212 3.",
        "Onduleur.",
        "[x](javascript:alert(1))",
    ]
    assert "href" not in render(found.body)
