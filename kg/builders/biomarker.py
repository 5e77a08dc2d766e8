"""Receptor and protein status. A status is no statement about variants of the gene."""

from __future__ import annotations

from collections.abc import Iterator

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.case import Biomarker, Case, Modality
from kg.rdf import Node, Triple, text
from kg.vocabulary import KG


def triples(case: Case, names: Names) -> Iterator[Triple]:
    """Yield one finding per status, and the patient's short edge when it was observed."""
    for position, biomarker in enumerate(case.biomarkers, 1):
        node = names.part("biomarker", position)
        label = f"{biomarker.receptor} {biomarker.status}"
        yield from statement(names, node, KG.BiomarkerFinding, biomarker, label)
        yield from status(biomarker, node, names)
        if biomarker.term and biomarker.modality is Modality.OBSERVED:
            yield f"{names.patient} {KG.hasReceptorStatus} {names.concept(biomarker.term)}"


def status(biomarker: Biomarker, node: Node, names: Names) -> list[Triple]:
    """What was measured, how, and the result."""
    out: list[Triple] = []
    out.append(f"{node} {KG.receptor} {text(biomarker.receptor)}")
    out.append(f"{node} {KG.status} {text(biomarker.status)}")
    if biomarker.term:
        out.append(f"{node} {KG.statusTerm} {names.concept(biomarker.term)}")
    if biomarker.gene:
        out.append(f"{node} {KG.receptorGene} {names.concept(biomarker.gene)}")
    if biomarker.assay:
        out.append(f"{node} {KG.assay} {text(biomarker.assay)}")
    if biomarker.value:
        out.append(f"{node} {KG.value} {text(biomarker.value)}")
    return out
