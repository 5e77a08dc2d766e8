"""The one error of an endpoint, and what a server's own error page says in plain text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from kg.errors import KgError, printable

_SHOWN = 400
"""Characters of a server's error text that a message shows."""
_JAVA = re.compile(r"^(?:Caused by: )?[\w.$]+(?:Exception|Error): ", re.MULTILINE)
_IN_JSON = ("exception", "message", "error", "detail", "title", "description")


class EndpointError(KgError):
    """An endpoint that cannot be asked, refuses, or answers wrongly; `status` is the HTTP status, if any."""

    def __init__(self, message: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)

    def __reduce__(self) -> tuple[type[EndpointError], tuple[str, int | None]]:
        """Pickle with the status."""
        return type(self), (str(self), self.status)


class _Text(HTMLParser):
    """Gathers what a browser would show of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"} and self._hidden > 0
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain(body: bytes) -> str:
    r"""What an error page says, on one line: no tags, no stack trace, at most 400 characters.

    >>> plain(b"<html><style>p{}</style><h1>Error</h1><p>Query  too <b>long</b></p></html>")
    'Error Query too long'
    >>> plain(b'SPARQL-QUERY: queryStr=SELECT\njava.lang.RuntimeException: Lexical error\n\tat a.B(C.java)')
    'Lexical error'
    """
    text = body.decode("utf-8", "replace").removeprefix("\ufeff").strip()
    if text.startswith("{"):
        text = _from_json(text)
    elif re.match(r"<(?:!doctype|\?xml|[a-z]\w*[\s/>])", text, re.IGNORECASE):
        page = _Text()
        page.feed(text)
        text = "".join(page.parts)
    if causes := list(_JAVA.finditer(text)):
        text = text[causes[-1].end() :].split("\n\tat ")[0]
    return printable(" ".join(text.split()), _SHOWN)


def _from_json(text: str) -> str:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return text
    said = [str(held[key]) for key in _IN_JSON if isinstance(held.get(key), str | int) and held[key]]
    return ": ".join(dict.fromkeys(said)) or text
