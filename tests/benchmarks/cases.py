"""Varied cases for benchmarks and tests: seeded, drawn from the term tables, skewed as cohorts are.

A few genes, drugs and diseases are common and most are rare (weights fall with the rank); one case
in ten has four or more lines of therapy. All cases are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from kg.case import (
    AdverseEvent,
    Assertion,
    Author,
    Biomarker,
    Case,
    Claim,
    Concept,
    Diagnosis,
    Modality,
    Outcome,
    Patient,
    Profile,
    Publication,
    Response,
    Span,
    TherapyLine,
    Variant,
    VariantFinding,
)
from kg.hgvs import protein_change
from kg.terms import Kind, all_terms

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
NAMES = ("Abel", "Berg", "Cohen", "Diaz", "Endo", "Fischer", "Gupta", "Horvat", "Ito", "Jansen", "Kaya", "Li")


class _Pool:
    """Terms of one kind, drawn with weights that fall with the rank."""

    def __init__(self, kind: Kind, draw: random.Random) -> None:
        self.concepts = _drawn_from(kind)
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.concepts) + 1)))
        self.draw = draw

    def some(self, count: int) -> tuple[Concept, ...]:
        chosen = self.draw.choices(self.concepts, cum_weights=self.weights, k=count)
        return tuple(dict.fromkeys(chosen))


LIMITS = {
    Kind.DISEASE: 800,
    Kind.GENE: 400,
    Kind.DRUG: 400,
    Kind.SITE: 60,
    Kind.ADVERSE_EVENT: 40,
    Kind.STATUS: 8,
}
"""How many terms of a kind the cases draw from."""


@cache
def _drawn_from(kind: Kind) -> tuple[Concept, ...]:
    terms = sorted((term for term in all_terms(kind) if not term.obsolete), key=lambda term: term.id)
    chosen = random.Random(0).sample(terms, min(LIMITS[kind], len(terms)))
    return tuple(Concept(term.label, term.id, term.label) for term in chosen)


def cases(count: int, seed: int = 1) -> Iterator[Case]:
    """Yield `count` invented cases; the same seed gives the same cases."""
    draw = random.Random(seed)
    pools = {kind: _Pool(kind, draw) for kind in LIMITS}
    for number in range(1, count + 1):
        yield _case(number, draw, pools)


def _span(draw: random.Random) -> tuple[Span, ...]:
    start = draw.randrange(1_500)
    return (Span("abstract", start, start + draw.randrange(30, 200)),)


def _case(number: int, draw: random.Random, pools: dict[Kind, _Pool]) -> Case:
    variants = _variants(draw, pools)
    disease = pools[Kind.DISEASE].some(1)[0]
    lines = tuple(_line(draw, pools) for _ in range(min(1 + int(draw.expovariate(0.6)), 7)))
    last = lines[-1]
    return Case(
        id=f"invented-{number:07d}",
        invented=True,
        publication=_publication(number, draw),
        patient=Patient(sex=draw.choice(("female", "male", None)), age=f"P{draw.randrange(20, 90)}Y"),
        diagnoses=(
            Diagnosis(
                disease=disease,
                metastatic=draw.choice((True, False, None)),
                stage=draw.choice(("II", "III", "IV", None)),
                metastatic_sites=pools[Kind.SITE].some(draw.randrange(3)),
                evidence=_span(draw),
            ),
        ),
        biomarkers=tuple(
            Biomarker(receptor=term.text.split()[0], status="positive", term=term, evidence=_span(draw))
            for term in pools[Kind.STATUS].some(draw.randrange(3))
        ),
        variants=variants,
        profiles=(Profile(members=tuple(v.variant for v in variants), evidence=_span(draw)),)
        if variants
        else (),
        therapy=lines,
        outcome=Outcome(status=draw.choice(("alive", "dead")), overall_survival=f"P{draw.randrange(3, 90)}M"),
        claims=tuple(_claim(draw, pools, disease) for _ in range(draw.randrange(3))),
        assertions=(
            Assertion(
                profile=tuple(v.variant for v in variants),
                predicate="predicts sensitivity to",
                drugs=last.drugs,
                disease=disease,
                strength="case study evidence",
                level="C",
                evidence=_span(draw),
            ),
        )
        if variants
        else (),
    )


def _publication(number: int, draw: random.Random) -> Publication:
    return Publication(
        title=f"An invented report, number {number}",
        authors=tuple(
            Author(f"{draw.choice(NAMES)} {draw.choice(RESIDUES)}") for _ in range(draw.randrange(1, 9))
        ),
        journal="Invented J",
        date=f"{draw.randrange(1995, 2026)}-{draw.randrange(1, 13):02d}",
        volume=str(draw.randrange(1, 60)),
        pages=f"{draw.randrange(900)}-{draw.randrange(900, 990)}",
        types=("Case Reports",),
    )


def _variants(draw: random.Random, pools: dict[Kind, _Pool]) -> tuple[VariantFinding, ...]:
    findings = []
    for gene in pools[Kind.GENE].some(draw.choice((0, 1, 1, 1, 2, 2, 3))):
        position = draw.randrange(2, 1_200)
        reference, changed = draw.sample(RESIDUES, 2)
        kind = draw.choice(("missense", "missense", "amplification", "fusion"))
        protein = protein_change(f"{reference}{position}{changed}").normal if kind == "missense" else None
        partner = pools[Kind.GENE].some(1)[0] if kind == "fusion" else None
        findings.append(
            VariantFinding(
                variant=Variant(gene=gene, protein=protein, kind=kind, partner=partner),
                origin=draw.choice(("somatic", "germline", None)),
                modality=draw.choice((Modality.OBSERVED,) * 9 + (Modality.ABSENT,)),
                evidence=_span(draw),
            )
        )
    return tuple(finding for finding in findings if finding.modality is Modality.OBSERVED)


def _line(draw: random.Random, pools: dict[Kind, _Pool]) -> TherapyLine:
    category = draw.choice(
        ("complete response", "partial response", "stable disease", "progressive disease", "response")
    )
    return TherapyLine(
        drugs=pools[Kind.DRUG].some(draw.choice((1, 1, 2, 2, 3))),
        start=f"P{draw.randrange(60)}M",
        duration=f"P{draw.randrange(1, 30)}M",
        evidence=_span(draw),
        response=Response(
            category=category,
            criteria="RECIST 1.1",
            duration=draw.choice((None, f"P{draw.randrange(1, 30)}M")),
            evidence=_span(draw),
        ),
        adverse_events=tuple(
            AdverseEvent(event=event, grade=draw.randrange(1, 5))
            for event in pools[Kind.ADVERSE_EVENT].some(draw.randrange(2))
        ),
    )


def _claim(draw: random.Random, pools: dict[Kind, _Pool], disease: Concept) -> Claim:
    return Claim(
        says=f"Invented claim {draw.randrange(10**6)} on {disease.text}.",
        modality=draw.choice((Modality.BACKGROUND, Modality.HYPOTHESIS)),
        relation="is promising in",
        subjects=pools[Kind.DRUG].some(1),
        disease=disease,
        certainty="suggested",
        evidence=_span(draw),
    )
