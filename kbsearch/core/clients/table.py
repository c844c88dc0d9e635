"""One TOML table with the lines of its keys, read with faults that an editor can follow."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kbsearch.core.clients import syntax
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.text import NEWLINE

MOST_BYTES = 64 * 1024
MOST_MINUTES = 30 * 24 * 60
MOST_DAYS = 3650
VALUE = "client-value"
"""Code of a fault whose value gets its default; in what `HIDING` names, whose default is nothing, see there."""
HIDING = ("shared", "levels", "hours", "holidays", "triggers")
"""Keys without which articles, groups or opening hours would be missing unnoticed."""

_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")
_KEY = re.compile(r"\s*(?:\"([^\"\\]{1,80})\"|'([^']{1,80})'|([A-Za-z0-9_.-]{1,80}))\s*=")
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_. -]{1,80})")


@dataclass(frozen=True, slots=True)
class Table:
    """One TOML table with the lines of its keys; `prefix` is its place in the file."""

    values: Mapping[str, Any]
    lines: Mapping[str, int]
    prefix: str
    log: FaultLog

    def text(self, key: str) -> str:
        value = self.values.get(key, "")
        if isinstance(value, str):
            return " ".join(value.split())
        self.refuse(key, f"“{key}” must be a text.", f'Write {key} = "…".')
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if isinstance(value, str):
            message = f"“{key}” is one text; read as a list of one."
            self.log.warning(self.line(key), "client-list", message, f'Write {key} = ["{value[:40]}"].')
            value = [value]
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(dict.fromkeys(" ".join(item.split()) for item in value if item.strip()))
        self.refuse(key, f"“{key}” must be a list of texts.", f'Write {key} = ["one", "two"].')
        return ()

    def minutes(self, key: str) -> int | None:
        value = self.values.get(key)
        if value is None:
            return None
        if _is_whole(value) and 0 <= value <= MOST_MINUTES:
            return int(value)
        message = f"“{key}” is {shown(str(value))}, not a whole number of minutes up to {MOST_MINUTES}."
        self.refuse(key, message, f"Write {key} = 30.")
        return None

    def days(self, key: str, default: int) -> int:
        return self.whole(key, default, MOST_DAYS, "days")

    def whole(self, key: str, default: int, most: int, what: str) -> int:
        """From 1 to `most`; `what` is counted, in the words of a fault."""
        value = self.values.get(key, default)
        if _is_whole(value) and 1 <= value <= most:
            return int(value)
        message = f"“{key}” is {shown(str(value))}, not a whole number of {what} from 1 to {most}."
        self.refuse(key, message, f"Write {key} = {default}.")
        return default

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        self.refuse(key, f"“{key}” must be true or false.", f"Write {key} = true.")
        return False

    def child(self, key: str) -> Table | None:
        """The table below `key`; None without one, after a fault if something else is there."""
        value = self.values.get(key)
        if isinstance(value, dict):
            return Table(value, self.lines, f"{self.prefix}{key}.", self.log)
        if value is not None:
            self.refuse(key, f"“{key}” must be a table.", f"Begin it with a line [{self.prefix}{key}].")
        return None

    def children(self, key: str) -> list[Table]:
        """The list of tables below `key`; none after a fault if something else is there."""
        values = self.values.get(key, [])
        if isinstance(values, list) and all(isinstance(value, dict) for value in values):
            return [
                Table(value, self.lines, f"{self.prefix}{key}.{number}.", self.log)
                for number, value in enumerate(values)
            ]
        self.refuse(key, f"“{key}” must be a list of tables.", f"Begin each with a line [[{key}]].")
        return []

    def line(self, key: str) -> int:
        """Line of the key, or of the table that it stands in as far as one can be found."""
        if (whole := self.prefix + key) in self.lines:
            return self.lines[whole]
        above = self.prefix
        while above:
            for name in (above, above.removesuffix(".")):
                if name in self.lines:
                    return self.lines[name]
            above = above.removesuffix(".").rpartition(".")[0]
        return 1

    def refuse(self, key: str, message: str, hint: str) -> None:
        whole = self.prefix + key
        hiding = next((name for name in HIDING if whole == name or whole.startswith(f"{name}.")), "")
        self.log.error(self.line(key), f"client-{hiding}" if hiding else VALUE, message, hint)

    def note_unknown(self, known: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in known:
                near = get_close_matches(key[:40], known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
                message = f"The key {shown(key)} is not known and is ignored."
                self.log.warning(self.line(key), "client-unknown-key", message, hint)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def decoded(data: bytes, log: FaultLog) -> str:
    """The file as text with `\\n` line ends; empty after noting why it cannot be read."""
    if len(data) > MOST_BYTES:
        log.error(1, "too-large", f"The file is {len(data)} bytes; at most {MOST_BYTES} are read.", "Shorten it.")
        return ""
    try:
        return NEWLINE.sub("\n", data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        log.error(line, "not-utf-8", f"Byte {error.start + 1} is not valid UTF-8.", "Save the file as UTF-8.")
        return ""


def values_of(text: str, log: FaultLog) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _AT_LINE.search(message)
        last = text.count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        line, problem, hint = syntax.mended(_AT_LINE.sub("", message), line, text, key_lines(text))
        log.error(line, "client-syntax", f"Not valid TOML: {problem}.", hint)
    except ValueError as error:  # a number of thousands of digits
        log.error(1, "client-syntax", f"Not valid TOML: {error}.", "Write shorter numbers.")
    except RecursionError:
        log.error(1, "client-too-deep", "The file is nested too deeply.", "Use plain keys and [[levels]] tables.")
    return {}


def key_lines(text: str) -> Iterator[tuple[str, int]]:
    """`name` or `levels.2.group` → line of each key, and `levels.2.` → line of each table. Good enough to point at."""
    prefix = ""
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if match := _HEADER.match(line):
            name, is_list = _resolved(match[2].replace(" ", ""), seen), match[1] == "[["
            if is_list:
                if name not in seen:
                    yield name, number
                seen[name] = seen.get(name, -1) + 1
                prefix = f"{name}.{seen[name]}."
                yield prefix, number
            else:
                prefix = f"{name}."
                yield name, number
        elif match := _KEY.match(line):
            yield prefix + next(filter(None, match.groups())), number


def _resolved(name: str, seen: Mapping[str, int]) -> str:
    """`levels.shifts` below the third `[[levels]]` → `levels.2.shifts`."""
    *above, last = name.split(".")
    whole = ""
    for part in above:
        whole += part
        whole += f".{seen[whole]}." if whole in seen else "."
    return whole + last
