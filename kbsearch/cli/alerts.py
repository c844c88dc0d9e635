"""`kbsearch alerts`: figures that need somebody to look, and the webhook that tells it."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import msgspec

from kbsearch import api, app
from kbsearch.cli.acting import operator
from kbsearch.cli.entry import enter
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.core.alerts.deliveries import Outbox, State
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Alert, Kind, Looked
from kbsearch.errors import StateError
from kbsearch.settings import Settings


@click.group()
def command() -> None:
    """Alerts: a client's figures beyond what [alerts] of its client.toml says, of enough calls to say anything.

    A server looks every minute, opens an alert once, and closes it when it did not hold at two looks running. Where
    [alerts.webhook] has a url, both are posted there, signed as Standard Webhooks have it, without a word of a caller.
    """


@command.command()
@click.argument("client")
@click.option("--dry-run", is_flag=True, help="Say what holds, and open and close nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@with_settings
def check(settings: Settings, client: str, dry_run: bool, as_json: bool) -> None:
    """Look at CLIENT's figures now.

    \b
    Examples
      kbsearch alerts check caissio --dry-run
      kbsearch alerts check caissio
    """
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        now = datetime.now(UTC)
        if dry_run:
            looked, settled = app.alerts.evaluate(kb, one, now), None
        else:
            looked, settled = app.alerts.check(kb, one, now)
    finally:
        kb.close()
    if as_json:
        click.echo(msgspec.json.encode(looked))
        return
    show(looked, is_on=snapshot.client.alerts.is_on)
    if settled is not None:
        click.echo(f"{counted(len(settled.opened), 'alert')} opened, {len(settled.closed)} closed.")


@command.command("list")
@click.argument("client")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object an alert.")
@with_settings
def list_(settings: Settings, client: str, limit: int, as_json: bool) -> None:
    """CLIENT's alerts, newest first, how many posts of its webhook wait or were given up, or why none is sent."""
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        found, outbox = app.alerts.page(kb, one, limit), app.webhooks.outbox(kb, one)
        failing = app.webhooks.disabled(kb, one, datetime.now(UTC))
    finally:
        kb.close()
    for raised in found:
        ends = f"closed {raised.closed:%Y-%m-%d %H:%M} UTC" if raised.closed else "open"
        line = f"{raised.opened:%Y-%m-%d %H:%M} UTC  {in_words(raised.alert)}  {ends}"
        click.echo(msgspec.json.encode(api.alerts.shapes.alert_out(one, raised)) if as_json else line)
    if not as_json:
        click.echo(f"{counted(len(found), 'alert')}.")
        show_webhook(outbox, failing)


@command.command()
@click.argument("client")
@with_settings
def secret(settings: Settings, client: str) -> None:
    """Make the secret that CLIENT's webhook is signed with, and print it once.

    It is kept in the data folder, for its owner alone. Where there was one, both sign for a day, so that whoever
    verifies can change over meanwhile.

    \b
    Example
      kbsearch alerts secret caissio
    """
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        made = app.webhooks.make_secret(kb, one, operator(), datetime.now(UTC))
    finally:
        kb.close()
    click.echo(made)
    click.echo("Give it to whoever verifies: it is not shown again.", err=True)


@command.command()
@click.argument("client")
@with_settings
def test(settings: Settings, client: str) -> None:
    """Post something to CLIENT's webhook that says nothing but that it arrived. What waits before it is sent too.

    \b
    Example
      kbsearch alerts test caissio
    """
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        post = app.webhooks.open_post(settings)
        id = app.webhooks.add_test(kb, one, datetime.now(UTC))
        while (sent := app.webhooks.deliver_next(kb, one, post, lambda: datetime.now(UTC))) is not None:
            if sent[0] == id:
                break
    finally:
        kb.close()
    if sent is None:
        click.echo(f"{id}: a server is sending it.")
    elif sent[1].state is State.SENT:
        click.echo(f"{id} arrived ({sent[1].told}).")
    else:
        raise StateError(f"{id} did not arrive: {sent[1].told}. A server tries it again.")


@command.command()
@click.argument("client")
@with_settings
def enable(settings: Settings, client: str) -> None:
    """Post again to CLIENT's webhook, which was disabled as nothing arrived there, and send what was kept.

    What is older than two days is given up. Where something fails, the rest is left to a server.

    \b
    Example
      kbsearch alerts enable caissio
    """
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        post = app.webhooks.open_post(settings)
        was_disabled = app.webhooks.enable(kb, one, operator(), datetime.now(UTC))
        arrived, last = 0, ""
        while (
            was_disabled and (sent := app.webhooks.deliver_next(kb, one, post, lambda: datetime.now(UTC))) is not None
        ):
            if sent[1].state is not State.SENT:
                last = f"{sent[0]} did not arrive: {sent[1].told}."
                break
            arrived += 1
        outbox = app.webhooks.outbox(kb, one)
    finally:
        kb.close()
    if not was_disabled:
        click.echo(f"{one.id}'s webhook is not disabled.")
        return
    click.echo(f"Enabled; {counted(arrived, 'post')} arrived, {outbox.waiting} waiting, {outbox.failed} given up.")
    if last:
        raise StateError(f"{last} A server tries what waits.")


def show_webhook(outbox: Outbox, failing: Failing | None) -> None:
    """How it fares, where there is anything to say."""
    if outbox.waiting or outbox.failed:
        last = f" The last try: {outbox.told}." if outbox.told else ""
        click.echo(f"Webhook: {counted(outbox.waiting, 'post')} waiting, {outbox.failed} given up.{last}")
    if failing is not None:
        failed = f"{counted(failing.tries, 'try', 'tries')} in a row failed since {failing.since:%Y-%m-%d %H:%M} UTC"
        click.echo(
            f"Webhook: disabled since {failing.disabled:%Y-%m-%d %H:%M} UTC; {failed}, the last: {failing.told}. "
            f"Nothing is posted. Mend what receives, then run: kbsearch alerts enable {failing.client}"
        )


def show(looked: Looked, *, is_on: bool) -> None:
    """What holds, a line each; what does not, named."""
    if not is_on:
        click.echo(f"{looked.client} asks for no alerts: its client.toml has no table [alerts].")
        return
    for alert in looked.alerts:
        click.echo(f"{in_words(alert)}  holds")
    quiet = [kind.value for kind in looked.kinds if kind not in {alert.kind for alert in looked.alerts}]
    if quiet:
        click.echo(f"Nothing to say of {', '.join(quiet)}.")


def in_words(alert: Alert) -> str:
    """Its figures, with what they are beyond."""
    counted_, before = alert.counted, alert.before
    if alert.kind is Kind.UNANSWERED_BURST:
        usual = f", {before.numerator} in {before.denominator} usual hours" if before is not None else ""
        said = f"{alert.kind}: {counted_.numerator} of {counted_.denominator} callers without a reliable answer"
        return f"{said}, in alike words{usual}"
    said = f"{alert.kind}: {counted_.numerator} / {counted_.denominator} = {_percent(counted_.value)}"
    if before is None:
        side = "below" if alert.kind is Kind.ANSWER_RATE else "above"
        return f"{said}, {side} {_percent(alert.threshold)}"
    ends = f"{100 * (alert.low or 0):+.1f} to {100 * (alert.high or 0):+.1f} points"
    return f"{said}, before {before.numerator} / {before.denominator} = {_percent(before.value)} ({ends})"


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.1f} %"
