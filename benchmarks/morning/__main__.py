"""`python -m benchmarks.morning`: forty calls on the sample base through a real server, and what became of them."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import click
import httpx

from benchmarks import servers
from benchmarks.morning.agent import Agent, table
from benchmarks.plan import ROOT
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop


@click.command()
@click.option("--work", type=click.Path(path_type=Path), default=ROOT / "benchmarks" / "results" / "work" / "morning")
def main(work: Path) -> None:
    """Build the sample base, serve it, work through the morning, print the table."""
    shutil.rmtree(work / "data", ignore_errors=True)
    folders = {name: work / name for name in ("indexes", "data")}
    settings = load_settings({"articles": ROOT / "articles", "source": "worktree", **folders})
    workshop = Workshop(settings, warn=click.echo)
    library = workshop.library()
    for outcome in workshop.build(library, workshop.clients(library), progress=lambda _: lambda *_: None):
        if isinstance(outcome, Exception):
            raise outcome
    with servers.kbsearch(settings) as server, client_of(server) as http:
        agent, started = Agent(http), time.perf_counter()
        handled = agent.work()
        seconds = time.perf_counter() - started
        events = sum(len(agent.replay(one.scripted)) for one in handled)
    click.echo("\n".join(table(handled)))
    click.echo(f"{events} events on record, {agent.sent_again} posts sent twice, {seconds:.1f} s.")


def client_of(server: servers.Server) -> httpx.Client:
    return httpx.Client(base_url=server.url, trust_env=False, headers=server.headers)


if __name__ == "__main__":
    main()
