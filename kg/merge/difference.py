"""What two graphs do not share, by named graph: cases and other graphs added, removed and changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.errors import Fault
from kg.ids import BASE
from kg.merge.arrival import Arrival, Room
from kg.merge.arrivals import arrive
from kg.merge.sorting import Sorter
from kg.merge.vocabularies import shown
from kg.vocabulary import KG, RDF

LISTED = 100_000
"""Quads that are kept one by one; more are counted."""
SHOWN = 20
"""Quads of one graph that the text shows."""
_CASE = f" {RDF.type} {KG.Case} ".encode()
_ONE, _OTHER = b"0", b"1"


@dataclass
class GraphDifference:
    """How one named graph differs."""

    graph: str
    kind: str = "graph"
    """'case' when a case is told in it."""
    only_in_first: int = 0
    only_in_second: int = 0
    in_both: int = 0
    removed: list[str] = field(default_factory=list)
    """Triples of the first only, as N-Triples writes them without the dot."""
    added: list[str] = field(default_factory=list)

    @property
    def change(self) -> str:
        """'added', 'removed' or 'changed'; '' for none."""
        if not self.only_in_first and not self.only_in_second:
            return ""
        if self.in_both or (self.only_in_first and self.only_in_second):
            return "changed"
        return "added" if self.only_in_second else "removed"

    @property
    def name(self) -> str:
        """What people call the graph: the case's id, or the last part of its IRI."""
        return self.graph.partition("/graph/")[2] or self.graph or "default graph"


@dataclass
class Difference:
    """How two graphs differ; the named graphs that do, by their IRIs."""

    first: str
    second: str
    graphs: list[GraphDifference] = field(default_factory=list)
    unlisted: int = 0
    """Quads that are counted and not listed, for there are too many."""
    remarks: list[Fault] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        """True when both hold the same quads."""
        return not self.graphs

    def json(self) -> str:
        """All of it as JSON text."""
        graphs = [
            {
                "graph": one.graph,
                "kind": one.kind,
                "name": one.name,
                "change": one.change,
                "only_in_first": one.only_in_first,
                "only_in_second": one.only_in_second,
                "in_both": one.in_both,
                "removed": one.removed,
                "added": one.added,
            }
            for one in self.graphs
        ]
        said = {"first": self.first, "second": self.second, "graphs": graphs, "unlisted": self.unlisted}
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"

    def text(self) -> str:
        """For people: each graph that differs, and the first of its quads."""
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        if self.is_none:
            yield "no difference"
            return
        for one in sorted(self.graphs, key=lambda one: (one.kind, one.name)):
            counts = f"-{one.only_in_first:,} +{one.only_in_second:,} quads, {one.in_both:,} in both"
            yield f"{one.change} {one.kind} {one.name}: {counts}"
            if one.change == "changed":
                lines = [(triple, "-") for triple in one.removed] + [(triple, "+") for triple in one.added]
                for triple, sign in sorted(lines)[:SHOWN]:
                    yield f"  {sign} {_short(triple)}"
                if len(lines) > SHOWN:
                    yield f"  … and {len(lines) - SHOWN:,} more (all with -f json)"
        changes = Counter(f"{one.change} {one.kind}" for one in self.graphs)
        yield ", ".join(f"{count:,} {what}{'s' * (count > 1)}" for what, count in sorted(changes.items()))


def _short(triple: str) -> str:
    """The triple with CURIEs."""
    subject, predicate, thing = triple.split(" ", 2)
    parts = [shown(node[1:-1]) if node.startswith("<") else node for node in (subject, predicate, thing)]
    return " ".join(parts)


def difference(first: str, second: str, base: str = BASE) -> Difference:
    """How the second graph differs from the first. Raises as `kg.merge.merge` for what cannot be read."""
    found = Difference(first, second)
    with TemporaryDirectory(prefix="kg-diff-") as name:
        folder = Path(name)
        sorter = Sorter(folder)
        for number, one in enumerate((first, second)):
            room = Room(folder / str(number), base)
            room.folder.mkdir()
            _send(arrive([one], room), b"\t%d\n" % number, sorter)
            found.remarks += room.faults
        _compare(sorter.lines(), found)
    return found


def _send(arrivals: Iterable[Arrival], end: bytes, sorter: Sorter) -> None:
    for arrival in arrivals:
        for block in arrival.blocks():
            sorter.add(block.replace(b"\n", end))


def _compare(rows: Iterable[bytes], found: Difference) -> None:
    graphs: dict[bytes, GraphDifference] = {}
    listed = 0
    for line, tags in _rows(rows):
        triple, graph = line[:-2].rsplit(b" ", 1)
        if graph not in graphs:
            graphs[graph] = GraphDifference(graph[1:-1].decode())
        one = graphs[graph]
        if _CASE in line:
            one.kind = "case"
        if tags == _ONE + _OTHER:
            one.in_both += 1
            continue
        one.only_in_first += tags == _ONE
        one.only_in_second += tags == _OTHER
        listed += 1
        if listed <= LISTED:
            (one.removed if tags == _ONE else one.added).append(triple.decode())
    found.unlisted = max(listed - LISTED, 0)
    found.graphs = [one for _, one in sorted(graphs.items()) if one.change]


def _rows(rows: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Each quad with the numbers of the graphs that have it."""
    for line, same in groupby(rows, key=lambda row: row[:-2]):
        yield line, b"".join(row[-1:] for row in same)
