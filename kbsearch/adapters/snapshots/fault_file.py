"""What the last build found wrong in a client's articles, beside its generations.

    indexes/<client>/faults.json    replaced whole, under the client's lock, where it differs

It says nothing of when it was written, nor of a commit: others' builds and commits would show in it.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kbsearch.adapters.snapshots import disk
from kbsearch.adapters.snapshots.layout import encode
from kbsearch.core.faults import FoundFaults
from kbsearch.errors import IndexDamaged

FILE = "faults.json"


def keep(folder: Path, found: FoundFaults) -> None:
    """The caller holds the client's lock. Raises `OSError`."""
    path, data = folder / FILE, encode(found)
    if not path.is_file() or path.is_symlink() or disk.read(path) != data:
        disk.replace(path, data)


def read(folder: Path, client: str) -> FoundFaults | None:
    """None where no build has written it yet. Raises `IndexDamaged`, for another client's too."""
    path = folder / FILE
    try:
        found = msgspec.json.decode(disk.read(path), type=FoundFaults)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        raise IndexDamaged(f"{path} cannot be read: {error}.", remedy=f"kbsearch build {client}") from error
    if found.client != client:
        raise IndexDamaged(f"{path} is of another client.", remedy=f"kbsearch build {client}")
    return found
