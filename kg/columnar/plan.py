"""What a question comes to: named steps of SQL, each over those before it, and the last select."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

UNIT = "unit"
"""The column of a relation that holds no variable."""


@dataclass(frozen=True)
class Step:
    """A relation by its SQL."""

    name: str
    sql: str


@dataclass(frozen=True)
class Closure:
    """Pairs (s, o) that a chain of edges ties, from the seeds (column x) on.

    With `backwards` the seeds are the chains' ends and edges are followed against their direction. With
    `reflexive` each seed is tied to itself.
    """

    name: str
    edges: str
    seeds: str
    backwards: bool
    reflexive: bool


@dataclass(frozen=True)
class Plan:
    """The steps in their order, the select that answers, and the names of its columns."""

    steps: tuple[Step | Closure, ...]
    select: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Key:
    """A column by which rows are ordered."""

    column: str
    descending: bool

    def __str__(self) -> str:
        return f"{self.column} {'DESC NULLS LAST' if self.descending else 'ASC NULLS FIRST'}"


@dataclass(frozen=True)
class Relation:
    """A step's name, its variables (True for one that has a value in every row) and its order."""

    name: str
    columns: Mapping[str, bool] = field(default_factory=dict)
    keys: tuple[Key, ...] = ()
    """Columns, besides those of variables, by which the rows are ordered."""
    ordered_by: frozenset[str] = frozenset()
    """The variables from which the keys follow."""
