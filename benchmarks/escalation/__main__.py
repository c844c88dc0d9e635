"""`python -m benchmarks.escalation`: how well symptoms find the sample clients' triggers, and what a path costs.

`labelled.jsonl` holds symptoms with the first phrase of the trigger that they mean, or none: sentences, then greetings,
topics of one or two words, short dangers and denied ones. Odd lines are for choosing the limit of `flows.phrases`, even
ones for judging it. Words alone, plain cosines and nearness alone stand beside for comparison.
"""

from __future__ import annotations

import json
import tempfile
import timeit
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from benchmarks.cut_down import cut_down
from kbsearch import app
from kbsearch.core.escalation import Situation, path
from kbsearch.core.escalation.hearing import heard
from kbsearch.core.escalation.triggers import word_matches
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows import escalate, phrases
from kbsearch.flows.ask import understand
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = (3, 5, 10, 20)
LABELLED = Path(__file__).with_name("labelled.jsonl")


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled symptom, and all that decides."""

    client: str
    symptom: str
    wanted: str
    """First phrase of the trigger meant; empty = none."""
    by_words: str
    """The trigger whose words it holds, named the same way."""
    nearest: str
    """The trigger of the nearest phrase."""
    near: float
    """`phrases.nearness` of that phrase less its handicap; far below any limit where it cannot be near."""
    nearest_alone: str
    """The same without handicaps."""
    near_alone: float
    by_cosine: str
    """The trigger with the highest plain cosine."""
    cosine: float


Decide = Callable[[Example], str]


def words_only(example: Example) -> str:
    return example.by_words


def plain(limit: float) -> Decide:
    """Words, else the phrase with the highest cosine."""
    return lambda example: example.by_words or (example.by_cosine if example.cosine >= limit else "")


def alone(limit: float) -> Decide:
    """Words, else the phrase that is nearest for what articles say, however little is said."""
    return lambda example: example.by_words or (example.nearest_alone if example.near_alone >= limit else "")


def relative(limit: float) -> Decide:
    """The same, less for what the symptom's words leave open: what `escalate.matches` does."""
    return lambda example: example.by_words or (example.nearest if example.near >= limit else "")


@click.group(invoke_without_command=True)
@click.option("--misses", is_flag=True, help="Also list what is decided wrongly.")
@click.pass_context
def main(context: click.Context, misses: bool) -> None:
    """Precision, recall and false alarms of the limit in use, and of those that the chosen half would give."""
    if context.invoked_subcommand is not None:
        return
    examples = list(read())
    halves = {"dev": examples[0::2], "test": examples[1::2]}
    cosine = fitted(halves["dev"], plain, range(850, 971))
    bare_near = fitted(halves["dev"], alone, range(-6, 41))
    near = fitted(halves["dev"], relative, range(-6, 41))
    ways = {
        "words only": words_only,
        f"cosine ≥ {cosine:.3f} (fitted on dev)": plain(cosine),
        f"nearness ≥ {bare_near:+.3f} (fitted on dev)": alone(bare_near),
        f"less handicaps ≥ {near:+.3f} (fitted on dev)": relative(near),
        f"less handicaps ≥ {phrases.LIMIT:+.3f} (in use)": relative(phrases.LIMIT),
    }
    click.echo("| decision | half | symptoms | precision | recall | false alarms |\n|---|---|---|---|---|---|")
    for name, decide in ways.items():
        for half, rows in halves.items():
            click.echo(f"| {name} | {half} | {len(rows)} | {figures(rows, decide)} |")
    if misses:
        in_use = relative(phrases.LIMIT)
        for row in examples:
            if in_use(row) != row.wanted:
                click.echo(f"{row.client}: {row.symptom} → {in_use(row) or 'none'}, wanted {row.wanted or 'none'}")


@main.command()
def speed() -> None:
    """Milliseconds of one path for each sample client: the best of five runs of a thousand, and the month's first."""
    click.echo("| client | first of a month, ms | path, ms |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as indexes:
        for snapshot in built(Path(indexes)):
            known = Situation(datetime(2026, 12, 25, 2, tzinfo=UTC))
            find = partial(path, snapshot.plan, known)
            first = timeit.timeit(find, number=1)
            best = min(timeit.repeat(find, number=1000, repeat=5)) / 1000
            click.echo(f"| {snapshot.client.id} | {first * 1000:.1f} | {best * 1000:.3f} |")


def figures(rows: Sequence[Example], decide: Decide) -> str:
    """Precision: right of those fired. Recall: right of those meant. False alarms: fired of those not meant."""
    right, fired, meant, alarms = counts(rows, decide)
    return (
        f"{right / max(fired, 1):.2f} ({right}/{fired}) | {right / meant:.2f} ({right}/{meant}) | "
        f"{alarms}/{len(rows) - meant}"
    )


def counts(rows: Sequence[Example], decide: Decide) -> tuple[int, int, int, int]:
    """Right ones, fired ones, meant ones, fired where none was meant."""
    pairs = [(decide(row), row.wanted) for row in rows]
    return (
        sum(bool(wanted) and found == wanted for found, wanted in pairs),
        sum(bool(found) for found, _ in pairs),
        sum(bool(wanted) for _, wanted in pairs),
        sum(bool(found) and not wanted for found, wanted in pairs),
    )


def fitted(rows: Sequence[Example], way: Callable[[float], Decide], thousandths: Iterable[int]) -> float:
    """The limit with the best F½, in which precision counts twice: a wrong group costs a call more than no group named.

    Of equal ones the middle.
    """

    def f_half(limit: float) -> float:
        right, fired, meant, _ = counts(rows, way(limit))
        return 1.25 * right / (0.25 * meant + fired)

    scores = {one / 1000: f_half(one / 1000) for one in thousandths}
    equals = [limit for limit, score in scores.items() if score == max(scores.values())]
    return equals[len(equals) // 2]


@main.command()
def small() -> None:
    """The limit in use where clients have a few articles each, drawn at random three times: all labelled symptoms."""
    click.echo("| articles each | precision | recall | false alarms |\n|---|---|---|---|")
    for count in SMALL:
        with tempfile.TemporaryDirectory() as folder:
            places = [cut_down(ROOT / "articles", Path(folder) / str(seed), count, seed) for seed in range(3)]
            rows = [row for place in places for row in read(place)]
        click.echo(f"| {count} | {figures(rows, relative(phrases.LIMIT))} |")


def read(articles: Path = ROOT / "articles") -> Iterator[Example]:
    """The labelled symptoms with everything measured."""
    embedder = app.open_embedder(load_settings({}))
    with tempfile.TemporaryDirectory() as indexes:
        snapshots = {snapshot.client.id: snapshot for snapshot in built(Path(indexes), articles)}
        for line in LABELLED.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield measured(snapshots[row["client"]], embedder, row["symptom"], row["trigger"])


def built(indexes: Path, articles: Path = ROOT / "articles") -> Iterator[Snapshot]:
    settings = load_settings({"articles": articles, "indexes": indexes, "source": "worktree"})
    workshop = Workshop(settings, warn=print)
    library = workshop.library()
    clients = workshop.clients(library)
    for outcome in workshop.build(library, clients, progress=lambda _: lambda *_: None):
        if isinstance(outcome, Exception):
            raise outcome
    store = app.open_store(settings)
    for client in clients:
        yield store.open(client).snapshot


def measured(snapshot: Snapshot, embedder: Embedder, symptom: str, wanted: str) -> Example:
    escalate.prepare(snapshot, embedder)
    asked = understand(snapshot, symptom, embedder=None).asked
    vector = embedder.embed_queries([asked.dense])[0]
    known = snapshot.trigger_vectors[snapshot.fingerprint]
    cosines = known.vectors @ vector
    words = heard(symptom, snapshot.client.lang)
    alone = phrases.nearness(snapshot, known, vector)
    near = None if alone is None else alone - phrases.handicaps(snapshot, known, words)
    held = word_matches(snapshot.plan, words)

    def first_phrase(place: int) -> str:
        return snapshot.client.triggers[snapshot.plan.phrases[place][0]].phrases[0]

    return Example(
        client=snapshot.client.id,
        symptom=symptom,
        wanted=wanted,
        by_words=snapshot.client.triggers[held[0].trigger].phrases[0] if held else "",
        nearest="" if near is None else first_phrase(int(near.argmax())),
        near=-1.0 if near is None else float(near.max()),
        nearest_alone="" if alone is None else first_phrase(int(alone.argmax())),
        near_alone=-1.0 if alone is None else float(alone.max()),
        by_cosine=first_phrase(int(cosines.argmax())),
        cosine=float(cosines.max()),
    )


if __name__ == "__main__":
    main()
