"""Several patients in one report told apart, and the age and sex of each."""

from __future__ import annotations

import pytest

from kg.case import Publication, Section
from kg.extract.context import Context
from kg.extract.document import document
from kg.extract.persons import patient

# a text | for each sentence the patient it is told of (* for all) | age and sex of each patient
PATIENTS = """\
The first case was a 41-year-old woman with stage IV lung adenocarcinoma. She had a response to gefitinib. The second case was a 29-year-old man with melanoma. He died. | 0011 | P41Y female, P29Y male
Case 1: A 60-year-old man had GIST. He got imatinib. Case 2: A 70-year-old woman had melanoma. She got ipilimumab. Both patients are alive. | 0011* | P60Y male, P70Y female
We report two patients: a 41-year-old woman and a 29-year-old man with thymoma. The first patient received surgery. The second patient received sunitinib. Both patients responded. | *01* | P41Y female, P29Y male
We describe two sisters with ovarian cancer. A 50-year-old woman presented with ascites. She received carboplatin. A 47-year-old woman presented with pain. She received olaparib. | *0011 | P50Y female, P47Y female
Patient A, a 55-year-old man, received crizotinib. Patient B, a 61-year-old woman, received alectinib. | 01 | P55Y male, P61Y female
A sixty-one-year-old lady was seen. She had pain. | ** | P61Y female
A Japanese man in his mid-sixties was diagnosed with lung cancer. | * | - male
A 7-month-old girl had neuroblastoma. | * | P7M female
A woman aged 61 years was seen. | * | P61Y female
A male patient, aged 45, was seen. | * | P45Y male
We report the case of a 33 y/o male. | * | P33Y male
The patient was a 68-year-old woman. | * | P68Y female
The patient had pain. She improved. | ** | - female
A 61-year-old Caucasian never-smoking male was diagnosed with lung cancer. | * | P61Y male
This postmenopausal patient had breast cancer. | * | - female
His mother had breast cancer at 40 years old. The patient, a 20-year-old student, had sarcoma. He improved. | *** | P20Y male
An 18-month-old boy came. | * | P18M male
A 56 year-old female nonsmoker suffered from pain. | * | P56Y female
A 72-yr-old gentleman. | * | P72Y male
We report 3 cases of sarcoma. Case 1 was a 30-year-old man. Case 2 was a 40-year-old man. Case 3 was a 50-year-old woman. | *012 | P30Y male, P40Y male, P50Y female
One patient had a partial response, the other patient progressed. | * | - -
A second case of melanoma was found in the family. | * | - -
After first-line therapy, a second drug was given to the patient, a 50-year-old man. | * | P50Y male
"""


@pytest.mark.parametrize("row", PATIENTS.splitlines())
def test_patients_are_told_apart_with_age_and_sex(row: str) -> None:
    text, wanted, people = row.split(" | ")
    told = document(Publication(sections=(Section(name="abstract", text=text),)))
    context = Context(told)
    assert "".join("*" if one.patient is None else str(one.patient) for one in told.sentences) == wanted
    found = (patient(told, context, number) for number in range(told.patients))
    assert ", ".join(f"{one.age or '-'} {one.sex or '-'}" for one in found) == people


def test_the_places_of_age_and_sex_are_given() -> None:
    told = document(Publication(sections=(Section(name="abstract", text="A 61-year-old woman came."),)))
    assert [span.quote for span in patient(told, Context(told)).evidence] == ["61-year-old", "woman"]
