"""Whatever is put on a sheet, its Markdown shows as text: only our own headings, lists and bold, and no HTML."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.handover import Handover, Told
from kbsearch.core.calls.handover_text import TEXTS, escaped, markdown, plain
from kbsearch.core.faults import printable
from tests.core.calls.test_handover import sheet

READERS = (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"]))
HOSTILE = [
    "# Titre", "**gras**", "<b>gras</b>", "<script>x</script>", "- - x", "1. x", "12) x", "> cité", "***", "---",
    "===", "```", "~~~", "~~barré~~", "`code`", "[x](http://x)", "![x](http://x)", "[x]: http://x", "<http://x>",
    "&lt;b&gt;", "&#60;b&#62;", "a_b_c", "_x_", "x\\", "\\*x\\*", "x  ", "    x", "\tx",
    "a\n# b", "a\n\nb", "| a |\n|---|", "a [x](b)", "a [name] b", "[a][b]", "[[a]]", "[a[b](c)](d)", "![[a]](b)",
    "x #", "<!-- x -->", "</li></ul>", "+ x", "\u2028# x", "- [ ] x", "",
]  # fmt: skip
TEXT = (
    st.sampled_from(HOSTILE)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    | st.text("*_`<>[]()#&~|!\\-+=.1a \n")
    | st.lists(st.text("*_`<>[]()#&~|;:/1a ").map(lambda rest: f"http://{rest}"), max_size=3).map("".join)
    | st.text("_~/a ").map(lambda rest: f"[a http://{rest}](b)")
)


def filled(text: str) -> Handover:
    """A sheet with this text wherever one can be put."""
    events: list[ev.Happening] = [
        ev.Started(channel=text[:128], queue=text[:128], caller=text[:128]),
        ev.Described(text),
        ev.Answered(text, text),
        ev.Opened(text),
        ev.Escalated("N2", text, facts=(ev.Fact(text, text),)),
    ]
    return sheet(told=Told(text, text, ((text, text),)), events=events)


def inner(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


@given(TEXT)
@example("**")
@example("x\\")
def test_only_our_own_marks_are_marks(text: str) -> None:
    made = filled(text)
    for reader in READERS:
        tokens = reader.parse(markdown(made, "fr"))
        kinds = {token.type for token in tokens}
        lists = {
            f"{kind}_{end}"
            for kind in ("heading", "paragraph", "bullet_list", "list_item")
            for end in ("open", "close")
        }
        assert kinds <= {*lists, "inline"}
        counts = Counter(token.type for token in tokens)
        assert (counts["heading_open"], counts["bullet_list_open"]) == (6, 6)
        inline = Counter(token.type for token in inner(tokens))
        named = sum(bool(one.name.strip()) for one in made.facts)
        assert inline["strong_open"] == 7 + named
        assert set(inline) <= {"text", "text_special", "strong_open", "strong_close"}


@given(TEXT)
@example("a\x1b[31mb\x07")
@example("a\u202eb\u200fc\x9b2J")
def test_a_terminal_shows_every_sheet_as_it_is(text: str) -> None:
    made = filled(text)
    for lines in (markdown(made, "fr").split("\n"), plain(made, "en").split("\n")):
        assert [printable(line) for line in lines] == lines


def test_what_a_terminal_would_obey_is_written_out_in_sheets_alone() -> None:
    made = filled("a\x1b[31mb\u202ec")
    assert made.impact == "a\x1b[31mb\u202ec"
    assert "Impact: a\\x1b[31mb\\u202ec\n" in plain(made, "en")
    rendered = "".join(token.content for token in inner(READERS[1].parse(markdown(made, "en"))))
    assert ": a\\x1b[31mb\\u202ec" in rendered


@given(TEXT)
def test_a_line_renders_as_it_was_typed(text: str) -> None:
    line = " ".join(text.replace("\0", "").split())
    shown = "".join(token.content for token in inner(READERS[1].parse(f"- {escaped(line)}")))
    assert shown == line


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_plain_words_stay_as_they_are(lang: str) -> None:
    for line in (
        "Acme & Fils",
        "E-204 : tpe-hors-ligne.md, 3 caisses sur 12 (50 %)",
        "C3-20418",
        "a @ b.fr",
        "Mme [name] au [phone]",
        "http://a_b.fr/c_d et https://x.fr/_layouts/15/start.aspx?a_b=1&copy=2#/~c",
        "HTTP://intranet/~durand/__x__y",
    ):
        assert escaped(line) == line
    assert not any(escaped(text[lang == "en"]) != text[lang == "en"] for text in TEXTS.values())
