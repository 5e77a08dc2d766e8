"""The quick reading of JSON gives what the careful one gives, or leaves it to it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.case import Case, Concept, TherapyLine, changed, made
from kg.case_text import mapping
from kg.errors import Fault, Notepad
from kg.grounding import named_case
from kg.readers import case_quick, case_yaml
from tests.benchmarks.cases import cases

CASES = [mapping(named_case(case)) for case in cases(60)]
ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 0.5, 2.5, 1e400, "", " ", "x", " x ", "true", "null", "~", "1", "PMID:1", "P1Y", "2021-13",
    "a\nb", "a\u2028b", "a\x85b", "\ufeffa", "\x7f", "\ud800", "a\tb", "positive", "observed", "p.Val777Leu", "p.Val777Leu ",
    "EML4-ALK", "unknown", "abstract 5-2", "abstract 2-5", [], {}, ["x"], [[]], {"x": 1}, {"text": "x"}, [None], ["x", "x"],
)  # fmt: skip


def careful(line: str) -> tuple[list[Case], list[Fault]]:
    pad = Notepad("x.jsonl")
    return list(case_yaml.read_cases(line, "x.jsonl", pad, residue)), pad.faults


def residue(gene: str, position: int) -> str | None:
    return {777: "V", 769: "D"}.get(position) if gene == "ERBB2" else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_a_faultless_case_is_read_quickly_as_it_is_read_carefully(case: dict[str, Any]) -> None:
    line = json.dumps(case)
    assert ([case_quick.case_of(line, 7, "x.jsonl", residue)], []) == careful(line)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a value, as container and key."""
    if not isinstance(value, dict | list):
        return []
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    return [place for key, inner in pairs for place in ((value, key), *places(inner))]


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_whatever_is_changed_the_quick_reading_agrees_or_is_unsure(data: st.DataObject) -> None:
    case = json.loads(json.dumps(data.draw(st.sampled_from(CASES))))
    for _ in range(data.draw(st.integers(1, 2))):
        container, key = data.draw(st.sampled_from(places(case)))
        what = data.draw(st.sampled_from(("value", "gone", "key")))
        if what == "value":
            container[key] = deepcopy(data.draw(st.sampled_from(ODD)))  # which the next change may be within
        elif what == "gone":
            del container[key]
        elif isinstance(container, dict):
            container[
                data.draw(st.sampled_from(("x", "when", "note", "grade", "modality", "evidence", "case")))
            ] = container.pop(key)
    line = json.dumps(case, ensure_ascii=data.draw(st.booleans()))
    if "\ud800" in line:  # no file holds half a character as such, only as an escape
        line = json.dumps(case)
    quick = case_quick.case_of(line, 1, "x.jsonl", residue)
    found, faults = careful(line)
    assert quick is None or (found == [quick] and not faults)
    if quick is not None:
        assert [quick.method] == [one.method for one in found]


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "[]", "null", '"case"', "{}", '{"case": "a", "case": "b"}', '{"case": "a", "patient": {"sex": "male", "sex": "female"}}',
        '{"case": "a"} {"case": "b"}', '{"case": "a", "variants": [{"gene": "ERBB2", "protein": "p.Ala777Leu"}]}',
        '{"case": "a", "profiles": [{"members": ["ERBB2 A777L"]}]}', '{"case": NaN}', "[" * 100_000,
    ],
    ids=lambda line: line[:40],
)  # fmt: skip
def test_what_is_not_plainly_right_is_left_to_the_careful_reading(line: str) -> None:
    assert case_quick.case_of(line, 1, "x.jsonl", residue) is None


def test_messages_find_the_line_of_the_file() -> None:
    case = case_quick.case_of('{"case": "a"}', 12, "x.jsonl")
    assert case
    assert (case.source, case.lines[""]) == ("x.jsonl", 12)


@pytest.mark.parametrize("values", [{"text": "x", "name": "y"}, {"id": "HGNC:3430"}])
def test_a_part_is_made_of_its_own_fields_and_of_all_that_it_needs(values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="not the fields of a Concept"):
        made(Concept, values)


def test_a_part_made_in_one_go_or_changed_is_the_part_made_field_by_field() -> None:
    line = TherapyLine(drugs=(Concept("x"),), start="P1M")
    assert made(TherapyLine, {"start": "P1M", "drugs": (Concept("x"),)}) == line
    assert changed(line, start=None) == TherapyLine(drugs=(Concept("x"),))
    assert hash(changed(line)) == hash(line)
    with pytest.raises(TypeError, match="not the fields of a TherapyLine"):
        changed(line, drug="y")
