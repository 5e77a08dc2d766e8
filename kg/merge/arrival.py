"""One input of a merge: where its canonical lines are, and what was seen in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import Fault
from kg.ids import slug
from kg.merge import lines
from kg.merge.scanning import Scan


@dataclass
class Arrival:
    """One input: its lines and what was seen in them."""

    name: str
    """As the user gave it."""
    file_name: str
    form: str
    path: Path
    """The file of canonical lines."""
    digest: str
    scan: Scan = field(default_factory=Scan)
    modernised: int = 0
    """Lines with IRIs in a form that is read but not written."""
    skolemised: int = 0
    """Quads with blank nodes."""

    def blocks(self) -> Iterator[bytes]:
        """The canonical lines, in blocks."""
        with self.path.open("rb") as stream:
            yield from lines.blocks(stream, self.name)


@dataclass
class Room:
    """Where and how inputs are read."""

    folder: Path
    base: str
    name: str | None = None
    """The name of the graph for triples that have none, instead of the file's."""
    faults: list[Fault] = field(default_factory=list)
    """Remarks of the readers."""

    def graph(self, file: str) -> str:
        """The named graph, a node, of a file's triples that have none."""
        return f"<{self.base}graph/{slug(self.name or file)}>"
