"""The node that a name, CURIE or IRI stands for: by the term tables, or by the graph's own labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError
from kg.ids import BASE, PREFIXES, compress, expand, is_curie
from kg.questions.nearest import nearest
from kg.questions.values import iri

if TYPE_CHECKING:
    import pyoxigraph

    from kg.ground import Grounding
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


def named(store: pyoxigraph.Store, text: str, kind: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The node and what the text was taken for. Raises UsageError with the choices.

    `kind` is a kind of `kg.terms`, 'variant', 'profile', 'regimen', 'case' or 'publication', several
    joined by '|', or '' for anything that the graph or the tables name.
    """
    kinds = [part.strip() for part in kind.split("|") if part.strip()]
    if "://" in text or text.startswith("<"):
        return _told(store, iri(text, "value"), text)
    if set(kinds) & (_GRAPH_KINDS.keys() | {"publication"}):
        return _in_graph(store, text, kinds)
    grounding = _grounded(text, kinds)
    if grounding.term:
        return _best(store, text, grounding.term, grounding.match)
    present = [term for term in grounding.candidates if _is_in(store, _of_term(term))]
    if len(present) == 1:
        return _of_term(present[0]), f"{present[0].label} ({present[0].id}), the one that the graph holds"
    by_label = _labelled(store, text)
    if len(by_label) == 1:
        return _told(store, by_label[0], text)
    if is_curie(text) and not grounding.candidates and not by_label:
        return _told(store, iri(text, "value"), text)
    raise UsageError(f"{grounding.message} ({grounding.cure})")


def _best(store: pyoxigraph.Store, text: str, term: Term, match: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The term's node; where the graph lacks it and calls one other node so, that node."""
    node = _of_term(term)
    if not _is_in(store, node):
        others = _labelled(store, text)
        if len(others) == 1:
            return _told(store, others[0], text)
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


def _told(store: pyoxigraph.Store, node: pyoxigraph.NamedNode, text: str) -> tuple[pyoxigraph.NamedNode, str]:
    """The node with its label; a node that the graph does not know is said to be so."""
    shown = compress(node.value) or f"<{node.value.removeprefix(BASE)}>"
    if name := label(store, node):
        return node, f"{name} ({shown})"
    return node, shown if _is_in(store, node) else f"{shown}, which the graph does not hold"


def _is_in(store: pyoxigraph.Store, node: pyoxigraph.NamedNode) -> bool:
    patterns = (
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, None, node),
    )
    return any(next(iter(pattern), None) is not None for pattern in patterns)


def label(store: pyoxigraph.Store, node: pyoxigraph.NamedNode) -> str:
    """The node's rdfs:label, the first of several; '' without one."""
    import pyoxigraph

    pattern = store.quads_for_pattern(node, pyoxigraph.NamedNode(expand("rdfs:label")), None)
    found = sorted({quad.object.value for quad in pattern if isinstance(quad.object, pyoxigraph.Literal)})
    return found[0] if found else ""


def _in_graph(store: pyoxigraph.Store, text: str, kinds: list[str]) -> tuple[pyoxigraph.NamedNode, str]:
    """The node of that kind that the graph names so."""
    spellings = [text, *_variant_spellings(text)] if "variant" in kinds else [text]
    for spelling in dict.fromkeys(spellings):
        found = [node for node in _labelled(store, spelling) if _is_a(store, node, kinds)]
        if len(found) == 1:
            return _told(store, found[0], text)
        if found:
            choices = " or ".join(
                f"{label(store, node)} (<{node.value.removeprefix(BASE)}>)" for node in found[:_LISTED]
            )
            raise UsageError(f"{text!r} may be {choices} (give the IRI of the one that is meant)")
    names = sorted(set(_names_of(store, kinds)))
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


def _labelled(store: pyoxigraph.Store, text: str) -> list[pyoxigraph.NamedNode]:
    """The nodes with that name, letter for letter; else those with it in another case."""
    import pyoxigraph

    wanted, found = pyoxigraph.Literal(text.strip()), set()
    for curie in _NAMING:
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(expand(curie)), wanted):
            found.add(quad.subject)
    if not found:
        folded = text.strip().casefold()
        for node, name in _all_names(store):
            if name.casefold() == folded:
                found.add(node)
    return sorted((node for node in found if isinstance(node, pyoxigraph.NamedNode)), key=str)


def _all_names(store: pyoxigraph.Store) -> Iterator[tuple[pyoxigraph.NamedNode, str]]:
    import pyoxigraph

    for curie in _NAMING:
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(expand(curie)), None):
            if isinstance(quad.subject, pyoxigraph.NamedNode) and isinstance(quad.object, pyoxigraph.Literal):
                yield quad.subject, quad.object.value


def _names_of(store: pyoxigraph.Store, kinds: list[str]) -> Iterator[str]:
    for node, name in _all_names(store):
        if _is_a(store, node, kinds):
            yield name


def _is_a(store: pyoxigraph.Store, node: pyoxigraph.NamedNode, kinds: list[str]) -> bool:
    import pyoxigraph

    kind_of = pyoxigraph.NamedNode(expand("rdf:type"))
    for kind in kinds:
        if kind == "publication":
            source = pyoxigraph.NamedNode(expand("prov:hadPrimarySource"))
            if next(iter(store.quads_for_pattern(None, source, node)), None):
                return True
        elif kind in _GRAPH_KINDS:
            wanted = pyoxigraph.NamedNode(PREFIXES["kg"] + _GRAPH_KINDS[kind])
            if next(iter(store.quads_for_pattern(node, kind_of, wanted)), None):
                return True
    return False
