"""HTML that only lays text out: its links become Markdown's, its images their words, and the tags go."""

from __future__ import annotations

import re

_PHRASE = frozenset(
    {"a", "b", "del", "em", "font", "i", "img", "ins", "kbd", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_KEYS = frozenset({"a", "b", "del", "i", "ins", "s", "u"})
"""Names of keys and choices too: bare, and closed by nothing in their paragraph, they are text."""
LAYOUT = _PHRASE | frozenset(
    {"br", "details", "div", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"}
    | {"summary", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    | {"aside", "caption", "center", "col", "colgroup", "head", "meta", "tfoot"}
)
"""HTML that says nothing of its own. `<licence>` and `<code>` are not in it: an agent may have to fill them in. Nor is
what has a handler (`onerror=…`): that is an attack, and whoever reads the article may see it."""

# Every repetition is bounded or cannot overlap with what follows: a text can be 256 kB of blanks or of `<br`.
_ATTRIBUTE = (
    r"(?:(?!on)[\w:-]{1,40}=(?:\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'|\{{1,2}[^{}<>]{0,500}\}{1,2}|[^\s\"'<>={}]{1,500})"
    r"|(?:markdown|open|reversed|nowrap)(?=[\s/>]))"
)
"""With braces in MDX; without a value, those that HTML and MkDocs have so: `<p or q>` is no tag."""
_REST = rf"(?:\s+{_ATTRIBUTE}){{0,20}}\s*/?>"
TAG = re.compile(rf"</?(?:{'|'.join(sorted(LAYOUT))}){_REST}", re.IGNORECASE)
_IN_LINK = rf"(?:[^<>`]|</?(?:{'|'.join(sorted(_PHRASE - {'a'}))}){_REST}){{1,300}}"
_HTML = re.compile(
    rf"`[^`]{{1,400}}`|(?<!\\)(?:(?P<link><a(?:\s+{_ATTRIBUTE}){{1,20}}\s*>)(?P<words>{_IN_LINK})</a\s*>"
    rf"|(?P<gap>\s{{1,9}}(?=</?(?:li|ol|ul){_REST}))|(?P<item><li{_REST})"
    rf"|(?P<tag>{TAG.pattern}|<!--[^<>]{{0,500}}-->))",
    re.IGNORECASE,
)
"""Code, which stays, a link, blanks before a list and its items, an item, a tag or a comment."""
_BREAK = re.compile(rf"<[bh]r{_REST}", re.IGNORECASE)
_PAIR = re.compile(r"([\w:-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]+))")
_CLOSING = re.compile(r"</(\w{1,10})\s*>")
_BETWEEN_WORDS = re.compile(rf"</?(?:{'|'.join(sorted(LAYOUT - _PHRASE))})\b")
"""A cell, item or block ends or begins: `<td>12</td><td>40</td>` is not 1240."""
_BRACKET = re.compile(r"(?<!\\)[\[\]]|\\$")


def bare_keys(text: str) -> frozenset[str]:
    """Names of which a bare tag is text in this paragraph, a key or a choice: `Ctrl+Alt+<Del>`."""
    return _KEYS.difference(map(str.lower, _CLOSING.findall(text)))


def without_breaks(text: str) -> str:
    """Blanks in place of `<br>` and `<hr>`."""
    return _BREAK.sub(" ", text)


def without_tags(text: str) -> str:
    """A paragraph of Markdown without the HTML that only lays it out: breaks are hard ones, links Markdown's, images
    their words."""
    keys = bare_keys(text)
    lists: list[int] = []  # of those that are open, the next number; 0 where there is none

    def mark() -> str:
        """Of the next item, which takes a line of its own."""
        if not lists or not lists[-1]:
            return "  \n• "
        lists[-1] += 1
        return f"  \n{lists[-1] - 1}. "

    def as_markdown(found: re.Match[str]) -> str:
        if found["gap"] or found["item"]:
            return mark() if found["item"] else ""
        if found["link"]:
            return _link(without_tags(found["words"]), _attribute(found["link"], "href"))
        tag = (found["tag"] or "").lower()
        if not tag or tag[1:-1] in keys:
            return found[0]
        if tag.startswith("<img"):
            return _escaped(_attribute(found[0], "alt"))
        if tag.startswith(("<br", "<hr")):
            return "  \n"
        if tag.startswith(("<ol", "<ul")):
            lists.append(int(tag.startswith("<ol")))
        elif tag.startswith(("</ol", "</ul")) and lists:
            lists.pop()
        return "" if _BETWEEN_WORDS.match(tag) is None else " "

    return _HTML.sub(as_markdown, text)


def _attribute(tag: str, name: str) -> str:
    named = (found for found in _PAIR.finditer(tag) if found[1].lower() == name)
    return next((found[2] or found[3] or found[4] or "" for found in named), "")


def _link(text: str, target: str) -> str:
    """As Markdown; the words alone where there is no target, or one that Markdown has no place for."""
    return text if not target or "\n" in target else f"[{_escaped(text)}](<{target}>)"


def _escaped(text: str) -> str:
    """For the brackets of a link; what is escaped stays so."""
    return _BRACKET.sub(r"\\\g<0>", text)
