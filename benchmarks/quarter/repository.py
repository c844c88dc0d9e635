"""The sample base as a Git repository in which some articles come late, each on its day."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.plan import ROOT
from kbsearch.app import open_articles
from kbsearch.core.bases import read_folder
from kbsearch.core.model import Article
from kbsearch.settings import load_settings

IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")


def sample_articles(client: str) -> list[Article]:
    """The client's own articles of the sample base, by id."""
    library = open_articles(load_settings({"articles": ROOT / "articles", "source": "worktree"}))
    return sorted(read_folder(client, library.read(client)).articles, key=lambda one: one.id)


def make(root: Path, monday: datetime, late: Mapping[str, Mapping[str, int]]) -> None:
    """`late`: client → path of an article's file → the week, from that Monday on, in the middle of which it comes."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(ROOT / "articles", root / "articles")
    _git(root, monday, "init", "-q")
    files = {root / "articles" / client / path: week for client, weeks in late.items() for path, week in weeks.items()}
    held = {file: file.read_bytes() for file in files}
    for file in held:
        file.unlink()
    _commit(root, monday - timedelta(days=30))
    for week in sorted({*files.values()}):
        for file in (one for one, when in files.items() if when == week):
            file.write_bytes(held[file])
        _commit(root, monday + timedelta(weeks=week, days=3))


def _commit(root: Path, at: datetime) -> None:
    _git(root, at, "add", "--all", "articles")
    _git(root, at, "commit", "-qm", "articles")


def _git(root: Path, at: datetime, *arguments: str) -> None:
    dates = {"GIT_COMMITTER_DATE": at.isoformat(), "GIT_AUTHOR_DATE": at.isoformat()}
    subprocess.run(["git", *IDENTITY, *arguments], cwd=root, check=True, env=os.environ | dates)


def paths_of(articles: Sequence[Article], published: Mapping[str, int]) -> dict[str, int]:
    """As `make` takes them."""
    return {one.path: published[one.id] for one in articles if one.id in published}
