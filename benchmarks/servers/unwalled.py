"""kbsearch as it would be if nobody asked who comes: no key, no scope, no limit, no deadline.

Only to measure what these add.

python -m benchmarks.servers.unwalled [OPTIONS OF kbsearch serve]
"""

from __future__ import annotations

import sys

from litestar.types import ASGIApp

from kbsearch.api import asgi
from kbsearch.api.access import guards
from kbsearch.api.access.identity import Connection
from kbsearch.cli.serve import command
from kbsearch.core.access.principals import EVERY_CLIENT, Principal, Scope
from kbsearch.settings import Settings

ANYBODY = Principal("key", "anybody", "anybody", {EVERY_CLIENT: frozenset(Scope)})


async def identify(_: Connection) -> Principal:
    return ANYBODY


def unlimited(app: ASGIApp, _: Settings) -> ASGIApp:
    return app


def main() -> None:
    guards.identify = identify  # type: ignore[assignment]
    asgi.limited = unlimited
    asgi.patient = lambda app: app
    command(sys.argv[1:])


if __name__ == "__main__":
    main()
