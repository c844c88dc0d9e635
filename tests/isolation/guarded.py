"""What stands behind the wall between clients, found in the code itself."""

from __future__ import annotations

from litestar import Controller

import kbsearch.api
from kbsearch.api.access.guards import requires_client
from tests.isolation import entries

CONTROLLERS = [
    kind
    for kind in entries.classes(kbsearch.api)
    if issubclass(kind, Controller) and requires_client in (kind.guards or ())
]
"""Every controller of one client's things: handlers without one are of no client, see `route_audit`."""
