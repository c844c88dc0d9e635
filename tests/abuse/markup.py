"""What may stand in the HTML of an article, read as a browser reads it: the judge of property test and fuzzer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib

ALLOWED: dict[str, set[str]] = {
    **{name: set() for name in ("blockquote", "br", "del", "em", "hr", "pre", "s", "strong")},
    **{name: set() for name in ("table", "tbody", "thead", "tr")},
    **{f"h{level}": {"id"} for level in range(1, 7)},
    **{name: {"align"} for name in ("td", "th")},
    **{name: {"class"} for name in ("code", "div", "li", "p", "ul")},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title"},
    "input": {"type", "class", "checked", "disabled"},
    "ol": {"start", "class"},
}
"""Element → its attributes. Whatever else a browser would see is a fault."""
ADDRESSES = ("href", "src")
SCHEMES = {"http", "https", "mailto", "tel"}
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
"""What browsers, old and new, pass over in front of a scheme or inside it."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CLASS = re.compile(r"(?:language-\S+|markdown-alert(?:-[a-z]+)?|contains-task-list|task-list-item(?:-checkbox)?)")


def faults(html: str) -> list[str]:
    """Everything in this piece of HTML that an article must not bring into a page; nothing when it is safe."""
    tree = html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)
    found = [fault for element in tree.iter() if element is not tree for fault in _faults(element)]
    written = _written(tree)
    if written != html:  # the same text would be read the same way
        again = html5lib.parseFragment(written, container="div", namespaceHTMLElements=False)
        if _shape(again) != _shape(tree):
            found.append("a browser that writes it out and reads it again sees something else")
    return found


def _faults(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield "a comment"
        return
    allowed = ALLOWED.get(element.tag)
    if allowed is None:
        yield f"<{element.tag}>"
        return
    for name, value in element.attrib.items():
        if name not in allowed:
            yield f"{element.tag} {name}"
        elif name in ADDRESSES:
            yield from _address_faults(element.tag, value)
        elif name == "class" and not all(_is_class(element.tag, one) for one in value.split(" ")):
            yield f"{element.tag} class={value!r}"
        elif name == "id" and not value.startswith("kb-"):
            yield f"{element.tag} id={value!r}"
        elif name == "type" and value != "checkbox":
            yield f"{element.tag} type={value!r}"


def _is_class(tag: str, name: str) -> bool:
    return _CLASS.fullmatch(name) is not None or (tag, name) == ("li", "step")


def _address_faults(tag: str, value: str) -> Iterator[str]:
    plain = _IGNORED.sub("", value)
    scheme = _SCHEME.match(plain)
    if scheme is not None and scheme[1].lower() not in SCHEMES:
        yield f"{tag} to {value!r}"
    if tag == "img" and (scheme is not None or plain.replace("\\", "/").startswith("//")):
        yield f"an image of another host: {value!r}"


def _written(tree: Any) -> str:
    text: str = html5lib.serialize(tree, omit_optional_tags=False, quote_attr_values="always")
    return text


def _shape(tree: Any) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(str(one.tag), tuple(sorted(one.attrib.items()))) for one in tree.iter() if one is not tree]
