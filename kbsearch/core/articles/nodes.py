"""What a front matter is read into: every scalar stays the text that was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written, without its quotes."""

    text: str
    line: int
    plain: bool = True
    """Written without quotes."""
    source: str = field(default="", compare=False)
    """How it stands in the file, to the end of its last line; of YAML without quotes only."""


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping
