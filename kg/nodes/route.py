"""What an answer to 'how are these two tied together' is made of: plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg.nodes.description import Entry

MOST_SHORTEST = 1_000
"""Shortest paths that are counted; more tell nobody anything."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of a path."""

    iri: str
    label: str
    kind: str
    """In plain words."""
    modality: str | None = None
    """That of a statement; None for what is no statement."""
    said: Entry | None = None
    """The statement with its evidence."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One triple between two neighbours of a path."""

    subject: str
    predicate: str
    object: str
    words: str
    """The property in words."""
    hierarchy: bool
    """True for a step up or down a vocabulary."""
    graphs: tuple[str, ...]
    """The named graphs that state it, by case id; '' for the default graph."""
    support: tuple[Entry, ...] = ()
    """The statements beside a patient's direct edge, with their evidence; no other tie has any."""


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes in their order, and between each two neighbours all the triples that tie them."""

    stops: tuple[Stop, ...]
    steps: tuple[tuple[Tie, ...], ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths between two nodes, the shortest first."""

    start: Stop
    end: Stop
    taken_for: tuple[str, str]
    paths: tuple[Path, ...]
    shortest: int
    """How many paths of the shortest length there are (counted to 1,000)."""
    why: str
    """Why there is none; '' when there is one."""
    left_out: tuple[tuple[str, int], ...]
    """Modality -> statements that were met and not used as links."""

    def __len__(self) -> int:
        """How many paths are shown."""
        return len(self.paths)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know beside the paths."""
        from kg.nodes import pathpage

        return tuple(pathpage.remarks(self))

    def text(self, width: int = 80) -> str:
        """They as text for people, in lines of at most `width` characters."""
        from kg.nodes import pathpage

        return pathpage.text(self, width)

    def markdown(self) -> str:
        """They as Markdown."""
        from kg.nodes import pathpage

        return pathpage.markdown(self)

    def dot(self) -> str:
        """They as one drawing in the DOT language of Graphviz."""
        from kg.nodes import pathpage

        return pathpage.dot(self)

    def to_dict(self) -> dict[str, Any]:
        """They as plain data for JSON, IRIs as CURIEs where one fits."""
        from kg.nodes import pathpage

        return pathpage.data(self)

    def __str__(self) -> str:
        """The text of 80 characters a line."""
        return self.text()

    def _repr_markdown_(self) -> str:
        return self.markdown()
