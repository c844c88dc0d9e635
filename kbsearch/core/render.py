"""Markdown → HTML that is safe to put in a page: markdown-it with raw HTML off, then nh3 as a second wall."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from urllib.parse import unquote

import nh3
from markdown_it.token import Token

from kbsearch.core import markdown
from kbsearch.core.slugs import slug

ID_PREFIX = "kb-"
"""Before every id, so that a heading called “cookie” cannot stand for a property of the page (DOM clobbering)."""

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
    "li": re.compile(r"task-list-item"),
    "p": re.compile(r"markdown-alert-title"),
    "ul": re.compile(r"contains-task-list"),
    "ol": re.compile(r"contains-task-list"),
}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}")
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
"""What some browser, old or new, passes over in front of a scheme or within it; in an address of ours it is encoded."""


def render(body: str, *, lang: str = "fr", resolve: Callable[[str], str] | None = None) -> str:
    """The body as HTML. `lang` chooses the titles of alerts (French unless `en`).

    Headings get ids: `kb-` and their slug, numbered from the second of a kind; links to `#…` follow. A relative link
    or image is passed through `resolve` (target → URL, `""` to drop it). Images of other hosts lose their address:
    they would tell that host who reads the article.
    """
    found = markdown.tokens(body)
    titles = ALERT_TITLES.get(lang, ALERT_TITLES["fr"])
    _number_headings(found)
    for token in _all(found):
        if token.type == "link_open":
            token.attrSet("href", _target(str(token.attrGet("href") or ""), resolve))
        elif token.type == "image":
            token.attrSet("src", _target(str(token.attrGet("src") or ""), resolve))
        elif token.type in ("th_open", "td_open") and token.attrGet("style"):
            token.attrs = {"align": str(token.attrGet("style")).removeprefix("text-align:")}
    for opening, inside in pairwise(found):
        if opening.type == "alert_title_open" and inside.children:
            inside.children[0].content = titles.get(inside.content.upper(), inside.content)
    return clean(markdown.to_html(found))


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


def outline(body: str) -> list[tuple[int, str, str]]:
    """Level, words and anchor (with its prefix) of each heading outside lists and quotes, in order."""
    found = markdown.tokens(body)
    _number_headings(found)
    return [
        (int(token.tag[1]), markdown.plain(found[at + 1].content), ID_PREFIX + str(token.attrGet("id")))
        for at, token in enumerate(found)
        if token.type == "heading_open" and token.level == 0
    ]


def anchor(heading: str) -> str:
    """The id of the first heading with these words: what a link `#…` to it must say."""
    return ID_PREFIX + _slug(heading)


def _slug(heading: str) -> str:
    return slug(heading)[:80].strip("-") or "section"


def _number_headings(found: Sequence[Token]) -> None:
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for at, token in enumerate(found):
        if token.type == "heading_open":
            first = name = _slug(markdown.plain(found[at + 1].content))
            while name in taken:
                numbers[first] = numbers.get(first, 1) + 1
                name = f"{first}-{numbers[first]}"
            taken.add(name)
            token.attrSet("id", name)


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
