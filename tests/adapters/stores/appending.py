"""A process that appends from four threads until it is killed: `python -m tests.adapters.stores.appending PATH ROUND`.

Every acknowledged event id is printed, one a line, after `append` returned.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.calls import happenings as ev
from tests.clients import ACME
from tests.happenings import event


def main(path: Path, turn: str) -> None:
    store = SqliteCalls(path)

    def work(worker: int) -> None:
        at = 0
        while True:
            ids = [f"{turn}-{worker}-{at}-{part}" for part in range(at % 3 + 1)]
            store.append(ACME, [event(id, ev.Opened("tpe"), call=f"{turn}-{worker}") for id in ids])
            os.write(1, "".join(f"{id}\n" for id in ids).encode())  # one write, so lines of threads never mix
            at += 1

    for worker in range(4):
        threading.Thread(target=work, args=(worker,)).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
