"""Reading the tables: sorted tab-separated files, searched in place.

A table is mapped into memory and bisected by the first column, so that opening costs nothing and a
look-up some microseconds, however long the table. Two more sorted files lead to the terms:
`names.tsv` (folded name -> kind, id) and `xrefs.tsv` (mapped id -> id). In both, and for withdrawn
terms, an id is written with a space for its first colon, so that a search of the files for an id in
use finds its row alone. `kg.terms.index` makes both from the tables.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kg.errors import KgError
from kg.resources import folder
from kg.terms.model import Kind, Term

COLUMNS = (
    "id",
    "label",
    "synonyms",
    "parents",
    "mappings",
    "source",
    "version",
    "licence",
    "status",
    "replaced_by",
    "note",
)
"""The columns of every term table; synonyms, parents and mappings are separated by `|`."""

OBSOLETE = "obsolete"
"""The status of a term that its vocabulary has withdrawn; empty for a current one."""

WITHDRAWN = {Kind.DISEASE: "disease-withdrawn.tsv", Kind.GENE: "gene-withdrawn.tsv"}
"""Obsolete terms: kept out of the kind's own table, their ids written with a space (see `spaced`)."""

NAMES = "names.tsv"
XREFS = "xrefs.tsv"


class SortedFile:
    """A text file with a heading and lines sorted by their bytes, looked up by the first column."""

    def __init__(self, path: Path) -> None:
        """Map the file; KgError when it is missing or empty."""
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise KgError(f"{path}: the term table cannot be read ({error}): install casekg again") from error
        self._start = self._data.find(b"\n") + 1
        self.heading = self._data[: self._start].decode().rstrip("\r\n")

    def rows(self, key: str) -> Iterator[list[str]]:
        """The cells of each line whose first cell is the key, in the file's order."""
        wanted = key.encode() + b"\t"
        size = len(wanted)
        begin = self._first(wanted)
        while self._data[begin : begin + size] == wanted:
            end = self._end(begin)
            yield self._cells(begin, end)
            begin = end + 1

    def starting(self, text: str) -> Iterator[list[str]]:
        """The cells of each line that starts with the text, in the file's order."""
        wanted = text.encode()
        begin = self._first(wanted)
        while self._data[begin : begin + len(wanted)] == wanted and begin < len(self._data):
            end = self._end(begin)
            yield self._cells(begin, end)
            begin = end + 1

    def all(self) -> Iterator[list[str]]:
        """The cells of every line, in the file's order."""
        begin, size = self._start, len(self._data)
        while begin < size:
            end = self._end(begin)
            yield self._cells(begin, end)
            begin = end + 1

    def holding(self, text: str) -> Iterator[list[str]]:
        """The cells of every line whose first cell has the text within it, in the file's order."""
        wanted = text.encode()
        at = self._data.find(wanted, self._start) if wanted else -1
        while at >= 0:
            begin, end = self._data.rfind(b"\n", 0, at) + 1, self._end(at)
            if at < self._data.find(b"\t", begin, end):
                yield self._cells(begin, end)
            at = self._data.find(wanted, end)

    def matches(self, pattern: bytes) -> Iterator[tuple[str, ...]]:
        """The groups of every match of a pattern that starts at a line's start, in the file's order."""
        for found in re.finditer(b"^" + pattern, self._data, re.MULTILINE):
            yield tuple(group.decode() for group in found.groups())

    def _cells(self, begin: int, end: int) -> list[str]:
        return self._data[begin:end].decode().rstrip("\r").split("\t")

    def _end(self, begin: int) -> int:
        end = self._data.find(b"\n", begin)
        return end if end >= 0 else len(self._data)

    def _first(self, wanted: bytes) -> int:
        """Where the first line starts that does not sort before the wanted key."""
        data, size = self._data, len(wanted)
        low, high = self._start, len(self._data)
        while low < high:
            middle = (low + high) // 2
            begin = data.rfind(b"\n", low, middle) + 1 or low
            if data[begin : begin + size] < wanted:
                low = self._end(begin) + 1
            else:
                high = begin
        return low


@lru_cache(maxsize=1)
def place() -> Path:
    """The folder of the tables."""
    return folder("ontology") / "terms"


@lru_cache(maxsize=32)
def sorted_file(name: str) -> SortedFile:
    """The sorted file of that name among the bundled tables."""
    return SortedFile(place() / name)


@lru_cache(maxsize=32)
def table(name: str) -> SortedFile:
    """The term table of that name; KgError when its columns are not ours."""
    found = sorted_file(name)
    if tuple(found.heading.split("\t")) != COLUMNS:
        raise KgError(f"{place() / name}: the columns are not {', '.join(COLUMNS)}: install casekg again")
    return found


def parts(kind: Kind) -> tuple[str, ...]:
    """The names of the tables that hold the terms of a kind."""
    return (kind.table, WITHDRAWN[kind]) if kind in WITHDRAWN else (kind.table,)


def term_of(cells: list[str], kind: Kind) -> Term:
    """The term that a table's line states."""
    curie, label, synonyms, parents, mappings, source, version, licence, status, replaced, note = cells
    return Term(
        id=unspaced(curie),
        label=label,
        kind=kind,
        synonyms=_many(synonyms),
        parents=_many(parents),
        mappings=_many(mappings),
        source=source,
        version=version,
        replaced_by=replaced or None,
        obsolete=status == OBSOLETE,
        licence=licence,
        note=note,
    )


def cells_of(term: Term) -> list[str]:
    """The cells of the table's line that states the term; the reverse of `term_of`."""
    return [
        term.id,
        term.label,
        "|".join(term.synonyms),
        "|".join(term.parents),
        "|".join(term.mappings),
        term.source,
        term.version,
        term.licence,
        OBSOLETE if term.obsolete else "",
        term.replaced_by or "",
        term.note,
    ]


def spaced(curie: str) -> str:
    """The id as the names and xrefs files write it.

    >>> spaced("hgvs:NM_004448.3:c.2329G>T")
    'hgvs NM_004448.3:c.2329G>T'
    """
    return curie.replace(":", " ", 1)


def unspaced(cell: str) -> str:
    """The id that a cell of the names or xrefs file means."""
    return cell.replace(" ", ":", 1)


def _many(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
