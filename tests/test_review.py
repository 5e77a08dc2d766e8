"""The review without a browser: pieces, rows, the terminal, and the page as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_samples import ABSTRACT, CASE, hostile, reading
from test_case_yaml_round_trip import cases
from test_webpage_attacks import TEXTS

from kg.case import Case, responses
from kg.extract.model import Reading, Topic
from kg.review import page
from kg.review.pieces import cut, one_line, visible
from kg.review.rows import rows
from kg.review.terminal import colours_wanted, marked

if TYPE_CHECKING:
    from pathlib import Path

STRETCHES = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=8)


@given(st.integers(0, 30), STRETCHES)
def test_pieces_make_up_the_text_and_know_what_covers_them(
    length: int, stretches: list[tuple[int, int]]
) -> None:
    pieces = cut(length, stretches)
    assert "".join("x" * (piece.end - piece.start) for piece in pieces) == "x" * length
    assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]
    for piece in pieces:
        covered = {
            at for at, (start, end) in enumerate(stretches) if start <= piece.start and piece.end <= end
        }
        assert set(piece.inside) == covered


def test_the_shortest_of_overlapping_marks_comes_first() -> None:
    assert cut(9, [(0, 9), (2, 4), (3, 8)])[2].inside == (1, 2, 0)


@given(st.text())
def test_visible_text_holds_nothing_that_steers_or_hides(text: str) -> None:
    assert visible(text).replace("\n", "").isprintable()
    assert visible(visible(text)) == visible(text)


def test_a_row_has_words_ids_and_places() -> None:
    found = {row.kind: row for row in rows(reading(), CASE)}
    assert list(found) == ["patient", "diagnosis", "variant", "therapy", "response", "finding", "claim"]
    assert found["patient"].what == "female, 58 years"
    assert found["variant"].ids == ("HGNC:3236",)
    assert found["response"].what == "partial response, for 14 months"
    assert (found["finding"].modality, found["finding"].confidence) == ("absent", 0.9)
    assert found["therapy"].rule == "invented: sentence"


@given(cases())
@settings(max_examples=20, deadline=None)
def test_every_finding_of_any_case_can_be_shown(case: Case) -> None:
    shown = Reading(document=reading().document, cases=(case,))
    lines = list(marked(shown, False, 80))
    nested = sum(len(responses(line)) + len(line.adverse_events) for line in case.therapy)
    lists = (case.diagnoses, case.biomarkers, case.variants, case.profiles, case.therapy, case.drug_facts,
             case.findings, case.measurements, case.samples, case.interpretations, case.claims, case.assertions)  # fmt: skip
    patient = any((case.patient.sex, case.patient.age, case.patient.ethnicity))
    expected = sum(map(len, lists)) + nested + patient + (case.outcome is not None)
    assert len(rows(shown, case)) == expected
    assert any(line.endswith(f"{expected} findings") for line in lines)


# The terminal


def plain(lines: list[str]) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))


def test_without_colour_marks_stand_in_brackets_with_topic_number_and_sign() -> None:
    said = " ".join(marked(reading(), False, 110))
    assert "\x1b" not in said
    assert "[[EGFR | gene 4] L858R | variant 5]" in said
    assert "[brain metastases | disease -7]" in said
    assert "[osimertinib | drug ~11]" in said
    assert "[Amivantamab | drug ?12]" in said


def test_with_colour_the_text_is_as_it_was_but_for_numbers() -> None:
    lines = list(marked(reading(), True, 110))
    start = lines.index("\x1b[1mabstract:\x1b[0m") + 1
    text = re.sub(r"\[[-~?]?\d+\]", "", plain(lines[start : lines.index("", start)]))
    assert " ".join(text.split()) == " ".join(ABSTRACT.split())
    assert all(line.count("\x1b[0m") * 2 == line.count("\x1b[") for line in lines)


def test_findings_and_what_was_not_understood_are_listed_beneath() -> None:
    lines = list(marked(reading(), False, 110))
    assert "response      partial response, for 14 months  (0.60; responses: gave; marks 9 10)" in lines
    assert "finding       absent brain metastases  (0.90; negation: no; marks 6 7)" in lines
    assert lines[-2:] == [
        "Seen and not understood: 1",
        "  13 marker 'xq-17 score': no marker of that name is known (abstract 232-243)",
    ]


def test_a_text_without_a_case_says_so() -> None:
    assert "No case was read from this text." in list(marked(replace(reading(), cases=()), False))


@given(st.text(max_size=300), st.integers(40, 100), st.booleans())
@settings(max_examples=60, deadline=None)
def test_no_line_is_wider_than_the_terminal_or_steers_it(text: str, width: int, colour: bool) -> None:
    lines = list(marked(hostile(text), colour, width))
    for line in plain(lines).split("\n"):
        assert line.isprintable()
        assert not line.isascii() or len(line) <= width


@pytest.mark.parametrize(
    ("terminal", "variable", "wanted"), [(True, "", True), (True, "1", False), (False, "", False)]
)
def test_colours_need_a_terminal_and_no_objection(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, variable: str, wanted: bool
) -> None:
    from io import StringIO

    class Stream(StringIO):
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("NO_COLOR", variable)
    monkeypatch.setenv("TERM", "xterm")
    assert colours_wanted(Stream()) is wanted


def test_a_long_line_without_spaces_is_broken_in_good_time() -> None:
    text = "x" * 1_000_000
    document = replace(reading().document, sections=(replace(reading().document.sections[0], text=text),))
    lines = list(marked(Reading(document=document), False, 100))
    assert sum(line.count("x") for line in lines if set(line) == {"x"}) == len(text)


# The page


class Read(HTMLParser):
    """Counts elements and gathers the text of those of one class."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.attributes += attrs


def test_the_same_readings_give_the_same_page(tmp_path: Path) -> None:
    assert page.write([reading(), reading(8)], tmp_path / "a.html") == 0
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page.html([reading(), reading(8)])


def test_the_page_loads_nothing_and_allows_only_its_own_scripts() -> None:
    text = page.html([reading()])
    found = Read(text)
    addresses = [value for name, value in found.attributes if name in {"href", "src", "action"} and value]
    assert all(value.startswith("#") or value == "data:," for value in addresses)
    assert text.count("<script>") == text.count("sha256-") - 1
    assert "default-src &#39;none&#39;" in text


def test_every_mark_and_finding_has_its_place_on_the_page() -> None:
    ids = [value for name, value in Read(page.html([reading()])).attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {f"d0-f{number}" for number in range(7)} <= set(ids)
    targets = {value for name, value in Read(page.html([reading()])).attributes if name == "href"}
    assert {value[1:] for value in targets if value and value.startswith("#")} <= set(ids)


def test_too_many_documents_are_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(page, "MOST", 2)
    assert page.write((reading(number) for number in range(1, 6)), tmp_path / "x.html") == 3
    assert "3 more were read" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_a_document_without_text_case_or_anything_makes_a_page() -> None:
    from kg.case import Publication

    assert "No case was read" in page.html([Reading(document=Publication())])
    assert "No document was read" in page.html([])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_an_attack_adds_no_element_and_no_attribute(name: str) -> None:
    """The same page with harmless words has the very same elements and attributes."""

    def shape(text: str) -> tuple[dict[str, int], set[str]]:
        found = Read(page.html([hostile(text)]))
        return found.tags, {key for key, _ in found.attributes}

    attack = TEXTS[name][:3_000]
    assert shape(attack) == shape("x" * len(attack))


def test_every_topic_has_a_look_and_a_colour_of_the_terminal() -> None:
    css: str = page._own("review.css")
    for topic in Topic:
        assert f'data-topic="{topic}"' in css or topic is Topic.CUE
    marks: list[Any] = [replace(reading().marks[0], topic=topic) for topic in Topic]
    assert list(marked(replace(reading(), marks=tuple(marks)), True))


def test_words_on_one_line() -> None:
    assert one_line(" a\n\tb\u2028c ") == "a b c"


@pytest.mark.parametrize("stage", ["stage IV", "IV"])
def test_a_stage_is_called_so_once(stage: str) -> None:
    from kg.case import Concept, Diagnosis
    from kg.review.rows import words

    said, _ = words(Diagnosis(disease=Concept("melanoma"), stage=stage))
    assert "stage IV" in said
    assert "stage stage" not in said
