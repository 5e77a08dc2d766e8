"""What every statement carries: its case, modality, method, source and place in the text."""

from __future__ import annotations

import hashlib

from kg.builders.names import Names
from kg.case import Finding, Method, Modality, Span
from kg.ids import slug
from kg.rdf import Node, Triple, decimal, duration, integer, text
from kg.vocabulary import INDIVIDUALS, KG, OA, PROV, RDF

# Predicate and object of the triples that recur in every statement, joined once.
_MODALITY = {modality: f"{KG.modality} {INDIVIDUALS[modality]}" for modality in Modality}
_METHOD = {method: f"{KG.method} {INDIVIDUALS[method]}" for method in Method}
_SPECIFIC = f"{RDF.type} {OA.SpecificResource}"
_BY_POSITION = f"{RDF.type} {OA.TextPositionSelector}"
_BY_QUOTE = f"{RDF.type} {OA.TextQuoteSelector}"


def statement(names: Names, node: Node, kind: Node, finding: Finding, label: str) -> list[Triple]:
    """The triples that all statements share."""
    if finding.modality is Modality.ABSENT:
        label = f"no {label}"
    out = [
        f"{node} {RDF.type} {kind}",
        f"{node} {names.in_case}",
        f"{node} {RDF.label} {text(label)}",
        f"{node} {_MODALITY[finding.modality]}",
        f"{node} {_METHOD[finding.method or names.method]}",
    ]
    if names.document:
        out.append(f"{node} {PROV.hadPrimarySource} {names.document}")
    if finding.confidence is not None:
        out.append(f"{node} {KG.confidence} {decimal(finding.confidence)}")
    if finding.rule:
        out.append(f"{node} {KG.rule} {text(finding.rule)}")
    if finding.note:
        out.append(f"{node} {KG.note} {text(finding.note)}")
    if finding.at_age:
        out.append(f"{node} {KG.atAge} {duration(finding.at_age)}")
    if finding.record:
        out.append(f"{node} {KG.record} {text(finding.record)}")
    for span in finding.evidence:
        out += evidence(names, node, span)
    return out


def evidence(names: Names, node: Node, span: Span) -> list[Triple]:
    """The triples of the span that a statement rests on, named by document, section and place.

    Fragments follow RFC 5147: `#char=640,1012` are the characters between those two positions.
    """
    section = f"<{names.document_start}{slug(span.section)}"
    if span.start is not None:
        place = f"{span.start},{span.end}"
    else:
        place = hashlib.sha256((span.quote or "").encode()).hexdigest()[:16]
    target, selector = f"{section}#char={place}>", f"{section}#selector={place}>"
    out = [
        f"{node} {KG.evidence} {target}",
        f"{target} {_SPECIFIC}",
        f"{target} {OA.hasSource} {section}>",
        f"{target} {KG.section} {text(span.section)}",
        f"{target} {OA.hasSelector} {selector}",
    ]
    if span.start is not None and span.end is not None:
        out += [
            f"{selector} {_BY_POSITION}",
            f"{selector} {OA.start} {integer(span.start)}",
            f"{selector} {OA.end} {integer(span.end)}",
        ]
    if span.quote is not None:
        out.append(f"{selector} {_BY_QUOTE}")
        out.append(f"{selector} {OA.exact} {text(span.quote)}")
    return out
