"""A phenopacket as a case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.case import (
    Biomarker,
    Case,
    Concept,
    Diagnosis,
    Finding,
    Interpretation,
    Measurement,
    Method,
    Publication,
    VariantFinding,
)
from kg.errors import Notepad
from kg.ids import is_curie, normal_curie, slug
from kg.phenopackets import actions, diseases, features, subject, variants
from kg.phenopackets.classes import Classes
from kg.phenopackets.patches import NOT_WRITTEN, difference, restored, with_record, written
from kg.phenopackets.writing import packet_written

Json = dict[str, Any]

LONGEST_ID = 100
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._:#-]+")
_LIKE_PMID = re.compile(r"(?!PMID:[1-9][0-9]{0,8}(?:#[1-9][0-9]*)?\Z)(?i:PMID)(?!_)")
"""Case ids that begin so name a publication, or nothing."""
_REFERENCE = {
    "PMID": ("pmid", re.compile(r"[1-9][0-9]{0,8}\Z")),
    "DOI": ("doi", re.compile(r"10\.[0-9]{4,9}/\S{1,300}\Z")),
    "PMC": ("pmcid", re.compile(r"(?:PMC)?[1-9][0-9]*\Z")),
}
"""Prefix of an external reference -> field of the publication, and what its id looks like."""


def case_of(packet: Json, pad: Notepad, called: str | None = None) -> Case:
    """The case of a checked packet; what a case has no field for is kept in records and told on the pad.

    `called` names a packet without an id.
    """
    classes = Classes()
    name = case_id(packet.get("id") or called or "")
    given = packet.get("subject", {})
    person = given.get("id") or name
    samples = _numbers(packet.get("biosamples", ()))
    found, interpretations = _interpreted(packet, person, samples, classes)
    measured = [_measured(one, classes) for one in packet.get("measurements", ())]
    listed = [diseases.disease(one, classes) for one in packet.get("diseases", ())]
    case = Case(
        id=name,
        method=Method.IMPORTED,
        curator=" ".join(packet.get("metaData", {}).get("createdBy", "").split()) or None,
        publication=publication(packet.get("metaData", {})),
        patient=subject.patient(given),
        outcome=subject.outcome(given, classes),
        diagnoses=(*listed, *_solved(interpretations, listed)),
        biomarkers=tuple(one for one in measured if isinstance(one, Biomarker)),
        measurements=tuple(one for one in measured if isinstance(one, Measurement)),
        variants=found,
        findings=tuple(features.feature(one, classes) for one in packet.get("phenotypicFeatures", ())),
        samples=tuple(diseases.sample(one, person, classes) for one in packet.get("biosamples", ())),
        interpretations=interpretations,
        therapy=tuple(actions.line(one, classes) for one in packet.get("medicalActions", ())),
    )
    case = replace(case, record=written(difference(packet_written(case, person), packet)))
    say_kept(case, given, pad)
    return case


def case_id(name: str) -> str:
    """The packet's id as an id that a case may have: other signs than letters, digits and . _ : # - go.

    >>> case_id("PMID_36446582_P21"), case_id(" patient 1 ")
    ('PMID_36446582_P21', 'patient-1')
    """
    kept = _NOT_IN_ID.sub("-", name.strip()).strip("-._:#") or slug(name).replace("%", "").strip("-._:#")
    named = f"packet-{kept}".strip("-") if not kept or _LIKE_PMID.match(kept) else kept
    return named[:LONGEST_ID]


def publication(meta: Json) -> Publication | None:
    """The document that the packet comes from, when its metadata names exactly one."""
    found = [one for one in map(_document, meta.get("externalReferences", ())) if one]
    return found[0] if len(found) == 1 else None


def _document(reference: Json) -> Publication | None:
    identifier = reference.get("id", "").strip()
    if not is_curie(identifier):
        return None
    prefix, _, local = normal_curie(identifier).partition(":")
    field, form = _REFERENCE.get(prefix, ("", None))
    if form is None or not form.match(local):
        return None
    local = f"PMC{local.removeprefix('PMC')}" if field == "pmcid" else local
    title = " ".join(reference.get("description", "").split()) or None
    known = {field: local}
    return Publication(title=title, pmid=known.get("pmid"), doi=known.get("doi"), pmcid=known.get("pmcid"))


def _numbers(samples: Any) -> dict[str, int]:
    """The number of each biosample by its id, as far as ids tell them apart."""
    names = [one.get("id", "").strip() for one in samples]
    return {name: at for at, name in enumerate(names, 1) if name and names.count(name) == 1}


def _measured(given: Json, classes: Classes) -> Biomarker | Measurement:
    return features.biomarker(given, classes) or features.measurement(given, classes)


def _solved(interpretations: tuple[Interpretation, ...], listed: list[Diagnosis]) -> list[Diagnosis]:
    """The diagnoses that solved interpretations make beyond those that the packet lists."""
    known = {concept.id for one in listed for concept in (one.disease, one.specific) if concept}
    found: dict[str, Diagnosis] = {}
    for one in interpretations:
        about: Concept | None = one.disease
        if one.progress == "solved" and about and about.id and about.id not in known:
            found.setdefault(about.id, diseases.interpreted(about))
    return list(found.values())


_Interpreted = tuple[tuple[VariantFinding, ...], tuple[Interpretation, ...]]


def _interpreted(packet: Json, person: str, samples: dict[str, int], classes: Classes) -> _Interpreted:
    """The variants of all interpretations, and these."""
    given = packet.get("interpretations", ())
    told: list[Interpretation] = []
    found: list[tuple[VariantFinding, Json]] = []
    for one in given:
        own = one.get("id") == variants.UNINTERPRETED
        number = None if own else len(told) + 1
        for call in one.get("diagnosis", {}).get("genomicInterpretations", ()):
            if variant := variants.finding(call, person, samples, classes):
                found.append((replace(variant, interpretation=number), call))
        if not own:
            told.append(variants.interpretation(one, classes))
    listed = _as_one(found, person, samples)
    names = {number: name for name, number in samples.items()}
    for number, one in enumerate(told):
        calls = [
            restored(variants.finding_written(variant, person, names), variant.record)
            for variant in listed
            if variant.interpretation == number + 1
        ]
        theirs = [one for one in given if one.get("id") != variants.UNINTERPRETED][number]
        told[number] = with_record(one, variants.interpretation_written(one, calls), theirs)
    return listed, tuple(told)


def _as_one(
    found: list[tuple[VariantFinding, Json]], person: str, samples: dict[str, int]
) -> tuple[VariantFinding, ...]:
    """The findings, those of one variant with all its names, as a graph has one node of it."""
    names = {number: name for name, number in samples.items()}
    by_key: dict[Any, list[VariantFinding]] = {}
    for one, _ in found:
        by_key.setdefault(_key(one), []).append(one)
    out = []
    for one, call in found:
        same = by_key[_key(one)]
        if any(other.variant != one.variant for other in same):
            mappings = sorted({name for other in same for name in other.variant.mappings})
            shared = replace(same[0].variant, mappings=tuple(mappings))
            bare = replace(one, variant=shared, record=None)
            out.append(with_record(bare, variants.finding_written(bare, person, names), call))
        else:
            out.append(one)
    return tuple(out)


def _key(found: VariantFinding) -> tuple[Any, ...]:
    one = found.variant
    change = one.protein or one.coding or (one.exon, one.kind)
    return one.gene.id or one.gene.text, one.partner and (one.partner.id or one.partner.text), change


_TOLD = {
    "resolution": "resolutions",
    "evidence": "evidence of findings",
    "gestationalAge": "gestational ages",
    "ageRange": "age ranges",
    "interval": "intervals",
    "doseIntervals": "doses",
    "cumulativeDose": "cumulative doses",
    "dosage": "doses of radiation",
    "complexValue": "complex values",
    "responseToTreatment": "responses of other classes",
    "genomicInterpretations": "interpretations of a gene, or of a variant without one",
    "regimenStatus": "states of regimens",
    "karyotypicSex": "karyotypic sexes",
    "gender": "genders",
    "dateOfBirth": "dates of birth",
}
"""Field of a packet -> what it holds, of those that tell of the patient and that a case has no field for."""


def say_kept(case: Case, person: Json, pad: Notepad) -> None:
    """Note what of the patient is kept as data and not as findings; `person` is the packet's subject."""
    kept: Counter[str] = Counter(subject.untold(person))
    for one in records(case):
        if one != NOT_WRITTEN and _TELLING.search(one):
            _count(restored(None, one), kept)
    if +kept:
        said = ", ".join(f"{words} ({count})" for words, count in sorted((+kept).items()))
        pad.note(case.id, f"kept as data for writing the packet back, not as findings: {said}")


def _is_geneless(call: Json) -> bool:
    """True for an interpretation of a gene, or of a variant without one."""
    context = call.get("variantInterpretation", {}).get("variationDescriptor", {}).get("geneContext", {})
    return not (context.get("valueId") or context.get("symbol"))


_TELLING = re.compile("|".join(f'"{name}"' for name in _TOLD))


def records(case: Case) -> Iterator[str]:
    """The records of the case and its parts, as far as there are any."""
    parts: tuple[Finding, ...] = (*case.diagnoses, *case.variants, *case.findings, *case.measurements)
    parts += (*case.samples, *case.interpretations, *case.therapy, *filter(None, (case.outcome,)))
    yield from filter(None, (one.record for one in parts))
    yield from filter(None, (case.record,))


def _count(value: Any, kept: Counter[str]) -> None:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if key in _TOLD:
            told = list(filter(_is_geneless, inner)) if key == "genomicInterpretations" else inner
            kept[_TOLD[key]] += len(told) if isinstance(told, list) else 1
        else:
            _count(inner, kept)
