"""The SPARQL 1.1 Protocol: a query to an endpoint, and its whole answer back."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.endpoint import address, credentials, media
from kg.endpoint.body import BrokenBody, spooled
from kg.endpoint.deadline import Deadline
from kg.endpoint.errors import EndpointError, plain
from kg.endpoint.reading import Answer
from kg.errors import UsageError, printable

if TYPE_CHECKING:
    import urllib3

TIMEOUT = 300.0
"""Seconds that a query may take in all, waiting and redirects included."""
MAX_BYTES = 4_000_000_000
"""Size of an answer, unpacked, that is taken."""
LONGEST_GET = 2_000
"""Characters of a URL up to which a query goes by GET, which caches may keep; longer ones go by POST."""
_REDIRECTS = 5
_ATTEMPTS = 5
"""Times that a query is sent to a server that is busy or breaks off before a byte came."""
_ERROR_PAGE = 100_000
"""Bytes of an error page that are read."""
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class _Request:
    """What is sent next: redirects and errors change it step by step."""

    url: str
    parameters: tuple[tuple[str, str], ...]
    accept: str
    kind: media.Kind
    by_post: bool = False
    authorised: bool = True

    def parts(self) -> tuple[str, str, bytes | None]:
        """Method, URL and body."""
        encoded = urlencode(self.parameters)
        if self.by_post:
            return "POST", self.url, encoded.encode()
        return "GET", address.with_parameters(self.url, encoded), None


class Client:
    """Asks one endpoint; makes no request by itself.

    `timeout` is in seconds and holds for each query as a whole; `say` is told when the server makes us
    wait. Raises UsageError for an address or credentials that cannot be used.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float | None = None,
        say: Callable[[str], None] | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self.url = address.checked(url)
        self.shown = address.shown(url)
        self._timeout = TIMEOUT if timeout is None else timeout
        if not (math.isfinite(self._timeout) and self._timeout > 0):
            raise UsageError(f"--timeout {timeout}: takes seconds above 0")
        self._say = say or (lambda text: None)
        self._max_bytes = max_bytes
        self._credentials = credentials.found(self.url)
        if self._credentials.header and self.url.startswith("http:") and not address.is_loopback(self.url):
            self._say(f"{self.shown}: the credentials go there unencrypted, since it is no https address")

    def fetch(self, query: str, kind: media.Kind, graphs: Sequence[str] = ()) -> Answer:
        """The whole answer: rows or a truth value ('results'), or triples ('graph').

        `graphs` are IRIs of named graphs to which the query is held. Raises EndpointError.
        """
        named = [(name, graph) for graph in graphs for name in ("default-graph-uri", "named-graph-uri")]
        request = _Request(self.url, (("query", query), *named), media.ACCEPT[kind], kind)
        request = replace(request, by_post=len(request.parts()[1]) > LONGEST_GET)
        with Deadline(self._timeout) as deadline:
            answer = self._answer(request, deadline)
            if answer.form in media.OPEN and not answer.is_framed:
                answer.file.close()
                answer = self._answer(replace(request, accept=media.CLOSED), deadline)
        if answer.form in media.OPEN and not answer.is_framed:
            answer.file.close()
            raise self._error(
                f"the server does not say how long its {media.NAMES[answer.form]} is, "
                "so that nobody can tell whether it is complete",
                "ask with SELECT, whose answers show their end",
            )
        return answer

    def _answer(self, request: _Request, deadline: Deadline) -> Answer:
        """The answer behind all redirects and waits."""
        redirects = attempts = 0
        while True:
            step = self._step(request, deadline)
            if isinstance(step, Answer):
                return step
            if isinstance(step, _Request):
                redirects += 1
                if redirects > _REDIRECTS:
                    raise self._error(
                        f"redirects more than {_REDIRECTS} times, last to {address.shown(step.url)}"
                    )
                request = step
                continue
            attempts += 1
            self._wait(step, attempts, deadline)

    def _step(self, request: _Request, deadline: Deadline) -> Answer | _Request | _Busy:
        """One exchange: an answer, a redirect to follow, or a reason to wait."""
        from kg.endpoint import connection

        method, url, body = request.parts()
        try:
            with connection.exchange(method, url, self._headers(request), body, deadline) as response:
                if response.status in _REDIRECTING and response.headers.get("Location"):
                    return self._redirected(request, response, url)
                if response.status in _BUSY:
                    return _Busy(self._refusal(response, request, deadline), *_asked_to_wait(response))
                if response.status == 414 and not request.by_post:
                    return replace(request, by_post=True)
                if response.status not in {200, 203}:
                    raise self._refusal(response, request, deadline)
                return self._taken(response, request, deadline)
        except connection.NoAnswer as error:
            failure = self._error(str(error))
            if error.may_pass and not deadline.is_over:
                return _Busy(failure, "breaks off before it answers", None)
            raise failure from None

    def _headers(self, request: _Request) -> dict[str, str]:
        headers = {
            "Accept": request.accept,
            "Accept-Encoding": "gzip",
            "User-Agent": "casekg",
            "Connection": "close",
        }
        if request.by_post:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._credentials.header and request.authorised:
            headers["Authorization"] = self._credentials.header
        return headers

    def _redirected(self, request: _Request, response: urllib3.BaseHTTPResponse, sent: str) -> _Request:
        """The request that a redirect asks for; a query that it forgets is sent along again."""
        target = address.joined(sent, response.headers["Location"])
        if target is None:
            raise self._error("redirects to something that is no web address", "give the right URL")
        trusted = request.authorised and address.may_carry(self.url, target)
        if response.status == 303:
            return replace(request, url=target, parameters=(), by_post=False, authorised=trusted)
        if not request.by_post and address.holds_query(target):
            return replace(request, url=target, parameters=(), authorised=trusted)
        return replace(request, url=target, authorised=trusted)

    def _wait(self, busy: _Busy, attempts: int, deadline: Deadline) -> None:
        """Wait as long as the server asks, else ever longer; raise its refusal when that is no use."""
        seconds = 2.0 ** (attempts - 1) / 2 if busy.seconds is None else busy.seconds
        if attempts >= _ATTEMPTS:
            raise busy.refusal
        if seconds >= deadline.left():
            raise EndpointError(
                f"{busy.refusal} (it would have to be asked again in {seconds:.0f} s, "
                f"and {deadline.left():.0f} s are left)",
                busy.refusal.status,
            )
        self._say(f"{self.shown} {busy.why}: asking again in {seconds:.3g} s")
        time.sleep(seconds)

    def _taken(self, response: urllib3.BaseHTTPResponse, request: _Request, deadline: Deadline) -> Answer:
        """The body in a temporary file, its form known. Raises EndpointError for anything but an answer."""
        from kg.endpoint.connection import is_framed, pieces

        if response.headers.get("X-SQL-State", "").upper() == "S1TAT":  # Virtuoso's "anytime" queries
            raise self._error("the server ran out of time and sent only a part of the answer", _LESS)
        packing = response.headers.get("Content-Encoding", "")
        try:
            file = spooled(pieces(response, deadline), packing, self._max_bytes)
        except BrokenBody as error:
            raise self._error(str(error)) from None
        head, kind = file.read(_ERROR_PAGE), response.headers.get("Content-Type", "")
        file.seek(0)
        form = media.form(kind, head, request.kind)
        if not head.strip() and not (form in media.OPEN and is_framed(response)):
            file.close()
            raise self._error(
                "the answer is empty, not even a result without rows", "is this URL the endpoint's?"
            )
        if form in {"", "html"}:
            file.close()
            raise self._wrong_form(form, kind, head)
        is_whole = is_framed(response) or bool(packing)
        rows = response.headers.get("X-SPARQL-MaxRows", "")
        return Answer(file, form, self.shown, is_whole, int(rows) if rows.isdecimal() else None)

    def _wrong_form(self, form: str, kind: str, head: bytes) -> EndpointError:
        said = plain(head)
        named = printable(media.media_type(kind) or "nothing", 60)
        came = media.NAMES[form] if form else f"Content-Type {named!r}"
        return self._error(
            f"this is no SPARQL answer: {came} came, which begins {said[:200]!r}",
            "is this URL the endpoint's, or a page about it?",
        )

    def _refusal(
        self, response: urllib3.BaseHTTPResponse, request: _Request, deadline: Deadline
    ) -> EndpointError:
        """What the server says of an error, in its own words."""
        from kg.endpoint.connection import NoAnswer, pieces

        status = response.status
        try:
            page = spooled(
                _first(pieces(response, deadline)), response.headers.get("Content-Encoding", ""), 10**7
            )
            with page:
                said = plain(page.read(_ERROR_PAGE))
        except (BrokenBody, NoAnswer):
            said = ""
        what = f"HTTP {status} {printable(response.reason or '', 60)}".strip() + (f": {said}" if said else "")
        return self._error(what, self._cure(status, request), status)

    def _cure(self, status: int, request: _Request) -> str:
        if status in {401, 403} and self._credentials.header:
            if not request.authorised:
                return f"credentials are not sent on from {self.shown} to {address.shown(request.url)}"
            return f"the credentials of {self._credentials.origin} are not accepted"
        return _CURES.get(status, "")

    def _error(self, what: str, cure: str = "", status: int | None = None) -> EndpointError:
        said = f"{self.shown}: {what}" + (f" ({cure})" if cure else "")
        return EndpointError(self._credentials.masked(printable(said)), status)


_LESS = "ask for less, say with LIMIT"
_CURES = {
    206: f"this is a part of the answer only: {_LESS}",
    401: "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN, or fill ~/.netrc",
    403: "does it want credentials? KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN",
    404: "look at the path of the URL",
    405: "is this URL the endpoint's?",
    406: "the server offers none of the forms of the W3C",
    408: _LESS,
    504: _LESS,
}


@dataclass(frozen=True, slots=True)
class _Busy:
    """A refusal that may pass, and the seconds that the server asks us to wait, if it says."""

    refusal: EndpointError
    why: str
    seconds: float | None


def _asked_to_wait(response: urllib3.BaseHTTPResponse) -> tuple[str, float | None]:
    """Why, and the seconds of Retry-After, which may be a date too; None when it says nothing usable."""
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    why = f"is busy (HTTP {response.status})"
    try:
        return why, Retry().parse_retry_after(response.headers["Retry-After"])
    except (KeyError, InvalidHeader, OverflowError, ValueError):
        return why, None


def _first(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """As many pieces as an error page needs."""
    came = 0
    for piece in pieces:
        yield piece
        came += len(piece)
        if came > _ERROR_PAGE:
            return
