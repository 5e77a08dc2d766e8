"""Diseases of a packet as diagnoses of a case, its biosamples as samples, and back."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from kg.case import Concept, Diagnosis, Modality, Sample
from kg.grounding import DISEASE, SITE
from kg.phenopackets import times
from kg.phenopackets.classes import Classes, fields, listed, same_disease, written
from kg.phenopackets.patches import NOT_WRITTEN, with_record

Json = dict[str, Any]

_STAGE = re.compile(r"Stage ([0IV]{1,3}[A-D]?[0-9]?)\Z")


def disease(given: Json, classes: Classes) -> Diagnosis:
    """The diagnosis that a disease is, excluded ones as explicitly absent."""
    onset = times.read(given.get("onset"))
    stages = classes.several(given.get("diseaseStage", ()))
    term, specific = _disease(classes.named(given.get("term"), "disease without a term", DISEASE))
    found = Diagnosis(
        modality=Modality.ABSENT if given.get("excluded") else Modality.OBSERVED,
        disease=term,
        specific=specific,
        at_age=onset.age,
        when=onset.when,
        onset=classes.read(onset.onset),
        stages=stages,
        stage=_stage(stages),
        tnm=classes.several(given.get("clinicalTnmFinding", ())),
        site=classes.read(given.get("primarySite"), SITE),
        laterality=classes.read(given.get("laterality")),
    )
    return with_record(found, disease_written(found), given)


def interpreted(concept: Concept) -> Diagnosis:
    """The diagnosis that a solved interpretation makes and that the packet does not list as a disease."""
    term, specific = _disease(concept)
    return Diagnosis(disease=term, specific=specific, record=NOT_WRITTEN)


def _disease(named: Concept) -> tuple[Concept, Concept | None]:
    """The disease of our tables that is the same, and then the packet's own class beside it."""
    same = same_disease(named.id) if named.id else None
    return (same, named) if same and same.id != named.id else (named, None)


def _stage(stages: tuple[Concept, ...]) -> str | None:
    """The stage in the words that cases use, when there is one class for it that says so."""
    match = _STAGE.match(stages[0].name) if len(stages) == 1 else None
    return match[1] if match else None


def disease_written(found: Diagnosis) -> Json:
    """The diagnosis as a disease."""
    onset = written(found.onset) if found.onset else None
    return {
        **fields([("term", found.disease), ("primarySite", found.site), ("laterality", found.laterality)]),
        **({"excluded": True} if found.modality is Modality.ABSENT else {}),
        **_given("onset", times.written(found.at_age, found.when, onset)),
        **listed("diseaseStage", found.stages or _own_stage(found.stage)),
        **listed("clinicalTnmFinding", found.tnm),
    }


def _own_stage(stage: str | None) -> tuple[Concept, ...]:
    return (Concept(f"Stage {stage}" if re.match(r"[0IV]", stage) else stage),) if stage else ()


def lost_of_disease(found: Diagnosis, left: Counter[str]) -> None:
    """Count what of the diagnosis no packet can hold."""
    if times.is_lost(found.when):
        left["relative times"] += 1
    if found.record is None:
        left["specific diseases"] += found.specific is not None
    left["statements that a disease had spread"] += found.metastatic is not None
    left["metastatic sites"] += len(found.metastatic_sites)
    left["grades of tumours"] += found.grade is not None


def sample(given: Json, subject: str, classes: Classes) -> Sample:
    """The sample that a biosample is; features and measurements of it stay data of the record."""
    time = times.read(given.get("timeOfCollection"))
    procedure = given.get("procedure", {})
    found = Sample(
        name=given.get("id", "").strip() or "sample without an id",
        tissue=classes.read(given.get("sampledTissue")),
        kind=classes.read(given.get("sampleType")),
        material=classes.read(given.get("materialSample")),
        histology=classes.read(given.get("histologicalDiagnosis")),
        progression=classes.read(given.get("tumorProgression")),
        grade=classes.read(given.get("tumorGrade")),
        stage=classes.read(given.get("pathologicalStage")),
        tnm=classes.several(given.get("pathologicalTnmFinding", ())),
        markers=classes.several(given.get("diagnosticMarkers", ())),
        procedure=classes.read(procedure.get("code")),
        procedure_site=classes.read(procedure.get("bodySite")),
        at_age=time.age,
        when=time.when,
        note=given.get("description", "").strip() or None,
    )
    return with_record(found, sample_written(found, subject), given)


def sample_written(found: Sample, subject: str) -> Json:
    """The sample as a biosample."""
    procedure = fields([("code", found.procedure), ("bodySite", found.procedure_site)])
    classes = (
        ("sampledTissue", found.tissue),
        ("sampleType", found.kind),
        ("materialSample", found.material),
        ("histologicalDiagnosis", found.histology),
        ("tumorProgression", found.progression),
        ("tumorGrade", found.grade),
        ("pathologicalStage", found.stage),
    )
    return {
        "id": found.name,
        "individualId": subject,
        **fields(classes),
        **listed("pathologicalTnmFinding", found.tnm),
        **listed("diagnosticMarkers", found.markers),
        **({"procedure": procedure} if procedure else {}),
        **_given("timeOfCollection", times.written(found.at_age, found.when)),
        **_given("description", found.note),
    }


def _given(name: str, value: Any) -> Json:
    return {} if value is None else {name: value}
