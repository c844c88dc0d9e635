"""The evaluation corpora and the sample base as built, opened snapshots."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kbsearch import app
from kbsearch.core.ports import Embedder
from kbsearch.core.search.judgements import Judgement, read_judgements
from kbsearch.core.snapshot import Snapshot
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent.parent
SETS = {
    "cnil_fr": "cnil_besoindaide_fr",
    "cnil_fr__callstyle": "cnil_besoindaide_fr",
    "covidfaq_fr": "covidfaq_fr",
    "thunderbird_en_real": "thunderbird_kb_en",
    "thunderbird_en_real__callstyle": "thunderbird_kb_en",
    "thunderbird_fr_real": "thunderbird_kb_en",
    "thunderbird_fr_real__callstyle": "thunderbird_kb_en",
    "adobe_symptom_fr": "adobe_commerce_kb_fr",
}
"""Query set → corpus."""
SAMPLES = ("caissio", "embalor", "soldea")

_TITLE = re.compile(r"^(?:title:.*|# .*)$\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One query set and the snapshot it is asked of."""

    name: str
    snapshot: Snapshot
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True)
class Models:
    """What queries are read with."""

    main: Embedder
    english: Embedder | None


def write_articles(evaluation: Path, target: Path, *, titles: bool = True) -> None:
    """Corpora and sample base side by side below `target`.

    Texts that a query was cut from are taken out. Without `titles`, so are front matter titles and first headings:
    where titles are the questions themselves, they answer them.
    """
    shutil.rmtree(target, ignore_errors=True)
    for corpus in sorted(set(SETS.values())):
        shutil.copytree(evaluation / "corpora" / corpus, target / corpus, copy_function=shutil.copyfile)
    for name in SETS:
        for row in _rows(evaluation, name):
            for drop in row.get("drop") or []:
                path = target / str(drop["path"])
                path.write_text(path.read_text("utf-8").replace(drop["text"], ""), "utf-8")
    if not titles:
        for path in target.rglob("*.md"):
            path.write_text(_TITLE.sub("", path.read_text("utf-8"), count=2), "utf-8")
    for owner in ("_shared", *SAMPLES):
        shutil.copytree(ROOT / "articles" / owner, target / owner)


def open_cases(evaluation: Path, work: Path, *, titles: bool = True) -> Iterator[Case]:
    """Build what changed, then every case. `work` keeps the indexes for the next run."""
    folder = work / ("quality" if titles else "quality-untitled")
    write_articles(evaluation, folder / "articles", titles=titles)
    opened = built(folder)
    for name, corpus in SETS.items():
        yield Case(name, opened[corpus], _judgements(evaluation, name, corpus))
    for client in SAMPLES if titles else ():
        data = (ROOT / "articles" / client / "golden.jsonl").read_bytes()
        yield Case(f"{client}/golden", opened[client], read_judgements(data, client=client, source=client))


def open_mixed(evaluation: Path, work: Path, names: Sequence[str]) -> Iterator[Case]:
    """The corpora of these query sets as the folders of one base, and each set asked of it."""
    folder = work / "quality-mixed" / "-".join(names)
    shutil.rmtree(folder / "articles", ignore_errors=True)
    for corpus in sorted({SETS[name] for name in names}):
        source = evaluation / "corpora" / corpus
        shutil.copytree(source, folder / "articles" / "mixed" / corpus, copy_function=shutil.copyfile)
    opened = built(folder)
    for name in names:
        asked = _judgements(evaluation, name, "mixed")
        placed = ({f"{SETS[name]}/{path}": grade for path, grade in one.grades.items()} for one in asked)
        found = (replace(one, grades=grades) for one, grades in zip(asked, placed, strict=True))
        yield Case(name, opened["mixed"], tuple(found))


def built(folder: Path) -> dict[str, Snapshot]:
    """Client → its snapshot, of `folder/articles`."""
    settings = load_settings({"articles": folder / "articles", "indexes": folder / "indexes", "source": "worktree"})
    workshop = Workshop(settings, warn=print)
    library = workshop.library()
    for outcome in workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None):
        if isinstance(outcome, Exception):
            raise outcome
    store = app.open_store(settings)
    return {client: store.open(client).snapshot for client in store.clients()}


def _judgements(evaluation: Path, name: str, client: str) -> tuple[Judgement, ...]:
    data = (evaluation / "queries" / f"{name}.jsonl").read_bytes()
    return read_judgements(data, client=client, source=name)


def _rows(evaluation: Path, name: str) -> Iterator[dict[str, list[dict[str, str]] | None]]:
    with (evaluation / "queries" / f"{name}.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)
