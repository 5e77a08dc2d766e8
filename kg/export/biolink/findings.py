"""Diagnoses, receptor statuses, variants, other findings, evidence statements as Biolink's associations."""

from __future__ import annotations

from kg.case import Assertion, Case, Concept, Diagnosis, Finding, Modality, VariantFinding
from kg.export.biolink.writing import CaseWriter
from kg.ids import VOCABULARY
from kg.vocabulary import SEX_TERMS

_HAS_PHENOTYPE = ("has_phenotype", "CaseToPhenotypicFeatureAssociation")
_KINDS = {
    "Disease": ("related_to", "CaseToDiseaseAssociation"),
    "PhenotypicFeature": _HAS_PHENOTYPE,
    "ClinicalFinding": _HAS_PHENOTYPE,
}
"""Category of what was found -> predicate and association; Biolink's has_phenotype takes no diseases."""
_PREDICTIONS = {
    "predicts sensitivity to": "associated_with_sensitivity_to",
    "predicts resistance to": "associated_with_resistance_to",
}


def write(case: Case, writer: CaseWriter) -> None:
    """Write the case and its findings."""
    more = {"has_biological_sex": [SEX_TERMS[case.patient.sex]] if case.patient.sex else []}
    more["description"] = ["an invented case, of no real patient"] if case.invented else []
    writer.graph.node(writer.case_node, "Case", f"case {case.id}", **more)
    for position, diagnosis in enumerate(case.diagnoses, 1):
        _diagnosis(diagnosis, position, writer)
    for position, biomarker in enumerate(case.biomarkers, 1):
        said = biomarker.term or Concept(f"{biomarker.receptor} {biomarker.status}")
        _finding(biomarker, ("biomarker", position), said, writer)
        writer.graph.leave_out("assays and values of receptor statuses", biomarker.assay, biomarker.value)
    for position, variant in enumerate(case.variants, 1):
        _variant(variant, position, writer)
    for position, observation in enumerate(case.findings, 1):
        _finding(observation, ("finding", position), observation.what, writer)
        writer.graph.leave_out("sites of findings", observation.site)
    for position, assertion in enumerate(case.assertions, 1):
        _prediction(assertion, position, writer)
    _count(case, writer)


def _count(case: Case, writer: CaseWriter) -> None:
    """Count what has no place."""
    writer.graph.leave_out("ages", case.patient.age)
    writer.graph.leave_out("ethnicities", case.patient.ethnicity)
    writer.graph.leave_out("outcomes", case.outcome)
    writer.graph.leave_out("claims", *case.claims)
    writer.graph.leave_out("drug classifications", *case.drug_facts)
    writer.graph.leave_out("molecular profiles as a whole", *case.profiles)


def _diagnosis(diagnosis: Diagnosis, position: int, writer: CaseWriter) -> None:
    key = "diagnosis", position
    _finding(diagnosis, key, diagnosis.disease, writer)
    if diagnosis.specific:
        _finding(diagnosis, (*key, "specific"), diagnosis.specific, writer)
    if diagnosis.modality is Modality.OBSERVED:
        for number, site in enumerate(diagnosis.metastatic_sites, 1):
            node, _ = writer.thing(site)
            spread = {"original_predicate": [f"{VOCABULARY}hasMetastasisIn"]}
            ends = writer.case_node, "related_to", node
            writer.edge(diagnosis, (*key, "metastasis", number), ends, "Association", spread)
    else:
        writer.graph.leave_out("metastatic sites of such diagnoses", *diagnosis.metastatic_sites)
    details = diagnosis.stage, diagnosis.grade, diagnosis.site, diagnosis.metastatic, diagnosis.when
    writer.graph.leave_out("stages, grades, sites, spread and times of diagnoses", *details)


def _finding(finding: Finding, key: tuple[str | int, ...], thing: Concept, writer: CaseWriter) -> None:
    """The case and one thing found in the patient, or looked for and not found."""
    if not writer.is_fact(finding):
        return
    node, category = writer.thing(thing)
    predicate, kind = _KINDS.get(category, ("related_to", "Association"))
    written = {"original_object": [thing.text]} if thing.text not in {thing.name, thing.id} else {}
    writer.edge(finding, key, (writer.case_node, predicate, node), kind, written)


def _variant(finding: VariantFinding, position: int, writer: CaseWriter) -> None:
    if not writer.is_fact(finding):
        return
    node = writer.variant(finding.variant)
    ends = writer.case_node, "related_to", node
    writer.edge(finding, ("variant", position), ends, "CaseToVariantAssociation")
    details = finding.origin, finding.effect, finding.allele_fraction, finding.when, finding.assay
    writer.graph.leave_out("origins, effects, fractions, times and assays of variants", *details)


def _prediction(assertion: Assertion, position: int, writer: CaseWriter) -> None:
    """What one variant predicts of one drug; of several together Biolink has no form."""
    predicate = _PREDICTIONS.get(assertion.predicate)
    single = len(assertion.profile) == len(assertion.drugs) == 1 and assertion.direction == "supports"
    known = single and assertion.drugs[0].id and writer.graph.ids.of(assertion.disease).category == "Disease"
    drug = writer.drug(assertion.drugs[0]) if predicate and known else None
    if not (predicate and drug):
        writer.graph.leave_out("evidence statements on several variants or drugs, or without form", assertion)
        return
    said = writer.said(assertion, "Association")
    hypothesis = assertion.modality is Modality.HYPOTHESIS
    said["knowledge_level"] = ["prediction" if hypothesis else "knowledge_assertion"]
    said["disease_context_qualifier"] = [writer.thing(assertion.disease)[0]]
    ends = writer.variant(assertion.profile[0]), predicate, drug
    writer.graph.edge(writer.edge_id(("evidence-statement", position)), ends, said)
