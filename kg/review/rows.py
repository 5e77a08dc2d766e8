"""The findings of a case as rows, each in a few words, with its ids and its places in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch

from kg import case as model
from kg.case import Case, Concept, Finding, Modality, Span
from kg.case_text import variant_name
from kg.extract.model import Mark, Reading, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding, ready to be shown."""

    kind: str
    """'diagnosis', 'response', ..."""
    topic: Topic
    """The topic that its marks mostly have."""
    what: str
    """The finding in words."""
    ids: tuple[str, ...] = ()
    """CURIEs of the terms it names, in the order named."""
    modality: Modality = Modality.OBSERVED
    confidence: float | None = None
    rule: str = ""
    note: str = ""
    spans: tuple[Span, ...] = ()


Ids = Mapping[str, str]
"""A name in lower case -> the CURIE that a mark of the document gives it."""


def rows(reading: Reading, case: Case) -> tuple[Row, ...]:
    """The findings of one case in the case's own order; a line's response and harm follow the line."""
    ids = _ids_of(reading.marks, reading)
    return (*_patient_rows(case), *(_row(finding, ids) for finding in _findings(case)))


def _ids_of(marks: Iterable[Mark], reading: Reading) -> Ids:
    """The ids by the words marked and by what they were read as."""
    texts = {section.name: section.text for section in reading.document.sections}
    found: dict[str, str] = {}
    for mark in marks:
        if mark.id:
            for name in (texts.get(mark.section, "")[mark.start : mark.end], mark.says):
                found.setdefault(name.casefold(), mark.id)
    return found


def _patient_rows(case: Case) -> Iterator[Row]:
    stated = (case.patient.sex, case.patient.age and duration(case.patient.age), case.patient.ethnicity)
    if what := ", ".join(filter(None, stated)):
        yield Row(kind="patient", topic=Topic.PATIENT, what=what, spans=case.patient.evidence)


def _findings(case: Case) -> Iterator[Finding]:
    yield from (*case.diagnoses, *case.biomarkers, *case.variants, *case.profiles)
    for line in case.therapy:
        yield line
        yield from (*model.responses(line), *line.adverse_events)
    yield from (*case.drug_facts, *case.findings, *case.measurements, *case.samples)
    yield from (*case.interpretations, *filter(None, (case.outcome,)))
    yield from (*case.claims, *case.assertions)


_KINDS: dict[type[Finding], tuple[str, Topic]] = {
    model.Diagnosis: ("diagnosis", Topic.DISEASE),
    model.Biomarker: ("biomarker", Topic.MARKER),
    model.VariantFinding: ("variant", Topic.VARIANT),
    model.Profile: ("profile", Topic.VARIANT),
    model.TherapyLine: ("therapy", Topic.DRUG),
    model.Response: ("response", Topic.RESPONSE),
    model.AdverseEvent: ("adverse event", Topic.ADVERSE_EVENT),
    model.DrugFact: ("drug", Topic.DRUG_CLASS),
    model.Observation: ("finding", Topic.DISEASE),
    model.Measurement: ("measurement", Topic.MARKER),
    model.Sample: ("sample", Topic.DISEASE),
    model.Interpretation: ("interpretation", Topic.DISEASE),
    model.Outcome: ("outcome", Topic.OUTCOME),
    model.Claim: ("claim", Topic.CLAIM),
    model.Assertion: ("assertion", Topic.CLAIM),
}


def _row(finding: Finding, ids: Ids) -> Row:
    kind, topic = _KINDS[type(finding)]
    what, concepts = words(finding)
    known = (concept.id or ids.get(concept.text.casefold()) for concept in concepts)
    return Row(
        kind=kind,
        topic=topic,
        what=what,
        ids=tuple(dict.fromkeys(filter(None, known))),
        modality=finding.modality,
        confidence=finding.confidence,
        rule=finding.rule or "",
        note=finding.note or "",
        spans=finding.evidence,
    )


Said = tuple[str, tuple[Concept, ...]]
"""A finding in words, and the concepts it names."""


@singledispatch
def words(finding: Finding) -> Said:
    """The finding in a few words, and what it names; raises TypeError for a kind that is not known."""
    raise TypeError(f"no words for {type(finding).__name__}")


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _names(concepts: Iterable[Concept]) -> str:
    return " + ".join(concept.text for concept in concepts)


def _some(*concepts: Concept | None) -> tuple[Concept, ...]:
    return tuple(filter(None, concepts))


def duration(text: str) -> str:
    """An ISO 8601 duration in words; any other text as it is.

    >>> duration("P2Y6M"), duration("P1W"), duration("2021-03")
    ('2 years 6 months', '1 week', '2021-03')
    """
    if not text.startswith("P"):
        return text
    units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
    said, number = [], ""
    for letter in text[1:]:
        if letter.isdigit():
            number += letter
        elif letter in units and number:
            said.append(f"{int(number)} {units[letter]}{'' if int(number) == 1 else 's'}")
            number = ""
        else:
            return text
    return " ".join(said) or text


def _lasting(word: str, text: str | None) -> str:
    return f"{word} {duration(text)}" if text else ""


def _stage(text: str) -> str:
    return text if text.casefold().startswith("stage") else f"stage {text}"


@words.register
def _(finding: model.Diagnosis) -> Said:
    spread = f"metastatic to {_names(finding.metastatic_sites)}" if finding.metastatic_sites else ""
    said = _joined(
        finding.disease.text,
        f"in {finding.site.text}" if finding.site else "",
        _stage(finding.stage) if finding.stage else "",
        f"grade {finding.grade}" if finding.grade else "",
        spread or {True: "metastatic", False: "not metastatic", None: ""}[finding.metastatic],
        _lasting("at", finding.when),
    )
    return said, _some(finding.disease, finding.specific, finding.site, *finding.metastatic_sites)


@words.register
def _(finding: model.Biomarker) -> Said:
    said = _joined(f"{finding.receptor} {finding.status}", finding.value, finding.assay)
    return said, _some(finding.term, finding.gene, Concept(finding.receptor))


@words.register
def _(finding: model.VariantFinding) -> Said:
    fraction = finding.allele_fraction
    said = _joined(
        variant_name(finding.variant),
        finding.origin,
        finding.effect,
        f"allele fraction {fraction:g}" if fraction is not None else "",
        finding.assay,
        _lasting("at", finding.when),
    )
    return said, tuple(model.variant_genes(finding.variant))


@words.register
def _(finding: model.Profile) -> Said:
    genes = (gene for variant in finding.members for gene in model.variant_genes(variant))
    return " and ".join(map(variant_name, finding.members)), tuple(genes)


@words.register
def _(finding: model.TherapyLine) -> Said:
    treatment = _names(finding.drugs) or ("" if finding.drugs_stated else "drugs not named")
    said = _joined(
        f"line {finding.number}" if finding.number else "",
        f"{finding.lines} lines" if finding.lines else "",
        finding.setting,
        f"{finding.regimen} ({treatment})" if finding.regimen and treatment else finding.regimen or treatment,
        " + ".join(finding.procedures),
        f"{finding.cycles} cycles" if finding.cycles else "",
        _lasting("for", finding.duration),
        _lasting("from", finding.start),
        _lasting("to", finding.end),
    )
    return said, finding.drugs


@words.register
def _(finding: model.Response) -> Said:
    said = _joined(
        f"{finding.quality} {finding.category}" if finding.quality else finding.category,
        finding.criteria,
        {True: "durable", False: "not durable", None: ""}[finding.durable],
        {True: "ongoing", False: "not ongoing", None: ""}[finding.ongoing],
        _lasting("for", finding.duration),
        _lasting("free of progression for", finding.progression_free),
        _lasting("at", finding.when),
    )
    return said, ()


@words.register
def _(finding: model.AdverseEvent) -> Said:
    said = _joined(
        finding.event.text,
        f"grade {finding.grade}" if finding.grade else "",
        f"under {_names(finding.drugs)}" if finding.drugs else "",
    )
    return said, (finding.event, *finding.drugs)


@words.register
def _(finding: model.DrugFact) -> Said:
    return f"{finding.drug.text} is {finding.drug_class.text}", (finding.drug, finding.drug_class)


@words.register
def _(finding: model.Observation) -> Said:
    site = f"in {finding.site.text}" if finding.site else ""
    return _joined(finding.what.text, site, _lasting("at", finding.when)), _some(finding.what, finding.site)


@words.register
def _(finding: model.Measurement) -> Said:
    unit = finding.unit.text if finding.unit else ""
    value = f"{finding.value:g} {unit}".strip() if finding.value is not None else ""
    said = _joined(finding.assay.text, value, finding.result.text if finding.result else None)
    return said, _some(finding.assay, finding.result)


@words.register
def _(finding: model.Sample) -> Said:
    told = tuple(model.sample_concepts(finding))
    return _joined(finding.name, *(concept.text for concept in told)), told


@words.register
def _(finding: model.Interpretation) -> Said:
    about = finding.disease.text if finding.disease else finding.name
    return _joined(about, finding.progress), _some(finding.disease)


@words.register
def _(finding: model.Outcome) -> Said:
    survival = _lasting("overall survival", finding.overall_survival)
    progression_free = _lasting("free of progression for", finding.progression_free)
    disease_free = _lasting("free of disease for", finding.disease_free)
    at = _lasting("at", finding.when)
    return _joined(finding.status or "", survival, progression_free, disease_free, at), ()


@words.register
def _(finding: model.Claim) -> Said:
    related = " ".join(
        filter(None, (_names(finding.subjects), finding.relation or "", _names(finding.objects)))
    )
    said = f"{finding.says} ({related})" if finding.relation else finding.says
    return said, tuple(model.claim_concepts(finding))


@words.register
def _(finding: model.Assertion) -> Said:
    profile = " and ".join(map(variant_name, finding.profile))
    said = f"{profile} {finding.predicate} {_names(finding.drugs)} in {finding.disease.text}"
    return _joined(said, "" if finding.direction == "supports" else finding.direction), (
        *finding.drugs,
        finding.disease,
    )
