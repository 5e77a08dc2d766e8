"""Hetionet's JSON becomes a graph with the ids of the larger graphs, and keeps its own words beside them."""

from __future__ import annotations

import bz2
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import FaultsError
from kg.inputs import opened

BIOLINK = "https://w3id.org/biolink/vocab/"
GRAPH: dict[str, Any] = {
    "metanode_kinds": ["Compound", "Disease", "Gene", "Pathway"],
    "metaedge_tuples": [["Disease", "Gene", "associates", "both"]],
    "kind_to_abbrev": {"Gene": "G"},
    "nodes": [
        {
            "kind": "Gene",
            "identifier": 2064,
            "name": "ERBB2",
            "data": {"license": "CC0 1.0", "chromosome": "17"},
        },
        {
            "kind": "Disease",
            "identifier": "DOID:1612",
            "name": "breast cancer",
            "data": {"license": "CC BY 3.0"},
        },
        {
            "kind": "Compound",
            "identifier": "DB00072",
            "name": "Trastuzumab",
            "data": {"zero": 0, "no": False},
        },
        {"kind": "Pathway", "identifier": "WP1_r1", "name": "A way", "data": {}},
    ],
    "edges": [
        {
            "source_id": ["Disease", "DOID:1612"],
            "target_id": ["Gene", 2064],
            "kind": "associates",
            "direction": "both",
            "data": {"source": "DISEASES", "license": "CC BY 4.0", "unbiased": False},
        },
        {
            "source_id": ["Compound", "DB00072"],
            "target_id": ["Gene", 2064],
            "kind": "downregulates",
            "direction": "both",
            "data": {},
        },
        {
            "source_id": ["Gene", 2064],
            "target_id": ["Pathway", "WP1_r1"],
            "kind": "participates",
            "direction": "both",
            "data": {},
        },
    ],
}


def asked(path: Path, text: str) -> list[tuple[str, ...]]:
    graph, _ = opened([str(path)])
    prefixes = (
        f"PREFIX biolink: <{BIOLINK}> PREFIX kgx: <https://w3id.org/casekg/kgx/>"
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
    )
    found = graph.query(prefixes + text, use_default_graph_as_union=True)
    return sorted(tuple(term.value for term in row) for row in found)  # type: ignore[union-attr]


@pytest.fixture
def het(tmp_path: Path) -> Path:
    path = tmp_path / "het.json"
    path.write_text(json.dumps(GRAPH, indent=1), encoding="utf-8")
    return path


def test_ids_are_those_of_the_larger_graphs(het: Path) -> None:
    assert asked(het, "SELECT ?n ?c { ?n a ?c ; kgx:kind ?k . FILTER NOT EXISTS { ?n rdf:subject ?s } }") == [
        ("http://identifiers.org/drugbank/DB00072", f"{BIOLINK}ChemicalEntity"),
        ("http://identifiers.org/ncbigene/2064", f"{BIOLINK}Gene"),
        ("http://purl.obolibrary.org/obo/DOID_1612", f"{BIOLINK}Disease"),
        ("https://w3id.org/casekg/id/Pathway::WP1_r1", f"{BIOLINK}Pathway"),
    ]


def test_edges_keep_their_kind_direction_and_data(het: Path) -> None:
    edge = "?e rdf:subject ?s ; biolink:license ?l ; kgx:source ?o ; kgx:kind ?k ; kgx:direction ?d ; kgx:unbiased ?u"
    assert asked(het, f"SELECT ?l ?o ?k ?d ?u {{ {edge} }}") == [
        ("CC BY 4.0", "DISEASES", "associates", "both", "false")
    ]
    assert asked(het, "SELECT ?p ?d { ?e rdf:predicate ?p ; biolink:object_direction_qualifier ?d }") == [
        (f"{BIOLINK}affects", "downregulated")
    ]


def test_zero_and_false_in_the_data_are_kept(het: Path) -> None:
    assert asked(het, "SELECT ?z ?n { ?c kgx:zero ?z ; kgx:no ?n }") == [("0", "false")]


def test_data_that_call_something_an_id_or_an_end_hide_no_node_and_no_edge(het: Path, tmp_path: Path) -> None:
    nodes = [GRAPH["nodes"][0] | {"data": {"id": "other", "name": "another"}}, *GRAPH["nodes"][1:]]
    edges = [GRAPH["edges"][0] | {"data": {"subject": "S", "object": 7}}, *GRAPH["edges"][1:]]
    het.write_text(json.dumps(GRAPH | {"nodes": nodes, "edges": edges}), encoding="utf-8")
    kg.export(het, "kgx-jsonl", tmp_path / "out")
    gene, edge = (
        next(
            json.loads(line)
            for line in (tmp_path / name).read_text(encoding="utf-8").splitlines()
            if sign in line
        )
        for name, sign in (("out_nodes.jsonl", "NCBIGene:2064"), ("out_edges.jsonl", "associates"))
    )
    assert gene["id"] == "NCBIGene:2064"
    assert (gene["data_id"], gene["data_name"]) == ("other", "another")
    assert (edge["subject"], edge["data_subject"], edge["data_object"]) == ("DOID:1612", "S", 7)


def test_the_source_tells_the_licences_of_its_parts(het: Path) -> None:
    licences = asked(het, "SELECT ?l { ?g <http://purl.org/dc/terms/license> ?l }")
    assert licences == [("CC BY 3.0",), ("CC BY 4.0",), ("CC0 1.0",)]


@pytest.mark.parametrize(("suffix", "pack"), [("xz", lzma.compress), ("bz2", bz2.compress)])
def test_packed_files_are_read_alike(het: Path, suffix: str, pack: Any) -> None:
    everything = "SELECT ?s ?p ?o { GRAPH <https://w3id.org/casekg/graph/het> { ?s ?p ?o } }"
    plain = asked(het, everything)
    packed = het.with_suffix(f".json.{suffix}")
    packed.write_bytes(pack(het.read_bytes()))
    assert asked(packed, everything) == plain


def test_faulty_nodes_and_edges_are_told_with_their_lines(het: Path) -> None:
    broken = {**GRAPH, "nodes": [{"kind": "Gene"}], "edges": [{"kind": "binds", "source_id": ["Gene", 1]}]}
    het.write_text(json.dumps(broken, indent=1), encoding="utf-8")
    with pytest.raises(FaultsError) as raised:
        opened([str(het)])
    said = str(raised.value).splitlines()
    assert "het.json:20: the node has no kind or identifier" in said[0]
    assert "the edge has no kind, source_id or target_id" in said[1]


def test_a_cut_file_is_told_and_nothing_taken(het: Path) -> None:
    het.write_text(het.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(FaultsError, match="JSON"):
        opened([str(het)])


def test_the_real_subgraph_is_read_whole(shared: Path) -> None:
    path = shared / "data" / "graphs" / "hetionet" / "random-subgraph.json.xz"
    held = json.loads(lzma.decompress(path.read_bytes()))
    assert asked(path, "SELECT (COUNT(DISTINCT ?e) AS ?n) { ?e rdf:predicate ?p }") == [
        (str(len(held["edges"])),)
    ]
    nodes = "SELECT (COUNT(DISTINCT ?n) AS ?c) { ?n kgx:identifier ?i }"
    assert asked(path, nodes) == [(str(len(held["nodes"])),)]
