"""One post of a webhook: to an address that the operator allowed, bounded, and never led elsewhere."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Collection, Mapping, Sequence
from ssl import SSLContext

import httpx2

from kbsearch.adapters.outside.addresses import Resolver, guarded, is_public, resolve
from kbsearch.adapters.outside.bounds import STEP_S, Lookups
from kbsearch.core.alerts.deliveries import Answer
from kbsearch.core.alerts.hooks import is_allowed

LASTS_S = 10.0
"""From the name to the head of the answer, whatever the other side does. Its body is not read at all."""


class Post:
    """The one way to a webhook. Any thread may call."""

    def __init__(
        self, hosts: Collection[str], networks: Collection[str], *, resolver: Resolver = resolve,
        tls: SSLContext | None = None, lasts_s: float = LASTS_S,
    ) -> None:  # fmt: skip
        """`hosts`: places that may be posted to, none = nothing leaves; `networks`: those not of the internet at large
        that their names may lead to; `tls`: whom to believe, None = the usual authorities."""
        self._hosts, self._tls, self._lasts_s = hosts, tls, lasts_s
        self._networks = [ipaddress.ip_network(one) for one in networks]
        self._lookups = Lookups(resolver)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """What came of it. Never raises for what the other side does; it is done in `lasts_s`."""
        if not is_allowed(url, self._hosts):
            return Answer(0, why="not an allowed host")
        until = time.monotonic() + self._lasts_s
        plain = httpx2.HTTPTransport(trust_env=False, verify=True if self._tls is None else self._tls)
        transport = guarded(plain, lambda host: self.find(host, until), until)
        sent = {"content-type": "application/json", "accept-encoding": "identity", "user-agent": "kbsearch", **headers}
        try:
            with (
                httpx2.Client(timeout=STEP_S, trust_env=False, follow_redirects=False, transport=transport) as http,
                http.stream("POST", url, headers=sent, content=body) as response,
            ):
                return Answer(response.status_code, response.headers.get("retry-after", "")[:100])
        except httpx2.TimeoutException:
            return Answer(0, why="too slow")
        except httpx2.ConnectError:
            return Answer(0, why="not reached")
        except (httpx2.HTTPError, httpx2.InvalidURL):
            return Answer(0, why="no answer")

    def find(self, host: str, until: float) -> Sequence[str]:
        """Its addresses; none if only one of them may not be gone to. Raises `OSError`, `TimeoutError`."""
        found = self._lookups.find(host, until)
        return found if all(map(self._may, found)) else ()

    def _may(self, address: str) -> bool:
        if is_public(address):
            return True
        try:
            return any(ipaddress.ip_address(address) in network for network in self._networks)
        except ValueError:
            return False
