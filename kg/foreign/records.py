"""Rows of a property graph out of a store: the reverse of `kg.foreign.propertygraph`.

What several sources say of one node is one row with the values of all. A row that one source alone states
comes back letter for letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kg.biolink import VOCABULARY, contract, slot_of
from kg.foreign.columns import AS_WRITTEN, UNKNOWN, column, value_of, written
from kg.foreign.propertygraph import EDGE
from kg.rdf import plain
from kg.vocabulary import DCTERMS, KG, RDF

if TYPE_CHECKING:
    import pyoxigraph

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ENDS = {f"{_RDF}{name}": name for name in ("subject", "predicate", "object")}
_SPELT = {f"https://w3id.org/casekg/kgx#{name}": name for name in ("id", "subject", "predicate", "object")}
_FORMATS = ("KGX", "Hetionet")
_NAMES = {plain(RDF.label): "name", plain(RDF.type): "category"}


@dataclass(slots=True)
class Record:
    """A row: values as JSON has them, and those that were kept as written."""

    values: dict[str, list[Any]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)

    def cell(self, name: str) -> str:
        """What stands in the column of a TSV file; '' for nothing."""
        if name in self.cells:
            return self.cells[name]
        if name in self.exact:
            found = json.loads(self.exact[name]) if self.exact[name] else None
            items = found if isinstance(found, list) else [] if found is None else [found]
            return column(name).joined([written(item) for item in items]) if items else ""
        shown = sorted({written(value) for value in self.values.get(name, ())})
        if len(shown) > 1 or (shown and column(name).many):
            return "|".join(one.replace("|", "\\|") for one in shown)
        return column(name).joined(shown) if shown else ""

    def value(self, name: str) -> Any:
        """What stands under the key of a JSON object; `...` for nothing."""
        if name in self.exact:
            return json.loads(self.exact[name]) if self.exact[name] else ...
        if name in self.cells:
            return column(name).parsed(self.cells[name]) if self.cells[name] else ...
        found = {written(value): value for value in self.values.get(name, ())}
        listed = [found[key] for key in sorted(found)]
        if not listed:
            return ...
        return listed if column(name).many or len(listed) > 1 else listed[0]

    @property
    def names(self) -> list[str]:
        """The columns that the row has something in."""
        return [*dict.fromkeys([*self.values, *self.cells, *self.exact])]


@dataclass(frozen=True, slots=True)
class Sources:
    """The graphs of a store that property graphs were read into."""

    graphs: tuple[pyoxigraph.NamedNode, ...]
    named: tuple[pyoxigraph.NamedNode, ...]
    """Those of a format without ids for edges, which go out with the ones that `kg` gave them."""
    node_columns: tuple[str, ...]
    """In the order of the files, also those that are empty in every row."""
    edge_columns: tuple[str, ...]


def sources(store: pyoxigraph.Store) -> Sources:
    """The property graphs that the store holds."""
    import pyoxigraph

    graphs: list[pyoxigraph.NamedNode] = []
    named: list[pyoxigraph.NamedNode] = []
    nodes: dict[str, None] = {}
    edges: dict[str, None] = {}
    for quad in sorted(store.quads_for_pattern(None, _iri(RDF.type), _iri(KG.Source)), key=str):
        forms = _texts(store, quad.subject, DCTERMS.format)
        if any(form.startswith(_FORMATS) for form in forms):
            graphs.append(pyoxigraph.NamedNode(_text(quad.subject)))
            named += [] if forms[0].startswith("KGX") else graphs[-1:]
            nodes.update(_listed(store, quad.subject, AS_WRITTEN.node_columns))
            edges.update(_listed(store, quad.subject, AS_WRITTEN.edge_columns))
    return Sources(tuple(graphs), tuple(named), tuple(nodes), tuple(edges))


def _iri(node: str) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(node[1:-1])


def _text(node: Any) -> str:
    """An IRI, or the text of a literal."""
    value: str = node.value
    return value


def _texts(store: pyoxigraph.Store, subject: Any, predicate: str) -> list[str]:
    return sorted(_text(quad.object) for quad in store.quads_for_pattern(subject, _iri(predicate), None))


def _listed(store: pyoxigraph.Store, graph: Any, kept: str) -> dict[str, None]:
    return dict.fromkeys(name for text in _texts(store, graph, kept) for name in text.split("\t"))


def nodes(store: pyoxigraph.Store, graphs: Sequence[pyoxigraph.NamedNode]) -> Iterator[Record]:
    """The rows of nodes in those graphs, by id."""
    found: set[str] = set()
    for graph in graphs:
        edges = {_text(quad.subject) for quad in _pattern(store, None, f"<{_RDF}predicate>", graph)}
        typed = {_text(quad.subject) for quad in _pattern(store, None, RDF.type, graph)}
        found |= typed - edges
    for iri in sorted(found):
        yield from _node(iri, [list(_pattern(store, iri, None, graph)) for graph in graphs])


def edges(store: pyoxigraph.Store, found_in: Sources) -> Iterator[Record]:
    """The rows of edges in those graphs, by id."""
    graphs = found_in.graphs
    found: set[str] = set()
    for graph in graphs:
        found.update(_text(quad.subject) for quad in _pattern(store, None, f"<{_RDF}predicate>", graph))
    for iri in sorted(found):
        stated = [part for graph in graphs if (part := list(_pattern(store, iri, None, graph)))]
        record = _record(iri, stated)
        if iri.startswith(EDGE) and not any(list(_pattern(store, iri, None, one)) for one in found_in.named):
            del record.values["id"]  # its file gave it none
        _spell(record, stated)
        yield record


def _pattern(
    store: pyoxigraph.Store, subject: str | None, predicate: str | None, graph: pyoxigraph.NamedNode
) -> Iterable[pyoxigraph.Quad]:
    import pyoxigraph

    node = pyoxigraph.NamedNode(subject) if subject else None
    return store.quads_for_pattern(node, _iri(predicate) if predicate else None, None, graph)


def _node(iri: str, parts: list[list[pyoxigraph.Quad]]) -> Iterator[Record]:
    """The row of a node; its rows, where one source states several that differ."""
    stated = [part for part in parts if part]
    kept = {plain(AS_WRITTEN.cells): "cells", plain(AS_WRITTEN.values): "exact"}
    rows = sorted(
        (kept[quad.predicate.value], _text(quad.object))
        for part in stated
        for quad in part
        if quad.predicate.value in kept
    )
    if rows and len(stated) == 1:
        for how, text in rows:
            said = json.loads(text)
            if how == "cells":
                yield Record(cells=said)
            else:
                yield Record(exact={key: json.dumps(value) for key, value in said.items()})
        return
    record = _record(iri, stated)
    _spell(record, stated)
    yield record


def _record(iri: str, stated: list[list[pyoxigraph.Quad]]) -> Record:
    """The row that statements of one subject make; what was kept as written counts in a single source."""
    record = Record({"id": [contract(iri)]})
    for part in stated:
        kept = Record()
        for quad in part:
            _take(quad, record, kept)
        if len(stated) == 1:
            record.cells, record.exact = kept.cells, kept.exact
        else:
            _add(kept, record)
    return record


def _add(kept: Record, record: Record) -> None:
    """Of what one of several sources wrote: the values that are told from edges only there."""
    for name in {*kept.cells, *kept.exact}:
        if column(name).between and (found := kept.value(name)) is not ...:
            record.values.setdefault(name, []).extend(found if isinstance(found, list) else [found])


def _take(quad: pyoxigraph.Quad, record: Record, kept: Record) -> None:
    predicate, text = quad.predicate.value, _text(quad.object)
    if predicate == plain(AS_WRITTEN.cell):
        name, _, cell = text.partition("=")
        kept.cells[unquote(name)] = cell
    elif predicate == plain(AS_WRITTEN.value):
        name, _, said = text.partition("=")
        kept.exact[unquote(name)] = said
    elif name := _column_of(predicate):
        datatype = getattr(quad.object, "datatype", None)
        value = value_of("" if datatype else "iri", text, datatype.value if datatype else "")
        record.values.setdefault(name, []).append(value)


def _column_of(predicate: str) -> str:
    """The column that a property stands for; '' for edges and what is no column."""
    if predicate in _NAMES:
        return _NAMES[predicate]
    if predicate in _ENDS:
        return _ENDS[predicate]
    if predicate.startswith(UNKNOWN):
        return unquote(predicate[len(UNKNOWN) :])
    if predicate.startswith(VOCABULARY):
        name = predicate[len(VOCABULARY) :]
        slot = slot_of(name)
        return name if slot and not slot.predicate else ""
    return ""


def _spell(record: Record, stated: list[list[pyoxigraph.Quad]]) -> None:
    """Put ids as they were spelt in the place of those that IRIs lead back to."""
    for part in stated:
        for quad in part:
            if name := _SPELT.get(quad.predicate.value):
                record.values[name] = [_text(quad.object)]
