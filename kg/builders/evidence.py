"""What every statement carries: its case, modality, method, source and place in the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from kg.builders.names import Names
from kg.case import Finding, Span
from kg.rdf import Node, Triple, decimal, integer, text
from kg.vocabulary import INDIVIDUALS, KG, OA, PROV, RDF


def statement(names: Names, node: Node, kind: Node, finding: Finding, label: str) -> Iterator[Triple]:
    """Yield the triples that all statements share."""
    yield node, RDF.type, kind
    yield node, KG.inCase, names.case
    yield node, RDF.label, text(label)
    yield node, KG.modality, INDIVIDUALS[finding.modality]
    yield node, KG.method, INDIVIDUALS[finding.method or names.method]
    if names.document:
        yield node, PROV.hadPrimarySource, names.document
    if finding.confidence is not None:
        yield node, KG.confidence, decimal(finding.confidence)
    if finding.note:
        yield node, KG.note, text(finding.note)
    for span in finding.evidence:
        yield from evidence(names, node, span)


def evidence(names: Names, node: Node, span: Span) -> Iterator[Triple]:
    """Yield the span that a statement rests on, named by document, section and place.

    Fragments follow RFC 5147: `#char=640,1012` are the characters between those two positions.
    """
    section = f"{names.document_start}{span.section}"
    if span.start is not None:
        place = f"{span.start},{span.end}"
    else:
        place = hashlib.sha256((span.quote or "").encode()).hexdigest()[:16]
    target, selector = Node(f"<{section}#char={place}>"), Node(f"<{section}#selector={place}>")
    yield node, KG.evidence, target
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, Node(f"<{section}>")
    yield target, KG.section, text(span.section)
    yield target, OA.hasSelector, selector
    if span.start is not None and span.end is not None:
        yield selector, RDF.type, OA.TextPositionSelector
        yield selector, OA.start, integer(span.start)
        yield selector, OA.end, integer(span.end)
    if span.quote is not None:
        yield selector, RDF.type, OA.TextQuoteSelector
        yield selector, OA.exact, text(span.quote)
