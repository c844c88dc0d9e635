"""Bases with a few articles, as every base begins: how good are answers and triggers then?"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

_SHARED = re.compile(r"(?m)^shared = .*$")


def cut_down(articles: Path, target: Path, count: int, seed: int) -> Path:
    """A copy of the clients below `articles` with `count` of their own articles each, drawn by `seed`, none shared."""
    drawn = random.Random(seed)  # noqa: S311
    for client in sorted(path.parent for path in articles.glob("*/client.toml")):
        copy_part(client, target / client.name, drawn.sample(sorted(client.rglob("*.md")), count))
    return target


def copy_part(client: Path, target: Path, kept: Iterable[Path]) -> None:
    """Only these articles of a client, with its settings if it has any, but no shared articles."""
    for path in (*kept, *client.glob("*.ics")):
        copy = target / path.relative_to(client)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if (client / "client.toml").exists():
        settings = (client / "client.toml").read_text("utf-8")
        (target / "client.toml").write_text(_SHARED.sub("shared = []", settings), "utf-8")
