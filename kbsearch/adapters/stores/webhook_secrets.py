"""The secrets that webhooks are signed with: one file per client beside its other secret, for its owner alone."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from kbsearch.adapters.stores.staging import sync
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError

KEY_BYTES = 32
OVERLAP = timedelta(days=1)
"""How long the one before is signed with too."""


MOST_WAIT_S, TURN_S = 5.0, 0.02
"""For who makes a secret at the same moment, which takes milliseconds."""


class _Key(msgspec.Struct, frozen=True):
    key: bytes
    until: datetime | None = None
    """None = the one in use."""


class WebhookSecrets:
    """Files in `folder`. Any thread, any process may call. Raises `StateError` throughout."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, client: OneClient, now: datetime) -> bytes:
        """A new secret, in use from now on; those before for another day."""
        key = secrets.token_bytes(KEY_BYTES)
        with self._alone(client):
            before = [
                _Key(one.key, now + OVERLAP if one.until is None else one.until)
                for one in self._read(client)
                if one.until is None or one.until > now
            ]
            self._write(client, [_Key(key), *before])
        return key

    def keys(self, client: OneClient, now: datetime) -> tuple[bytes, ...]:
        """Those to sign with, the newest first; none where none was made."""
        return tuple(one.key for one in self._read(client) if one.until is None or one.until > now)

    @contextmanager
    def _alone(self, client: OneClient) -> Iterator[None]:
        """Nobody else changes the secrets meanwhile; the folder is made if there is none, and holds the lock itself."""
        with ExitStack() as held:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                descriptor = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
                held.callback(os.close, descriptor)
                _lock(descriptor)
            except OSError as error:
                raise self._unwritable(client, error) from error
            yield

    def _path(self, client: OneClient) -> Path:
        return self._folder / f"{client.id}.webhook"

    def _read(self, client: OneClient) -> list[_Key]:
        path = self._path(client)
        try:
            return msgspec.json.decode(path.read_bytes(), type=list[_Key])
        except FileNotFoundError:
            return []
        except (OSError, msgspec.MsgspecError) as error:
            message = f"The webhook secrets of {client.id}, {path}, cannot be read: restore them from a backup."
            raise StateError(message, remedy=f"ls -l {path}") from error

    def _write(self, client: OneClient, keys: list[_Key]) -> None:
        path = self._path(client)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
                file.write(msgspec.json.encode(keys))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            sync(self._folder)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise self._unwritable(client, error) from error

    def _unwritable(self, client: OneClient, error: OSError) -> StateError:
        message = f"The webhook secret of {client.id} in {self._folder} cannot be written: {error.strerror}."
        return StateError(message, remedy=f"ls -l {self._folder}")


def _lock(descriptor: int) -> None:
    """Raises `BlockingIOError` where somebody else holds it all the while."""
    until = time.monotonic() + MOST_WAIT_S
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(TURN_S)
