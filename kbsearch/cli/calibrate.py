"""`kbsearch calibrate`: how sure a client's answers are, learnt from its own calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
import msgspec

from kbsearch import app, flows
from kbsearch.cli.acting import acting
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.core.access.audit import Action
from kbsearch.core.answers.recalibration import FEWEST, FEWEST_OF_A_KIND, Trial, recalibrated
from kbsearch.core.learning.evidence import Rules
from kbsearch.settings import Settings

SAID = {
    "better": "better on the later calls: {done}",
    "not-better": "not better on the later calls: kept as it was",
    "not-converged": "the fit FAILED, it did not converge: kept as it was; please report this",
    "too-few": f"too few calls that say whether the first article was right: {FEWEST} are needed, with "
    f"{FEWEST_OF_A_KIND} of either answer in both parts; here {{kinds}}: kept as it was",
}


@click.command()
@click.argument("client")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How far back calls count.")
@click.option("--dry-run", is_flag=True, help="Only print the table.")
@click.option("--undo", is_flag=True, help="Go back to the weights before.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def command(settings: Settings, client: str, days: int, dry_run: bool, undo: bool, as_json: bool) -> None:
    """Fit CLIENT's answer states on its own calls, and use them only when they are better.

    Closed calls that say whether the first article was right are asked again, with the evidence of others' calls: those
    handed over, and those resolved and not called back once the window is over. Weights are fitted on the earlier
    seven tenths of them, but for callers who are among the later ones too, and replace those in use when the later
    calls are told better: log loss by at least 0.04 and beyond chance, Brier score not worse, and not fewer of those
    handed over with nothing reliable, but for chance. From which probability on an article is to be checked is chosen
    again: 95 % of the solved calls are shown one. A running server takes them at once. Those before stay: --undo.

    \b
    Examples
      kbsearch calibrate caissio --dry-run
      kbsearch calibrate caissio --undo
    """
    if undo and dry_run:
        raise click.UsageError("--undo and --dry-run exclude each other.")
    store = app.open_store(settings)
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        if undo:
            with acting(kb, Action.WEIGHTS_UNDO, client):
                name = store.undo_calibration(client)
            said = f"{client} uses {name or 'the shipped weights'} again."
            click.echo(msgspec.json.encode({"client": client, "uses": name}) if as_json else said)
            return
        report_model(kb)
        embedder, english = kb.embedder_for(snapshot), kb.english_for(snapshot)
        memory, until = app.learning.served_by(kb, one), datetime.now(UTC)
        rows = list(
            flows.calibrate.outcomes(
                kb.calls.between(one, until - timedelta(days=days), until),
                lambda text, mode: (
                    flows.ask.understand(snapshot, text, embedder=embedder, english=english, memory=memory)
                    if mode == "hybrid"
                    else flows.ask.understand(snapshot, text, embedder=None)
                ),
                until,
                Rules.within(snapshot.client.window),
            )
        )
        found, kept = recalibrated(snapshot.calibration, rows), ""
        if found.is_new and not dry_run:
            with acting(kb, Action.WEIGHTS_KEEP, client):
                kept = store.keep_calibration(client, found.calibration)
    finally:
        kb.close()
    if as_json:
        click.echo(msgspec.json.encode({"client": client, "trials": found.trials, "kept": kept}))
    else:
        print_trials(found.trials, "would be replaced" if dry_run else "replaced")
        click.echo(f"Kept as {kept}." if kept else "Nothing was changed.")


def print_trials(trials: tuple[Trial, ...], done: str = "replaced") -> None:
    """One line a mode, and why. `done`: what becomes of weights for which better ones were found."""
    click.echo(f"{'mode':8} {'earlier':>8} {'later':>6} {'log loss':>16} {'Brier':>16}  {'nothing reliable':16}")
    for trial in trials:
        is_told = trial.verdict in ("better", "not-better")
        losses = f"{trial.loss_before:.3f} → {trial.loss_after:.3f}" if is_told else "–"
        briers = f"{trial.brier_before:.3f} → {trial.brier_after:.3f}" if is_told else "–"
        said = SAID[trial.verdict].format(done=done, kinds=_kinds(trial))
        kept = f"{trial.unreliable_before} → {trial.unreliable_after} of {trial.handed_over}" if is_told else "–"
        click.echo(f"{trial.mode:8} {trial.earlier:>8} {trial.later:>6} {losses:>16} {briers:>16}  {kept:16}  {said}")
    if any(trial.handed_over for trial in trials):
        click.echo("Nothing reliable: of the later calls that were handed over, before and after.")


def _kinds(trial: Trial) -> str:
    parts = {"earlier": (trial.earlier, trial.earlier_right), "later": (trial.later, trial.later_right)}
    return ", ".join(f"{right} right and {calls - right} wrong {part}" for part, (calls, right) in parts.items())
