"""The sample base as a Git repository in which some articles come late, each on its day."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from benchmarks.plan import ROOT
from benchmarks.quarter.subjects import Subject
from kbsearch.app import open_articles
from kbsearch.core.articles.bases import read_folder
from kbsearch.core.model import Article
from kbsearch.settings import load_settings

IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")


def sample_articles(client: str) -> list[Article]:
    """The client's own articles of the sample base, by id."""
    library = open_articles(load_settings({"articles": ROOT / "articles", "source": "worktree"}))
    return sorted(read_folder(client, library.read(client)).articles, key=lambda one: one.id)


def make(root: Path, monday: datetime, late: Iterable[tuple[int, str, Subject]]) -> None:
    """`late`: the week, from that Monday on, in the middle of which the client's article about a subject comes."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(ROOT / "articles", root / "articles")
    _git(root, monday, "init", "-q")
    _commit(root, monday - timedelta(days=30))
    for week, some in groupby(sorted(late, key=lambda one: one[0]), key=lambda one: one[0]):
        for _, client, subject in some:
            path = root / "articles" / client / "services" / f"{subject.article}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(subject.markdown, "utf-8")
        _commit(root, monday + timedelta(weeks=week, days=3))


def _commit(root: Path, at: datetime) -> None:
    _git(root, at, "add", "--all", "articles")
    _git(root, at, "commit", "-qm", "articles")


def _git(root: Path, at: datetime, *arguments: str) -> None:
    dates = {"GIT_COMMITTER_DATE": at.isoformat(), "GIT_AUTHOR_DATE": at.isoformat()}
    subprocess.run(["git", *IDENTITY, *arguments], cwd=root, check=True, env=os.environ | dates)
