"""What a client's net figures leave out, beside the gross ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Net:
    """`[figures]` of `client.toml`: calls that the hotline could not have solved, as the client agreed. Without any,
    there are no net figures."""

    outcomes: tuple[str, ...] = ()
    """As calls are closed: `known_incident`, `not_for_us`, … A call that names the incident that it was about is a
    `known_incident` too, however it ended: of those `leaves_out` is told both."""
    articles: tuple[str, ...] = ()
    """Ids: a call in which one was used is left out, for instance the one that sends a technician."""

    def __bool__(self) -> bool:
        return bool(self.outcomes or self.articles)

    def leaves_out(self, outcomes: Collection[str], used: Collection[str]) -> bool:
        """A call that ended so, or a contact whose calls did, and in which these articles were used.

        >>> Net(("known_incident",), ("sur-site",)).leaves_out(["resolved"], ["sur-site"])
        True
        """
        return not set(self.outcomes).isdisjoint(outcomes) or not set(self.articles).isdisjoint(used)


NOTHING = Net()
