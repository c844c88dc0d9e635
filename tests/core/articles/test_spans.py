"""What other tools write within a line becomes GitHub's flavour or its words, and code stays as it is."""

from __future__ import annotations

import time

import pytest

from kbsearch.core import chunkers
from kbsearch.core.articles.flavours import as_github
from kbsearch.core.articles.markdown import heading_words
from kbsearch.core.articles.render import render, rendered
from kbsearch.core.articles.wording import plain
from kbsearch.core.model import Article


@pytest.mark.parametrize(
    ("text", "github"),
    [
        ("## Titre { .note .b }", "## Titre"),
        ("Texte.\n{: .wide }", "Texte.\n"),
        ("| a |\n|---|\n| b |\n{ .wide }", "| a |\n|---|\n| b |\n"),
        ('[x](y){ .button target=_blank } ![a](b){width="300"}.', "[x](y) ![a](b)."),
        ("[]{#_Toc1 .anchor}**A** *[B]{.underline}*", "**A** *B*"),
        ("Voir :material-alert:{ .red } ici", "Voir ici"),
        ('++win+r++ puis ++"Entrée"++', "Win+R puis Entrée"),
        ("le ==haut-parleur==.", "le haut-parleur."),
        ("a %% interne %% b", "a  b"),
        ("a\n%%\nb\n\nc\n%%\nd", "a\n\n\n\n\n\nd"),
        ("> a[^1]\n>\n> [^1]: b\n> > [^x]: c", "> a\\[1\\]\n>\n> \\[1\\] b\n> > \\[x\\] c"),
        ("10. a[^1]\n\n    [^1]: b\n- [^2]: c", "10. a\\[1\\]\n\n    \\[1\\] b\n- \\[2\\] c"),
        ("!!! note\n    a[^1]\n\n    [^1]: b", "> [!note]\n> a\\[1\\]\n>\n> \\[1\\] b"),
        ("a[^1]: b\n\n[^1]: *c*", "a\\[1\\]: b\n\n\\[1\\] *c*"),
        (
            "[[Poste|le poste]], [[a/Poste]], [[Poste#A#B]]",
            "[le poste](Poste), [Poste](a/Poste), [Poste › B](Poste#B)",
        ),
        ("[[Paper jam|Paper-jam]] ![[A#^b]] [[#^b|là]]", "[Paper jam](Paper-jam) [A](A) là"),
        ("![[photo.png|300]]", "![photo](photo.png)"),
        ("| [[a\\|b]] | c |", "| [b](a) | c |"),
        ("[[Bac à papier (A4)]]", "[Bac à papier (A4)](Bac%20%C3%A0%20papier%20%28A4%29)"),
        ("**Voir**![[b.png]]", "**Voir**![b](b.png)"),
        ("Mot\n:   Sens.\n:   Autre.\n\nMot 2\n\n:   Sens.", "Mot\n-   Sens.\n-   Autre.\n\nMot 2\n\n-   Sens."),
    ],
)
def test_each_form(text: str, github: str) -> None:
    assert as_github(text) == github


@pytest.mark.parametrize(
    "text",
    [
        *("if [[ -f x ]]; then", "[[!DNL x]](y)", "[[a]](b)", "[[1]][r]", "\\[[a]]", "`[[a]] ==b== %%c%%`", "[^abc] x"),
        *("C++ et G++ a++b++", "for %%i in (*) do echo %%i", "x == y == z", "10 ^3", "a\n===\n==", "f(x){ return y }"),
        *(
            "```\n[[a]] ==b==\n%%\nc\n%%\n```",
            "    [[a]]",
            "# a\n\n: b",
            "un\ndeux\n: b",
            "a {x}",
            "a[^1]\n\n    [^1]: b",
            "> a[^1]\n\n```\n[^1]: b\n```",
            "%% a\n%% b",
        ),
        *("Remise de 10 %% puis 20 %% appliquée", "%%APPDATA%%", "echo %%DATE%% fin", "Taper ^C", "Couper ^etape-1"),
        *("Modifier {.env}", "## Modifier {.env}", "texte { .Values.x }", "[VALEUR]{id=3}", "f(x){a=b}", "x { .note }"),
        *("a[[1]] = 2", "SELECT [[dbo]].[x]", "[[:alpha:]]", "[[12]]", "x[[i]]", "[x][r]{.c}"),
        *("`a\n==b== [[c]]` d", "````` ==b== ``` [[c]] `````", "``a\n[[b]]\n==c==`` d", "> `a\n> ==b==`"),
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert as_github(text) == text


@pytest.mark.parametrize(
    ("heading", "words", "id"),
    [
        ("Débit { #debit }", "Débit", "kb-debit"),
        ('Noyau { .x #kernel data-toc-label="Kernel" }', "Noyau", "kb-kernel"),
        ("Rouge :material-led-on:{ .red } {: #red }", "Rouge", "kb-red"),
        ("Accueil { .visually-hidden }", "Accueil", "kb-accueil"),
        ("Nom ${#x} {a}", "Nom ${#x} {a}", "kb-nom-x-a"),
    ],
)
def test_attributes_at_the_end_of_a_heading_are_no_part_of_it(heading: str, words: str, id: str) -> None:
    (section,) = rendered(f"## {heading}").sections
    assert (section.heading, section.id) == (words, id)
    body = f"# T\n\n## {heading}\n\nx"
    (made,) = chunkers.sections.chunk(Article(id="a", owner="o", path="a.md", title="T", body=body, body_line=1))[1:]
    assert (made.heading, made.shown, plain(made.text)) == (
        (words,),
        f"T. {words}. x",
        f"T {words} x".replace("$", "$"),
    )
    assert heading_words(as_github(f"## {heading}")[3:]) == words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<div class="grid cards" markdown>\n\nx\n\n</div>', "<p>x</p>"),
        (
            "<div style={{textAlign: 'center'}}>\n  <img src={require('./t.png').default} alt=\"T\" />\n</div>",
            "<p>T</p>",
        ),
        ('<table>\n<colgroup><col style="width: 50%" /><col/></colgroup>\n<tr><td>x</td></tr></table>', "<p>x</p>"),
        ('<head>\n  <meta name="robots" content="noindex" />\n</head>\n\nx', "<p>x</p>"),
        ("<p or q>", "<p>&lt;p or q&gt;</p>"),
        ("<img src=x onerror={y}>", "<p>&lt;img src=x onerror={y}&gt;</p>"),
    ],
)
def test_html_as_these_tools_write_it_is_taken_out(text: str, html: str) -> None:
    assert render(text).strip() == html


@pytest.mark.parametrize(
    "unit", ["[[", "[[a|", "==a", "++a+", "%%a", "[^a]: ", "> [^a]: ", "{ .", "[a]{.", "`a", ":material-", "a\n: b\n"]
)
def test_hostile_texts_take_no_time(unit: str) -> None:
    for text in (unit * (100_000 // len(unit)), f"{unit}\n" * (100_000 // len(unit))):
        begun = time.process_time()
        as_github(text)
        assert time.process_time() - begun < 4


def test_code_ends_with_its_block() -> None:
    assert as_github("- a ` b\n- ==c== ` d") == "- a ` b\n- c ` d"


def test_a_wiki_link_to_a_page_called_as_a_tag_is_leads_there() -> None:
    assert 'href="Table"' in rendered("[[Table]]").html


@pytest.mark.parametrize(
    "code",
    [
        "```batch\nfor %%i in (*.txt) do echo %%i %%\necho [[Nom]]\nkill ^C\n```",
        "    echo [[Nom]]",
        "~~~\n==a==\n\nb\n~~~",
    ],
)
def test_code_in_quotes_and_boxes_stays(code: str) -> None:
    quoted = "\n".join(f"> {line}".rstrip() for line in code.split("\n"))
    indented = "\n".join(f"    {line}".rstrip() for line in code.split("\n"))
    assert as_github(f"{quoted}\n\n==c==") == f"{quoted}\n\nc"
    assert as_github(f"- {quoted.replace(chr(10), chr(10) + '  ')}") == f"- {quoted.replace(chr(10), chr(10) + '  ')}"
    assert as_github(f"> {quoted.replace(chr(10), chr(10) + '> ')}") == f"> {quoted.replace(chr(10), chr(10) + '> ')}"
    assert as_github(f"!!! note\n\n{indented}\n\n==c==") == f"> [!note]\n>\n{quoted}\n\nc"
    assert as_github(f"> ```\n> ==a==\n\n==c==\n\n{quoted}") == f"> ```\n> ==a==\n\nc\n\n{quoted}"
