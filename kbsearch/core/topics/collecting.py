"""Calls → their different symptoms, and back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kbsearch.core.calls.call import Call
from kbsearch.core.figures.levels import is_handled
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.text import fold
from kbsearch.core.topics.wording import words_of


class Symptoms:
    """What one client's handled calls are about, each wording once, however it is accented."""

    def __init__(self, client: OneClient, calls: Iterable[Call] = ()) -> None:
        self._client = client
        self._calls: dict[str, list[str]] = defaultdict(list)
        self._wordings: dict[str, str] = {}
        for call in calls:
            self.add(call)

    def add(self, call: Call) -> None:
        """Raises `ScopeViolation` for a call of another client."""
        require_own(self._client, (call.client,))
        if is_handled(call) and (words := words_of(call)):
            key = fold(words)
            self._wordings.setdefault(key, words)
            self._calls[key].append(call.id)

    @property
    def wordings(self) -> Sequence[str]:
        """As they came first, redacted; those of most calls first, then by when they came first."""
        return [self._wordings[key] for key in self._by_calls()]

    @property
    def calls(self) -> Sequence[Sequence[str]]:
        """Of each of `wordings`, the ids of its calls, in the order in which they were given."""
        return [self._calls[key] for key in self._by_calls()]

    def _by_calls(self) -> list[str]:
        return sorted(self._calls, key=lambda key: -len(self._calls[key]))
