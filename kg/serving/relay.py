"""A query to the database and its answer back, a piece at a time, broken answers told as such."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

from kg.serving.database import Database
from kg.serving.protocol import QUERY, Asked
from kg.serving.query_text import complaint, made
from kg.serving.refusal import Refusal

PIECE = 1 << 16
"""Most bytes of an answer held at a time."""
_ANY = ("", "*/*")
_USUAL = "application/sparql-results+json, text/turtle;q=0.9, */*;q=0.1"
_COMPLETE = b"}]>\n"
"""What every complete answer ends with, in each of the formats; an error's text does not."""


class BrokenOff(Exception):
    """The answer stops before its end, after part of it has been passed on."""


class Answer(NamedTuple):
    """The database's answer."""

    media: str
    pieces: Iterator[bytes]
    """Raises Refusal before the first piece, BrokenOff behind it, when the answer is not whole."""


@contextmanager
def answer(database: Database, asked: Asked, accept: str, *, union: bool, seconds: int) -> Iterator[Answer]:
    """The answer in a format that the Accept header names. Raises Refusal for a query without answer.

    With `union`, a query that names no graphs is put to all of them together. Nothing may take longer
    than the seconds given, 0 for any time.
    """
    text = made(asked.text)
    parameters = [("default-graph-uri", graph) for graph in asked.default_graphs]
    parameters += [("named-graph-uri", graph) for graph in asked.named_graphs]
    if union and not parameters and not text.names_graphs:
        parameters = [("union-default-graph", "true")]
    limit = Limit(seconds, time.monotonic() + seconds)
    connection = http.client.HTTPConnection(database.host, database.port, timeout=limit.left())
    source = Source(connection, database, limit)
    response: http.client.HTTPResponse | None = None
    try:
        with _failures_told(source):
            response = _response(connection, text.text, urlencode(parameters), accept)
            if response.status != HTTPStatus.OK:
                said = response.read(PIECE).decode("utf-8", "replace")
                raise _refused(response.status, said, asked.text, text.lines_before)
        yield Answer(response.headers["Content-Type"], _checked(response, source))
    finally:
        if response is None or not response.isclosed():  # nobody waits, but it may go on
            source.given_up()
        connection.close()


class Limit(NamedTuple):
    """How long an answer may take."""

    seconds: int
    """As the user gave it; 0 for any time."""
    end: float
    """On the clock of `time.monotonic`."""

    def left(self) -> float | None:
        """Seconds that are left, negative when the time is up; None for any time."""
        return self.end - time.monotonic() if self.seconds else None


class Source(NamedTuple):
    """Where an answer comes from."""

    connection: http.client.HTTPConnection
    database: Database
    limit: Limit

    def given_up(self) -> None:
        """Let the database be replaced when the time of the question is up."""
        if self.limit.seconds:
            self.database.replaced_at = min(self.database.replaced_at, self.limit.end)


def _response(
    connection: http.client.HTTPConnection, text: str, parameters: str, accept: str
) -> http.client.HTTPResponse:
    headers = {"Content-Type": QUERY, "Accept": _USUAL if accept.strip() in _ANY else accept}
    connection.request("POST", f"/query?{parameters}", text.encode(), headers)
    return connection.getresponse()


def _refused(status: int, said: str, text: str, lines_before: int) -> Refusal:
    if status == HTTPStatus.BAD_REQUEST:
        return Refusal(HTTPStatus.BAD_REQUEST, complaint(text, lines_before, said))
    return Refusal(HTTPStatus(status), said)


@contextmanager
def _failures_told(source: Source) -> Iterator[None]:
    """Turn silence and a lost connection of the database into Refusals."""
    try:
        yield
    except TimeoutError:
        raise _too_long(source.limit) from None
    except (ConnectionError, http.client.HTTPException):
        raise Refusal(HTTPStatus.BAD_GATEWAY, "the database behind this endpoint does not answer") from None


def _checked(response: http.client.HTTPResponse, source: Source) -> Iterator[bytes]:
    """Yield the answer's pieces, each when the next one is there, so that the last can be looked at."""
    streams = response.headers.get("Transfer-Encoding") is not None
    held, passed = b"", False
    try:
        while piece := _piece(response, source):
            if held:
                yield held
                passed = True
            held = piece
        if streams and held and held[-1] not in _COMPLETE:
            raise _broken(held)
    except Refusal as refusal:
        if passed:
            raise BrokenOff(refusal.text) from None
        raise
    if held:
        yield held


def _piece(response: http.client.HTTPResponse, source: Source) -> bytes:
    """The next piece, b'' at the end. Raises Refusal when it does not come in time."""
    left = source.limit.left()
    if left is not None and left <= 0:
        raise _too_long(source.limit)
    if source.connection.sock:
        source.connection.sock.settimeout(left)
    with _failures_told(source):
        return response.read1(PIECE)


def _too_long(limit: Limit) -> Refusal:
    what = f"the query was stopped: it took longer than {limit.seconds} s"
    cure = "ask for less, or start kg serve with a longer --timeout"
    return Refusal(HTTPStatus.GATEWAY_TIMEOUT, f"{what} ({cure})")


def _broken(held: bytes) -> Refusal:
    said = held[-200:].decode("utf-8", "replace")
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, f"the answer broke off: {said}")
