"""The ontology that ships in every graph: the terms its cases name, up to the roots."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kg import rdf
from kg.builders.names import term_node
from kg.case import Case, Variant, concepts, responses
from kg.ids import BASE, is_curie
from kg.rdf import Node, Triple, text
from kg.terms import Kind, Term, find, graph_facts
from kg.vocabulary import (
    BIOLINK,
    EFFECT_TERMS,
    KG,
    ORIGIN_TERMS,
    RDF,
    RESPONSE_TERMS,
    SEQUENCE_ONTOLOGY,
    SEX_TERMS,
    SKOS,
)

TYPES = {
    Kind.DISEASE: BIOLINK.Disease,
    Kind.GENE: BIOLINK.Gene,
    Kind.DRUG: BIOLINK.Drug,
    Kind.DRUG_CLASS: KG.DrugClass,
}


def named_terms(case: Case) -> Iterator[str]:
    """The CURIE of every term that the case's quads name: its concepts and the codes of its closed values."""
    yield from (concept.id for concept in concepts(case) if concept.id)
    yield from filter(None, (SEX_TERMS.get(case.patient.sex or ""),))
    for finding in case.variants:
        yield from _variant_codes(finding.variant)
        yield from filter(
            None, (ORIGIN_TERMS.get(finding.origin or ""), EFFECT_TERMS.get(finding.effect or ""))
        )
    for variant in (variant for claim in case.claims for variant in claim.variants):
        yield from _variant_codes(variant)
    for line in case.therapy:
        yield from filter(None, (RESPONSE_TERMS.get(one.category) for one in responses(line)))


def _variant_codes(variant: Variant) -> Iterator[str]:
    if variant.kind in SEQUENCE_ONTOLOGY:
        yield SEQUENCE_ONTOLOGY[variant.kind]


def graph_node(base: str = BASE) -> Node:
    """The named graph that holds the terms."""
    return Node(f"<{base}graph/terms>")


def quads(ids: Collection[str], base: str = BASE) -> str:
    """The terms of those CURIEs and all above them, as N-Quads in sorted order of the terms."""
    named = frozenset(curie for curie in ids if find(curie))  # a structured source may bring ids of its own
    triples = (triple for term in graph_facts(named) for triple in term_triples(term, term.id in named))
    return rdf.quads(triples, graph_node(base))


def term_triples(term: Term, in_full: bool) -> Iterator[Triple]:
    """Yield label, type and parents; synonyms and mappings only of terms that cases name.

    Wider diseases keep the id of the Disease Ontology, in which CIViC and Hetionet speak of them.
    """
    node = term_node(term.id)
    yield f"{node} {RDF.label} {text(term.label)}"
    if term.kind in TYPES:
        yield f"{node} {RDF.type} {TYPES[term.kind]}"
    # the parents of a site are wholes as well as classes: the table does not tell part-of from is-a
    upwards = SKOS.broader if term.kind is Kind.SITE else RDF.subClassOf
    for parent in term.parents:
        yield f"{node} {upwards} {term_node(parent)}"
    for synonym in term.synonyms if in_full else ():
        yield f"{node} {SKOS.altLabel} {text(synonym)}"
    for mapping in term.mappings:
        if is_curie(mapping) and (in_full or mapping.startswith("DOID:")):
            yield f"{node} {SKOS.exactMatch} {term_node(mapping)}"
