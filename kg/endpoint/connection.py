"""One HTTP exchange by urllib3, under a deadline; its failures in plain words.

Imported when an endpoint is asked, since urllib3 takes a tenth of a second to load.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from kg.endpoint.address import host
from kg.endpoint.deadline import Deadline

_CONNECT = 30.0
"""Seconds within which a connection must stand."""


_FAILURES: dict[type[HTTPError], str] = {
    ProxyError: "the proxy that the environment names fails: {reason}",
    NameResolutionError: "there is no host {host!r}, or the network is down (look at its spelling)",
    NewConnectionError: "no connection: {reason} (is the server running, and this its port?)",
    ConnectTimeoutError: "no connection within {seconds:g} s (is the server running?)",
    SSLError: "no secure connection: {reason} "
    "(SSL_CERT_FILE names a file of further authorities; a plain server is asked by http://)",
    LocationParseError: "the address cannot be read",
}
"""What urllib3 raises -> what to say; the first kind that fits."""


class NoAnswer(Exception):
    """No answer came; the text says why, `may_pass` that another attempt may succeed."""

    def __init__(self, why: str, *, may_pass: bool = False) -> None:
        self.may_pass = may_pass
        super().__init__(why)


@contextmanager
def exchange(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None, deadline: Deadline
) -> Iterator[urllib3.BaseHTTPResponse]:
    """The server's response with its body unread and still packed. Raises NoAnswer without one."""
    with _manager(url, deadline) as manager:
        timeout = urllib3.Timeout(connect=min(_CONNECT, deadline.left()), read=deadline.left())
        try:
            response = manager.request(
                method,
                url,
                body=body,
                headers=dict(headers),
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except HTTPError as error:
            raise _no_answer(error, url, deadline) from None
        except (UnicodeError, ValueError) as error:
            raise NoAnswer(f"the address cannot be asked: {error}") from None
        try:
            yield response
        finally:
            response.close()
            deadline.forget()


def pieces(response: urllib3.BaseHTTPResponse, deadline: Deadline) -> Iterator[bytes]:
    """The body as it comes. Raises NoAnswer when it ends before its length or its last chunk."""
    came = 0
    try:
        for piece in response.stream(1 << 16, decode_content=False):
            came += len(piece)
            yield piece
            if deadline.is_over:
                break
    except HTTPError as error:
        if not deadline.is_over:
            raise NoAnswer(f"the answer broke off after {came:,} bytes ({_reason(error)})") from None
    if deadline.is_over:
        raise NoAnswer(f"the answer is not complete after {deadline.seconds:g} s, {came:,} bytes came")


def is_framed(response: urllib3.BaseHTTPResponse) -> bool:
    """True when the response says where its body ends, other than by closing the connection."""
    chunked = response.headers.get("Transfer-Encoding", "").lower().endswith("chunked")
    return chunked or response.headers.get("Content-Length", "").strip().isdigit()


def _manager(url: str, deadline: Deadline) -> urllib3.PoolManager:
    """A manager whose connections the deadline watches; through the environment's proxy, if any."""
    manager: urllib3.PoolManager
    proxy = None if proxy_bypass(host(url)) else _proxy(urlsplit(url).scheme)
    if proxy:
        user = urlsplit(proxy)
        pair = f"{user.username}:{user.password or ''}" if user.username else None
        manager = urllib3.ProxyManager(proxy, proxy_headers=urllib3.make_headers(proxy_basic_auth=pair))
    else:
        manager = urllib3.PoolManager()

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            deadline.watch(sock)
            return sock

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            deadline.watch(sock)
            return sock

    plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
    secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
    manager.pool_classes_by_scheme = {"http": plain, "https": secure}
    return manager


def _proxy(scheme: str) -> str | None:
    """The environment's proxy for such URLs. Raises NoAnswer for one that is not spoken to over HTTP."""
    proxies = getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and urlsplit(proxy).scheme not in {"http", "https"}:
        kind = urlsplit(proxy).scheme
        raise NoAnswer(f"the environment names a proxy of kind {kind}, kg uses only http and https ones")
    return proxy


def _no_answer(error: HTTPError, url: str, deadline: Deadline) -> NoAnswer:
    """The failure in plain words; one that the deadline made is the deadline's."""
    if deadline.is_over or isinstance(error, ReadTimeoutError):
        return NoAnswer(f"no answer within {deadline.seconds:g} s (ask for less, or allow more time)")
    wording = next((text for kind, text in _FAILURES.items() if isinstance(error, kind)), None)
    if wording is None:
        return NoAnswer(f"the server broke off before it answered ({_reason(error)})", may_pass=True)
    said = {"reason": _reason(error), "host": host(url), "seconds": min(_CONNECT, deadline.seconds)}
    return NoAnswer(wording.format(**said))


def _reason(error: BaseException) -> str:
    """The innermost reason that the system or TLS gives, in its own words."""
    links: list[BaseException] = [error]
    while (cause := links[-1].__cause__ or links[-1].__context__) and cause not in links:
        links.append(cause)
    for link in reversed(links):
        if isinstance(link, ssl.SSLCertVerificationError):
            return f"certificate not accepted: {link.verify_message}"
        if isinstance(link, OSError) and link.strerror:
            return link.strerror
    text = str(error.args[-1]) if error.args else type(error).__name__
    return text.partition("IncompleteRead")[2].strip("() ") or text
