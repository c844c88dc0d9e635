"""Everything that cannot be made again, or what is one client's of it, in one file: made while a server runs, checked,
and put back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kbsearch import __version__
from kbsearch.app.access import open_access
from kbsearch.core.access.audit import Act, Action, Entry
from kbsearch.core.backups import CALLS_FILE, Manifest, files_of
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.adapters.stores.backup_check import Counted
    from kbsearch.adapters.stores.client_rows import Added

CHECKING, RESTORING = "kbsearch-checking-", ".kbsearch-restoring-"
Progress = Callable[[int, int], None]
"""Bytes done, bytes in all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a backup was found to hold."""

    manifest: Manifest
    held: Counted
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


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of a restore of one client."""

    checked: Checked
    added: Added


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


def target_of(place: Path, now: datetime, client: str = "") -> Path:
    """The file to write: `place`; in a folder, one named after the moment, and the client if it is of one alone.

    Raises `StateError` for a name that may be meant for a folder that is not there.
    """
    if place.is_dir():
        return place / f"{'-'.join(filter(None, ('kbsearch', client, _stamp(now))))}.backup"
    if not place.suffix:
        raise StateError(
            f"There is no folder {place}. Make it, or name a file: {place}.backup", remedy=f"mkdir {place}"
        )
    return place


def make(settings: Settings, target: Path, id: str, now: datetime, progress: Progress) -> Manifest:
    """Back the data folder up into a new file. Raises `BadRequest`, `StateError`; there is no file then."""
    from kbsearch.adapters.stores import backup_file

    require_data(settings)
    stamp = backup_file.Stamp(id, now.isoformat(), __version__)
    return backup_file.make(settings.data.resolve(), target, stamp, progress)


def make_client(
    client: OneClient, settings: Settings, target: Path, id: str, now: datetime, progress: Progress
) -> Manifest:
    """Back up what is this client's alone: calls, incidents, replies, and the secret behind the keys of its callers.

    Raises like `make`, and `NotFound` where nothing of it is kept.
    """
    from kbsearch.adapters.stores import backup_file
    from kbsearch.adapters.stores.calls import SqliteCalls
    from kbsearch.adapters.stores.data_folder import require_unlinked

    require_data(settings)
    require_unlinked(settings.data, files_of(client.id))
    if (settings.data / CALLS_FILE).exists():
        SqliteCalls(settings.data / CALLS_FILE).close()  # migrated, or refused as a newer version's
    stamp = backup_file.Stamp(id, now.isoformat(), __version__)
    return backup_file.make_client(client, settings.data.resolve(), target, stamp, progress)


def owner(backup: Path) -> str:
    """Whose backup it says that it is alone; empty = everything. Raises `StateError`."""
    from kbsearch.adapters.stores.backup_file import manifest_of

    return manifest_of(backup).client


def trail_trouble(settings: Settings) -> str:
    """What is wrong with the audit trail as it is now; empty = nothing."""
    return _trail(settings)[1]


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
                _require_owner(manifest, "")
                checked = _check(replace(settings, data=aside), manifest)
                _account(replace(settings, data=aside), Entry(now.isoformat(), actor, Action.BACKUP_RESTORE, "done",
                         object=manifest.id, detail=f"made {manifest.made}"))  # fmt: skip
                sync_tree(aside)
                before = put_in_place(aside, folder, _stamp(now))
        except OSError as error:
            message = f"The backup cannot be put in {folder}: {error.strerror or error}. Nothing was replaced."
            raise StateError(message, remedy=f"df -h {folder.parent}") from error
    return Restored(checked, before)


def restore_client(
    client: OneClient, settings: Settings, backup: Path, actor: str, now: datetime, progress: Progress
) -> Joined:
    """Add a backup of this client to the data folder, made if there is none: all that is not there yet, or nothing.

    Checked before, and on the audit trail; a second time changes nothing. Raises `StateError` for a damaged or newer
    backup, for one that contradicts what is there, and while a server has the folder open.
    """
    from kbsearch.adapters.stores.backup_file import unpack
    from kbsearch.adapters.stores.client_rows import add_rows
    from kbsearch.adapters.stores.data_folder import alone, require_unlinked
    from kbsearch.adapters.stores.staging import staging, sync

    folder = settings.data.resolve()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with staging(folder.parent, RESTORING) as aside:
            manifest = unpack(backup, aside, progress)
            _require_owner(manifest, client.id)
            checked = _check(replace(settings, data=aside), manifest)
            folder.mkdir(exist_ok=True, mode=0o700)
            act = Act(actor, Action.BACKUP_RESTORE, client.id, manifest.id, now)
            with alone(folder), closing(open_access(settings)) as access, access.audited(act):
                calls, secret = files_of(client.id)
                require_unlinked(folder, (calls, secret))
                added = add_rows(client, aside / calls, folder / calls, lambda: _keep_secret(aside, folder, secret))
                sync(folder)
                sync(folder.parent)
    except OSError as error:
        message = f"The backup cannot be added to {folder}: {error.strerror or error}. No call was added."
        raise StateError(message, remedy=f"df -h {folder.parent}") from error
    return Joined(checked, added)


def _require_owner(manifest: Manifest, client: str) -> None:
    if manifest.client != client:
        wanted = f"the client {client} alone" if client else "everything"
        raise StateError(f"This is no backup of {wanted}. Use another.")


def _keep_secret(unpacked: Path, folder: Path, name: str) -> None:
    """Put the backup's there where there is none. Raises `StateError` where there is another."""
    from kbsearch.adapters.stores.secret_files import keep, read_or_make

    if (unpacked / name).exists() and not keep(folder / name, read_or_make(unpacked / name)):
        raise StateError(
            f"{folder / name} is another secret than the backup's: no caller in the one would be known in the other. "
            "Nothing was added. Restore to another --data; or move that file away first: those who called since the "
            "backup will not be known again."
        )


def _check(unpacked: Settings, manifest: Manifest) -> Checked:
    """Open everything as a server would. Raises `StateError` for what it could not use."""
    try:
        return _checked(unpacked, manifest)
    except StateError as error:  # where it was unpacked means nothing to anybody
        raise StateError(str(error).replace(f"{unpacked.data}/", "The backup's ")) from error


def _checked(unpacked: Settings, manifest: Manifest) -> Checked:
    from kbsearch.adapters.stores.backup_check import Counted, check_database, count_calls
    from kbsearch.adapters.stores.calls import SqliteCalls
    from kbsearch.adapters.stores.client_rows import require_only

    for name in manifest.schemas:
        try:
            check_database(unpacked.data / name)
        except StateError as error:
            raise StateError(f"{name} in the backup: {error} Use another backup.") from None
    path, held = unpacked.data / CALLS_FILE, Counted()
    if path.exists() or manifest.client:  # one that holds a secret alone gets an empty one
        SqliteCalls(path).close()  # migrated, or refused as a newer version's
        held = count_calls(path)
    if manifest.client:
        require_only(manifest.client, path)
        return Checked(manifest, held, 0, "")
    entries, trouble = _trail(unpacked)
    return Checked(manifest, held, entries, trouble)


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
