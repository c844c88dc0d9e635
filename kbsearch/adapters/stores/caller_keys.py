"""One secret per client, and the keys that stand for callers.

Nothing can be read from a key, and keys of two clients cannot be compared.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import threading
from pathlib import Path

from kbsearch.core.callers import DEFAULT_REGION, one_spelling
from kbsearch.errors import StateError

SECRET_BYTES = 32
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

    def key(self, client: str, caller: str, *, region: str = DEFAULT_REGION) -> str:
        """The caller's key: equal for every spelling of one number; empty for a withheld one.

        `client` is a client's id, `region` as for `one_spelling`. Raises `StateError` when the secret can neither be
        read nor made.
        """
        spelling = one_spelling(caller, region=region)
        if not spelling:
            return ""
        return hmac.new(self._secret(client), spelling.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[
            :KEY_CHARS
        ]

    def _secret(self, client: str) -> bytes:
        with self._lock:
            if client not in self._secrets:
                try:
                    self._secrets[client] = _read_or_make(self._folder, client)
                except OSError as error:
                    message = f"The secret of {client} in {self._folder} cannot be read or made: {error.strerror}."
                    raise StateError(message, remedy=f"ls -l {self._folder}") from error
            return self._secrets[client]


def _read_or_make(folder: Path, client: str) -> bytes:
    """The file's content; made whole or not at all, by one process only, on disk before it is used."""
    path = folder / f"{client}.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f".{client}.{secrets.token_hex(8)}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its secret counts
        finally:
            draft.unlink()
        parent = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(parent)
        finally:
            os.close(parent)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        message = f"{path} holds {len(secret)} bytes, not {SECRET_BYTES}: restore it from a backup."
        raise StateError(message, remedy=f"ls -l {path}")
    return secret
