"""The log of a running server: one line an event on standard error, without anything that a request holds."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from kbsearch.core.outline import outline

_log = logging.getLogger("kbsearch")


class Outlined(logging.Formatter):
    """Exceptions as an outline: a message or a local value may be what a caller said."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "asyncio":  # after the first line it writes tasks, with what their exceptions say
            record = logging.makeLogRecord(
                {**record.__dict__, "msg": record.getMessage().partition("\n")[0], "args": ()}
            )
        return super().format(record)

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return outline(ei[1]) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802 - logging's own name
        return ""


def set_up_logs(level: str) -> None:
    """Libraries speak up from warnings on. What ends a thread goes the same way as any other failure."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Outlined("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("kbsearch").setLevel(level.upper())
    threading.excepthook = _thread_ended
    sys.unraisablehook = _not_raised


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
        name = ended.thread.name if ended.thread is not None else "unknown"
        _log.error("the thread %s ended: %s", name, outline(ended.exc_value))


def _not_raised(found: sys.UnraisableHookArgs) -> None:
    if found.exc_value is not None:
        _log.error("an exception could not be raised: %s", outline(found.exc_value))
