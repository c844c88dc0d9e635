"""`kbsearch calls`: what happened in the calls of one client, and calls from another tool's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec

from kbsearch import api, app, flows
from kbsearch.cli.call_steps import COMMANDS
from kbsearch.cli.entry import enter
from kbsearch.cli.import_calls import import_calls
from kbsearch.cli.options import with_settings
from kbsearch.cli.queue_log import import_queue_log
from kbsearch.cli.words import counted
from kbsearch.core.calls.call import Call
from kbsearch.core.faults import printable
from kbsearch.core.local_time import exact
from kbsearch.settings import Settings

MOMENT = click.DateTime(["%Y-%m-%d", *(f"%Y-%m-%d{sep}%H:%M:%S{offset}" for sep in "T " for offset in ("", "%z"))])


@click.group()
def command() -> None:
    """What happened in the calls of one client.

    Calls are kept in --data, whichever door they came through; the server may run meanwhile.
    """


@command.command("list")
@click.argument("client")
@click.option("--since", type=MOMENT, help="Local time of the client, or with an offset. Default: a week ago.")
@click.option("--until", type=MOMENT, help="Local time of the client, or with an offset. Default: now.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a call.")
@with_settings
def list_(settings: Settings, client: str, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """CLIENT's calls that began between two times, oldest first.

    \b
    Examples
      kbsearch calls list caissio
      kbsearch calls list caissio --since 2026-11-01 --until 2026-12-01 --json
    """
    with opened(settings) as kb:
        one, snapshot = enter(kb, client)
        zone = ZoneInfo(snapshot.client.time_zone)
        last = exact(until, zone, field="--until") if until else datetime.now(UTC)
        first = exact(since, zone, field="--since") if since else last - timedelta(days=7)
        found = kb.calls.between(one, first, last)
    for call in found:
        click.echo(msgspec.json.encode(api.calls.shapes.call_out(one, call)) if as_json else _line(call, zone))
    if not as_json:
        click.echo(f"{counted(len(found), 'call')}.")


@command.command()
@click.argument("client")
@click.argument("call")
@click.option("--json", "as_json", is_flag=True, help="The call and its timeline as one JSON object.")
@with_settings
def show(settings: Settings, client: str, call: str, as_json: bool) -> None:
    """Everything that happened in one CALL of CLIENT, with what stood on the screen.

    \b
    Example
      kbsearch calls show caissio 1763805600.10
    """
    with opened(settings) as kb:
        one, snapshot = enter(kb, client)
        zone = ZoneInfo(snapshot.client.time_zone)
        history = kb.calls.history(one, call)
    folded = flows.on_screen.call_of(history, snapshot.client.lang)
    replay = api.calls.shapes.replay_out(one, folded, history)
    if as_json:
        click.echo(msgspec.json.encode(replay))
        return
    click.echo(_line(folded, zone))
    for moment in replay.timeline:
        what: dict[str, Any] = msgspec.to_builtins(moment.what)
        kind = what.pop("kind")
        said = printable(", ".join(f"{name} {_plain(value)}" for name, value in what.items()))
        click.echo(f"  {moment.at.astimezone(zone):%H:%M:%S}  {click.style(kind, bold=True)}  {said}")
        if moment.shown and "excerpt" in moment.shown:
            text = "".join(piece for piece, _ in moment.shown["excerpt"])
            click.echo(click.style(printable(f"            {moment.shown['title']} — {text}"), dim=True))


for step in (import_calls, import_queue_log, *COMMANDS):
    command.add_command(step)


@contextmanager
def opened(settings: Settings) -> Iterator[app.App]:
    kb = app.open_records(settings)
    try:
        yield kb
    finally:
        kb.close()


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line(call: Call, zone: ZoneInfo) -> str:
    came = call.outcome or (call.telephony.disposition if call.is_unanswered else None)
    outcome = came.value if came else "open"
    used = f"  used {', '.join(call.used)}" if call.used else ""
    faults = "".join(f"  {fault}" for fault in call.faults_at(datetime.now(UTC)))
    return f"{call.started.astimezone(zone):%Y-%m-%d %H:%M}  {call.id}  {click.style(outcome, bold=True)}{used}{faults}"
