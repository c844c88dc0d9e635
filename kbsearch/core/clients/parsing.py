"""`client.toml` → Client, or everything wrong with the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from kbsearch.core.client import Client
from kbsearch.core.clients import alerts, figures, opening, origins, rotas, telephone, triggers
from kbsearch.core.clients.table import MOST_BYTES, VALUE, Table, decoded, key_lines, values_of
from kbsearch.core.duty.moments import zone_of
from kbsearch.core.faults import UNREADABLE, FaultLog, shown
from kbsearch.core.levels import LEVELS, Hours, Level, OwnHours
from kbsearch.core.model import SHARED, Fault, Severity
from kbsearch.core.ports import SourceFile
from kbsearch.core.text import NEWLINE, as_typed, tokens

FILE = "client.toml"
CALENDAR = ".ics"
"""How the name of a file beside `client.toml` ends that a level's `ical` may name."""

_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_DEFAULT_ZONE = "Europe/Paris"
_KEYS = (
    "name", "trade", "lang", "time_zone", "shared", "abbreviations", "hours", "holidays", "levels", "triggers",
    "supervisor", "retention_days", "api", "telephone", "figures", "alerts",
)  # fmt: skip
_LEVEL_KEYS = (
    "level", "group", "contact", "channel", "delay_minutes", "delays", "facts", "always", "hours", "shifts",
    "overrides", "ical", "name",
)  # fmt: skip


def stops_build(fault: Fault, client: str) -> bool:
    """Whether a fault may hide articles or groups, so that an index made despite it would mislead.

    That is any error of `client.toml` but a value of a key that `table.HIDING` does not name, which gets its default
    and hides nothing; and a whole folder that cannot be read, the client's or the shared one.
    """
    if fault.path in (client, SHARED):
        return fault.code == UNREADABLE
    return fault.path == f"{client}/{FILE}" and fault.severity is Severity.ERROR and fault.code != VALUE


def parse(
    source: SourceFile, owner: str, calendars: Mapping[str, bytes] | None = None
) -> tuple[Client, tuple[Fault, ...]]:
    """The client as far as it can be read, and everything wrong with its file. A faulty value gets its default.

    `calendars`: the iCalendar files beside it, by name.
    """
    log = FaultLog(f"{owner}/{source.path}")
    text = decoded(source.data, log)
    table = Table(values_of(text, log), dict(key_lines(text)), "", log)
    table.note_unknown(_KEYS)
    lang = table.text("lang")
    if lang not in ("", "fr", "en"):
        table.refuse("lang", f"“lang” is {shown(lang)}, not fr or en.", 'Write lang = "fr".')
        lang = ""
    levels, holidays = tuple(_levels(table, calendars or {})), opening.holidays(table)
    client = Client(
        id=owner,
        name=table.text("name"),
        trade=table.text("trade"),
        lang=lang or "fr",
        time_zone=_zone(table),
        shared=tuple(map(as_typed, table.texts("shared"))),
        abbreviations=tuple(_abbreviations(table)),
        levels=levels,
        hours=opening.week(table, "hours"),
        holidays=holidays,
        triggers=tuple(triggers.read(table, levels)),
        supervisor=table.text("supervisor"),
        retention_days=table.days("retention_days", Client(owner).retention_days),
        origins=origins.read(table),
        telephone=telephone.read(table, holidays),
        net=figures.read(table),
        window=figures.read_window(table),
        alerts=alerts.read(table),
    )
    return client, log.all()


def key_line(source: SourceFile, key: str) -> int:
    """Line of a key of `client.toml`, `levels.0.` for the first level; 1 if it is not there."""
    return dict(key_lines(source.data[:MOST_BYTES].decode("utf-8", "replace"))).get(key, 1)


def group_line(source: SourceFile, group: str) -> int:
    """Line of the `[[levels]]` entry of a group, 1 if there is none."""
    lines = dict(key_lines(source.data[:MOST_BYTES].decode("utf-8", "replace")))
    found = (place for place, level in enumerate(_written(source)) if level.get("group") == group)
    return lines.get(f"levels.{next(found, -1)}.", 1)


def calendar_of(source: SourceFile, group: str) -> str:
    """The file that the `ical` of a group names, be it there and sound or not; empty if it names none."""
    return str(next((level.get("ical", "") for level in _written(source) if level.get("group") == group), ""))


def calendars_named(source: SourceFile) -> frozenset[str] | None:
    """Every file that a level's `ical` names; None where the file cannot be read."""
    return None if _tables(source) is None else frozenset(str(level.get("ical", "")) for level in _written(source))


def _written(source: SourceFile) -> list[Mapping[str, Any]]:
    """The tables of `[[levels]]`, at their places, as they stand in the file; none of a file that is no TOML."""
    levels = (_tables(source) or {}).get("levels", [])
    return [level if isinstance(level, dict) else {} for level in levels] if isinstance(levels, list) else []


def _tables(source: SourceFile) -> dict[str, Any] | None:
    try:
        return tomllib.loads(NEWLINE.sub("\n", source.data[:MOST_BYTES].decode("utf-8", "replace")))
    except (ValueError, RecursionError):
        return None


def _zone(table: Table) -> str:
    zone = table.text("time_zone")
    hint = 'Write for instance time_zone = "Europe/Paris".'
    if zone and not _ZONE.fullmatch(zone):
        table.refuse("time_zone", f"“time_zone” is {shown(zone)}, not the name of a time zone.", hint)
        return _DEFAULT_ZONE
    if zone and zone_of(zone) is None:
        table.log.error(table.line("time_zone"), "time-zone", f"{shown(zone)} is not a known time zone.", hint)
        return _DEFAULT_ZONE
    return zone or _DEFAULT_ZONE


def _abbreviations(table: Table) -> Iterator[tuple[str, str]]:
    """The pairs of `[abbreviations]`: one word each, folded, and what it means. `m365` is one, with parts in it."""
    inner = table.child("abbreviations")
    if inner is None:
        return
    for short in inner.values:
        meaning, words = inner.text(short), [token for token in tokens(short) if not token.is_code]
        if not words or any(word.end > words[0].end for word in words):
            inner.refuse(
                short, f"The abbreviation {shown(short)} is not one word.", 'Write for instance pb = "problème".'
            )
        elif meaning:
            yield words[0].folded, meaning


def _levels(table: Table, calendars: Mapping[str, bytes]) -> Iterator[Level]:
    """The groups of `[[levels]]`; an entry without a usable level or group is left out."""
    known = {name.lower(): name for name in LEVELS}
    groups: set[str] = set()
    for inner in table.children("levels"):
        inner.note_unknown(_LEVEL_KEYS)
        level, group = inner.text("level"), inner.text("group")
        if level.lower() not in known:
            message = f"“level” is {shown(level)}, not one of {', '.join(LEVELS)}."
            inner.refuse("level", message, 'Write for instance level = "N2".')
        if not group:
            inner.refuse("group", "This level has no group.", 'Write group = "the-group".')
        elif group in groups:
            message = f"The group {shown(group)} is declared twice; the first one counts."
            inner.refuse("group", message, "Give each [[levels]] entry a group of its own.")
        elif level.lower() in known:
            groups.add(group)
            yield Level(
                level=known[level.lower()],
                group=group,
                contact=inner.text("contact"),
                channel=inner.text("channel"),
                delay_minutes=inner.minutes("delay_minutes"),
                facts=inner.texts("facts"),
                delays=triggers.delays(inner),
                hours=_own_hours(inner),
                rota=rotas.read(inner, calendars),
                name=inner.text("name"),
            )


def _own_hours(level: Table) -> OwnHours:
    if level.flag("always"):
        if "hours" in level.values:
            level.refuse("always", "“always” and “hours” exclude each other.", "Keep one of the two.")
        return "always"
    match level.values.get("hours"):
        case None | "client":
            return "client"
        case "outside":
            return "outside"
        case "always":
            return "always"
        case str() as word:
            message = f"“hours” is {shown(word)}, not client, outside or always."
            level.refuse("hours", message, "Write one of the three, or a table of weekdays.")
            return "client"
    own: Hours | None = opening.week(level, "hours")
    return own or "client"
