"""The first case's record, read alone, gives the curated case's facts and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline, readers
from kg.case import Case, TherapyLine
from kg.errors import Notepad
from kg.extract.document import bounds
from kg.extract.reading import read
from kg.grounding import ground_case

ROOT = Path(__file__).parents[1]
RECORD = ROOT.parent / "shared" / "eval" / "seed" / "pmid-37120151.txt"
pytestmark = pytest.mark.skipif(
    not RECORD.exists(), reason="the first case's record is not beside the checkout"
)


@pytest.fixture(scope="module")
def curated() -> Case:
    (case,) = pipeline.cases([str(ROOT / "kg" / "examples" / "first-case.yaml")])
    return case


@pytest.fixture(scope="module")
def extracted() -> Case:
    pad = Notepad("record")
    (record,) = readers.read_documents(str(RECORD), pad)
    (case,) = read(record).cases
    grounded = ground_case(case, pad)
    assert not list(pad.errors())
    return grounded


def test_the_diagnosis_is_the_same(curated: Case, extracted: Case) -> None:
    def told(case: Case) -> list[object]:
        return [(d.disease.id, d.specific.id if d.specific else None, d.metastatic) for d in case.diagnoses]

    assert told(extracted) == told(curated)


def test_the_receptors_are_the_same(curated: Case, extracted: Case) -> None:
    def told(case: Case) -> set[object]:
        return {(b.receptor, b.status, b.term.id if b.term else None) for b in case.biomarkers}

    assert told(extracted) == told(curated)
    assert len(extracted.biomarkers) == len(curated.biomarkers)


def test_the_variants_and_their_profile_are_the_same(curated: Case, extracted: Case) -> None:
    def told(case: Case) -> list[object]:
        return [(v.variant.gene.id, v.variant.protein, v.effect, v.origin, v.modality) for v in case.variants]

    assert told(extracted) == told(curated)
    assert [[m.protein for m in p.members] for p in extracted.profiles] == [
        [m.protein for m in p.members] for p in curated.profiles
    ]


def test_the_lines_of_therapy_and_their_responses_are_the_same(curated: Case, extracted: Case) -> None:
    def told(line: TherapyLine) -> object:
        assert line.response is not None
        response = line.response
        drugs = {drug.id for drug in line.drugs}
        return line.lines, drugs, response.category, response.quality, response.durable, line.later_responses

    assert [told(line) for line in extracted.therapy] == [told(line) for line in curated.therapy]


def test_every_claim_stands_in_the_sentence_and_modality_of_a_curated_one(
    curated: Case, extracted: Case
) -> None:
    (record,) = readers.read_documents(str(RECORD), Notepad("record"))
    abstract = record.section("abstract")
    assert abstract is not None
    sentences = bounds(abstract.text)

    def told(case: Case) -> set[object]:
        return {
            (
                next(n for n, (_, end) in enumerate(sentences) if (claim.evidence[0].start or 0) < end),
                claim.modality,
            )
            for claim in case.claims
        }

    assert told(extracted) == told(curated)


def test_nothing_else_is_claimed(curated: Case, extracted: Case) -> None:
    assert extracted.patient == curated.patient
    assert extracted.outcome is None
    assert not extracted.findings
    facts = {(fact.drug.id, fact.drug_class.id) for fact in curated.drug_facts}
    assert {(fact.drug.id, fact.drug_class.id) for fact in extracted.drug_facts} <= facts
