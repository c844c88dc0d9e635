"""A process that uses a calls file in every way a server does: `python -m tests.adapters.stores.serving PATH`.

It says `ready`, waits for a line, appends twenty events, prints the id of each once it is kept, and begins again.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.incidents import Incident
from tests.clients import ACME
from tests.happenings import START, event


def main(path: Path) -> None:
    store = SqliteCalls(path)
    store.call(ACME, "call-1")
    for turn in range(1000):
        store.append(ACME, [event(f"first-{turn}", ev.Opened("tpe"))])
        store.incidents.active(ACME, START)
        store.incidents.open(ACME, Incident("acme", f"inc-{turn}", "Panne", ("réseau coupé",), "", START), now=START)
        store.incidents.close_incident(ACME, f"inc-{turn}", START + timedelta(hours=1), now=START)
        store.erase(ACME, START - timedelta(days=400))
        print("ready", flush=True)
        given = sys.stdin.readline().strip()
        for at in range(20):
            store.append(ACME, [event(f"{given}-{at}", ev.Opened("tpe"))])
            print(f"{given}-{at}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
