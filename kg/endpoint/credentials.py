"""Who asks: a token, or a name and password, from the environment or from netrc."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple

from kg.endpoint.address import host, shown
from kg.errors import UsageError, printable

USER, PASSWORD, TOKEN = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"
_MASK = "***"


class Credentials(NamedTuple):
    """The value of the Authorization header, '' for nobody, and what no message may show."""

    header: str = ""
    secrets: tuple[str, ...] = ()
    origin: str = ""
    """Where they come from, for a message when they are refused."""

    def masked(self, text: str) -> str:
        """The text with every secret in it blotted out: a server may repeat what it was sent."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, _MASK)
        return text


def found(url: str) -> Credentials:
    """The credentials for that endpoint: KG_ENDPOINT_TOKEN, KG_ENDPOINT_USER, or netrc's entry of the host.

    netrc's `default` entry is left alone: it would give a password to any server that one names.
    """
    token, user = os.environ.get(TOKEN, ""), os.environ.get(USER, "")
    if token and user:
        raise UsageError(f"{TOKEN} and {USER} are both set (unset one of them)")
    if token:
        _check_header(TOKEN, token)
        return Credentials(f"Bearer {token}", (token,), TOKEN)
    if user:
        return _basic(user, os.environ.get(PASSWORD, ""), f"{USER} and {PASSWORD}")
    return _from_netrc(url)


def _from_netrc(url: str) -> Credentials:
    import netrc

    named = os.environ.get("NETRC", "")
    path = Path(named) if named else Path("~/.netrc").expanduser()
    try:
        entries = netrc.netrc(path).hosts
    except FileNotFoundError:
        return Credentials()
    except netrc.NetrcParseError as error:
        raise UsageError(f"{path}:{error.lineno}: {printable(error.msg)} (needed for {shown(url)})") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot be read: {printable(str(error))} (needed for {shown(url)})"
        ) from None
    if host(url) not in entries or host(url) == "default":
        return Credentials()
    login, _, password = entries[host(url)]
    return _basic(login, password or "", str(path))


def _basic(user: str, password: str, origin: str) -> Credentials:
    pair = b64encode(f"{user}:{password}".encode()).decode()
    return Credentials(f"Basic {pair}", tuple(secret for secret in (password, pair) if secret), origin)


def _check_header(name: str, value: str) -> None:
    if not value.isascii() or not value.isprintable() or " " in value:
        raise UsageError(f"{name} holds a character that no token has (set it without spaces and line ends)")
