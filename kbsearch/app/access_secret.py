"""The secret behind keys, sessions and the audit trail: made once, and not anew where it was in use."""

from __future__ import annotations

from pathlib import Path

from kbsearch.errors import StateError

ACCESS_FILE = "access.db"
ACCESS_SECRET = ".access.key"  # noqa: S105 - the name of a file
"""Beside the clients' secrets, under a name that no client can have."""
ANCHORS = "audit-anchors.jsonl"


def access_secret(data: Path) -> bytes:
    """The secret below the data folder, made if nothing was made with one yet. Raises `StateError`."""
    from kbsearch.adapters.stores import data_folder
    from kbsearch.adapters.stores.secret_files import read_or_make

    path = data / "secrets" / ACCESS_SECRET
    try:
        data_folder.make(data)  # a command may come before any server
        return read_or_make(path, lost=lambda: _lost(path, data / ACCESS_FILE))
    except OSError as error:
        message = f"The secret behind keys and sessions, {path}, cannot be read or made: {error.strerror}."
        raise StateError(message, remedy=f"ls -l {path.parent}") from error


def _lost(path: Path, file: Path) -> StateError | None:
    """With another secret the trail would look tampered with, and every key would be unknown."""
    if not file.exists():
        return None
    message = (
        f"The secret behind keys, sessions and the audit trail, {path}, is gone, and {file} was made with it: put it "
        "back from a backup. Without one, no key or session of before holds any more, and the trail of before can no "
        f"longer be checked: to start anew, move {file.name} and {ANCHORS} elsewhere, keep them as a record, and make "
        "new keys and accounts."
    )
    return StateError(message, remedy=f"kbsearch backup restore FILE --data {file.parent}-restored")
