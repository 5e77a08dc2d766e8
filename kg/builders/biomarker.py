"""Receptor and protein status. A status is no statement about variants of the gene."""

from __future__ import annotations

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.case import Biomarker, Case, Modality
from kg.rdf import Node, Triple, text
from kg.vocabulary import KG


def triples(case: Case, names: Names) -> list[Triple]:
    """One finding per status, and the patient's short edge when it was observed."""
    out: list[Triple] = []
    for position, biomarker in enumerate(case.biomarkers, 1):
        node = names.part("biomarker", position)
        label = f"{biomarker.receptor} {biomarker.status}"
        out += statement(names, node, KG.BiomarkerFinding, biomarker, label)
        out += status(biomarker, node, names)
        if biomarker.term and biomarker.modality is Modality.OBSERVED:
            out.append(f"{names.patient} {KG.hasReceptorStatus} {names.concept(biomarker.term)}")
    return out


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
