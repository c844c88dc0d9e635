"""Which machines a provider may make us ask: its own wherever it is, and never others of our own network, when it is
not itself there."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx2

from kbsearch.adapters.outside.addresses import Resolver, guarded, is_public, resolve
from kbsearch.adapters.outside.bounds import Lookups, Plain


class Outside:
    """The one way to a provider. Any thread may call."""

    def __init__(self, issuer: str, resolver: Resolver = resolve) -> None:
        self._issuer, self._lookups = urlsplit(issuer).hostname or "", Lookups(resolver)

    def transport(self, until: float) -> httpx2.HTTPTransport:
        """For one client, which closes it, and one answer. `until`: of `time.monotonic`; nothing lasts longer."""
        return guarded(Plain(trust_env=False), lambda host: self.find(host, until), until)

    def find(self, host: str, until: float) -> Sequence[str]:
        """The addresses that may be asked. None, if only one of them is of our own network: a name has no honest reason
        to lead to both. Raises `OSError`, `TimeoutError`."""
        found = self._lookups.find(host, until)
        if host.lower() == self._issuer or all(map(is_public, found)):
            return found
        return () if all(map(is_public, self._lookups.find(self._issuer, until))) else found
