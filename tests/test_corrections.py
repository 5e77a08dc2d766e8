"""A curator's corrections of a case file are kept when the text is read again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from review_samples import CASE
from test_case_yaml_round_trip import cases

from kg import case as model
from kg.case import Case, Concept, Method, Modality
from kg.case_text import to_yaml
from kg.corrections import Changes, merged, proposal, rewritten, save
from kg.corrections.keys import fingerprint, folded, name
from kg.corrections.merging import SECTIONS
from kg.errors import FaultsError, Notepad
from kg.readers.case_yaml import read_cases

if TYPE_CHECKING:
    from pathlib import Path

HER2 = model.Biomarker(receptor="HER2", status="negative", confidence=0.8, rule="markers: status")
T790M = model.VariantFinding(
    variant=model.Variant(gene=Concept("EGFR"), protein="p.Thr790Met", kind="missense"),
    confidence=0.7,
    rule="variants: protein change",
)
READ = replace(
    CASE, biomarkers=(HER2,), variants=(*CASE.variants, T790M), outcome=model.Outcome(status="alive")
)


def back(text: str) -> list[Case]:
    """The cases of a file that must be faultless."""
    pad = Notepad("file")
    found = list(read_cases(text, "file", pad))
    assert pad.faults == []
    return found


def run(text: str, *read: Case) -> tuple[str, Changes]:
    """The text after another reading, which a further one leaves as it is."""
    after, changes = rewritten(text, read, "case.yaml", Notepad("case.yaml"))
    assert rewritten(after, read, "case.yaml", Notepad("case.yaml"))[0] == after
    return after, changes[0]


FIRST, _ = run("", READ)


def test_the_first_run_writes_rule_confidence_and_what_it_proposes() -> None:
    (case,) = back(FIRST)
    assert case.method is Method.EXTRACTED
    assert (case.variants[0].rule, case.variants[0].confidence) == ("invented: sentence", 0.95)
    names = [one.rpartition(" ~")[0] for one in case.proposed]
    assert names == [
        "patient sex", "patient age", "patient evidence", "diagnosis lung adenocarcinoma", "biomarker HER2",
        "variant EGFR L858R", "variant EGFR T790M", "therapy Gefitinib", "finding brain metastases",
        "claim Amivantamab might be tried", "outcome",
    ]  # fmt: skip


def test_reading_again_changes_nothing() -> None:
    text, changes = run(FIRST, READ)
    assert text == FIRST
    assert str(changes) == "nothing changed"


def test_a_changed_value_stays_and_is_the_curators_even_when_its_rule_was_left() -> None:
    text, changes = run(FIRST.replace("status: negative", "status: positive"), READ)
    (case,) = back(text)
    assert [(one.status, one.rule, one.confidence, one.method) for one in case.biomarkers] == [
        ("positive", None, None, Method.CURATED)
    ]
    assert (changes.kept, changes.refused) == (("biomarker HER2",), ("biomarker HER2",))
    assert case.rejected == ()


def test_a_removed_finding_does_not_come_back() -> None:
    edited = "".join(
        line for line in FIRST.splitlines(keepends=True) if "Thr790Met" not in line and "T790M ~" not in line
    )
    gone = to_yaml(replace(back(FIRST)[0], variants=CASE.variants))
    for text in (edited, gone):
        (case,) = back(run(text, READ)[0])
        if text is gone:
            assert case.rejected == ("variant EGFR T790M",)
            assert [name(one) for one in case.variants] == ["variant EGFR L858R"]
            assert back(run(run(text, CASE)[0], READ)[0])[0].variants == case.variants


def test_what_the_curator_rejects_by_name_is_refused_until_the_name_is_taken_out() -> None:
    (case,) = back(FIRST)
    told = to_yaml(replace(case, variants=case.variants[:1], rejected=("Variant  egfr t790m",)))
    text, changes = run(told, READ)
    assert back(text)[0].rejected == ("Variant  egfr t790m",)
    assert changes.refused == ("variant EGFR T790M",)
    allowed, changes = run(to_yaml(replace(back(text)[0], rejected=())), READ)
    assert changes.added == ("variant EGFR T790M",)
    assert back(allowed)[0] == case


def test_an_added_finding_stays_and_takes_the_place_of_what_is_read_later() -> None:
    own = "biomarkers:\n- {receptor: HER2, status: low, note: my own reading}\n"
    before, _ = run("", replace(READ, biomarkers=()))
    text, changes = run(before + own, READ)
    (case,) = back(text)
    assert [(one.status, one.note, one.method) for one in case.biomarkers] == [
        ("low", "my own reading", Method.CURATED)
    ]
    assert changes.refused == ("biomarker HER2",)


def test_a_better_reading_updates_withdraws_and_adds_in_the_order_of_the_text() -> None:
    sure = replace(CASE.variants[0], confidence=0.99)
    other = replace(T790M, variant=replace(T790M.variant, protein="p.Cys797Ser"))
    text, changes = run(FIRST, replace(READ, variants=(other, sure)))
    assert changes == Changes(
        added=("variant EGFR C797S",), updated=("variant EGFR L858R",), withdrawn=("variant EGFR T790M",)
    )
    (case,) = back(text)
    assert [name(one) for one in case.variants] == ["variant EGFR C797S", "variant EGFR L858R"]
    assert case.rejected == ()


def test_of_two_findings_of_one_name_the_untouched_one_stays_the_readings() -> None:
    second = replace(HER2, status="positive", assay="FISH")
    read = replace(READ, biomarkers=(HER2, second))
    before, _ = run("", read)
    edited = before.replace("status: negative", "status: equivocal")
    again = replace(read, biomarkers=(replace(HER2, confidence=0.9), replace(second, confidence=0.9)))
    (case,) = back(run(edited, again)[0])
    assert [(one.status, one.confidence) for one in case.biomarkers] == [
        ("equivocal", None),
        ("positive", 0.9),
    ]


def test_a_curated_file_gains_what_is_read_and_loses_nothing() -> None:
    curated = Case(
        id="PMID:7",
        curator="A. Curator",
        publication=model.Publication(pmid="7", journal="My Journal"),
        biomarkers=(model.Biomarker(receptor="HER2", status="positive"),),
        outcome=model.Outcome(status="dead"),
    )
    text, changes = run(f"# mine\n{to_yaml(curated)}", READ)
    (case,) = back(text)
    assert text.startswith("# mine\n")
    assert (case.method, case.curator, case.biomarkers, case.outcome) == (
        Method.CURATED,
        "A. Curator",
        curated.biomarkers,
        curated.outcome,
    )
    assert {one.method for one in case.variants} == {Method.EXTRACTED}
    assert case.publication == replace(CASE.publication, journal="My Journal")  # type: ignore[type-var]
    assert changes.kept == ("biomarker HER2", "outcome")


def test_a_variant_that_the_curators_profile_is_made_of_is_not_withdrawn() -> None:
    (case,) = back(FIRST)
    profile = model.Profile(members=tuple(one.variant for one in case.variants))
    text, _ = run(to_yaml(replace(case, profiles=(profile,))), replace(READ, variants=()))
    assert [name(one) for one in back(text)[0].variants] == ["variant EGFR L858R", "variant EGFR T790M"]


def test_the_patient_is_corrected_field_by_field() -> None:
    (case,) = back(FIRST)
    corrected = replace(case, patient=replace(case.patient, age="P57Y", sex=None))
    text, changes = run(to_yaml(corrected), READ)
    assert back(text)[0].patient == replace(case.patient, age="P57Y", sex=None)
    assert back(text)[0].rejected == ("patient sex",)
    assert changes.kept == ("patient age",)


# The lines of the file


def test_comments_order_and_layout_of_what_stays_are_kept() -> None:
    text = FIRST.replace("variants:\n", "variants:   # two of them\n  # sequenced twice\n")
    text = text.replace("biomarkers:\n- ", "# --- receptors ---\nbiomarkers:\n-   ") + "# the end\n"
    after, _ = run(text, replace(READ, variants=CASE.variants))
    for line in ("variants:   # two of them", "  # sequenced twice", "# --- receptors ---", "# the end"):
        assert line in after.splitlines()
    lost = set(text.splitlines()) - set(after.splitlines())
    assert all(
        "T790M" in line or "Thr790Met" in line or "proposed" in line or "~" in line or "0.7" in line
        for line in lost
    )


def test_a_remark_beside_what_goes_is_kept_as_a_comment() -> None:
    text = FIRST.replace(
        "confidence: 0.7, rule: 'variants", "confidence: 0.7, # doubtful\n  rule: 'variants", 1
    )
    if text == FIRST:
        text = FIRST.replace("protein: p.Thr790Met", "protein: p.Thr790Met, # doubtful\n   kind: missense", 1)
    assert "# doubtful" in text
    after, changes = run(text, replace(READ, variants=CASE.variants))
    assert changes.withdrawn == ("variant EGFR T790M",)
    assert "# doubtful" in after
    assert len(back(after)[0].variants) == 1


def test_json_is_rewritten_and_its_remarks_gathered_on_top() -> None:
    import json

    from kg.case_text import mapping

    text = "# a remark\n" + json.dumps(mapping(back(FIRST)[0]))
    after, _ = run(text, replace(READ, variants=CASE.variants))
    assert after.startswith("# a remark\n")
    assert len(back(after)[0].variants) == 1


def test_several_cases_of_a_file_are_told_apart_and_others_left_alone() -> None:
    second = replace(READ, id="PMID:7#2", biomarkers=())
    both, _ = run("", READ, second)
    mine = "---\ncase: mine  # untouched\nbiomarkers: [{receptor: ER, status: positive}]\n"
    after, _ = run(both + mine, READ, replace(second, biomarkers=(HER2,)))
    assert [case.id for case in back(after)] == ["PMID:7", "PMID:7#2", "mine"]
    assert after.endswith(mine)
    assert len(back(after)[1].biomarkers) == 1


def test_a_faulty_file_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("case: PMID:7\nvariant: []\n", encoding="utf-8")
    with pytest.raises(FaultsError, match="variant"):
        save([READ], path, Notepad(str(path)))
    assert path.read_text(encoding="utf-8") == "case: PMID:7\nvariant: []\n"


def test_a_file_in_which_nothing_changes_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    save([READ], path, Notepad(str(path)))
    before = path.stat().st_ino
    assert [str(one) for one in save([READ], path, Notepad(str(path)))] == ["nothing changed"]
    assert (path.stat().st_ino, path.read_text(encoding="utf-8")) == (before, FIRST)


# Of any case

QUICK = settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])


def own(case: Case) -> list[model.Finding]:
    """The findings that no reading proposed."""
    every = [one for section in SECTIONS for one in getattr(case, section)]
    every += [case.outcome] if case.outcome else []
    return [one for one in every if one.method is Method.CURATED or fingerprint(one) not in case.proposed]


def said(finding: model.Finding) -> Any:
    """What a finding says, without how it was found."""
    plain = {"method": None, "rule": None, "confidence": None}
    if isinstance(finding, model.TherapyLine):
        plain["response"] = finding.response and said(finding.response)  # type: ignore[assignment]
        plain["adverse_events"] = tuple(map(said, finding.adverse_events))  # type: ignore[assignment]
    return replace(finding, **plain)  # type: ignore[arg-type]


def valid(case: Case) -> Case:
    """The case as it comes out of a file, without lists of what was proposed."""
    return back(to_yaml(replace(case, id="PMID:123", proposed=(), rejected=())))[0]


def machine(case: Case) -> Case:
    """The case as a reading gives it: nothing in it is curated."""
    lists = {
        section: tuple(replace(one, method=None) for one in getattr(case, section)) for section in SECTIONS
    }
    outcome = case.outcome and replace(case.outcome, method=None)
    return replace(case, method=Method.EXTRACTED, outcome=outcome, **lists)


READINGS = cases().map(valid).map(machine)


@st.composite
def corrected(draw: st.DrawFn) -> tuple[Case, Case]:
    """A file after a first reading and a curator's removals and additions; and a later reading."""
    first, second, added = draw(READINGS), draw(READINGS), draw(cases().map(valid))
    file = proposal(first)
    for section in SECTIONS:
        if section in {"variants", "profiles"}:
            continue
        held = [one for one in getattr(file, section) if draw(st.booleans())]
        more = [replace(one, method=Method.CURATED) for one in getattr(added, section) if draw(st.booleans())]
        file = replace(file, **{section: (*held, *more)})
    return valid_file(file), draw(st.sampled_from([first, second]))


def valid_file(case: Case) -> Case:
    """The same as read back from its file."""
    return back(to_yaml(case))[0]


@given(corrected())
@QUICK
def test_running_twice_changes_nothing_and_the_curators_survives(pair: tuple[Case, Case]) -> None:
    file, read = pair
    once, _ = merged(read, file)
    twice, changes = merged(read, once)
    assert twice == once
    assert not (changes.added or changes.updated or changes.withdrawn)
    after = [said(one) for section in SECTIONS for one in getattr(once, section)]
    after += [said(once.outcome)] if once.outcome else []
    assert all(said(one) in after for one in own(file))
    names = {folded(one) for one in once.rejected}
    assert not [
        one for one in once.proposed if folded(one.rpartition(" ~")[0]) in names and one not in file.proposed
    ]


@given(corrected())
@QUICK
def test_files_are_rewritten_to_what_was_merged_and_then_left_alone(pair: tuple[Case, Case]) -> None:
    file, read = pair
    text = f"# above\n{to_yaml(file)}# below\n"
    after, _ = rewritten(text, [read], "x.yaml", Notepad("x.yaml"))
    assert "# above" in after
    assert "# below" in after
    assert back(after)[0] == valid_file(merged(read, file)[0])
    assert rewritten(after, [read], "x.yaml", Notepad("x.yaml"))[0] == after


@given(READINGS)
@QUICK
def test_what_is_proposed_is_found_again_in_the_file(read: Case) -> None:
    text, _ = rewritten("", [read], "x.yaml", Notepad("x.yaml"))
    (file,) = back(text)
    _, changes = merged(read, file)
    assert str(changes) in {"nothing changed"} or not (changes.kept or changes.added or changes.withdrawn)


def test_absence_is_said_of_the_same_variant() -> None:
    assert name(replace(T790M, modality=Modality.ABSENT)) == name(T790M) == "variant EGFR T790M"
