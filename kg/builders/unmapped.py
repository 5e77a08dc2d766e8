"""Names that no term was found for: kept under IRIs of our own and marked."""

from __future__ import annotations

from collections.abc import Iterator

from kg.builders.names import Names
from kg.case import Case, concepts
from kg.rdf import Triple, text
from kg.vocabulary import KG, RDF


def triples(case: Case, names: Names) -> Iterator[Triple]:
    """Yield the name and the mark of every concept without a term."""
    for concept in concepts(case):
        if not concept.id:
            node = names.concept(concept)
            yield f"{node} {RDF.type} {KG.Unmapped}"
            yield f"{node} {RDF.label} {text(concept.text)}"
