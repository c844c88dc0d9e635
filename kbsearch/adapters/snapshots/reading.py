"""Opening one generation: every byte is compared with the manifest before anything is believed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kbsearch.adapters.snapshots import content, disk
from kbsearch.adapters.snapshots.layout import (
    ARTICLES,
    CHUNKS,
    CLIENT,
    CURRENT,
    ENGLISH,
    KEYWORDS,
    LABEL_CHUNKS,
    LABELS,
    MANIFEST,
    REQUIRED,
    SCHEMA,
    SEAL,
    VECTORS,
    Manifest,
    Parts,
    Seal,
    encode,
    is_generation,
    is_real_folder,
)
from kbsearch.core.client import Client
from kbsearch.core.generation import Published, misplaced
from kbsearch.core.model import Article, Chunk
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class Verified:
    """A generation whose files are what its manifest says."""

    folder: Path
    manifest: Manifest
    seal: Seal

    @property
    def name(self) -> str:
        return self.seal.generation


def current_name(folder: Path) -> str:
    """The generation that CURRENT names; empty when there is no CURRENT. Raises `IndexDamaged`; links are refused."""
    path = folder / CURRENT
    try:
        name = disk.read(path).decode("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(f"{path} cannot be read, or is a link: {error}.") from error
    if not is_generation(name):
        raise IndexDamaged(f"{path} holds {name[:80]!r}, which is not the name of a generation.")
    return name


def verify(folder: Path, client: str) -> Verified:
    """Compare every file of one generation with its manifest. Raises `IndexDamaged` that names the file."""
    if not is_real_folder(folder):
        raise IndexDamaged(f"{folder} is missing, or is a link and not a folder.")
    manifest, seal = _manifest(folder), read_seal(folder)
    if seal.generation != folder.name:
        raise IndexDamaged(f"{folder} holds the generation {seal.generation!r}; it was renamed or copied.")
    if manifest.client != client:
        raise IndexDamaged(f"{folder} holds an index of the client {manifest.client!r}, not of {client!r}.")
    required = (*REQUIRED, ENGLISH) if manifest.english else REQUIRED
    missing = [name for name in required if name not in manifest.files]
    if missing or not any(name.startswith(KEYWORDS) for name in manifest.files):
        raise IndexDamaged(f"{folder / MANIFEST} does not list {', '.join(missing) or KEYWORDS + '*'}.")
    for name, expected in manifest.files.items():
        if "/" in name or name in (".", ".."):
            raise IndexDamaged(f"{folder / MANIFEST} names a file outside its folder: {name!r}.")
        found = _fingerprint(folder / name)
        if found != (expected.sha256, expected.size):
            raise IndexDamaged(
                f"{folder / name} is damaged: {found[1]} bytes, SHA-256 {found[0][:12]}; "
                f"{expected.size} bytes, {expected.sha256[:12]} expected."
            )
    return Verified(folder, manifest, seal)


def published(found: Verified) -> Published:
    """What the next build wants to know of this generation. Raises `IndexDamaged`."""
    _, articles, chunks = _content(found)
    manifest = found.manifest
    return Published(
        generation=found.name,
        commit=manifest.commit,
        fingerprint=manifest.fingerprint,
        chunker=manifest.chunker,
        content=manifest.content,
        articles=articles,
        chunks=chunks,
    )


def load(found: Verified, parts: Parts) -> Snapshot:
    """The whole generation in memory. Raises `IndexDamaged` when its parts do not fit each other."""
    client, articles, chunks = _content(found)
    try:
        vectors = parts.read_vectors(found.folder / VECTORS)
        labels = parts.read_vectors(found.folder / LABELS)
        label_chunks = content.read_rows(_bytes(found.folder / LABEL_CHUNKS))
        english = parts.read_vectors(found.folder / ENGLISH) if found.manifest.english else None
        keywords = parts.read_keywords(found.folder)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise IndexDamaged(f"{found.folder} cannot be loaded: {error}.") from error
    if len(vectors) != len(chunks):
        raise IndexDamaged(f"{found.folder} holds {len(chunks)} chunks and {len(vectors)} vectors.")
    if english is not None and len(english) != len(chunks):
        raise IndexDamaged(f"{found.folder} holds {len(chunks)} chunks and {len(english)} English vectors.")
    if len(labels) != len(label_chunks) or not all(0 <= row < len(chunks) for row in label_chunks):
        raise IndexDamaged(f"{found.folder} holds {len(labels)} labels that do not lead to its chunks.")
    return Snapshot(
        client=client,
        generation=found.name,
        commit=found.manifest.commit,
        fingerprint=found.manifest.fingerprint,
        articles=articles,
        chunks=chunks,
        vectors=vectors,
        labels=labels,
        label_chunks=label_chunks,
        keywords=keywords,
        english=english,
        english_fingerprint=found.manifest.english,
    )


def _manifest(folder: Path) -> Manifest:
    data = _bytes(folder / MANIFEST)
    try:
        schema = msgspec.json.decode(data, type=dict[str, object]).get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise IndexDamaged(
                f"{folder} was written by a newer kbsearch: schema {schema}, this one reads {SCHEMA}. "
                "Upgrade kbsearch, or build the index again."
            )
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise IndexDamaged(f"{folder / MANIFEST} is damaged: {error}.") from error
    if manifest.schema != SCHEMA:
        message = f"{folder} was written by an older kbsearch: schema {manifest.schema}, this one reads {SCHEMA}."
        raise IndexDamaged(message, remedy="kbsearch build")
    return manifest


def read_seal(folder: Path) -> Seal:
    """What one generation says of its publication. Raises `IndexDamaged` unless that and its manifest are whole."""
    data = _bytes(folder / SEAL)
    try:
        seal = msgspec.json.decode(data, type=Seal)
    except msgspec.MsgspecError as error:
        raise IndexDamaged(f"{folder / SEAL} is damaged: {error}.") from error
    if encode(seal.sealed()) != data:
        raise IndexDamaged(f"{folder / SEAL} is damaged: its checksum is not right.")
    if hashlib.sha256(_bytes(folder / MANIFEST)).hexdigest() != seal.manifest:
        raise IndexDamaged(f"{folder / MANIFEST} is damaged: its SHA-256 is not the one in {SEAL}.")
    return seal


def _content(found: Verified) -> tuple[Client, tuple[Article, ...], tuple[Chunk, ...]]:
    folder, counts = found.folder, found.manifest.counts
    try:
        client = content.read_client(_bytes(folder / CLIENT))
        articles = content.read_articles(_bytes(folder / ARTICLES))
        chunks = content.read_chunks(_bytes(folder / CHUNKS))
    except msgspec.MsgspecError as error:
        raise IndexDamaged(f"{folder} cannot be read by this version: {error}.") from error
    if client.id != found.manifest.client or counts != {"articles": len(articles), "chunks": len(chunks)}:
        raise IndexDamaged(f"{folder} holds other articles or another client than its manifest says.")
    if why := misplaced(client.id, articles, chunks):
        raise IndexDamaged(f"{folder} is refused: {why}.")
    return client, articles, chunks


def _bytes(path: Path) -> bytes:
    try:
        return disk.read(path)
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror or error}.") from error


def _fingerprint(path: Path) -> tuple[str, int]:
    try:
        return disk.fingerprint(path)
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror or error}.") from error
