"""From what was found to cases: each finding with its place, its rule and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.case import (
    Biomarker,
    Case,
    Concept,
    Diagnosis,
    DrugFact,
    Method,
    Modality,
    Outcome,
    Patient,
    Profile,
    Response,
    Span,
    TherapyLine,
    Variant,
    VariantFinding,
)
from kg.extract.claims import KINDS, Claims
from kg.extract.diseases import told
from kg.extract.document import Document
from kg.extract.drugfacts import drug_facts
from kg.extract.entities import Alteration, Entity
from kg.extract.facts import Facts
from kg.extract.model import Mark, Reading
from kg.extract.therapy import Line, Result
from kg.terms import Term

_NO_VARIANT = frozenset({"positive", "negative", "overexpression", "loss", "methylation"})
_STATUSES = {"positive": "positive", "overexpression": "high", "negative": "negative", "loss": "negative"}
_SIDE_BY_SIDE = re.compile(r"[\s)(]*(?:,|and|/|\+|&|plus|with|in cis|in cis with)*[\s(]*(?:and\s)?(?:[A-Z0-9]{2,8}\s)?(?:p\.)?", re.IGNORECASE)
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
        biomarkers=tuple(_biomarkers(facts)),
        variants=tuple(_variants(facts)),
        therapy=tuple(_therapy(facts)),
        outcome=_outcome(facts),
        profiles=tuple(_profiles(facts)),
        drug_facts=tuple(_drug_facts(facts)),
        claims=tuple(claims.claims()),
    )
    return Reading(document=facts.publication, cases=(case,), marks=tuple(_marks(facts)))


def span(document: Document, start: int, end: int) -> Span:
    """The place of a stretch, in its own section."""
    index, offset = document.place(start)
    section = document.sections[index]
    return Span(section.name, start - offset, end - offset, section.text[start - offset : end - offset])


def _concept(term: Term | None, text: str) -> Concept:
    return Concept(term.label if term else text)


def _diagnoses(facts: Facts) -> Iterator[Diagnosis]:
    mine = [entity for entity in facts.mentions.diseases if entity.modality is Modality.OBSERVED]
    for entity in told(mine):
        entity.used = True
        yield Diagnosis(
            disease=_concept(entity.term, entity.text),
            evidence=(span(facts.document, entity.start, entity.end),),
            rule=entity.rule,
            confidence=entity.confidence,
        )


def _variants(facts: Facts) -> Iterator[VariantFinding]:
    seen: set[tuple[object, ...]] = set()
    usable = [
        a
        for a in facts.alterations
        if a.modality in (Modality.OBSERVED, Modality.ABSENT) and a.gene and not a.unread
    ]
    specific = {a.gene.id for a in usable if a.specific and a.modality is Modality.OBSERVED and a.gene} | {
        a.partner.id for a in usable if a.partner and a.modality is Modality.OBSERVED
    }
    seen_here = {a.key for a in usable if a.modality is Modality.OBSERVED}
    for alteration in usable:
        if alteration.kind in _NO_VARIANT or alteration.gene is None:
            continue
        if (
            not alteration.specific
            and alteration.gene.id in specific
            and alteration.modality is Modality.OBSERVED
        ):
            continue
        if (
            alteration.kind in {"fusion", "rearrangement"}
            and not alteration.partner
            and alteration.modality is Modality.OBSERVED
            and any(
                alteration.gene.id in (other.gene.id if other.gene else "", other.partner.id)
                for other in usable
                if other.partner and other.modality is Modality.OBSERVED
            )
        ):
            continue
        if alteration.modality is Modality.ABSENT and alteration.key in seen_here:
            continue
        key = (*alteration.key, alteration.modality)
        if key in seen:
            continue
        seen.add(key)
        alteration.used = True
        yield VariantFinding(
            variant=_variant(alteration),
            modality=alteration.modality,
            origin=alteration.origin,
            effect=alteration.effect,
            evidence=(span(facts.document, alteration.start, alteration.end),),
            rule=alteration.rule,
            confidence=alteration.confidence,
        )


def _profiles(facts: Facts) -> Iterator[Profile]:
    """Specific variants that one sentence tells side by side."""
    text = facts.document.text
    together: list[list[Alteration]] = []
    for alteration in facts.alterations:
        if not (alteration.used and (alteration.protein or alteration.coding)) or alteration.modality is Modality.ABSENT:
            continue
        last = together[-1][-1] if together else None
        if last and last.sentence == alteration.sentence and _SIDE_BY_SIDE.fullmatch(text[last.end : alteration.start]):
            together[-1].append(alteration)
        else:
            together.append([alteration])
    for members in together:
        if len({member.key for member in members}) > 1:
            yield Profile(
                members=tuple(_variant(member) for member in members),
                evidence=(span(facts.document, members[0].start, members[-1].end),),
                rule="changes side by side",
                confidence=0.9,
            )


def _drug_facts(facts: Facts) -> Iterator[DrugFact]:
    seen: set[tuple[str | None, str]] = set()
    for drug, kind, start, end in drug_facts(facts.document, facts.mentions.drugs, facts.mentions.classes):
        if (drug.id, kind.id) not in seen:
            seen.add((drug.id, kind.id))
            yield DrugFact(
                drug=_concept(drug.term, drug.text),
                drug_class=Concept(kind.label),
                evidence=(span(facts.document, start, end),),
                rule="drug and its class",
                confidence=0.9,
            )


def _variant(alteration: Alteration) -> Variant:
    kind = KINDS.get(alteration.kind, alteration.kind)
    return Variant(
        gene=_concept(alteration.gene, ""),
        protein=alteration.protein,
        coding=alteration.coding,
        kind=kind,
        exon=alteration.exon,
        partner=_concept(alteration.partner, "") if alteration.partner else None,
    )


def _biomarkers(facts: Facts) -> Iterator[Biomarker]:
    seen: set[tuple[str, str]] = set()
    for status in facts.statuses:
        if status.modality is not Modality.OBSERVED or (status.receptor, status.status) in seen:
            continue
        seen.add((status.receptor, status.status))
        status.used = True
        yield _biomarker(facts.document, status, status.receptor, status.status, status.assay, status.value)
    taken = {"ESR1", "PGR", "ERBB2", "AR"}
    for alteration in facts.alterations:
        if alteration.kind not in _NO_VARIANT or alteration.gene is None or alteration.unread:
            continue
        if alteration.modality not in (Modality.OBSERVED, Modality.ABSENT) or alteration.gene.label in taken:
            continue
        receptor, value = alteration.gene.label, _STATUSES.get(alteration.kind, "positive")
        if alteration.kind == "methylation":
            receptor = f"{receptor} promoter methylation"
        if alteration.modality is Modality.ABSENT:
            value = "negative" if value != "negative" else ""
        if not value or (receptor, value) in seen:
            continue
        seen.add((receptor, value))
        alteration.used = True
        yield _biomarker(facts.document, alteration, receptor, value, gene=alteration.gene)


def _biomarker(
    document: Document,
    entity: Entity,
    receptor: str,
    status: str,
    assay: str | None = None,
    value: str | None = None,
    gene: Term | None = None,
) -> Biomarker:
    return Biomarker(
        receptor=receptor,
        status=status,
        assay=assay,
        value=value,
        gene=_concept(gene, "") if gene else None,
        evidence=(span(document, entity.start, entity.end),),
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
            drugs=tuple(_concept(drug.term, drug.text) for drug in drugs),
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


def _marks(facts: Facts) -> Iterator[Mark]:
    entities: Iterable[Entity] = sorted(
        (
            *facts.mentions.genes,
            *facts.mentions.diseases,
            *facts.mentions.drugs,
            *facts.mentions.classes,
            *facts.mentions.sites,
            *facts.mentions.events,
            *facts.alterations,
            *facts.statuses,
            *facts.therapy.responses,
        ),
        key=lambda entity: (entity.start, entity.end, entity.topic),
    )
    for entity in entities:
        place = span(facts.document, entity.start, entity.end)
        yield Mark(
            section=place.section,
            start=place.start or 0,
            end=place.end or 0,
            topic=entity.topic,
            says=entity.term.label if entity.term else entity.text,
            id=entity.id,
            modality=entity.modality,
            rule=entity.rule,
            confidence=entity.confidence,
            patient=0 if entity.used else None,
            unread=entity.unread,
        )
