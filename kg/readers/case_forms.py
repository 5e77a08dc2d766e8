"""The forms of a case file: the fields of each mapping, and what they hold."""

from __future__ import annotations

from dataclasses import fields as fields_of
from typing import Any

from kg import case as model
from kg.case_text import fusion_partners, variant_reference
from kg.hgvs import coding_change, protein_change
from kg.readers import case_values as value
from kg.readers.case_checks import (
    Reference,
    check_case,
    check_claim,
    check_outcome,
    check_publication,
    check_span,
    check_therapy,
    check_variant,
    span_of,
    unknown_drugs,
)
from kg.readers.case_kinds import Choice, Flag, Fraction, Kind, Number, Text, Whole
from kg.readers.case_records import ByShape, Listed, OneOrMore, Record


def _concept(text: str) -> model.Concept:
    """The name as given; what it stands for is found later."""
    return model.Concept(value.plain_text(text))


TEXT, TEXTS = Text(), Listed(Text())
CONCEPT, CONCEPTS = Text(_concept, "a name"), Listed(Text(_concept, "a name"))
DATE = Text(value.date, "a date")
DURATION = Text(value.duration, "a duration")
WHEN = Text(value.when, "a date or a duration")
RECORD = Text(value.record, "JSON")
POSITION = Whole(1, 99_999)
NUMBER = Number()

SPAN = Record(
    "a place in the text",
    {"section": TEXT, "start": Whole(0, 99_999_999), "end": Whole(1, 99_999_999), "quote": TEXT},
    lambda section="abstract", **rest: model.Span(section, **rest),
    check=check_span,
)
EVIDENCE = OneOrMore(ByShape(Text(span_of, "a place in the text"), None, SPAN))

FINDING: dict[str, Kind] = {
    "modality": Choice(tuple(model.Modality), model.Modality),
    "evidence": EVIDENCE,
    "method": Choice(tuple(model.Method), model.Method),
    "confidence": Fraction(),
    "rule": TEXT,
    "note": TEXT,
    "at_age": Text(value.age, "an age"),
    "record": RECORD,
}
AUTHOR = Record("an author", {"name": TEXT, "affiliations": TEXTS}, model.Author, ("name",))
PUBLICATION = Record(
    "the publication",
    {
        "title": TEXT,
        "authors": Listed(
            ByShape(Text(lambda text: model.Author(value.plain_text(text)), "a name"), None, AUTHOR)
        ),
        "affiliations": TEXTS,
        "journal": TEXT,
        "date": DATE,
        "volume": TEXT,
        "issue": TEXT,
        "pages": TEXT,
        "doi": Text(value.doi, "a DOI"),
        "pmid": Text(value.pmid, "a PubMed id"),
        "pmcid": Text(value.pmcid, "a PubMed Central id"),
        "issn": Text(value.issn, "an ISSN"),
        "language": TEXT,
        "types": TEXTS,
        "keywords": TEXTS,
        "copyright": TEXT,
        "conflict_of_interest": TEXT,
    },
    model.Publication,
    check=check_publication,
)
PATIENT = Record(
    "the patient",
    {"sex": Choice(model.SEXES), "age": Text(value.age, "an age"), "ethnicity": TEXT, "evidence": EVIDENCE},
    model.Patient,
    may_be_empty=True,
)
DIAGNOSIS = Record(
    "a diagnosis",
    {
        "disease": CONCEPT,
        "specific": CONCEPT,
        "metastatic": Flag(),
        "stage": TEXT,
        "grade": TEXT,
        "site": CONCEPT,
        "metastatic_sites": CONCEPTS,
        "when": WHEN,
        "onset": CONCEPT,
        "stages": CONCEPTS,
        "tnm": CONCEPTS,
        "laterality": CONCEPT,
        **FINDING,
    },
    model.Diagnosis,
    ("disease",),
)
BIOMARKER = Record(
    "a biomarker",
    {
        "receptor": TEXT,
        "status": Choice(model.STATUSES),
        "assay": TEXT,
        "value": TEXT,
        "gene": CONCEPT,
        "term": CONCEPT,
        **FINDING,
    },
    model.Biomarker,
    ("receptor", "status"),
)
_VARIANT: dict[str, Kind] = {
    "gene": CONCEPT,
    "fusion": Text(fusion_partners, "two genes"),
    "protein": Text(protein_change, "a protein change"),
    "coding": Text(coding_change, "a coding change"),
    "kind": Choice(model.VARIANT_KINDS),
    "partner": CONCEPT,
    "exon": Whole(1, 999),
    "mappings": TEXTS,
}
_VARIANT_FIELDS = {field.name for field in fields_of(model.Variant)}


def _variant_finding(**values: Any) -> model.VariantFinding:
    """The finding around the variant, whose fields stand flat beside each other in the file."""
    own = {key: values.pop(key) for key in list(values) if key in _VARIANT_FIELDS}
    return model.made(model.VariantFinding, {"variant": model.made(model.Variant, own), **values})


VARIANT = Record("a variant", _VARIANT, model.Variant, check=check_variant)
VARIANT_FINDING = Record(
    "a variant",
    {
        **_VARIANT,
        "origin": Choice(model.ORIGINS),
        "effect": Choice(model.EFFECTS),
        "allele_fraction": Fraction(),
        "when": WHEN,
        "assay": TEXT,
        "allelic_state": CONCEPT,
        "causal": Choice(model.CAUSAL_STATUSES),
        "pathogenicity": Choice(model.PATHOGENICITIES),
        "actionability": Choice(model.ACTIONABILITIES),
        "interpretation": POSITION,
        "sample": POSITION,
        **FINDING,
    },
    _variant_finding,
    check=check_variant,
)


REFERENCES = Listed(Reference(ByShape(Text(variant_reference, "the name of a variant"), None, VARIANT)))
PROFILE = Record("a profile", {"members": REFERENCES, **FINDING}, model.Profile, ("members",))
ADVERSE_EVENT = Record(
    "an adverse event",
    {"event": CONCEPT, "grade": Whole(1, 5), "drugs": CONCEPTS, **FINDING},
    model.AdverseEvent,
    ("event",),
)
RESPONSE = Record(
    "a response",
    {
        "category": Choice(model.RESPONSE_CATEGORIES),
        "criteria": TEXT,
        "quality": TEXT,
        "durable": Flag(),
        "ongoing": Flag(),
        "duration": DURATION,
        "progression_free": DURATION,
        "when": WHEN,
        **FINDING,
    },
    model.Response,
    ("category",),
)
THERAPY = Record(
    "a line of therapy",
    {
        "drugs": ByShape(Text(unknown_drugs, "a list of names"), CONCEPTS),
        "lines": Text(value.line_count, "a number of lines"),
        "number": Whole(1, 99),
        "regimen": TEXT,
        "procedures": TEXTS,
        "setting": TEXT,
        "start": WHEN,
        "end": WHEN,
        "duration": DURATION,
        "cycles": Whole(1, 999),
        "response": RESPONSE,
        "later_responses": Listed(RESPONSE),
        "adverse_events": Listed(ADVERSE_EVENT),
        "ordered": Flag(),
        "end_age": Text(value.age, "an age"),
        "intent": CONCEPT,
        "target": CONCEPT,
        "ended_because": CONCEPT,
        "regimen_term": CONCEPT,
        "procedure_term": CONCEPT,
        "procedure_site": CONCEPT,
        "route": CONCEPT,
        **FINDING,
    },
    model.TherapyLine,
    check=check_therapy,
)
DRUG_FACT = Record(
    "a drug fact", {"drug": CONCEPT, "drug_class": CONCEPT, **FINDING}, model.DrugFact, ("drug", "drug_class")
)
OBSERVATION = Record(
    "a finding",
    {
        "what": CONCEPT,
        "site": CONCEPT,
        "when": WHEN,
        "onset": CONCEPT,
        "severity": CONCEPT,
        "modifiers": CONCEPTS,
        **FINDING,
    },
    model.Observation,
    ("what",),
)
MEASUREMENT = Record(
    "a measurement",
    {
        "assay": CONCEPT,
        "value": NUMBER,
        "unit": CONCEPT,
        "low": NUMBER,
        "high": NUMBER,
        "result": CONCEPT,
        "when": WHEN,
        **FINDING,
    },
    model.Measurement,
    ("assay",),
)
SAMPLE = Record(
    "a sample",
    {
        "name": TEXT,
        "tissue": CONCEPT,
        "kind": CONCEPT,
        "material": CONCEPT,
        "histology": CONCEPT,
        "progression": CONCEPT,
        "grade": CONCEPT,
        "stage": CONCEPT,
        "tnm": CONCEPTS,
        "markers": CONCEPTS,
        "procedure": CONCEPT,
        "procedure_site": CONCEPT,
        "when": WHEN,
        **FINDING,
    },
    model.Sample,
    ("name",),
)
INTERPRETATION = Record(
    "an interpretation",
    {"name": TEXT, "progress": Choice(model.PROGRESSES), "disease": CONCEPT, **FINDING},
    model.Interpretation,
    ("name",),
)
OUTCOME = Record(
    "the outcome",
    {
        "status": Choice(model.VITAL_STATUSES),
        "overall_survival": DURATION,
        "progression_free": DURATION,
        "disease_free": DURATION,
        "when": WHEN,
        "cause": CONCEPT,
        **FINDING,
    },
    model.Outcome,
    check=check_outcome,
)
CLAIM_BIOMARKER = Record(
    "a biomarker",
    {"receptor": TEXT, "status": Choice(model.STATUSES)},
    model.Biomarker,
    ("receptor", "status"),
)
CLAIM = Record(
    "a claim",
    {
        "says": TEXT,
        "relation": Choice(model.CLAIM_RELATIONS),
        "subjects": CONCEPTS,
        "objects": CONCEPTS,
        "disease": CONCEPT,
        "variants": REFERENCES,
        "biomarkers": Listed(CLAIM_BIOMARKER),
        "certainty": Choice(model.CERTAINTIES),
        "strength": Choice(model.STRENGTHS),
        **FINDING,
        "modality": Choice((model.Modality.BACKGROUND, model.Modality.HYPOTHESIS), model.Modality),
    },
    model.Claim,
    ("says", "modality"),
    check_claim,
)
ASSERTION = Record(
    "an assertion",
    {
        "profile": REFERENCES,
        "predicate": Choice(model.PREDICATES),
        "drugs": CONCEPTS,
        "disease": CONCEPT,
        "direction": Choice(model.DIRECTIONS),
        "strength": Choice(model.STRENGTHS),
        "level": Choice(model.LEVELS),
        **FINDING,
    },
    model.Assertion,
    ("profile", "predicate", "drugs", "disease"),
)


def _case(case: str, **parts: Any) -> model.Case:
    """The case; in the file its id is called 'case'."""
    return model.made(model.Case, {"id": case, "lines": {}, **parts})


CASE = Record(
    "a case",
    {
        "case": Text(value.case_id, "an id"),
        "invented": Flag(),
        "curator": TEXT,
        "method": Choice(tuple(model.Method), model.Method),
        "publication": PUBLICATION,
        "patient": PATIENT,
        "diagnoses": Listed(DIAGNOSIS),
        "biomarkers": Listed(BIOMARKER),
        "variants": Listed(VARIANT_FINDING),
        "profiles": Listed(PROFILE),
        "therapy": Listed(THERAPY),
        "drug_facts": Listed(DRUG_FACT),
        "findings": Listed(OBSERVATION),
        "measurements": Listed(MEASUREMENT),
        "samples": Listed(SAMPLE),
        "interpretations": Listed(INTERPRETATION),
        "outcome": OUTCOME,
        "claims": Listed(CLAIM),
        "assertions": Listed(ASSERTION),
        "record": RECORD,
        "proposed": TEXTS,
        "rejected": TEXTS,
    },
    _case,
    ("case",),
    check_case,
)
