"""A client, as its folder says what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from kbsearch.core.alerts.rules import NO_ALERTS, AlertRules
from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.levels import Holidays, Hours, Level, Trigger
from kbsearch.core.net import NOTHING, Net
from kbsearch.core.telephone.lines import Telephone


@dataclass(frozen=True, slots=True)
class Client:
    """What `client.toml` says. A folder without one is a client with defaults."""

    id: str
    """The folder's name: `[a-z0-9][a-z0-9_-]*`, at most 64 characters."""
    name: str = ""
    trade: str = ""
    lang: str = "fr"
    time_zone: str = "Europe/Paris"
    shared: tuple[str, ...] = ()
    """Categories of `_shared` opted into; `*` = all."""
    abbreviations: tuple[tuple[str, str], ...] = ()
    """`(abbreviation, meaning)` pairs beyond `abbreviations.ABBREVIATIONS`, abbreviation folded."""
    levels: tuple[Level, ...] = ()
    hours: Hours | None = None
    """None = not declared."""
    holidays: Holidays = field(default_factory=Holidays)
    triggers: tuple[Trigger, ...] = ()
    """In the order of the file: the first that fires counts."""
    supervisor: str = ""
    """Whom to tell when no path is left, in words."""
    retention_days: int = 365
    """How long a call is kept after its last event. A year is what the French authority accepted in its norm NS-57."""
    origins: tuple[str, ...] = ()
    """Of the web pages elsewhere that may read this client's answers."""
    telephone: Telephone = field(default_factory=Telephone)
    net: Net = NOTHING
    window: timedelta = WINDOW
    """Within which a later call of the same caller is a call-back, as the client agreed."""
    alerts: AlertRules = NO_ALERTS
