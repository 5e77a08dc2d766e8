"""The nodes and edges that KGX is written of: of cases in Biolink's words, foreign ones as they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.errors import Notepad
from kg.export import biolink
from kg.export.biolink import CaseGraph
from kg.export.material import Material, Profile
from kg.foreign import records
from kg.foreign.records import Record, Sources
from kg.rdf import plain
from kg.vocabulary import KG

FIRST_OF_NODES = ("id", "category", "name")
FIRST_OF_EDGES = ("id", "category", "subject", "predicate", "object")


@dataclass
class Rows:
    """All rows: foreign ones as they are taken from the store, then those of cases, by id."""

    node_columns: list[str]
    edge_columns: list[str]
    left_out: dict[str, int]
    _material: Material
    _foreign: Sources | None
    _cases: CaseGraph
    _joined: set[str] = field(default_factory=set)

    def nodes(self) -> Iterator[Record]:
        """Each node once; to one that is in both comes what the cases say of it besides."""
        if self._foreign:
            for record in records.nodes(self._material.store, self._foreign.graphs):
                own = self._cases.nodes.get(record.cell("id"))
                if own:
                    self._joined.add(record.cell("id"))
                    _merge(record, own)
                yield record
        yield from (node for name, node in sorted(self._cases.nodes.items()) if name not in self._joined)

    def edges(self) -> Iterator[Record]:
        """Each edge."""
        if self._foreign:
            yield from records.edges(self._material.store, self._foreign)
        yield from (edge for _, edge in sorted(self._cases.edges.items()))


def rows(material: Material, pad: Notepad, profile: Profile | None) -> Rows:
    """The rows of the material. What Biolink has no place for is counted, names without id are told."""
    cases = CaseGraph(profile)
    for case in material.any_cases():
        biolink.add(case, cases)
    biolink.say(cases, pad)
    foreign = records.sources(material.store) if material.has_graph else None
    if foreign:
        cases.left_out["statements of graphs that hold neither cases nor KGX"] += _beside(material, foreign)
    return Rows(
        _columns(foreign.node_columns if foreign else (), cases.nodes.values(), FIRST_OF_NODES),
        _columns(foreign.edge_columns if foreign else (), cases.edges.values(), FIRST_OF_EDGES),
        {noun: count for noun, count in sorted(cases.left_out.items()) if count},
        material,
        foreign,
        cases,
    )


def _beside(material: Material, foreign: Sources) -> int:
    """How many statements stand in graphs that are none of a case, of terms, of sources or of KGX."""
    import pyoxigraph

    count = 0
    patient = pyoxigraph.NamedNode(plain(KG.hasPatient))
    for graph in (pyoxigraph.DefaultGraph(), *material.store.named_graphs()):
        own = str(getattr(graph, "value", "")).rpartition("/graph/")[2] in {"terms", "sources"}
        if own or graph in foreign.graphs:
            continue
        if next(material.store.quads_for_pattern(None, patient, None, graph), None) is None:
            count += sum(1 for _ in material.store.quads_for_pattern(None, None, None, graph))
    return count


def _merge(node: Record, other: Record) -> None:
    for name, values in other.values.items():
        if name == "name" and node.cell("name"):
            continue  # the larger graph's own name stays
        there = node.value(name)
        have = [] if there is ... else there if isinstance(there, list) else [there]
        if not set(map(str, values)) <= set(map(str, have)):
            node.values[name] = [*have, *values]
            node.cells.pop(name, None)
            node.exact.pop(name, None)


def _columns(stated: Iterable[str], found: Iterable[Record], first: tuple[str, ...]) -> list[str]:
    """Columns that files had stay in their order; the others follow, the usual ones first."""
    have = {name for record in found for name in record.names}
    columns = list(stated)
    columns += [name for name in first if name not in columns and (name in have or not stated)]
    return columns + sorted(have - set(columns))
