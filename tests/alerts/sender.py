"""A process that sends what waits: `python -m tests.alerts.sender FOLDER PLACE URL [killed]`.

`killed`: at the moment when the other side has it and nothing is noted yet.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from kbsearch.app.webhooks import Sending
from tests.alerts.conftest import made_for
from tests.alerts.receiver import Receiver

if __name__ == "__main__":
    folder, place, url, *how = sys.argv[1:]
    kb = made_for(Path(folder), Receiver(url=url, place=place))

    def die(*_: Any) -> bool:
        os.kill(os.getpid(), signal.SIGKILL)
        return False

    if how:
        kb.calls.file().deliveries.settle = die  # type: ignore[method-assign]
    print("ready", flush=True)
    sys.stdin.readline()
    Sending(kb).run_once()
    kb.close()
