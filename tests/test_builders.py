"""From cases to quads: names, modality, determinism."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import builders, pipeline
from kg.builders.names import case_names
from kg.builders.patient import years
from kg.case import (
    Case,
    Concept,
    Diagnosis,
    Finding,
    Method,
    Modality,
    Observation,
    Outcome,
    Profile,
    Publication,
    Response,
    Span,
    TherapyLine,
    Variant,
    VariantFinding,
)
from kg.demo import bundled
from tests.benchmarks.cases import cases as generated

ERBB2 = Concept("HER2", "HGNC:3430", "ERBB2")
V777L = Variant(gene=ERBB2, protein="p.Val777Leu", kind="missense")
D769H = Variant(gene=ERBB2, protein="p.Asp769His", kind="missense")
CARCINOMA = Concept("breast carcinoma", "MONDO:0004989", "breast carcinoma")
DRUGS = (
    Concept("T-DM1", "NCIT:C82492", "Trastuzumab Emtansine"),
    Concept("pyrotinib", "NCIT:C111895", "Pyrotinib"),
)


def quads(case: Case, **options: str) -> set[ox.Quad]:
    return set(ox.parse(io.BytesIO(builders.quads(case, **options).encode()), ox.RdfFormat.N_QUADS))


def of_patient(case: Case) -> set[str]:
    """Local names of the predicates on the patient."""
    patient = case_names(case).patient[1:-1]
    return {
        q.predicate.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        for q in quads(case)
        if q.subject.value == patient
    }


@pytest.mark.parametrize("modality", [Modality.ABSENT, Modality.BACKGROUND, Modality.HYPOTHESIS])
def test_only_observed_findings_reach_the_patient(modality):
    def case(chosen: Modality) -> Case:
        return Case(
            id="x",
            diagnoses=(Diagnosis(disease=CARCINOMA, metastatic_sites=(Concept("lung"),), modality=chosen),),
            variants=(VariantFinding(variant=V777L, modality=chosen),),
            profiles=(Profile(members=(V777L,), modality=chosen),),
            therapy=(TherapyLine(drugs=DRUGS, modality=chosen, response=Response(category="response")),),
        )

    assert {"RO_0016002", "hasVariant", "hasProfile", "receivedDrug", "respondedTo"} <= of_patient(
        case(Modality.OBSERVED)
    )
    assert of_patient(case(modality)) == {"type", "label"}


def test_a_hypothetical_response_to_a_real_line_does_not_reach_the_patient():
    line = TherapyLine(drugs=DRUGS, response=Response(category="response", modality=Modality.HYPOTHESIS))
    assert "respondedTo" not in of_patient(Case(id="x", therapy=(line,)))


def test_later_responses_follow_the_first_and_reach_the_patient():
    line = TherapyLine(
        drugs=DRUGS,
        response=Response(category="partial response"),
        later_responses=(Response(category="disease progression"), Response(category="relapse")),
    )
    found = quads(Case(id="x", therapy=(line,)))
    assert {"respondedTo", "progressedOn"} <= of_patient(Case(id="x", therapy=(line,)))
    told = {
        (
            q.subject.value.partition("/x/")[2],
            q.predicate.value.rpartition("/")[2],
        ): q.object.value.rpartition("/x/")[2] or q.object.value
        for q in found
        if "/response/" in q.subject.value
    }
    assert [told[f"response/1{end}", "order"] for end in ("", "/2", "/3")] == ["1", "2", "3"]
    assert {told[f"response/1{end}", "responseTo"] for end in ("", "/2", "/3")} == {"line/1"}
    assert told["response/1/2", "BFO_0000062"] == "response/1"
    assert told["response/1/3", "BFO_0000062"] == "response/1/2"
    assert told["response/1/3", "category"].endswith("/mesh/D012008")


def test_a_single_response_has_no_place_in_an_order():
    lines = (TherapyLine(drugs=DRUGS, response=Response(category="relapse")),)
    found = quads(Case(id="x", therapy=lines))
    assert not [q for q in found if q.predicate.value.endswith("/order") and "response" in q.subject.value]


@pytest.mark.parametrize(
    ("outcome", "label", "predicates"),
    [
        (Outcome(status="dead", overall_survival="P2Y"), "outcome: dead", {"vitalStatus", "overallSurvival"}),
        (Outcome(progression_free="P8M"), "outcome: progression-free P8M", {"progressionFree"}),
        (
            Outcome(overall_survival="P2Y", disease_free="P6M"),
            "outcome: overall survival P2Y, disease-free P6M",
            {"overallSurvival", "diseaseFree"},
        ),
    ],
)
def test_an_outcome_says_only_what_is_stated(outcome, label, predicates):
    about = [q for q in quads(Case(id="x", outcome=outcome)) if q.subject.value.endswith("/outcome/1")]
    said = {q.predicate.value.rpartition("/")[2] for q in about}
    assert said & {"vitalStatus", "overallSurvival", "progressionFree", "diseaseFree"} == predicates
    assert label in {q.object.value for q in about}


def test_profiles_and_regimens_are_named_by_their_members_in_any_order():
    names = case_names(Case(id="x"))
    assert names.profile((V777L, D769H)) == names.profile((D769H, V777L))
    assert names.regimen(DRUGS) == names.regimen(DRUGS[::-1])
    assert names.profile((V777L,)) != names.profile((V777L, D769H))


def test_two_cases_with_the_same_variant_meet_in_one_node():
    one, two = (quads(Case(id=name, variants=(VariantFinding(variant=V777L),))) for name in ("one", "two"))
    shared = {q.triple for q in one} & {q.triple for q in two}
    assert any(t.object == ox.Literal("p.Val777Leu") for t in shared)


def test_cases_of_one_document_have_graphs_of_their_own_and_share_the_publication():
    publication = Publication(pmid="1", title="Invented")
    one, two = (quads(Case(id=f"PMID:1#{n}", publication=publication)) for n in (1, 2))
    assert not {q.graph_name for q in one} & {q.graph_name for q in two}
    assert {q.triple for q in one} & {q.triple for q in two}


@pytest.mark.parametrize("name", ["PMID:1#2", "a.b:c-d_e", "Ünïcode"])
def test_every_case_id_makes_iris_that_parse(name):
    assert quads(Case(id=name, publication=Publication(title="Invented")))


def test_a_name_without_a_term_is_kept_and_marked():
    case = Case(id="x", findings=(Observation(what=Concept("odd <finding>")),))
    marked = [q for q in quads(case) if q.object.value.endswith("Unmapped")]
    assert len(marked) == 1
    assert any(
        q.object == ox.Literal("odd <finding>") and q.subject == marked[0].subject for q in quads(case)
    )


def test_the_base_changes_our_names_and_nothing_else():
    case = next(generated(1))
    moved = builders.quads(case, "https://example.org/mine/")
    assert "w3id.org/casekg/case" not in moved
    assert moved.replace("https://example.org/mine/", "https://w3id.org/casekg/") == builders.quads(case)


def test_a_quote_without_a_place_still_has_a_name_of_its_own():
    finding = Finding(evidence=(Span("abstract", quote="as invented"),))
    case = Case(id="x", diagnoses=(Diagnosis(disease=CARCINOMA, evidence=finding.evidence),))
    assert any(q.object == ox.Literal("as invented") for q in quads(case))


def test_how_sure_a_reader_was_and_by_which_rule_stands_on_the_statement():
    read = {"method": Method.EXTRACTED, "confidence": 0.8, "rule": "diseases: full name"}
    case = Case(id="x", diagnoses=(Diagnosis(disease=CARCINOMA, **read), Diagnosis(disease=CARCINOMA)))
    said = [
        (q.subject.value[-1], q.predicate.value.rpartition("/")[2], q.object.value.rpartition("/")[2])
        for q in quads(case)
        if q.subject.value[:-1].endswith("/diagnosis/")
    ]
    assert {("1", "method", "extracted"), ("1", "confidence", "0.8"), ("2", "method", "curated")} <= {*said}
    assert [row for row in said if row[1] == "rule"] == [("1", "rule", "diseases: full name")]


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_building_a_case_twice_adds_nothing_and_makes_no_blank_node(seed):
    (case,) = generated(1, seed)
    text = builders.quads(case)
    assert text == builders.quads(replace(case))
    lines = text.splitlines()
    assert len(lines) == len(set(lines))
    assert not any(isinstance(term, ox.BlankNode) for q in quads(case) for term in (q.subject, q.object))


def test_the_bytes_do_not_depend_on_hash_seed_locale_or_folder(tmp_path):
    outputs = set()
    for hash_seed, locale, name in (("1", "C", "a"), ("2", "C.UTF-8", "b c"), ("random", "POSIX", "d")):
        folder = tmp_path / name
        folder.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": locale}
        for suffix in ("nq", "ttl", "jsonld"):
            command = [sys.executable, "-m", "kg", "build", *bundled(), "-q", "-o", f"graph.{suffix}"]
            subprocess.run(command, cwd=folder, env=environment, check=True)
        outputs.add(tuple((folder / f"graph.{suffix}").read_bytes() for suffix in ("nq", "ttl", "jsonld")))
    assert len(outputs) == 1


def test_the_order_of_inputs_does_not_change_the_quads():
    there, back = (pipeline.graph(names)[0] for names in (bundled(), bundled()[::-1]))
    assert sorted("".join(there).splitlines()) == sorted("".join(back).splitlines())


@pytest.mark.parametrize(
    ("age", "expected"), [("P61Y6M", 61.5), ("P3M", 0.25), ("P1W", 7 / 365.25), ("P40Y", 40)]
)
def test_ages_become_years(age, expected):
    assert years(age) == pytest.approx(expected)


def test_the_package_list_names_every_folder_with_code():
    from configparser import ConfigParser

    root = Path(__file__).parents[1]
    config = ConfigParser()
    config.read(root / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    found = {
        ".".join(path.parent.relative_to(root).parts)
        for path in (root / "kg").rglob("*.py")
        if "__pycache__" not in path.parts
    }
    assert found <= listed
    assert {name for name in listed if name not in ("kg.ontology", "kg.queries")} == found
