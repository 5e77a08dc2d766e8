"""RDF terms and triples as light values: each term is a string, written as N-Triples writes it.

Builders make triples of these by one f-string each, a case's N-Quads are one join of them, and engines
(pyoxigraph, rdflib) get their own objects by parsing where someone asks for them. Term objects, or
tuples of terms, would cost several times the whole build (`tests/benchmarks/bench_build.py`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NewType
from urllib.parse import quote

if TYPE_CHECKING:
    Node = NewType("Node", str)
else:
    Node = str  # at run time the call of a NewType would be a third of the cost of making the string
"""An IRI `<…>` or a literal `"…"`, `"…"@en`, `"…"^^<…>` in canonical N-Triples form."""

Triple = str
"""Subject, predicate and object as N-Triples writes them, without the dot: `f"{s} {p} {o}"`."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PLANE_ENDS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)
_NOT_IN_IRI = re.compile(
    r'[\x00-\x20<>"{}|^`\\\[\]\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000efffe-\U0010ffff'
    + f"{_PLANE_ENDS}]|%(?![0-9A-Fa-f]{{2}})"
)
_ESCAPES = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def iri(text: str) -> Node:
    """The IRI as a node; characters that an IRI may not hold are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    if _NOT_IN_IRI.search(text):
        text = _NOT_IN_IRI.sub(lambda match: quote(match[0], safe="", errors="replace"), text)
    if text.count("#") > 1:
        start, _, fragment = text.partition("#")
        text = f"{start}#{fragment.replace('#', '%23')}"
    return Node(f"<{text}>")


def text(value: str) -> Node:
    r"""A plain string literal.

    >>> print(text('say "ja"'))
    "say \"ja\""
    """
    if '"' in value or "\\" in value or not value.isprintable():
        value = value.translate(_ESCAPES)
    return Node(f'"{value}"')


@lru_cache(maxsize=10_000)
def integer(value: int) -> Node:
    """An xsd:integer."""
    return Node(f'"{value}"^^<{_XSD}integer>')


def decimal(value: float) -> Node:
    """An xsd:decimal with at most six places."""
    digits = f"{value:.6f}".rstrip("0")
    return Node(f'"{digits}0"^^<{_XSD}decimal>' if digits.endswith(".") else f'"{digits}"^^<{_XSD}decimal>')


def double(value: float) -> Node:
    """An xsd:double in full precision."""
    return Node(f'"{value!r}"^^<{_XSD}double>')


TRUE = Node(f'"true"^^<{_XSD}boolean>')
FALSE = Node(f'"false"^^<{_XSD}boolean>')


def boolean(value: bool) -> Node:
    """An xsd:boolean."""
    return TRUE if value else FALSE


_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}


@lru_cache(maxsize=100_000)
def moment(value: str) -> Node:
    """A partial date as xsd:gYear, gYearMonth or date, a duration as xsd:duration.

    >>> moment("2023-07"), moment("P4M")
    ('"2023-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"P4M"^^<http://www.w3.org/2001/XMLSchema#duration>')
    """
    if value.startswith("P"):
        return duration(value)
    return Node(f'"{value}"^^<{_XSD}{_DATES[len(value)]}>')


_WEEKS = re.compile(r"P(\d+)W\Z")


@lru_cache(maxsize=100_000)
def duration(value: str) -> Node:
    """An xsd:duration; ISO 8601 weeks, which XML Schema lacks, become days.

    >>> duration("P2W")
    '"P14D"^^<http://www.w3.org/2001/XMLSchema#duration>'
    """
    if weeks := _WEEKS.match(value):
        value = f"P{7 * int(weeks[1])}D"
    return Node(f'"{value}"^^<{_XSD}duration>')


def plain(node: Node) -> str:
    """The IRI inside the angle brackets."""
    return node[1:-1]


def quads(triples: Iterable[Triple], graph: Node) -> str:
    """The N-Quads lines of the triples in one named graph, each once, in the order given."""
    return lines(dict.fromkeys(triples), graph)


def lines(unique: Mapping[Triple, None], graph: Node) -> str:
    """The N-Quads lines of triples that are different from each other."""
    end = f" {graph} .\n"
    return f"{end.join(unique)}{end}" if unique else ""


def stream(pieces: Iterable[str | bytes]) -> io.BufferedReader:
    """The pieces as a stream of bytes, made while it is read, so that a graph of any size can be loaded."""
    return io.BufferedReader(_Pieces(pieces), 1 << 20)


class _Pieces(io.RawIOBase):
    """Pieces of text as Python's raw stream."""

    def __init__(self, pieces: Iterable[str | bytes]) -> None:
        super().__init__()
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill the buffer as far as the piece at hand goes."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece.encode() if isinstance(piece, str) else piece)
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
