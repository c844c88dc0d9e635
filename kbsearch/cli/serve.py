"""`kbsearch serve`: the search page and the HTTP API."""

from __future__ import annotations

import dataclasses
import signal
import socket
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from types import FrameType

import click

from kbsearch import app
from kbsearch.cli import give_up_output
from kbsearch.cli.acting import operator
from kbsearch.cli.binding import is_of_this_machine, may_anybody_sign_in, require_safe_address
from kbsearch.cli.logs import set_up_logs
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.errors import BadSettings
from kbsearch.settings import Settings, with_options


def listening(function: click.decorators.FC) -> click.decorators.FC:
    """The options of a command that ends by serving."""
    function = click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one. Default: 8321.")(
        function
    )
    return click.option("--host", metavar="ADDRESS", help="Address to listen on. Default: 127.0.0.1.")(function)


metering = click.option(
    "--metrics",
    metavar="ADDRESS:PORT",
    help="Where a scraper on this machine reads totals, as 127.0.0.1:9464. Default: nowhere.",
)


@click.command()
@listening
@metering
@with_settings
def command(settings: Settings, host: str | None, port: int | None, metrics: str | None) -> None:
    """Serve the search page and the HTTP API: on this machine, or on an address that others reach.

    The latter asks for three settings: somebody who can sign in (`kbsearch people add`, or [oidc]), a certificate
    (tls_certificate, tls_key) or the proxies that have one (proxies), and the names it is reached by (hosts).

    Words are compared at once; meaning joins as soon as the model is loaded. Freshly built snapshots are picked up
    without a restart. The API's contract is at /docs and /schema/openapi.json.

    \b
    Examples
      kbsearch serve
      kbsearch serve --port 9000 --indexes /srv/kb/indexes
      kbsearch serve --metrics 127.0.0.1:9464      totals for Prometheus, at /metrics there and nowhere else
      kbsearch serve --host 0.0.0.0 --port 443     once kbsearch.toml says how; it names what is missing
    """
    serve(with_options(with_address(settings, host, port), metrics=metrics))


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    return dataclasses.replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )


def serve(settings: Settings) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, then finish the requests under way."""
    require_safe_address(settings)
    with app.backups.in_use(settings):
        _serve(settings)


def _serve(settings: Settings) -> None:
    listening_at = listeners(settings)
    set_up_logs(settings.log_level)
    try:
        # before anything is loaded, and before uvicorn runs: a file that cannot be used is told, and nothing else is
        lines = greeting(settings, *listening_at)
        with closing(app.open_app(settings)) as kb:
            _run(kb, listening_at, lines)
    finally:
        for listener in listening_at:
            listener.close()


def _run(kb: app.App, listening_at: Sequence[socket.socket], lines: Sequence[str]) -> None:
    import uvicorn

    from kbsearch.api.asgi import create_app
    from kbsearch.api.transport.metering import TotalsServer
    from kbsearch.api.transport.serving import uvicorn_config
    from kbsearch.app.alerts import Looking
    from kbsearch.app.beside import Beside
    from kbsearch.app.folding import Folding
    from kbsearch.app.housekeeping import Housekeeper
    from kbsearch.app.metering import open_meter
    from kbsearch.app.webhooks import Sending

    own, *metrics = listening_at
    meter = open_meter(kb) if metrics else None
    config = uvicorn_config(create_app(kb, on_ready=lambda: announce(kb, lines), meter=meter), kb.settings)
    signal.signal(signal.SIGTERM, _stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
        signal.signal(signal.SIGHUP, _hang_up)
    beside: list[Beside | TotalsServer] = [Housekeeper(kb), Folding(kb), Looking(kb), Sending(kb)]
    beside += [TotalsServer(meter, one, kb.settings) for one in metrics if meter is not None]
    for one in beside:
        one.start()
    try:
        uvicorn.Server(config).run(sockets=[own])
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        for one in beside:
            one.close()


def listeners(settings: Settings) -> list[socket.socket]:
    """The server's own, and the one where totals are read if there is one. Raises `BadSettings`; none is left then."""
    own = listen(settings.host, settings.port)
    if settings.metrics is None:
        return [own]
    try:
        return [own, listen(*settings.metrics, instead="--metrics 127.0.0.1:0")]
    except BadSettings:
        own.close()
        raise


def listen(host: str, port: int, *, instead: str = "--port 0") -> socket.socket:
    """A listening socket. Raises `BadSettings`. Whether that address may be served at all, `binding` says."""
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; left on, each answer waits 40 ms for an ACK
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((name, port))
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise BadSettings(
            f"Cannot listen on {host} port {port}: {error.strerror}. "
            f"Is kbsearch running already? Else choose another: {instead}."
        ) from None
    return listener


def greeting(settings: Settings, listener: socket.socket, *metrics: socket.socket) -> list[str]:
    """Where to go, with a link to sign in by where there is no other way. Raises `StateError`."""
    url = url_of(settings, listener.getsockname()[1])
    lines = [f"{click.style(url, bold=True)}  page, API below /api/v1, its contract at {url}/docs"]
    if is_of_this_machine(settings) and not may_anybody_sign_in(settings):
        with closing(app.open_access(settings)) as access:
            link = access.make_link(datetime.now(UTC), actor=operator())
        lines.append(f"Sign in, once, with  {url}/sign-in?link={link}")
    for one in metrics:
        host, port, *_ = one.getsockname()
        lines.append(f"Totals for Prometheus: http://{f'[{host}]' if ':' in host else host}:{port}/metrics")
    return lines


def announce(kb: app.App, lines: Sequence[str]) -> None:
    """The greeting at once; what each client is served from once that is loaded, without holding the server up."""
    for line in lines:
        say(line)
    threading.Thread(target=lambda: list_clients(kb.clients()), name="announce", daemon=True).start()


def say(line: str) -> None:
    """Print a line; where nobody reads it any more, or the disk is full, the server goes on without."""
    try:
        click.echo(line)
    except OSError:
        give_up_output()


def url_of(settings: Settings, port: int) -> str:
    """As people open it; behind a proxy, which has its own port, without one."""
    scheme = "https" if settings.tls_certificate is not None else "http"
    if is_of_this_machine(settings) or not settings.hosts:
        name = settings.host.strip("[]")
    elif settings.tls_certificate is None:
        return f"https://{settings.hosts[0]}"
    else:
        name = settings.hosts[0]
    return f"{scheme}://{f'[{name}]' if ':' in name else name}:{port}"


def list_clients(views: list[app.ClientView]) -> None:
    width = max((len(view.id) for view in views), default=0)
    for view in views:
        if view.generation:
            said = f"{counted(view.articles, 'article')}, commit {view.commit[:12]}, generation {view.generation}"
        else:
            said = f"not served: {view.error}"
        say(f"  {view.id:{width}}  {said}")
    if not views:
        say("  No client is built yet. Run: kbsearch build")
    say("Ctrl-C stops.")


def _hang_up(_signal: int, _frame: FrameType | None) -> None:
    """The terminal is gone: as SIGTERM, of which uvicorn takes charge while it runs."""
    signal.raise_signal(signal.SIGTERM)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
