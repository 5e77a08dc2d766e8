"""From what was found to cases: each finding with its place, its rule and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from kg.case import Case, Diagnosis, Method, Modality, Outcome, Patient, Response, TherapyLine
from kg.extract.claims import Claims
from kg.extract.diseases import told
from kg.extract.document import Document
from kg.extract.facts import Facts
from kg.extract.findings import biomarkers, profiles, told_classes, variants
from kg.extract.marks import marks
from kg.extract.model import Reading
from kg.extract.places import concept, span
from kg.extract.therapy import Line, Result

_CATEGORIES = {"treatment failure": "no response"}


def assembled(facts: Facts) -> Reading:
    """The reading of a document: its case and all its marks."""
    document = facts.document
    if not document.sentences:
        return Reading(document=facts.publication)
    claims = Claims(document, facts.mentions, facts.alterations, facts.statuses)
    case = Case(
        id=facts.publication.curie or "unnamed",
        method=Method.EXTRACTED,
        publication=facts.publication,
        patient=Patient(),
        diagnoses=tuple(_diagnoses(facts)),
        biomarkers=tuple(biomarkers(facts)),
        variants=tuple(variants(facts)),
        therapy=tuple(_therapy(facts)),
        outcome=_outcome(facts),
        profiles=tuple(profiles(facts)),
        drug_facts=tuple(told_classes(facts)),
        claims=tuple(claims.claims()),
    )
    return Reading(document=facts.publication, cases=(case,), marks=marks(facts, claims))


def _diagnoses(facts: Facts) -> Iterator[Diagnosis]:
    mine = [entity for entity in facts.mentions.diseases if entity.modality is Modality.OBSERVED]
    for entity in told(mine):
        entity.used = True
        yield Diagnosis(
            disease=concept(entity.term, entity.text),
            evidence=(span(facts.document, entity.start, entity.end),),
            rule=entity.rule,
            confidence=entity.confidence,
        )


def _therapy(facts: Facts) -> Iterator[TherapyLine]:
    for line in facts.therapy.lines:
        drugs = [drug for drug in line.drugs if drug.modality is Modality.OBSERVED]
        if line.drugs and not drugs:
            continue
        for drug in drugs:
            drug.used = True
        results = [
            _response(facts.document, result, line) for result in line.results if result.category != "relapse"
        ]
        yield TherapyLine(
            drugs=tuple(concept(drug.term, drug.text) for drug in drugs),
            drugs_stated=bool(drugs),
            lines=line.lines,
            number=line.number,
            regimen=line.regimen,
            procedures=tuple(dict.fromkeys(line.procedures)),
            setting=line.setting,
            response=results[0] if results else None,
            later_responses=tuple(results[1:]),
            evidence=tuple(span(facts.document, start, end) for start, end in line.evidence[:2]),
            rule=drugs[0].rule if drugs else "therapy",
            confidence=0.9,
        )


def _response(document: Document, result: Result, line: Line) -> Response:
    result.entity.used = True
    return Response(
        category=_CATEGORIES.get(result.category, result.category),
        quality=result.quality,
        durable=result.durable or None,
        ongoing=result.ongoing or None,
        duration=result.duration.iso if result.duration else None,
        progression_free=result.progression_free.iso if result.progression_free else None,
        evidence=(span(document, result.entity.start, result.entity.end),),
        rule=result.entity.rule,
        confidence=result.entity.confidence,
    )


def _outcome(facts: Facts) -> Outcome | None:
    lengths = {}
    for kind, length in facts.therapy.survival:
        lengths.setdefault(kind, length.iso)
    if not lengths:
        return None
    return Outcome(
        status=None,
        overall_survival=lengths.get("survival"),
        progression_free=lengths.get("progression-free"),
        disease_free=lengths.get("disease-free"),
        rule="times",
    )
