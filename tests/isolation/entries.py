"""Every way into the engine that is for one client, found in the code itself: a new one is known without being told."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import kbsearch.adapters
import kbsearch.app


@dataclass(frozen=True, slots=True)
class Entry:
    """A public method, or a public function of a module."""

    holder: type | ModuleType
    name: str

    @property
    def function(self) -> Callable[..., Any]:
        found: Callable[..., Any] = vars(self.holder)[self.name]
        return found

    @property
    def takes_a_client(self) -> bool:
        return self.place >= 0

    @property
    def place(self) -> int:
        """Where among its parameters the client is; -1 = it takes none."""
        told = [str(one.annotation) for one in inspect.signature(self.function).parameters.values()]
        return next((at for at, kind in enumerate(told) if kind.startswith("OneClient")), -1)

    def __str__(self) -> str:
        return f"{self.holder.__name__.removeprefix('kbsearch.app.')}.{self.name}"


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Itself and all below it that speak of a client that was let in; the others, some slow to load, take none."""
    root = Path(str(package.__file__)).parent
    for path in sorted(root.rglob("*.py")):
        if "OneClient" in path.read_text("utf-8"):
            below = path.relative_to(root).with_suffix("").parts
            yield importlib.import_module(".".join((package.__name__, *below)).removesuffix(".__init__"))


def classes(package: ModuleType) -> Iterator[type]:
    """Those that are written in it."""
    for module in modules(package):
        yield from (one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == module.__name__)


def methods(kind: type) -> Iterator[Entry]:
    """The public ones that it has itself."""
    yield from (Entry(kind, name) for name, one in vars(kind).items() if _is_public(name, one))


def functions(module: ModuleType) -> Iterator[Entry]:
    """The public ones that are written in it."""
    for name, one in vars(module).items():
        if _is_public(name, one) and one.__module__ == module.__name__:
            yield Entry(module, name)


def of_one_client() -> Iterator[Entry]:
    """Methods of what is concrete, and functions of the application; an adapter's own functions stand behind its
    methods, and the protocols are what those methods fulfil."""
    for package in (kbsearch.app, kbsearch.adapters):
        for kind in classes(package):
            if not getattr(kind, "_is_protocol", False):
                yield from (one for one in methods(kind) if one.takes_a_client)
    for module in modules(kbsearch.app):
        yield from (one for one in functions(module) if one.takes_a_client)


def _is_public(name: str, one: object) -> bool:
    return inspect.isfunction(one) and not name.startswith("_")
