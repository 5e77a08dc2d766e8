"""KGX in tables: one of nodes and one of edges, tab-separated without quoting, lists parted by pipes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from kg import rdf
from kg.errors import Notepad
from kg.foreign import propertygraph
from kg.foreign.columns import AS_WRITTEN, Column
from kg.foreign.rows import Row
from kg.foreign.source import Source, lines
from kg.foreign.tally import Tally
from kg.readers.packages import Part

NODE_COLUMNS = ("id", "category")
EDGE_COLUMNS = ("subject", "predicate", "object")
PAIR = re.compile(r"[._-](nodes?|edges?)\Z", re.IGNORECASE)
"""How the files of nodes and of edges are called."""


def looks_like(head: str, stem: str) -> bool:
    """True for a heading with such columns, parted by tabs."""
    first = head.partition("\n")[0].rstrip("\r")
    return are_columns(first.split("\t"), stem)


def are_columns(columns: list[str], stem: str) -> bool:
    """True for the columns of nodes or of edges, or for most of them in a file so named."""
    found = set(columns)
    if len(columns) < 2:
        return False
    if found.issuperset(NODE_COLUMNS) or found.issuperset(EDGE_COLUMNS):
        return True
    return bool(PAIR.search(stem)) and not found.isdisjoint({*NODE_COLUMNS, *EDGE_COLUMNS})


def source_name(stem: str) -> str:
    """The name that the files of nodes and of edges share.

    >>> source_name("monarch_nodes"), source_name("hetionet")
    ('monarch', 'hetionet')
    """
    return PAIR.sub("", stem) or stem


def quads(source: Source, pad: Notepad, base: str) -> Iterator[str]:
    """N-Quads of the source's rows."""
    return propertygraph.quads(source, pad, base, rows)


def _parted(numbered: Iterator[tuple[int, str]], _: Notepad) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that has some."""
    return ((number, line.split("\t")) for number, line in numbered if line or number == 1)


class Form(NamedTuple):
    """How the cells of a row are parted."""

    sign: bytes
    called: str
    cure: str
    """What to do with one inside of a value."""
    cells: Callable[[Iterator[tuple[int, str]], Notepad], Iterator[tuple[int, list[str]]]]
    """The cells of each row with its number, from numbered lines; what cannot be read on goes on the pad."""


TABBED = Form(b"\t", "tab", "write a space", _parted)


def rows(source: Source, pad: Notepad, form: Form = TABBED) -> Iterator[Row]:
    """The rows of all files of the source; faulty ones are noted and left out."""
    tally = Tally(pad)
    for part in source.parts(pad):
        yield from _Table(source, part, tally, form).rows()
    tally.close()


class _Table:
    """One file: its heading and how its rows are read."""

    def __init__(self, source: Source, part: Part, tally: Tally, form: Form) -> None:
        self._source, self._part, self._tally, self._form = source, part, tally, form
        self._pad = Notepad(part.name, tally.pad.faults)
        self._columns: list[str] = []

    def rows(self) -> Iterator[Row]:
        """Each row that can be read."""
        numbered = self._form.cells(lines(self._part, self._pad, table=self._form.sign), self._pad)
        first = next(numbered, None)
        if first is None:
            self._pad.error("", "the file is empty", "a heading of columns is wanted")
            return
        self._columns = first[1]
        if not self._usable():
            return
        yield from self._edges(numbered) if "subject" in self._columns else self._nodes(numbered)

    def _usable(self) -> bool:
        """Whether the heading has what is needed, each column once."""
        columns = self._columns
        if any("\r" in name for name in columns):
            self._pad.error(
                "", "the lines end in carriage returns alone", "save the file with line feeds", line=1
            )
            return False
        if any("\t" in name or "\n" in name for name in columns):
            self._pad.error("", "a column's name holds a tab or a line end", "name it otherwise", line=1)
            return False
        wanted: tuple[str, ...] = EDGE_COLUMNS if self._of_edges() else NODE_COLUMNS
        missing = [name for name in wanted if name not in columns]
        twice = sorted({name for name in columns if columns.count(name) > 1})
        for name in missing:
            what = f"there is no column {name!r}"
            if name == "category":
                self._pad.warn("", what, "each node is taken as a biolink:NamedThing", line=1)
            else:
                self._pad.error("", what, f"the columns are {', '.join(columns)}", line=1)
        if "" in columns:
            what = f"column {columns.index('') + 1} has no name"
            self._pad.error("", what, f"name it, or take the {self._form.called} away", line=1)
        for name in filter(None, twice):
            self._pad.error("", f"the column {name!r} stands twice", "name each column once", line=1)
        kept = AS_WRITTEN.edge_columns if "subject" in columns else AS_WRITTEN.node_columns
        self._source.facts[kept] = [rdf.text("\t".join(columns))]
        return not twice and "" not in columns and set(missing) <= {"category"}

    def _of_edges(self) -> bool:
        """True for a table of edges, by its columns or else by its name."""
        named = PAIR.search(self._part.stem)
        by_name = bool(named and named[1].lower().startswith("edge"))
        return not {"subject", "object"}.isdisjoint(self._columns) or by_name

    def _filled(self, number: int, cells: list[str]) -> list[str] | None:
        """The cells of a row, those missing at its end empty; None when there are too many."""
        width = len(self._columns)
        if len(cells) > width:
            what = f"{len(cells)} cells in a row of {width} columns"
            cure = f"a {self._form.called} inside of a value parts it: {self._form.cure}"
            self._tally.error("rows with too many cells", what, cure, where=(self._part.name, number))
            return None
        cells += [""] * (width - len(cells))
        return cells

    def _nodes(self, numbered: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
        at = self._columns.index("id")
        plan = [(place, Column(name)) for place, name in enumerate(self._columns) if name != "id"]
        for number, found in numbered:
            if (cells := self._filled(number, found)) is None:
                continue
            place = self._part.name, number
            if not cells[at]:
                self._tally.error("nodes without an id", "the node has no id", "give it one", where=place)
                continue
            doubt(cells[at], place, self._tally)
            yield Row(None, cells[at], tuple((col, cells[i]) for i, col in plan if cells[i]), place, True)

    def _edges(self, numbered: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
        columns = self._columns
        ends = [columns.index(name) for name in EDGE_COLUMNS]
        at = columns.index("id") if "id" in columns else None
        plan = [(i, Column(name)) for i, name in enumerate(columns) if name not in {*EDGE_COLUMNS, "id"}]
        for number, found in numbered:
            if (cells := self._filled(number, found)) is None:
                continue
            place = self._part.name, number
            triple = cells[ends[0]], cells[ends[1]], cells[ends[2]]
            if not all(triple):
                lacking = ", ".join(n for n, cell in zip(EDGE_COLUMNS, triple, strict=True) if not cell)
                self._tally.error(f"edges without {lacking}", f"the edge has no {lacking}", where=place)
                continue
            doubt(triple[0], place, self._tally)
            doubt(triple[2], place, self._tally)
            values = tuple((col, cells[i]) for i, col in plan if cells[i])
            yield Row(triple, cells[at] if at is not None else "", values, place, True)


def doubt(identifier: str, place: tuple[str, int], tally: Tally) -> None:
    """Warn of an id that is no CURIE."""
    prefix, colon, local = identifier.partition(":")
    if not (colon and prefix and local) or identifier != identifier.strip():
        what = f"{identifier!r} is no CURIE (prefix:id)"
        tally.warn("ids that are no CURIEs", what, "it is kept as it is", where=place)
