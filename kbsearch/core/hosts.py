"""Names of machines, as far as they can be told apart without asking anybody."""

from __future__ import annotations

import ipaddress


def is_loopback(name: str) -> bool:
    """Whether a host name or address can only be this machine. Names other than `localhost` are never looked up."""
    if name.lower() in ("localhost", "127.0.0.1"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
