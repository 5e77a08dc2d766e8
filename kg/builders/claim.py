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


def claim_triples(claim: Claim, node: Node, names: Names) -> list[Triple]:
    """One claim: who says what of what, in which disease, how surely, on what evidence."""
    out = statement(names, node, KG.Claim, claim, claim.says)
    out.append(f"{node} {KG.says} {text(claim.says)}")
    for predicate, phrase in (
        (KG.relation, claim.relation),
        (KG.certainty, claim.certainty),
        (KG.strength, claim.strength),
    ):
        if phrase:
            out.append(f"{node} {predicate} {INDIVIDUALS[phrase]}")
    for subject in claim.subjects:
        out.append(f"{node} {KG.subject} {names.concept(subject)}")
    for thing in claim.objects:
        out.append(f"{node} {KG.object} {names.concept(thing)}")
    if claim.disease:
        out.append(f"{node} {KG.inDisease} {names.concept(claim.disease)}")
    for variant in claim.variants:
        out.append(f"{node} {KG.inVariantContext} {names.variant(variant)}")
        out += variant_triples(variant, names)
    for biomarker in claim.biomarkers:
        out.append(f"{node} {KG.inStatusText} {text(f'{biomarker.receptor} {biomarker.status}')}")
        if biomarker.term:
            out.append(f"{node} {KG.inStatusContext} {names.concept(biomarker.term)}")
    return out


def assertion_triples(assertion: Assertion, node: Node, names: Names) -> list[Triple]:
    """What a profile predicts of a therapy in a disease, shaped like a GA4GH VA-Spec statement."""
    out: list[Triple] = []
    label = (
        f"{profile_label(assertion.profile)} {assertion.predicate} "
        f"{regimen_label(assertion.drugs)} in {assertion.disease.name}"
    )
    out += statement(names, node, KG.EvidenceStatement, assertion, label)
    out.append(f"{node} {RDF.type} {OBO.assertion}")
    out.append(f"{node} {KG.profile} {names.profile(assertion.profile)}")
    out.append(f"{node} {KG.predicate} {INDIVIDUALS[assertion.predicate]}")
    out.append(f"{node} {KG.therapy} {names.regimen(assertion.drugs)}")
    out.append(f"{node} {KG.condition} {names.concept(assertion.disease)}")
    out.append(f"{node} {KG.direction} {INDIVIDUALS[assertion.direction]}")
    if assertion.strength:
        out.append(f"{node} {KG.strength} {INDIVIDUALS[assertion.strength]}")
    if assertion.level:
        out.append(f"{node} {KG.evidenceLevel} {text(assertion.level)}")
    out += profile_triples(assertion.profile, names)
    out += regimen_triples(assertion.drugs, names.regimen(assertion.drugs), names)
    return out
