"""`kbsearch serve`: the search page and the HTTP API, for this machine only until there are keys."""

from __future__ import annotations

import dataclasses
import signal
import socket
import threading
from datetime import UTC, datetime
from types import FrameType

import click

from kbsearch.api.envelope import is_loopback
from kbsearch.app import App, ClientView, open_app
from kbsearch.cli.logs import set_up_logs
from kbsearch.cli.options import with_settings
from kbsearch.cli.words import counted
from kbsearch.errors import BadSettings
from kbsearch.settings import Settings


def listening(function: click.decorators.FC) -> click.decorators.FC:
    """The options of a command that ends by serving."""
    function = click.option("--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one. Default: 8321.")(
        function
    )
    return click.option("--host", metavar="ADDRESS", help="Loopback address to listen on. Default: 127.0.0.1.")(
        function
    )


@click.command()
@listening
@with_settings
def command(settings: Settings, host: str | None, port: int | None) -> None:
    """Serve the search page and the HTTP API on this machine.

    Words are compared at once; meaning joins as soon as the model is loaded. Freshly built snapshots are picked up
    without a restart. The API's contract is at /docs and /schema/openapi.json.

    \b
    Examples
      kbsearch serve
      kbsearch serve --port 9000 --indexes /srv/kb/indexes
    """
    serve(with_address(settings, host, port))


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    return dataclasses.replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM, then finish the requests under way."""
    sockets = [listen(settings.host, settings.port)]
    set_up_logs(settings.log_level)

    import uvicorn

    from kbsearch.api.asgi import create_app
    from kbsearch.api.serving import uvicorn_config
    from kbsearch.app.housekeeping import Housekeeper

    kb = open_app(settings)
    app = create_app(kb, on_ready=lambda: announce(kb, sockets[0]))
    config = uvicorn_config(app, is_proxied=bool(settings.proxies))
    signal.signal(signal.SIGTERM, _stop)
    housekeeper = Housekeeper(kb)
    housekeeper.start()
    try:
        uvicorn.Server(config).run(sockets=sockets)
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        housekeeper.close()
        kb.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on a loopback address; anything else is refused with the reason."""
    name = host.strip("[]")
    if not is_loopback(name):
        raise BadSettings(
            f"The address {host!r} is not of this machine alone. There are no keys yet, so whoever reaches the port "
            "reads every client's articles: only loopback addresses are allowed. Use --host 127.0.0.1, and a tunnel "
            "(ssh -L) from elsewhere."
        )
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
            "Is kbsearch running already? Else choose another: --port 0."
        ) from None
    return listener


def announce(kb: App, listener: socket.socket) -> None:
    """Where to go at once; what each client is served from as soon as that is loaded, without holding the server up."""
    host, port = listener.getsockname()[:2]
    url = url_of(host, port)
    click.echo(f"{click.style(url, bold=True)}  page, API below /api/v1, its contract at {url}/docs")
    click.echo(f"Sign in, once, with  {url}/sign-in?link={kb.access.make_link(datetime.now(UTC))}")
    threading.Thread(target=lambda: list_clients(kb.clients()), name="announce", daemon=True).start()


def url_of(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def list_clients(views: list[ClientView]) -> None:
    width = max((len(view.id) for view in views), default=0)
    for view in views:
        if view.generation:
            said = f"{counted(view.articles, 'article')}, commit {view.commit[:12]}, generation {view.generation}"
        else:
            said = f"not served: {view.error}"
        click.echo(f"  {view.id:{width}}  {said}")
    if not views:
        click.echo("  No client is built yet. Run: kbsearch build")
    click.echo("Ctrl-C stops.")


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
