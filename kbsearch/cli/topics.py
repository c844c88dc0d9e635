"""`kbsearch topics`: what callers call about, settled once, and what came of it since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from kbsearch import app
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.figure_out import figure_out
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted, progress_bar
from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.figures.by_topic import TopicFigures
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings

MOST_SHOWN = 20
WIDEST = 48
SECONDS_A_MINUTE = 60
NO_TMT = """Of no call has the telephone system told when it was answered and when it ended, so there is no TMT.
How to connect it: “Connecting the telephone system” in the README."""

since_option = click.option(
    "--since", default="", metavar="DAY", help="First day, 2026-11-02; default: 30 days with the last one."
)
until_option = click.option(
    "--until", default="", metavar="DAY", help="Last day, included; default: today, where the client is."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object, of all topics.")


@click.group()
def command() -> None:
    """What a client's callers call about: groups of calls, named by their own words.

    Topics are frozen: made of the calls of some days, and never changed by what comes later, so that a figure of a
    topic before and after an article is of the same topic. Later calls come to the topic that they are nearest to.
    Freeze again whenever callers bring new things: a topic that is still there keeps its id and its name.

    \b
    Examples
      kbsearch topics freeze caissio --since 2026-07-01 --until 2026-09-30
      kbsearch topics show caissio --since 2026-10-01 --until 2026-10-31
    """


@command.command()
@click.argument("client")
@since_option
@until_option
@json_option
@with_settings
def freeze(settings: Settings, client: str, since: str, until: str, as_json: bool) -> None:
    """Settle the topics of CLIENT's handled calls of these days.

    Five calls that are about the same make a topic; what fewer are about is none. Nothing is kept but which call is of
    which topic: whoever deletes a call takes its words out of the topic too.
    """
    with _told(settings, client) as (kb, one, bar):
        found = app.topics.freeze(kb, one, since, until, datetime.now(UTC), progress=_progress(bar))
    if as_json:
        click.echo(msgspec.json.encode(_summary(found)))
        return
    members = found.topics.looked_at
    inside = sum(bool(member.topic) for member in members)
    click.echo(f"{client}: {counted(len(found.wordings), 'topic')}, of {inside} of {counted(len(members), 'call')}")
    table = Table("topic", "its name", "calls", "also said")
    for topic, words in [*found.wordings.items()][:MOST_SHOWN]:
        calls = sum(member.topic == topic for member in members)
        table.add_row(topic, _name(words), str(calls), escape("\n".join(one[:WIDEST] for one in words[1:3])))
    Console().print(table)


@command.command()
@click.argument("client")
@since_option
@until_option
@click.option("--limit", type=click.IntRange(min=1), default=MOST_SHOWN, show_default=True, help="Most topics shown.")
@json_option
@with_settings
def show(settings: Settings, client: str, since: str, until: str, limit: int, as_json: bool) -> None:
    """CLIENT's calls of these days, topic by topic: FCR without call-back on the same topic, handling time.

    Below stands between which two values the client's FCR is, of first contacts about anything: where any later call of
    the same caller counts as one about the same (low), and where one about another topic does not (high). A call about
    no topic counts as about the same as any. Calls of which no topic is known yet are compared with the topics first:
    it takes a moment once.
    """
    with _told(settings, client) as (kb, one, bar):
        found = app.topics.period_of(kb, one, since, until, datetime.now(UTC), progress=_progress(bar))
    figures = found.figures
    if as_json:
        click.echo(msgspec.json.encode(_period(found)))
        return
    made = _made(found.read, figures.period.zone)
    click.echo(f"{client}, {figures.period.since} to {figures.period.until}; topics of {made}")
    table = Table("topic", "its name", "calls", "FCR", f"{CONFIDENCE:.0%} interval", "of", "TMT")
    for row in figures.topics[:limit]:
        name = _name(found.read.wordings.get(row.topic, ())) if row.topic else "about none of them"
        table.add_row(row.topic or "–", name, str(row.calls), *_share(row.fcr), _minutes(row.handle_time))
    Console().print(table)
    if not any(row.handle_time.denominator for row in figures.topics):
        click.echo(NO_TMT)
    if (more := len(figures.topics) - limit) > 0:
        click.echo(f"and {more} more: --limit {len(figures.topics)} shows all")
    unripe, unattached = counted(figures.unripe, "first contact"), counted(figures.unattached, "call")
    click.echo(f"In no share: {unripe} too young to know, {unattached} without a caller")
    low, high = _share(figures.low), _share(figures.high)
    click.echo(f"FCR without call-back is between {low[0]} ({low[1]}, of {low[2]}: any call) and {high[0]} "
               f"({high[1]}, of {high[2]}: the same topic).")  # fmt: skip


@contextmanager
def _told(settings: Settings, client: str) -> Iterator[tuple[app.App, OneClient, Progress]]:
    """The open instance, the client, and a bar for what takes long."""
    kb = app.open_terminal(settings)
    try:
        one, _ = enter(kb, client)
        report_model(kb)
        with progress_bar() as bar:
            yield kb, one, bar
    finally:
        kb.close()


def _progress(bar: Progress) -> app.topics.Progress:
    task = bar.add_task("symptoms", total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


def _name(words: Sequence[str]) -> str:
    return escape(words[0][:WIDEST]) if words else "(its calls are deleted)"


def _made(read: app.topics.TopicsRead, zone: ZoneInfo) -> str:
    since, until = read.topics.days(zone)
    return f"calls from {since} to {until}"


def _share(figure: Figure) -> tuple[str, str, str]:
    """Value, interval and what it is of."""
    if figure.value is None or (interval := figure.interval) is None:
        return "–", "–", "0"
    return f"{figure.value:.0%}", f"{interval.low:.0%}–{interval.high:.0%}", str(figure.denominator)


def _minutes(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value / SECONDS_A_MINUTE:.1f} min"


def _summary(found: app.topics.TopicsRead) -> dict[str, Any]:
    calls: dict[str, list[str]] = {topic: [] for topic in found.wordings}
    for member in found.topics.looked_at:
        if member.topic:
            calls[member.topic].append(member.call)
    return {
        "client": found.topics.client,
        "frozen": found.topics.frozen,
        "since": found.topics.since,
        "until": found.topics.until,
        "about_none": sum(not member.topic for member in found.topics.looked_at),
        "topics": [
            {"topic": topic, "wordings": words, "calls": calls[topic]} for topic, words in found.wordings.items()
        ],
    }


def _period(found: app.topics.TopicPeriod) -> dict[str, Any]:
    figures = found.figures
    return {
        "client": figures.client,
        "since": figures.period.since,
        "until": figures.period.until,
        "frozen": found.read.topics.frozen,
        "fcr_low": figure_out(figures.low),
        "fcr_high": figure_out(figures.high),
        "unripe": figures.unripe,
        "unattached": figures.unattached,
        "topics": [_row(found, one) for one in figures.topics],
    }


def _row(found: app.topics.TopicPeriod, row: TopicFigures) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "wordings": found.read.wordings.get(row.topic, ()),
        "calls": row.calls,
        "fcr_no_call_back": figure_out(row.fcr),
        "handle_time": figure_out(row.handle_time),
        "figures": {one.name: figure_out(one) for one in row.figures},
    }
