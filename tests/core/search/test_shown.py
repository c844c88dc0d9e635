"""What a reader sees of a passage."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.library import open_library
from kbsearch.core import chunkers
from kbsearch.core.articles import bases
from kbsearch.core.model import Article, ChunkKind
from kbsearch.core.search.shown import sentence, shown_card, shown_markdown

ARTICLES = Path(__file__).parents[3] / "articles"

SHOWN = {
    "a link": ("le [guide](https://ex.com/a) fin", "le guide fin"),
    "brackets in an address": ("[guide](https://ex.com/a_(b)) fin", "guide fin"),
    "a link with a title": ("[titre](b.md \"T\") et [deux](<c d.md> 'U (v)')", "titre et deux"),
    "a link over two lines": ("voir [la\nsession](s.md\n'T'), puis", "voir la session, puis"),
    "an image in a link": ("[![le voyant](v.png)](v.md) rouge", "le voyant rouge"),
    "a reference": ("[voir][1] et [b][]\n\n[1]: c.md\n[b]: d.md 'T'", "voir et b"),
    "no definition": ("[voir][1], t[0][1] et [F4]", "[voir][1], t[0][1] et [F4]"),
    "no link": ("[a] (b) et [c](d e) et ](f)", "[a] (b) et [c](d e) et ](f)"),
    "an address": ("<https://ex.com/a_b_> ou <n1@ex.com>", "https://ex.com/a_b_ ou n1@ex.com"),
    "HTML that lays out": (
        '<b>gras</b> &<br>à <a href="c.md">[F4]</a>\n\n<div\n id="x">\n\nfin\n\n</div>',
        "gras & à [F4] fin",
    ),
    "HTML that says something": (
        "<licence> <code> <script>x</script> `<br>` \\<br>",
        "<licence> <code> <script>x</script> <br> <br>",
    ),
    "a table": (
        "| Code | Sens |\n|---|:-:|\n| `E-204` | **Appel** en échec |\n| E\\|30 |  |\n\nfin",
        "Code · Sens ; E-204 · Appel en échec ; E|30 fin",
    ),
    "a table without outer bars": ("Code | Sens\n--- | ---\nE-1 | x", "Code · Sens ; E-1 · x"),
    "bars without a table": ("a | b\nc | d", "a | b c | d"),
    "tasks": ("- [ ] x\n- [x] y\n  1. [ ] z\n\n[ ] w", "x y 1. z [ ] w"),
    "bullets and numbers": ("* a\n  + b\n    - c\n10) d\n- 12. e", "a b c 10) d 12. e"),
    "a fence": ("Lancer :\n```bash\nrm -rf *x* `y`\n\n  # ls\n```\nfin", "Lancer : rm -rf *x* `y` # ls fin"),
    "a fence in a step": ("1. Lancer\n   ~~~\n   net stop\n   ~~~~\n2. fin", "1. Lancer net stop 2. fin"),
    "a fence in a quote": ("> ```\n> a > b\n> ```\n> fin", "a > b fin"),
    "a fence that is not closed": ("```\n*a*", "*a*"),
    "indented code": ("Lancer :\n\n    # *x*\n\n- a\n\n      - b", "Lancer : # *x* a - b"),
    "code": ("`*x*` et `` a`b `` et `c", "*x* et a`b et `c"),
    "emphasis": ("*x* **y** ***z*** _w_ __v__ ~~u~~ **a *b* c**", "x y z w v u a b c"),
    "no emphasis": ("2 * 3 * 4, a_b_c, *.log, ** et __", "2 * 3 * 4, a_b_c, *.log, ** et __"),
    "emphasis over two lines": ("> **a\n> b** c", "a b c"),
    "no emphasis over two items": ("- *a\n- b*", "*a b*"),
    "tags in a heading": ('## <a id="x"></a>U <b>v</b> {#x}\n\nw <br>\n\n## <br>\n\n### `<br>`', "U v. w <br>."),
    "headings": ("# T #\n\n## *U* ?\nv\n===\nw\n#x", "T. U ? v. w #x"),
    "rules": ("a\n\n---\n* * *\nb", "a b"),
    "an alert": ("> [!WARNING]\n> Couper\n> > le *courant*", "Couper le courant"),
    "escapes and entities": (
        "\\*a\\* C:\\Users b\\\nc&nbsp;: &eacute;t&eacute; &inconnu;",
        "*a* C:\\Users b c : été &inconnu;",
    ),
    "Windows line ends": ("**a**\r\n- b\r\n", "a b"),
    "nothing": ("\n \n", ""),
}


@pytest.mark.parametrize(("text", "shown"), SHOWN.values(), ids=SHOWN)
def test_marks_go_and_words_stay(text: str, shown: str) -> None:
    assert shown_markdown(text) == shown


def test_a_link_is_defined_anywhere_in_its_article() -> None:
    body = "## A\n\n[voir][1]\n\n## Résolution\n\nb\n\n[1]: c.md\n"
    chunks = chunkers.get("sections")(Article("a", "acme", "a.md", "Titre", body, 1))
    assert [chunk.shown for chunk in chunks] == ["Titre.", "A. voir", "Résolution. b"]


def test_a_card_is_no_markdown() -> None:
    assert shown_card("Panne *", ["# a  b", "[c](d)"]) == "Panne *. # a b · [c](d)"
    assert shown_card("Que faire ?", []) == "Que faire ?"


def test_a_heading_ends_like_a_sentence() -> None:
    ends = {"Panne": "Panne.", "Que  faire ?": "Que faire ?", "Codes :": "Codes :", " ": ""}
    assert {heading: sentence(heading) for heading in ends} == ends


def passages() -> Iterator[tuple[str, str]]:
    library = open_library(ARTICLES, "worktree")
    for owner in library.owners():
        for article in bases.read_folder(owner, library.read(owner)).articles:
            for chunk in chunkers.get("sections")(article):
                if chunk.kind is ChunkKind.SECTION:
                    yield chunk.text, chunk.shown


def test_every_passage_of_the_sample_base_keeps_its_words_and_no_marks() -> None:
    for text, shown in passages():
        written = re.sub(r"\[!\w+\]|\]\([^)]*\)|^ *```\w+", " ", text, flags=re.MULTILINE)
        assert re.findall(r"\w+", shown) == re.findall(r"\w+", written)
        assert not re.search(r"\*\*|\]\(|```|^#|\[ \]|\| *-", shown)


MARKS = [
    "a",
    "é",
    " ",
    "\n",
    "*",
    "_",
    "`",
    "[",
    "]",
    "(b)",
    "](c)",
    "|",
    "\\",
    "> ",
    "- ",
    "1. ",
    "```\n",
    "#",
    "&lt;",
]
MARKDOWN = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)


@given(MARKDOWN | st.text(max_size=60))
def test_any_text_is_one_line(text: str) -> None:
    for shown in (shown_markdown(text), shown_card(text, [text])):
        assert len(shown.splitlines()) <= 1
        assert shown == " ".join(shown.split())


@pytest.mark.parametrize(
    "unit",
    ["[", "](a", "*a _b ", "`", "` ``", "![a](", '[a](b "', "> ", "| ", "- ", "\\", "<a:", "[a][", "((", "&a", "-\t"],
)
def test_a_hostile_passage_costs_no_square(unit: str) -> None:
    text = (unit * 30_000)[:60_000]
    start = time.process_time()
    shown_markdown(text)
    assert time.process_time() - start < 2
