"""A client to whom articles came, some months ago: in Git and in its calls, which half of the articles' use solves."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch import workshop
from kbsearch.app.topics import freeze
from kbsearch.app.wiring import open_records
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings, load_settings
from tests.fakes import HashingEmbedder
from tests.once import made_once
from tests.repositories import Repository
from tests.served import UNLIMITED, MemoryLive, Served, master_key, running

WEEKS = 36
FROZEN, CAME = 18, 24
"""Weeks: from calls before the first topics are made; in the second articles come."""
MONDAY = date.today() - timedelta(days=date.today().weekday() + 7 * (WEEKS + 1))
THINGS = """
    badge casque scanner tablette ascenseur pointeuse borne caisse douchette imprimante portail serveur alarme
    climatiseur fontaine projecteur balance lecteur virement kiosque massicot yacht broyeur zinc
""".split()  # noqa: SIM905
"""A topic each; half of them get an article."""


def day_of(week: int) -> date:
    return MONDAY + timedelta(days=7 * week)


def commit_articles(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """One about nothing that is called about, early; a dozen on the day before `CAME`."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day_of(2)}T09:00:00Z")
    repository.commit({"acme/vpn.md": "---\nid: vpn\ntitle: VPN coupé\n---\n# VPN\n\nRelancer.\n"})
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day_of(CAME) - timedelta(days=1)}T09:00:00Z")
    text = "---\nid: {0}\ntitle: {0}\n---\n# {0}\n\nRallumer.\n"
    repository.commit({f"acme/{thing}.md": text.format(thing) for thing in THINGS[::2]})


def calls(chance: random.Random) -> Iterator[dict[str, object]]:
    """Rows of a file of calls: five a week of each thing; 60 of 100 are solved, with an article 90."""
    for week in range(WEEKS):
        for place, thing in enumerate(THINGS):
            has_article = place % 2 == 0 and week >= CAME
            for n in range(5):
                began = datetime.combine(day_of(week), datetime.min.time(), UTC) + timedelta(
                    hours=8, minutes=30 * n + place
                )
                is_solved = chance.random() < (0.9 if has_article else 0.6)
                yield {
                    "call_id": f"{thing}-{week}-{n}",
                    "started_at": began.isoformat(),
                    "closed_at": (began + timedelta(minutes=6)).isoformat(),
                    "outcome": "resolved" if is_solved else "escalated_n2",
                    "caller": f"poste {thing} {week} {n}",
                    "symptom": thing,
                    "used": [thing] if has_article and n % 2 else [],
                }


@contextlib.contextmanager
def articles_came(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """That client, built from Git and served without a model: letters alone tell these things apart."""
    folder = tmp_path_factory.mktemp("came")
    shutil.copytree(made_once(tmp_path_factory, "articles-came", make), folder, symlinks=True, dirs_exist_ok=True)
    with opened(folder) as served:
        yield served


def make(folder: Path) -> None:
    """Its base, its index and its calls, below `folder`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        repository = Repository(folder / "base")
        commit_articles(repository, monkeypatch)
        monkeypatch.setattr(workshop, "LateEmbedder", lambda settings: HashingEmbedder())
        builder = workshop.Workshop(settings_of(folder), warn=pytest.fail)
        for outcome in builder.build(builder.library(), ["acme"], progress=lambda _: lambda *_: None):
            assert not isinstance(outcome, Exception), outcome
    with opened(folder) as served:
        imported(served, [*calls(random.Random(1))])  # noqa: S311


def settings_of(folder: Path) -> Settings:
    folders = {name: folder / name for name in ("indexes", "models", "data")}
    return load_settings({"articles": folder / "base" / "articles", "model_english": "none", **folders, **UNLIMITED})


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Served]:
    kb = open_records(settings_of(folder))
    with running(kb) as (url, http):
        http.headers["Authorization"] = f"Bearer {master_key(kb)}"
        yield Served(url, kb, MemoryLive({}), http)


def imported(served: Served, rows: Sequence[dict[str, object]]) -> None:
    for first in range(0, len(rows), 500):
        body = "\n".join(map(json.dumps, rows[first : first + 500]))
        kind = {"content-type": "application/x-ndjson"}
        kept = served.http.post("/api/v1/clients/acme/imports/calls", content=body, headers=kind)
        assert kept.json()["faulty"] == 0, kept.text


def freeze_topics(served: Served) -> None:
    """From calls before the articles."""
    last = day_of(FROZEN) - timedelta(days=1)
    freeze(served.kb, OneClient("acme"), str(MONDAY), str(last), datetime.now(UTC))
