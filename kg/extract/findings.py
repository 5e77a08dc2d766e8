"""Variants, profiles, markers and drug classes of a case, from what was found in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.case import Biomarker, Concept, DrugFact, Modality, Profile, VariantFinding
from kg.extract.claims import NO_VARIANT, variant
from kg.extract.document import Document
from kg.extract.drugfacts import drug_facts
from kg.extract.entities import Alteration, Entity, Status
from kg.extract.facts import Facts
from kg.extract.places import concept, span
from kg.terms import Term

_STATUSES = {"positive": "positive", "overexpression": "high", "negative": "negative", "loss": "negative"}
_SIDE_BY_SIDE = re.compile(
    r"[\s)(]*(?:,|and|/|\+|&|plus|with|in cis|in cis with)*[\s(]*(?:and\s)?(?:[A-Z0-9]{2,8}\s)?(?:p\.)?",
    re.IGNORECASE,
)
_OF_RECEPTORS = frozenset({"ESR1", "PGR", "ERBB2", "AR"})
"""Genes whose proteins are read as receptors, not as markers."""
_SEEN = (Modality.OBSERVED, Modality.ABSENT)


def variants(facts: Facts) -> Iterator[VariantFinding]:
    """Each variant seen or explicitly absent, once; of a gene with a specific one no mere 'mutation'."""
    usable = [
        found for found in facts.alterations if found.modality in _SEEN and found.gene and not found.unread
    ]
    seen, known = _seen(usable), set[tuple[object, ...]]()
    for alteration in usable:
        key = (*alteration.key, alteration.modality)
        if alteration.kind in NO_VARIANT or key in known or _is_said_better(alteration, seen):
            continue
        known.add(key)
        alteration.used = True
        yield VariantFinding(
            variant=variant(alteration),
            modality=alteration.modality,
            origin=alteration.origin,
            effect=alteration.effect,
            evidence=(span(facts.document, alteration.start, alteration.end),),
            rule=alteration.rule,
            confidence=alteration.confidence,
        )


class _Seen(NamedTuple):
    """What was seen: keys of changes, genes with a partner, genes with a specific change."""

    keys: frozenset[tuple[str, ...]]
    fused: frozenset[str]
    specific: frozenset[str]


def _seen(usable: Sequence[Alteration]) -> _Seen:
    observed = [found for found in usable if found.modality is Modality.OBSERVED]
    return _Seen(
        frozenset(found.key for found in observed),
        frozenset(gene for found in observed if found.partner for gene in _genes(found)),
        frozenset(
            gene
            for found in observed
            if found.specific and found.kind not in NO_VARIANT
            for gene in _genes(found)
        ),
    )


def _is_said_better(alteration: Alteration, seen: _Seen) -> bool:
    """True when another place says more, or says that what is absent here was seen."""
    if alteration.modality is Modality.ABSENT:
        return alteration.key in seen.keys
    genes = _genes(alteration)
    if alteration.kind in {"fusion", "rearrangement"} and not alteration.partner:
        return not genes.isdisjoint(seen.fused)
    return not alteration.specific and not genes.isdisjoint(seen.specific)


def _genes(alteration: Alteration) -> set[str]:
    return {term.id for term in (alteration.gene, alteration.partner) if term}


def profiles(facts: Facts) -> Iterator[Profile]:
    """Specific variants that one sentence tells side by side."""
    for members in _side_by_side(facts):
        if len({member.key for member in members}) > 1:
            yield Profile(
                members=tuple(variant(member) for member in members),
                evidence=(span(facts.document, members[0].start, members[-1].end),),
                rule="variants side by side",
                confidence=0.9,
            )


def _side_by_side(facts: Facts) -> list[list[Alteration]]:
    text = facts.document.text
    together: list[list[Alteration]] = []
    for alteration in facts.alterations:
        if not alteration.used or alteration.modality is Modality.ABSENT:
            continue
        if not (alteration.protein or alteration.coding):
            continue
        last = together[-1][-1] if together else None
        between = text[last.end : alteration.start] if last and last.sentence == alteration.sentence else None
        if between is not None and _SIDE_BY_SIDE.fullmatch(between):
            together[-1].append(alteration)
        else:
            together.append([alteration])
    return together


def biomarkers(facts: Facts) -> Iterator[Biomarker]:
    """Each receptor and marker with its status, once."""
    seen: set[tuple[str, str]] = set()
    for status in facts.statuses:
        if status.modality is Modality.OBSERVED and (status.receptor, status.status) not in seen:
            seen.add((status.receptor, status.status))
            yield _receptor(facts.document, status)
    for found in facts.alterations:
        if found.kind not in NO_VARIANT or found.gene is None or found.unread or found.modality not in _SEEN:
            continue
        receptor, value = _marker(found, found.gene)
        if value and found.gene.label not in _OF_RECEPTORS and (receptor, value) not in seen:
            seen.add((receptor, value))
            yield _biomarker(facts.document, found, receptor, value, found.gene)


def _marker(found: Alteration, gene: Term) -> tuple[str, str]:
    """(receptor, status) of a protein or promoter; no status where an absence of a negative says nothing."""
    receptor = f"{gene.label} promoter methylation" if found.kind == "methylation" else gene.label
    status = _STATUSES.get(found.kind, "positive")
    if found.modality is Modality.ABSENT:
        status = "" if status == "negative" else "negative"
    return receptor, status


def _receptor(document: Document, status: Status) -> Biomarker:
    status.used = True
    return Biomarker(
        receptor=status.receptor,
        status=status.status,
        assay=status.assay,
        value=status.value,
        evidence=(span(document, status.start, status.end),),
        rule=status.rule,
        confidence=status.confidence,
    )


def _biomarker(document: Document, found: Entity, receptor: str, status: str, gene: Term) -> Biomarker:
    found.used = True
    return Biomarker(
        receptor=receptor,
        status=status,
        gene=concept(gene, ""),
        evidence=(span(document, found.start, found.end),),
        rule=found.rule,
        confidence=found.confidence,
    )


def told_classes(facts: Facts) -> Iterator[DrugFact]:
    """What kind of drug each drug is, where the text sets the class beside its name."""
    seen: set[tuple[str | None, str]] = set()
    for drug, kind, start, end in drug_facts(facts.document, facts.mentions.drugs, facts.mentions.classes):
        if (drug.id, kind.id) not in seen:
            seen.add((drug.id, kind.id))
            yield DrugFact(
                drug=concept(drug.term, drug.text),
                drug_class=Concept(kind.label),
                evidence=(span(facts.document, start, end),),
                rule="drug and its class",
                confidence=0.9,
            )
