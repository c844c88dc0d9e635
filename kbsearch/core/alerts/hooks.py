"""Addresses that alerts may be posted to."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from kbsearch.core.hosts import is_loopback

LONGEST = 1000


def place(url: str) -> str:
    """Its host, with the port where that is not the usual one; empty for what is no address that may be posted to.

    HTTPS alone, or HTTP to this very machine; without a name or password in it.

    >>> place("https://Hooks.example.org/kb?of=caissio"), place("https://hooks.example.org:8443/")
    ('hooks.example.org', 'hooks.example.org:8443')
    >>> place("http://hooks.example.org/"), place("https://me:pw@hooks.example.org/")
    ('', '')
    """
    if not 0 < len(url) <= LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return ""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not is_safe or parts.username is not None or parts.password is not None or parts.fragment:
        return ""
    usual = 443 if parts.scheme == "https" else 80
    named = f"[{host}]" if ":" in host else host
    return named if port in (None, usual) else f"{named}:{port}"


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether the operator lets alerts go there: `hosts` are places, and without any nothing leaves."""
    return bool(found := place(url)) and found in hosts
