"""The graph as nodes with properties and edges between them, for programs that know no RDF.

Types become labels, literals become properties of their node, every other statement becomes an edge with
the named graphs that state it. A property is a column: of one kind, and a list when any node has several
values. Nodes are looked up one by one, so that a store on disk is never in memory as a whole.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg.ids import PREFIXES, faithful
from kg.rdf import plain
from kg.vocabulary import DCTERMS, FOAF, RDF

if TYPE_CHECKING:
    Value = str | int | float | bool

_XSD = PREFIXES["xsd"]
_TYPE = plain(RDF.type)
_KINDS = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger"), "integer"),
    **dict.fromkeys(("positiveInteger", "negativeInteger", "nonPositiveInteger"), "integer"),
    **dict.fromkeys(("decimal", "double", "float"), "number"),
    **{name: name for name in ("boolean", "date", "duration")},
}
"""Name of an XML Schema datatype -> kind of a column; all other values are text."""
_LARGEST = 2**63
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NAMES = tuple(map(plain, (RDF.label, DCTERMS.title, FOAF.name)))
DATATYPES = "datatypes of values that are written as text"
GRAPHS = "named graphs of values that not every graph about their node states"
TRIPLE_TERMS = "statements about quoted triples"


@dataclass(frozen=True, slots=True)
class Column:
    """A property that nodes have."""

    name: str
    """The predicate as a CURIE, or its IRI where no prefix fits; '@en' behind it for texts of a language."""
    kind: str
    """'integer', 'number', 'boolean', 'date', 'duration' or 'text'."""
    many: bool
    """Some node has more than one value."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A node."""

    id: str
    """Its IRI, or '_:' and the name of a blank node."""
    name: str
    """What people call it."""
    types: tuple[str, ...]
    """The classes that it is stated to be of, as CURIEs."""
    values: dict[str, list[Value]]
    """Name of a column -> its values in sorted order."""
    graphs: tuple[str, ...]
    """The IRIs of the named graphs that state its types and values."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement that ties two nodes."""

    source: str
    target: str
    predicate: str
    """As a CURIE, or an IRI where no prefix fits."""
    graphs: tuple[str, ...]


@dataclass
class Network:
    """The graph of a store."""

    store: pyoxigraph.Store
    left_out: Counter[str] = field(default_factory=Counter)
    """What nodes and edges cannot hold."""

    def __post_init__(self) -> None:
        self._nodes = sorted(set(self._named()), key=str)
        self.columns = self._columns()
        """Every property, by name."""

    def _named(self) -> Iterator[Any]:
        for quad in self.store:
            if isinstance(quad.subject, pyoxigraph.Triple) or isinstance(quad.object, pyoxigraph.Triple):
                self.left_out[TRIPLE_TERMS] += 1
                continue
            yield quad.subject
            if not isinstance(quad.object, pyoxigraph.Literal) and quad.predicate.value != _TYPE:
                yield quad.object

    def _columns(self) -> dict[str, Column]:
        kinds: dict[str, set[str]] = {}
        many: set[str] = set()
        typed: Counter[str] = Counter()
        for node in self._nodes:
            quads = self._about(node)
            for name, literals in _literals(quads).items():
                kinds.setdefault(name, set()).update(map(_kind, literals))
                if len(literals) > 1:
                    many.add(name)
                typed[name] += sum(not _is_text(one) for one in literals)
            if parted := _parted(quads):
                self.left_out[GRAPHS] += parted
        found = {}
        for name in sorted(kinds):
            kind = next(iter(kinds[name])) if len(kinds[name]) == 1 else "text"
            found[name] = Column(name, kind, name in many)
            if kind == "text" and typed[name]:
                self.left_out[DATATYPES] += typed[name]
        return found

    def _about(self, node: Any) -> list[pyoxigraph.Quad]:
        return list(self.store.quads_for_pattern(node, None, None, None))

    def things(self) -> Iterator[Thing]:
        """Every node, by id."""
        for node in self._nodes:
            types: set[str] = set()
            graphs: set[str] = set()
            names: dict[str, list[str]] = {}
            quads = self._about(node)
            for quad in quads:
                if quad.predicate.value == _TYPE and not isinstance(quad.object, pyoxigraph.Literal):
                    types.add(short(id_of(quad.object)))
                elif isinstance(quad.object, pyoxigraph.Literal):
                    names.setdefault(quad.predicate.value, []).append(quad.object.value)
                else:
                    continue
                graphs.add(getattr(quad.graph_name, "value", ""))
            values = {
                name: [_value(one, self.columns[name].kind) for one in literals]
                for name, literals in _literals(quads).items()
            }
            name = next((min(names[one]) for one in _NAMES if one in names), short(id_of(node)))
            yield Thing(id_of(node), name, tuple(sorted(types)), values, _some(graphs))

    def edges(self) -> Iterator[Edge]:
        """Every statement between two nodes, by source, predicate and target."""
        for node in self._nodes:
            graphs: dict[tuple[str, str], set[str]] = {}
            for quad in self._about(node):
                if quad.predicate.value == _TYPE or isinstance(
                    quad.object, pyoxigraph.Literal | pyoxigraph.Triple
                ):
                    continue
                key = short(quad.predicate.value), id_of(quad.object)
                graphs.setdefault(key, set()).add(getattr(quad.graph_name, "value", ""))
            for (predicate, target), stating in sorted(graphs.items()):
                yield Edge(id_of(node), target, predicate, _some(stating))


def _literals(quads: Iterable[pyoxigraph.Quad]) -> dict[str, list[pyoxigraph.Literal]]:
    """Name of a property -> its literals in sorted order."""
    found: dict[str, set[pyoxigraph.Literal]] = {}
    for quad in quads:
        if isinstance(quad.object, pyoxigraph.Literal):
            language = f"@{quad.object.language}" if quad.object.language else ""
            found.setdefault(short(quad.predicate.value) + language, set()).add(quad.object)
    return {name: sorted(found[name], key=_order) for name in sorted(found)}


def _parted(quads: Iterable[pyoxigraph.Quad]) -> int:
    """How many values some, but not all of the graphs state that describe the node."""
    stating: dict[Any, set[Any]] = {}
    for quad in quads:
        if isinstance(quad.object, pyoxigraph.Literal) or quad.predicate.value == _TYPE:
            stating.setdefault((quad.predicate, quad.object), set()).add(quad.graph_name)
    graphs = set().union(*stating.values())
    return sum(
        len(some) < len(graphs)
        for (_, thing), some in stating.items()
        if isinstance(thing, pyoxigraph.Literal)
    )


def id_of(node: Any) -> str:
    """The IRI of a node, or '_:' and the name of a blank node."""
    return str(node) if isinstance(node, pyoxigraph.BlankNode) else str(node.value)


def short(iri: str) -> str:
    """The CURIE of an IRI, from which the same IRI is made again; the IRI where there is none."""
    return faithful(iri) or iri


def _some(graphs: Iterable[str]) -> tuple[str, ...]:
    """The named graphs; the default graph has no name."""
    return tuple(sorted(filter(None, graphs)))


def _order(literal: pyoxigraph.Literal) -> tuple[str, str]:
    return literal.value, str(literal)


def _is_text(literal: pyoxigraph.Literal) -> bool:
    return bool(literal.language) or literal.datatype.value == f"{_XSD}string"


def _kind(literal: pyoxigraph.Literal) -> str:
    """The kind of column that holds the literal without loss."""
    datatype = literal.datatype.value
    kind = _KINDS.get(datatype.removeprefix(_XSD), "text") if datatype.startswith(_XSD) else "text"
    if kind == "date" and not _DATE.match(literal.value):
        return "text"
    try:
        if kind == "integer" and not -_LARGEST <= int(literal.value) < _LARGEST:
            return "text"
        if kind == "number" and not math.isfinite(float(literal.value)):
            return "text"
    except ValueError:
        return "text"
    return kind


def _value(literal: pyoxigraph.Literal, kind: str) -> Value:
    """The literal as a value of its column."""
    if kind == "integer":
        return int(literal.value)
    if kind == "number":
        return float(literal.value)
    return literal.value in {"true", "1"} if kind == "boolean" else literal.value
