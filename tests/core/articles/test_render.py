"""Nothing dangerous can come out, and what articles need does."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.articles import markdown
from kbsearch.core.articles.render import ALERT_TITLES, anchor, clean, outline, render, rendered
from kbsearch.core.articles.sections import Role
from tests.examples import examples


def test_what_articles_use_is_kept() -> None:
    html = render(
        "# Été\n\n> [!WARNING]\n> Ne *pas*\n\n- [x] fait\n\n```bash\nls\n```\n\n"
        "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n3. c\n"
    )
    for part in (
        '<h1 id="kb-ete">Été</h1>',
        '<div class="markdown-alert markdown-alert-warning">',
        '<p class="markdown-alert-title">Attention</p>',
        '<li class="task-list-item"><input class="task-list-item-checkbox" disabled="" type="checkbox"',
        '<code class="language-bash">',
        '<th align="center">a</th>',
        '<td align="right">2</td>',
        '<ol start="3">',
    ):
        assert part in html


def test_alert_titles_follow_the_language() -> None:
    for lang, titles in ALERT_TITLES.items():
        for kind, title in titles.items():
            assert f'<p class="markdown-alert-title">{title}</p>' in render(f"> [!{kind}]\n> x", lang=lang)
    assert ">Conseil<" in render("> [!TIP]\n> x", lang="")


def test_french_marks_stay_on_the_line_of_their_word_but_in_code() -> None:
    html = render("Afficher « **E-204** » : `a : b` ?\n\n    c : d")
    assert html.count("&nbsp;") == 4
    assert "a : b" in html
    assert "c : d" in html
    assert "&nbsp;" not in render("Press « Go » : done", lang="en")


def test_anchors_are_prefixed_unique_and_followed_by_links() -> None:
    body = "# A\n\n# A\n\n# A 2\n\n## Procédure `N1`\n\n[x](#procédure-n1)\n\n> # cité"
    anchors = ["kb-a", "kb-a-2", "kb-a-2-2", "kb-procedure-n1", "kb-cite"]
    assert [section.id for section in outline(body)] == anchors
    assert re.findall(' id="([^"]+)"', render(body)) == anchors
    assert '<a href="#kb-procedure-n1"' in render(body)
    assert anchor("Procédure N1") == "kb-procedure-n1"
    assert 'id="kb-section"' in render("# 日本")
    assert anchor("étape-1--wi-fi---vpn") == anchor("Étape 1 : Wi-Fi - VPN") == "kb-etape-1-wi-fi-vpn"
    assert '<a href="#kb-a-b"' in render("# A – B\n\n# C {#a--b-c}\n\n[x](#a--b) [y](#a-b--c)")


def test_relative_links_are_resolved_and_other_hosts_images_are_not_shown() -> None:
    html = render(
        "[a](../b.md) ![c](img/d.png) ![e](http://h/f.png) ![g](//h/i.png) [j](https://k.fr)", resolve="/x/{}".format
    )
    assert 'href="/x/../b.md"' in html
    assert 'src="/x/img/d.png"' in html
    assert "f.png" not in html
    assert "i.png" not in html
    assert 'href="https://k.fr"' in html


def test_raw_html_and_unsafe_links_are_text() -> None:
    html = render(
        "<script>alert(1)</script> <img src=x onerror=y> [a](javascript:b) [c](data:text/html,d) [e](ssh://f)"
    )
    assert "<script" not in html
    assert "<img" not in html
    assert Seen.of(html).links == [None, None] or not any(Seen.of(html).links)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<b>gras</b><br/>puis <span class='x'>rien</span>", "<p>gras<br>\npuis rien</p>"),
        ("| a |\n|---|\n| x<br>y |", "<td>x<br>\ny</td>"),
        ('voir <a class="b" href="https://k.fr/?x=1&y=2">le [site]</a>', '<a href="https://k.fr/?x=1&amp;y=2"'),
        ("voir <A HREF='../b.md'>b</A>", '<a href="/x/../b.md"'),
        ('<a href="javascript:alert(1)">x</a>', "<p>[x](&lt;javascript:alert(1)&gt;)</p>"),
        ('<a href="a\nb">x</a> <a name="y">z</a>', "<p>x z</p>"),
        ('avant <img src="x.png" alt="Plan"> après', "<p>avant Plan après</p>"),
        ("avant <img src=x onError=y> après", "<p>avant &lt;img src=x onError=y&gt; après</p>"),
        ("<!-- à revoir\n encore -->fin", "<p>fin</p>"),
        (
            "`<br>` \\<br> <licence> <code>x</code>",
            "<p><code>&lt;br&gt;</code> &lt;br&gt; &lt;licence&gt; &lt;code&gt;x",
        ),
        ("Ctrl+Alt+<Del>, <S> pour oui", "<p>Ctrl+Alt+&lt;Del&gt;, &lt;S&gt; pour oui</p>"),
        ("<tr><td>E-204</td><td>12</td><td>40</td></tr>", "<p>E-204  12  40</p>"),
        ("`un\n<div>deux</div>`", "<code>un &lt;div&gt;deux&lt;/div&gt;</code>"),
        ('<a title="ou href=b.md" href="c.md">y</a>', '<a href="/x/c.md"'),
        ('<a href="c.md"><b>y</b> <img alt="[1" src="d"></a>', '<a href="/x/c.md" rel="noopener noreferrer">y [1</a>'),
        ('<a href="c.md">y] \\[ z</a>', ">y] [ z</a>"),
        ("<scr<b></b>ipt>x", "<p>&lt;script&gt;x</p>"),
        ("## <a id='x'></a>Un <em>essai</em>", '<h2 id="kb-un-essai">Un essai</h2>'),
    ],
)
def test_html_that_lays_out_is_taken_out(text: str, html: str) -> None:
    assert html in render(text, resolve="/x/{}".format)


def test_a_paragraph_of_nothing_but_layout_is_none() -> None:
    assert render("<div\n  class='x'>\n\nfin\n\n</div>").split() == ["<p>fin</p>"]


def test_much_layout_takes_no_time() -> None:
    for text in (
        "<a ",
        "<a href=",
        "<br" + " " * 20,
        "<!--",
        "`<br>",
        "<a href='x'>",
        "<a x=1><b>",
        "<a x=1>" + "<b a=1>" * 299,
        "<p a='" + "x" * 400,
    ):
        begun = time.process_time()
        render(text * (250_000 // len(text)))
        assert time.process_time() - begun < 2, text


def test_the_second_wall_stands_alone() -> None:
    html = clean(
        '<p class="evil" onclick="a" style="b">x</p><div class="markdown-alert evil"></div><input type="password">'
        '<p class="step">e</p><ol class="step"><li class="step evil">f</li></ol>'
        '<a href="javascript:a">b</a><svg onload=a></svg><ul class="c"></ul><img src=" //h/i"><h1 id="cookie">d</h1>'
    )
    assert Seen.of(html).attributes == {("a", "rel"), ("h1", "id")}


@pytest.mark.parametrize(
    "heading",
    ["`N1` *et* **plus**", "voir https://a.fr/b, a@b.fr", "a & <b> \\*c", "[x][r] [y](z.md)", "![photo](a.png)"],
)
def test_a_heading_s_id_is_that_of_its_words(heading: str) -> None:
    (section,) = rendered(f"# {heading}\n\n[r]: b.md").sections
    assert (section.id, section.heading) == (anchor(markdown.plain(heading)), markdown.plain(heading))


STEPS = """# VPN
1. avant

## Résolution
1. un
   1. dedans
2. deux
- puce

### Si le voyant clignote
1. trois

> 1. cité

## Escalade
1. après
"""


def test_steps_are_the_items_of_the_numbered_lists_of_the_resolution() -> None:
    found = rendered(STEPS)
    assert found.steps == 3
    assert re.findall('<li class="step">\\s*(?:<p>)?([a-z]+)', found.html) == ["un", "deux", "trois"]
    assert found.html.count("step") == 3
    assert [(one.id, one.level, one.role) for one in found.sections] == [
        ("kb-vpn", 1, None),
        ("kb-resolution", 2, Role.RESOLUTION),
        ("kb-si-le-voyant-clignote", 3, None),
        ("kb-escalade", 2, Role.ESCALATION),
    ]
    assert [one.heading for one in found.sections][2] == "Si le voyant clignote"


def test_without_a_section_for_it_every_numbered_list_is_the_procedure() -> None:
    found = rendered(STEPS.replace("Résolution", "Autrement"))
    assert (found.steps, found.html.count('class="step"')) == (5, 5)
    assert rendered("## Résolution\nRedémarrer.\n\n## Escalade\n1. N2\n").steps == 0
    boxes = rendered("1. [ ] un\n2. deux\n")
    assert (boxes.steps, boxes.html.count('<li class="task-list-item step">')) == (2, 1)


@pytest.mark.parametrize(
    "forged", ['<li class="step">x</li>', "- x {.step}", "{.step}\n- x", '- <b class="step">x</b>', "- x\n{:.step}"]
)
def test_markdown_cannot_forge_a_step(forged: str) -> None:
    found = rendered(forged)
    assert (found.steps, Seen.of(found.html).attributes) == (0, set())


class Seen(HTMLParser):
    """Tags, attributes and addresses of a piece of HTML, as a browser would find them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str | None] = []

    @classmethod
    def of(cls, html: str) -> Seen:
        seen = cls()
        seen.feed(html)
        seen.close()
        return seen

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


FRAGMENTS = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=a>", "<a href=", "<!--", "-->", "</p>"),
        *("javascript:alert(1)", "JaVaScRiPt&colon;a", "&#106;avascript:a", "data:text/html,", "vbscript:", "<style>"),
        *(
            "[a](",
            ")",
            "![",
            "](",
            "'",
            '"',
            "> [!NOTE]\n",
            "```",
            "`",
            "\n",
            "\n\n",
            "# ",
            "\t",
            "\\",
            "\x00",
            "\u202e",
        ),
        *("| a |\n|---|\n", "- [ ] ", "[x]: javascript:a\n", "[x]", "<javascript:a>", '<https://a">', "#", "{#id}"),
        *("<iframe srcdoc=", "&lt;script&gt;", "onmouseover=", "<math><mtext>", "<form id=x><input name=y>"),
        *('https://a.fr/"onclick="b', "a@b.fr"),
    ]
)
ALLOWED = {
    *("a", "blockquote", "br", "code", "del", "div", "em", "hr", "img", "input", "li", "ol", "p", "pre", "s", "strong"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
NAMES = {"href", "title", "rel", "class", "src", "alt", "type", "checked", "disabled", "start", "align", "id"}


@examples(6)
@given(st.lists(FRAGMENTS | st.text(max_size=6), max_size=14).map("".join))
def test_no_script_handler_or_unsafe_address_comes_out(text: str) -> None:
    for html in (render(text), clean(text)):
        seen = Seen.of(html)
        assert seen.tags <= ALLOWED
        assert {name for _, name in seen.attributes} <= NAMES
        for link in seen.links:
            assert urlsplit((link or "").strip("\x00 \t\n")).scheme in ("", "http", "https", "mailto", "tel")


def test_an_id_at_the_end_of_a_heading_is_its_address_and_no_part_of_it() -> None:
    found = rendered("## Résolution {#Fix_it}\n\n1. Couper.\n\n## Accès `{#x}`\n\nVoir [là](#Fix_it).\n")
    assert [(one.id, one.heading) for one in found.sections] == [
        ("kb-fix-it", "Résolution"),
        ("kb-acces-x", "Accès {#x}"),
    ]
    assert '<h2 id="kb-fix-it">Résolution</h2>' in found.html
    other = rendered("## X\n\n## B {#x}\n\n## X\n\n## {#vide}\n\n## ${#nom}\n").sections
    assert [(one.id, one.heading) for one in other] == [
        ("kb-x-2", "X"),
        ("kb-x", "B"),
        ("kb-x-3", "X"),
        ("kb-vide", "{#vide}"),
        ("kb-nom", "${#nom}"),
    ]
    assert 'href="#kb-fix-it"' in found.html
    assert found.steps == 1


@pytest.mark.parametrize("heading", ["Étapes", "Marche à suivre", "Que faire", "Steps"])
def test_a_question_is_no_step_whatever_the_procedure_is_called(heading: str) -> None:
    found = rendered(f"## Questions\n\n1. Est-il allumé ?\n\n## {heading}\n\n1. Couper.\n2. Rallumer.\n")
    assert (found.steps, found.html.count('class="step"')) == (2, 2)
