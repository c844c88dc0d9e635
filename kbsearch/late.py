"""Names of a package that are imported when they are first asked for (PEP 562): a command pays for what it uses."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Mapping


def imported_late(
    package: str, names: Collection[str], elsewhere: Mapping[str, str] | None = None
) -> Callable[[str], object]:
    """The `__getattr__` of `package`, which has `names`: its own modules, or what a module `elsewhere` has."""

    def find(name: str) -> object:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if elsewhere and name in elsewhere:
            found: object = getattr(importlib.import_module(elsewhere[name]), name)
            return found
        return importlib.import_module(f"{package}.{name}")

    return find
