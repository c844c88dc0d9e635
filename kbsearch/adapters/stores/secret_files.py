"""Random secrets, one per file, made when first needed and never made anew where one was in use."""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from kbsearch.adapters.stores.staging import sync
from kbsearch.errors import StateError

SECRET_BYTES = 32


def read_or_make(path: Path, *, lost: Callable[[], StateError | None] = lambda: None) -> bytes:
    """The file's `SECRET_BYTES`; made whole or not at all, by one process only, on disk before it is used.

    `lost`: why none may be made, since something was made with one before; None = nothing was. It is asked first: what
    is made with a secret is made after it, so whoever starts beside us cannot be taken for a loss.

    Raises `OSError`, and `StateError` for a file that is not a secret of ours, or what `lost` says of one that is gone.
    """
    fault = lost()
    if not path.exists():
        if fault is not None:
            raise fault
        _make(path, secrets.token_bytes(SECRET_BYTES))
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        message = f"{path} holds {len(secret)} bytes, not {SECRET_BYTES}: restore it from a backup."
        raise StateError(message, remedy=f"ls -l {path}")
    return secret


def keep(path: Path, secret: bytes) -> bool:
    """Whether the file holds this secret now: one that is there stays as it is. Raises like `read_or_make`."""
    if not path.exists():
        _make(path, secret)
    return hmac.compare_digest(read_or_make(path), secret)


def _make(path: Path, secret: bytes) -> None:
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".{path.stem}.{secrets.token_hex(8)}"
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its secret counts
    finally:
        draft.unlink(missing_ok=True)
    sync(folder)
