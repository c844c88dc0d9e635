"""Markdown cannot carry script, and neither can any other text that reaches a page."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

import html5lib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kbsearch.api.transport.envelope import SECURITY_HEADERS
from kbsearch.core.articles.render import clean, render
from tests.abuse.hostile import HOSTILE, serving_attacks
from tests.abuse.markup import faults
from tests.served import Served

ROOT = Path(__file__).parent.parent.parent
RUNS = 20_000

SCRIPTS = ("javascript:alert(1)", "vbscript:a", "data:text/html,<script>alert(1)</script>", "data:image/svg+xml,<svg/>")
CONTROLS = ("\x00", "\x01", "\t", "\n", "\r", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\u200b", "\u202e", "\ufeff", " ")
OTHER_HOSTS = ("//evil.example/a.png", "\\\\evil.example\\a", "/\\evil.example", "http://evil.example/a.png", "///evil")
ENTITIES = (
    "&colon;",
    "&#58;",
    "&#x3a",
    "&Tab;",
    "&NewLine;",
    "&lt;",
    "&#60",
    "&quot;",
    "&#0;",
    "&sol;&sol;",
    "&AMP;lt;",
)
ELEMENTS = (
    *(
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "form",
        "input",
        "base",
        "link",
        "meta",
        "template",
    ),
    *(
        "noscript",
        "plaintext",
        "xmp",
        "textarea",
        "title",
        "select",
        "mtext",
        "mglyph",
        "foreignObject",
        "annotation-xml",
    ),
    *("a", "p", "table", "td", "h1", "details", "video", "audio", "img", "button", "dialog", "portal", "marquee"),
)
NAMES = (
    "onerror",
    "onload",
    "onclick",
    "style",
    "srcdoc",
    "href",
    "src",
    "xlink:href",
    "formaction",
    "id",
    "name",
    "is",
)

harmless = st.text(max_size=8)
scripted = st.builds(
    lambda address, control, at: address[:at] + control + address[at:],
    st.sampled_from(SCRIPTS + OTHER_HOSTS),
    st.sampled_from(CONTROLS + ENTITIES + ("",)),
    st.integers(0, 12),
)
mixed_case = scripted.map(lambda text: "".join(c.upper() if at % 2 else c for at, c in enumerate(text)))
address = scripted | mixed_case | scripted.map(quote) | scripted.map(escape) | harmless
attribute = st.builds(
    "{}={}{}{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(("", '"', "'", "`")),
    address,
    st.sampled_from(("", '"', "'")),
)
element = st.builds(
    lambda name, attributes, end, inside: f"<{name} {' '.join(attributes)}{end}{inside}</{name}>",
    st.sampled_from(ELEMENTS),
    st.lists(attribute, max_size=3),
    st.sampled_from((">", "/>", "", "\n>", "/ >")),
    harmless,
)
broken = st.sampled_from(
    (
        "<!--",
        "-->",
        "--!>",
        "<![CDATA[",
        "]]>",
        "<?php",
        "<!DOCTYPE a>",
        "</p>",
        "</div></div>",
        "<",
        "<a",
        "\\<",
        "\x00",
    )
)
link = st.builds("[{}]({}{})".format, harmless, address, st.sampled_from(("", ' "t"', " 'onclick=a'", ' "t\\"on=\'"')))
image = link.map("!{}".format)
bracketed = address.map("<{}>".format)
reference = st.builds(
    "[{0}]: {1} {2}\n\n[{0}]".format, st.sampled_from("abc"), address, st.sampled_from(("", '"t"', "<b>"))
)
blocks = st.sampled_from(
    (
        "> [!NOTE]\n> ",
        "```{}\n",
        '```js" onload="a\n',
        "~~~\n",
        "- [x] ",
        "1. ",
        "# ",
        "    ",
        "|a|\n|:-:|\n|",
        "***",
        "~~",
        "`",
        "\n\n",
        "{#id}",
        "{.c onclick=a}",
    )
)
piece = st.one_of(
    element, link, image, bracketed, reference, broken, blocks, address, attribute, harmless, st.sampled_from(ENTITIES)
)
nested = st.recursive(
    piece,
    lambda inner: st.one_of(
        st.builds("> {}\n".format, inner),
        st.builds("- {}\n  - {}\n".format, inner, inner),
        st.builds("| {} |\n|---|\n| {} |\n".format, inner, inner),
        st.builds("[{}]({})".format, inner, inner),
        st.builds("**{}** _{}_".format, inner, inner),
        st.builds("<b {}>{}</b>".format, inner, inner),
        st.builds("# {}\n\n{}".format, inner, inner),
    ),
    max_leaves=6,
)
document = st.lists(nested, min_size=1, max_size=5).map("".join)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=3_200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(document)
@example("[a](java\nscript:alert(1))")
@example("<input title='a' lang='b'>")
@example("![a](/\\evil.example/b)")
@example("<a href='j\x01avascript:alert(1)'>a</a>")
@example('<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">')
def test_no_markdown_brings_anything_but_an_article(text: str) -> None:
    resolved = render(text, resolve=lambda target: f"/c/acme/a/{quote(target)}")
    for html in {render(text), resolved, clean(text)}:  # the second wall, `clean`, stands alone too
        assert faults(html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>a</script>",
        "<p onclick=a>",
        "<a href='java\tscript:a'>b</a>",
        "<a href='\x01javascript:a'>b</a>",
        "<img src=//evil>",
        "<img src=/\\\\evil>".replace("/\\\\", "\\/"),
        "<img src=http://evil>",
        "<h1 id=cookie>",
        "<p class=evil>",
        "<input type=password>",
        "<!-- a -->",
        "<svg>",
        "<p style=a>",
    ],
)
def test_the_judge_sees_what_is_wrong(html: str) -> None:
    assert faults(html)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_fuzzer_that_sees_which_branches_are_taken_finds_nothing_either(tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="there is no atheris for this system: the property test above stands alone")
    # Without a limit of memory: the system counts what the process that starts it once held as the new one's.
    limits = ("-max_len=400", "-rss_limit_mb=0", f"-artifact_prefix={tmp_path}/")
    command = [sys.executable, "-m", "tests.abuse.fuzz_markdown", f"-runs={RUNS}", "-seed=1", *limits]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert f"Done {RUNS} runs" in done.stderr, done.stderr[-500:]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_attacks(tmp_path_factory.mktemp("hostile")) as served:
        yield served


def test_no_field_that_reaches_a_page_becomes_markup(hostile: Served) -> None:
    pages = {
        "home": hostile.http.get("/"),
        "client": hostile.http.get("/c/acme"),
        "results": hostile.http.post("/c/acme", data={"query": f"vpn {HOSTILE}", "choice": [HOSTILE]}),
        "article": hostile.http.get("/c/acme/a/reseau/attaque"),
        "problem": hostile.http.get(f"/{quote(HOSTILE)}", headers={"accept": "text/html"}),
        "wrong": hostile.http.get(f"/c/acme/a/{quote(HOSTILE)}", headers={"accept": "text/html"}),
        "docs": hostile.http.get("/docs"),
        "problems": hostile.http.get("/problems"),
    }
    for name, page in pages.items():
        assert page.headers["content-type"].startswith("text/html"), (name, page.text[:200])
        assert not unsafe(page.text), (name, unsafe(page.text))
        for key, value in SECURITY_HEADERS:
            assert page.headers[key.decode()] == value.decode(), (name, key)
    for name in ("client", "results", "article"):
        assert escape("<script>alert(2)") in pages[name].text.replace("&#34;", "&quot;"), f"{name} shows it as text"
    assert "96127" not in pages["results"].text, "no template is filled twice"


def unsafe(page: str) -> list[str]:
    """Elements and attributes of a whole page that run or fetch anything but our own files."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = []
    for one in tree.iter():
        if not isinstance(one.tag, str):
            continue
        values = {name: value.strip().lower() for name, value in one.attrib.items()}
        found += [f"{one.tag} {name}" for name in values if name.startswith("on") or name in ("style", "srcdoc")]
        found += [f"{one.tag} {value}" for value in values.values() if re.match(r"(javascript|data|vbscript):", value)]
        own = ("/", "#", "?") if one.tag != "a" else ("/", "#", "?", "http://127.0.0.1", "mailto:", "tel:", "https:")
        found += [
            f"{one.tag} {values[name]}"
            for name in ("src", "action", "formaction", *(("href",) if one.tag in ("link", "base") else ()))
            if name in values and (not values[name].startswith(own) or values[name].startswith("//"))
        ]
        if one.tag == "script" and (one.text or "").strip() and one.attrib.get("type") != "application/json":
            found.append(f"inline script {one.text!r:.60}")
        if one.tag in ("img", "iframe", "object", "embed", "base"):
            found.append(f"<{one.tag}>")
    return found


def test_a_page_that_runs_something_would_be_seen() -> None:
    for html in (
        "<p onclick=a>",
        "<script>a</script>",
        "<a href=' javascript:a'>",
        "<img src=x>",
        "<form action=//evil>",
    ):
        assert unsafe(html), html


def test_what_the_api_gives_as_html_is_clean_and_everything_else_is_text(hostile: Served) -> None:
    article = hostile.http.get("/api/v1/clients/acme/articles/reseau/attaque")
    assert faults(article.json()["html"]) == []
    assert article.headers["content-type"].startswith("application/json")
    answer = hostile.search(f"vpn {HOSTILE}")
    assert answer.headers["x-content-type-options"] == "nosniff"
    first = answer.json()["results"][0]["passage"]
    assert all(isinstance(start, int) and isinstance(end, int) for start, end in first["highlights"])
