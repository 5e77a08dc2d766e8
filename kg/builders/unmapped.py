"""Names that no term was found for, kept under IRIs of our own and marked; labels of terms of no table."""

from __future__ import annotations

from kg.builders.names import Names
from kg.case import Case, concepts
from kg.rdf import Triple, text
from kg.terms import find
from kg.vocabulary import KG, RDF


def triples(case: Case, names: Names) -> list[Triple]:
    """Name and mark of every concept without a term, and the name of a term of no table."""
    out: list[Triple] = []
    for concept in concepts(case):
        if not concept.id:
            node = names.concept(concept)
            out.append(f"{node} {RDF.type} {KG.Unmapped}")
            out.append(f"{node} {RDF.label} {text(concept.text)}")
        elif concept.label and not find(concept.id):
            out.append(f"{names.concept(concept)} {RDF.label} {text(concept.label)}")
    return out
