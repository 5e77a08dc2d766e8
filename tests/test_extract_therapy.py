"""Lines of therapy, responses, lengths of time, adverse events and the outcome, read from short texts of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.case import Case, Publication, Section
from kg.extract.predictions import prediction
from kg.extract.reading import read

_TABLES = ("extract_therapy.tsv", "extract_courses.tsv")
_HEAD = "A 60-year-old patient was seen in 2015. "
"""Makes every text a patient's story, as a sentence alone may be read as background."""
_UNSCORED = {"survival", "disease_free"}


def _rows() -> list[tuple[str, str, str, str]]:
    data = Path(__file__).parent / "data"
    told = [line for name in _TABLES for line in (data / name).read_text(encoding="utf-8").splitlines()[1:]]
    lines = [(*line.split("\t"), "", "", "") for line in told]
    return [(line[0], line[1], line[2], line[3]) for line in lines]


def _case(text: str) -> Case:
    return read(Publication(sections=(Section(name="abstract", text=_HEAD + text),))).cases[0]


def _outcomes(cell: str) -> set[tuple[str, ...]]:
    told = (part.strip().partition(" ") for part in cell.split(";") if part.strip())
    return {(kind, *sorted(drugs.split("+"))) if drugs else (kind,) for kind, _, drugs in told}


@pytest.mark.parametrize(("text", "drugs", "outcomes", "months"), _rows())
def test_a_text_gives_the_drugs_outcomes_and_lengths_that_it_states(
    text: str, drugs: str, outcomes: str, months: str
) -> None:
    line = prediction("x", [_case(text)])
    assert {drug.lower() for drug in line["drugs"]} == {
        one.strip() for one in drugs.split(",") if one.strip()
    }
    assert {
        (one["type"], *sorted(drug.lower() for drug in one["drugs"]))
        for one in line["outcome"]
        if one["type"] not in _UNSCORED
    } == _outcomes(outcomes)
    lengths = {one["duration_months"] for one in line["outcome"] if one["duration_months"]}
    assert lengths == {float(one) for one in months.split(",") if one.strip()}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("She was treated with nivolumab. She died of sepsis.", "dead"),
        ("The patient is alive and well at two years.", "alive"),
        ("He was lost to follow-up.", "lost to follow-up"),
        ("Her mother had died of breast cancer. She received tamoxifen for 5 years and is alive.", "alive"),
    ],
)
def test_the_fate_of_the_patient_is_told_as_far_as_stated(text: str, status: str) -> None:
    outcome = _case(text).outcome
    assert outcome is not None and outcome.status == status


def test_no_fate_is_made_up() -> None:
    assert _case("He was treated with nivolumab. His father died of lung cancer.").outcome is None


@pytest.mark.parametrize(
    ("text", "event", "grade"),
    [
        ("She was treated with ipilimumab and developed grade 3 colitis.", "Colitis", 3),
        ("The patient developed neutropenia after treatment with paclitaxel.", "Neutropenia", None),
        ("Nivolumab-induced pneumonitis was diagnosed. Nivolumab was stopped.", "Pneumonitis", None),
    ],
)
def test_an_adverse_event_tied_by_words_stands_with_its_line(
    text: str, event: str, grade: int | None
) -> None:
    found = [harm for line in _case(text).therapy for harm in line.adverse_events]
    assert [(harm.event.text.lower(), harm.grade) for harm in found] == [(event.lower(), grade)]


def test_a_symptom_before_treatment_is_no_adverse_event() -> None:
    case = _case("He presented with nausea and fatigue. Sunitinib was started, and he improved.")
    assert not [harm for line in case.therapy for harm in line.adverse_events]


def test_progression_after_a_response_is_kept_with_the_same_line() -> None:
    case = _case("Crizotinib led to a partial response, but the tumor progressed after 8 months.")
    (line,) = case.therapy
    assert line.response is not None and line.response.category == "partial response"
    assert [(one.category, one.duration) for one in line.later_responses] == [("disease progression", "P8M")]


def test_cycles_setting_and_number_of_a_line_are_kept() -> None:
    case = _case("He received six cycles of adjuvant cisplatin. Second-line docetaxel was given later.")
    first, second = case.therapy
    assert (first.cycles, first.setting, second.number) == (6, "adjuvant", 2)
