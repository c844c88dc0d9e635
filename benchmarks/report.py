"""What a run found: rows of goal and measured value, as JSON and as a Markdown table."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.measure import Spread, load


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    part: str
    what: str
    measured: str
    goal: str = ""
    met: bool | None = None
    """None = there is no goal, the figure is for information."""
    load: str = ""


def row(part: str, what: str, measured: object, goal: str = "", *, met: bool | None = None) -> Row:
    return Row(part, what, str(measured), goal, met, load())


def at_most(part: str, what: str, found: Spread | float, limit: float | None, unit: str = "") -> Row:
    """A row whose middle value must not be above `limit`, if there is one."""
    met = None if limit is None else _middle(found) <= limit
    return row(part, what, f"{_shown(found)} {unit}".strip(), _goal("≤", limit, unit), met=met)


def at_least(part: str, what: str, found: Spread | float, limit: float | None, unit: str = "") -> Row:
    """A row whose middle value must not be below `limit`, if there is one."""
    met = None if limit is None else _middle(found) >= limit
    return row(part, what, f"{_shown(found)} {unit}".strip(), _goal("≥", limit, unit), met=met)


def _middle(found: Spread | float) -> float:
    return found.middle if isinstance(found, Spread) else found


def _shown(found: Spread | float) -> str:
    return str(found) if isinstance(found, Spread) else f"{found:.3g}"


def _goal(sign: str, limit: float | None, unit: str) -> str:
    return "" if limit is None else f"{sign} {limit:g} {unit}".strip()


def markdown(rows: Sequence[Row]) -> str:
    """The table, one line per row; spreads are min–median–max over the rounds."""
    lines = ["| part | what | goal | measured | |", "|---|---|---|---|---|"]
    marks = {True: "met", False: "**missed**", None: ""}
    lines += [f"| {r.part} | {r.what} | {r.goal} | {r.measured} | {marks[r.met]} |" for r in rows]
    return "\n".join(lines)


def write(path: Path, rows: Sequence[Row], facts: dict[str, Any]) -> None:
    """The whole run as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **facts, "rows": [asdict(r) for r in rows]}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
