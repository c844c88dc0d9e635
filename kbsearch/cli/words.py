"""How counts and places are said, the same by every command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


def counted(number: int, noun: str, many: str = "") -> str:
    """`1 article`, `2 articles`; `many` is the plural where it is not the noun with an s."""
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"


def place(root: Path, path: str) -> str:
    """`path`, from the articles folder `root`, as a terminal or CI can open it: from the current folder if below it."""
    folder = Path(os.path.relpath(root))
    shown = root if folder.parts[:1] == ("..",) else folder
    return (shown / path).as_posix()


def progress_bar() -> Progress:
    """How far long work is, on stderr and only where somebody looks: no blank line comes before what it tells."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)
