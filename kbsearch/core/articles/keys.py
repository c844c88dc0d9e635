"""Front matter keys that mean something, and what is said of the others."""

from __future__ import annotations

from difflib import get_close_matches

from kbsearch.core.articles.nodes import Mapping
from kbsearch.core.faults import FaultLog, shown

KEYS = (
    "id", "title", "symptoms", "error_codes", "product", "versions", "sites", "category", "keywords", "lang", "state",
    "audience", "owner", "reviewed", "review_every", "level", "escalation", "replaces",
)  # fmt: skip
"""Front matter keys that mean something here."""

FOREIGN_KEY = "front-matter-foreign-key"
"""Code of the warning of keys that mean nothing here."""

_MEANT = {"tags": "keywords", "language": "lang", "status": "state", "codes": "error_codes", "aliases": "symptoms",
    "version": "versions", "site": "sites"}  # fmt: skip


def note_unknown(read: Mapping, known: tuple[str, ...], log: FaultLog) -> bool:
    """One warning for each key that looks like a known one misspelt, one for all the others together: are there any?"""
    foreign = []
    for key in read.entries:
        if key in known:
            continue
        name = key.strip().lower().replace("-", "_")
        near = [_MEANT[name]] if _MEANT.get(name) in known else get_close_matches(name[:40], known, n=1, cutoff=0.75)
        if near and near[0] not in read.entries:
            message = f"The key {shown(key)} is not known and is ignored."
            log.warning(read.key_lines[key], "front-matter-unknown-key", message, f"Did you mean {near[0]}?")
        else:
            foreign.append(key)
    if foreign:
        names = ", ".join(shown(key, most=30) for key in foreign[:12])
        message = f"Keys that mean nothing here are ignored: {names}{', …' if len(foreign) > 12 else ''}."
        log.warning(read.key_lines[foreign[0]], FOREIGN_KEY, message, f"Known keys: {', '.join(known)}.")
    return bool(foreign)
