"""What a backup says of itself: its manifest, the last thing in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

import msgspec

from kbsearch.core.one_client import is_client_id
from kbsearch.errors import StateError

FORMAT = 2
"""1: everything of a data folder. 2: or one client's part, which is not to be taken for everything."""
CALLS_FILE = "calls.db"
_MANIFEST = re.compile(r"manifest\.([0-9a-f]{64})\.json", re.ASCII)


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the data folder."""

    name: str
    """Below the data folder, with `/` between folders."""
    size: int
    """Bytes."""
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """Everything that is in a backup. A later format may say more; `format` says whether that may be passed over."""

    format: int
    id: str
    """As the audit trail names this backup."""
    made: str
    """ISO 8601, UTC."""
    kbsearch: str
    """The version that made it."""
    files: tuple[Held, ...]
    schemas: Mapping[str, tuple[str, ...]]
    """SQLite file → its migrations, in order."""
    client: str = ""
    """Whose backup this is alone; empty = everything of a data folder."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def files_of(client: str) -> tuple[str, str]:
    """What a backup of this client alone may hold: its calls, and the secret behind the keys of its callers."""
    return CALLS_FILE, f"secrets/{client}.key"


def packed(manifest: Manifest) -> tuple[str, bytes]:
    """Its name, which carries its own SHA-256, and its bytes."""
    body = msgspec.json.encode(manifest)
    return f"manifest.{hashlib.sha256(body).hexdigest()}.json", body


def is_manifest(name: str) -> bool:
    return _MANIFEST.fullmatch(name) is not None


def read(name: str, body: bytes) -> Manifest:
    """Raises `StateError` for a manifest that is not what its name says, or of a later format."""
    found = _MANIFEST.fullmatch(name)
    if found is None or hashlib.sha256(body).hexdigest() != found[1]:
        raise StateError("The backup is damaged: its manifest is not what was written.")
    try:
        format = msgspec.json.decode(body)["format"]
        if format > FORMAT:
            message = f"The backup has format {format} of a newer kbsearch; this one knows {FORMAT}."
            raise StateError(message, remedy="pip install --upgrade kbsearch")
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise StateError(f"The backup's manifest cannot be read: {error}.") from None
    if client := manifest.client:
        held = {file.name for file in manifest.files} | manifest.schemas.keys()
        if not is_client_id(client) or not held <= set(files_of(client)):
            raise StateError("The backup says that it is of one client, and holds more. It was not made by kbsearch.")
    return manifest


def is_safe(name: str) -> bool:
    """Whether a file of this name lies below the folder that it is put into."""
    return not set("\\\0") & set(name) and all(part not in ("", ".", "..") for part in name.split("/"))


def require_same(manifest: Manifest, found: Mapping[str, Held]) -> None:
    """Raises `StateError` naming every file that is missing, changed or not in the manifest."""
    told = {file.name: file for file in manifest.files}
    wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    if wrong:
        raise StateError(f"The backup is damaged: not as they were written: {', '.join(wrong)}. Use another backup.")
