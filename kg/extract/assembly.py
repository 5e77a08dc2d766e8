"""From what was found to cases: each finding with its place, its rule and how sure it is."""

from __future__ import annotations

from kg.case import Case, Method
from kg.extract.claims import Claims
from kg.extract.courses import outcome, therapy_lines
from kg.extract.diagnoses import diagnoses
from kg.extract.facts import Facts
from kg.extract.findings import biomarkers, profiles, told_classes, variants
from kg.extract.marks import marks
from kg.extract.model import Reading
from kg.extract.persons import patient


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
        patient=patient(document, facts.context),
        diagnoses=tuple(diagnoses(facts)),
        biomarkers=tuple(biomarkers(facts)),
        variants=tuple(variants(facts)),
        therapy=tuple(therapy_lines(facts)),
        outcome=outcome(facts),
        profiles=tuple(profiles(facts)),
        drug_facts=tuple(told_classes(facts)),
        claims=tuple(claims.claims()),
    )
    return Reading(document=facts.publication, cases=(case,), marks=marks(facts, claims))
