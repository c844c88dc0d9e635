"""Where other machines reach this server."""

from __future__ import annotations

from kbsearch.settings import Settings


def public_address(settings: Settings) -> str:
    """`https://kb.example.org`; empty where no name is set. A proxy has a port of its own."""
    port = f":{settings.port}" if settings.tls_certificate is not None and settings.port != 443 else ""
    return f"https://{settings.hosts[0]}{port}" if settings.hosts else ""
