"""How what somebody names stands in an address."""

from __future__ import annotations

from urllib.parse import quote


def segment(name: str) -> str:
    """One piece of an address. Raises `ValueError` for what would be read as another address."""
    if name in ("", ".", "..") or "/" in name:
        raise ValueError(f"{name!r} has no address: give an id without `/`, that is neither empty nor dots.")
    return quote(name, safe="")


def path_of(id: str) -> str:
    return "/".join(segment(part) for part in id.split("/"))
