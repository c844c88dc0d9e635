"""One reading of Markdown for all of kbsearch: GitHub flavour (tables, task lists, alerts), raw HTML off."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, inline
from markdown_it.token import Token

from kbsearch.core.frontmatter import NEWLINE

MOST_NESTING = 100
"""Levels of quotes and lists read. The preset's 20 silently drops deeper content; far more would exhaust the stack."""
MOST_INLINE = 20_000
"""Characters of one paragraph parsed for emphasis and links; a longer one stays plain: the cost is quadratic."""
MOST_BRACKETS = 500
"""Opening brackets of one paragraph, for the same reason: 20,000 unclosed ones take 0.8 s."""

_CONTAINERS = frozenset({"alert_open", "blockquote_open", "list_item_open"})
_DEEP_PREFIX = re.compile(rf"(?:^|[\r\n])[ \t>*+\-0-9.)]{{{MOST_NESTING // 4}}}")
_PRESET = "gfm-like2"
_local = threading.local()

Definitions: TypeAlias = dict[str, Any]
"""The link definitions (`[1]: address`) of a text, as the parser keeps them. Parsing adds to what it is given."""


def lines_of(text: str) -> list[str]:
    """The lines of `text` without their ends, as markdown-it-py counts them."""
    return NEWLINE.split(text)


def blocks(text: str, definitions: Definitions | None = None) -> list[Token]:
    """Block tokens only, linear in practice: `inline` tokens have their raw Markdown in `content` and no children."""
    return _parser("blocks", _make_blocks).parse(text, definitions)


def tokens(text: str, definitions: Definitions | None = None) -> list[Token]:
    """All tokens, inline children included. Links to unsafe schemes are left as text."""
    return _parser("full", _make_full).parse(text, definitions)


def to_html(found: Sequence[Token]) -> str:
    """The tokens as HTML, not sanitised yet: only `render` may hand it on."""
    parser = _parser("full", _make_full)
    rendered: str = parser.renderer.render(found, parser.options, {})
    return rendered


def plain(inline_markdown: str) -> str:
    """One line of Markdown as the words a reader sees."""
    if _is_costly(inline_markdown):
        return " ".join(inline_markdown.split())
    parsed = _parser("full", _make_full).parseInline(inline_markdown)
    return " ".join(words(parsed[0]).split()) if parsed else ""


def words(parent: Token) -> str:
    """What a reader sees of an `inline` token, or of an image that is not shown."""
    return "".join(_words(parent.children or ()))


def headings(found: Sequence[Token]) -> Iterator[tuple[int, str, tuple[int, int]]]:
    """Level, raw inline Markdown and `[first, after)` body lines (0-based) of each heading outside lists and quotes."""
    for position, token in enumerate(found):
        if token.type == "heading_open" and token.level == 0 and token.map:
            yield int(token.tag[1]), found[position + 1].content, (token.map[0], token.map[1])


def first_lost_line(text: str) -> int | None:
    """0-based line of the first list or quote so deep that its content is dropped; `None` when all is read.

    A container opened at level n begins at least n columns into its line, and a tab is at most four of them: most
    texts have no line that could be too deep and are not parsed.
    """
    if not _DEEP_PREFIX.search(text):
        return None
    for token in blocks(text):
        if token.level >= MOST_NESTING - 1 and token.map and token.type in _CONTAINERS:
            return int(token.map[0])
    return None


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image of the body, safe or not."""

    kind: Literal["link", "image"]
    target: str
    """As the parser decodes it."""
    line: int
    """0-based body line on which its block starts."""


def links(text: str) -> Iterator[Link]:
    """Every link and image, unsafe schemes included: what a check needs to see."""
    for block in _parser("open", _make_open).parse(text):
        line = block.map[0] if block.map else 0
        for child in block.children or ():
            if child.type == "link_open":
                yield Link("link", str(child.attrGet("href") or ""), line)
            elif child.type == "image":
                yield Link("image", str(child.attrGet("src") or ""), line)


def _words(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type == "image":
            yield words(child)
        elif child.type in ("softbreak", "hardbreak"):
            yield " "


def _parser(name: str, make: Callable[[], MarkdownIt]) -> MarkdownIt:
    """This thread's parser: linkify-it-py keeps the text it works on in itself, so threads must not share one."""
    made: MarkdownIt | None = getattr(_local, name, None)
    if made is None:
        made = make()
        setattr(_local, name, made)
    return made


def _make_full() -> MarkdownIt:
    parser = MarkdownIt(_PRESET, {"html": False, "maxNesting": MOST_NESTING})
    parser.core.ruler.at("inline", _bounded_inline)
    return parser


def _make_blocks() -> MarkdownIt:
    parser = MarkdownIt(_PRESET, {"html": False, "maxNesting": MOST_NESTING})
    parser.core.ruler.disable(["inline", "linkify", "text_join"])
    return parser


def _make_open() -> MarkdownIt:
    parser = _make_full()
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def _bounded_inline(state: StateCore) -> None:
    """The `inline` rule, except that over-long paragraphs become one text."""
    long = [token for token in state.tokens if token.type == "inline" and _is_costly(token.content)]
    for token in long:
        token.type = "text_block"
    inline(state)
    for token in long:
        token.type = "inline"
        token.children = [Token("text", "", 0, content=token.content)]


def _is_costly(inline_markdown: str) -> bool:
    return len(inline_markdown) > MOST_INLINE or inline_markdown.count("[") > MOST_BRACKETS
