"""Everything that cannot be made again, in one file: made while a server runs, checked, and put back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kbsearch import __version__
from kbsearch.app.access import open_access
from kbsearch.core.access.audit import Entry
from kbsearch.core.backups import Manifest
from kbsearch.errors import StateError
from kbsearch.settings import Settings

CALLS_FILE = "calls.db"
CHECKING, RESTORING = "kbsearch-checking-", ".kbsearch-restoring-"
Progress = Callable[[int, int], None]
"""Bytes done, bytes in all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup was found to hold."""

    manifest: Manifest
    calls: int
    events: int
    entries: int
    """Of the audit trail, up to the first that is wrong."""
    trail_trouble: str
    """What is wrong with the trail; empty = nothing. The backup holds it as it was, so it was wrong then."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a restore."""

    checked: Checked
    before: Path | None
    """Where the data folder's former content is now; None when there was none."""


def new_id() -> str:
    """As the audit trail names a backup."""
    return secrets.token_hex(6)


def in_use(settings: Settings) -> AbstractContextManager[None]:
    """Nobody restores into the data folder meanwhile. Raises `StateError` while somebody does."""
    from kbsearch.adapters.stores import data_folder

    return data_folder.in_use(settings.data.resolve())


def require_data(settings: Settings) -> None:
    """Raises `StateError` where there is no data folder: a mistyped one would make an empty backup."""
    if not settings.data.is_dir():
        raise StateError(f"There is no data folder {settings.data}. Name it: --data DIR, or run this where it is.")


def target_of(place: Path, now: datetime) -> Path:
    """The file to write: `place`, or one named after the moment in the folder `place`."""
    return place / f"kbsearch-{_stamp(now)}.backup" if place.is_dir() else place


def make(settings: Settings, target: Path, id: str, now: datetime, progress: Progress) -> Manifest:
    """Back the data folder up into a new file. Raises `BadRequest`, `StateError`; there is no file then."""
    from kbsearch.adapters.stores import backup_file

    require_data(settings)
    stamp = backup_file.Stamp(id, now.isoformat(), __version__)
    return backup_file.make(settings.data.resolve(), target, stamp, progress)


def verify(settings: Settings, backup: Path, progress: Progress) -> Checked:
    """Unpack the backup where temporary files go, check all of it, and remove that. Raises `StateError`."""
    import tempfile

    from kbsearch.adapters.stores.backup_file import unpack
    from kbsearch.adapters.stores.staging import staging

    with staging(Path(tempfile.gettempdir()), CHECKING) as folder:
        manifest = unpack(backup, folder, progress)
        return _check(replace(settings, data=folder), manifest)


def restore(
    settings: Settings, backup: Path, actor: str, now: datetime, *, may_replace: bool, progress: Progress
) -> Restored:
    """Put the backup in the data folder's place, checked before and on the audit trail; or change nothing.

    Raises `StateError` for a damaged or newer backup, for a folder that holds anything unless `may_replace`, and while
    a server has it open.
    """
    from kbsearch.adapters.stores.backup_file import unpack
    from kbsearch.adapters.stores.data_folder import alone, holds_anything, put_in_place
    from kbsearch.adapters.stores.staging import staging, sync_tree

    folder = settings.data.resolve()
    with alone(folder):
        if holds_anything(folder) and not may_replace:
            message = f"{folder} holds something already. --replace keeps it beside under another name"
            raise StateError(f"{message}; or restore to another --data.")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with staging(folder.parent, RESTORING) as aside:
                manifest = unpack(backup, aside, progress)
                checked = _check(replace(settings, data=aside), manifest)
                _account(replace(settings, data=aside), Entry(now.isoformat(), actor, "backup.restore", "done",
                         object=manifest.id, detail=f"made {manifest.made}"))  # fmt: skip
                sync_tree(aside)
                before = put_in_place(aside, folder, _stamp(now))
        except OSError as error:
            message = f"The backup cannot be put in {folder}: {error.strerror or error}. Nothing was replaced."
            raise StateError(message, remedy=f"df -h {folder.parent}") from error
    return Restored(checked, before)


def _check(unpacked: Settings, manifest: Manifest) -> Checked:
    """Open everything as a server would. Raises `StateError` for what it could not use."""
    from kbsearch.adapters.stores.backup_check import check_database, count_calls
    from kbsearch.adapters.stores.calls import SqliteCalls

    for name in manifest.schemas:
        try:
            check_database(unpacked.data / name)
        except StateError as error:
            raise StateError(f"{name} in the backup: {error} Use another backup.") from None
    calls = events = 0
    path = unpacked.data / CALLS_FILE
    if path.exists():
        SqliteCalls(path).close()  # migrated, or refused as a newer version's
        calls, events = count_calls(path)
    entries, trouble = _trail(unpacked)
    return Checked(manifest, calls, events, entries, trouble)


def _trail(unpacked: Settings) -> tuple[int, str]:
    access = open_access(unpacked)
    try:
        _ = access.file  # a newer version's is refused
        verdict = access.verify()
    except StateError as error:
        if "newer kbsearch" in str(error):
            raise
        return 0, str(error)
    finally:
        access.close()
    return verdict.entries, "" if verdict.broken is None else f"entry {verdict.broken}: {verdict.why}"


def _account(unpacked: Settings, entry: Entry) -> None:
    access = open_access(unpacked)
    try:
        access.file.record(entry)
    finally:
        access.close()


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%SZ}"
