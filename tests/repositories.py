"""A Git repository with an articles folder of several clients, and commits made in it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@b.fr", "-c", "init.defaultBranch=main", "-c", "merge.ff=false")


class Repository:
    """A new one at `root`, with the articles below `articles/`."""

    def __init__(self, root: Path) -> None:
        self.root, self.articles = root, root / "articles"
        self.articles.mkdir(parents=True)
        self.git("init", "-q")

    def git(self, *arguments: str) -> str:
        command = ["git", *IDENTITY, *arguments]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        """These files of the articles folder, written or (None) removed, in one commit; its id."""
        for name, text in files.items():
            path = self.articles / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")
        self.git("add", "--all", "articles")
        self.git("commit", "-qm", "x")
        return self.git("rev-parse", "HEAD")
