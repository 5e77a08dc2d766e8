"""Addresses of endpoints: which are allowed, how they are shown, where a redirect leads."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit, urlunsplit

from kg.errors import UsageError, printable

_PORTS = {"http": 80, "https": 443}


def checked(url: str) -> str:
    """The URL when it is one of the web and names nobody. Raises UsageError, never showing a password."""
    parts = _split(url)
    if parts is None or any(ord(character) <= 32 for character in url):
        raise UsageError(
            f"--endpoint {shown(url)!r} is no URL (write one such as https://example.org/sparql)"
        )
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UsageError(
            f"--endpoint {shown(url)!r} is no web address (write one such as https://example.org/sparql)"
        )
    if "@" in parts.netloc:
        raise UsageError(
            f"{shown(url)}: a name or password in a URL stays in the shell's history "
            "(put it into KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or into ~/.netrc)"
        )
    return urlunsplit(parts._replace(fragment=""))


def shown(url: str) -> str:
    """The URL for people: without user, password, query string and fragment, any of which may be secret.

    >>> shown("https://me:pass@example.org:8443/sparql?apikey=1")
    'https://example.org:8443/sparql'
    """
    parts = _split(url)
    if parts is None:
        return printable(url.rpartition("@")[2], 200)
    return printable(urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")), 200)


def host(url: str) -> str:
    """The host's name in lower case."""
    return urlsplit(url).hostname or ""


def may_carry(start: str, target: str) -> bool:
    """True when credentials for the first address may go to the second: same host, never less secure.

    >>> may_carry("http://example.org/a", "https://example.org/b"), may_carry("https://a.org", "http://a.org")
    (True, False)
    """
    one, other = urlsplit(start), urlsplit(target)
    if one.hostname != other.hostname:
        return False
    ports = _port(one), _port(other)
    return (one.scheme == other.scheme and ports[0] == ports[1]) or (
        (one.scheme, other.scheme) == ("http", "https") and ports == (80, 443)
    )


def joined(base: str, location: str) -> str | None:
    """Where a redirect from `base` leads, without user and fragment; None when that is no web address."""
    if _split(location.strip()) is None:
        return None
    parts = _split(urljoin(base, location.strip()))
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        return None
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def holds_query(url: str) -> bool:
    """True when the URL's query string carries a SPARQL query."""
    return "query" in parse_qs(urlsplit(url).query)


def with_parameters(url: str, encoded: str) -> str:
    """The URL with more parameters behind its own."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, encoded) if part)
    return urlunsplit(parts._replace(query=query))


def is_loopback(url: str) -> bool:
    """True for this very machine."""
    name = host(url)
    return name in {"localhost", "::1"} or name.startswith("127.")


def _port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _port(parts)
    except ValueError:  # a port that is no number, brackets that do not match
        return None
    return parts
