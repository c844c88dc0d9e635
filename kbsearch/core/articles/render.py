"""Markdown → HTML that is safe to put in a page: markdown-it with raw HTML off, then nh3 as a second wall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

import nh3
from markdown_it.token import Token

from kbsearch.core.articles import callouts, markdown
from kbsearch.core.articles.sections import Role, section_role
from kbsearch.core.articles.typography import spaced
from kbsearch.core.slugs import slug

ID_PREFIX = "kb-"
"""Before every id, so that a heading called “cookie” cannot stand for a property of the page (DOM clobbering)."""

STEP = "step"
"""Class of every item that is a step of the procedure."""

ALERT_TITLES = {
    "fr": {"NOTE": "Note", "TIP": "Conseil", "IMPORTANT": "Important", "WARNING": "Attention", "CAUTION": "Danger"},
    "en": {"NOTE": "Note", "TIP": "Tip", "IMPORTANT": "Important", "WARNING": "Warning", "CAUTION": "Caution"},
}

_SCHEMES = {"http", "https", "mailto", "tel"}
_TAGS = {
    *("a", "blockquote", "br", "code", "del", "div", "em", "hr", "img", "input", "li", "ol", "p", "pre", "s", "strong"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "*": set[str](),  # else `title` and `lang` are let through everywhere
    "a": {"href", "title"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "input": {"type", "class", "checked", "disabled"},
    "li": {"class"},
    "ol": {"start"},
    "p": {"class"},
    "td": {"align"},
    "th": {"align"},
    "ul": {"class"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_CLASSES = {
    "code": re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}"),
    "div": re.compile(r"markdown-alert(?: markdown-alert-(?:note|tip|important|warning|caution))?"),
    "input": re.compile(r"task-list-item-checkbox"),
    "li": re.compile(rf"task-list-item(?: {STEP})?|{STEP}"),
    "p": re.compile(r"markdown-alert-title"),
    "ul": re.compile(r"contains-task-list"),
    "ol": re.compile(r"contains-task-list"),
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
"""What some browser, old or new, passes over in front of a scheme or within it; in an address of ours it is encoded."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading."""

    id: str
    """The heading's in the HTML."""
    heading: str
    """Its words."""
    level: int
    """1 to 6."""
    role: Role | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """An article's body for a page, and what a page needs to know of it."""

    html: str
    sections: tuple[Section, ...]
    """One per heading of `html`, in its order."""
    steps: int
    """Elements of class `step` in `html`: the items of the ordered lists in sections whose role is `resolution`, of all
    ordered lists where there is no such section; never of a list within a list or a quote. An alert is no quote."""


def render(body: str, *, lang: str = "fr", resolve: Callable[[str], str] | None = None) -> str:
    """The HTML alone of `rendered`."""
    return rendered(body, lang=lang, resolve=resolve).html


def rendered(body: str, *, lang: str = "fr", resolve: Callable[[str], str] | None = None) -> Rendered:
    """The body as HTML. `lang` chooses the titles of alerts (French unless `en`).

    Headings get ids: `kb-` and their slug or own id, numbered from the second of a kind; links to `#…` follow. A
    relative link or image is passed through `resolve` (target → URL, `""` to drop it). Images of other hosts lose their
    address: they would tell that host who reads the article. A French text keeps its marks of two parts on their word's
    line.
    """
    found = markdown.tokens(body)
    titles = ALERT_TITLES.get(lang, ALERT_TITLES["fr"])
    sections = tuple(_number_headings(found))
    steps = _mark_steps(found, sections)
    for token in _all(found):
        if token.type == "link_open":
            token.attrSet("href", _target(str(token.attrGet("href") or ""), resolve))
        elif token.type == "image":
            token.attrSet("src", _target(str(token.attrGet("src") or ""), resolve))
        elif token.type == "text" and lang == "fr":
            token.content = spaced(token.content)
        elif token.type in ("th_open", "td_open") and token.attrGet("style"):
            token.attrs = {"align": str(token.attrGet("style")).removeprefix("text-align:")}
    for opening, inside in pairwise(found):
        is_ours = opening.type == "alert_title_open" and callouts.OWN_TITLE not in opening.meta
        if is_ours and inside.children:
            inside.children[0].content = titles.get(inside.content.upper(), inside.content)
    return Rendered(clean(markdown.to_html(found)), sections, steps)


def clean(html: str) -> str:
    """`html` with only the tags, attributes, classes and URL schemes that `render` makes."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=_SCHEMES,
        id_prefix=ID_PREFIX,
        link_rel="noopener noreferrer",
    )


def outline(body: str) -> tuple[Section, ...]:
    """The sections alone, of headings in lists and quotes too."""
    return tuple(_number_headings(markdown.tokens(body)))


def anchor(heading: str) -> str:
    """The id of the first heading with these words: what a link `#…` to it must say."""
    return ID_PREFIX + _slug(heading)


def _slug(heading: str) -> str:
    """GitHub and editors write two hyphens for ` : ` or ` & `, where one stands here: both ways count as one."""
    return re.sub("--+", "-", slug(heading))[:80].strip("-") or "section"


def _number_headings(found: Sequence[Token]) -> Iterator[Section]:
    """Give every heading its id: of its words, or that which it names (`## Wi-Fi {#radio}`)."""
    taken: set[str] = set()
    named = {_slug(token.meta[markdown.OWN_ID]) for token in found if markdown.OWN_ID in token.meta}
    numbers: dict[str, int] = {}
    for at, token in enumerate(found):
        if token.type == "heading_open":
            words, own = _words(found[at + 1]), token.meta.get(markdown.OWN_ID)
            first = name = _slug(own or words)
            while name in taken or (own is None and name in named):
                numbers[first] = numbers.get(first, 1) + 1
                name = f"{first}-{numbers[first]}"
            taken.add(name)
            token.attrSet("id", name)
            yield Section(ID_PREFIX + name, words, int(token.tag[1]), section_role(words))


def _words(heading: Token) -> str:
    """As `markdown.plain` of its content, which `anchor` is told. It is parsed already, but for what stands in
    brackets: a definition elsewhere in the article may have made a link of that."""
    if "[" in heading.content:
        return markdown.plain(heading.content)
    return " ".join(markdown.words(heading).split())


def _mark_steps(found: Sequence[Token], sections: Sequence[Section]) -> int:
    """Give every step its class; how many there are."""
    of_headings = iter(sections)
    around: list[Section] = []
    level, in_order, steps, others = 0, False, list[Token](), list[Token]()
    for token in found:
        if token.type == "heading_open":
            section = next(of_headings)
            if token.level == 0:
                around = [*(one for one in around if one.level < section.level), section]
        elif token.type == "alert_open" and token.level == level:
            level += 1
        elif token.type == "alert_close" and token.level == level - 1:
            level -= 1
        elif token.type == "list_item_open" and token.level == level + 1 and in_order:
            is_told = any(one.role is Role.RESOLUTION for one in around)
            (steps if is_told else others).append(token)
        elif token.type in ("ordered_list_open", "ordered_list_close") and token.level == level:
            in_order = token.nesting == 1
    marked = steps if any(one.role is Role.RESOLUTION for one in sections) else others
    for token in marked:
        token.attrJoin("class", STEP)
    return len(marked)


def _target(url: str, resolve: Callable[[str], str] | None) -> str:
    if url.startswith("#"):
        return "#" + anchor(unquote(url[1:])) if url[1:] else url
    return url if resolve is None or _ABSOLUTE.match(url) else resolve(url)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Second wall for values: known classes, harmless inputs, local images, plain alignments and numbers."""
    match (tag, name):
        case (_, "class"):
            return value if tag in _CLASSES and _CLASSES[tag].fullmatch(value) else None
        case ("input", "type"):
            return value if value == "checkbox" else None
        case ("a", "href"):
            return value if value and not _UNSEEN.search(value) else None
        case ("img", "src"):
            return None if not value or _ABSOLUTE.match(value) or _UNSEEN.search(value) else value
        case (_, "align"):
            return value if value in ("left", "right", "center") else None
        case ("ol", "start"):
            return value if value.isdigit() else None
    return value


def _all(found: Sequence[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from token.children or ()
