"""Claims about the world, and the evidence statement that a case makes."""

from __future__ import annotations

from collections.abc import Iterator

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.builders.therapy import regimen_label, regimen_triples
from kg.builders.variant import profile_label, profile_triples, variant_triples
from kg.case import Assertion, Case, Claim
from kg.rdf import Node, Triple, text
from kg.vocabulary import INDIVIDUALS, KG, OBO, RDF


def triples(case: Case, names: Names) -> Iterator[Triple]:
    """Yield claims and evidence statements; neither touches the patient."""
    for position, claim in enumerate(case.claims, 1):
        yield from claim_triples(claim, names.part("claim", position), names)
    for position, assertion in enumerate(case.assertions, 1):
        yield from assertion_triples(assertion, names.part("evidence-statement", position), names)


def claim_triples(claim: Claim, node: Node, names: Names) -> Iterator[Triple]:
    """Yield one claim: who says what of what, in which disease, how surely, on what evidence."""
    yield from statement(names, node, KG.Claim, claim, claim.says)
    yield node, KG.says, text(claim.says)
    for predicate, phrase in (
        (KG.relation, claim.relation),
        (KG.certainty, claim.certainty),
        (KG.strength, claim.strength),
    ):
        if phrase:
            yield node, predicate, INDIVIDUALS[phrase]
    for subject in claim.subjects:
        yield node, KG.subject, names.concept(subject)
    for thing in claim.objects:
        yield node, KG.object, names.concept(thing)
    if claim.disease:
        yield node, KG.inDisease, names.concept(claim.disease)
    for variant in claim.variants:
        yield node, KG.inVariantContext, names.variant(variant)
        yield from variant_triples(variant, names)
    for biomarker in claim.biomarkers:
        if biomarker.term:
            yield node, KG.inStatusContext, names.concept(biomarker.term)


def assertion_triples(assertion: Assertion, node: Node, names: Names) -> Iterator[Triple]:
    """Yield what a profile predicts of a therapy in a disease, shaped like a GA4GH VA-Spec statement."""
    label = (
        f"{profile_label(assertion.profile)} {assertion.predicate} "
        f"{regimen_label(assertion.drugs)} in {assertion.disease.name}"
    )
    yield from statement(names, node, KG.EvidenceStatement, assertion, label)
    yield node, RDF.type, OBO.assertion
    yield node, KG.profile, names.profile(assertion.profile)
    yield node, KG.predicate, INDIVIDUALS[assertion.predicate]
    yield node, KG.therapy, names.regimen(assertion.drugs)
    yield node, KG.condition, names.concept(assertion.disease)
    yield node, KG.direction, INDIVIDUALS[assertion.direction]
    if assertion.strength:
        yield node, KG.strength, INDIVIDUALS[assertion.strength]
    if assertion.level:
        yield node, KG.evidenceLevel, text(assertion.level)
    yield from profile_triples(assertion.profile, names)
    yield from regimen_triples(assertion.drugs, names)
