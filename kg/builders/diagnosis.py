"""Diagnoses and other findings of the patient."""

from __future__ import annotations

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.case import Case, Diagnosis, Modality, Observation, Outcome
from kg.rdf import Node, Triple, boolean, duration, moment, text
from kg.vocabulary import KG, OBO


def triples(case: Case, names: Names) -> list[Triple]:
    """Diagnoses, other findings and the outcome."""
    out: list[Triple] = []
    for position, diagnosis in enumerate(case.diagnoses, 1):
        out += diagnosis_triples(diagnosis, names.part("diagnosis", position), names)
    for position, observation in enumerate(case.findings, 1):
        out += observation_triples(observation, names.part("finding", position), names)
    if case.outcome:
        out += outcome_triples(case.outcome, names.part("outcome", 1), names)
    return out


def diagnosis_triples(diagnosis: Diagnosis, node: Node, names: Names) -> list[Triple]:
    """One diagnosis; the patient's short edges only when it was observed."""
    out: list[Triple] = []
    disease = names.concept(diagnosis.disease)
    spread = "metastatic " if diagnosis.metastatic and "metasta" not in diagnosis.disease.name.lower() else ""
    out += statement(names, node, KG.Diagnosis, diagnosis, spread + diagnosis.disease.name)
    out.append(f"{node} {KG.disease} {disease}")
    if diagnosis.specific:
        out.append(f"{node} {KG.specificDisease} {names.concept(diagnosis.specific)}")
    if diagnosis.metastatic is not None:
        out.append(f"{node} {KG.metastatic} {boolean(diagnosis.metastatic)}")
    for predicate, value in ((KG.stage, diagnosis.stage), (KG.grade, diagnosis.grade)):
        if value:
            out.append(f"{node} {predicate} {text(value)}")
    if diagnosis.when:
        out.append(f"{node} {KG.when} {moment(diagnosis.when)}")
    classes = (
        (KG.primarySite, diagnosis.site),
        (KG.onset, diagnosis.onset),
        *((KG.stageTerm, stage) for stage in diagnosis.stages),
        *((KG.tnmFinding, finding) for finding in diagnosis.tnm),
        (KG.laterality, diagnosis.laterality),
    )
    out += [f"{node} {said}" for said in names.concepts(classes)]
    observed = diagnosis.modality is Modality.OBSERVED
    if observed:
        out.append(f"{names.patient} {OBO.has_disease} {disease}")
    for site in diagnosis.metastatic_sites:
        out.append(f"{node} {KG.metastaticSite} {names.concept(site)}")
        if observed:
            out.append(f"{names.patient} {KG.hasMetastasisIn} {names.concept(site)}")
    return out


def outcome_triples(outcome: Outcome, node: Node, names: Names) -> list[Triple]:
    """How the patient was at the end, and the lengths stated for the patient as a whole."""
    out = statement(names, node, KG.Outcome, outcome, outcome_label(outcome))
    if outcome.status:
        out.append(f"{node} {KG.vitalStatus} {text(outcome.status)}")
    for predicate, length in (
        (KG.overallSurvival, outcome.overall_survival),
        (KG.progressionFree, outcome.progression_free),
        (KG.diseaseFree, outcome.disease_free),
    ):
        if length:
            out.append(f"{node} {predicate} {duration(length)}")
    if outcome.when:
        out.append(f"{node} {KG.when} {moment(outcome.when)}")
    if outcome.cause:
        out.append(f"{node} {KG.causeOfDeath} {names.concept(outcome.cause)}")
    return out


def outcome_label(outcome: Outcome) -> str:
    """The vital status, or the lengths when only they are stated: 'outcome: progression-free P8M'."""
    named = (
        ("overall survival", outcome.overall_survival),
        ("progression-free", outcome.progression_free),
        ("disease-free", outcome.disease_free),
    )
    lengths = ", ".join(f"{words} {length}" for words, length in named if length)
    said = outcome.status or lengths
    return f"outcome: {said}" if said else "outcome"


def observation_triples(observation: Observation, node: Node, names: Names) -> list[Triple]:
    """One other finding, present or explicitly absent."""
    out = statement(names, node, KG.Observation, observation, observation.what.name)
    out.append(f"{node} {KG.what} {names.concept(observation.what)}")
    classes = (
        (KG.site, observation.site),
        (KG.onset, observation.onset),
        (KG.severity, observation.severity),
        *((KG.modifier, modifier) for modifier in observation.modifiers),
    )
    out += [f"{node} {said}" for said in names.concepts(classes)]
    if observation.when:
        out.append(f"{node} {KG.when} {moment(observation.when)}")
    return out
