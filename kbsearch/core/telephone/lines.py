"""What a client's telephone system says of a call before anybody speaks: the line dialled, and the voice menu; and how
soon somebody is to speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """What one path through the voice menu is about."""

    path: tuple[str, ...]
    """What was chosen, outermost first; not empty."""
    product: str
    """Of the client's articles."""
    lang: str = ""
    """`fr`, `en`, or empty where the choice does not say."""


@dataclass(frozen=True, slots=True)
class ServiceGoal:
    """How soon this client's calls are to be answered, *objectif 80/90*; without values of its own, what the trade
    aims at."""

    percent: int = 80
    """Of the calls answered or abandoned, at least so many are to be answered in time."""
    seconds: int = 90
    """In time: within so many seconds from the queue to the answer."""


USUAL = ServiceGoal()


@dataclass(frozen=True, slots=True)
class Telephone:
    """`[telephone]` of `client.toml`."""

    lines: tuple[str, ...] = ()
    """Of this client alone, as `callers.line_key` writes them: numbers, and names of queues."""
    menu: tuple[MenuEntry, ...] = ()
    service_level: ServiceGoal = USUAL

    def chosen(self, path: Sequence[str]) -> MenuEntry | None:
        """The entry that says most of what was chosen: the longest that `path` begins with; None = no entry does.

        >>> menu = (MenuEntry(("1",), "Caisse"), MenuEntry(("1", "2"), "Terminal"))
        >>> Telephone(menu=menu).chosen(["1", "2", "4"]).product
        'Terminal'
        """
        told = tuple(path)
        fitting = (entry for entry in self.menu if told[: len(entry.path)] == entry.path)
        return max(fitting, key=lambda entry: len(entry.path), default=None)
