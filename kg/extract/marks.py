"""Every mark on a text: what was read, what came of it, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.case import Modality
from kg.extract.claims import Claims
from kg.extract.document import Role
from kg.extract.entities import Alteration, Entity
from kg.extract.facts import Facts
from kg.extract.model import Mark, Topic
from kg.extract.places import span
from kg.extract.selection import REPEATED

_NOT_UNDERSTOOD = "it names something, but no rule tells what is claimed"
_NO_GENE = "no gene is told for it"
_HINTED = {
    "gene": Topic.GENE,
    "disease": Topic.DISEASE,
    "chemical": Topic.DRUG,
    "mutation": Topic.VARIANT,
    "variant": Topic.VARIANT,
    "proteinmutation": Topic.VARIANT,
    "dnamutation": Topic.VARIANT,
}
"""Kinds of other programs' annotations -> topics."""
_NO_TREATMENT = "it is not said of which treatment"


def marks(facts: Facts, parts: Sequence[Facts], claims: Claims) -> tuple[Mark, ...]:
    """All marks in text order; sentences in which no claim was understood among them.

    `parts` are the facts of each patient, whose responses were read one patient at a time.
    """
    responses: dict[tuple[int, int], Entity] = {}
    for response in (response for part in parts for response in part.therapy.responses):
        known = responses.get((response.start, response.end))
        if known is None or (response.used and not known.used):
            responses[response.start, response.end] = response
    found = [*_entities(facts, responses.values()), *_sentences(facts, claims)]
    found += _hints(facts, found)
    order = {section.name: index for index, section in enumerate(facts.document.sections)}
    return tuple(sorted(found, key=lambda mark: (order[mark.section], mark.start, mark.end, mark.topic)))


def _entities(facts: Facts, responses: Iterable[Entity]) -> Iterator[Mark]:
    named = facts.mentions
    entities: Iterable[Entity] = (
        *named.genes,
        *named.diseases,
        *named.drugs,
        *named.classes,
        *named.sites,
        *named.events,
        *facts.alterations,
        *facts.statuses,
        *responses,
    )
    document = facts.document
    for entity in entities:
        index, offset = document.place(entity.start)
        yield Mark(
            section=document.sections[index].name,
            start=entity.start - offset,
            end=entity.end - offset,
            topic=entity.topic,
            says=entity.term.label if entity.term else entity.text,
            id=entity.id,
            modality=entity.modality,
            rule=entity.rule,
            confidence=entity.confidence,
            patient=(facts.document.sentences[entity.sentence].patient or 0) if entity.used else None,
            unread=_why_unread(facts, entity),
        )


def _hints(facts: Facts, found: Sequence[Mark]) -> Iterator[Mark]:
    """What another program marked in the document where nothing was read: for a curator to look at."""
    sections = {section.name for section in facts.document.sections}
    read: dict[str, list[tuple[int, int]]] = {}
    for mark in found:
        if mark.topic is not Topic.CLAIM:
            read.setdefault(mark.section, []).append((mark.start, mark.end))
    for hint in facts.publication.hints:
        topic = _HINTED.get(hint.kind.lower())
        met = any(start < hint.end and hint.start < end for start, end in read.get(hint.section, ()))
        if topic and not met and hint.section in sections and hint.start < hint.end:
            yield Mark(
                section=hint.section,
                start=hint.start,
                end=hint.end,
                topic=topic,
                says=hint.text,
                id=hint.id,
                rule=f"hint of {hint.source}",
                confidence=0.5,
                unread=f"only {hint.source} marked it",
            )


def _why_unread(facts: Facts, entity: Entity) -> str:
    """Why nothing came of something that is said of the patient; empty when that is as it should be."""
    if entity.unread:
        return "" if entity.unread in REPEATED else entity.unread
    told_of_patient = facts.document.sentences[entity.sentence].role in (Role.NARRATIVE, Role.TITLE)
    if entity.used or not told_of_patient or entity.modality is not Modality.OBSERVED:
        return ""
    if isinstance(entity, Alteration) and entity.gene is None:
        return _NO_GENE
    return _NO_TREATMENT if entity.topic is Topic.RESPONSE else ""


def _sentences(facts: Facts, claims: Claims) -> Iterator[Mark]:
    for sentence in claims.unread:
        place = span(facts.document, sentence.start, sentence.end)
        yield Mark(
            section=place.section,
            start=place.start or 0,
            end=place.end or 0,
            topic=Topic.CLAIM,
            says=place.quote or "",
            modality=claims.modality(sentence),
            rule="claims",
            unread=_NOT_UNDERSTOOD,
        )
