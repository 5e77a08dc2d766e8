"""The course of treatment as the case has it: lines of therapy, responses, adverse events, the outcome."""

from __future__ import annotations

from collections.abc import Iterator

from kg.case import AdverseEvent, Modality, Outcome, Response, TherapyLine
from kg.extract.document import Document
from kg.extract.facts import Facts
from kg.extract.lines import Harm, Line, Result
from kg.extract.places import concept, span
from kg.extract.times import Length

_CATEGORIES = {"treatment failure": "no response"}
_UNKEPT = frozenset({"relapse", "new metastases"})


def therapy_lines(facts: Facts) -> Iterator[TherapyLine]:
    """The lines of therapy in their order; drugs that were only spoken of are left out."""
    for line in facts.therapy.lines:
        drugs = [drug for drug in line.drugs if drug.modality is Modality.OBSERVED]
        if line.drugs and not drugs:
            continue
        for drug in drugs:
            drug.used = True
        responses = [
            _response(facts.document, result) for result in line.results if result.category not in _UNKEPT
        ]
        yield TherapyLine(
            drugs=tuple(concept(drug.term, drug.text) for drug in drugs),
            drugs_stated=bool(drugs),
            lines=line.lines,
            number=line.number,
            regimen=line.regimen,
            procedures=_procedures(line),
            setting=line.setting,
            duration=line.duration.iso if line.duration else None,
            cycles=line.cycles,
            response=responses[0] if responses else None,
            later_responses=tuple(responses[1:]),
            adverse_events=tuple(_adverse_event(facts.document, harm) for harm in line.harms),
            evidence=tuple(span(facts.document, start, end) for start, end in line.evidence[:2]),
            rule=drugs[0].rule if drugs else "therapy",
            confidence=0.9,
        )


def _procedures(line: Line) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in line.procedures if one != "treatment"))


def _response(document: Document, result: Result) -> Response:
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


def _adverse_event(document: Document, harm: Harm) -> AdverseEvent:
    return AdverseEvent(
        event=concept(harm.event.term, harm.event.text),
        grade=harm.grade,
        drugs=tuple(concept(drug.term, drug.text) for drug in harm.drugs),
        evidence=(span(document, harm.event.start, harm.event.end),),
        rule="adverse events",
        confidence=0.9,
    )


def _iso(length: Length | None) -> str | None:
    return length.iso if length else None


def outcome(facts: Facts) -> Outcome | None:
    """How the patient was at the end and the lengths told of the whole course; None when neither is told."""
    lengths: dict[str, Length] = {}
    places: list[tuple[int, int]] = []
    for kind, length in facts.therapy.survival:
        lengths.setdefault(kind, length)
    places += [(length.start, length.end) for length in lengths.values()]
    fate = facts.therapy.status
    if fate is not None:
        places.insert(0, fate[1:])
    if not places:
        return None
    return Outcome(
        status=fate[0] if fate else None,
        overall_survival=_iso(lengths.get("survival")),
        progression_free=_iso(lengths.get("progression-free")),
        disease_free=_iso(lengths.get("disease-free") or lengths.get("disease-free before")),
        evidence=tuple(span(facts.document, start, end) for start, end in places),
        rule="outcomes",
        confidence=0.9,
    )
