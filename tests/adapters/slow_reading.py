"""Work that never ends, or ends the process: what no article of ours can do, planted in the words of one."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kbsearch.core.bounded import Each
from kbsearch.core.model import Article
from kbsearch.core.ports import SourceFile

DEEDS: dict[str, Callable[[], object]] = {
    "@regex": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),  # in C, without a look at anything until it ends
    "@loop": lambda: sum(iter(int, 1)),
    "@segv": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "@kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "@exit": lambda: os._exit(0),
    "@raise": lambda: int("a"),
    "@full": lambda: Path("full").exists() and os.kill(os.getpid(), signal.SIGKILL),
    "@memory": lambda: "a" * sys.maxsize,
    "@wait": lambda: time.sleep(3_600),
}


@dataclass(frozen=True)
class Planted:
    """`work`, but an item that holds the name of a deed does that first."""

    work: Callable[[Any], Any]
    only: type
    """Items of other kinds are spared."""

    def __call__(self, item: Any) -> Any:
        text = item.data.decode() if isinstance(item, SourceFile) else item.body if isinstance(item, Article) else item
        if isinstance(item, self.only):
            for name, deed in DEEDS.items():
                if name in text:
                    deed()
        return self.work(item)


def planted(each: Each, only: type = object) -> Each:
    """`each`, with the deeds in its work."""

    def with_deeds(work: Callable[[Any], Any], items: Iterable[Any], /) -> Iterable[Any]:
        return each(Planted(work, only), items)

    return with_deeds


def process_id(_: object) -> int:
    return os.getpid()


def modules(_: object) -> list[str]:
    import kbsearch.core.articles.lint
    import kbsearch.core.chunkers
    import kbsearch.core.proving  # noqa: F401

    return sorted(sys.modules)
