"""Which machines a provider may make us ask: never ones of our own network, when it is not itself there (SSRF).

A name is resolved once, and the connection goes to the very address that was looked at: a name that answers otherwise
the next time gains nothing. TLS is still checked against the name.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpcore2
import httpx2

from kbsearch.adapters.oidc.bounds import BoundedStream, Lookups, Plain, ending, left_s

Resolver = Callable[[str], Sequence[str]]
"""Host → its addresses. Raises `OSError`."""

_INSIDE_ANOTHER = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""NAT64, 6to4 and Teredo: they carry an IPv4 address, perhaps of our own network, and `is_global` is true of some."""


def is_public(address: str) -> bool:
    """Of the internet at large, by its own kind or by that of the IPv4 address mapped into it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # for instance with a zone: link-local
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _INSIDE_ANOTHER):
            return False
    return found.is_global and not found.is_multicast


def resolve(host: str) -> Sequence[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


class Guarded(httpcore2.NetworkBackend):
    """Connects to the issuer's own host wherever it is, and to others as the module says; until then, and no longer."""

    def __init__(self, issuer: str, lookups: Lookups, until: float, below: Any = None) -> None:
        self._issuer = urlsplit(issuer).hostname or ""
        self._lookups, self._until = lookups, until
        self._below: Any = below or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> BoundedStream:
        """Raises `httpcore2.ConnectError` where it may not go, cannot, or finds nobody, and `ConnectTimeout`."""
        error: Exception = httpcore2.ConnectError("no address that may be asked")
        for address in self._allowed(host):
            try:
                with ending(httpcore2.ConnectTimeout):
                    left = left_s(self._until, timeout)
                made = self._below.connect_tcp(address, port, left, local_address, socket_options)
                return BoundedStream(made, self._until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        raise error

    def _allowed(self, host: str) -> Sequence[str]:
        """None, if only one of them is of our own network: a name has no honest reason to lead to both."""
        try:
            found = self._resolve(host)
            if host.lower() == self._issuer or all(map(is_public, found)):
                return found
            return () if all(map(is_public, self._resolve(self._issuer))) else found
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(str(error)) from None
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from None

    def _resolve(self, host: str) -> Sequence[str]:
        return self._lookups.find(host, self._until)


class Outside:
    """The one way to a provider. Any thread may call."""

    def __init__(self, issuer: str, resolver: Resolver = resolve) -> None:
        self._issuer, self._lookups = issuer, Lookups(resolver)

    def transport(self, until: float) -> httpx2.HTTPTransport:
        """For one client, which closes it, and one answer. `until`: of `time.monotonic`; nothing lasts longer."""
        made = Plain(trust_env=False)
        # The library has no argument for it; a test sees to it that this is what connects.
        made._pool._network_backend = Guarded(self._issuer, self._lookups, until)  # type: ignore[union-attr, unused-ignore]
        return made
