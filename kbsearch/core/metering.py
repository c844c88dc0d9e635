"""What operators see of a running server: totals alone, and nothing of any client, of anybody, or of what was asked.

Every name that is counted under is one of the program's own, so that nobody's words can become one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from kbsearch.core.model import AnswerState, Mode

Reason = Literal[
    "rate-limited",
    "busy",
    "not-ready",
    "index-missing",
    "index-damaged",
    "model-missing",
    "model-mismatch",
    "build-busy",
]
"""Why somebody was told to come back later (429, 503)."""
REASONS: tuple[Reason, ...] = get_args(Reason)
Health = Literal["sound", "fallback", "unserved", "mismatched"]
"""How a client is served: as it was built last; from an older generation; not at all; not, for it wants another model.
The last is counted beside the first two."""


class Meter(Protocol):
    """Counts since the server started. Any thread may call; nothing raises."""

    def answered(self, operation: str, status: str, took_s: float | None) -> None:
        """One request, by the name of the route and the HTTP status. `took_s`: until its answer began; None = none
        did."""

    def refused(self, reason: Reason) -> None:
        """One of those, for this reason."""

    def searched(self, mode: Mode, state: AnswerState) -> None:
        """One answer to a search."""

    def text(self) -> bytes:
        """All of it with what stands at this moment, in Prometheus' text format 0.0.4."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is not counted but looked up, whenever somebody reads."""

    in_hand: int
    """Searches let in and not answered yet."""
    violations: int | None
    """How often, ever, work for one client met another's things and was refused; None while that cannot be read."""
    newest_age_s: float | None
    """Since the newest generation of any client was published; None where nothing was."""
    clients: Mapping[Health, int]
