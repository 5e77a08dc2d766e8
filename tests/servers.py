"""Little web servers on this machine: a real SPARQL endpoint, and one that lies as it is told."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

RESULTS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
}
GRAPHS = {
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}


class Request:
    """What a client sent."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        self.method, self.path, self.headers = handler.command, parts.path, handler.headers
        self.parameters = parse_qs(parts.query)
        length = int(handler.headers.get("Content-Length", 0))
        body = handler.rfile.read(length).decode()
        if handler.headers.get("Content-Type") == "application/x-www-form-urlencoded":
            self.parameters |= parse_qs(body)

    @property
    def query(self) -> str:
        return self.parameters.get("query", [""])[0]


Behaviour = Callable[["Handler", Request], Any]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        request = Request(self)
        self.server.requests.append(request)
        self.close_connection = True
        try:
            self.server.behaviour(self, request)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client had enough

    do_POST = do_PUT = do_DELETE = do_GET

    def answer(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        """A plain response with its length; header names with _ for -."""
        self.send_response(status)
        given = {"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"}
        for name, value in (given | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """These very bytes, status line and all."""
        self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.requests: list[Request] = []
        self.stopping = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that goes away is what the tests are about

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Server]:
    """A server that does so until the block ends; its threads end with it."""
    server = Server(behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def sparql(store: pyoxigraph.Store, *, chunked: bool = False, packed: bool = False) -> Behaviour:
    """An endpoint over the store: GET and POST, Accept, dataset parameters, syntax errors."""

    def behave(handler: Handler, request: Request) -> None:
        named = [pyoxigraph.NamedNode(iri) for iri in request.parameters.get("default-graph-uri", [])]
        chosen: dict[str, Any] = {"default_graph": named, "named_graphs": named} if named else {}
        try:
            result = store.query(request.query, **chosen)
        except SyntaxError as error:
            handler.answer(f"Malformed query: {error}".encode(), "text/plain", 400)
            return
        kind, body = written(result, request.headers.get("Accept", ""))
        headers = {}
        if packed and "gzip" in request.headers.get("Accept-Encoding", ""):
            body, headers = gzip.compress(body), {"Content_Encoding": "gzip"}
        if chunked:
            in_chunks(handler, kind, body)
        else:
            handler.answer(body, kind, **headers)

    return behave


def written(result: Any, accept: str) -> tuple[str, bytes]:
    """Media type and body, in the first form of the Accept header that is known."""
    known = GRAPHS if isinstance(result, pyoxigraph.QueryTriples) else RESULTS
    wanted = [part.partition(";")[0].strip() for part in accept.split(",")]
    kind = next((part for part in wanted if part in known), next(iter(known)))
    out = io.BytesIO()
    result.serialize(out, known[kind])
    return kind, out.getvalue()


def in_chunks(handler: Handler, kind: str, body: bytes, *, ends: bool = True, size: int = 50) -> None:
    handler.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        handler.raw(b"%x\r\n%s\r\n" % (len(piece), piece))
    if ends:
        handler.raw(b"0\r\n\r\n")


def unframed(handler: Handler, kind: str, body: bytes) -> None:
    """A response that ends when the connection does."""
    handler.raw(f"HTTP/1.0 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body)


def dripping(data: bytes, then: bytes = b"") -> Behaviour:
    """Those bytes, and then others for ever, one by one; until the client or the server stops."""

    def behave(handler: Handler, request: Request) -> None:
        handler.raw(data)
        while not handler.server.stopping.wait(0.02):
            handler.raw(then)

    return behave


def plainly(body: bytes, kind: str, status: int = 200, **headers: str) -> Behaviour:
    """The same response to everything."""
    return lambda handler, request: handler.answer(body, kind, status, **headers)
