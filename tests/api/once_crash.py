"""A server that is killed at one moment of a post: `python -m tests.api.once_crash FOLDER MOMENT API-KEY`."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.app import App
from tests.api.desk import as_event
from tests.served import make_app, running

KEY = "k1"
POST = ("calls/c-1/events", {"events": [as_event("e1", {"kind": "opened", "article": "reseau/vpn"})]})


def _killing(kind: type, name: str, *, before: bool) -> None:
    """Let that method end the process, before it does anything or once it is done."""
    real: Callable[..., Any] = getattr(kind, name)

    def last(*given: Any, **named: Any) -> Any:
        if not before:
            real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(kind, name, last)


MOMENTS: dict[str, Callable[[], None]] = {
    "mark": lambda: _killing(App, "snapshot_if_any", before=True),
    "effect": lambda: _killing(SqliteReplies, "keep", before=True),
    "answer": lambda: _killing(SqliteReplies, "keep", before=False),
}
"""What is on disk then, last."""


@contextlib.contextmanager
def started(folder: Path, key: str) -> Iterator[httpx.Client]:
    """A server over what the folder holds, asked with that API key."""
    with running(make_app(folder)[0]) as (_url, http):
        http.headers["Authorization"] = f"Bearer {key}"
        yield http


def main(folder: Path, moment: str, key: str) -> None:
    MOMENTS[moment]()
    with started(folder, key) as http:
        path, body = POST
        http.post(f"/api/v1/clients/acme/{path}", json=body, headers={"idempotency-key": KEY})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
