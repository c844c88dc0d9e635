from __future__ import annotations

import time

import pytest

from kbsearch.core.articles.wording import MOST_LABELS, document_text, headings, labels, plain
from kbsearch.core.chunkers import get
from kbsearch.core.model import Article, Chunk, ChunkKind

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


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (
            "Si la tension est < 200 V : vérifier l'onduleur.\nSi elle est > 250 V : couper. Puis taper <F12>",
            "Si la tension est < 200 V : vérifier l'onduleur. Si elle est > 250 V : couper. Puis taper <F12>",
        ),
        ("saisir <licence>, <code> et <compte client>", "saisir <licence>, <code> et <compte client>"),
        ("H<sub>2</sub>O<br>puis<BR />fin", "H 2 O puis fin"),
        ('<span style="color: red">Ne pas</span> <td align=center>couper</td>', "Ne pas couper"),
        ("a <b et c> d, <p = 3>", "a <b et c> d, <p = 3>"),
        ("Voir <https://aide.acme.example/vpn> ou <aide@acme.example>.",
         "Voir https://aide.acme.example/vpn ou aide@acme.example."),
        ("Relancer. <!-- ancien code : E-999 -->", "Relancer."),
        ("`<td>` et `<!-- x -->`", "<td> et <!-- x -->"),
        ("[OK](appuyer longuement), [OK](a.md 'Aide') et [OK](<a b.md>)", "[OK](appuyer longuement), OK et OK"),
    ],
)  # fmt: skip
def test_what_a_page_shows_between_angle_brackets_is_read(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Le code `ERR_3012` s'affiche", "Le code ERR_3012 s'affiche"),
        (r"ERR\_3012 et 3 \* 2, l\'écran", "ERR_3012 et 3 2, l'écran"),
        ("_ERR_3012_, __très__ *_vite_* (_ici_)", "ERR_3012 , très vite ( ici )"),
        ("re**dé**marrer, ***Im***primante et `2*3`, **vite** !", "redémarrer, Imprimante et 2 3 , vite !"),
        ("appuyer&nbsp;sur &lt;F12&gt; (R&D, &eacute;teint)", "appuyer sur <F12> (R&D, éteint)"),
        ("http://x/?a=1&param=2&copy=3, R&D &lt F1", "http://x/?a=1&param=2&copy=3, R&D &lt F1"),
        ("&#" + "9" * 5000 + "; &#x2014; &#0;", "&#" + "9" * 5000 + "; — &#0;"),
        (r"Vider C:\temp\x puis \\serveur\partage", "Vider C: temp x puis serveur partage"),
    ],
)
def test_marks_within_a_word_and_entities_are_read_as_shown(markdown: str, text: str) -> None:
    assert plain(markdown) == text


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


def test_ids_of_headings_are_no_words() -> None:
    body = "## Résolution {#fix}\nx\n## Compte verrouillé {#locked}\ny `{#z}` z"
    article = Article("a", "acme", "a.md", "VPN coupé", f"# VPN coupé {{#vpn}}\n\n{body}", 1)
    chunks = get("sections")(article)
    assert [text for _, text in labels(article, chunks)] == ["VPN coupé", "VPN coupé › Compte verrouillé"]
    assert plain(body) == "Résolution x Compte verrouillé y {#z} z"
    assert plain("## longueur ${#nom}") == "longueur ${#nom}"


def test_underlined_headings_are_headings_and_their_lines_no_words() -> None:
    text = "Un\n=====\nb\n\nDeux\n--\nc\n\na == b\n\n```\nTrois\n---\n```"
    assert list(headings(text)) == ["Un", "Deux"]
    assert plain(text) == "Un b Deux -- c a == b Trois"


def test_labels_are_bounded() -> None:
    body = "\n".join(f"## Titre {at}\nTexte assez long pour rester seul {at}." for at in range(300))
    many = Article("a", "acme", "a.md", "A", body, 1)
    assert len(list(labels(many, get("sections")(many)))) == MOST_LABELS


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, "![" * 100_000, "[x](" * 50_000, "[x][" * 50_000, "\n" * 200_000, "## a" + " " * 200_000 + "b",
     "#" * 200_000, "# " * 100_000, "<" * 200_000, "-" * 200_000 + "x", "<br" + " " * 200_000, "<br " * 50_000,
     "<a" + " b=c" * 50_000, "<a@" * 70_000, "<ab:" * 50_000, "a" + "_" * 200_000 + "b"],
    ids=lambda text: text[:4],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    plain(text)
    list(headings(text))
    assert time.process_time() - started < 5
