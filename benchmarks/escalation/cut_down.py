"""The sample base with a few articles a client, as every base begins: how many false alarms has it then?"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

_SHARED = re.compile(r"(?m)^shared = .*$")


def cut_down(articles: Path, target: Path, count: int, seed: int) -> Path:
    """A copy of the clients below `articles` with `count` of their own articles each, drawn by `seed`, none shared."""
    drawn = random.Random(seed)  # noqa: S311
    for client in sorted(path.parent for path in articles.glob("*/client.toml")):
        kept = drawn.sample(sorted(client.rglob("*.md")), count)
        for path in (*kept, *client.glob("*.ics")):
            copy = target / path.relative_to(articles)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        settings = (client / "client.toml").read_text("utf-8")
        (target / client.name / "client.toml").write_text(_SHARED.sub("shared = []", settings), "utf-8")
    return target
