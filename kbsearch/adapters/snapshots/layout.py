"""Names and shapes of what lies in an index folder."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kbsearch.core.model import Article, Chunk
from kbsearch.core.ports import KeywordIndex, VectorIndex, Vectors
from kbsearch.errors import IndexDamaged

SCHEMA = 3
"""Raised when the files change so that an older kbsearch would misread them."""

LOCK, CURRENT, ASIDE = "LOCK", "CURRENT", ".tmp"
REMOVED = ".removed-"
"""What the name of a client's folder that is being removed begins with, so that no client has it."""
MANIFEST, SEAL = "manifest.json", "seal.json"
CLIENT, ARTICLES, CHUNKS = "client.json", "articles.jsonl", "chunks.jsonl"
VECTORS, LABELS, LABEL_CHUNKS = "vectors.faiss", "labels.faiss", "labels.chunks"
ENGLISH = "english.faiss"
"""Only in a plain English base's generations."""
REQUIRED = (CLIENT, ARTICLES, CHUNKS, VECTORS, LABELS, LABEL_CHUNKS)
KEYWORDS = "keywords."
"""What every keyword file's name begins with."""

_GENERATION = re.compile(r"gen-(\d{1,12})-[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Parts:
    """How the two indexes of a generation are written and read; given by the composition root."""

    config: str
    """The settings and versions that decide the files, in words: equal configs and inputs, equal files."""
    write_vectors: Callable[[Vectors], bytes]
    read_vectors: Callable[[Path], VectorIndex]
    write_keywords: Callable[[Sequence[Article], Sequence[Chunk], Path], None]
    """Writes files named `keywords.*` into the folder, nothing else."""
    read_keywords: Callable[[Path], KeywordIndex]


class FileEntry(msgspec.Struct, frozen=True):
    sha256: str
    size: int


class Manifest(msgspec.Struct, frozen=True):
    """`manifest.json`: the same bytes whenever commit, settings and model are the same."""

    schema: int
    client: str
    commit: str
    """The last, of those read, that changed what this is made from; others' commits do not show."""
    config: str
    chunker: str
    fingerprint: str
    dim: int
    content: str
    counts: dict[str, int]
    """`articles`, `chunks`."""
    files: dict[str, FileEntry]
    english: str = ""
    """Fingerprint of the model that made `english.faiss`; empty where there is none."""

    @property
    def size(self) -> int:
        """Bytes of all files named here."""
        return sum(entry.size for entry in self.files.values())


class Seal(msgspec.Struct, frozen=True):
    """`seal.json`, written last: what differs between two publications of the same content."""

    generation: str
    parent: str
    """The generation that was current before, or empty."""
    published: str
    """ISO 8601 in UTC; for people only, nothing is decided by it."""
    manifest: str
    """SHA-256 of `manifest.json`."""
    checksum: str = ""
    """SHA-256 of this file with an empty checksum."""

    def sealed(self) -> Seal:
        """The same with its checksum filled in."""
        bare = msgspec.structs.replace(self, checksum="")
        return msgspec.structs.replace(bare, checksum=hashlib.sha256(encode(bare)).hexdigest())


def encode(value: object) -> bytes:
    """Readable JSON, the same bytes for the same value."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1) + b"\n"


def number(name: str) -> int:
    """The n of `gen-<n>-<rand>`, with or without `.tmp`; 0 for any other name."""
    found = _GENERATION.fullmatch(name.removesuffix(ASIDE))
    return int(found.group(1)) if found else 0


def is_generation(name: str) -> bool:
    """Whether this is the name of a complete generation."""
    return _GENERATION.fullmatch(name) is not None


def generations(folder: Path) -> list[str]:
    """Names of the complete generations in a client's index folder, newest first. Links are not generations.

    Raises `IndexDamaged`.
    """
    found = [name for name in names_in(folder) if is_generation(name) and is_real_folder(folder / name)]
    return sorted(found, key=lambda name: (number(name), name), reverse=True)


def names_in(folder: Path) -> list[str]:
    """What a client's folder holds, in no order; nothing where there is none. Raises `IndexDamaged`."""
    try:
        return [path.name for path in folder.iterdir()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise IndexDamaged(f"{folder} cannot be read: {error.strerror or error}.") from error


def is_link(folder: Path) -> bool:
    """Whether a client's folder is a link to one. Raises `IndexDamaged` where the system does not tell."""
    try:
        return folder.is_symlink()
    except OSError as error:
        raise IndexDamaged(f"{folder} cannot be read: {error.strerror or error}.") from error


def is_real_folder(path: Path) -> bool:
    """A folder itself, not a link to one; not what the system tells nothing of."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def may_be_folder(path: Path) -> bool:
    """Whether this is a folder, or something of which the system does not tell: a client's trouble, not its absence."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
