"""Generations on disk: published atomically, verified before they are served.

    indexes/<client>/LOCK                     held by the one process that builds this client
    indexes/<client>/CURRENT                  name of the generation to serve
    indexes/<client>/gen-<n>-<rand>/          one generation, never edited once it has this name
        client.json articles.jsonl chunks.jsonl keywords.*
        vectors.faiss labels.faiss labels.chunks
        english.faiss                         only of a plain English base
        manifest.json                         what it was made of, and the SHA-256 and size of each file above
        seal.json                             its own name, its parent, and the SHA-256 of the manifest
    indexes/<client>/evidence/                what solved calls teach; see `memories`
    indexes/<client>/calibration-<n>.json     weights of its own for its answers' states: see `calibrations`
    indexes/<client>/faults.json              what was found wrong in its articles: see `fault_file`
    indexes/<client>/gen-<n>-<rand>.tmp/      being written, being removed, or left by a crash

Equal commit, settings and model give equal bytes in every file but the seal, which alone holds what differs from one
publication to the next: the names and the time.
"""

from kbsearch.adapters.snapshots.layout import SCHEMA, Parts
from kbsearch.adapters.snapshots.memories import LiveMemories, MemoryStore, Pointer, require_store
from kbsearch.adapters.snapshots.publication import Building
from kbsearch.adapters.snapshots.store import Opened, SnapshotStore, Status, require_model

__all__ = [
    "SCHEMA",
    "Building",
    "LiveMemories",
    "MemoryStore",
    "Opened",
    "Parts",
    "Pointer",
    "SnapshotStore",
    "Status",
    "require_model",
    "require_store",
]
