"""The ontology that ships in every graph: the terms its cases name, up to the roots."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg import rdf
from kg.builders.names import term_node
from kg.ids import BASE, is_curie
from kg.rdf import Node, Triple, text
from kg.terms import Kind, Term, graph_facts
from kg.vocabulary import BIOLINK, RDF, SKOS

TYPES = {Kind.DISEASE: BIOLINK.Disease, Kind.GENE: BIOLINK.Gene, Kind.DRUG: BIOLINK.Drug}


def graph_node(base: str = BASE) -> Node:
    """The named graph that holds the terms."""
    return Node(f"<{base}graph/terms>")


def quads(ids: Collection[str], base: str = BASE) -> str:
    """The terms of those CURIEs and all above them, as N-Quads in sorted order of the terms."""
    named = frozenset(ids)
    triples = (triple for term in graph_facts(named) for triple in term_triples(term, term.id in named))
    return rdf.quads(triples, graph_node(base))


def term_triples(term: Term, in_full: bool) -> Iterator[Triple]:
    """Yield label, type and parents; synonyms and mappings only of terms that cases name."""
    node = term_node(term.id)
    yield f"{node} {RDF.label} {text(term.label)}"
    if term.kind in TYPES:
        yield f"{node} {RDF.type} {TYPES[term.kind]}"
    for parent in term.parents:
        yield f"{node} {RDF.subClassOf} {term_node(parent)}"
    if not in_full:
        return
    for synonym in term.synonyms:
        yield f"{node} {SKOS.altLabel} {text(synonym)}"
    for mapping in term.mappings:
        if is_curie(mapping):
            yield f"{node} {SKOS.exactMatch} {term_node(mapping)}"
