"""Measurements, samples and interpretations, as structured sources tell them."""

from __future__ import annotations

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.case import Case, Interpretation, Measurement, Sample
from kg.rdf import Node, Triple, double, moment, text
from kg.vocabulary import DCTERMS, KG


def triples(case: Case, names: Names) -> list[Triple]:
    """Measurements, samples and interpretations; none makes a short edge of the patient."""
    out: list[Triple] = []
    for position, measurement in enumerate(case.measurements, 1):
        out += measurement_triples(measurement, names.part("measurement", position), names)
    for position, sample in enumerate(case.samples, 1):
        out += sample_triples(sample, names.part("sample", position), names)
    for position, interpretation in enumerate(case.interpretations, 1):
        out += interpretation_triples(interpretation, names.part("interpretation", position), names)
    return out


def measurement_triples(measurement: Measurement, node: Node, names: Names) -> list[Triple]:
    """One measurement with its value and reference range."""
    out = statement(names, node, KG.Measurement, measurement, measurement.assay.name)
    out.append(f"{node} {KG.measured} {names.concept(measurement.assay)}")
    for predicate, number in (
        (KG.quantity, measurement.value),
        (KG.rangeLow, measurement.low),
        (KG.rangeHigh, measurement.high),
    ):
        if number is not None:
            out.append(f"{node} {predicate} {double(number)}")
    classes = ((KG.unit, measurement.unit), (KG.result, measurement.result))
    out += [f"{node} {said}" for said in names.concepts(classes)]
    if measurement.when:
        out.append(f"{node} {KG.when} {moment(measurement.when)}")
    return out


def sample_triples(sample: Sample, node: Node, names: Names) -> list[Triple]:
    """One sample; what was found in it stays with it."""
    out = statement(names, node, KG.Sample, sample, f"sample {sample.name}")
    out.append(f"{node} {KG.sampleName} {text(sample.name)}")
    classes = (
        (KG.tissue, sample.tissue),
        (KG.sampleType, sample.kind),
        (KG.material, sample.material),
        (KG.histology, sample.histology),
        (KG.progression, sample.progression),
        (KG.gradeTerm, sample.grade),
        (KG.stageTerm, sample.stage),
        *((KG.tnmFinding, finding) for finding in sample.tnm),
        *((KG.marker, marker) for marker in sample.markers),
        (KG.procedureTerm, sample.procedure),
        (KG.procedureSite, sample.procedure_site),
    )
    out += [f"{node} {said}" for said in names.concepts(classes)]
    if sample.when:
        out.append(f"{node} {KG.when} {moment(sample.when)}")
    return out


def interpretation_triples(interpretation: Interpretation, node: Node, names: Names) -> list[Triple]:
    """One interpretation; the variants point to it."""
    about = interpretation.disease.name if interpretation.disease else interpretation.name
    out = statement(names, node, KG.Interpretation, interpretation, f"interpretation: {about}")
    out.append(f"{node} {DCTERMS.identifier} {text(interpretation.name)}")
    if interpretation.progress:
        out.append(f"{node} {KG.progress} {text(interpretation.progress)}")
    if interpretation.disease:
        out.append(f"{node} {KG.interpretedDisease} {names.concept(interpretation.disease)}")
    return out
