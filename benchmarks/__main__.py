"""`python -m benchmarks`: measure kbsearch; see README.md beside this file."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path

import click

from benchmarks import measure

measure.pin_threads()

from benchmarks import parts, report  # noqa: E402 - FAISS and onnxruntime read the environment when imported
from benchmarks.plan import ROOT, Plan, toy  # noqa: E402
from benchmarks.world import World  # noqa: E402
from kbsearch.settings import load_settings  # noqa: E402

EVALUATION = ROOT.parent / "shared" / "eval"
RESULTS = ROOT / "benchmarks" / "results"


@click.command()
@click.argument("names", nargs=-1, metavar="[PART]...")
@click.option("--list", "listing", is_flag=True, help="Say which parts there are.")
@click.option("--toy", "is_toy", is_flag=True, help="Everything tiny: only proves that the parts run.")
@click.option("--rounds", type=click.IntRange(1), help="Rounds of every comparison.")
@click.option("--requests", type=click.IntRange(1), help="Requests of the memory part.")
@click.option("--log-mb", type=click.IntRange(10), help="Size of the log part's log.")
@click.option("--seconds", type=click.FloatRange(0.5), help="Length of each phase of traffic.")
@click.option(
    "--eval", "evaluation", type=click.Path(path_type=Path), default=EVALUATION, help="corpora/ and queries/."
)
@click.option("--models", type=click.Path(path_type=Path), help="Prepared models.")
@click.option("--work", type=click.Path(path_type=Path), default=RESULTS / "work", help="Kept for the next run.")
@click.option("--output", type=click.Path(path_type=Path), help="JSON of the run. Default: results/<time>.json.")
def main(names: tuple[str, ...], listing: bool, is_toy: bool, output: Path | None, **options: object) -> None:
    """Measure PARTs, or all of them; print a Markdown table and write JSON."""
    if listing:
        for name, (_, said) in parts.PARTS.items():
            click.echo(f"{name:12} {said}")
        return
    plan = toy(_plan(options)) if is_toy else _plan(options)
    try:
        chosen = {name: parts.get(name) for name in names or parts.PARTS}
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    world, rows = World(plan), []
    facts = {
        "machine": measure.machine(),
        "plan": {k: str(v) for k, v in dataclasses.asdict(plan).items() if k != "say"},
    }
    for name, part in chosen.items():
        for row in part(world):
            rows.append(row)
            click.echo(f"{name}: {row.what}: {row.measured} {f'(goal {row.goal})' if row.goal else ''}", err=True)
    click.echo(f"{facts['machine']}\n")
    click.echo(report.markdown(rows))
    report.write(output or RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json", rows, facts)


def _plan(options: dict[str, object]) -> Plan:
    evaluation = options.pop("evaluation")
    assert isinstance(evaluation, Path)
    corpora, queries = evaluation / "corpora", evaluation / "queries"
    given = {name: value for name, value in options.items() if value is not None}
    plan = Plan(
        models=load_settings({}).models,
        corpora=corpora if corpora.is_dir() else None,
        queries=queries if queries.is_dir() else None,
        work=RESULTS / "work",
        say=lambda sentence: click.echo(f"  … {sentence}", err=True),
    )
    return dataclasses.replace(plan, **given)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
