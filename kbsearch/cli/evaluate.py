"""`kbsearch eval`: how good search is, on labelled queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import chain, count
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
from kbsearch.core.model import AnswerState
from kbsearch.core.one_client import OneClient
from kbsearch.core.search.judgements import Judgement, read_judgements
from kbsearch.errors import BadRequest
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.core.snapshot import Snapshot


MOST_MISSING_SHOWN = 5
GROUPS: Mapping[flows.evaluate.Group, str] = {
    "right_first": "the right one",
    "other_first": "another, or none",
    "unanswerable": "no article answers",
}
"""What stands in the column `first article`."""


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
    """Measure search on CLIENT's labelled queries: fused, dense alone and keywords alone; then how far answers to
    them are said to be reliable (sure, to check, nothing reliable), as `kbsearch ask` says it.

    \b
    One query a line:
      {"id": "q1", "query": "tpe marque cnx impossible", "relevant": ["terminaux/tpe-hors-ligne.md"]}
    relevant   paths from the client's folder; [] = no article answers it (in no measure; its state counts)
    grades     optional {path: gain}          split   optional dev or test, else by the id's hash
    corpus     optional folder names that paths may begin with
    drop       optional [{path, text}]: text the query was cut from, to be taken out of the articles before building

    \b
    With --json
      rows     [{queries, split, signal, count, measures: {name: {mean, low, high}}}]
      states   [{queries, split, group, count, states: {sure, to_check, nothing_reliable}}]
               group: right_first, other_first (another article or none) or unanswerable; without queries it is absent
      client, commit, unanswerable (how many), missing (relevant paths that there are not), not_taken_out (how many)

    \b
    Examples
      kbsearch eval caissio
      kbsearch eval caissio --queries calls.jsonl --split test --json
    """
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        judgements = named_apart(read_file(path, client) for path in files or [default_file(settings, client)])
        found = of_split(split, measure(kb, one, snapshot, judgements))
    finally:
        kb.close()
    if as_json:
        click.echo(json.dumps(to_json(snapshot.client.id, snapshot.commit, found), ensure_ascii=False, indent=1))
    else:
        print_tables(found)


def measure(
    kb: app.App, client: OneClient, snapshot: Snapshot, judgements: Mapping[str, Sequence[Judgement]]
) -> flows.evaluate.Evaluation:
    """Measured with the model that searches use, and refused like them: raises `StateError`. States are those of
    searches, solved calls included."""
    report_model(kb)
    embedder, english = kb.embedder_for(snapshot), kb.english_for(snapshot)
    with progress_bar() as told:
        found = flows.evaluate.evaluate(
            snapshot,
            judgements,
            embedder=embedder,
            english=english,
            answered=lambda query: kb.search(client, query),
            progress=told,
        )
    if found.cut_out:
        rows = counted(found.cut_out, "row names", "rows name")
        click.echo(f"kbsearch: {rows} text to take out of an article before building; it was not taken out.", err=True)
    return found


def of_split(split: str, found: flows.evaluate.Evaluation) -> flows.evaluate.Evaluation:
    """With the rows of one split, or of `each`."""
    rows = tuple(row for row in found.rows if split in ("each", row.split))
    return replace(found, rows=rows, states=tuple(row for row in found.states if split in ("each", row.split)))


def default_file(settings: Settings, client: str) -> Path:
    """The golden file beside the client's articles."""
    path = app.folder_of(settings, client) / "golden.jsonl"
    if not path.is_file():
        raise BadRequest(f"There is no {path}. Give --queries FILE.", field="queries")
    return path


def named_apart(sets: Iterable[tuple[str, tuple[Judgement, ...]]]) -> dict[str, tuple[Judgement, ...]]:
    """Name of each set → its queries. Of two files of one name the second is `NAME (2)`, or the next that is free."""
    found: dict[str, tuple[Judgement, ...]] = {}
    for name, judgements in sets:
        names = chain([name], (f"{name} ({number})" for number in count(2)))
        found[next(one for one in names if one not in found)] = judgements
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


def print_tables(found: flows.evaluate.Evaluation) -> None:
    """Measures: one line a set, split and signal, 95 % intervals in brackets. Below, states: one a set, split and
    group."""
    measured = [[f"{m.mean:.3f} [{m.low:.2f} {m.high:.2f}]" for m in row.measures.values()] for row in found.rows]
    print_table(
        ("queries", "split", "signal"),
        ("n", *flows.evaluate.MEASURES),
        [
            (row.queries, row.split, row.signal, str(row.count), *cells)
            for row, cells in zip(found.rows, measured, strict=True)
        ],
    )
    if found.unanswerable:
        have = "has" if found.unanswerable == 1 else "have"
        queries = counted(found.unanswerable, "query", "queries")
        click.echo(f"{queries} {have} no relevant article: in none of these measures.")
    click.echo()
    print_table(
        ("queries", "split", "first article"),
        ("n", *(state.value.replace("_", " ") for state in AnswerState)),
        [
            (row.queries, row.split, GROUPS[row.group], str(row.count), *map(str, row.states.values()))
            for row in found.states
        ],
    )
    if found.missing:
        shown = ", ".join(found.missing[:MOST_MISSING_SHOWN])
        more = ", …" if len(found.missing) > MOST_MISSING_SHOWN else ""
        are = "is" if len(found.missing) == 1 else "are"
        paths = counted(len(found.missing), "relevant path")
        click.echo(f"{paths} {are} not in this snapshot: {shown}{more}", err=True)


def print_table(names: Sequence[str], figures: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns of names to the left, of figures to the right."""
    table = Table(box=None, pad_edge=False)
    for heading in names:
        table.add_column(heading, no_wrap=True)
    for heading in figures:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=None if Console().is_terminal else 160, highlight=False, markup=False).print(table)


def to_json(client: str, commit: str, found: flows.evaluate.Evaluation) -> dict[str, object]:
    """The whole evaluation as plain values."""
    return {
        "client": client,
        "commit": commit,
        "rows": [asdict(row) for row in found.rows],
        "states": [asdict(row) for row in found.states],
        "unanswerable": found.unanswerable,
        "missing": list(found.missing),
        "not_taken_out": found.cut_out,
    }
