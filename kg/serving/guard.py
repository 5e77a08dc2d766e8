"""Who may ask: against pages of other sites that run in the user's own browser."""

from __future__ import annotations

import ipaddress
import re
import socket
from http import HTTPStatus

from kg.errors import UsageError
from kg.serving.refusal import Refusal

ANY = "*"
_ORIGIN = re.compile(r"https?://[^\s/?#@,;]+\Z")
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


def is_loopback(host: str) -> bool:
    """True for an address or name of this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_origin(origin: str) -> str:
    """The origin as browsers send it. Raises UsageError for anything else."""
    plain = origin.strip().rstrip("/").lower()
    if plain == ANY or _ORIGIN.match(plain):
        return plain
    raise UsageError(f"--cors: {origin!r} is no origin (write https://example.org, or '*' for any)")


def host_name(header: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("[::1]:7878"), host_name("LocalHost:7878")
    ('::1', 'localhost')
    """
    name = header.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0]


def check_host(header: str, served_host: str) -> None:
    """Raise Refusal for a Host that is not this server's: another site's name that was made to lead here.

    The server of an open --host is known by any address: names can be made to lead here, those not.
    """
    name = host_name(header)
    if name in _LOOPBACK_NAMES or name == served_host.lower():
        return
    if not is_loopback(served_host) and (_is_address(name) or name == socket.gethostname().lower()):
        return
    what = f"this server is not called {name!r}" if name else "the request names no host"
    raise Refusal(HTTPStatus.FORBIDDEN, f"{what}; ask it as localhost or by its address")


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def check_site(origin: str, fetch_site: str, host: str, allowed: tuple[str, ...]) -> None:
    """Raise Refusal for a request that a page of another site makes, unless --cors names the site.

    The browser would hide the answer anyway, but not from the clock, and the work would be done.
    """
    if ANY in allowed or (origin and origin.lower() in allowed):
        return
    foreign = origin.lower() != f"http://{host.strip().lower()}" if origin else fetch_site in _FOREIGN
    if foreign:
        said = f"the site {origin}" if origin else "another site"
        raise Refusal(HTTPStatus.FORBIDDEN, f"{said} may not ask this server (kg serve --cors allows a site)")


_FOREIGN = frozenset({"cross-site", "same-site"})


def cors_headers(origin: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """What tells a browser that the page may read the answer; nothing for other sites than the allowed."""
    if not allowed:
        return {}
    if ANY in allowed:
        return {"Access-Control-Allow-Origin": "*"}
    told = {"Access-Control-Allow-Origin": origin} if origin.lower() in allowed else {}
    return {"Vary": "Origin", **told}
