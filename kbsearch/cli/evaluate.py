"""`kbsearch eval`: how good search is, on labelled queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from kbsearch import app, flows
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.search.judgements import Judgement, read_judgements
from kbsearch.errors import BadRequest
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.core.snapshot import Snapshot


MOST_MISSING_SHOWN = 5


@click.command()
@click.argument("client")
@click.option(
    "--queries",
    "files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A JSON Lines file of labelled queries; may be given several times. Default: the client's golden.jsonl.",
)
@click.option("--split", type=click.Choice(["all", "dev", "test", "each"]), default="each", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object for the whole evaluation.")
@with_settings
def command(settings: Settings, client: str, files: tuple[Path, ...], split: str, as_json: bool) -> None:
    """Measure search on CLIENT's labelled queries: fused, dense alone and keywords alone.

    \b
    One query a line:
      {"id": "q1", "query": "tpe marque cnx impossible", "relevant": ["terminaux/tpe-hors-ligne.md"]}
    relevant   paths from the client's folder; [] = no article answers it (counted, not measured)
    grades     optional {path: gain}          split   optional dev or test, else by the id's hash
    corpus     optional folder names that paths may begin with
    drop       optional [{path, text}]: text the query was cut from, to be taken out of the articles before building

    \b
    Examples
      kbsearch eval caissio
      kbsearch eval caissio --queries calls.jsonl --split test --json
    """
    kb = app.open_terminal(settings)
    try:
        _, snapshot = enter(kb, client)
        judgements = named_apart(read_file(path, client) for path in files or [default_file(settings, client)])
        found = measure(kb, snapshot, judgements)
    finally:
        kb.close()
    rows = [row for row in found.rows if split in ("each", row.split)]
    if as_json:
        click.echo(json.dumps(to_json(snapshot.client.id, snapshot.commit, rows, found), ensure_ascii=False, indent=1))
    else:
        print_table(rows, found)


def measure(
    kb: app.App, snapshot: Snapshot, judgements: Mapping[str, Sequence[Judgement]]
) -> flows.evaluate.Evaluation:
    """Measured with the model that searches use, and refused like them: raises `StateError`."""
    report_model(kb)
    embedder, english = kb.embedder_for(snapshot), kb.english_for(snapshot)
    with progress_bar() as told:
        found = flows.evaluate.evaluate(snapshot, judgements, embedder=embedder, english=english, progress=told)
    if found.cut_out:
        rows = counted(found.cut_out, "row names", "rows name")
        click.echo(f"kbsearch: {rows} text to take out of an article before building; it was not taken out.", err=True)
    return found


def default_file(settings: Settings, client: str) -> Path:
    """The golden file beside the client's articles."""
    path = app.folder_of(settings, client) / "golden.jsonl"
    if not path.is_file():
        raise BadRequest(f"There is no {path}. Give --queries FILE.", field="queries")
    return path


def named_apart(sets: Iterable[tuple[str, tuple[Judgement, ...]]]) -> dict[str, tuple[Judgement, ...]]:
    """Name of each set → its queries. Of two files of one name the second is `NAME (2)`."""
    found: dict[str, tuple[Judgement, ...]] = {}
    for name, judgements in sets:
        alike = sum(1 for known in found if known == name or known.startswith(f"{name} ("))
        found[f"{name} ({alike + 1})" if alike else name] = judgements
    return found


def read_file(path: Path, client: str) -> tuple[str, tuple[Judgement, ...]]:
    """Name of the set and its queries."""
    name = f"{path.parent.name}/{path.stem}" if path.stem == "golden" else path.stem
    return name, read_judgements(path.read_bytes(), client=client, source=str(path))


@contextmanager
def progress_bar() -> Iterator[Any]:
    """A bar on the error stream, for people only."""
    console = Console(stderr=True)
    columns = (TextColumn("queries"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("queries")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_table(rows: list[flows.evaluate.Row], found: flows.evaluate.Evaluation) -> None:
    """One line a set, split and signal; 95 % intervals in brackets."""
    table = Table(box=None, pad_edge=False)
    for heading in ("queries", "split", "signal", "n", *flows.evaluate.MEASURES):
        table.add_column(
            heading, justify="left" if heading in ("queries", "split", "signal") else "right", no_wrap=True
        )
    for row in rows:
        cells = [f"{m.mean:.3f} [{m.low:.2f} {m.high:.2f}]" for m in row.measures.values()]
        table.add_row(row.queries, row.split, row.signal, str(row.count), *cells)
    Console(width=None if Console().is_terminal else 160, highlight=False, markup=False).print(table)
    if found.unanswerable:
        have = "has" if found.unanswerable == 1 else "have"
        queries = counted(found.unanswerable, "query", "queries")
        click.echo(f"{queries} {have} no relevant article: not measured here.")
    if found.missing:
        shown = ", ".join(found.missing[:MOST_MISSING_SHOWN])
        more = ", …" if len(found.missing) > MOST_MISSING_SHOWN else ""
        are = "is" if len(found.missing) == 1 else "are"
        paths = counted(len(found.missing), "relevant path")
        click.echo(f"{paths} {are} not in this snapshot: {shown}{more}", err=True)


def to_json(
    client: str, commit: str, rows: list[flows.evaluate.Row], found: flows.evaluate.Evaluation
) -> dict[str, object]:
    """The whole evaluation as plain values."""
    return {
        "client": client,
        "commit": commit,
        "rows": [asdict(row) for row in rows],
        "unanswerable": found.unanswerable,
        "missing": list(found.missing),
        "not_taken_out": found.cut_out,
    }
