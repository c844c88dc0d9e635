"""The steps of one call, in the terminal: what an agent's screen does, for trying it out and for scripts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click
import msgspec
from msgspec.structs import replace

from kbsearch import api, app
from kbsearch.cli.call_ids import with_call
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.options import with_settings
from kbsearch.cli.path_report import language
from kbsearch.core.calls.call import usual_channel
from kbsearch.core.calls.events import Event, decode_happening
from kbsearch.core.calls.handover import Told
from kbsearch.core.calls.happenings import KINDS, Closed, Confirmed, Happening, Outcome, Reopened, Started, Used
from kbsearch.core.escalation import Asked
from kbsearch.core.faults import shown
from kbsearch.core.levels import DEFAULT_PRIORITY, PRIORITIES, TAKERS
from kbsearch.core.local_time import require_come
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, EventConflict, NotFound
from kbsearch.settings import Settings

if TYPE_CHECKING:
    from kbsearch.core.store_ports import Appended


RECORDED = sorted(set(KINDS) - {"started", "searched", "displayed", "closed", "reopened", "confirmed"})
"""Kinds that have no command of their own."""
MOST_DIGITS = 18
"""What is longer is beyond any bound, and as a text it is refused all the same."""

with_id = click.option(
    "--id", "event", help="Idempotency key: the same step sent twice counts once. Default: a new one."
)


@click.command()
@click.argument("client")
@with_call
@click.option("--caller", default="", help="Number or name; only a key of it is kept.")
@click.option("--channel", default="", help="Default: phone, unless another one is known.")
@click.option("--queue", default="")
@with_settings
def start(settings: Settings, client: str, call: str, caller: str, channel: str, queue: str) -> None:
    """Begin CALL of CLIENT, or say more of how it came in. CALL is your own id, without personal data.

    \b
    Example
      kbsearch calls start caissio c-118 --caller "06 12 34 56 78" --queue support
    """
    kb = app.open_records(settings)
    try:
        one, _ = enter(kb, client)
        said = channel or usual_channel(kb.calls.file().call(one, call))
        appended = kb.calls.record_start(one, call, Started(said, queue, (), caller), datetime.now(UTC))
    finally:
        kb.close()
    report(call, appended)


@click.command()
@click.argument("client")
@with_call
@click.argument("kind", type=click.Choice(RECORDED))
@click.argument("fields", nargs=-1, metavar="[NAME=VALUE]...")
@with_id
@with_settings
def record(settings: Settings, client: str, call: str, kind: str, fields: tuple[str, ...], event: str | None) -> None:
    """Say that something happened in CALL. Typed texts are redacted before they are kept.

    \b
    Examples
      kbsearch calls record caissio c-118 described symptom="le terminal ne capte plus"
      kbsearch calls record caissio c-118 tried article=tpe-hors-ligne
      kbsearch calls record caissio c-118 ticked article=tpe-hors-ligne step=2
      kbsearch calls record caissio c-118 escalated level=N2 group=support-terminaux
      kbsearch calls record caissio c-118 reviewed level=N2 n1_could=true
    """
    keep(settings, client, call, {"": happening(kind, fields)}, event)


@click.command("close")
@click.argument("client")
@with_call
@click.argument("outcome", type=click.Choice([one.value for one in Outcome]))
@click.option("--used", multiple=True, metavar="ARTICLE", help="An article that served; more than once if several did.")
@click.option("--incident", help="The known incident that the call was about.")
@click.option("--comment", default="", help="What there is to say of this end; kept redacted.")
@with_id
@with_settings
def close(settings: Settings, client: str, call: str, outcome: str, used: tuple[str, ...], **more: str | None) -> None:
    """Close CALL with its OUTCOME.

    \b
    Example
      kbsearch calls close caissio c-118 resolved --used tpe-hors-ligne
      kbsearch calls close caissio c-118 call_back_promised --comment "pièce commandée, rappel jeudi"
    """
    steps: dict[str, Happening] = {f":{at:02}": Used(article) for at, article in enumerate(used, 1)}
    closed = Closed(Outcome(outcome), more["incident"], more["comment"] or "")
    keep(settings, client, call, steps | {"": decode_happening(msgspec.json.encode(closed))}, more["event"])


@click.command()
@click.argument("client")
@with_call
@with_id
@with_settings
def reopen(settings: Settings, client: str, call: str, event: str | None) -> None:
    """The call goes on after all."""
    keep(settings, client, call, {"": Reopened()}, event)


@click.command()
@click.argument("client")
@with_call
@click.argument("solved", type=click.BOOL)
@with_id
@with_settings
def confirm(settings: Settings, client: str, call: str, solved: bool, event: str | None) -> None:
    """What the caller answered to “was it SOLVED?”: yes or no."""
    keep(settings, client, call, {"": Confirmed(solved)}, event)


@click.command()
@click.argument("client")
@click.argument("call")
@click.option("--symptom", default="", help="In the caller's words; not kept.")
@click.option(
    "--priority", type=click.Choice(PRIORITIES), help=f"Default: the last escalation's, else {DEFAULT_PRIORITY}."
)
@click.option("--impact", default="", help="Who and what stands still. Default: as the last escalation has it.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="Something the next level asks for.")
@click.option("--level", type=click.Choice(TAKERS), help="Who it is for, whatever the hour leads to.")
@click.option("--at", default="", metavar="TIME", help="Another instant: local time of the client.")
@click.option("--format", "form", type=click.Choice(["markdown", "text", "json"]), default="text", show_default=True)
@with_settings
def handover(settings: Settings, client: str, call: str, form: str, facts: tuple[str, ...], **told: Any) -> None:
    """The sheet for who takes CALL over: symptoms, answers, articles, path, and what nobody asked yet.

    \b
    Example
      kbsearch calls handover caissio c-118 --impact "une caisse sur trois" --fact "code affiché=E-204"
      kbsearch calls handover caissio c-118 --level N3 --format markdown
    """
    kb = app.open_terminal(settings)
    try:
        one, snapshot = enter(kb, client)
        lang = language(snapshot)
        report_model(kb)
        asked = Asked(datetime.now(UTC), told["at"], told["priority"], told["symptom"], level=told["level"] or "")
        given = Told(told["impact"], told["symptom"], tuple(pair(fact) for fact in facts))
        sheet = api.calls.handovers.handover_out(one, kb.handover(one, call, asked, given), lang)
    finally:
        kb.close()
    printed = {"markdown": sheet.markdown, "text": sheet.text, "json": msgspec.json.encode(sheet).decode() + "\n"}
    click.echo(printed[form], nl=False)


COMMANDS: tuple[click.Command, ...] = (start, record, close, reopen, confirm, handover)


def keep(settings: Settings, client: str, call: str, steps: dict[str, Happening], event: str | None = None) -> None:
    """Record the steps, whose ids are `event` and their key in `steps`; say how many are new."""
    now, name = datetime.now(UTC), event or f"terminal:{uuid4().hex}"
    for what in steps.values():
        require_come(what, now)
    events = [Event(f"{name}{suffix}", client, call, now, what) for suffix, what in steps.items()]
    kb: app.App = app.open_records(settings)
    try:
        one, snapshot = enter(kb, client)
        for what in steps.values():
            kb.calls.check_incident(one, what.incident if isinstance(what, Closed) else None)
        try:
            appended = kb.calls.record(one, events, snapshot)
        except EventConflict:
            if event is None:
                raise
            appended = kb.calls.record(one, _as_first_said(kb, one, events), snapshot)
    finally:
        kb.close()
    for article in sorted({named for what in steps.values() if (named := _absent(what, snapshot.known_ids))}):
        click.echo(
            f"kbsearch: {client} has no article {shown(article)}: mistyped, or deleted? It is kept so.", err=True
        )
    report(call, appended)


def _absent(what: Happening, known: Collection[str]) -> str:
    """The article that a step names and that is not known; empty for one that is, will be written, or is not named."""
    named = getattr(what, "article", None) or ""
    return "" if named in known or (isinstance(what, Used) and what.created) else named


def report(call: str, appended: Appended) -> None:
    click.echo(f"{call}: {appended.new} new, {appended.repeated} known.")


def _as_first_said(kb: app.App, client: OneClient, events: Sequence[Event]) -> list[Event]:
    """The events at the moments at which they were said first: said again, a step did not happen again."""
    with suppress(NotFound):
        known = {kept.event.id: kept.event.at for kept in kb.calls.history(client, events[0].call)}
        return [replace(event, at=known.get(event.id, event.at)) for event in events]
    return list(events)


def happening(kind: str, fields: tuple[str, ...]) -> Happening:
    """`article=tpe step=2` as the kind wants it. Raises `BadRequest`."""
    types = {field.name: field.type for field in msgspec.structs.fields(KINDS[kind])}
    values = {name: _typed(types.get(name), value) for name, value in map(pair, fields)}
    return decode_happening(msgspec.json.encode({"kind": kind, **values}))


def _typed(wanted: Any, value: str) -> Any:
    """What is typed as the field has it, a number or yes and no; what cannot be is left to be refused by name."""
    with suppress(msgspec.ValidationError, TypeError):
        return msgspec.convert(value, wanted, strict=False)
    return int(value) if value.isdecimal() and len(value) <= MOST_DIGITS else value


def pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise BadRequest(f"“{text}” is not NAME=VALUE.", field="fields")
    return name.strip(), value
