"""The public side: a small HTTP server of the standard library before the database.

Why that one: it needs nothing installed, starts in no time, serves one person on one machine, and
passes answers on as they come, a thread to a request. It adds 2 to 6 milliseconds to a query (measured on
two busy cores).
"""

from __future__ import annotations

import errno
import os
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from kg import store
from kg.errors import KgError
from kg.program import program
from kg.serving.database import Keeper, running
from kg.serving.handler import Handler
from kg.serving.pages import Site

MOST_AT_ONCE = 100
"""Connections that are open at a time; each has a thread. More wait in the queue of the system."""
_LOOKED_FOR_A_PLACE = 0.2
"""Seconds; then the database is looked after."""


class Settings(NamedTuple):
    """How a graph is served."""

    host: str = "127.0.0.1"
    port: int = 7878
    """0 for any free one."""
    origins: tuple[str, ...] = ()
    """The sites whose pages may ask, as browsers write them; '*' for any."""
    union: bool = True
    """True when queries that name no graph are put to all graphs together."""
    seconds: int = 60
    """Most that one answer may take; 0 for any time."""
    patience: float = 60
    """Seconds within which a client's next request has to be whole, and in which it has to take a piece."""


class Server(ThreadingHTTPServer):
    """Listens on the public port; what the handlers share."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.say = say
        """Takes what whoever runs the server has to know."""
        self.one_at_a_time = threading.Lock()
        """Held while names are looked up, which is done in tables that requests share."""
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self.keeper: Keeper
        self.site: Site
        if ":" in settings.host:
            self.address_family = socket.AF_INET6
        super().__init__((settings.host, settings.port), Handler)

    def server_bind(self) -> None:
        """Bind without looking the host's name up, which may take seconds where there is no network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.settings.host, self.server_address[1]

    def get_request(self) -> tuple[socket.socket, Any]:
        """The next connection. Raises OSError when there is no place for it yet: it is asked for again."""
        if not self._places.acquire(timeout=_LOOKED_FOR_A_PLACE):
            raise TimeoutError
        try:
            return super().get_request()
        except BaseException:
            self._places.release()
            raise

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """End a connection and free its place."""
        try:
            super().shutdown_request(request)
        finally:
            self._places.release()

    def service_actions(self) -> None:
        """Look after the database; KgError when it cannot be had any more."""
        if told := self.keeper.look_after():
            self.say(told)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up; all else is a fault of ours and shown."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def serve(
    folder: Path,
    title: str,
    settings: Settings,
    ready: Callable[[str], None],
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve the store folder until a signal ends it; `ready` is called with the page's address.

    `say` takes what whoever runs it has to know later on.

    Raises KgError when the program is missing, the port is taken or the database does not start.
    """
    program()
    with _listening(settings, say) as server:
        server.site = Site(store.open_store(folder), title)
        with running(folder, settings.seconds) as keeper:
            server.keeper = keeper
            ready(address(settings.host, server.server_port))
            server.serve_forever(poll_interval=0.2)


def address(host: str, port: int) -> str:
    """The page's address.

    >>> address("127.0.0.1", 7878)
    'http://127.0.0.1:7878/'
    """
    shown = socket.gethostname() if host in {"0.0.0.0", "::", ""} else host  # noqa: S104  (not bound here)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def _listening(settings: Settings, say: Callable[[str], None]) -> Server:
    """The server on its port. Raises KgError that says why it cannot be had."""
    try:
        return Server(settings, say)
    except socket.gaierror as error:
        raise KgError(f"--host: {settings.host!r} is no address of this machine: {error.strerror}") from None
    except OSError as error:
        raise KgError(f"port {settings.port} of {settings.host}: {_why(error)}") from None


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "is in use by another program (choose another with --port N, --port 0 takes a free one)"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "may not be used without more rights (choose one above 1023 with --port N)"
    return f"cannot be listened on: {error.strerror or error}"
