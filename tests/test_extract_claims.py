"""What a report says of the world stays apart from what it says of its patient."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.case import Case, Hint, Modality, Publication, Section
from kg.case_text import to_yaml
from kg.errors import Notepad
from kg.extract.reading import read
from kg.grounding import ground_case
from kg.readers.case_yaml import read_cases

REPORTS = Path(__file__).parent / "data" / "extract_reports.jsonl"


def case_of(abstract: str, title: str = "") -> Case:
    sections = [Section(name="title", text=title)] if title else []
    sections.append(Section(name="abstract", text=abstract))
    (case,) = read(Publication(pmid="1", sections=tuple(sections))).cases
    return case


STORY = "Here we report a man with lung adenocarcinoma who was given crizotinib."


@pytest.mark.parametrize(
    ("sentence", "relation", "certainty"),
    [
        (
            "KRAS mutations are associated with poor survival.",
            "is associated with poor prognosis in",
            "stated",
        ),
        ("Osimertinib is being evaluated in thymoma.", "is being evaluated in", "under evaluation"),
        ("Alectinib has not been described in thymoma.", "has not been reported in", "not yet reported"),
        ("BRAF mutations are often found in melanoma.", "is frequent in", "stated"),
        ("MET amplification confers resistance to gefitinib.", "causes resistance to", "stated"),
    ],
)
def test_a_background_sentence_becomes_a_claim_and_no_finding(
    sentence: str, relation: str, certainty: str
) -> None:
    case = case_of(f"{sentence} {STORY}")
    (claim,) = case.claims
    assert (claim.relation, claim.certainty, claim.modality) == (relation, certainty, Modality.BACKGROUND)
    assert claim.evidence[0].quote == sentence.rstrip(".")
    assert [drug.text for line in case.therapy for drug in line.drugs] == ["Crizotinib"]
    assert not case.variants


def test_each_clause_states_one_thing_of_a_treatment() -> None:
    case = case_of(
        f"Trials have shown that alectinib is effective in lung cancer, but alectinib has not been reported in thymoma. {STORY}"
    )
    assert [claim.relation for claim in case.claims] == ["is effective in", "has not been reported in"]
    assert [claim.disease.text if claim.disease else None for claim in case.claims] == [
        "lung cancer",
        "thymoma",
    ]


def test_what_the_authors_conclude_is_a_hypothesis() -> None:
    case = case_of(f"{STORY} Crizotinib may be a useful option for ROS1-rearranged lung cancer.")
    (claim,) = case.claims
    assert (claim.modality, claim.relation) == (Modality.HYPOTHESIS, "is promising in")
    assert [subject.text for subject in claim.subjects] == ["Crizotinib"]
    assert not case.variants


@pytest.mark.parametrize(
    ("told", "drug_class"),
    [
        ("afatinib (an irreversible TKI)", "irreversible tyrosine kinase inhibitor"),
        ("the MEK inhibitor trametinib", "MEK inhibitor"),
        ("vemurafenib, a BRAF inhibitor", "BRAF inhibitor"),
    ],
)
def test_a_class_beside_a_drug_says_what_kind_of_drug_it_is(told: str, drug_class: str) -> None:
    case = case_of(
        f"Tyrosine kinase inhibitors (TKIs) are tablets. A 40-year-old man was treated with {told}."
    )
    (fact,) = case.drug_facts
    assert fact.drug_class.text == drug_class
    assert fact.modality is Modality.BACKGROUND


def test_variants_told_side_by_side_are_one_profile() -> None:
    case = case_of("A 50-year-old woman had lung cancer with EGFR L858R and T790M mutations.")
    (profile,) = case.profiles
    assert [member.protein for member in profile.members] == ["p.Leu858Arg", "p.Thr790Met"]


def test_variants_told_apart_are_no_profile() -> None:
    case = case_of(
        "A 50-year-old woman had lung cancer with EGFR L858R. At progression, biopsy showed EGFR T790M."
    )
    assert len(case.variants) == 2
    assert not case.profiles


def test_each_of_two_patients_is_a_case_of_its_own() -> None:
    text = (
        "ALK inhibitors are used in lung cancer. "
        "Case 1 was a 41-year-old woman with lung adenocarcinoma and an EGFR L858R mutation; she had a partial "
        "response to gefitinib for 9 months. "
        "Case 2 was a 29-year-old man with melanoma and a BRAF V600E mutation who died after progression on vemurafenib."
    )
    reading = read(Publication(pmid="1", sections=(Section(name="abstract", text=text),)))
    first, second = reading.cases
    assert (first.id, second.id) == ("PMID:1#1", "PMID:1#2")
    assert [case.diagnoses[0].disease.text for case in reading.cases] == ["lung adenocarcinoma", "melanoma"]
    assert [case.variants[0].variant.protein for case in reading.cases] == ["p.Leu858Arg", "p.Val600Glu"]
    assert [case.patient.age for case in reading.cases] == ["P41Y", "P29Y"]
    assert [[drug.text for line in case.therapy for drug in line.drugs] for case in reading.cases] == [
        ["Gefitinib"],
        ["Vemurafenib"],
    ]
    assert first.outcome is None
    assert second.outcome is not None
    assert second.outcome.status == "dead"
    assert {mark.patient for mark in reading.marks if mark.says == "Vemurafenib"} == {1}


def test_what_is_read_is_a_case_file_without_fault() -> None:
    """Every example text, written as YAML and read again."""
    texts = [json.loads(line)["text"] for line in REPORTS.read_text("utf-8").splitlines()]
    for number, text in enumerate(texts):
        for case in read(
            Publication(pmid=f"{number + 1}", sections=(Section(name="abstract", text=text),))
        ).cases:
            pad = Notepad("case.yaml")
            (again,) = read_cases(to_yaml(ground_case(case, pad)), "case.yaml", pad)
            assert [fault for fault in pad.faults if fault.severity == "error"] == []
            assert len(again.claims) == len(case.claims)


def hint(start: int, text: str, kind: str) -> Hint:
    end = start + len(text)
    return Hint(section="abstract", start=start, end=end, text=text, kind=kind, source="PubTator3")


def test_what_only_another_program_marked_is_shown_with_its_source() -> None:
    text = "A 40-year-old man with thymoma received zorbatinib and sunitinib."
    at = text.index("zorbatinib")
    told = text.index("thymoma")
    hints = (
        hint(at, "zorbatinib", "Chemical"),
        hint(told, "thymoma", "Disease"),
    )
    reading = read(Publication(pmid="1", sections=(Section(name="abstract", text=text),), hints=hints))
    (mark,) = (mark for mark in reading.marks if "PubTator3" in mark.rule)
    assert (mark.says, mark.unread) == ("zorbatinib", "only PubTator3 marked it")
    assert [drug.text for line in reading.cases[0].therapy for drug in line.drugs] == ["Sunitinib"]
