"""Calls of which more was written are folded again beside a server, so that whoever asks for figures waits for
little."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from kbsearch.app.beside import Beside
from kbsearch.core.figures.table import CallTable, tabulate
from kbsearch.core.one_client import OneClient
from kbsearch.errors import KbsearchError, StateError

if TYPE_CHECKING:
    from kbsearch.app.instance import App

log = logging.getLogger("kbsearch.folding")

EVERY_S = 5.0
AT_ONCE = 2000
"""Calls of one client before the next one's turn comes: a second or less."""
MOST_TO_FOLD = 20_000
"""Calls that somebody who asks for figures waits for: some seconds."""
ALL = sys.maxsize


def table_of(
    kb: App, client: OneClient, since: datetime, until: datetime, *, with_ids: bool = False, most: int = MOST_TO_FOLD
) -> CallTable:
    """This client's calls that began in that time, as figures are counted from them, with what was written so far, and
    with the client's `window`: see `CallNumbers.table`. Raises like `kb.snapshot`, and `StateError` where more than
    `most` calls are to be folded first, as after an import.
    """
    window = kb.snapshot(client).client.window
    if not kb.calls.holds_any():
        return tabulate(client, (), window)
    numbers = kb.calls.numbers
    if not numbers.catch_up(client, most):
        left = numbers.waiting(client)
        raise StateError(f"{left} calls of {client.id} are still to be counted. Ask again in a minute.")
    return replace(numbers.table(client, since, until, with_ids=with_ids), window=window)


def fold_all(kb: App, client: OneClient) -> None:
    """For whoever has time for it, however much was imported."""
    if kb.calls.holds_any():
        kb.calls.numbers.catch_up(client, ALL)


class Folding(Beside):
    """Every few seconds, client by client."""

    def __init__(self, kb: App, *, every_s: float = EVERY_S) -> None:
        super().__init__("folding", first_after_s=every_s, every_s=every_s)
        self._kb = kb

    def run_once(self) -> None:
        """Until nothing is left. What fails is logged, and tried again the next time."""
        try:
            left = self._changed()
            while left and not self.is_stopping:
                left = [one for one in left if not self._folded(OneClient(one))]
        except KbsearchError as error:
            log.warning("calls could not be folded: %s", error)
        except Exception:
            log.exception("calls could not be folded")

    def _folded(self, client: OneClient) -> bool:
        """Whether nothing more is to be done for this client in this round."""
        try:
            return self._kb.calls.numbers.catch_up(client, AT_ONCE)
        except KbsearchError:
            raise
        except Exception:  # what one client's calls throw keeps no other's waiting
            log.exception("calls of %s could not be folded", client.id)
            return True

    def _changed(self) -> list[str]:
        return [*self._kb.calls.numbers.changed()] if self._kb.calls.holds_any() else []
