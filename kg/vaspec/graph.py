"""What the writer asks of a store: the values of a node, across all named graphs, in sorted order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ids import compress
from kg.rdf import Node, plain
from kg.vocabulary import RDF

if TYPE_CHECKING:
    import pyoxigraph


class Graph:
    """A store, with what was asked for kept."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store
        self._facts: dict[str, dict[str, list[str]]] = {}
        self._about: dict[tuple[str, str], list[str]] = {}

    def facts(self, node: str) -> dict[str, list[str]]:
        """Predicate -> IRIs and texts, each once, sorted."""
        import pyoxigraph

        if node not in self._facts:
            found: dict[str, set[str]] = {}
            for quad in self._store.quads_for_pattern(pyoxigraph.NamedNode(node), None, None, None):
                if isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal):
                    found.setdefault(quad.predicate.value, set()).add(quad.object.value)
            self._facts[node] = {predicate: sorted(values) for predicate, values in found.items()}
        return self._facts[node]

    def all(self, node: str, predicate: Node) -> list[str]:
        """Every value of a property."""
        return self.facts(node).get(plain(predicate), [])

    def one(self, node: str, predicate: Node) -> str | None:
        """The first value of a property, or None."""
        return next(iter(self.all(node, predicate)), None)

    def label(self, node: str) -> str:
        """The node's label, else its CURIE or IRI."""
        return self.one(node, RDF.label) or compress(node) or node

    def about(self, predicate: Node, thing: str) -> list[str]:
        """The nodes that have this value."""
        import pyoxigraph

        key = plain(predicate), thing
        if key not in self._about:
            pattern = pyoxigraph.NamedNode(key[0]), pyoxigraph.NamedNode(thing)
            quads = self._store.quads_for_pattern(None, *pattern, None)
            named = {q.subject.value for q in quads if isinstance(q.subject, pyoxigraph.NamedNode)}
            self._about[key] = sorted(named)
        return self._about[key]

    def instances(self, kind: Node) -> list[str]:
        """The nodes of a class."""
        return self.about(RDF.type, plain(kind))
