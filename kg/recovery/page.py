"""What one named graph states, looked up node by node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg.rdf import Node, plain

if TYPE_CHECKING:
    Resource = pyoxigraph.NamedNode | pyoxigraph.BlankNode
    Facts = dict[str, list[Any]]

_MOMENT = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?\Z")
_DURATION = re.compile(r"P(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?\Z|PT0S\Z")
_INTEGER = re.compile(r"[+-]?[0-9]{1,9}\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,20})?\Z")
_DOUBLE = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[eE][+-]?[0-9]{1,3})?\Z")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Page:
    """One graph of a store. Where a field holds one value and the graph states several, the first counts.

    Values that a case could not hold are passed over; predicates are nodes of `kg.vocabulary`.
    """

    def __init__(self, store: pyoxigraph.Store, graph: Any) -> None:
        self.store, self.graph = store, graph
        self.seen: dict[Any, Facts] = {}
        """Node -> what is stated of it, for every node that was asked for."""

    def facts(self, node: Resource) -> Facts:
        """All that is stated of the node: predicate's IRI -> objects in sorted order."""
        if node not in self.seen:
            found: Facts = {}
            for quad in self.store.quads_for_pattern(node, None, None, self.graph):
                found.setdefault(quad.predicate.value, []).append(quad.object)
            for objects in found.values():
                objects.sort(key=str)
            self.seen[node] = found
        return self.seen[node]

    def subjects(self, predicate: Node, thing: Any) -> Iterator[Resource]:
        """The nodes that state this."""
        named = pyoxigraph.NamedNode(plain(predicate))
        for quad in self.store.quads_for_pattern(None, named, thing, self.graph):
            if not isinstance(quad.subject, pyoxigraph.Triple):
                yield quad.subject

    def nodes(self, node: Resource, predicate: Node) -> list[Resource]:
        """The nodes that it leads to."""
        found = self.facts(node).get(plain(predicate), ())
        return [one for one in found if isinstance(one, pyoxigraph.NamedNode | pyoxigraph.BlankNode)]

    def node(self, node: Resource, predicate: Node) -> Resource | None:
        """The node that it leads to."""
        return next(iter(self.nodes(node, predicate)), None)

    def texts(self, node: Resource, predicate: Node) -> tuple[str, ...]:
        """The words stated, in sorted order."""
        found = self.facts(node).get(plain(predicate), ())
        return tuple(
            sorted({one.value for one in found if isinstance(one, pyoxigraph.Literal) and one.value})
        )

    def text(self, node: Resource, predicate: Node) -> str | None:
        """The words stated."""
        return next(iter(self.texts(node, predicate)), None)

    def moment(self, node: Resource, predicate: Node) -> str | None:
        """A date, also a partial one, or a duration."""
        fits = self._value(node, predicate, lambda text: bool(_MOMENT.match(text) or _DURATION.match(text)))
        return _without_time(fits)

    def date(self, node: Resource, predicate: Node) -> str | None:
        """A date, also a partial one."""
        return self._value(node, predicate, lambda text: bool(_MOMENT.match(text)))

    def duration(self, node: Resource, predicate: Node) -> str | None:
        """A duration in years, months and days."""
        return _without_time(self._value(node, predicate, lambda text: bool(_DURATION.match(text))))

    def integer(self, node: Resource, predicate: Node) -> int | None:
        """A whole number."""
        found = self._value(node, predicate, lambda text: bool(_INTEGER.match(text)))
        return None if found is None else int(found)

    def decimal(self, node: Resource, predicate: Node) -> float | None:
        """A number."""
        found = self._value(node, predicate, lambda text: bool(_DECIMAL.match(text)))
        return None if found is None else float(found)

    def double(self, node: Resource, predicate: Node) -> float | None:
        """A number of any size."""
        found = self._value(node, predicate, lambda text: bool(_DOUBLE.match(text)) and isfinite(float(text)))
        return None if found is None else float(found)

    def flag(self, node: Resource, predicate: Node) -> bool | None:
        """Yes or no."""
        found = self._value(node, predicate, lambda text: text in _FLAGS)
        return None if found is None else _FLAGS[found]

    def phrase(self, node: Resource, predicate: Node, phrases: Mapping[str, str]) -> str | None:
        """The phrase of a closed list, whose IRIs lead to the phrases."""
        found = (getattr(one, "value", "") for one in self.facts(node).get(plain(predicate), ()))
        return next((phrases[iri] for iri in found if iri in phrases), None)

    def _value(self, node: Resource, predicate: Node, fits: Callable[[str], bool]) -> str | None:
        return next(filter(fits, self.texts(node, predicate)), None)


def _without_time(length: str | None) -> str | None:
    """The length; no time at all, which stores spell in seconds, in days."""
    return "P0D" if length == "PT0S" else length
