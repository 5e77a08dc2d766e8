"""Terms back to concepts; where the graph has no name of the source, the term's label stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg import terms
from kg.case import Concept
from kg.ids import compress, expand, is_curie
from kg.rdf import Node, plain
from kg.recovery.page import Page
from kg.vocabulary import KG, RDF

if TYPE_CHECKING:
    from kg.recovery.page import Resource

_LABEL = pyoxigraph.NamedNode(plain(RDF.label))


def concepts(page: Page, node: Resource, predicate: Node) -> tuple[Concept, ...]:
    """The things that a statement leads to, by name."""
    return in_order(concept(page, one) for one in page.nodes(node, predicate))


def maybe(page: Page, node: Resource, predicate: Node) -> Concept | None:
    """The thing that a statement leads to, if any."""
    return next(iter(concepts(page, node, predicate)), None)


def in_order(found: Iterable[Concept]) -> tuple[Concept, ...]:
    """The concepts by name."""
    return tuple(sorted(found, key=lambda one: (one.name, one.id or "")))


def concept(page: Page, node: Resource) -> Concept:
    """The concept of one node."""
    curie = compress(node.value) if isinstance(node, pyoxigraph.NamedNode) else None
    if curie is None or plain(KG.Unmapped) in types(page, node):
        return Concept(page.text(node, RDF.label) or node.value)
    label = _label(page, node, curie)
    return Concept(label or curie, curie, label)


def codes(phrases: Mapping[str, str]) -> dict[str, str]:
    """IRI of each phrase's term, and of what means exactly the same, by which a merge may lead -> phrase."""
    found: dict[str, str] = {}
    for phrase, curie in phrases.items():
        term = terms.find(curie)
        for one in (curie, *(term.mappings if term else ())):
            if is_curie(one):
                found.setdefault(expand(one), phrase)
    return found


def types(page: Page, node: Resource) -> set[str]:
    """The IRIs of the classes that the node is stated to be of."""
    return {one.value for one in page.nodes(node, RDF.type)}


def _label(page: Page, node: Resource, curie: str) -> str | None:
    """The label in the case's own graph, in the term tables, or in another graph of the store."""
    if own := page.text(node, RDF.label):
        return own
    if term := terms.find(curie):
        return term.label
    return min(_elsewhere(page, node), default=None)


def _elsewhere(page: Page, node: Any) -> Iterable[str]:
    for quad in page.store.quads_for_pattern(node, _LABEL, None, None):
        if isinstance(quad.object, pyoxigraph.Literal):
            yield quad.object.value
