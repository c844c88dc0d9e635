"""A process that publishes and is killed, or whose disk fails, at the n-th call that touches the disk.

Run as `python -m tests.adapters.crashes ROOT MODE WHAT…`, so that every child is forked from a process with one thread.

`every kill|fail`   one child per disk call of a publication; prints one line per child: its call and how it ended
`until-killed`      publish for ever; the parent kills it whenever it likes
`hold`              take the lock, say so, and wait
`publish N [UID]`   publish article-N once, as that user; exit code 3 and the message on stderr if it is refused
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kbsearch.errors import StateError
from tests.adapters.snapshots import draft, make_store, publish
from tests.fakes import article

WRITES = ("open", "mkdir", "write", "fsync", "rename", "replace", "rmdir", "unlink")


class Disk:
    """Counts the calls of `os` that change the disk and lets the one chosen never happen."""

    def __init__(self, at: int, mode: str) -> None:
        self.at, self.mode, self.count = at, mode, 0

    def install(self) -> None:
        for name in WRITES:
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        io.open = builtins.open = self._wrapped("open()", builtins.open)  # type: ignore[assignment]

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self.at:
                if self.mode == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                raise OSError(errno.EIO, f"injected at call {self.at}, {name}")
            return real(*arguments, **named)

        return call


def number_of(root: Path) -> int:
    """What is served: `article-N` → N."""
    return int(make_store(root).open("acme").snapshot.articles[0].id.removeprefix("article-"))


def publish_number(root: Path, number: int) -> None:
    publish(make_store(root), draft(article(f"article-{number}", f"texte {number}")))


def every(root: Path, mode: str) -> None:
    """One child per disk call. After each: what was served still is, or the child's article; then a build works."""
    served, at = 1, 0
    publish_number(root, served)
    while True:
        at += 1
        ended = _child(root, Disk(at, mode), served + 1)
        if ended == "finished":
            return
        after = number_of(root)
        assert after in (served, served + 1), f"call {at}: {after} is served, {served} or one more was expected"
        print(at, ended, "new" if after > served else "old", flush=True)
        served = after + 1
        publish_number(root, served)
        assert number_of(root) == served, f"call {at}: the next build did not become current"
        left = sorted(path.name for path in (root / "acme").iterdir() if path.name.startswith("gen-"))
        assert len(left) <= 3, f"call {at}: {left} were not collected"
        assert not any(name.endswith(".tmp") for name in left), f"call {at}: {left} were not collected"


def _child(root: Path, disk: Disk, number: int) -> str:
    """How a child ended that publishes on `disk`: killed, refused, recovered, or finished without reaching the call."""
    child = os.fork()
    if not child:
        code = CODES["broken"]
        try:
            disk.install()
            publish_number(root, number)
            code = CODES["finished"] if disk.count < disk.at else CODES["recovered"]
        except StateError as error:
            print(error, file=sys.stderr)
            code = CODES["refused"]
        finally:
            os._exit(code)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return "killed"
    ended = {code: name for name, code in CODES.items()}[os.waitstatus_to_exitcode(status)]
    assert ended != "broken", f"call {disk.at}: the child raised something that is no StateError"
    return ended


CODES = {"finished": 10, "recovered": 11, "refused": 12, "broken": 13}


def main(root: Path, mode: str, *rest: str) -> int:
    match mode:
        case "every":
            every(root, rest[0])
        case "until-killed":
            number = number_of(root)
            while True:
                number += 1
                publish_number(root, number)
        case "hold":
            with make_store(root).building("acme"):
                print("held", flush=True)
                sys.stdin.read()
        case "publish":
            if len(rest) > 1:
                os.setuid(int(rest[1]))
            try:
                publish_number(root, int(rest[0]))
            except StateError as error:
                print(error, file=sys.stderr)
                return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
