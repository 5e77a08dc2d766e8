"""The SPARQL 1.1 Graph Store HTTP Protocol: named graphs of a server, read, put, added to and dropped.

Credentials, redirects, waits and time limits are as for queries (see `kg.endpoint.client`); a change is sent
again only where sending it twice does what sending it once does, which holds for all four here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from kg.endpoint import address, credentials
from kg.endpoint.body import BrokenBody, spooled
from kg.endpoint.deadline import Deadline
from kg.endpoint.errors import EndpointError, plain
from kg.errors import printable

if TYPE_CHECKING:
    from typing import IO

    import urllib3

TIMEOUT = 300.0
"""Seconds that one exchange may take."""
_LARGEST = 40_000_000_000
_ATTEMPTS = 5
_REDIRECTS = 5
_REDIRECTING = frozenset({301, 302, 307, 308})
_PASSING = frozenset({429, 502, 503, 504})
_CURES = {
    401: "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN, or fill ~/.netrc",
    403: "does it want credentials, or take no changes?",
    404: "is this the server's Graph Store address, such as http://localhost:7878/store?",
    405: "is this the server's Graph Store address, and does it take changes?",
    413: "the server takes no body of that size",
}


class _Sent(NamedTuple):
    method: str
    url: str
    body: bytes | None
    authorised: bool = True


class GraphStore:
    """The named graphs of one server; makes no request by itself."""

    def __init__(
        self, url: str, *, timeout: float = TIMEOUT, say: Callable[[str], None] | None = None
    ) -> None:
        self.url = address.checked(url)
        self.shown = address.shown(url)
        self._timeout = timeout
        self._say = say or (lambda text: None)
        self._credentials = credentials.found(self.url)
        if self._credentials.header and self.url.startswith("http:") and not address.is_loopback(self.url):
            self._say(f"{self.shown}: the credentials go there unencrypted, since it is no https address")

    @contextmanager
    def read(self, graph: str) -> Iterator[IO[bytes] | None]:
        """The graph as N-Triples; None when the server has no such graph. Raises EndpointError."""
        found = self._exchange("GET", graph, None)
        if found is None:
            yield None
            return
        with found:
            yield found

    def put(self, graph: str, triples: bytes) -> None:
        """Put these N-Triples in the place of the graph. Raises EndpointError."""
        self._change("PUT", graph, triples)

    def add(self, graph: str, triples: bytes) -> None:
        """Add these N-Triples to the graph. Raises EndpointError."""
        self._change("POST", graph, triples)

    def drop(self, graph: str) -> None:
        """Drop the graph, if it is there. Raises EndpointError."""
        self._change("DELETE", graph, None)

    def _change(self, method: str, graph: str, body: bytes | None) -> None:
        found = self._exchange(method, graph, body)
        if found:
            found.close()

    def _exchange(self, method: str, graph: str, body: bytes | None) -> IO[bytes] | None:
        """The body of the answer; None for a graph that is not there."""
        sent = _Sent(method, address.with_parameters(self.url, urlencode({"graph": graph})), body)
        with Deadline(self._timeout) as deadline:
            redirects = attempts = 0
            while True:
                step = self._step(sent, deadline)
                if isinstance(step, _Sent):
                    redirects += 1
                    if redirects > _REDIRECTS:
                        raise self._error(f"redirects more than {_REDIRECTS} times")
                    sent = step
                elif isinstance(step, EndpointError):
                    attempts += 1
                    if attempts >= _ATTEMPTS or deadline.left() < 2.0**attempts:
                        raise step
                    self._say(f"{step}: trying again")
                    time.sleep(2.0 ** (attempts - 1) / 4)
                else:
                    return step[0]

    def _step(self, sent: _Sent, deadline: Deadline) -> tuple[IO[bytes] | None] | _Sent | EndpointError:
        """One exchange: an answer, a redirect to follow, or a failure that may pass."""
        from kg.endpoint import connection

        try:
            with connection.exchange(
                sent.method, sent.url, self._headers(sent), sent.body, deadline
            ) as response:
                if response.status in _REDIRECTING and response.headers.get("Location"):
                    return self._redirected(sent, response)
                if response.status == 404 and sent.method in {"GET", "DELETE"}:
                    return (None,)
                if response.status in _PASSING:
                    return self._refusal(response, deadline)
                if not 200 <= response.status < 300:
                    raise self._refusal(response, deadline)
                pieces = connection.pieces(response, deadline)
                packing = response.headers.get("Content-Encoding", "")
                if sent.method == "GET" and not (connection.is_framed(response) or packing):
                    raise self._error("the server does not say how long its graph is")
                return (spooled(pieces, packing, _LARGEST),)
        except BrokenBody as error:
            raise self._error(str(error)) from None
        except connection.NoAnswer as error:
            failure = self._error(str(error))
            if error.may_pass and not deadline.is_over:
                return failure
            raise failure from None

    def _headers(self, sent: _Sent) -> dict[str, str]:
        headers = {"Accept-Encoding": "gzip", "User-Agent": "casekg", "Connection": "close"}
        headers["Accept"] = "application/n-triples" if sent.method == "GET" else "*/*"
        if sent.body is not None:
            headers["Content-Type"] = "application/n-triples"
        if self._credentials.header and sent.authorised:
            headers["Authorization"] = self._credentials.header
        return headers

    def _redirected(self, sent: _Sent, response: urllib3.BaseHTTPResponse) -> _Sent:
        target = address.joined(sent.url, response.headers["Location"])
        if target is None:
            raise self._error("redirects to something that is no web address", "give the right URL")
        trusted = sent.authorised and address.may_carry(self.url, target)
        if sent.method != "GET" and not trusted:
            raise self._error(
                f"redirects changes to another server, {address.shown(target)}",
                "give its URL, if that is meant",
            )
        return sent._replace(url=target, authorised=trusted)

    def _refusal(self, response: urllib3.BaseHTTPResponse, deadline: Deadline) -> EndpointError:
        """What the server says of an error, in its own words."""
        from kg.endpoint.connection import NoAnswer, pieces

        try:
            page = spooled(pieces(response, deadline), response.headers.get("Content-Encoding", ""), 10**7)
            with page:
                said = plain(page.read(100_000))
        except (BrokenBody, NoAnswer):
            said = ""
        what = f"HTTP {response.status} {printable(response.reason or '', 60)}".strip()
        what += f": {said}" if said else ""
        return self._error(what, _CURES.get(response.status, ""), response.status)

    def _error(self, what: str, cure: str = "", status: int | None = None) -> EndpointError:
        said = f"{self.shown}: {what}" + (f" ({cure})" if cure else "")
        return EndpointError(self._credentials.masked(printable(said)), status)
