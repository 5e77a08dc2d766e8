"""What single things of a store are tied to, looked up in its index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.ids import BASE

if TYPE_CHECKING:
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

TERMS = f"{BASE}graph/terms"
"""The graph that holds the ontology terms which the cases name."""
MOST_LINKS = 2_000
"""Most statements that are read of one thing of a large store."""
_FEW = 64
"""Statements of a thing that are read one by one."""


class Nearby:
    """What things of a large store are tied to, looked up once, told once in however many graphs.

    Of a thing that thousands of graphs speak of the engine is asked for what differs: reading all of it
    would take seconds.
    """

    def __init__(self, store: pyoxigraph.Store) -> None:
        import pyoxigraph

        self.store = store
        self._has_terms = store.contains_named_graph(pyoxigraph.NamedNode(TERMS))
        self._found: dict[str, list[tuple[str, Term]]] = {}

    def after(self, iri: str) -> list[tuple[str, Term]]:
        """(property, value) pairs of the thing, at most `MOST_LINKS`, without those of the terms' graph."""
        if iri not in self._found:
            told = {(quad.predicate.value, quad.object) for quad in self.told_by_terms(iri)}
            self._found[iri] = [row for row in self._all(iri) if row not in told]
        return self._found[iri]

    def _all(self, iri: str) -> list[tuple[str, Term]]:
        node = node_of(iri)
        if node is None:
            return []
        few = list(islice(self.store.quads_for_pattern(node, None, None, None), _FEW))
        if len(few) < _FEW:
            return list(dict.fromkeys((quad.predicate.value, quad.object) for quad in few))
        query = f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }} LIMIT {MOST_LINKS}"
        rows: Any = self.store.query(query, use_default_graph_as_union=True)
        return [(row["p"].value, row["o"]) for row in rows]

    def told_by_terms(self, iri: str) -> Iterable[pyoxigraph.Quad]:
        """What the graph of the terms says of the thing."""
        import pyoxigraph

        node = node_of(iri)
        if node is None or not self._has_terms:
            return ()
        return self.store.quads_for_pattern(node, None, None, pyoxigraph.NamedNode(TERMS))

    def links(self, iri: str) -> Iterator[tuple[str, str]]:
        """(property, thing) pairs of the thing."""
        import pyoxigraph

        for predicate, value in self.after(iri):
            if isinstance(value, pyoxigraph.NamedNode):
                yield predicate, value.value

    def values(self, iri: str, predicate: str) -> list[str]:
        """The things that a property leads to."""
        return [thing for name, thing in self.links(iri) if name == predicate]


def node_of(iri: str) -> pyoxigraph.NamedNode | None:
    """The IRI as the engine's term; None for text that is no IRI."""
    import pyoxigraph

    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError:
        return None
