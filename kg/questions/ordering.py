"""Answers in a stable order, however long: sorted in memory, or in runs on disk that are merged.

An engine's ORDER BY looks every text up again for each comparison; on a million rows that took ten times
as long as finding them. So a question without an order of its own is sorted here, as lines that the
engine writes itself: tab-separated values for rows (one row a line, every term spelt exactly), N-Triples
for triples.
"""

from __future__ import annotations

import heapq
import io
import re
import struct
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyoxigraph

CHUNK = 16_000_000
"""Bytes of an answer that are held in memory; more go to a temporary file in sorted runs of this size."""

RUNS = 100
"""Runs that are open at once; more are merged into one."""

_NUMBER = re.compile(
    rb"(?:(?<=\t)|^)"
    rb"(?:\"?([-+]?\.?\d[\d.eE+-]*)(?:\"\^\^<http://www\.w3\.org/2001/XMLSchema#(?!string)\w+>)?)(?=\t|$)",
    re.MULTILINE,
)
_BLANK_CELL = re.compile(rb"(?:(?<=\t)|^)_:[0-9A-Za-z]+(?=\t|$)", re.MULTILINE)
_BLANK_NODE = re.compile(rb"^_:[0-9A-Za-z]+(?= <)|(?<=> )_:[0-9A-Za-z]+(?= \.$)", re.MULTILINE)
"""Blank nodes in tab-separated values and in N-Triples; neither fits inside of a text."""


class Sorted:
    """A stream that takes lines from an engine's writer and gives them back in order.

    Numbers count by their value, blank nodes all the same, everything else by its spelling. Blank nodes,
    which an engine names anew at each load, are named by their first appearance. `has_header` says that
    the first line stands apart.
    """

    def __init__(self, *, has_header: bool = False) -> None:
        self.header = b""
        self._awaits_header = has_header
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []
        self._blank = _BLANK_CELL if has_header else _BLANK_NODE
        self._is_keyed = False
        self._names_blank = False

    def write(self, data: bytes) -> int:
        """Take some bytes; lines may be cut anywhere."""
        self._held.append(data)
        self._size += len(data)
        if self._size >= CHUNK:
            self._spill()
        return len(data)

    def flush(self) -> None:
        """Nothing is passed on before the end."""

    def lines(self) -> Iterator[bytes]:
        """The lines in order, each with its line end, equal ones as often as they came."""
        last = self._sorted(whole=True)  # now, so that the header is known before the first line is taken
        in_order = self._merged(last)
        return self._named(in_order) if self._names_blank else in_order

    def _merged(self, last: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of all runs and of the last one, which is still in memory; the runs are then gone."""
        try:
            yield from heapq.merge(*self._runs, last, key=self._key if self._is_keyed else None)
        finally:
            for run in self._runs:
                run.close()
            self._runs = []

    def _sorted(self, *, whole: bool) -> list[bytes]:
        """The lines held so far, in order; without `whole`, what may be half a line stays back."""
        text = b"".join(self._held)
        self._held, self._size = [], 0
        if self._awaits_header and (end := text.find(b"\n") + 1):
            self.header, text, self._awaits_header = text[:end], text[end:], False
        if not whole:
            end = text.rfind(b"\n") + 1
            self._held, self._size, text = [text[end:]], len(text) - end, text[:end]
        has_blank = self._blank.search(text) is not None
        self._is_keyed = self._is_keyed or has_blank or _NUMBER.search(text) is not None
        # Inside of a triple term a node's name would stay as it is, so then all do.
        self._names_blank = (self._names_blank or has_blank) and b"<<(" not in text
        return sorted(io.BytesIO(text).readlines(), key=self._key if self._is_keyed else None)

    def _key(self, line: bytes) -> bytes:
        """What the line is sorted by: numbers in a spelling that sorts by value, blank nodes nameless."""
        return self._blank.sub(b"_:", _NUMBER.sub(_by_value, line))

    def _named(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines with blank nodes named by their first appearance."""
        names: dict[bytes, bytes] = {}
        for line in lines:
            yield self._blank.sub(lambda found: names.setdefault(found[0], b"_:b%d" % len(names)), line)

    def _spill(self) -> None:
        import tempfile

        lines: Iterable[bytes] = self._sorted(whole=False)
        if len(self._runs) == RUNS:
            lines = self._merged(lines)
        run = tempfile.TemporaryFile(prefix="kg-answer-")  # noqa: SIM115  (it lives as long as its lines)
        run.writelines(lines)
        run.seek(0)
        self._runs.append(run)


def _by_value(match: re.Match[bytes]) -> bytes:
    try:
        bits = struct.unpack(">q", struct.pack(">d", float(match[1])))[0]
    except (ValueError, OverflowError):
        return match[0]
    # The bits of a double sort like its value, once negative ones are turned round.
    return b"0%020d%b" % ((bits if bits >= 0 else -(bits & (2**63 - 1))) + 2**63, match[0])


class Stream(io.RawIOBase):
    """Lines as a file to read from, for an engine's parsers."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._rest = b""

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with as many bytes as there are."""
        parts, size, wanted = [self._rest], len(self._rest), len(buffer)
        while size < wanted and (line := next(self._lines, None)) is not None:
            parts.append(line)
            size += len(line)
        data = b"".join(parts)
        self._rest = data[wanted:]
        filled = data[:wanted]
        buffer[: len(filled)] = filled
        return len(filled)


def rows(result: pyoxigraph.QuerySolutions) -> pyoxigraph.QuerySolutions:
    """The same rows in order."""
    import pyoxigraph

    if not result.variables:
        return result
    taken = Sorted(has_header=True)
    result.serialize(taken, pyoxigraph.QueryResultsFormat.TSV)  # type: ignore[arg-type]
    in_order = taken.lines()
    stream = io.BufferedReader(Stream(chain([taken.header], in_order)))
    return pyoxigraph.parse_query_results(stream, pyoxigraph.QueryResultsFormat.TSV)  # type: ignore[return-value]


def triples(result: Any) -> Iterator[bytes]:
    """The triples of CONSTRUCT, DESCRIBE or any iterator as N-Triples lines, in order, each once."""
    import pyoxigraph

    taken = Sorted()
    if isinstance(result, pyoxigraph.QueryTriples):
        result.serialize(taken, pyoxigraph.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    else:
        pyoxigraph.serialize(result, taken, pyoxigraph.RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
    before = b""
    for line in taken.lines():
        if line != before:
            yield line
        before = line


def parsed(lines: Iterable[bytes]) -> Iterator[pyoxigraph.Triple]:
    """N-Triples lines as triples."""
    import pyoxigraph

    stream = io.BufferedReader(Stream(lines))
    return (quad.triple for quad in pyoxigraph.parse(stream, pyoxigraph.RdfFormat.N_TRIPLES))
