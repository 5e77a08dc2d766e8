"""CIViC's summary tables: evidence items, assertions, and what they name, in one graph.

Each file may come alone; together they say more of the variants, genes and drugs. Files are told by
their headings, so it does not matter what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import islice

from kg import rdf
from kg.builders import terms
from kg.civic import Builder, Reader, Row, Table, records, table_of
from kg.civic.reading import OF_VARIANT
from kg.civic.tables import row
from kg.errors import Notepad
from kg.foreign.source import Source, lines
from kg.foreign.tally import Tally
from kg.readers.packages import Part

_USUAL = re.compile(
    r"(?i)[-_ ]*(?:(?:clinical)?evidence|assertion|variantgroup|variant|gene|feature|drug|therapy"
    r"|molecularprofile)[-_ ]?summaries\Z"
)
_NAMED = 8
_PIECE = 500
"""Rows whose quads are handed on together."""


def looks_like(head: str, stem: str) -> bool:
    """True for a heading of one of CIViC's tables."""
    return table_of(head.partition("\n")[0]) is not None


def source_name(stem: str) -> str:
    """The name that all tables of one day share.

    >>> source_name("nightly-VariantSummaries"), source_name("01-Oct-2026-AssertionSummaries")
    ('civic', 'civic-01-Oct-2026')
    """
    day = _USUAL.sub("", stem)
    return "civic" if day == stem or day.lower() in {"", "nightly", "civic"} else f"civic-{day}"


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of all rows, and the terms that they name; what has no term is told on the pad."""
    yield from Tables(source, pad, base).quads()


class Tables:
    """The files of one source."""

    def __init__(self, source: Source, pad: Notepad, base: str) -> None:
        self._source, self._pad, self._base = source, pad, base
        self._graph = source.graph(base)
        self._reader, self._builder = Reader(base), Builder(base, self._graph)
        self._tally = Tally(pad)
        self._told: dict[tuple[Table, str], set[frozenset[tuple[str, str]]]] = {}

    def quads(self) -> Iterator[str]:
        """The rows a piece at a time, then the terms."""
        for part in self._source.parts(self._pad):
            found = self._rows(part)
            while some := list(islice(found, _PIECE)):
                triples = [triple for one in some for triple in self._triples(one, part.name)]
                yield rdf.quads(triples, self._graph)
        yield rdf.quads(records.matches(self._builder, self._pad), self._graph)
        self._tally.close()
        tell_unknown(self._reader, self._pad)
        yield terms.quads(self._builder.terms, self._base)

    def _rows(self, part: Part) -> Iterator[Row]:
        """The rows of a file; those that cannot be used are noted."""
        numbered = lines(part, Notepad(part.name, self._pad.faults), table=b"\t")
        first = next(numbered, None)
        table = table_of(first[1]) if first else None
        if first is None or table is None:
            Notepad(part.name, self._pad.faults).error("", "no heading of a CIViC table", line=1)
            return
        columns = first[1].split("\t")
        for number, given in numbered:
            line = given
            if not line or line.isspace():
                continue
            where = part.name, number
            if line.count("\t") >= len(columns):
                line = mended(columns, line)
            if line.count("\t") >= len(columns):
                what = f"{line.count(chr(9)) + 1} cells in a row of {len(columns)} columns"
                cure = "a tab inside of a cell parts it: write a space"
                self._tally.error("rows with too many cells", what, cure, where=where)
                continue
            one = row(table, columns, line, number)
            if not one.key:
                self._tally.error(f"{table} without an id", "the row has no id", "give it one", where=where)
            elif self._new(one, where):
                yield one

    def _new(self, one: Row, where: tuple[str, int]) -> bool:
        """False for a row that was read before; a row that says something else of the same id is told."""
        said = self._told.setdefault((one.table, one.key), set())
        cells = frozenset(one.cells.items())
        if cells in said:
            return False
        if said:
            what = f"the id {one.key} stands for another of the {one.table}, too"
            self._tally.warn("repeated ids", what, "all that both say is kept", where=where)
        said.add(cells)
        return True

    def _triples(self, one: Row, file: str) -> Iterator[rdf.Triple]:
        if one.table not in {Table.EVIDENCE, Table.ASSERTIONS}:
            yield from records.triples(one, self._builder, self._base)
            return
        statement = self._reader.statement(one, partial(self._doubt, file, one.line))
        if statement:
            yield from self._builder.statement(statement)
            yield from self._variant(one)

    def _doubt(self, file: str, line: int, kind: str, what: str, cure: str) -> None:
        self._tally.warn(kind, what, cure, where=(file, line))

    def _variant(self, one: Row) -> Iterator[rdf.Triple]:
        """What an evidence item or assertion says of its variant, as a row of that table."""
        cells = {name: cell for name, cell in one.cells.items() if name in OF_VARIANT}
        if "variant_id" not in cells:
            return
        variant = Row(Table.VARIANTS, cells, one.line)
        said = self._told.setdefault((Table.VARIANTS, f"in {variant.key}"), set())
        if (key := frozenset(cells.items())) not in said:
            said.add(key)
            yield from records.triples(variant, self._builder, self._base)


def mended(columns: list[str], line: str) -> str:
    """The line with CIViC's list of links in its last cell put together: CIViC parts it by tabs."""
    cells = line.split("\t")
    more = cells[len(columns) - 1 :]
    if len(more) > 1 and columns[-1].endswith("_urls") and all(one.startswith("http") for one in more):
        return "\t".join([*cells[: len(columns) - 1], ",".join(more)])
    return line


def tell_unknown(reader: Reader, pad: Notepad) -> None:
    """Name what no term was found for, the most frequent first."""
    cures = {
        "drugs": "they stand under IRIs of their names",
        "diseases": "they stand under their DOIDs, or IRIs of their names",
        "genes": "they stand under IRIs of their names",
    }
    for kind, names in reader.unknown.items():
        if names:
            shown = sorted(names, key=lambda name: (-names[name], name))[:_NAMED]
            more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
            what = f"{len(names):,} {kind} without a term: {', '.join(map(repr, shown))}{more}"
            pad.note("", what, cures[kind])
