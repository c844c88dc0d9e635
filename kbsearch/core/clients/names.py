"""Which folders can be clients."""

from __future__ import annotations

import hashlib
import re

from kbsearch.core.model import SHARED
from kbsearch.core.slugs import slug

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def is_client_id(name: str) -> bool:
    """Whether a folder of this name can be a client: `[a-z0-9][a-z0-9_-]*`, at most 64 characters, not `_shared`."""
    return name != SHARED and _ID.fullmatch(name) is not None


def client_id(folder: str) -> str:
    """The id for a folder of plain Markdown: its name where that can be one, else what is nearest to it.

    >>> client_id("Été Client")
    'ete-client'
    """
    if is_client_id(folder):
        return folder
    near = slug(folder, keep="_")[:64].strip("-_")
    return near or f"client-{hashlib.sha256(folder.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
