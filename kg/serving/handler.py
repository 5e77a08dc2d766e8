"""One request: who asks, what for, and the answer. The server itself is in `kg.serving.server`."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.serving import guard, pages, protocol, relay
from kg.serving.patience import Incoming, Outgoing
from kg.serving.refusal import Refusal

if TYPE_CHECKING:
    from kg.serving.server import Server

ENDPOINTS = ("/query", "/sparql")
_WRITING = ("/update", "/store")
MOST_BYTES = 1 << 20
"""Largest request body; a query of a megabyte is no question."""
_DRAINED = 8 << 20
_DRAINED_WITHIN = 1.0
_TEXT = "text/plain; charset=utf-8"
_METHODS = "GET, POST, HEAD, OPTIONS"
_NO_STORE = {"Cache-Control": "no-store"}
_ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_PAGE_HEADERS = {
    "Content-Security-Policy": pages.POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Handler(BaseHTTPRequestHandler):
    """Answers the page, its questions and the SPARQL protocol; everything else is refused with a text."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    _is_read = False
    """True when the body of the request at hand has been read."""

    def setup(self) -> None:
        """Open the connection both ways; a client that is too slow in either is hung up on."""
        super().setup()
        for stream in (self.rfile, self.wfile):
            stream.close()
        patience = self.server.settings.patience
        self._incoming = Incoming(self.connection, patience)
        self.rfile = io.BufferedReader(self._incoming)
        # headers leave together with what follows them, not 40 ms before
        self.wfile = io.BufferedWriter(Outgoing(self.connection, patience), relay.PIECE)

    def handle_one_request(self) -> None:
        """Wait for a request and answer it."""
        self._incoming.begin()
        super().handle_one_request()

    def do_GET(self) -> None:
        """Answer a page, a question or a query."""
        self._answered(self._get)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Answer a query."""
        self._answered(self._post)

    def do_OPTIONS(self) -> None:
        """Tell a browser whether a page of another site may ask."""
        self._answered(self._preflight)

    def _refuse_writing(self) -> None:
        self._answered(self._not_allowed)

    do_PUT = do_DELETE = do_PATCH = _refuse_writing

    def _answered(self, answer: Callable[[str, str], None]) -> None:
        if self.command != "POST" and self.headers.get("Content-Length", "0") != "0":
            self.close_connection = True  # nobody reads that body, and it must not pass for a request
        try:
            guard.check_host(self.headers.get("Host", ""), self.server.settings.host)
            answer(*self._target())
        except Refusal as refusal:
            self._refused(refusal)
        except relay.BrokenOff:
            self.close_connection = True  # no last chunk: the client sees that the answer is not whole

    def _target(self) -> tuple[str, str]:
        """Path and parameters of the address."""
        try:
            parts = urlsplit(self.path)
        except ValueError:
            raise Refusal(HTTPStatus.BAD_REQUEST, "the address cannot be read") from None
        return parts.path, parts.query

    def _get(self, path: str, parameters: str) -> None:
        if path in ENDPOINTS:
            self._check_site()
            self._query(protocol.by_get(parameters))
            return
        if path != "/":  # a link on another site may lead to the page
            self._check_site()
        with self.server.one_at_a_time:
            found = pages.content(path, parameters, self.server.site)
        if found is None:
            self._not_there(path)
        else:
            self._whole(HTTPStatus.OK, found.media, found.data, _PAGE_HEADERS)

    def _not_there(self, path: str) -> None:
        if path in _WRITING:
            raise Refusal(HTTPStatus.FORBIDDEN, f"{protocol.READ_ONLY} (graphs are read with CONSTRUCT)")
        raise Refusal(HTTPStatus.NOT_FOUND, "nothing is here: the page is at /, the endpoint at /query")

    def _post(self, path: str, parameters: str) -> None:
        if path in pages.PATHS:
            self._not_allowed(path, parameters)
        if path not in ENDPOINTS:
            self._not_there(path)
        self._check_site()
        media = self.headers.get("Content-Type", "")
        self._query(protocol.by_post(parameters, media, self._body()))

    def _not_allowed(self, path: str, parameters: str) -> None:
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, f"{protocol.READ_ONLY} and no {self.command}")

    def _preflight(self, path: str, parameters: str) -> None:
        if path not in ENDPOINTS:
            self._not_there(path)
        self._check_site()
        allowed = {
            "Allow": _METHODS,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "600",
        }
        self._start(HTTPStatus.NO_CONTENT, allowed if self.server.settings.origins else {"Allow": _METHODS})
        self.end_headers()

    def _check_site(self) -> None:
        headers = self.headers
        guard.check_site(
            headers.get("Origin", ""),
            headers.get("Sec-Fetch-Site", ""),
            headers.get("Host", ""),
            self.server.settings.origins,
        )

    def _query(self, asked: protocol.Asked) -> None:
        settings = self.server.settings
        accept = ", ".join(self.headers.get_all("Accept", []))
        with (
            self.server.keeper.asked() as database,
            relay.answer(database, asked, accept, union=settings.union, seconds=settings.seconds) as answer,
        ):
            self._stream(answer)

    def _body(self) -> bytes:
        """The whole body. Raises Refusal for one that is too large or has no length."""
        if self.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send the query uncompressed")
        stated = self.headers.get("Content-Length", "")
        if not (stated.isascii() and stated.isdigit()):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "send the query with its Content-Length")
        length = int(stated)
        if length > MOST_BYTES:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a query has at most {MOST_BYTES:,} bytes")
        body = self.rfile.read(length)
        if len(body) < length:
            raise Refusal(HTTPStatus.BAD_REQUEST, "the query ends before its Content-Length")
        self._is_read = True
        return body

    def version_string(self) -> str:
        """The name in the Server header; versions are nobody's business."""
        return "kg"

    # Sending

    def _stream(self, answer: relay.Answer) -> None:
        """Pass the answer on in chunks; its first piece is looked at before anything is sent."""
        first = next(answer.pieces, b"")
        chunked = self.request_version != "HTTP/1.0"
        self._start(HTTPStatus.OK, {"Content-Type": answer.media, **_NO_STORE})
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.close_connection = True
        self.end_headers()
        if self.command == "HEAD":
            return
        for piece in chain([first] if first else [], answer.pieces):
            self.wfile.write(b"%X\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            self.wfile.flush()
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _refused(self, refusal: Refusal) -> None:
        """Send the reason; a body that nobody read ends the connection, or it would pass for a request."""
        headers = dict(_NO_STORE)
        if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = _METHODS
        has_body = "Content-Length" in self.headers or "Transfer-Encoding" in self.headers
        unread = has_body and not self._is_read
        if unread:
            headers["Connection"] = "close"
            self.close_connection = True
        self._whole(refusal.status, _TEXT, f"{refusal.text.rstrip()}\n".encode(), headers)
        if unread:
            self._drain()

    def _drain(self) -> None:
        """Read on for a moment: hanging up on a client that still sends would take our answer from it."""
        left, end = _DRAINED, time.monotonic() + _DRAINED_WITHIN
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_DRAINED_WITHIN)
            while left > 0 and time.monotonic() < end and (piece := self.connection.recv(relay.PIECE)):
                left -= len(piece)
        except OSError:  # the client has gone
            return

    def _whole(self, status: int, media: str, data: bytes, headers: Mapping[str, str]) -> None:
        self._start(status, {"Content-Type": media, "Content-Length": str(len(data)), **headers})
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _start(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        self._is_read = False
        cors = guard.cors_headers(self.headers.get("Origin", ""), self.server.settings.origins)
        for name, value in {**_ALWAYS, **headers, **cors}.items():
            self.send_header(name, value)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  (the base class's name)
        """Say nothing: queries may hold what nobody should find in a log."""
