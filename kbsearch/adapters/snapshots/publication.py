"""Publishing one generation. Killed at any moment, it leaves the last good generation current and the next build able.

Every file is written and synced aside, the manifest and the seal last; the folder is synced, renamed, its parent
synced; it is verified and loaded as a reader would; only then CURRENT is replaced. Names are one more than any
name that is there, so what a crash left behind is never in the way; the next build collects it, under the lock.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kbsearch.adapters.snapshots import content, disk, reading
from kbsearch.adapters.snapshots.layout import (
    ARTICLES,
    ASIDE,
    CHUNKS,
    CLIENT,
    CURRENT,
    ENGLISH,
    KEYWORDS,
    LABEL_CHUNKS,
    LABELS,
    MANIFEST,
    SCHEMA,
    SEAL,
    VECTORS,
    FileEntry,
    Manifest,
    Parts,
    Seal,
    encode,
    generations,
    is_real_folder,
    number,
)
from kbsearch.core.generation import Draft, Published, misplaced
from kbsearch.errors import IndexDamaged, StateError

SPARE_BYTES = 8 << 20
"""Room asked for beyond what the new generation needs."""


class Building:
    """One client's index folder while its lock is held. Made by `SnapshotStore.building`."""

    def __init__(self, folder: Path, client: str, parts: Parts, keep: int) -> None:
        self._folder = folder
        self._client = client
        self._parts = parts
        self._keep = keep
        self._current = ""
        with suppress(IndexDamaged):  # whatever CURRENT holds, the publication replaces it
            self._current = reading.current_name(folder)
        self._collect()
        self.previous: Published | None = None

    @property
    def config(self) -> str:
        """The settings and versions that decide the files."""
        return self._parts.config

    def read_previous(self) -> None:
        """Let `previous` be the current generation, if there is one and it is whole; a damaged one is no help."""
        if self._current:
            with suppress(IndexDamaged):
                self.previous = reading.published(reading.verify(self._folder / self._current, self._client))

    def publish(self, draft: Draft) -> str:
        """Make `draft` current and return its generation. Raises `StateError`; the old one then stays current."""
        if draft.client.id != self._client:
            raise ValueError(f"A draft of {draft.client.id!r} cannot be published as {self._client!r}.")
        if why := misplaced(self._client, draft.articles, draft.chunks):
            raise ValueError(f"Nothing was published for {self._client!r}: {why}.")
        if draft.vectors.shape[0] != len(draft.chunks):
            raise ValueError(f"{draft.vectors.shape[0]} vectors were given for {len(draft.chunks)} chunks.")
        if draft.labels.shape[0] != len(draft.label_chunks):
            raise ValueError(f"{draft.labels.shape[0]} label vectors were given for {len(draft.label_chunks)} labels.")
        if draft.english is not None and draft.english.shape[0] != len(draft.chunks):
            raise ValueError(f"{draft.english.shape[0]} English vectors were given for {len(draft.chunks)} chunks.")
        try:
            self._check_room(draft)
            return self._publish(draft)
        except (OSError, RuntimeError) as error:  # RuntimeError: what FAISS throws
            raise StateError(
                f"The index of {self._client!r} cannot be written to {self._folder}: {error}. "
                "What was published before is still served."
            ) from error

    def _publish(self, draft: Draft) -> str:
        name = f"gen-{self._next_number()}-{secrets.token_hex(4)}"
        aside, target = self._folder / (name + ASIDE), self._folder / name
        try:
            aside.mkdir()
            self._write(draft, name, aside)
            disk.rename(aside, target)
            reading.load(reading.verify(target, self._client), self._parts)
            disk.replace(self._folder / CURRENT, f"{name}\n".encode())
        except BaseException:
            # Only what no reader can see yet. Once renamed, CURRENT may name it even if syncing CURRENT failed: an
            # orphan is left to the next build, which knows.
            shutil.rmtree(aside, ignore_errors=True)
            raise
        self._current = name
        self._collect()
        return name

    def _write(self, draft: Draft, name: str, folder: Path) -> None:
        disk.write(folder / CLIENT, content.write_client(draft.client))
        disk.write(folder / ARTICLES, content.write_lines(draft.articles))
        disk.write(folder / CHUNKS, content.write_lines(draft.chunks))
        disk.write(folder / VECTORS, self._parts.write_vectors(draft.vectors))
        if draft.english is not None:
            disk.write(folder / ENGLISH, self._parts.write_vectors(draft.english))
        disk.write(folder / LABELS, self._parts.write_vectors(draft.labels))
        disk.write(folder / LABEL_CHUNKS, content.write_rows(draft.label_chunks))
        self._parts.write_keywords(draft.articles, draft.chunks, folder)
        for path in folder.glob(f"{KEYWORDS}*"):
            disk.sync(path)
        manifest = encode(self._manifest(draft, folder))
        disk.write(folder / MANIFEST, manifest)
        seal = Seal(
            generation=name,
            parent=self._current,
            published=datetime.now(UTC).isoformat(timespec="seconds"),
            manifest=hashlib.sha256(manifest).hexdigest(),
        )
        disk.write(folder / SEAL, encode(seal.sealed()))
        disk.sync(folder)

    def _manifest(self, draft: Draft, folder: Path) -> Manifest:
        files = {path.name: FileEntry(*disk.fingerprint(path)) for path in sorted(folder.iterdir())}
        return Manifest(
            schema=SCHEMA,
            client=self._client,
            commit=draft.commit,
            config=self._parts.config,
            chunker=draft.chunker,
            fingerprint=draft.fingerprint,
            dim=int(draft.vectors.shape[1]),
            content=draft.content,
            counts={"articles": len(draft.articles), "chunks": len(draft.chunks)},
            files=files,
            english=draft.english_fingerprint,
        )

    def _next_number(self) -> int:
        """One more than any number in use, by whatever kind of entry, so that a leftover is never in the way."""
        return max([number(self._current), *(number(path.name) for path in self._folder.iterdir())]) + 1

    def _check_room(self, draft: Draft) -> None:
        last = self._folder / self._current if self._current else None
        arrays = (draft.vectors, draft.labels, draft.english)
        size = sum(rows.nbytes for rows in arrays if rows is not None) + sum(len(chunk.text) for chunk in draft.chunks)
        if last is not None and is_real_folder(last):
            size = max(size, sum(path.lstat().st_size for path in last.iterdir()))
        needed, free = 2 * size + SPARE_BYTES, disk.free_bytes(self._folder)
        if free < needed:
            raise StateError(
                f"The index of {self._client!r} needs {needed >> 20} MB in {self._folder}, {free >> 20} MB are free. "
                "Make room, then build again; what was published before is still served."
            )

    def _collect(self) -> None:
        """Remove what no reader may want: half-written folders, whole ones that never became current, and old ones.

        What cannot be removed stays, and is in nobody's way: its number is not given again.
        """
        half = [path for path in self._folder.iterdir() if path.name.endswith(ASIDE) and number(path.name)]
        whole = generations(self._folder)
        newest = number(self._current)
        never_current = [name for name in whole if newest and number(name) > newest]
        kept = [name for name in whole if name not in never_current][: self._keep]
        gone = [(path, path) for path in half]
        gone += [(self._folder / name, self._folder / (name + ASIDE)) for name in whole if name not in kept]
        for path, aside in gone:
            with suppress(OSError):
                disk.remove_folder(path, aside)
