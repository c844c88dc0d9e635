"""One secret per client, and the keys that stand for callers and agents.

Nothing can be read from a key, and keys of two clients cannot be compared.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from pathlib import Path

from kbsearch.adapters.stores.secret_files import read_or_make
from kbsearch.core.calls.callers import DEFAULT_REGION, one_spelling
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError

KEY_CHARS = 32
"""Hex digits of HMAC-SHA-256 kept: 128 bits, so that two callers never share one by chance."""


class CallerKeys:
    """Secrets in `folder`, one file per client, made when first needed. Any thread, any process may call.

    Deleting a client's file makes its keys meaningless for good: later calls get other keys.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._secrets: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def key(self, client: OneClient, caller: str, *, region: str = DEFAULT_REGION) -> str:
        """The caller's key: equal for every spelling of one number; empty for a withheld one.

        `region`: as for `one_spelling`. Raises `StateError` when the secret can neither be
        read nor made.
        """
        spelling = one_spelling(caller, region=region)
        if not spelling:
            return ""
        return hmac.new(self._secret(client.id), spelling.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[
            :KEY_CHARS
        ]

    def agent_key(self, client: OneClient, account: str) -> str:
        """The key of an account for this client; empty for none. Made with a secret of its own, so that it is no
        caller's, whatever either is called. Raises like `key`."""
        return self.tag(client, "agent", account.encode("utf-8", "replace"))[:KEY_CHARS] if account else ""

    def tag(self, client: OneClient, purpose: str, data: bytes) -> str:
        """Hex HMAC of `data`: meaningless for another client, and for another purpose. Raises like `key`."""
        of_purpose = hmac.new(self._secret(client.id), f"tag {purpose}".encode(), hashlib.sha256).digest()
        return hmac.new(of_purpose, data, hashlib.sha256).hexdigest()

    def _secret(self, client: str) -> bytes:
        with self._lock:
            if client not in self._secrets:
                try:
                    self._secrets[client] = read_or_make(self._folder / f"{client}.key")
                except OSError as error:
                    message = f"The secret of {client} in {self._folder} cannot be read or made: {error.strerror}."
                    raise StateError(message, remedy=f"ls -l {self._folder}") from error
            return self._secrets[client]
