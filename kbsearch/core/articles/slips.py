"""Slips of the pen in a front matter: values that YAML cuts or joins without a word, and how to mend a broken line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kbsearch.core.articles.nodes import Mapping, Scalar, Sequence
from kbsearch.core.faults import FaultLog, shown

_KEYS = ("title", "symptoms", "error_codes", "keywords")
"""What agents search for: half of one is not found."""
_MOST_IN_HINT = 80
"""Characters of a value that a hint repeats."""
_DASHED = re.compile(r"\s*(?:[-–—•]\s+|[-–—•](?=[^\s\-–—•]))")
"""How a line begins that was meant as an item of a list."""
_QUOTE = "Put the value in double quotes if it holds “: ” or “ #”, or begins with one of [ ] { } & * ! | > @ % ` -."
_SLIPS = (
    (re.compile(r" *\t"), "Line {line} is indented with a tab: write blanks in its place."),
    (
        re.compile(r"\s*\u00a0|[^\"']*?[:-]\u00a0"),
        "Line {line} holds a no-break space (U+00A0): write an ordinary blank in its place.",
    ),
    (re.compile(r"\s*(?:- +)?[A-Za-z_]+:(?![\s/]|$)"), "Write a blank after the colon of line {line}."),
    (
        re.compile(r"\s*[–—•]|\s*-(?![\s-]|$)"),
        "Begin line {line} with “- ”: a hyphen, then a blank.",
    ),
)
"""What a line looks like, and how it is mended; the first that fits."""
_ENTRY = re.compile(r"( *)(?:- |[\w.-]+:(?:\s|$))")


def note(fields: Mapping, log: FaultLog) -> None:
    """Warn of values without quotes of which a part is missing or that swallowed the line below."""
    for key, scalar in _searched(fields):
        first, *below = scalar.source.split("\n")
        for number, line in enumerate(below, start=scalar.line + 1):
            if _DASHED.match(line):
                message = f"{shown(line.strip())} is read as part of the line above it."
                log.warning(number, "front-matter-joined", message, "Indent it as that one is, and begin it with “- ”.")
        end = (scalar.text.split() or [""])[-1]
        cut = end and re.search(rf"{re.escape(end)}[ \t]+(#.*)", [first, *below][-1])
        if cut:
            message = f"{shown(scalar.text)} ends there: {shown(cut[1].strip())}, after a blank, is a comment in YAML."
            whole = json.dumps(f"{scalar.text} {cut[1].strip()}", ensure_ascii=False)
            wanted = f": {whole}" if len(whole) <= _MOST_IN_HINT else ""
            hint = f"Put all of it in double quotes{wanted}; or the comment on a line of its own."
            if key == "error_codes":  # a code holds no such words, and with them nobody would find it
                hint = "Put the comment on a line of its own."
            log.warning(scalar.line + len(below), "front-matter-cut", message, hint)


def _searched(fields: Mapping) -> Iterator[tuple[str, Scalar]]:
    for key in _KEYS:
        node = fields.entries.get(key)
        for one in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(one, Scalar) and one.source:
                yield key, one


def is_dashed(text: str) -> bool:
    """Whether one text was meant as a list: `-paper`, `– paper`, `• paper` are no items."""
    return _DASHED.match(text) is not None


def mend(header: str, line: int) -> str:
    """What to do about broken YAML that was met at this file line of the header, which starts on line 2: the line and
    the one above it are looked at, since a parser often stumbles over what comes next."""
    lines = header.split("\n")
    near = [(at, lines[at - 2]) for at in (line, line - 1) if 2 <= at < len(lines) + 2]
    for looks, how in _SLIPS:
        for at, text in near:
            if looks.match(text):
                return how.format(line=at)
    if len(near) == 2 and _is_askew(near[1][1], near[0][1]):
        return f"Begin line {line} as far to the right as the lines that it belongs to."
    return _QUOTE


def _is_askew(above: str, text: str) -> bool:
    """Whether a key or an item stands further in or out than the finished line above it."""
    one, other = _ENTRY.match(above), _ENTRY.match(text)
    return bool(one and other and one[1] != other[1] and not above.rstrip().endswith(":"))
