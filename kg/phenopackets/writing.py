"""A case as a phenopacket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from kg.case import Case, Finding, Measurement, Modality, Observation
from kg.phenopackets import actions, diseases, features, subject, variants
from kg.phenopackets.classes import fields
from kg.phenopackets.patches import patched, read_whole, restored
from kg.phenopackets.resources import resources

Json = dict[str, Any]

SCHEMA_VERSION = "2.0"
CREATED = "1970-01-01T00:00:00Z"
"""When a packet was made that is not told: the zero of its timestamps, as no clock may decide a byte."""

GROUP = "$group"
"""Key of a case's record under which the family or cohort stands that its packet is a member of."""


def packet_of(case: Case, left: Counter[str] | None = None) -> Json:
    """The case as a phenopacket v2, as JSON has it; what it cannot hold is counted in `left`.

    Of a case that came out of a packet it is that packet, with what was changed in the case since.
    """
    left = Counter() if left is None else left
    count_lost(case, left)
    if case.record is not None:
        patch = read_whole(case.record)
        patch.pop(GROUP, None)
        person = (patch.get("subject") or {}).get("id") or case.id
        found: Json = patched(packet_written(case, person), patch)
        return found
    made = packet_written(case, case.id)
    meta = made.setdefault("metaData", {})
    meta.update(created=CREATED, phenopacketSchemaVersion=SCHEMA_VERSION)
    meta["createdBy"] = meta.get("createdBy", "kg")
    meta["resources"] = resources(made)
    return made


def packet_written(case: Case, person: str) -> Json:
    """The packet as the case's parts have it, each with its own record; `person` is the subject's id.

    The subject itself is called after the case, so that a record tells of any other id.
    """
    named = {number: sample.name for number, sample in enumerate(case.samples, 1)}
    lines = [
        action
        for line in _own(case.therapy)
        for action in (restored(actions.line_written(line), line.record), *actions.further(line))
    ]
    parts = (
        ("phenotypicFeatures", [_back(features.feature_written(one), one) for one in _stated(case.findings)]),
        ("measurements", _measured(case)),
        ("biosamples", [_back(diseases.sample_written(one, person), one) for one in _own(case.samples)]),
        ("interpretations", _interpretations(case, person, named)),
        ("diseases", [_back(diseases.disease_written(one), one) for one in _stated(case.diagnoses)]),
        ("medicalActions", lines),
    )
    packet: Json = {"id": case.id, "subject": subject.subject_written(case, case.id)}
    packet |= {name: found for name, value in parts if (found := [one for one in value if one is not None])}
    if meta := _metadata(case):
        packet["metaData"] = meta
    return packet


def _back(made: Json, part: Finding) -> Any:
    return restored(made, part.record)


def _own(found: Iterable[Any]) -> list[Any]:
    """The findings that hold of the patient."""
    return [one for one in found if one.modality is Modality.OBSERVED]


def _stated(found: Iterable[Any]) -> list[Any]:
    """The findings that hold of the patient or explicitly do not."""
    return [one for one in found if one.modality in {Modality.OBSERVED, Modality.ABSENT}]


def _measured(case: Case) -> list[Any]:
    measured = [_back(features.measurement_written(one), one) for one in _own(case.measurements)]
    return measured + [_back(features.biomarker_written(one), one) for one in _own(case.biomarkers)]


def _interpretations(case: Case, person: str, named: dict[int, str]) -> list[Any]:
    """The interpretations with their variants; variants without one stand in one of ours."""
    calls: dict[int, list[Any]] = {}
    for one in _own(case.variants):
        call = _back(variants.finding_written(one, person, named), one)
        calls.setdefault(one.interpretation or 0, []).append(call)
    written = [
        _back(variants.interpretation_written(one, calls.get(number, [])), one)
        for number, one in enumerate(case.interpretations, 1)
    ]
    if 0 in calls:
        observed = _own(case.diagnoses)
        about = observed[0].disease if len(observed) == 1 else None
        diagnosis = {**fields([("disease", about)]), "genomicInterpretations": calls[0]}
        written.append({"id": variants.UNINTERPRETED, "diagnosis": diagnosis})
    return written


def _metadata(case: Case) -> Json:
    meta: Json = {"createdBy": case.curator} if case.curator else {}
    if case.publication and case.publication.curie:
        title = {"description": case.publication.title} if case.publication.title else {}
        meta["externalReferences"] = [{"id": case.publication.curie, **title}]
    return meta


def count_lost(case: Case, left: Counter[str]) -> None:
    """Count what of the case no packet can hold."""
    subject.lost(case, left)
    for diagnosis in case.diagnoses:
        diseases.lost_of_disease(diagnosis, left)
    found: tuple[Observation | Measurement, ...] = (*case.findings, *case.measurements)
    for finding in found:
        features.lost(finding, left)
    for line in case.therapy:
        actions.lost(line, left)
    left["claims"] += len(case.claims)
    left["evidence statements"] += len(case.assertions)
    left["kinds of drugs"] += len(case.drug_facts)
    left["molecular profiles"] += len(case.profiles)
    listed = (*case.diagnoses, *case.findings)
    others = (*case.biomarkers, *case.variants, *case.measurements, *case.samples, *case.therapy)
    left["supposed findings"] += len(listed) - len(_stated(listed))
    left["supposed or absent findings"] += len(others) - len(_own(others))
    every = (*listed, *others, *case.interpretations, *filter(None, (case.outcome,)))
    left["text places"] += sum(len(one.evidence) for one in every)
    for words in [words for words, count in left.items() if not count]:
        del left[words]
