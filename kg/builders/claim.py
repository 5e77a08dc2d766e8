"""Claims about the world, and the evidence statement that a case makes."""

from __future__ import annotations

from kg.builders.evidence import statement
from kg.builders.names import Names
from kg.builders.therapy import described as described_regimen
from kg.builders.variant import described, described_profile
from kg.case import Assertion, Case, Claim
from kg.rdf import Node, Triple, text
from kg.vocabulary import INDIVIDUALS, KG, OBO, RDF


def triples(case: Case, names: Names) -> list[Triple]:
    """Claims and evidence statements; neither touches the patient."""
    out: list[Triple] = []
    for position, claim in enumerate(case.claims, 1):
        out += claim_triples(claim, names.part("claim", position), names)
    for position, assertion in enumerate(case.assertions, 1):
        out += assertion_triples(assertion, names.part("evidence-statement", position), names)
    return out


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
        context = described(variant, names.base)
        out.append(f"{node} {KG.inVariantContext} {context.node}")
        out += context.triples
    for biomarker in claim.biomarkers:
        out.append(f"{node} {KG.inStatusText} {text(f'{biomarker.receptor} {biomarker.status}')}")
        if biomarker.term:
            out.append(f"{node} {KG.inStatusContext} {names.concept(biomarker.term)}")
    return out


def assertion_triples(assertion: Assertion, node: Node, names: Names) -> list[Triple]:
    """What a profile predicts of a therapy in a disease, shaped like a GA4GH VA-Spec statement."""
    profile = described_profile(assertion.profile, names.base)
    regimen = described_regimen(assertion.drugs, names.base)
    label = f"{profile.label} {assertion.predicate} {regimen.label} in {assertion.disease.name}"
    out = statement(names, node, KG.EvidenceStatement, assertion, label)
    out.append(f"{node} {RDF.type} {OBO.assertion}")
    out.append(f"{node} {KG.profile} {profile.node}")
    out.append(f"{node} {KG.predicate} {INDIVIDUALS[assertion.predicate]}")
    out.append(f"{node} {KG.therapy} {regimen.node}")
    out.append(f"{node} {KG.condition} {names.concept(assertion.disease)}")
    out.append(f"{node} {KG.direction} {INDIVIDUALS[assertion.direction]}")
    if assertion.strength:
        out.append(f"{node} {KG.strength} {INDIVIDUALS[assertion.strength]}")
    if assertion.level:
        out.append(f"{node} {KG.evidenceLevel} {text(assertion.level)}")
    out += profile.triples
    out += regimen.triples
    return out
