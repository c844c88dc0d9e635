"""The bytes of one client's evidence: SHA-256 of what follows, a line end, then MessagePack."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from kbsearch.adapters.snapshots import disk
from kbsearch.core.learning.evidence import Solved
from kbsearch.core.learning.memory import Memory, Trust, solved_symptoms
from kbsearch.core.learning.usual import Usual
from kbsearch.errors import IndexDamaged

SCHEMA = 2
"""Raised when the file changes so that an older kbsearch would misread it."""
READ = (1, SCHEMA)
"""1 always compared whole symptoms: such a memory goes on doing so, as its trust was fitted to that."""


class _File(msgspec.Struct, frozen=True):
    """What stands after the checksum."""

    schema: int
    client: str
    fingerprint: str
    dim: int
    trust: Trust
    rows: list[Solved]
    vectors: bytes
    """`(len(rows), dim)` float32, little endian."""
    store: str = ""
    labels: bytes = b""
    """`(dim,)` float32, little endian: `Usual.labels`; empty = nothing is taken off symptoms."""
    worth: float = 1.0


def read(path: Path, client: str) -> Memory:
    """The client's memory at `path`, named as its file. Raises `IndexDamaged`."""
    try:
        checksum, _, data = disk.read(path).partition(b"\n")
        if hashlib.sha256(data).hexdigest().encode() != checksum:
            raise ValueError("its bytes differ from its checksum")
        return replace(_unpacked(data, client), version=path.name)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise IndexDamaged(
            f"The evidence {path} cannot be used: {error}. Search goes on without.", remedy=f"kbsearch learn {client}"
        ) from error


def packed(memory: Memory) -> bytes:
    vectors = np.ascontiguousarray(memory.vectors, "<f4")
    data = msgspec.msgpack.encode(
        _File(
            SCHEMA,
            memory.client,
            memory.fingerprint,
            vectors.shape[1],
            memory.trust,
            list(memory.rows),
            vectors.tobytes(),
            memory.store,
            *((memory.usual.labels.astype("<f4").tobytes(), memory.usual.worth) if memory.usual else ()),
        )
    )
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def _unpacked(data: bytes, client: str) -> Memory:
    """Raises `ValueError`, or msgspec's."""
    file = msgspec.msgpack.decode(data, type=_File)
    if file.schema not in READ:
        raise ValueError(f"it has schema {file.schema}, this kbsearch reads {SCHEMA}")
    if file.client != client or any(row.client != client for row in file.rows):
        raise ValueError("it is another client's")
    if len(file.vectors) != 4 * file.dim * len(file.rows):
        raise ValueError(f"it holds {len(file.vectors)} bytes of vectors for {len(file.rows)} rows of {file.dim}")
    vectors = _floats(file.vectors).reshape(len(file.rows), file.dim)
    return Memory(
        client, "", file.fingerprint, tuple(file.rows), vectors, file.trust, file.store, _usual(file, vectors)
    )


def _usual(file: _File, vectors: NDArray[np.float32]) -> Usual | None:
    if not file.labels:
        return None
    labels = _floats(file.labels)
    if len(labels) != file.dim or not np.isfinite(labels).all() or not 0 < file.worth <= 1:
        raise ValueError("what it takes off symptoms is no symptom")
    return Usual(labels, labels, file.worth).again(*solved_symptoms(file.rows, vectors))


def _floats(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4").astype(np.float32)
