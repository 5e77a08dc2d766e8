"""Evidence statements as GA4GH VA-Spec: valid, and the same graph when read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from civic_rows import ASSERTIONS, D769H, HER2, VARIANT_ROWS, VARIANTS, assertion, evidence, item, table
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_civic import CIVIC, KG, NEEDS_CIVIC, SHARED, read, values

from kg import store
from kg.civic import meanings
from kg.cli import main
from kg.errors import Notepad
from kg.export import write
from kg.export.material import Material, Written
from kg.ids import BASE, expand
from kg.inputs import opened
from kg.vaspec import propositions as va

CASE = Path("kg/examples/first-case.yaml")
STATEMENT = f"{BASE}case/PMID:37120151/evidence-statement/1"
GKS: dict[str, Any] = {
    "id": "civic.aid:9001",
    "type": "Statement",
    "description": "An invented reason.",
    "direction": "supports",
    "proposition": {
        "type": "VariantTherapeuticResponseProposition",
        "predicate": "predictsSensitivityTo",
        "subjectVariant": {"id": "civic.mpid:9044", "type": "CategoricalVariant", "name": "ERBB2 V777L"},
        "geneContextQualifier": {"conceptType": "Gene", "name": "ERBB2"},
        "alleleOriginQualifier": {
            "name": "somatic",
            "extensions": [{"name": "civic_variant_origin", "value": "SOMATIC"}],
        },
        "objectTherapeutic": {
            "membershipOperator": "OR",
            "therapies": [{"conceptType": "Therapy", "name": name} for name in ("Neratinib", "Lapatinib")],
        },
        "conditionQualifier": {
            "conceptType": "Disease",
            "name": "Breast Cancer",
            "mappings": [
                {
                    "coding": {"code": "DOID:1612", "system": "https://disease-ontology.org/?id="},
                    "relation": "exactMatch",
                }
            ],
        },
    },
    "classification": {
        "primaryCoding": {"code": "Tier II", "system": "AMP/ASCO/CAP (AAC) Guidelines, 2017"},
    },
    "hasEvidenceLines": [{"type": "EvidenceLine", "directionOfEvidenceProvided": "supports"}],
}


def every_kind(folder: Path) -> list[str]:
    """Tables with an item for each meaning that VA-Spec has, and records of what they name."""
    kinds = [
        {"evidence_type": "Predictive", "clinical_significance": "Resistance", "drugs": "Lapatinib"},
        {"drugs": "Lapatinib,Trastuzumab", "drug_interaction_type": "Combination", "phenotypes": "Fatigue"},
        {"drugs": "Lapatinib,Moonshine", "drug_interaction_type": "Substitutes", "phenotypes": "Pain,Cough"},
        {**D769H, "evidence_type": "Diagnostic", "clinical_significance": "Positive", "drugs": ""},
        {"evidence_type": "Diagnostic", "clinical_significance": "Negative", "drugs": "", "doid": ""},
        {"evidence_type": "Prognostic", "clinical_significance": "Poor Outcome", "drugs": ""},
        {"evidence_type": "Prognostic", "clinical_significance": "Better Outcome", "drugs": "", "rating": ""},
        {"evidence_type": "Predisposing", "clinical_significance": "Uncertain Significance", "drugs": ""},
        {"evidence_type": "Predisposing", "clinical_significance": "Pathogenic", "drugs": ""},
        {"evidence_type": "Predisposing", "clinical_significance": "N/A", "evidence_direction": "N/A"},
        {"evidence_type": "Oncogenic", "clinical_significance": "Likely Benign", "drugs": ""},
        {"evidence_type": "Functional", "clinical_significance": "Gain of Function", "drugs": ""},
        {**HER2, "variant": "V777L and AMPLIFICATION", "variant_id": "90100"},
        {**HER2, "variant": "KINASE DOMAIN MUTATION", "variant_id": "90413", "doid": "219"},
        {"evidence_direction": "Does Not Support", "source_type": "ASCO", "citation_id": "155978"},
        {"gene": "ABL1", "entrez_id": "25", "variant": "BCR-ABL T315I", "variant_id": "90002"},
    ]
    rows = [item(number, **kind) for number, kind in enumerate(kinds, 1)]
    return [
        evidence(folder, *rows),
        table(folder / "a.tsv", ASSERTIONS, [assertion(1)]),
        table(folder / "v.tsv", VARIANTS, VARIANT_ROWS),
    ]


def exported(graph: pyoxigraph.Store, out: Path) -> tuple[Written, list[dict[str, Any]]]:
    pad = Notepad(str(out))
    written = write(Material((), lambda: graph), "vaspec", out, pad)
    assert pad.faults == []
    text = out.read_text(encoding="utf-8")
    lines = out.suffix == ".jsonl"
    return written, [json.loads(line) for line in text.splitlines()] if lines else json.loads(text)


def said(graph: pyoxigraph.Store) -> set[str]:
    """The quads but for those on the source file."""
    return {str(quad) for quad in graph if "/graph/sources" not in str(quad)}


def test_what_is_written_is_valid_by_the_models_of_the_standard(tmp_path: Path) -> None:
    core = pytest.importorskip("ga4gh.va_spec.base.core", reason="ga4gh.va_spec comes with the extra 'test'")
    graph, _ = read(*every_kind(tmp_path))
    written, statements = exported(graph, tmp_path / "out.json")
    assert written.counts == {"statements": 17}
    for one in statements:
        core.Statement(**one)
    _, case = of_case(tmp_path)
    core.Statement(**case[0])


def test_what_was_written_makes_the_same_graph_again(tmp_path: Path) -> None:
    graph, _ = read(*every_kind(tmp_path))
    exported(graph, tmp_path / "civic.json")
    again, _ = read(str(tmp_path / "civic.json"))
    assert said(again) == said(graph)
    exported(graph, tmp_path / "civic.jsonl")
    assert said(read(str(tmp_path / "civic.jsonl"))[0]) == said(graph)


def test_the_same_graph_is_written_in_the_same_bytes(tmp_path: Path) -> None:
    names = every_kind(tmp_path)
    outs = tmp_path / "1.json", tmp_path / "2.json"
    for out, order in zip(outs, (names, names[::-1]), strict=True):
        exported(read(*order)[0], out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_what_has_no_place_is_counted_and_named(tmp_path: Path) -> None:
    rows = [
        item(1, clinical_significance="Reduced Sensitivity"),
        item(2, drugs="Lapatinib,Neratinib", drug_interaction_type="Sequential"),
        item(3, evidence_status="submitted"),
        item(4, drugs=""),
        item(5),
    ]
    name = evidence(tmp_path, *rows)
    done = CliRunner().invoke(main, ["export", name, "--to", "vaspec", "-o", str(tmp_path / "o.json")])
    assert done.exit_code == 0
    assert "exported 1 statement" in done.stderr
    for what in ("'predicts reduced sensitivity to'", "sequential", "submitted", "without a therapy"):
        assert what in done.stderr


def of_case(folder: Path) -> tuple[pyoxigraph.Store, list[dict[str, Any]]]:
    done = CliRunner().invoke(main, ["export", str(CASE), "--to", "vaspec", "-o", str(folder / "case.json")])
    assert done.exit_code == 0, done.stderr
    return read(str(folder / "case.json"))[0], json.loads((folder / "case.json").read_text(encoding="utf-8"))


def test_a_case_comes_back_with_its_statement_and_its_profile(tmp_path: Path) -> None:
    graph, (statement,) = of_case(tmp_path)
    assert statement["id"] == STATEMENT
    proposition = statement["proposition"]
    assert proposition["subjectVariant"]["name"] == "ERBB2 D769H + ERBB2 V777L"
    assert proposition["objectTherapeutic"]["membershipOperator"] == "AND"
    assert statement["strength"]["primaryCoding"]["code"] == "C"
    assert statement["strength"]["mappings"][0]["coding"]["code"] == "e000008"
    assert values(graph, STATEMENT, f"{KG}profile") == [
        f"{BASE}profile/HGNC:3430:p.Asp769His+HGNC:3430:p.Val777Leu"
    ]
    assert values(graph, STATEMENT, f"{KG}therapy") == [f"{BASE}regimen/NCIT:C111895+NCIT:C82492"]
    assert values(graph, STATEMENT, f"{KG}inCase") == [f"{BASE}case/PMID:37120151"]
    assert values(graph, STATEMENT, f"{KG}modality") == [f"{KG}hypothesis"]
    assert values(graph, STATEMENT, f"{KG}condition") == [expand("MONDO:0005051")]


def test_terms_of_prefixes_that_are_not_ours_come_back(tmp_path: Path) -> None:
    core = pytest.importorskip("ga4gh.va_spec.base.core", reason="ga4gh.va_spec comes with the extra 'test'")
    (tmp_path / "case.yaml").write_text(
        "case: PMID:1\nmethod: curated\nvariants: [{gene: ERBB2, protein: V777L}]\nassertions:\n"
        "- {profile: [ERBB2 V777L], predicate: predicts sensitivity to, direction: supports, level: D,\n"
        "   drugs: ['madeupmab [DrugCentral:1]'], disease: 'odd cancer [MADEUP:x]'}\n",
        encoding="utf-8",
    )
    graph, _ = opened([str(tmp_path / "case.yaml")])
    _, statements = exported(graph, tmp_path / "out.json")
    core.Statement(**statements[0])
    again, said = read(str(tmp_path / "out.json"))
    assert said == []
    for node in ("regimen/DrugCentral:1", "bioregistry.io/MADEUP:x"):
        assert any(node in str(quad.object) for quad in again)


def test_a_variant_names_the_allele_that_defines_it(tmp_path: Path) -> None:
    graph, _ = read(evidence(tmp_path, item(1)))
    _, (statement,) = exported(graph, tmp_path / "o.json")
    (constraint,) = statement["proposition"]["subjectVariant"]["constraints"]
    assert constraint["allele"] == "ga4gh:VA.Sh3JZ5sdDFIQwr6fF6ydC5yRu1PZ6uTE"


@pytest.mark.parametrize("form", ["[{}]", "{}", '{{"gks_records": [{}]}}', "{0}\n{0}\n"])
def test_the_export_of_civic_itself_is_read(tmp_path: Path, form: str) -> None:
    path = tmp_path / "gks.json"
    path.write_text(
        form.format(json.dumps(GKS))
        if "{{" in form
        else form.replace("{0}", "{}").replace("{}", json.dumps(GKS))
    )
    graph, faults = read(str(path))
    assert faults == []
    node = expand("civic.aid:9001")
    assert values(graph, node, f"{KG}profile") == [f"{BASE}profile/HGNC:3430:p.Val777Leu"]
    assert values(graph, node, f"{KG}condition") == [expand("MONDO:0007254")]
    assert len(values(graph, node, f"{KG}therapy")) == 2
    assert values(graph, node, f"{CIVIC}amp_category") == ["Tier II"]


def test_statements_of_other_sources_are_read_by_the_words_of_the_standard(tmp_path: Path) -> None:
    other = GKS | {"id": "moa.assertion:1", "direction": "disputes"}
    (tmp_path / "moa.json").write_text(json.dumps([other]))
    graph, faults = read(str(tmp_path / "moa.json"))
    assert faults == []
    node = f"{BASE}statement/moa.assertion:1"
    assert values(graph, node, f"{KG}predicate") == [f"{KG}predictsSensitivityTo"]
    assert values(graph, node, f"{KG}direction") == [f"{KG}disputes"]
    assert values(graph, node, f"{KG}condition") == [expand("MONDO:0007254")]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"type": "Method"}, "not a Statement of VA-Spec 1.0"),
        ({"type": "VariationDescriptor"}, "only CIViC's variation descriptors"),
        ({"proposition": None}, "no proposition"),
        ({"id": "x:1", "proposition": {**GKS["proposition"], "predicate": "likes"}}, "'likes' is unknown"),
        ({"id": "x:1", "proposition": {**GKS["proposition"], "subjectVariant": {}}}, "no name"),
        ({"id": "x:1", "direction": "sideways"}, "'sideways' is no direction"),
        ({"id": ""}, "no id"),
        ({"direction": "sideways"}, "is unknown"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_place(
    tmp_path: Path, change: dict[str, Any], what: str
) -> None:
    path = tmp_path / "some.json"
    path.write_text(f"[{json.dumps(GKS)},\n{json.dumps(GKS | change)}]")
    graph, faults = read(str(path))
    assert [fault for fault in faults if fault.startswith(f"{path}:2: ") and what in fault], faults
    assert len(faults) == 1
    assert values(graph, expand("civic.aid:9001"), f"{KG}direction") == [f"{KG}supports"]


def test_a_file_that_breaks_off_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(f"[{json.dumps(GKS)},\n{json.dumps(GKS)[:300]}")
    _, faults = read(str(path))
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}:2: ")


def test_every_predicate_comes_back_by_the_words_of_the_standard_alone() -> None:
    for phrase, form in va.FORMS.items():
        assert va.predicate(form.proposition, form.predicate, form.classification or "") == phrase
        assert phrase in meanings.PREDICATES
        assert (form.proposition == va.THERAPEUTIC) == (phrase in meanings.THERAPEUTIC)


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=12).map(str.strip)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "variant": st.sampled_from(["V777L", "D769H", "AMPLIFICATION", "EXON 20 MUTATION", "S310F/Y"])
                | WORDS,
                "disease": WORDS,
                "drugs": st.sampled_from(["Neratinib", "Lapatinib,Trastuzumab"]),
                "drug_interaction_type": st.sampled_from(["Combination", "Substitutes"]),
                "evidence_direction": st.sampled_from(["Supports", "Does Not Support", "N/A"]),
                "evidence_level": st.sampled_from(["A", "B", "C", "D", "E"]),
                "evidence_statement": WORDS,
                "citation": WORDS,
                "rating": st.sampled_from(["", "1", "5", "many"]),
            }
        ),
        max_size=3,
    )
)
def test_any_items_make_the_same_graph_again(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    graph, _ = read(
        evidence(tmp_path, *(item(n, **row, variant_id=str(90_000 + n)) for n, row in enumerate(rows)))
    )
    exported(graph, tmp_path / "civic.json")
    if json.loads((tmp_path / "civic.json").read_text(encoding="utf-8")):
        assert said(read(str(tmp_path / "civic.json"))[0]) == said(graph)


@NEEDS_CIVIC
def test_civic_makes_the_same_graph_again_but_for_what_was_left_out(tmp_path: Path) -> None:
    graph, _ = read(str(SHARED / "nightly-ClinicalEvidenceSummaries.tsv"))
    written, _ = exported(graph, tmp_path / "civic.json")
    lost = sum(count for reason, count in written.left_out.items() if reason.startswith("statements"))
    assert written.counts["statements"] + lost == 3_706
    assert lost == 84
    again = said(read(str(tmp_path / "civic.json"))[0])
    assert again - said(graph) == set()
    kept = {line.split(" ", 1)[0] for line in again}
    missing = {line for line in said(graph) - again if "links/evidence/" in line.split(" ", 1)[0]}
    assert {line for line in missing if line.split(" ", 1)[0] in kept} == set()


def test_a_merge_with_cases_changes_no_statement(tmp_path: Path) -> None:
    names = every_kind(tmp_path)
    merged = CliRunner().invoke(main, ["merge", *names, str(CASE), "-o", str(tmp_path / "all.nq")])
    assert merged.exit_code == 0, merged.stderr
    _, alone = exported(read(*names)[0], tmp_path / "alone.json")
    _, among = exported(store.load([tmp_path / "all.nq"]), tmp_path / "among.json")
    assert [one for one in among if one["id"] != STATEMENT] == alone


def test_variation_descriptors_of_civic_are_records_of_its_variants(tmp_path: Path) -> None:
    descriptor = {
        "id": "civic.vid:44",
        "type": "VariationDescriptor",
        "label": "V777L",
        "xrefs": ["clinvar:44991", "caid:CA135387", "dbsnp:121913471"],
        "alternate_labels": ["VAL777LEU"],
        "variation": {"id": "ga4gh:VA.invented", "type": "Allele"},
        "expressions": [{"syntax": "hgvs.p", "value": "NP_004439.2:p.Val777Leu"}],
        "gene_context": "civic.gid:20",
        "extensions": [
            {"name": "civic_representative_coordinate", "value": {"chromosome": "17", "start": 37881000}},
            {"name": "civic_actionability_score", "value": 0},
        ],
    }
    (tmp_path / "variants.json").write_text(json.dumps([descriptor], indent=1))
    graph, faults = read(str(tmp_path / "variants.json"))
    assert faults == []
    told = {
        "variant": "V777L",
        "gene_id": "20",
        "clinvar_ids": "44991",
        "allele_registry_id": "CA135387",
        "variant_aliases": "VAL777LEU,RS121913471",
        "start": "37881000",
        "civic_variant_evidence_score": "0",
        "variation": '{"id":"ga4gh:VA.invented","type":"Allele"}',
    }
    for column, cell in told.items():
        assert values(graph, expand("civic.vid:44"), f"{CIVIC}{column}") == [cell]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "name", "type", "extensions", "value"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def places(thing: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a thing."""
    inner = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


def replaced(thing: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = dict(thing) if isinstance(thing, dict) else list(thing)
    copy[path[0]] = replaced(thing[path[0]], path[1:], value)
    return copy


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_statement_with_anything_in_any_place_is_read_or_told(tmp_path: Path, data: st.DataObject) -> None:
    if not (own := tmp_path / "own.json").exists():
        of_case(tmp_path)
        graph, _ = read(evidence(tmp_path, item(1)))
        exported(graph, own)
    (case,), (civic,) = (
        json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("case.json", "own.json")
    )
    whole = data.draw(st.sampled_from([GKS, case, civic]))
    spoilt = replaced(whole, data.draw(st.sampled_from(places(whole))), data.draw(JSON))
    (tmp_path / "spoilt.json").write_text(json.dumps([GKS, spoilt]), encoding="utf-8")
    graph, _ = read(str(tmp_path / "spoilt.json"))
    assert values(graph, expand("civic.aid:9001"), f"{KG}direction")
