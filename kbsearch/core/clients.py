"""`client.toml` → Client: what belongs to a client and not to one article."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from kbsearch.core.articles import LEVELS
from kbsearch.core.faults import FaultLog, shown
from kbsearch.core.frontmatter import NEWLINE
from kbsearch.core.model import SHARED, Client, Fault, Level, Severity
from kbsearch.core.ports import SourceFile
from kbsearch.core.slugs import slug
from kbsearch.core.text import tokens

FILE = "client.toml"
MOST_BYTES = 64 * 1024
VALUE = "client-value"
"""Code of a fault whose value gets its default; in `shared` and `levels`, whose default is nothing, see `_HIDING`."""

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")
_KEY = re.compile(r"\s*(?:\"([^\"\\]{1,80})\"|'([^']{1,80})'|([A-Za-z0-9_.-]{1,80}))\s*=")
_KEYS = ("name", "trade", "lang", "time_zone", "shared", "abbreviations", "levels")
_LEVEL_KEYS = ("level", "group", "contact", "channel", "delay_minutes", "facts")
_MOST_MINUTES = 30 * 24 * 60
_HIDING = ("shared", "levels")


def is_client_id(name: str) -> bool:
    """Whether a folder of this name can be a client: `[a-z0-9][a-z0-9_-]*`, at most 64 characters, not `_shared`."""
    return name != SHARED and _ID.fullmatch(name) is not None


def client_id(folder: str) -> str:
    """The id for a folder of plain Markdown: its name where that can be one, else what is nearest to it.

    >>> client_id("Été Client")
    'ete-client'
    """
    if is_client_id(folder):
        return folder
    near = slug(folder, keep="_")[:64].strip("-_")
    return near or f"client-{hashlib.sha256(folder.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def stops_build(fault: Fault, client: str) -> bool:
    """Whether a fault of `client.toml` may hide articles or groups, so that an index made despite it would mislead.

    That is any error but a value of another key than `shared` and `levels`, which gets its default and hides nothing.
    """
    return fault.path == f"{client}/{FILE}" and fault.severity is Severity.ERROR and fault.code != VALUE


def parse(source: SourceFile, owner: str) -> tuple[Client, tuple[Fault, ...]]:
    """The client as far as it can be read, and everything wrong with its file. A faulty value gets its default."""
    log = FaultLog(f"{owner}/{source.path}")
    text = _decoded(source.data, log)
    table = _Table(_values(text, log), dict(_key_lines(text)), "", log)
    table.note_unknown(_KEYS)
    lang = table.text("lang")
    if lang not in ("", "fr", "en"):
        table.refuse("lang", f"“lang” is {shown(lang)}, not fr or en.", 'Write lang = "fr".')
        lang = ""
    zone = table.text("time_zone")
    if zone and not _ZONE.fullmatch(zone):
        message = f"“time_zone” is {shown(zone)}, not the name of a time zone."
        table.refuse("time_zone", message, 'Write for instance time_zone = "Europe/Paris".')
        zone = ""
    client = Client(
        id=owner,
        name=table.text("name"),
        trade=table.text("trade"),
        lang=lang or "fr",
        time_zone=zone or "Europe/Paris",
        shared=table.texts("shared"),
        abbreviations=tuple(_abbreviations(table)),
        levels=tuple(_levels(table)),
    )
    return client, log.all()


def key_line(source: SourceFile, key: str) -> int:
    """Line of a top-level key of `client.toml`, 1 if it is not there."""
    return dict(_key_lines(source.data[:MOST_BYTES].decode("utf-8", "replace"))).get(key, 1)


@dataclass(frozen=True, slots=True)
class _Table:
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
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_MINUTES:
            return value
        message = f"“{key}” is {shown(str(value))}, not a whole number of minutes up to {_MOST_MINUTES}."
        self.refuse(key, message, f"Write {key} = 30.")
        return None

    def line(self, key: str) -> int:
        whole, table = self.prefix + key, self.prefix.removesuffix(".")
        return next((self.lines[name] for name in (whole, self.prefix, table) if name in self.lines), 1)

    def refuse(self, key: str, message: str, hint: str) -> None:
        whole = self.prefix + key
        hiding = next((name for name in _HIDING if whole == name or whole.startswith(f"{name}.")), "")
        self.log.error(self.line(key), f"client-{hiding}" if hiding else VALUE, message, hint)

    def note_unknown(self, known: tuple[str, ...]) -> None:
        for key in self.values:
            if key not in known:
                near = get_close_matches(key[:40], known, n=1)
                hint = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(known)}."
                message = f"The key {shown(key)} is not known and is ignored."
                self.log.warning(self.line(key), "client-unknown-key", message, hint)


def _abbreviations(table: _Table) -> Iterator[tuple[str, str]]:
    """The pairs of `[abbreviations]`: one word each, folded, and what it means."""
    entries = table.values.get("abbreviations", {})
    if not isinstance(entries, dict):
        table.refuse("abbreviations", "“abbreviations” must be a table.", "Begin it with a line [abbreviations].")
        return
    inner = _Table(entries, table.lines, "abbreviations.", table.log)
    for short in entries:
        meaning, words = inner.text(short), [token.folded for token in tokens(short)]
        if len(words) != 1:
            inner.refuse(
                short, f"The abbreviation {shown(short)} is not one word.", 'Write for instance pb = "problème".'
            )
        elif meaning:
            yield words[0], meaning


def _levels(table: _Table) -> Iterator[Level]:
    """The groups of `[[levels]]`; an entry without a usable level or group is left out."""
    entries = table.values.get("levels", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        table.refuse("levels", "“levels” must be a list of tables.", "Begin each with a line [[levels]].")
        return
    known = {name.lower(): name for name in LEVELS}
    for number, entry in enumerate(entries):
        inner = _Table(entry, table.lines, f"levels.{number}.", table.log)
        inner.note_unknown(_LEVEL_KEYS)
        level, group = inner.text("level"), inner.text("group")
        if level.lower() not in known:
            message = f"“level” is {shown(level)}, not one of {', '.join(LEVELS)}."
            inner.refuse("level", message, 'Write for instance level = "N2".')
        if not group:
            inner.refuse("group", "This level has no group.", 'Write group = "the-group".')
        if group and level.lower() in known:
            contact, channel = inner.text("contact"), inner.text("channel")
            delay, facts = inner.minutes("delay_minutes"), inner.texts("facts")
            yield Level(known[level.lower()], group, contact, channel, delay, facts)


def _decoded(data: bytes, log: FaultLog) -> str:
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


def _values(text: str, log: FaultLog) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _AT_LINE.search(message)
        last = text.count("\n") + 1
        line = int(found[1]) if found and found[1] else last
        log.error(line, "client-syntax", f"Not valid TOML: {_AT_LINE.sub('', message)}.", "Texts need double quotes.")
    except RecursionError:
        log.error(1, "client-too-deep", "The file is nested too deeply.", "Use plain keys and [[levels]] tables.")
    return {}


def _key_lines(text: str) -> Iterator[tuple[str, int]]:
    """`name` or `levels.2.group` → line of each key, and `levels.2.` → line of each table. Good enough to point at."""
    prefix, seen = "", 0
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"\s*\[\[\s*levels\s*\]\]", line):
            prefix, seen = f"levels.{seen}.", seen + 1
            yield prefix, number
            if seen == 1:
                yield "levels", number
        elif match := _KEY.match(line):
            yield prefix + next(filter(None, match.groups())), number
        elif match := re.match(r"\s*\[\[?\s*([A-Za-z0-9_-]{1,80})", line):
            prefix = f"{match[1]}."
            yield match[1], number
