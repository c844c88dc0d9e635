"""One reading of Markdown for all of kbsearch: GitHub flavour (tables, task lists, alerts), raw HTML off.

What other tools write is made GitHub's before it is parsed (`flavours`), in as many lines.
HTML that only lays text out is taken out before a paragraph is parsed (`layout`). All else between `<` and `>` is text.
Nothing of it is ever passed on as HTML.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, inline
from markdown_it.token import Token

from kbsearch.core.articles import callouts, layout
from kbsearch.core.articles.flavours import as_github
from kbsearch.core.text import NEWLINE

MOST_NESTING = 100
"""Levels of quotes and lists read. The preset's 20 silently drops deeper content; far more would exhaust the stack."""
MOST_INLINE = 20_000
"""Characters of one paragraph parsed for emphasis and links; a longer one stays plain: the cost is quadratic."""
MOST_BRACKETS = 500
"""Opening brackets of one paragraph, for the same reason: 20,000 unclosed ones take 0.8 s."""

_CONTAINERS = frozenset({"alert_open", "blockquote_open", "list_item_open"})
_DEEP_PREFIX = re.compile(rf"(?:^|[\r\n])[ \t>*+\-0-9.)]{{{MOST_NESTING // 4}}}")
_PRESET = "gfm-like2"

_MORE = r"[^\S\n]{1,3}(?:[.#][\w:.-]{1,200}|[\w-]{1,40}=(?:\"[^\"{}\n]{0,200}\"|[^\s{}\"]{1,200}))"
ID_AT_END = (
    rf"(?<=[^\s\\$])[^\S\n]{{0,9}}\{{:?[^\S\n]{{0,3}}(?P<given>[.#][\w:.-]{{1,200}}(?:{_MORE}){{0,9}})"
    r"[^\S\n]{0,3}\}[^\S\n]{0,9}$"
)
"""The id and classes that Docusaurus, MkDocs, Hugo and Pandoc take at the end of a heading, behind its words: `{#id}`,
`{ #id .class }`. `${#name}` is none."""
_ID = re.compile(r"#([\w:.-]+)")
_ANCHOR = re.compile(ID_AT_END)
OWN_ID = "id"
"""Key of a heading's `meta` under which that id is."""
_FILE_ENDS = "cc|md|mk|pl|pm|ps|py|rs|sh|so"
"""Of names of files, and of countries' domains too."""
_ADDRESS = re.compile(
    rf"(?i:https?:|www\.)|(?![^/]*\.(?:{_FILE_ENDS})(?:[:?#]|$))(?:[A-Za-z0-9-]+\.)+[a-z0-9-]+(?:[/:?#]|$)"
)
"""`outlook.com`, of what the parser takes for one; not `install.sh`, nor `éteint.La`, where a blank is missing."""
_local = threading.local()

Definitions: TypeAlias = dict[str, Any]
"""The link definitions (`[1]: address`) of a text, as the parser keeps them. Parsing adds to what it is given."""


def lines_of(text: str) -> list[str]:
    """The lines of `text` without their ends, as markdown-it-py counts them."""
    return NEWLINE.split(text)


def blocks(text: str, definitions: Definitions | None = None) -> list[Token]:
    """Block tokens only, linear in practice: `inline` tokens have their raw Markdown in `content` and no children."""
    return _parser("blocks", _make_blocks).parse(as_github(text), definitions)


def tokens(text: str, definitions: Definitions | None = None) -> list[Token]:
    """All tokens, inline children included. Links to unsafe schemes are left as text."""
    return _parser("full", _make_full).parse(as_github(text), definitions)


def to_html(found: Sequence[Token]) -> str:
    """The tokens as HTML, not sanitised yet: only `render` may hand it on."""
    parser = _parser("full", _make_full)
    rendered: str = parser.renderer.render(found, parser.options, {})
    return rendered


def heading_words(inline_markdown: str) -> str:
    """`plain` without `{#id}` and its like, which are no part of a name."""
    return plain(inline_markdown if _is_costly(inline_markdown) else _ANCHOR.sub("", inline_markdown.rstrip()))


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
    """0-based body line on which it starts, or one above where HTML or code of its block goes on over a line's end."""


def links(text: str) -> Iterator[Link]:
    """Every link and image, unsafe schemes included: what a check needs to see."""
    for block in _parser("open", _make_open).parse(as_github(text)):
        line, after = block.map or (0, 1)
        for child in block.children or ():
            if child.type in ("softbreak", "hardbreak"):
                line = min(line + 1, after - 1)
            elif child.type == "link_open":
                yield Link("link", str(child.attrGet("href") or ""), line)
            elif child.type == "image":
                yield Link("image", str(child.attrGet("src") or ""), line)
                line = min(line + child.content.count("\n"), after - 1)


def _untagged(state: StateCore) -> None:
    """Take HTML out of what is parsed next; a paragraph of nothing else is none."""
    for at, token in enumerate(state.tokens):
        if token.type == "inline" and "<" in token.content:
            token.content = layout.without_tags(token.content).strip()
            if not token.content and state.tokens[at - 1].type == "paragraph_open":
                state.tokens[at - 1].hidden = state.tokens[at + 1].hidden = True


def _unbroken(state: StateCore) -> None:
    """Make blanks of `<br>`, so that every break is the end of a line of the file."""
    for token in state.tokens:
        if token.type == "inline":
            token.content = layout.without_breaks(token.content)


def _named(state: StateCore) -> None:
    """Take `{#id .class}` off the end of headings, and note the id."""
    for opening, inside in pairwise(state.tokens):
        is_read = opening.type == "heading_open" and not _is_costly(inside.content)
        if is_read and (found := _ANCHOR.search(inside.content)):
            inside.content = inside.content[: found.start()]
            if own := _ID.search(found["given"]):
                opening.meta[OWN_ID] = own[1]


def _unlinked(state: StateCore) -> None:
    """Take the links off words that are no address: they would lead to whoever has that name. The words stay."""
    for token in state.tokens:
        children = token.children or []
        gone = set[int]()
        for opening, inside, closing in zip(children, children[1:], children[2:], strict=False):
            is_web = opening.markup == "linkify" and str(opening.attrGet("href")).lower().startswith("http:")
            if opening.type == "link_open" and is_web and not _ADDRESS.match(inside.content):
                gone |= {id(opening), id(closing)}
        if gone:
            token.children = [child for child in children if id(child) not in gone]


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
    parser.core.ruler.after("block", "callouts", callouts.as_alerts)
    parser.core.ruler.at("inline", _bounded_inline)
    parser.core.ruler.before("inline", "untagged", _untagged)
    parser.core.ruler.before("inline", "named", _named)
    parser.core.ruler.after("linkify", "unlinked", _unlinked)
    return parser


def _make_blocks() -> MarkdownIt:
    parser = MarkdownIt(_PRESET, {"html": False, "maxNesting": MOST_NESTING})
    parser.core.ruler.after("block", "callouts", callouts.as_alerts)
    parser.core.ruler.disable(["inline", "linkify", "text_join"])
    return parser


def _make_open() -> MarkdownIt:
    parser = _make_full()
    parser.core.ruler.before("untagged", "unbroken", _unbroken)
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
