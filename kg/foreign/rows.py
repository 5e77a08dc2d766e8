"""Rows of a property graph, and the look over all of them before any is written: repeats and loose ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from kg.biolink import contract, expanded
from kg.errors import Notepad
from kg.foreign.columns import Column
from kg.foreign.ledger import Ledger

MOST_LOOSE = 1_000_000
"""Ids without a node that are remembered, to count the edges that lead to them."""
UNWRITABLE = "holds half of a surrogate pair, a key without a name, or lists inside lists beyond all measure"
_NAMED = 3
_DEEPEST = 50
_HALF = re.compile(r"[\ud800-\udfff]")


class Row(NamedTuple):
    """A node or an edge as a file states it."""

    ends: tuple[str, str, str] | None
    """Subject, predicate and object of an edge; None for a node."""
    id: str
    """'' for an edge that has none."""
    values: tuple[tuple[Column, Any], ...]
    """What else is said; for a TSV cell its text."""
    place: tuple[str, int]
    """File and line."""
    from_tsv: bool

    def content(self) -> str:
        """A name for exactly what the row says: the same for the same, and for nothing else."""
        said = [self.id, *(self.ends or ())]
        for column, value in sorted(self.values, key=lambda pair: pair[0].name):
            said += column.name, repr(value)
        return blake2b("\x1f".join(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def is_writable(value: Any, depth: int = 0) -> bool:
    """Whether all text in a JSON value can be written, every key has a name, and it is not too deep."""
    if isinstance(value, str):
        return value.isascii() or not _HALF.search(value)
    if isinstance(value, dict):
        inside = [*value, *value.values()]
        return depth < _DEEPEST and "" not in value and all(is_writable(one, depth + 1) for one in inside)
    if isinstance(value, list):
        return depth < _DEEPEST and all(is_writable(one, depth + 1) for one in value)
    return True


@dataclass(slots=True)
class Survey:
    """What is known of the rows together. Rows are numbered in their order, from 0."""

    nodes: int = 0
    edges: int = 0
    repeats: set[int] = field(default_factory=set)
    """Rows that say what an earlier one says."""
    shared_nodes: set[str] = field(default_factory=set)
    """Ids of nodes of which several rows say different things."""
    shared_edges: set[int] = field(default_factory=set)
    """Edges with the id of an earlier one that says something else."""
    loose: set[str] = field(default_factory=set)
    """Ids that edges lead to and no node row describes."""
    loose_count: int = 0


def surveyed(rows: Iterable[Row], pad: Notepad) -> Survey:
    """Look over all rows; what repeats, clashes and leads nowhere is told on the pad."""
    survey, stated, ends = Survey(), Ledger(), Ledger()
    told: set[str] = set()
    for number, row in enumerate(rows):
        if row.ends:
            survey.edges += 1
            for end in (row.ends[0], row.ends[2]):
                if end not in told:
                    ends.note(key(meant(end)), "e")
                    told.add(end)
            if len(told) > MOST_LOOSE:
                told.clear()
        else:
            survey.nodes += 1
            ends.note(key(meant(row.id)), "n")
        if row.id:
            kind = "e" if row.ends else "n"
            stated.note(
                f"{kind}{key(row.id if row.ends else meant(row.id))}",
                f"{number}\t{row.content()}\t{key(row.place[0])}\t{row.place[1]}",
            )
    _compare(stated, survey, pad)
    _find_loose(ends, survey)
    return survey


@lru_cache(maxsize=100_000)
def meant(identifier: str) -> str:
    """The id as its IRI leads back to it: two spellings of one id are one.

    >>> meant("hgnc:3430"), meant("NOBODY:7")
    ('HGNC:3430', 'NOBODY:7')
    """
    iri, back = expanded(identifier)
    return identifier if back else contract(iri)


def key(identifier: str) -> str:
    """The id on one line without tabs."""
    return identifier if identifier.isprintable() else ascii(identifier)


def _compare(stated: Ledger, survey: Survey, pad: Notepad) -> None:
    clashes: list[tuple[int, str]] = []
    for bucket in stated.buckets():
        for name, entries in bucket.items():
            if len(entries) > 1:
                clashes += _compared(name, [entry.split("\t") for entry in entries], survey)
    clashes.sort()
    for _, what in clashes[:_NAMED]:
        pad.warn("", what, "all that they say is kept")
    if len(clashes) > _NAMED:
        pad.warn("", f"{len(clashes) - _NAMED:,} more ids have rows that say different things", "all is kept")
    if survey.repeats:
        rows = "1 row says" if len(survey.repeats) == 1 else f"{len(survey.repeats):,} rows say"
        pad.note("", f"{rows} what an earlier row says: taken once")


def _compared(name: str, entries: list[list[str]], survey: Survey) -> Iterator[tuple[int, str]]:
    """Sort the rows of one id into repeats and clashes; yield the first row's number and what is told."""
    firsts: dict[str, list[str]] = {}
    for entry in entries:
        if entry[1] in firsts:
            survey.repeats.add(int(entry[0]))
        else:
            firsts[entry[1]] = entry
    if len(firsts) < 2:
        return
    kind, identifier = name[0], name[1:]
    if kind == "n":
        survey.shared_nodes.add(identifier)
    else:
        survey.shared_edges.update(int(entry[0]) for entry in list(firsts.values())[1:])
    lines = ", ".join(f"{file}:{line}" for _, _, file, line in list(firsts.values())[:5])
    noun = "node" if kind == "n" else "edge"
    yield int(entries[0][0]), f"the {noun} {identifier} is stated differently at {lines}"


def _find_loose(ends: Ledger, survey: Survey) -> None:
    for bucket in ends.buckets():
        for name, kinds in bucket.items():
            if "n" not in kinds:
                survey.loose_count += 1
                if len(survey.loose) < MOST_LOOSE:
                    survey.loose.add(name)
