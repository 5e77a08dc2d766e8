"""Every fault of a case file is named once, with its line, its path and its cure."""

from __future__ import annotations

import pytest
import yaml
from broken_cases import BROKEN, NOT_YAML, Broken
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Fault, Notepad, Severity
from kg.readers import yaml_nodes
from kg.readers.case_kinds import MAX_FAULTS
from kg.readers.case_yaml import looks_like, read_cases
from kg.readers.yaml_nodes import MAX_NODES

_ERBB2 = {769: "D", 777: "V", 778: "S"}


def residue(gene: str, position: int) -> str | None:
    return _ERBB2.get(position) if gene == "ERBB2" else None


def faults_of(text: str) -> list[Fault]:
    """All faults of a text; no case may come of a document that has any."""
    pad = Notepad("x.yaml")
    cases = list(read_cases(text, "x.yaml", pad, residue))
    assert not cases or not pad.faults or "---" in text or "goes on after the end" in pad.faults[0].what
    return pad.faults


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_a_broken_file_gets_one_message_for_each_fault(broken: Broken) -> None:
    faults = faults_of(broken.text)
    messages = [str(fault) for fault in faults]
    assert len(messages) == len(broken.said), messages
    for part, message in zip(broken.said, messages, strict=True):
        assert part in message, messages
    assert all(fault.cure and fault.severity is Severity.ERROR for fault in faults)
    whole_file = {"is empty", "holds only comments"}
    assert all(fault.line or fault.what in whole_file or "longer" in fault.what for fault in faults)


@pytest.mark.parametrize("broken", NOT_YAML, ids=lambda broken: broken.name)
def test_messages_are_the_same_without_the_fast_parser(
    broken: Broken, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = [str(fault) for fault in faults_of(broken.text)]
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    yaml_nodes._loader_class.cache_clear()
    try:
        slow = [str(fault) for fault in faults_of(broken.text)]
    finally:
        yaml_nodes._loader_class.cache_clear()
    assert len(slow) == len(fast)
    for part, message in zip(broken.said, slow, strict=True):
        assert part in message


def test_a_faultless_case_after_a_list_is_read() -> None:
    pad = Notepad("x.yaml")
    assert [case.id for case in read_cases("- case: a\n---\ncase: b\n", "x.yaml", pad)] == ["b"]
    assert len(pad.faults) == 1


def test_the_names_of_the_broken_files_are_their_own() -> None:
    assert len({broken.name for broken in BROKEN}) == len(BROKEN) >= 60


def test_all_faults_of_a_file_come_in_one_run_in_order() -> None:
    text = (
        "case: a b\n"
        "patient: {sex: woman, age: 61}\n"
        "diagnoses: {disease: x}\n"
        "variants:\n"
        "  - {gene: ERBB2, protein: G777L, kind: nonsense}\n"
        "  - {protein: V777}\n"
        "therapy:\n"
        "  - {start: 2021, end: 2020}\n"
        "---\n"
        "case: c\n"
        "outcom: {status: alive}\n"
    )
    faults = faults_of(text)
    assert [(fault.line, fault.path) for fault in faults] == [
        (1, "case"),
        (2, "patient.sex"),
        (2, "patient.age"),
        (3, "diagnoses"),
        (5, "variants[0].kind"),
        (5, "variants[0].protein"),
        (6, "variants[1].protein"),
        (6, "variants[1]"),
        (8, "therapy[0]"),
        (8, "therapy[0].end"),
        (11, "outcom"),
    ]


def test_a_faultless_case_is_read_beside_a_faulty_one() -> None:
    pad = Notepad("x.yaml")
    cases = read_cases("case: a\n---\ncase: b\nsex: male\n---\ncase: c\n", "x.yaml", pad)
    assert [case.id for case in cases] == ["a", "c"]
    assert len(pad.faults) == 1


def test_after_many_faults_only_their_number_is_told() -> None:
    text = "case: a\nfindings:\n" + "  - {wat: x}\n" * 40
    messages = [str(fault) for fault in faults_of(text)]
    assert len(messages) == MAX_FAULTS + 1
    assert messages[-1] == "x.yaml: 30 more faults are not shown (mend these first)"


def test_honest_aliases_are_not_a_bomb() -> None:
    drug = "&d [" + ", ".join(f"drug{number}" for number in range(50)) + "]"
    lines = "".join(f"  - {{drugs: *d, cycles: {number}}}\n" for number in range(1, 200))
    text = f"case: a\ntherapy:\n  - {{drugs: {drug}}}\n{lines}"
    assert faults_of(text) == []
    too_many = f"case: a\ntherapy:\n  - {{drugs: {drug}}}\n" + "  - {drugs: *d}\n" * (MAX_NODES // 50)
    assert ["holds more than" in fault.what for fault in faults_of(too_many)] == [True]


def test_a_message_stays_on_one_line_and_short_whatever_the_file_holds() -> None:
    text = 'case: a\npatient: {sex: "' + "x\\n\\e[31m" * 5_000 + '"}\n"' + "y\\n" * 200 + '": 1\n'
    messages = [str(fault) for fault in faults_of(text)]
    assert len(messages) == 2
    assert all(message.isprintable() and len(message) < 500 for message in messages)


def test_residues_are_only_held_against_what_is_known() -> None:
    text = "case: a\nvariants: [{gene: ERBB2, protein: G777L}]\n"
    assert len(list(read_cases(text, "x.yaml", Notepad("x.yaml")))) == 1
    assert (
        faults_of("case: a\nvariants: [{gene: OTHER, protein: G777L}, {gene: ERBB2, protein: G1L}]\n") == []
    )


_PIECES = st.sampled_from(
    [
        "case: a\n",
        "variants:\n",
        "  - gene: X\n",
        "    protein: V1L\n",
        "therapy: ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "- ",
        ": ",
        "'",
        '"',
        "&a ",
        "*a ",
        "!!x ",
        "#",
        "---\n",
        "\t",
        "null",
        "x",
        "\n",
        "? ",
        ">",
        "%",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join) | st.text(max_size=40))
def test_any_text_is_read_or_faulted(text: str) -> None:
    pad = Notepad("x.yaml")
    cases = list(read_cases(text, "x.yaml", pad))
    assert cases or pad.faults
    assert looks_like(text) in {True, False}
