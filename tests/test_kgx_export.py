"""KGX out: foreign rows as they came, cases in Biolink's words and by Biolink's rules."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phenopackets import Phenopacket

import kg
from kg import demo
from kg.cli import main
from kg.errors import Notepad
from kg.grounding import ground_case
from kg.phenopackets.packets import cases_of
from tests.any_packets import value
from tests.biolink_rules import Rules
from tests.test_hetionet import GRAPH as HETIONET
from tests.test_kgx_reading import EDGES, NODES, written

Table = list[dict[str, str]]


def exported(inputs: list[str], out: Path, to: str = "kgx") -> str:
    result = CliRunner().invoke(main, ["export", *inputs, "--to", to, "-o", str(out)])
    assert result.exit_code == 0, result.stderr
    return result.stderr


def table(path: Path) -> Table:
    heading, *lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    columns = heading.split("\t")
    return [dict(zip(columns, line.split("\t"), strict=False)) for line in lines]


def rows(path: Path) -> list[tuple[tuple[str, str], ...]]:
    """What the rows say, whatever their order; a row twice is once."""
    return sorted({tuple(sorted((key, cell) for key, cell in row.items() if cell)) for row in table(path)})


def objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_foreign_tables_come_back_the_same(tmp_path: Path) -> None:
    names = written(tmp_path)
    exported(names, tmp_path / "back")
    for part in ("nodes", "edges"):
        assert rows(tmp_path / f"back_{part}.tsv") == rows(tmp_path / f"tiny_{part}.tsv")
        headings = [
            (tmp_path / f"{stem}_{part}.tsv").read_text().partition("\n")[0] for stem in ("tiny", "back")
        ]
        assert headings[0] == headings[1]


AWKWARD = [
    "0",
    "False",
    "false",
    "b|a",
    "a|a",
    "a||b",
    "a\\|b|c",
    "|",
    "1e5",
    "007",
    "1.0",
    " x ",
    'say "x"',
    "\\",
    "NaN",
    "PMID:1|PMC:PMC2|Orphanet:3",
    "é\u2028\x0b",
]


@pytest.mark.parametrize("cell", AWKWARD)
def test_every_cell_comes_back_letter_for_letter(tmp_path: Path, cell: str) -> None:
    nodes = f"id\tcategory\tname\tsynonym\txref\tunheard\nX:1\tbiolink:Gene\t{cell}\t{cell}\t{cell}\t{cell}\n"
    heading = "id\tsubject\tpredicate\tobject\tnegated\thas_count\thas_quotient\tpublications\tqualifiers\tcategory\n"
    names = written(
        tmp_path, nodes, heading + "\t".join(["e", "X:1", "likes", "X:1", *[cell] * 5, "Gene"]) + "\n"
    )
    exported(names, tmp_path / "back")
    for part in ("nodes", "edges"):
        assert rows(tmp_path / f"back_{part}.tsv") == rows(tmp_path / f"tiny_{part}.tsv")


CELL = st.text(st.characters(exclude_characters="\t\n\r", exclude_categories=("Cs",)), max_size=12)
NAME = st.sampled_from(
    ["name", "synonym", "xref", "negated", "has_count", "in_taxon", "shade", "iri", "category"]
)


@given(
    st.dictionaries(NAME, CELL, min_size=1),
    st.sampled_from(["HGNC:1", "zz:9", "Orphanet:5", "plain", "MESH:a#b"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_node_comes_back(tmp_path: Path, cells: dict[str, str], identifier: str) -> None:
    cells.setdefault("category", "biolink:Gene")
    path = tmp_path / "any_nodes.tsv"
    path.write_text(
        "\t".join(["id", *cells]) + "\n" + "\t".join([identifier, *cells.values()]) + "\n", encoding="utf-8"
    )
    exported([str(path)], tmp_path / "back")
    assert rows(tmp_path / "back_nodes.tsv") == rows(path)


def test_rows_that_contradict_each_other_both_come_back(tmp_path: Path) -> None:
    nodes = NODES + "HGNC:3430\tbiolink:Gene\tHER2\t\t\n"
    names = written(tmp_path, nodes, EDGES + "uuid:1\tHGNC:3430\tbiolink:related_to\tHGNC:3430\n")
    exported(names, tmp_path / "back")
    for part in ("nodes", "edges"):
        assert rows(tmp_path / f"back_{part}.tsv") == rows(tmp_path / f"tiny_{part}.tsv")


def test_json_values_come_back_with_their_types(tmp_path: Path) -> None:
    nodes = [
        {
            "id": "HGNC:3430",
            "category": ["biolink:Gene"],
            "n": 0,
            "no": False,
            "none": None,
            "empty": "",
            "l": [],
        },
        {
            "id": "X:1",
            "category": "biolink:Gene",
            "deep": {"b": [1, 2]},
            "f": 1.0,
            "many": ["b", "a", "b"],
            "big": 10**30,
        },
    ]
    edge = {
        "id": "e:1",
        "subject": "X:1",
        "predicate": "biolink:related_to",
        "object": "HGNC:3430",
        "negated": True,
    }
    source = tmp_path / "one.json"
    source.write_text(json.dumps({"nodes": nodes, "edges": [edge]}), encoding="utf-8")
    exported([str(source)], tmp_path / "back", "kgx-jsonl")
    assert sorted(objects(tmp_path / "back_nodes.jsonl"), key=lambda one: str(one["id"])) == nodes
    assert objects(tmp_path / "back_edges.jsonl") == [edge]


def test_tables_become_json_with_types_and_tables_again(tmp_path: Path) -> None:
    exported(written(tmp_path), tmp_path / "typed", "kgx-jsonl")
    edge = next(one for one in objects(tmp_path / "typed_edges.jsonl") if one.get("id"))
    assert (edge["negated"], edge["has_count"]) == (False, 0)
    assert edge["publications"] == ["PMID:37120151", "PMID:1"]
    exported([str(tmp_path / f"typed_{part}.jsonl") for part in ("nodes", "edges")], tmp_path / "again")
    for part in ("nodes", "edges"):
        assert rows(tmp_path / f"again_{part}.tsv") == rows(tmp_path / f"tiny_{part}.tsv")


def test_hetionet_goes_out_as_kgx_with_ids_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "het.json").write_text(json.dumps(HETIONET), encoding="utf-8")
    exported([str(tmp_path / "het.json")], tmp_path / "het")
    edges = table(tmp_path / "het_edges.tsv")
    assert all(edge["id"].startswith("casekg.edge:") for edge in edges)
    assert {edge["predicate"] for edge in edges} == {
        "biolink:condition_associated_with_gene",
        "biolink:affects",
        "biolink:participates_in",
    }
    assert {node["id"] for node in table(tmp_path / "het_nodes.tsv")} == {
        "NCBIGene:2064",
        "DOID:1612",
        "DRUGBANK:DB00072",
        "Pathway::WP1_r1",
    }
    exported([str(tmp_path / f"het_{part}.tsv") for part in ("nodes", "edges")], tmp_path / "again")
    assert rows(tmp_path / "again_edges.tsv") == rows(tmp_path / "het_edges.tsv")


# Cases


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    out = tmp_path_factory.mktemp("kgx") / "all"
    said = exported(demo.bundled(), out, "kgx-jsonl")
    return out, said


def test_cases_keep_to_the_rules_of_biolink(cases: tuple[Path, str], shared: Path) -> None:
    rules = Rules(shared / "data" / "ontologies" / "biolink" / "biolink-model.yaml")
    nodes = {row["id"]: row for row in objects(cases[0].with_name("all_nodes.jsonl"))}
    faults = [fault for row in nodes.values() for fault in rules.faults_of_node(row)]
    for row in objects(cases[0].with_name("all_edges.jsonl")):
        faults += rules.faults_of_edge(row, nodes)
    assert faults == []


def test_packets_of_all_sorts_keep_to_the_rules_of_biolink(tmp_path: Path, shared: Path) -> None:
    rules = Rules(shared / "data" / "ontologies" / "biolink" / "biolink-model.yaml")
    pad = Notepad("packets")
    packets = [value(Phenopacket, seed) | {"id": f"p{seed}"} for seed in range(40)]
    found = [ground_case(case, pad) for packet in packets for case in cases_of(packet, pad)]
    kg.export(found, "kgx-jsonl", tmp_path / "all")
    nodes = {row["id"]: row for row in objects(tmp_path / "all_nodes.jsonl")}
    edges = list(objects(tmp_path / "all_edges.jsonl"))
    faults = [fault for row in nodes.values() for fault in rules.faults_of_node(row)]
    assert faults + [fault for row in edges for fault in rules.faults_of_edge(row, nodes)] == []
    assert {row[end] for row in edges for end in ("subject", "object")} <= nodes.keys()
    assert len({row["id"] for row in edges}) == len(edges) > 100


def test_two_spellings_of_an_id_are_one_node_with_both_rows(tmp_path: Path) -> None:
    names = [str(tmp_path / f"x_{part}.tsv") for part in ("nodes", "edges")]
    nodes = "id\tcategory\tname\nHGNC:3430\tbiolink:Gene\tERBB2\nhgnc:3430\tbiolink:Gene\tHER2\n"
    Path(names[0]).write_text(nodes, encoding="utf-8")
    Path(names[1]).write_text(
        "subject\tpredicate\tobject\nhgnc:3430\tbiolink:related_to\tHGNC:3430\n", encoding="utf-8"
    )
    graph = kg.load(names)
    assert [str(fault) for fault in graph.remarks] == [
        f"{names[0]}: the node HGNC:3430 is stated differently at {names[0]}:2, {names[0]}:3 (all that they say is kept)"
    ]
    kg.export(graph, "kgx", tmp_path / "out")
    assert sorted((tmp_path / "out_nodes.tsv").read_text(encoding="utf-8").splitlines()[1:]) == sorted(
        nodes.splitlines()[1:]
    )
    assert (tmp_path / "out_edges.tsv").read_text(encoding="utf-8").splitlines()[1].startswith("hgnc:3430\t")


@pytest.mark.parametrize(
    "line", ['{"id": "MADE:1", "category": []}', '{"id": "MADE:1"}', '{"id": "MADE:1", "name": null}']
)
def test_a_node_without_a_category_is_read_and_comes_back(line: str, tmp_path: Path) -> None:
    (tmp_path / "x_nodes.jsonl").write_text(f"{line}\n", encoding="utf-8")
    kg.export(kg.load(tmp_path / "x_nodes.jsonl"), "kgx-jsonl", tmp_path / "out")
    assert list(objects(tmp_path / "out_nodes.jsonl")) == [json.loads(line)]
    kg.load(tmp_path / "out_nodes.jsonl")


def test_the_rules_find_what_is_wrong(shared: Path) -> None:
    rules = Rules(shared / "data" / "ontologies" / "biolink" / "biolink-model.yaml")
    node = {"id": "NCIT:C1647", "category": ["biolink:Drug"], "colour": "red"}
    case = {"id": "casekg.case:x", "category": ["biolink:Case"]}
    edge = {
        "id": "e",
        "category": ["biolink:CaseToDiseaseAssociation"],
        "subject": "NCIT:C1647",
        "predicate": "biolink:treats",
        "object": "casekg.case:x",
        "knowledge_level": "surely",
        "agent_type": "manual_agent",
    }
    said = "\n".join(
        [
            *rules.faults_of_node(node),
            *rules.faults_of_edge(edge, {"NCIT:C1647": node, "casekg.case:x": case}),
        ]
    )
    for part in (
        "Drug takes",
        "no slot colour",
        "subject is no Case",
        "object is no Disease",
        "knowledge_level is none",
    ):
        assert part in said


def test_drugs_of_one_patient_were_applied_and_nothing_treats(cases: tuple[Path, str]) -> None:
    edges = objects(cases[0].with_name("all_edges.jsonl"))
    predicates = {edge["predicate"] for edge in edges}
    assert "biolink:applied_to_treat" in predicates
    assert "biolink:treats" not in predicates
    drugs = {
        e["subject"]
        for e in edges
        if e["predicate"] == "biolink:applied_to_treat" and e["object"] == "MONDO:0005051"
    }
    assert "CHEMBL.COMPOUND:CHEMBL3647420" in drugs


def test_absent_findings_are_negated_and_hypotheses_are_no_facts(cases: tuple[Path, str]) -> None:
    edges = objects(cases[0].with_name("all_edges.jsonl"))
    absent = [edge for edge in edges if edge["object"] == "MONDO:0008433"]
    assert [edge["negated"] for edge in absent] == [True]
    of_patients = [edge for edge in edges if edge["subject"].startswith("casekg.case:")]
    assert {edge["knowledge_level"] for edge in of_patients} == {"observation"}
    assert {e["knowledge_level"] for e in edges if "sensitivity" in e["predicate"]} == {"prediction"}


def test_what_biolink_has_no_place_for_is_counted_and_names_are_told(cases: tuple[Path, str]) -> None:
    assert "left out: 11 claims" in cases[1]
    assert "names without id that go out as a biolink:NamedThing, 1: PD-L1 low" in cases[1]


def test_quotes_of_a_users_own_text_support_the_edges(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: mine\npublication: {pmid: '1'}\n"
        "diagnoses:\n  - {disease: breast carcinoma, evidence: [{section: abstract, quote: she had cancer}]}\n"
        "therapy:\n  - {drugs: [trastuzumab], modality: absent}\n",
        encoding="utf-8",
    )
    exported([str(case)], tmp_path / "out", "kgx-jsonl")
    edges = objects(tmp_path / "out_edges.jsonl")
    assert [edge.get("supporting_text") for edge in edges] == [["she had cancer"], None]
    assert [(edge["predicate"], edge.get("negated")) for edge in edges] == [
        ("biolink:related_to", None),
        ("biolink:related_to", True),
    ]
    assert {tuple(edge["publications"]) for edge in edges} == {("PMID:1",)}


def test_cases_read_back_meet_their_own_graph(tmp_path: Path) -> None:
    exported([str(demo.FIRST)], tmp_path / "first")
    names = [str(tmp_path / f"first_{part}.tsv") for part in ("nodes", "edges")]
    asked = "ASK { <https://w3id.org/casekg/case/PMID:37120151> kg:hasPatient ?p ; <https://w3id.org/biolink/vocab/related_to> ?d }"
    result = CliRunner().invoke(
        main, ["query", "-e", asked, *(f"-d{name}" for name in [*names, str(demo.FIRST)])]
    )
    assert result.stdout.strip() == "true", result.output


def test_a_case_and_a_foreign_graph_share_their_nodes(tmp_path: Path) -> None:
    exported([*written(tmp_path), str(demo.FIRST)], tmp_path / "both")
    ids = [row["id"] for row in table(tmp_path / "both_nodes.tsv")]
    assert len(ids) == len(set(ids))
    shared_node = next(row for row in table(tmp_path / "both_nodes.tsv") if row["id"] == "MONDO:0005051")
    assert (shared_node["synonym"], "DOID:3457" in shared_node["xref"]) == ("ILC|lobular\\|ductal", True)


def test_the_monarch_subset_comes_back_the_same(tmp_path: Path, shared: Path) -> None:
    archive = shared / "data" / "graphs" / "monarch" / "eds_marfan_kg.tar.gz"
    with tarfile.open(archive) as inside:
        inside.extractall(tmp_path, filter="data")
    exported([str(archive)], tmp_path / "back")
    for part in ("nodes", "edges"):
        assert rows(tmp_path / f"back_{part}.tsv") == rows(tmp_path / f"eds_marfan_kg_{part}.tsv")


def test_columns_of_any_name_come_back(tmp_path: Path) -> None:
    heading = "id\tcategory\tmy col\ta=b\tx%y\tü#\n"
    (tmp_path / "c_nodes.tsv").write_text(
        heading + "X:1\tbiolink:Gene\tb|a\tb|a\tb|a\tb|a\n", encoding="utf-8"
    )
    exported([str(tmp_path / "c_nodes.tsv")], tmp_path / "back")
    assert (tmp_path / "back_nodes.tsv").read_text() == (tmp_path / "c_nodes.tsv").read_text()


def test_statements_of_other_graphs_are_counted_as_left_out(tmp_path: Path) -> None:
    (tmp_path / "other.nt").write_text("<x:a> <x:b> <x:c> .\n", encoding="utf-8")
    said = exported([str(tmp_path / "other.nt"), *written(tmp_path)], tmp_path / "back")
    assert "left out: 1 statement of graphs that hold neither cases nor KGX" in said
