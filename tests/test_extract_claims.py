"""What a report says of the world stays apart from what it says of its patient."""

from __future__ import annotations

import pytest

from kg.case import Case, Modality, Publication, Section
from kg.extract.reading import read


def case_of(abstract: str, title: str = "") -> Case:
    sections = [Section(name="title", text=title)] if title else []
    sections.append(Section(name="abstract", text=abstract))
    (case,) = read(Publication(pmid="1", sections=tuple(sections))).cases
    return case


STORY = "Here we report a man with lung adenocarcinoma who was given crizotinib."


@pytest.mark.parametrize(
    ("sentence", "relation", "certainty"),
    [
        ("KRAS mutations are associated with poor survival.", "is associated with poor prognosis in", "stated"),
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
        f"Trials have shown that alectinib is effective in lung cancer, but its use in thymoma has not been reported. {STORY}"
    )
    assert [claim.relation for claim in case.claims] == ["is effective in", "has not been reported in"]
    assert [claim.disease.text if claim.disease else None for claim in case.claims] == ["lung cancer", "thymoma"]


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
    case = case_of(f"Tyrosine kinase inhibitors (TKIs) are tablets. A 40-year-old man was treated with {told}.")
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
