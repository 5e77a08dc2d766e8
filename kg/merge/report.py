"""What a merge did, as a table for people and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import NamedTuple, Self

from kg.errors import Fault
from kg.merge.knowledge import Refusal
from kg.merge.vocabularies import shown

SHOWN = 10
"""Things of one sort that the table names; the JSON has all."""


class Clash(NamedTuple):
    """Several values where a thing has one: all are kept."""

    subject: str
    predicate: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    """Each value, as N-Triples writes it, with the graphs that state it."""
    is_spelling: bool
    """True when they differ in upper and lower case only."""

    @classmethod
    def of(cls, subject: bytes, predicate: bytes, stated: Iterable[tuple[bytes, bytes]]) -> Self | None:
        """The clash between values; None when they are one, or one for each language."""
        found: dict[str, list[str]] = {}
        for value, graph in stated:
            found.setdefault(value.decode(), []).append(graph.decode()[1:-1])
        values = tuple((value, tuple(graphs)) for value, graphs in sorted(found.items()))
        if max(Counter(map(_language, found)).values()) < 2:
            return None
        folded = {value.casefold() for value in found}
        return cls(subject.decode()[1:-1], predicate.decode()[1:-1], values, len(folded) == 1)


def _language(value: str) -> str:
    """The language of a literal; '' for any other value."""
    behind = value.rpartition('"')[2]
    return behind if behind.startswith("@") else ""


class Joined(NamedTuple):
    """A thing that several sources name, or that goes by another id than its source gave it."""

    kind: str
    leader: str
    ids: tuple[str, ...]
    """The ids that the inputs use for it."""


@dataclass
class SourceCount:
    """One input and what came of it."""

    name: str
    format: str
    sha256: str
    read: int = 0
    new: int = 0
    already_there: int = 0
    modernised: int = 0
    """Lines whose IRIs were of a form that is read but not written."""
    skolemised: int = 0
    """Quads whose blank nodes got names."""


@dataclass
class Report:
    """What a merge did."""

    output: str = ""
    quads: int = 0
    """Quads of the result, those of the merge's own bookkeeping among them."""
    bookkeeping: int = 0
    undone: list[str] = field(default_factory=list)
    sources: list[SourceCount] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    links: dict[str, int] = field(default_factory=dict)
    dangling: list[str] = field(default_factory=list)
    stores: list[dict[str, object]] = field(default_factory=list)
    """What went into a store or server: graph, quads."""
    remarks: list[Fault] = field(default_factory=list)
    """What the readers of the inputs remarked."""

    @property
    def new(self) -> int:
        """Quads that are in an input but not in the first."""
        return sum(one.new for one in self.sources[1:])

    def joined_by_kind(self) -> dict[str, int]:
        """How many things of each kind were joined."""
        return dict(sorted(Counter(one.kind or "other" for one in self.joined).items()))

    def to_dict(self) -> dict[str, object]:
        """All of it, as JSON has it."""
        values, spellings = self._clashes()
        return {
            "output": self.output,
            "quads": self.quads,
            "bookkeeping": self.bookkeeping,
            "undone": self.undone,
            "sources": [asdict(one) for one in self.sources],
            "joined": {
                "by_kind": self.joined_by_kind(),
                "things": [
                    {"kind": one.kind, "leader": shown(one.leader), "ids": [shown(iri) for iri in one.ids]}
                    for one in self.joined
                ],
            },
            "refused": [
                {"one": shown(one), "other": shown(other), "reason": why} for one, other, why in self.refused
            ],
            "clashes": [_clash(one) for one in values],
            "spellings": [_clash(one) for one in spellings],
            "links": self.links,
            "dangling": {"count": len(self.dangling), "ids": [shown(iri) for iri in self.dangling]},
            "stores": self.stores,
            "remarks": [str(one) for one in self.remarks],
        }

    def json(self) -> str:
        """All of it as JSON text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def text(self) -> str:
        """A table for people; of each sort the first few."""
        return "\n".join(self._lines()) + "\n"

    def _clashes(self) -> tuple[list[Clash], list[Clash]]:
        values = [one for one in self.clashes if not one.is_spelling]
        return values, [one for one in self.clashes if one.is_spelling]

    def _lines(self) -> Iterator[str]:
        if self.sources:
            rows = [(one.name, one.read, one.new, one.already_there) for one in self.sources]
            yield from _table(("source", "read", "new", "already there"), rows)
            yield f"{self.quads:,} quads, {self.bookkeeping:,} of them the merge's own records"
        if self.stores:
            did = Counter(str(one["did"]) for one in self.stores)
            yield "graphs: " + ", ".join(f"{count:,} {what}" for what, count in sorted(did.items()))
        if self.joined:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.joined_by_kind().items())
            yield f"joined: {kinds}"
        yield from _some("refused", [f"{shown(a)} = {shown(b)}: {why}" for a, b, why in self.refused])
        values, spellings = self._clashes()
        yield from _some("clashes (all values are kept)", [_said(one) for one in values])
        yield from _some("spelt differently in case only", [_said(one) for one in spellings])
        if self.links:
            said = ", ".join(f"{count:,} {name}" for name, count in self.links.items())
            yield f"links that glue nothing: {said}"
        yield from _some("referred to and never described", [shown(iri) for iri in self.dangling])


def _clash(clash: Clash) -> dict[str, object]:
    values = [{"value": value, "graphs": list(graphs)} for value, graphs in clash.values]
    return {"subject": shown(clash.subject), "property": shown(clash.predicate), "values": values}


def _said(clash: Clash) -> str:
    values = " / ".join(f"{value} ({_graphs(graphs)})" for value, graphs in clash.values)
    return f"{shown(clash.subject)} {shown(clash.predicate)}: {values}"


def _graphs(graphs: Iterable[str]) -> str:
    return ", ".join(graph.rsplit("/", 1)[-1] for graph in graphs)


def _some(title: str, lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    yield f"{title}: {len(lines):,}"
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN:,} more (all in --report FILE.json)"


def _table(heading: tuple[str, ...], rows: list[tuple[str, int, int, int]]) -> Iterator[str]:
    cells = [heading, *((name, *(f"{count:,}" for count in counts)) for name, *counts in rows)]
    widths = [max(len(row[at]) for row in cells) for at in range(len(heading))]
    for row in cells:
        numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((row[0].ljust(widths[0]), *numbers)).rstrip()
