"""Typed reading of front matter values: tolerant of what can be understood, exact about what cannot."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

from kbsearch.core.articles.nodes import Mapping, Node, Scalar, Sequence
from kbsearch.core.articles.slips import is_dashed
from kbsearch.core.faults import FaultLog, shown

MOST_TEXT = 300
"""Characters kept of one short text (title, symptom, code…)."""

MOST_IN_HINT = 6
"""Values of an author's list that a hint repeats."""
MOST_OF_VALUE = 80
"""Characters of each."""

_DAYS = {"": 1, "d": 1, "j": 1, "w": 7, "m": 30, "y": 365, "a": 365}
_DURATION = re.compile(r"([0-9]{1,4})\s*([djwmya]?)")
_MOST_DAYS = 3650


def text(fields: Mapping, key: str, log: FaultLog, *, separator: str = "") -> str:
    """One short text, whitespace collapsed, `""` when absent. Of a list, the first value, with a warning.

    `separator`: what stands between several values in a text that may hold them; empty = it holds one.
    """
    node = fields.entries.get(key)
    if node is None or _is_null(node):
        return ""
    line = fields.key_lines[key]
    if isinstance(node, Sequence):
        values = [item for item in node.items if isinstance(item, Scalar) and item.text.strip()]
        if len(values) != len(node.items):
            log.error(line, "front-matter-type", f"“{key}” must be one text, not a list.", f"Write {key}: one value.")
            return ""
        if not values:
            return ""
        message = f"“{key}” is a list; only its first value {shown(values[0].text)} is used."
        log.warning(line, "front-matter-list", message, _as_text(key, [one.text for one in values], separator))
        node = values[0]
    if isinstance(node, Mapping):
        log.error(line, "front-matter-type", f"“{key}” must be one text, not a mapping.", f"Write {key}: one value.")
        return ""
    return _short(node.text, key, node.line, log)


def texts(fields: Mapping, key: str, log: FaultLog, *, separators: str = ",;") -> tuple[str, ...]:
    """A list of short texts, each once. One text is cut at line ends and `separators`, with a warning."""
    node = fields.entries.get(key)
    if node is None or _is_null(node):
        return ()
    line = fields.key_lines[key]
    if isinstance(node, Mapping):
        log.error(line, "front-matter-type", f"“{key}” must be a list of texts.", f'Write {key}: ["one", "two"]')
        return ()
    if isinstance(node, Scalar):
        pattern = f"[\n{re.escape(separators)}]"
        items = [part.strip() for part in re.split(pattern, node.text) if part.strip()]
        message = f"“{key}” is one text; read as a list of {len(items)}."
        dashed = "Begin each line below it with “- ”: a hyphen, then a blank."
        hint = dashed if node.plain and is_dashed(node.text) else _as_list(key, items)
        log.warning(line, "front-matter-list", message, hint)
        return _each_once(_short(item, key, line, log) for item in items)
    return _each_once(_item(item, key, log) for item in node.items if not _is_null(item))


def choice(fields: Mapping, key: str, known: Iterable[str], log: FaultLog) -> str:
    """One of `known`, case and `-`/`_` aside; `""` when absent; an error that lists them otherwise."""
    value = text(fields, key, log)
    names = {name.lower().replace("-", "_").replace(" ", "_"): name for name in known}
    found = names.get(value.lower().replace("-", "_").replace(" ", "_"), "")
    if value and not found:
        near = get_close_matches(value.lower(), list(names), n=1)
        hint = f"Did you mean {names[near[0]]}?" if near else f"Write one of: {', '.join(names.values())}."
        message = f"“{key}” is {shown(value)}, not one of {', '.join(names.values())}."
        log.error(fields.key_lines[key], "front-matter-value", message, hint)
    return found


def day(fields: Mapping, key: str, log: FaultLog) -> date | None:
    """A date as `2026-09-14` (a time after it is dropped); an error otherwise."""
    value = text(fields, key, log)
    if not value:
        return None
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ][0-9:.+Z -]*)?", value, re.ASCII)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        message = f"“{key}” is {shown(value)}, not a date."
        log.error(fields.key_lines[key], "front-matter-value", message, f"Write {key}: YYYY-MM-DD.")
        return None


def days(fields: Mapping, key: str, log: FaultLog) -> int | None:
    """A duration as `180d`, `26w`, `6m` (of 30 days) or `1y` (of 365), in days; an error otherwise."""
    value = text(fields, key, log)
    if not value:
        return None
    match = _DURATION.fullmatch(value.lower())
    number = int(match[1]) * _DAYS[match[2]] if match else 0
    if not 1 <= number <= _MOST_DAYS:
        message = f"“{key}” is {shown(value)}, not a duration between 1 day and 10 years."
        log.error(fields.key_lines[key], "front-matter-value", message, f"Write {key}: 180d, 6m or 1y.")
        return None
    if match and not match[2]:
        message = f"“{key}” has no unit; read as {number} days."
        log.warning(fields.key_lines[key], "front-matter-unit", message, f"Write {key}: {number}d")
    return number


def _item(node: Node, key: str, log: FaultLog) -> str:
    """One entry of a list; `- error: no paper` was meant as text and is read so."""
    if isinstance(node, Scalar):
        return _short(node.text, key, node.line, log)
    if isinstance(node, Mapping) and all(isinstance(value, Scalar) for value in node.entries.values()):
        pairs = (f"{name}: {value.text}" for name, value in node.entries.items() if isinstance(value, Scalar))
        joined = ", ".join(pairs)
        message = f"An entry of “{key}” is a mapping; read as the text {shown(joined)}."
        log.warning(node.line, "front-matter-unquoted", message, "Put the entry in double quotes.")
        return _short(joined, key, node.line, log)
    log.error(node.line, "front-matter-type", f"An entry of “{key}” is not a text.", "Write one text per entry.")
    return ""


def _short(value: str, key: str, line: int, log: FaultLog) -> str:
    collapsed = " ".join(value.split())
    if len(collapsed) > MOST_TEXT:
        message = f"A value of “{key}” has {len(collapsed)} characters; the first {MOST_TEXT} are kept."
        log.warning(line, "front-matter-long-text", message, "Shorten it, or move it into the body.")
    return collapsed[:MOST_TEXT]


def _as_text(key: str, values: list[str], separator: str) -> str:
    """What to write for a list where one text is read."""
    if not separator or len(values) == 1:
        return f"Write {key}: {values[0][:40]}"
    joined = f"{separator} ".join(" ".join(value.split()) for value in values)
    return f"For all of them write {key}: {_quoted(joined)}"


def _as_list(key: str, items: list[str]) -> str:
    """What to write for a text where a list is read, in the author's words."""
    cut = [item if len(item) <= MOST_OF_VALUE else f"{item[: MOST_OF_VALUE - 1]}…" for item in items[:MOST_IN_HINT]]
    own = [*map(_quoted, cut)] or ['"one"', '"two"']
    return f"Write {key}: [{', '.join(own)}{', …' if len(items) > MOST_IN_HINT else ''}]"


def _quoted(value: str) -> str:
    """In double quotes, which YAML and TOML read alike."""
    return json.dumps(value, ensure_ascii=False)


def _each_once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for item in items if item))


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")
