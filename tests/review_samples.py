"""Invented readings for the tests of the review."""

from __future__ import annotations

import re
from typing import Any

from kg import case as model
from kg.case import Case, Concept, Method, Modality, Publication, Section, Span
from kg.extract.model import Mark, Reading, Topic

TITLE = "A made-up lung tumour that shrank"
ABSTRACT = (
    "A woman of 58 with lung adenocarcinoma had an EGFR L858R mutation and no brain metastases. "
    "Gefitinib gave a partial response for 14 months.\n"
    "In earlier trials osimertinib delayed progression. Amivantamab might be tried next, and the "
    "xq-17 score was 4."
)


def span(words: str, text: str = ABSTRACT, section: str = "abstract") -> Span:
    """Where the words stand."""
    start = text.index(words)
    return Span(section, start, start + len(words))


def mark(words: str, topic: Topic, says: str = "", **rest: Any) -> Mark:
    """A mark on the words of the abstract."""
    place = span(words)
    assert place.start is not None
    assert place.end is not None
    rest.setdefault("rule", "names")
    return Mark(section="abstract", start=place.start, end=place.end, topic=topic, says=says or words, **rest)


MARKS = (
    mark("woman of 58", Topic.PATIENT, "female, 58 years", patient=0),
    mark("lung adenocarcinoma", Topic.DISEASE, id="MONDO:0005061", patient=0, confidence=0.97),
    mark("lung", Topic.SITE, id="UBERON:0002048", patient=0),
    mark("EGFR", Topic.GENE, id="HGNC:3236", patient=0),
    mark("EGFR L858R", Topic.VARIANT, rule="variants: protein change", patient=0, confidence=0.95),
    mark("no ", Topic.CUE, "absent"),
    mark("brain metastases", Topic.DISEASE, modality=Modality.ABSENT, patient=0, confidence=0.9),
    mark("Gefitinib", Topic.DRUG, id="DRUGBANK:DB00317", patient=0, confidence=0.99),
    mark("partial response", Topic.RESPONSE, patient=0, confidence=0.6),
    mark("14 months", Topic.TIME, patient=0),
    mark("osimertinib", Topic.DRUG, modality=Modality.BACKGROUND),
    mark("Amivantamab", Topic.DRUG, modality=Modality.HYPOTHESIS),
    mark("xq-17 score", Topic.MARKER, unread="no marker of that name is known", confidence=0.3),
)

READ: dict[str, Any] = {"confidence": 0.95, "rule": "invented: sentence"}
CASE = Case(
    id="PMID:7",
    method=Method.EXTRACTED,
    publication=Publication(title=TITLE, pmid="7"),
    patient=model.Patient(sex="female", age="P58Y", evidence=(span("woman of 58"),)),
    diagnoses=(
        model.Diagnosis(
            disease=Concept("lung adenocarcinoma"), evidence=(span("lung adenocarcinoma"),), **READ
        ),
    ),
    variants=(
        model.VariantFinding(
            variant=model.Variant(gene=Concept("EGFR"), protein="p.Leu858Arg", kind="missense"),
            evidence=(span("EGFR L858R mutation"),),
            **READ,
        ),
    ),
    therapy=(
        model.TherapyLine(
            drugs=(Concept("Gefitinib"),),
            evidence=(span("Gefitinib gave a partial response for 14 months"),),
            response=model.Response(
                category="partial response",
                duration="P14M",
                evidence=(span("partial response for 14 months"),),
                confidence=0.6,
                rule="responses: gave",
            ),
            **READ,
        ),
    ),
    findings=(
        model.Observation(
            what=Concept("brain metastases"),
            modality=Modality.ABSENT,
            evidence=(span("no brain metastases"),),
            confidence=0.9,
            rule="negation: no",
        ),
    ),
    claims=(
        model.Claim(
            says="Amivantamab might be tried",
            modality=Modality.HYPOTHESIS,
            evidence=(span("Amivantamab might be tried next"),),
            confidence=0.7,
            rule="claims: might",
        ),
    ),
)


def reading(number: int = 7) -> Reading:
    """One invented document with one case; numbers make several of them."""
    sections = (Section(name="title", text=TITLE), Section(name="abstract", text=ABSTRACT))
    document = Publication(title=TITLE, pmid=str(number), journal="Journal of Inventions", sections=sections)
    from dataclasses import replace

    return Reading(document=document, cases=(replace(CASE, id=f"PMID:{number}"),), marks=MARKS)


def hostile(text: str) -> Reading:
    """A reading in which every text of the document, the marks and the findings is the given one."""
    words = text or " "
    marks = tuple(
        Mark(
            section="abstract",
            start=start,
            end=min(len(words), start + 4),
            topic=topic,
            says=words,
            id=words,
            rule=words,
            unread=words,
            confidence=0.5,
        )
        for start, topic in zip(range(0, len(words), 3), Topic, strict=False)
    )
    place = Span("abstract", 0, len(words), words)
    shared: dict[str, Any] = {"evidence": (place,), "rule": words, "note": words, "confidence": 0.5}
    name = re.sub(r"\s+", " ", words)
    case = Case(
        id=name,
        patient=model.Patient(ethnicity=words),
        diagnoses=(model.Diagnosis(disease=Concept(words, words, words), stage=words, **shared),),
        biomarkers=(model.Biomarker(receptor=words, status=words, assay=words, **shared),),
        claims=(model.Claim(says=words, modality=Modality.BACKGROUND, **shared),),
    )
    document = Publication(
        title=words, journal=words, pmid=name, sections=(Section(name="abstract", text=words),)
    )
    return Reading(document=document, cases=(case,), marks=marks)
