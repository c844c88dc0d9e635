"""Which folders can be clients."""

from __future__ import annotations

import hashlib

from kbsearch.core.one_client import is_client_id
from kbsearch.core.slugs import slug


def client_id(folder: str) -> str:
    """The id for a folder of plain Markdown: its name where that can be one, else what is nearest to it.

    >>> client_id("Été Client")
    'ete-client'
    """
    if is_client_id(folder):
        return folder
    near = slug(folder, keep="_")[:64].strip("-_")
    return near or f"client-{hashlib.sha256(folder.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
