"""GA4GH phenopackets: read as cases, built, taken out of the graph and written, they are what they were."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import yaml
import zstandard
from click.testing import CliRunner
from google.protobuf.json_format import MessageToDict, ParseDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phenopackets import Cohort, Family, Phenopacket
from test_case_yaml_round_trip import cases as written_cases

import kg
from kg import pipeline, readers, recovery
from kg.case import Case, Method, Modality
from kg.case_text import to_yaml
from kg.check import faults
from kg.cli import main
from kg.demo import bundled
from kg.errors import Notepad
from kg.grounding import ground_case, named_case
from kg.phenopackets.packets import cases_of, messages
from kg.phenopackets.patches import difference, patched
from kg.phenopackets.reading import case_id
from kg.phenopackets.schema import ENUMS, MESSAGES
from kg.phenopackets.times import duration
from kg.phenopackets.writing import packet_of
from kg.readers.case_yaml import read_cases
from kg.store import from_lines
from tests.benchmarks.cases import cases as invented

Json = dict[str, Any]

FULL = Path(__file__).parent / "data" / "phenopackets" / "full.json"
PACKET: Json = json.loads(FULL.read_text(encoding="utf-8"))
SHARED = Path(__file__).parents[2] / "shared" / "data" / "phenopackets"


def read(value: Any) -> tuple[list[Case], list[str]]:
    pad = Notepad("packet")
    return list(cases_of(value, pad)), [str(fault) for fault in pad.errors()]


def single(**fields: Any) -> Case:
    """The case of a packet with these fields, its id and no more."""
    (case,), faults = read({"id": "p", **fields})
    assert faults == []
    return case


def graph(*cases: Case) -> pyoxigraph.Store:
    pad = Notepad("cases")
    return from_lines(pipeline.build(ground_case(case, pad) for case in cases))


def through_graph(*values: Json) -> list[Json]:
    """The messages read, built as one graph, taken out of it and written."""
    found = [case for value in values for case in read(value)[0]]
    taken = recovery.cases(graph(*found), Notepad("graph"))
    return [message.value for message in messages(taken, Counter())]


def ask(store: pyoxigraph.Store, pattern: str) -> bool:
    prefixes = (
        "PREFIX kg: <https://w3id.org/casekg/vocab/> PREFIX RO: <http://purl.obolibrary.org/obo/RO_> "
        "PREFIX HP: <http://purl.obolibrary.org/obo/HP_> PREFIX NCIT: <http://purl.obolibrary.org/obo/NCIT_> "
        "PREFIX MONDO: <http://purl.obolibrary.org/obo/MONDO_> PREFIX OMIM: <https://omim.org/entry/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX BFO: <http://purl.obolibrary.org/obo/BFO_> "
    )
    return bool(store.query(f"{prefixes} ASK {{ {pattern} }}", use_default_graph_as_union=True))


# The schema


def described(descriptor: Any, seen: dict[str, Any]) -> dict[str, Any]:
    """The official classes' messages by the names that our tables use."""
    if descriptor.full_name not in seen and descriptor.full_name != "google.protobuf.Timestamp":
        seen[descriptor.full_name] = descriptor
        for field in descriptor.fields:
            if field.message_type and not field.message_type.GetOptions().map_entry:
                described(field.message_type, seen)
    return seen


def test_the_tables_are_those_of_the_official_classes() -> None:
    seen: dict[str, Any] = {}
    for one in (Phenopacket, Family, Cohort):
        described(one.DESCRIPTOR, seen)
    starts = r"org.phenopackets.schema.v2.core. org.phenopackets.schema.v2. org.ga4gh.vrsatile.v1. org.ga4gh.vrs.v1."
    names = {}
    for full, descriptor in seen.items():
        start = next(start for start in starts.split() if full.startswith(start))
        names[full.removeprefix(start)] = descriptor
    assert names.keys() == MESSAGES.keys()
    for name, descriptor in names.items():
        ours = MESSAGES[name]
        assert {field.name for field in descriptor.fields} | {
            field.json_name for field in descriptor.fields
        } == ours.keys()
        for field in descriptor.fields:
            mine = ours[field.name]
            of_map = bool(field.message_type and field.message_type.GetOptions().map_entry)
            assert mine == ours[field.json_name]
            assert mine.name == field.json_name
            assert mine.listed == (field.is_repeated and not of_map)
            assert mine.choice == (field.containing_oneof.name if field.containing_oneof else "")
            if field.enum_type:
                values = sorted(field.enum_type.values, key=lambda value: value.number)
                assert ENUMS[mine.kind] == tuple(value.name for value in values)
                assert [value.number for value in values] == list(range(len(values)))
            elif field.message_type and not of_map and mine.kind != "time":
                assert names[mine.kind] is field.message_type


# There and back


def test_a_packet_with_every_field_comes_back_through_a_graph() -> None:
    assert through_graph(PACKET) == [PACKET]
    ParseDict(PACKET, Phenopacket())


def test_the_fixture_uses_every_field_of_a_packet() -> None:
    used: dict[str, set[str]] = {}

    def walk(value: Any, name: str) -> None:
        for key, inner in value.items():
            field = MESSAGES[name][key]
            used.setdefault(name, set()).add(field.name)
            for one in inner if isinstance(inner, list) else [inner]:
                if field.kind in MESSAGES:
                    walk(one, field.kind)

    walk(PACKET, "Phenopacket")
    parts = ["Phenopacket", "Individual", "VitalStatus", "TimeElement", "PhenotypicFeature", "Measurement", "Value",
             "Quantity", "ReferenceRange", "Disease", "Interpretation", "GenomicInterpretation",
             "VariantInterpretation", "MedicalAction", "Treatment", "DoseInterval", "RadiationTherapy",
             "TherapeuticRegimen", "Procedure", "MetaData"]  # fmt: skip
    lacking = {
        f"{name}.{field.name}"
        for name in parts
        for field in MESSAGES[name].values()
        if field.name not in used[name]
    }
    assert lacking <= {"Disease.resolution"}


def test_spellings_and_numbers_of_the_schemas_own_files_are_read() -> None:
    packet = {"id": "p", "subject": {"id": "s", "sex": 1, "karyotypic_sex": "XX", "alternate_ids": None},
              "phenotypic_features": [{"type": {"id": "HP:0000790", "label": "Hematuria"}}]}  # fmt: skip
    (found,) = through_graph(packet)
    assert found["subject"] == {"id": "s", "sex": "FEMALE", "karyotypicSex": "XX"}
    assert [one["type"]["id"] for one in found["phenotypicFeatures"]] == ["HP:0000790"]


def test_labels_of_the_source_are_kept_where_ours_differ_or_there_is_no_term() -> None:
    labelled = [{"type": {"id": "HP:0000790", "label": "blood in the urine"}}, {"type": {"id": "FOO:1", "label": "foo"}},
                {"type": {"id": "FOO:1", "label": "the same foo"}}, {"type": {"id": "no id", "label": "x"}},
                {"type": {"id": "HP:0000790"}}]  # fmt: skip
    packet = {"id": "p", "phenotypicFeatures": labelled}
    assert through_graph(packet) == [packet]
    store = graph(*read(packet)[0])
    assert ask(
        store, '?o kg:what <https://bioregistry.io/FOO:1> . <https://bioregistry.io/FOO:1> rdfs:label "foo"'
    )


def test_a_change_in_the_case_is_a_change_in_the_packet() -> None:
    (case,), _ = read(PACKET)
    shorter = replace(case, therapy=case.therapy[1:], patient=replace(case.patient, sex="male"))
    packet = packet_of(shorter)
    assert packet["medicalActions"] == PACKET["medicalActions"][1:]
    assert packet["subject"] == {**PACKET["subject"], "sex": "MALE"}
    assert packet["metaData"] == PACKET["metaData"]


VALUES = st.recursive(st.integers(0, 3), lambda inner: st.dictionaries(st.sampled_from("abc"), inner))


@settings(deadline=None)
@given(VALUES, VALUES)
def test_a_patch_makes_of_one_value_the_other(made: Any, wanted: Any) -> None:
    assert patched(made, difference(made, wanted)) == wanted


# What the graph says


def test_an_excluded_feature_is_absent_and_an_excluded_disease_no_disease_of_the_patient() -> None:
    (case,), _ = read(PACKET)
    store = graph(case)
    assert [one.modality for one in case.findings].count(Modality.ABSENT) == 1
    assert ask(store, "?o kg:what HP:0100518 ; kg:modality kg:absent")
    assert ask(store, "?d kg:disease MONDO:0005148 ; kg:modality kg:absent")
    assert not ask(store, "?p RO:0016002 MONDO:0005148")


def test_a_disease_is_the_one_of_our_tables_with_the_packets_own_beside_it() -> None:
    store = graph(*read(PACKET)[0])
    assert ask(store, "?p RO:0016002 ?d . ?x kg:disease ?d ; kg:specificDisease NCIT:C4024 ; kg:stage 'IV'")


def test_only_a_solved_interpretation_makes_a_diagnosis() -> None:
    (case,), _ = read(PACKET)
    store = graph(case)
    assert ask(store, "?x kg:specificDisease NCIT:C7541 ; kg:modality kg:observed")
    assert ask(
        store, "?i a kg:Interpretation ; kg:interpretedDisease OMIM:148050 ; kg:modality kg:hypothesis"
    )
    assert not ask(store, "?p RO:0016002 OMIM:148050")


def test_a_gene_alone_is_no_variant_and_a_variant_without_gene_is_told() -> None:
    pad = Notepad("packet")
    (case,) = cases_of(PACKET, pad)
    assert [one.variant.gene.id for one in case.variants] == ["HGNC:9884", "HGNC:21316"]
    assert "interpretations of a gene, or of a variant without one (2)" in str(pad.faults[-1])


def test_a_variant_has_its_names_its_state_and_what_is_made_of_it() -> None:
    (case,), _ = read(PACKET)
    rb1, deletion = case.variants
    assert (rb1.variant.protein, rb1.variant.coding, rb1.variant.kind) == (
        "p.Arg320Ter",
        "c.958C>T",
        "nonsense",
    )
    assert rb1.variant.mappings == ("NM_000321.2:c.958C>T", "NP_000312.2:p.(Arg320Ter)")
    assert (rb1.causal, rb1.pathogenicity, rb1.actionability) == ("causative", "pathogenic", "actionable")
    assert (rb1.interpretation, rb1.sample) == (1, 1)
    assert (deletion.variant.kind, deletion.variant.mappings) == ("deletion", ())


def test_ages_count_from_birth_and_no_order_is_claimed_of_treatments() -> None:
    (case,), _ = read(PACKET)
    store = graph(case)
    assert (case.findings[0].at_age, case.findings[0].when) == ("P8M14D", None)
    assert case.patient.age == "P62Y6M"
    assert ask(store, "?l a kg:TherapyLine")
    assert ask(store, "?l kg:order 2 ; kg:orderStated false")
    assert not ask(store, "?l BFO:0000062 ?o")


def test_records_are_data_and_shown_on_no_page(tmp_path: Path) -> None:
    out = tmp_path / "view.html"
    result = CliRunner().invoke(main, ["view", str(FULL), "-o", str(out)])
    assert result.exit_code == 0, result.output
    page = out.read_text(encoding="utf-8")
    assert "Hematuria" in page
    assert "cumulativeDose" not in page


@pytest.mark.parametrize(
    ("given", "stored"),
    [("P15M", "P1Y3M"), ("P2W", "P14D"), ("P0D", "P0D"), ("PT0S", "P0D"), ("P3Y0M", "P3Y"), ("3 years", None), ("P", None)],
)  # fmt: skip
def test_an_age_has_one_spelling(given: str, stored: str | None) -> None:
    assert duration(given) == stored


# Faults


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phenotypicFeaturesX": []}, "phenotypicFeaturesX: is no field of Phenopacket in phenopackets v2 "
                                      "(did you mean 'phenotypicFeatures'?)"),
        ({"subject": {"sex": "FEMAL"}}, "subject.sex: 'FEMAL' is not allowed here (did you mean FEMALE?)"),
        ({"subject": {"dateOfBirth": "1960"}}, "subject.dateOfBirth: '1960' is not a timestamp (write it like 2021-05-14T10:35:00Z)"),
        ({"subject": []}, "subject: is a list where an object is expected (give a Individual)"),
        ({"diseases": {}}, "diseases: is an object where a list is expected (put it in [ ])"),
        ({"diseases": [{"excluded": "yes"}]}, "diseases[0].excluded: is text (write true or false without quotes)"),
        ({"subject": {"vitalStatus": {"survivalTimeInDays": -1}}}, "subject.vitalStatus.survivalTimeInDays: -1 is out of range (from 0 to 4294967295)"),
        ({"medicalActions": [{"procedure": {}, "treatment": {}}]}, "medicalActions[0].treatment: stands beside 'procedure', of which only one may be given (keep one of them)"),
        ({"id": 3}, "id: is a number where text is expected (put it in quotes)"),
        ({"id": " "}, "id: is missing (a case is called after its packet: give the phenopacket an id)"),
        ({"meta_data": {}, "metaData": {}}, "metaData: is given twice, in two spellings (keep one of them)"),
        ({"subject": {"id": "\ud800"}}, "subject.id: holds half a character (a lone surrogate) (write the text again)"),
        ({"subject": {"ageAtCollection": {"age": "P4Y"}}}, "is a phenopacket of schema v1 (it has 'ageAtCollection') (convert it to v2 first: "
                                                         "phenopacket-tools (github.com/phenopackets/phenopacket-tools) does that)"),
        ({"metaData": {"phenopacketSchemaVersion": "1.0.0"}}, "is a phenopacket of schema v1 (its metadata says 1.0.0) (convert it to v2 first: "
                                                              "phenopacket-tools (github.com/phenopackets/phenopacket-tools) does that)"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_path_and_cure(fields: Json, said: str) -> None:
    found, faults = read({"id": "p", **fields})
    assert (found, faults) == ([], [f"packet: {said}"])


def test_all_faults_are_told_at_once_and_endless_ones_counted() -> None:
    _, faults = read({"id": "p", "subject": {"sex": "x", "taxonomy": 3}})
    assert len(faults) == 2
    _, faults = read({"id": "p", "files": [3] * 50})
    assert len(faults) == 21
    assert "30 more faults" in faults[-1]


def test_endless_nesting_is_told() -> None:
    inner: Json = {}
    for _ in range(100):
        inner = {"variationSet": {"members": [inner]}}
    descriptor = {"variantInterpretation": {"variationDescriptor": {"variation": inner}}}
    _, faults = read(
        {"id": "p", "interpretations": [{"diagnosis": {"genomicInterpretations": [descriptor]}}]}
    )
    assert len(faults) == 1
    assert "nested more than" in faults[0]


# Families, cohorts, ids


def test_the_members_of_a_family_are_cases_and_make_the_family_again() -> None:
    members = [{"id": name, "subject": {"id": name}} for name in ("child", "mother", "father")]
    del members[2]["id"]
    family = {"id": "f 1", "proband": members[0], "relatives": members[1:], "consanguinousParents": False,
              "pedigree": {"persons": [{"familyId": "f 1", "individualId": "child", "affectedStatus": "AFFECTED"}]},
              "metaData": {"createdBy": "x"}}  # fmt: skip
    found, faults = read(family)
    assert ([case.id for case in found], faults) == (["child", "mother", "f-1-father"], [])
    assert through_graph(family) == [family]
    ParseDict(family, Family())


def test_the_members_of_a_cohort_make_the_cohort_again() -> None:
    cohort = {
        "id": "c",
        "description": "all",
        "members": [PACKET, {"id": "b"}],
        "files": [{"uri": "file://x"}],
    }
    assert through_graph(cohort) == [cohort]
    assert read({"id": "c", "members": []}) == (
        [],
        ["packet: members: is missing (give the packets of the persons)"],
    )


def test_packets_with_one_id_are_different_cases_and_the_same_packet_is_one(tmp_path: Path) -> None:
    for name, sex in (("a", "MALE"), ("b", "FEMALE"), ("c", "MALE"), ("d", "FEMALE")):
        (tmp_path / f"{name}.json").write_text(json.dumps({"id": "any", "subject": {"id": "s", "sex": sex}}))
    report = pipeline.Report()
    found = list(pipeline.cases([str(tmp_path)], (), report))
    assert report.errors == []
    assert [case.patient.sex for case in found] == ["male", "female"]
    assert found[0].id == "any"
    assert found[1].id.startswith("any-")
    assert [packet_of(case)["id"] for case in found] == ["any", "any"]
    assert sum("the same packet was read before" in str(fault) for fault in report.faults) == 2


@pytest.mark.parametrize("name", ["PMID_36446582_P21", "a b/c", "é", "-", "x" * 200])
def test_any_id_makes_a_case_that_comes_back(name: str) -> None:
    packet = {"id": name, "subject": {"id": name}}
    assert 0 < len(case_id(name)) <= 100
    assert through_graph(packet) == [packet]


# Files


def test_one_packet_is_read_from_json_lines_yaml_and_protobuf_alike(tmp_path: Path) -> None:
    parsed = ParseDict(PACKET, Phenopacket())
    (tmp_path / "a.json").write_text(json.dumps(PACKET, indent=1))
    (tmp_path / "b.jsonl").write_text(json.dumps(PACKET) + "\n" + json.dumps({"id": "second"}) + "\n")
    (tmp_path / "c.json").write_text(json.dumps([PACKET]))
    (tmp_path / "d.yaml").write_text(yaml.safe_dump(PACKET, sort_keys=False, default_flow_style=False))
    (tmp_path / "e.data").write_bytes(parsed.SerializeToString())
    found = {}
    for path in sorted(tmp_path.iterdir()):
        pad = Notepad(path.name)
        cases = list(readers.read(str(path), pad))
        assert list(pad.errors()) == []
        found[path.name] = MessageToDict(ParseDict(packet_of(cases[0]), Phenopacket()))
    assert all(one == MessageToDict(parsed) for one in found.values()), found.keys()


def test_bytes_that_are_no_packet_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.pb").write_bytes(b"\n\x02p1\x12\x7f" + b"\x01" * 200)
    pad = Notepad("x.pb")
    assert list(readers.read(str(tmp_path / "x.pb"), pad)) == []
    assert "is neither a phenopacket v2 nor a family or cohort" in str(pad.faults[0])


@pytest.mark.parametrize("name", ["x.pb", "x.txt", "x.json"])
def test_a_packet_in_base64_is_told_with_the_way_to_bytes(tmp_path: Path, name: str) -> None:
    packet = ParseDict(PACKET, Phenopacket()).SerializeToString()
    for text in (base64.b64encode(packet), base64.encodebytes(packet)):
        (tmp_path / name).write_bytes(text)
        pad = Notepad(name)
        assert list(readers.read(str(tmp_path / name), pad)) == []
        assert [fault.what for fault in pad.faults] == ["is a phenopacket in base64"]
        assert "base64 -d" in pad.faults[0].cure


@pytest.mark.parametrize(
    "text", ['{"id": "p", "subject": {"id"', '[{"id": "p", "subject": {}}', "id: p\nsubject: [\n"]
)
def test_a_cut_file_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "cut.json").write_text(text)
    pad = Notepad("cut.json")
    list(readers.read(str(tmp_path / "cut.json"), pad))
    assert len(list(pad.errors())) == 1


def run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, [*map(str, words)], prog_name="kg")
    assert result.exit_code == code, result.output
    return result.output


def test_packets_are_built_exported_and_built_again(tmp_path: Path) -> None:
    run("build", FULL, "-o", tmp_path / "a.nq")
    said = run("export", tmp_path / "a.nq", "--to", "phenopacket", "-o", tmp_path / "packets")
    assert "exported 1 phenopacket: " in said
    (written,) = (tmp_path / "packets").iterdir()
    assert json.loads(written.read_text(encoding="utf-8")) == PACKET
    run("build", tmp_path / "packets", "-o", tmp_path / "b.nq")
    assert (tmp_path / "b.nq").read_bytes() == (tmp_path / "a.nq").read_bytes()
    for name in ("p.jsonl", "p.json", "p.pb", "p.jsonl.gz"):
        run("export", FULL, "--to", "phenopacket", "-o", tmp_path / name)
    run("export", tmp_path / "p.pb", "--to", "phenopacket", "-o", tmp_path / "q.jsonl.gz")
    assert Phenopacket.FromString((tmp_path / "p.pb").read_bytes()).id == PACKET["id"]


def test_several_packets_do_not_fit_into_a_file_for_one(tmp_path: Path) -> None:
    for name in ("p.json", "p.pb"):
        said = run("export", bundled()[0], bundled()[1], "--to", "phenopacket", "-o", tmp_path / name, code=1)
        assert "holds one packet, and there are 2" in said


# Cases of others


def kept(case: Case) -> dict[str, Any]:
    """What a packet holds of a case."""

    def named(concept: Any) -> Any:
        return concept and (concept.id or concept.text)

    own = [one for one in case.therapy if one.modality is Modality.OBSERVED]
    return {
        "patient": (case.patient.sex, case.patient.age and duration(case.patient.age)),
        "publication": case.publication and case.publication.curie,
        "diseases": [
            (named(one.disease), one.modality, named(one.site))
            for one in case.diagnoses
            if one.modality in {Modality.OBSERVED, Modality.ABSENT}
        ],
        "variants": [
            (named(one.variant.gene), one.variant.protein, one.variant.coding, one.variant.kind,
             named(one.variant.partner), one.variant.exon, one.origin, one.effect, one.allele_fraction)
            for one in case.variants if one.modality is Modality.OBSERVED
        ],
        "biomarkers": [
            (one.receptor, one.status, one.assay, one.value)
            for one in case.biomarkers if one.modality is Modality.OBSERVED
        ],
        "therapy": [
            ([named(drug) for drug in one.drugs], one.drugs_stated, one.regimen, one.setting,
             one.response and one.response.category, [named(event.event) for event in one.adverse_events])
            for one in own
        ],
    }  # fmt: skip


def test_bundled_and_invented_cases_are_valid_packets_and_come_back() -> None:
    for case in [*kg.read(bundled()), *invented(60)]:
        packet = packet_of(case)
        ParseDict(packet, Phenopacket())
        (back,), faults = read(packet)
        assert faults == []
        assert kept(back) == kept(case)
        assert packet_of(back) == packet


def test_what_a_packet_cannot_hold_is_counted() -> None:
    left: Counter[str] = Counter()
    for case in kg.read(bundled()[0]):
        packet_of(case, left)
    assert left["claims"] == 10
    assert left["evidence statements"] == left["molecular profiles"] == left["lines told together"] == 1
    assert all(left.values())


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(written_cases())
def test_any_case_makes_a_valid_packet_which_comes_back_as_it_is(case: Case) -> None:
    case = replace(case, record=None, method=Method.CURATED)
    bare = replace(case, therapy=tuple(replace(one, record=None) for one in case.therapy))
    for name in (
        "diagnoses",
        "variants",
        "findings",
        "measurements",
        "samples",
        "interpretations",
        "biomarkers",
    ):
        bare = replace(bare, **{name: tuple(replace(one, record=None) for one in getattr(bare, name))})
    bare = replace(bare, outcome=bare.outcome and replace(bare.outcome, record=None))
    packet = packet_of(bare)
    ParseDict(packet, Phenopacket())
    (back,), faults = read(packet)
    assert faults == []
    assert packet_of(back) == packet


# Real packets


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the phenopackets of other projects are not beside this checkout"
)
def test_real_packets_come_back_through_one_graph() -> None:
    paths = sorted([*SHARED.glob("phenopacket-store/*.json"), *SHARED.glob("official-examples/*.json"),
                    *SHARED.glob("phenopacket-schema/*.json")])  # fmt: skip
    report = pipeline.Report()
    found = list(pipeline.cases(map(str, paths), (), report))
    assert report.errors == []
    given = [json.dumps(json.loads(path.read_text(encoding="utf-8")), sort_keys=True) for path in paths]
    assert written(found) == sorted(given)
    pad = Notepad("graph")
    some = [case for case in found if "phenopacket-store" not in case.source] + found[::6]
    taken = list(recovery.cases(graph(*dict.fromkeys(some)), pad))
    assert pad.faults == []
    assert written(taken) == written(dict.fromkeys(some))


def written(found: Iterable[Case]) -> list[str]:
    return sorted(json.dumps(one.value, sort_keys=True) for one in messages(found, Counter()))


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the phenopackets of other projects are not beside this checkout"
)
def test_every_packet_of_phenopacket_tools_is_read_or_told() -> None:
    refused = {}
    for path in sorted(SHARED.glob("phenopacket-tools/*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        found, faults = read(value)
        if faults:
            assert found == []
            refused[path.name.split("__")[1]] = faults
        else:
            assert through_graph(value) == [value]
    assert sorted(refused) == sorted(
        ["Schreckenbach-2014-TPM3-II.2.json", "bethlehamMyopathyInvalidExample.json", "cohort.json", "family.json",
         "missing-fields.json", "phenopacket.json"]
    )  # fmt: skip
    assert all(len(faults) == 1 for faults in refused.values())


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the phenopackets of other projects are not beside this checkout"
)
def test_real_packets_come_back_through_case_files() -> None:
    paths = [
        *sorted(SHARED.glob("phenopacket-store/*.json"))[::10],
        *sorted(SHARED.glob("official-examples/*.json")),
    ]
    for path in paths:
        pad = Notepad(path.name)
        for case in readers.read(str(path), pad):
            (again,) = read_cases(to_yaml(named_case(ground_case(case, pad))), path.name, pad)
            assert list(pad.errors()) == []
            assert packet_of(ground_case(again, pad)) == packet_of(case)


def test_a_packet_of_every_field_comes_back_through_a_case_file() -> None:
    (case,), _ = read(PACKET)
    pad = Notepad("case")
    text = to_yaml(named_case(ground_case(case, pad)))
    assert "melphalan [DrugCentral:1678]" in text
    (again,) = read_cases(text, "case", pad)
    assert packet_of(ground_case(again, pad)) == PACKET


def test_a_class_with_a_name_alone_is_its_term_and_comes_back_as_it_was() -> None:
    packet = {"id": "p", "diseases": [{"term": {"label": "Lung Carcinoma"}}],
              "medicalActions": [{"treatment": {"agent": {"id": "?", "label": "T-DM1"}}}],
              "interpretations": [{"id": "i", "diagnosis": {"genomicInterpretations": [
                  {"variantInterpretation": {"variationDescriptor": {"geneContext": {"symbol": "HER2"}}}},
                  {"variantInterpretation": {"variationDescriptor": {"geneContext": {"symbol": "NOSUCHGENE"}}}},
              ]}}]}  # fmt: skip
    assert through_graph(packet) == [packet]
    (case,), _ = read(packet)
    assert case.therapy[0].drugs[0].id == "NCIT:C82492"
    assert [one.variant.gene.id for one in case.variants] == ["HGNC:3430", None]


def test_metadata_of_a_wrong_kind_are_told() -> None:
    assert read({"id": "p", "metaData": "x"})[1] == [
        "packet: metaData: is text where an object is expected (give a MetaData)"
    ]


def test_many_packets_are_built_in_parts_as_they_are_alone(tmp_path: Path) -> None:
    packets = [{"id": "any", "subject": {"sex": sex}} for sex in ("MALE", "FEMALE")]
    (tmp_path / "packets.jsonl").write_text("".join(json.dumps(one) + "\n" for one in [*packets, PACKET]))
    run("build", tmp_path / "packets.jsonl", "-o", tmp_path / "parts", "--parts", "--jobs", "1")
    run("build", tmp_path / "packets.jsonl", "-o", tmp_path / "whole.nq")
    pieces = sorted((tmp_path / "parts").glob("*.nq.zst"))
    lines = b"".join(
        zstandard.ZstdDecompressor().decompressobj().decompress(piece.read_bytes()) for piece in pieces
    )
    assert sorted(lines.splitlines()) == sorted((tmp_path / "whole.nq").read_bytes().splitlines())
    assert b"case/any>" in lines
    assert b"case/any-" in lines


def test_a_drug_of_any_id_is_part_of_its_regimens_name() -> None:
    """Prefixes that are not ours may have ids with signs that no IRI holds, or that part a regimen's drugs."""
    agent = {"id": "drugcentral:x[1]/y+z", "label": "an agent of another list"}
    packet = {"id": "p", "medicalActions": [{"treatment": {"agent": agent}}]}
    assert through_graph(packet) == [packet]
    (case,), _ = read(packet)
    assert [fault.what for fault in faults(graph(case), "graph") if "IRI" in fault.what] == []
