"""Another service that takes webhooks, as well or as badly as a test wants."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCEPT: tuple[int, dict[str, str], bytes] = (200, {}, b"")
Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Receiver:
    """What came, and what is answered: one after the other, then the last one for ever."""

    url: str = ""
    place: str = ""
    answers: list[tuple[int, dict[str, str], bytes] | Answering] = field(default_factory=list)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    """Path, headers in lower case, body."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for _, headers, _ in self.came]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        with self.lock:
            self.came.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}, body))
            at = min(len(self.came), len(self.answers)) - 1
            answer = self.answers[at] if self.answers else ACCEPT
        if callable(answer):
            answer(handler)
            return
        status, headers, text = answer
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(text)


@contextlib.contextmanager
def receiving(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """On this machine, over HTTP, or HTTPS with `tls`."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with contextlib.suppress(OSError):
                made.take(self)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    made.place = f"127.0.0.1:{server.server_address[1]}"
    made.url = f"{scheme}://{made.place}/hook"
    thread = threading.Thread(target=lambda: server.serve_forever(0.05))
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A head at once, then a byte now and then."""
    stop = threading.Event()
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        stop.wait(0.1)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000000000")
    handler.end_headers()
    for _ in range(2000):
        handler.wfile.write(b" " * 100_000)


def silent(handler: BaseHTTPRequestHandler) -> None:
    threading.Event().wait(3)
