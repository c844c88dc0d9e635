"""Nothing dangerous can come out, and what articles need does."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from kbsearch.core.render import ALERT_TITLES, anchor, clean, outline, render


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


def test_anchors_are_prefixed_unique_and_followed_by_links() -> None:
    body = "# A\n\n# A\n\n# A 2\n\n## Procédure `N1`\n\n[x](#procédure-n1)\n\n> # cité"
    assert [found for _, _, found in outline(body)] == ["kb-a", "kb-a-2", "kb-a-2-2", "kb-procedure-n1"]
    assert '<a href="#kb-procedure-n1"' in render(body)
    assert anchor("Procédure N1") == "kb-procedure-n1"
    assert 'id="kb-section"' in render("# 日本")


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


def test_the_second_wall_stands_alone() -> None:
    html = clean(
        '<p class="evil" onclick="a" style="b">x</p><div class="markdown-alert evil"></div><input type="password">'
        '<a href="javascript:a">b</a><svg onload=a></svg><ul class="c"></ul><img src=" //h/i"><h1 id="cookie">d</h1>'
    )
    assert Seen.of(html).attributes == {("a", "rel"), ("h1", "id")}


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


@settings(max_examples=600, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=6), max_size=14).map("".join))
def test_no_script_handler_or_unsafe_address_comes_out(text: str) -> None:
    for html in (render(text), clean(text)):
        seen = Seen.of(html)
        assert seen.tags <= ALLOWED
        assert {name for _, name in seen.attributes} <= NAMES
        for link in seen.links:
            assert urlsplit((link or "").strip("\x00 \t\n")).scheme in ("", "http", "https", "mailto", "tel")
