"""`python -m benchmarks.quality`: the README's tables of search quality."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path

import click
import numpy as np

from benchmarks.quality.bases import ROOT, SAMPLES, Case, Models, open_cases
from benchmarks.quality.fit import examples, fit
from kbsearch import app
from kbsearch.adapters.embedders.remembered import QueryVectors, RememberedQueries
from kbsearch.core.search.ranking import ENGLISH_WEIGHTS, SIGNALS
from kbsearch.flows.evaluate import DEPTH, Ranked, Reweigh, evaluate, measure, ranked_articles, without
from kbsearch.settings import load_settings

EVALUATION = ROOT.parent / "shared" / "eval"
MODELS: tuple[app.ModelName, ...] = ("main", "english")
WORK = ROOT / "benchmarks" / "results" / "work"


@click.group(invoke_without_command=True)
@click.option("--eval", "evaluation", type=click.Path(exists=True, path_type=Path), default=EVALUATION)
@click.option("--work", type=click.Path(path_type=Path), default=WORK, help="Indexes kept for the next run.")
@click.option("--output", type=click.Path(path_type=Path), help="Also write the rows as JSON.")
@click.pass_context
def main(context: click.Context, evaluation: Path, work: Path, output: Path | None) -> None:
    """Measure every query set: fused, dense alone, keywords alone; dev and test halves."""
    main_, english = (
        RememberedQueries(app.open_embedder(load_settings({}), name), QueryVectors(each=100_000, most=100_000))
        for name in MODELS
    )
    models = Models(main_, english)
    context.obj = (evaluation, work, models)
    if context.invoked_subcommand is None:
        rows = report(open_cases(evaluation, work), models)
        if output:
            output.write_text(json.dumps(rows, indent=1), "utf-8")


@main.command()
@click.pass_obj
def untitled(given: tuple[Path, Path, Models]) -> None:
    """The same without the articles' titles: for corpora whose titles are the questions."""
    evaluation, work, models = given
    report(open_cases(evaluation, work, titles=False), models)


@main.command()
@click.pass_obj
def ablation(given: tuple[Path, Path, Models]) -> None:
    """nDCG@10 with one signal taken away at a time, test halves; the weights are not fitted again."""
    evaluation, work, models = given
    cases = list(open_cases(evaluation, work))
    click.echo("| without | " + " | ".join(case.name for case in cases) + " |")
    click.echo("|---|" + "---|" * len(cases))
    for signal in ("nothing", *SIGNALS):
        cells = [f"{ndcg(case, models, without(signal)):.3f}" for case in cases]
        click.echo(f"| {signal} | " + " | ".join(cells) + " |")


@main.command("fit")
@click.pass_obj
def fit_weights(given: tuple[Path, Path, Models]) -> None:
    """Fit the weights again on dev halves: plain ones on every set, curated ones on the sample bases.

    Below each, the test half of every set with weights fitted without that set's articles. The English weights are
    fitted on English queries to English documents, of which there is one corpus only: nothing can be held out.
    """
    evaluation, work, models = given
    cases = list(open_cases(evaluation, work))
    first = Models(models.main, None)
    known = {case.name: examples(case, first, "dev") for case in cases}
    samples = [case for case in cases if is_sample(case)]
    for kind, chosen, shown in (
        ("plain", cases, [case for case in cases if case not in samples]),
        ("curated", samples, samples),
    ):
        click.echo(f"{kind}: {dict(zip(SIGNALS, rounded(fit(together(known, chosen))), strict=True))}")
        for client in dict.fromkeys(case.snapshot.client.id for case in shown):
            weights = fit(together(known, [case for case in chosen if case.snapshot.client.id != client]))
            for case in (case for case in shown if case.snapshot.client.id == client):
                held_out, shipped = (ndcg(case, first, given_) for given_ in (always(weights), without()))
                click.echo(f"  {case.name}: nDCG@10 {held_out:.3f} fitted without {client}, {shipped:.3f} as shipped")
    english = [one for case in cases for one in examples(case, models, "dev", only_english=True)]
    weights = fit(english)
    click.echo(f"english: {dict(zip(SIGNALS, rounded(weights), strict=True))}")
    for case in (case for case in cases if case.snapshot.english is not None):
        fitted, shipped = (ndcg(case, models, given_) for given_ in (for_english(weights), without()))
        click.echo(f"  {case.name}: nDCG@10 {fitted:.3f} fitted, {shipped:.3f} as shipped")


@main.command()
@click.pass_obj
def clarify(given: tuple[Path, Path, Models]) -> None:
    """One clarifying question: what its answer adds to top-1, how often it is asked, how its chances were fitted."""
    from benchmarks.quality import clarify as measured

    evaluation, work, models = given
    cases = list(open_cases(evaluation, work))
    for mode, embedder in (("hybrid", models.main), ("keyword", None)):
        fitted, loss, shipped = measured.fit_temperature(cases, embedder, "dev")
        click.echo(f"temperature, {mode}: {fitted:.2f} fitted, log loss {loss:.4f} nats; {shipped:.4f} as shipped")
    samples = {case.snapshot.client.id: case for case in cases if is_sample(case)}
    snapshots = {client: case.snapshot for client, case in samples.items()}
    for line in measured.tables(snapshots, models.main):
        click.echo(line)
    for line in measured.ordinary(samples.values(), models.main):
        click.echo(line)


@main.command()
@click.option("--corpus", "corpora", multiple=True, default=("covidfaq_fr", "cnil_besoindaide_fr"), show_default=True)
@click.pass_obj
def precision(given: tuple[Path, Path, Models], corpora: tuple[str, ...]) -> None:
    """nDCG@10 of the int8 graph against the same model in float32: every vector made again, some minutes a corpus."""
    from benchmarks.quality.precision import FullPrecision, in_full_precision

    evaluation, work, models = given
    with tempfile.TemporaryDirectory() as scratch:
        exact_models = Models(FullPrecision(Path(scratch)), None)
    for case in open_cases(evaluation, work):
        if case.snapshot.client.id in corpora:
            exact = in_full_precision(case, exact_models.main)
            ours, theirs = ndcg(case, models, without()), ndcg(exact, exact_models, without())
            click.echo(f"{case.name}: int8 {ours:.4f}, float32 {theirs:.4f}, difference {ours - theirs:+.4f}")


@main.command()
@click.option("--seeds", default=5, show_default=True)
@click.option("--most", default=600, show_default=True, help="Queries of one set.")
@click.option("--wrong", default=0.0, show_default=True, help="Share of solved calls that name a wrong article.")
@click.pass_obj
def solved(given: tuple[Path, Path, Models], seeds: int, most: int, wrong: float) -> None:
    """What search gains from solved calls, by how many there are: mean over seeds, and the worst seed."""
    from benchmarks.quality.solved import HEADER, amounts, line, measured, read_case

    evaluation, work, models = given
    click.echo(HEADER)
    for case in open_cases(evaluation, work):
        queries = read_case(case, models, most=most)
        for amount in amounts(queries).items():
            click.echo(line(case.name, measured(queries, amount, seeds, wrong=wrong)))


@main.command()
@click.option("--seeds", default=5, show_default=True)
@click.option("--most", default=600, show_default=True, help="Queries of one set.")
@click.pass_obj
def stuffing(given: tuple[Path, Path, Models], seeds: int, most: int) -> None:
    """What one caller with 50 calls for a wrong article can do, and what 1,000 solved calls cost a search."""
    from benchmarks.quality.solved import added_ms, poisoned, read_case

    evaluation, work, models = given
    click.echo("| set | tenth article made first | of those, clearly worse before | ms added by 1,000 calls |")
    click.echo("|---|---|---|---|")
    for case in open_cases(evaluation, work):
        queries = read_case(case, models, most=most)
        moved, far = poisoned(queries, seeds)
        click.echo(f"| {case.name} | {moved:.3f} | {far:.3f} | {added_ms(queries, 1000):.3f} |")


@main.command()
@click.argument("ways", nargs=-1, type=click.Choice(["since", "capitals", "unaccented"]))
@click.option("--most", default=200, show_default=True, help="Queries of one set.")
@click.pass_obj
def typed(given: tuple[Path, Path, Models], ways: tuple[str, ...], most: int) -> None:
    """The same queries otherwise: with since when (`depuis ce matin`), in capitals, without accents."""
    from benchmarks.quality.typed import HEADER, WAYS, line

    evaluation, work, models = given
    cases = list(open_cases(evaluation, work))
    for way in ways or WAYS:
        header = HEADER.format(way)
        click.echo(f"\n{header}\n" + "|---" * header.count(" | ") + "|---|")
        for case in cases:
            click.echo(line(case, models, way, most))


@main.command()
@click.pass_obj
def languages(given: tuple[Path, Path, Models]) -> None:
    """Questions in French to English articles of the sample bases, and the other way round, and what telling languages
    apart costs the golden files' questions; then the same of two plain corpora in one base."""
    from benchmarks.quality.languages_apart import HEADER, lines, plain_lines

    evaluation, work, models = given
    click.echo(HEADER)
    click.echo("|---" * HEADER.count(" | ") + "|---|")
    samples = [case for case in open_cases(evaluation, work) if is_sample(case)]
    for line in chain(lines(samples, models), plain_lines(evaluation, work, models)):
        click.echo(line)


@main.command()
@click.pass_obj
def states(given: tuple[Path, Path, Models]) -> None:
    """How honest `sure`, `to_check` and `nothing_reliable` are, with the model and without; fits them again."""
    from benchmarks.quality.questions import Readers, questions
    from benchmarks.quality.states import report as report_states

    evaluation, work, models = given
    cases = list(open_cases(evaluation, work))
    for mode in ("hybrid", "keyword"):
        click.echo(f"\n## {mode}\n")
        report_states(list(questions(cases, Readers(models, mode), evaluation)))


@main.command("states-small")
@click.pass_obj
def states_small(given: tuple[Path, Path, Models]) -> None:
    """The same in bases of 3 to 20 articles, cut from those that are labelled completely; ten minutes at first."""
    from benchmarks.quality.states_small import report as report_small

    evaluation, work, models = given
    for line in report_small(list(open_cases(evaluation, work)), models, work / "quality"):
        click.echo(line)


@main.command("states-solved")
@click.option("--seeds", default=3, show_default=True)
@click.option("--wrong", default=0.1, show_default=True, help="Share of solved calls that name a wrong article.")
@click.pass_obj
def states_solved(given: tuple[Path, Path, Models], seeds: int, wrong: float) -> None:
    """The weight of solved calls in the answer states: fitted alone, each base left out, with solved calls replayed."""
    from benchmarks.quality.states_solved import report as report_solved

    evaluation, work, models = given
    for line in report_solved(list(open_cases(evaluation, work)), models, evaluation, seeds=seeds, wrong=wrong):
        click.echo(line)


def report(cases: Iterator[Case], models: Models) -> list[dict[str, object]]:
    """Print one Markdown row a set and signal; return them all."""
    rows: list[dict[str, object]] = []
    click.echo(
        "| set | signal | n dev / test | nDCG@10 dev | nDCG@10 test [95 %] | MRR@10 | top-1 | top-3 | recall@10 |"
    )
    click.echo("|---|---|---|---|---|---|---|---|---|")
    for case in cases:
        found = evaluate(case.snapshot, {case.name: case.judgements}, embedder=models.main, english=models.english)
        rows += [asdict(row) for row in found.rows]
        for signal in ("fused", "dense", "keywords"):
            dev, test = (next(r for r in found.rows if (r.split, r.signal) == (s, signal)) for s in ("dev", "test"))
            main_, others = test.measures["nDCG@10"], ("MRR@10", "top-1", "top-3", "recall@10")
            cells = [f"{dev.measures['nDCG@10'].mean:.3f}", f"{main_.mean:.3f} [{main_.low:.2f} {main_.high:.2f}]"]
            cells += [f"{test.measures[name].mean:.3f}" for name in others]
            click.echo(f"| {case.name} | {signal} | {dev.count} / {test.count} | " + " | ".join(cells) + " |")
    return rows


def ndcg(case: Case, models: Models, reweigh: Reweigh) -> float:
    """nDCG@10 of the test half."""
    wanted = [one for one in case.judgements if one.grades and one.split == "test"]

    def run(query: str) -> list[Ranked]:
        ranked = ranked_articles(case.snapshot, query, embedder=models.main, english=models.english, reweigh=reweigh)
        return ranked[:DEPTH]

    return float(measure(wanted, {one.id: run(one.query) for one in wanted})["nDCG@10"].mean())


def always(weights: Sequence[float]) -> Reweigh:
    return lambda _: weights


def for_english(weights: Sequence[float]) -> Reweigh:
    """These weights where a search uses those for English, its own elsewhere."""
    return lambda own: weights if own == ENGLISH_WEIGHTS else own


def together(known: Mapping[str, list], cases: Sequence[Case]) -> list:  # type: ignore[type-arg]
    return [one for case in cases for one in known[case.name]]


def is_sample(case: Case) -> bool:
    return case.snapshot.client.id in SAMPLES


def rounded(weights: np.ndarray) -> list[float]:  # type: ignore[type-arg]
    """In proportion to the weight of words, which is what the constants keep."""
    return [round(float(w), 2) for w in weights]


if __name__ == "__main__":
    main()
