"""Which machines the server may be made to ask: never ones of our own network unasked (SSRF).

A name is resolved once, and the connection goes to the very address that was looked at: a name that answers otherwise
the next time gains nothing. TLS is still checked against the name.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import httpcore2
import httpx2

from kbsearch.adapters.outside.bounds import BoundedStream, ending, left_s

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
    """Connects to what may be asked; until then, and no longer.

    `find`: host → the addresses of it that may be asked, none where one of them may not: a name has no honest reason to
    lead to both. It raises `OSError` and `TimeoutError`. `until`: of `time.monotonic`.
    """

    def __init__(self, find: Resolver, until: float, below: Any = None) -> None:
        self._find, self._until = find, until
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
        for address in self._found(host):
            try:
                with ending(httpcore2.ConnectTimeout):
                    left = left_s(self._until, timeout)
                made = self._below.connect_tcp(address, port, left, local_address, socket_options)
                return BoundedStream(made, self._until)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failed:
                error = failed
        raise error

    def _found(self, host: str) -> Sequence[str]:
        try:
            return self._find(host)
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(str(error)) from None
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(str(error)) from None


T = TypeVar("T", bound=httpx2.HTTPTransport)


def guarded(transport: T, find: Resolver, until: float) -> T:
    """The same, for one client, which closes it, and one answer; `find` and `until` as for `Guarded`."""
    # The library has no argument for it; a test sees to it that this is what connects.
    transport._pool._network_backend = Guarded(find, until)  # type: ignore[union-attr, unused-ignore]
    return transport
