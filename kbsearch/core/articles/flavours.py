"""What MkDocs, Docusaurus and other tools write beyond GitHub's flavour, line for line as GitHub's.

`!!! danger "…"`, `:::danger[…]` and their like become alerts; tabs (`=== "…"`, `<TabItem label="…">`) a bold label
above what they hold, which moves out to the left; components and imports that only a site's build understands go.
As many lines come out as go in, so that a line of the text is the line of the file. Code stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kbsearch.core.articles import callouts, components, spans, typed_lists
from kbsearch.core.articles.columns import INDENT, columns_of, width
from kbsearch.core.articles.components import Tags, has_names, named
from kbsearch.core.text import NEWLINE

MOST_DEPTH = 8
"""Boxes and tabs within each other; deeper ones are shown as they are written."""

_OTHER = re.compile(
    r"(?:^|[\r\n])[ \t]*(?:!!!|\?\?\?|===[!+]?[ \t]+[\"']|:::|///|import[ \t]|export[ \t]|<[A-Z]|\{/\*)|</[A-Z]"
)
"""Whether there may be anything to do."""
_ADMONITION = re.compile(
    rf"(?:!!!|\?\?\?\+?)(?:[ \t]+({callouts.WORD}))?((?:[ \t]+[\w-]{{1,40}}){{0,5}})(?:[ \t]+\"(.{{0,300}})\")?[ \t]*$"
)
_PLACEMENTS = frozenset({"inline", "end", "annotate"})
_TAB = re.compile(r"===[!+]?[ \t]+([\"'])(.{1,300})\1[ \t]*$")
_DIRECTIVE = re.compile(
    rf"(?P<mark>:{{3,}}|/{{3,}})[ \t]*(?P<class>\{{?[ \t]*\.?)(?P<kind>{callouts.WORD})(?P<more>[^\w-].{{0,400}}|)$"
)
_TITLE = re.compile(
    r"[ \t]*(?:\[(?P<a>[^\]]{0,300})\]|\|?[ \t]*(?P<b>[^\s{}|][^{}]{0,300}))?"
    r"(?:\{[ \t]*(?:[.#]|[\w-]{1,40}=)[^{}]{0,300})?\}?[ \t]*$"
)
_CLOSING = re.compile(r"(?P<mark>:{3,}|/{3,})[ \t]*$")
_UNDERLINE = re.compile(r"[ \t]*(?:-+|=+)[ \t]*$")
"""A rule, which right below a label would make a heading of it."""
_LABELLED = frozenset({"details", "tab", "collapse", "expander"})
"""Directives whose title is a label: what they hold may be a whole procedure."""
_LAYOUT_WORDS = """
    block button buttons card cards center col cols column columns container div figure flex gallery grid group hidden
    html image layout left pre raw right row rows section step steps tab tabs toc toctree video width wrapper
"""
_LAYOUT = frozenset(_LAYOUT_WORDS.split())
"""Directives, and parts of their names (`code-group`, `col-md-6`), that say how what they hold is laid out."""
_BEFORE_TITLE = re.compile(r"(?:[\s:!–—]|-(?=\s|$))+")


@dataclass(frozen=True, slots=True)
class _Box:
    after: int
    """First line behind it."""
    indent: int
    """Columns before what it becomes."""
    inner: int
    """Columns to take off what it holds."""
    kind: str = ""
    """Of the alert that it becomes; else it is a label, or nothing where there is no title either."""
    title: str = ""
    is_closed: bool = False
    """Whether its last line is a marker too."""


def as_github(text: str) -> str:
    """The text with everything named above, `spans` and `typed_lists` in GitHub's flavour; the same object where there
    is nothing of it.

    >>> as_github('!!! danger "230 V"\\n    Couper.')
    '> [!danger] 230 V\\n> Couper.'
    """
    if _OTHER.search(text):
        lines, tags = components.without_modules(NEWLINE.split(text))
        text = "\n".join(components.inline(_translated(components.joined(lines, tags), tags, 0), tags))
    if spans.MAY_BE.search(text):
        text = "\n".join(spans.in_github(NEWLINE.split(text)))
    return "\n".join(typed_lists.as_lists(NEWLINE.split(text))) if typed_lists.MAY_BE.search(text) else text


def _translated(lines: Sequence[str], tags: Tags, depth: int) -> list[str]:
    columns = list(columns_of(lines))
    pairs = _pairs(lines, columns, tags, depth)
    made: list[str] = []
    while len(made) < len(lines):
        at = len(made)
        box = _box(lines, at, columns[at], pairs, tags) if depth < MOST_DEPTH else None
        if box is not None:
            made += _written(lines[at + 1 : box.after], box, tags, depth)
        elif columns[at] is not None and (alone := tags.alone.match(lines[at].strip())):
            made.append(_label(named(alone["more"] or "")))
        else:
            made.append(lines[at])
    return made


def _pairs(lines: Sequence[str], columns: Sequence[int | None], tags: Tags, depth: int) -> dict[int, int]:
    """Line of each opening marker that is closed → that of its closing one."""
    found: dict[int, int] = {}
    opened: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        said = line.strip()
        if columns[at] is None and not (depth and said[:1] == "<"):
            continue
        if closing := _CLOSING.match(said) or tags.closing.match(said):
            mark = closing["mark"]
            near = [place for place in range(len(opened))[-MOST_DEPTH:] if _closes(mark, opened[place][1])]
            same = [place for place in near if opened[place][1] == mark] or near
            if same:
                found[opened[same[-1]][0]] = at
                del opened[same[-1] :]
        elif opening := _DIRECTIVE.match(said) or tags.opening.match(said):
            opened.append((at, opening["mark"]))
    return found


def _closes(mark: str, opened: str) -> bool:
    return mark == opened or (mark[0] == opened[0] and mark[0] in ":/" and len(mark) >= len(opened))


def _box(lines: Sequence[str], at: int, column: int | None, pairs: dict[int, int], tags: Tags) -> _Box | None:
    said, indent = lines[at].strip(), width(lines[at])
    if at in pairs:
        directive = _DIRECTIVE.match(said)
        kind, title = _of_directive(directive) if directive else _of_component(tags.opening.match(said))
        inner = indent if directive else _margin(lines[at + 1 : pairs[at]])
        return _Box(pairs[at] + 1, min(indent, inner), inner, kind, title, is_closed=True)
    if column is None:
        return None
    after = at + 1
    if admonition := _ADMONITION.match(said):
        after = _end(lines, at, indent)
        kind, more = admonition[1] or callouts.PLAIN, [one for one in admonition[2].split() if one not in _PLACEMENTS]
        if callouts.is_known(phrase := "-".join([kind, *more])):
            kind, more = phrase, []
        is_told = admonition[3] is not None or (after > at + 1 and not more)
        return _Box(after, indent, indent + INDENT, kind, admonition[3] or "") if is_told else None
    tab = _TAB.match(said)
    return _Box(_end(lines, at, indent), indent, indent + INDENT, title=tab[2]) if tab else None


def _end(lines: Sequence[str], at: int, indent: int) -> int:
    """First line that is not of what is indented below the marker."""
    after = at + 1
    for number in range(at + 1, len(lines)):
        if lines[number].strip():
            if width(lines[number]) < indent + INDENT:
                break
            after = number + 1
    return after


def _of_directive(found: re.Match[str]) -> tuple[str, str]:
    """Kind and title; no kind where the title is a label. A word of the writer's own is said too, alone or before what
    follows (`::: Prérequis`, `::: Bon à savoir`), unless it is a name of layout, of a class or before a title in
    brackets."""
    kind, more = found["kind"], found["more"].removeprefix("}" if "{" in found["class"] else "")
    told = _TITLE.match(more)
    words = ((told["b"] or "") if told else "" if has_names(more) else more).strip()
    title = (told["a"] or "" if told else "").strip() or words or named(more)
    if kind.lower() in _LABELLED:
        return "", title
    is_text = found["mark"][0] == ":" and not found["class"] and more.lstrip()[:1] != "|"
    is_phrase = is_text and (words != "" or not more.strip())
    if is_phrase and callouts.is_known(f"{kind} {title}"):
        return "-".join([kind, *title.split()]), ""
    if callouts.is_known(kind):
        return kind, title[marks.end() :] if (marks := _BEFORE_TITLE.match(title)) else title
    if is_phrase and _LAYOUT.isdisjoint(kind.lower().split("-")):
        return kind if title else "", f"{kind} {title}".strip()
    return kind if title else "", title


def _of_component(found: re.Match[str] | None) -> tuple[str, str]:
    name, more = (found["mark"], found["more"]) if found else ("", "")
    kind = named(more, "type") if name in ("Admonition", "Callout") else name
    return (kind if callouts.is_known(kind) else ""), named(more)


def _margin(lines: Sequence[str]) -> int:
    return min((width(line) for line in lines if line.strip()), default=0)


def _written(held: Sequence[str], box: _Box, tags: Tags, depth: int) -> list[str]:
    """The box's lines: its marker, what it holds, its closing marker."""
    held = held[:-1] if box.is_closed else held
    inside = _translated([_moved(line, box.inner) for line in held], tags, depth + 1)
    before = " " * box.indent
    if box.kind:
        marker = f"[!{box.kind}] {box.title}".rstrip()
        last = max((at for at, line in enumerate(inside) if line.strip()), default=-1)
        quoted = [f"{before}> {line}".rstrip() if at <= last else "" for at, line in enumerate(inside)]
        made = [f"{before}> {marker}", *quoted]
    else:
        first = next((at for at, line in enumerate(inside) if line.strip()), 0)
        first = 0 if inside and _UNDERLINE.match(inside[first]) else first
        made = [f"{before}{line}".rstrip() if not line.strip() else f"{before}{line}" for line in inside]
        made.insert(first, f"{before}{_label(box.title)}" if box.title else "")
    return [*made, ""] if box.is_closed else made


def _moved(line: str, columns: int) -> str:
    """The line without its first blanks, as many as there are and no more than `columns`."""
    if not line[:1].isspace():
        return line
    expanded = line.expandtabs(INDENT)
    return expanded[min(columns, width(line)) :]


def _label(title: str) -> str:
    """Above what it names; the blanks at its end break the line, the colon keeps both in one passage."""
    return f"**{title.strip()}**:  " if title.strip() else ""
