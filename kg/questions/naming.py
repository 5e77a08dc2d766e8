"""The node that a name, CURIE or IRI stands for: by the term tables, or by the graph's own labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError
from kg.ids import BASE, PREFIXES, compress, expand, is_curie
from kg.questions.nearest import nearest
from kg.questions.values import iri

if TYPE_CHECKING:
    import pyoxigraph

    from kg.ground import Grounding
    from kg.questions.engine import Graph
    from kg.terms import Kind, Term

_GRAPH_KINDS = {
    "variant": "Variant",
    "profile": "MolecularProfile",
    "regimen": "Regimen",
    "case": "Case",
    "unmapped": "Unmapped",
}
"""Kinds that only the graph knows -> our class of them."""

_NAMING = ("rdfs:label", "skos:altLabel", "dcterms:identifier", "kg:pmid", "kg:doi", "kg:pmcid")
_LISTED = 8
"""Choices that a message names."""
_LOOKED_AT = 5_000
"""Nodes among whose names the nearest to a misspelt one is looked for."""


def named(graph: Graph, text: str, kind: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The node and what the text was taken for. Raises UsageError with the choices.

    `kind` is a kind of `kg.terms`, 'variant', 'profile', 'regimen', 'case' or 'publication', several
    joined by '|', or '' for anything that the graph or the tables name.
    """
    kinds = [part.strip() for part in kind.split("|") if part.strip()]
    if "://" in text or text.startswith("<"):
        return _told(graph, iri(text, "value"), text)
    if set(kinds) & (_GRAPH_KINDS.keys() | {"publication"}):
        return _in_graph(graph, text, kinds)
    grounding = _grounded(text, kinds)
    if grounding.term:
        return _best(graph, text, grounding.term, grounding.match)
    present = [term for term in grounding.candidates if _is_in(graph, _of_term(term))]
    if len(present) == 1:
        return _of_term(present[0]), f"{present[0].label} ({present[0].id}), the one that the graph holds"
    by_label = _labelled(graph, text)
    if len(by_label) == 1:
        return _told(graph, by_label[0], text)
    if is_curie(text) and not grounding.candidates and not by_label:
        return _told(graph, iri(text, "value"), text)
    raise UsageError(f"{grounding.message} ({grounding.cure})")


def _best(graph: Graph, text: str, term: Term, match: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The term's node; where the graph lacks it and calls one other node so, that node."""
    node = _of_term(term)
    if not _is_in(graph, node):
        if is_curie(text) and _is_in(graph, given := iri(text, "value")):
            return _told(graph, given, text)
        others = _labelled(graph, text)
        if len(others) == 1:
            return _told(graph, others[0], text)
        return node, f"{term.label} ({term.id}), {match}, which the graph does not hold"
    return node, f"{term.label} ({term.id}), {match}"


def _grounded(text: str, kinds: list[str]) -> Grounding:
    from kg.ground import ground

    return ground(text, *_terms_kinds(kinds))


def _terms_kinds(kinds: list[str]) -> list[Kind]:
    from kg.terms import Kind

    try:
        return [Kind(kind) for kind in kinds]
    except ValueError:
        known = ", ".join([*Kind, *_GRAPH_KINDS, "publication"])
        raise UsageError(f"{'|'.join(kinds)!r} is no type or kind (kinds are {known})") from None


def _of_term(term: Term) -> pyoxigraph.NamedNode:
    import pyoxigraph

    return pyoxigraph.NamedNode(expand(term.id))


def _told(graph: Graph, node: pyoxigraph.NamedNode, text: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The node with its label; a node that the graph does not know is said to be so."""
    shown = compress(node.value) or f"<{node.value.removeprefix(BASE)}>"
    if name := label(graph, node):
        return node, f"{name} ({shown})"
    return node, shown if _is_in(graph, node) else f"{shown}, which the graph does not hold"


def _is_in(graph: Graph, node: pyoxigraph.NamedNode) -> bool:
    patterns = (
        graph.quads_for_pattern(node, None, None),
        graph.quads_for_pattern(None, None, node),
    )
    return any(next(iter(pattern), None) is not None for pattern in patterns)


def label(graph: Graph, node: pyoxigraph.NamedNode) -> str:
    """The node's rdfs:label, the first of several; '' without one."""
    import pyoxigraph

    pattern = graph.quads_for_pattern(node, pyoxigraph.NamedNode(expand("rdfs:label")), None)
    found = sorted({quad.object.value for quad in pattern if isinstance(quad.object, pyoxigraph.Literal)})
    return found[0] if found else ""


def labels(graph: Graph, nodes: Iterable[pyoxigraph.NamedNode]) -> dict[pyoxigraph.NamedNode, str]:
    """The labels of nodes; an endpoint is asked for many at once."""
    import pyoxigraph

    if isinstance(graph, pyoxigraph.Store):
        return {node: label(graph, node) for node in nodes}
    return graph.labels(sorted(nodes, key=str))


def _in_graph(graph: Graph, text: str, kinds: list[str]) -> tuple[pyoxigraph.NamedNode, str]:
    """The node of that kind that the graph names so."""
    import pyoxigraph

    spellings = [text, *_variant_spellings(text)] if "variant" in kinds else [text]
    for spelling in dict.fromkeys(spellings):
        found = [node for node in _labelled(graph, spelling) if _is_a(graph, node, kinds)]
        if len(found) == 1:
            return _told(graph, found[0], text)
        if found:
            choices = " or ".join(
                f"{label(graph, node)} (<{node.value.removeprefix(BASE)}>)" for node in found[:_LISTED]
            )
            raise UsageError(f"{text!r} may be {choices} (give the IRI of the one that is meant)")
    if not isinstance(graph, pyoxigraph.Store):
        raise UsageError(f"the graph calls no {' or '.join(kinds)} {text!r} (give its IRI or CURIE)")
    names = sorted(set(_names_of(graph, kinds)))
    near = nearest(text, names, 3, 0.5)
    if near:
        cure = f"did you mean {' or '.join(map(repr, near))}?"
    else:
        cure = (
            f"it holds {', '.join(names[:_LISTED])}{' …' if names[_LISTED:] else ''}"
            if names
            else "it has none"
        )
    raise UsageError(f"the graph holds no {' or '.join(kinds)} {text!r} ({cure})")


def _variant_spellings(text: str) -> Iterator[str]:
    """The label of a variant said otherwise: 'HER2 p.Val777Leu' -> 'ERBB2 V777L'."""
    from kg.hgvs import protein_change

    gene, _, change = text.strip().partition(" ")
    grounding = _grounded(gene, ["gene"])
    symbol = grounding.term.label if grounding.term else gene
    yield f"{symbol} {change}"
    try:
        yield f"{symbol} {protein_change(change).short}"
    except (KgError, ValueError):
        return  # a fusion, an amplification: its label is all there is


def _labelled(graph: Graph, text: str) -> list[pyoxigraph.NamedNode]:
    """The nodes with that name, letter for letter; else those with it in another case."""
    import pyoxigraph

    wanted, found = pyoxigraph.Literal(text.strip()), set()
    for curie in _NAMING:
        for quad in graph.quads_for_pattern(None, pyoxigraph.NamedNode(expand(curie)), wanted):
            found.add(quad.subject)
    if not found and isinstance(graph, pyoxigraph.Store):
        found.update(_in_any_case(graph, text.strip()))
    return sorted((node for node in found if isinstance(node, pyoxigraph.NamedNode)), key=str)


def _in_any_case(store: pyoxigraph.Store, text: str) -> Iterator[pyoxigraph.NamedNode]:
    """The nodes with that name, letter case aside. The engine looks: a large graph has many names."""
    import pyoxigraph

    from kg.questions.binding import spelt
    from kg.questions.glance import asked_of

    wanted = spelt(pyoxigraph.Literal(text.lower()))
    named = f"VALUES ?p {{ {' '.join(_NAMING)} }} ?s ?p ?name"
    asked = f"SELECT DISTINCT ?s {{ {named} FILTER(LCASE(STR(?name)) = {wanted}) }}"
    for (node,) in asked_of(store, asked):  # type: ignore[union-attr]
        if isinstance(node, pyoxigraph.NamedNode):
            yield node


def _names_of(store: pyoxigraph.Store, kinds: list[str]) -> Iterator[str]:
    """The names of the nodes of those kinds; of the first of them in a graph with very many."""
    import pyoxigraph

    for kind in kinds:
        if kind == "publication":
            of_kind = store.quads_for_pattern(
                None, pyoxigraph.NamedNode(expand("prov:hadPrimarySource")), None
            )
            nodes = (quad.object for quad in of_kind)
        else:
            wanted = pyoxigraph.NamedNode(PREFIXES["kg"] + _GRAPH_KINDS.get(kind, ""))
            typed = store.quads_for_pattern(None, pyoxigraph.NamedNode(expand("rdf:type")), wanted)
            nodes = (quad.subject for quad in typed)
        for node in dict.fromkeys(islice(nodes, _LOOKED_AT)):
            if isinstance(node, pyoxigraph.Literal):
                continue
            for curie in _NAMING:
                for quad in store.quads_for_pattern(node, pyoxigraph.NamedNode(expand(curie)), None):
                    if isinstance(quad.object, pyoxigraph.Literal):
                        yield quad.object.value


def _is_a(graph: Graph, node: pyoxigraph.NamedNode, kinds: list[str]) -> bool:
    import pyoxigraph

    kind_of = pyoxigraph.NamedNode(expand("rdf:type"))
    for kind in kinds:
        if kind == "publication":
            source = pyoxigraph.NamedNode(expand("prov:hadPrimarySource"))
            if next(iter(graph.quads_for_pattern(None, source, node)), None):
                return True
        elif kind in _GRAPH_KINDS:
            wanted = pyoxigraph.NamedNode(PREFIXES["kg"] + _GRAPH_KINDS[kind])
            if next(iter(graph.quads_for_pattern(node, kind_of, wanted)), None):
                return True
    return False
