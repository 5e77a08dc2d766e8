"""From what was found to cases: each finding with its place, its rule and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.case import Case, Method
from kg.extract.claims import Claims
from kg.extract.courses import outcome, therapy_lines
from kg.extract.diagnoses import diagnoses
from kg.extract.facts import Facts
from kg.extract.findings import biomarkers, profiles, told_classes, variants
from kg.extract.marks import marks
from kg.extract.model import Reading
from kg.extract.persons import patient


def assembled(whole: Facts, parts: Sequence[Facts]) -> Reading:
    """The reading of a document: a case for each patient, and all marks on the text.

    What the document says of the world is told once, with the first patient.
    """
    publication = whole.publication
    if not whole.document.sentences:
        return Reading(document=publication)
    claims = Claims(whole.document, whole.mentions, whole.alterations, whole.statuses)
    name = publication.curie or publication.name or "unnamed"
    cases = [_case(part, f"{name}#{part.patient + 1}" if len(parts) > 1 else name) for part in parts]
    cases[0] = replace(cases[0], drug_facts=tuple(told_classes(whole)), claims=tuple(claims.claims()))
    return Reading(document=publication, cases=tuple(cases), marks=marks(whole, parts, claims))


def _case(facts: Facts, name: str) -> Case:
    return Case(
        id=name,
        method=Method.EXTRACTED,
        publication=facts.publication,
        patient=patient(facts.document, facts.context, facts.patient),
        diagnoses=tuple(diagnoses(facts, facts.patient)),
        biomarkers=tuple(biomarkers(facts)),
        variants=tuple(variants(facts)),
        therapy=tuple(therapy_lines(facts)),
        outcome=outcome(facts),
        profiles=tuple(profiles(facts)),
    )
