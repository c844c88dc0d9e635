"""Seals of the audit trail, written down in a file of their own: one JSON object a line, only ever added to.

Copied elsewhere, it shows that the end of a trail was cut off, which the trail alone cannot.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from kbsearch.errors import StateError


class Anchor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One entry's seal."""

    at: str
    """When it was written down; ISO 8601, UTC."""
    seq: int
    seal: str
    """In hex."""


def add_anchor(path: Path, anchor: Anchor) -> None:
    """On disk when it returns, or not there at all. Raises `OSError`."""
    line = msgspec.json.encode(anchor) + b"\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        before = os.fstat(descriptor).st_size
        try:
            while line:  # a disk that gets full takes the beginning of it
                line = line[os.write(descriptor, line) :]
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, before)
            raise
    finally:
        os.close(descriptor)


def read_anchors(path: Path) -> Mapping[int, bytes]:
    """`seq` → seal; nothing where there is no file. Raises `StateError` for a file that was tampered with or torn, or
    that cannot be read."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}.", remedy=f"ls -l {path}") from error
    found: dict[int, bytes] = {}
    for number, line in enumerate(lines, 1):
        try:
            anchor = msgspec.json.decode(line, type=Anchor)
            seal = bytes.fromhex(anchor.seal)
        except (msgspec.DecodeError, ValueError):
            raise StateError(f"Line {number} of {path} is no anchor: restore the file from a backup.") from None
        if found.setdefault(anchor.seq, seal) != seal:
            raise StateError(f"Line {number} of {path} gives entry {anchor.seq} another seal than a line before it.")
    return found
