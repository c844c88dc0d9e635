"""From a command typed to its first sign of life, everything warm in the page cache."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import processes, servers
from benchmarks.measure import spread
from benchmarks.plan import ROOT
from benchmarks.report import Row, at_most, row
from benchmarks.world import World
from kbsearch.cli import COMMANDS
from kbsearch.cli.options import folder_arguments
from kbsearch.settings import Settings

HELP = (("--help",), ("check", "--help"), ("ask", "--help"))
"""Each on its own; of all others one row tells, with the slowest of them."""
ONE_ARTICLE = "# VPN coupé\n\n1. Fermer le tunnel.\n2. Le rouvrir : l'icône devient verte.\n"
COMMAND_LIMIT_S, KEYWORD_LIMIT_S = 0.5, 3.0


def run(world: World) -> Iterator[Row]:
    """Several starts of each; the first is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "acme/vpn.md"
        article.parent.mkdir()
        article.write_text(ONE_ARTICLE, "utf-8")
        commands = {f"kbsearch {' '.join(arguments)}": arguments for arguments in HELP}
        commands["kbsearch check, one article"] = ("check", "--articles", folder)
        for name, arguments in commands.items():
            seconds = [processes.run(*arguments).seconds for _ in range(world.plan.rounds + 1)][1:]
            yield at_most("start", name, spread(seconds), COMMAND_LIMIT_S, "s")
    others = {name: processes.run(name, "--help").seconds for name in COMMANDS for _ in range(2)}
    slowest = max(others, key=others.__getitem__)
    what = f"--help of each of {len(others)} commands, the slowest ({slowest})"
    yield at_most("start", what, others[slowest], COMMAND_LIMIT_S, "s")
    size = world.plan.sizes[min(1, len(world.plan.sizes) - 1)]
    settings = world.indexes(f"one-{size}", 1, size)
    starts = [_start(settings, world.real_queries[0]) for _ in range(min(5, world.plan.rounds) + 1)][1:]
    what = f"server start, {size:,} chunks, to the first"
    yield at_most("start", f"{what} answer (by keywords)", spread([first for first, _ in starts]), KEYWORD_LIMIT_S, "s")
    yield row("start", f"{what} answer by meaning too", f"{spread([both for _, both in starts])} s")


def _start(settings: Settings, query: str) -> tuple[float, float]:
    """Seconds until a search is answered at all, and until one is answered in hybrid mode."""
    port = _free_port()
    command = [sys.executable, "-m", "kbsearch", "serve", "--port", str(port), *folder_arguments(settings)]
    url = f"http://127.0.0.1:{port}/api/v1/clients/client000/search"
    key = servers.key_for(settings)
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        servers.wait_for(lambda: servers.post(url, {"query": query}, key))
        first = time.perf_counter() - started
        servers.wait_for(lambda: servers.post(url, {"query": query}, key)["mode"] == "hybrid")
        return first, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
