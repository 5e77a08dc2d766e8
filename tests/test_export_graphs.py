"""The whole graph for programs that know no RDF: what is read from each format is what the graph states."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx
import pyarrow.parquet
import pyoxigraph
import pytest
from test_export import run

import kg
from kg.demo import FIRST, bundled
from kg.errors import Notepad
from kg.export.blanks import named as named_blanks
from kg.export.network import short
from kg.store import from_lines

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
STRANGE = r"""
<urn:s> <https://w3id.org/casekg/vocab/note> "two\nlines, \"quoted\"; and a | bar" <urn:g;1> .
<urn:s> <https://w3id.org/casekg/vocab/note> "" <urn:g;1> .
<urn:s> <https://w3id.org/casekg/vocab/order> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:t> <https://w3id.org/casekg/vocab/order> "99999999999999999999"^^<http://www.w3.org/2001/XMLSchema#integer> .
<urn:s> <https://w3id.org/casekg/vocab/durable> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<urn:s> <https://w3id.org/casekg/vocab/alleleFraction> "0.25"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:s> <https://w3id.org/casekg/vocab/start> "2021-03-04"^^<http://www.w3.org/2001/XMLSchema#date> .
<urn:s> <http://www.w3.org/2000/01/rdf-schema#label> "Brust"@de .
<urn:s> <http://www.w3.org/2000/01/rdf-schema#label> "breast\u0001"@en .
<urn:s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <urn:class> .
<urn:s> <urn:p> <urn:s> .
<urn:s> <urn:p> _:b <urn:g> .
<urn:s> <urn:p> _:b <urn:h> .
_:b <urn:of/any> "1"^^<urn:type> .
<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .
"""


@pytest.fixture(params=["bundled", "strange"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "strange":
        (tmp_path / "graph.nq").write_text(STRANGE)
    else:
        kg.build(bundled()).write(tmp_path / "graph.nq")
    return tmp_path / "graph.nq"


def quads(path: Path) -> pyoxigraph.Store:
    """The graph, its blank nodes by names that depend on nothing else."""
    return named_blanks(kg.load(path).store, Notepad(""))


def name(node: Any) -> str:
    return str(node) if isinstance(node, pyoxigraph.BlankNode) else node.value


def named(graph: Any) -> list[str]:
    return [] if isinstance(graph, pyoxigraph.DefaultGraph) else [graph.value]


def edges(path: Path) -> dict[tuple[str, str, str], set[str]]:
    """Every statement between nodes, with its named graphs."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for quad in quads(path):
        if (
            isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.BlankNode)
            and quad.predicate.value != TYPE
        ):
            key = name(quad.subject), short(quad.predicate.value), name(quad.object)
            found.setdefault(key, set()).update(named(quad.graph_name))
    return found


def values(path: Path) -> dict[tuple[str, str], set[str]]:
    """Node and property -> its values as text."""
    found: dict[tuple[str, str], set[str]] = {}
    for quad in quads(path):
        if isinstance(quad.object, pyoxigraph.Literal):
            language = f"@{quad.object.language}" if quad.object.language else ""
            key = name(quad.subject), short(quad.predicate.value) + language
            found.setdefault(key, set()).add(quad.object.value)
    return found


def types(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for quad in quads(path):
        if quad.predicate.value == TYPE:
            found.setdefault(name(quad.subject), set()).add(short(name(quad.object)))
    return found


def texts(found: Iterable[Any]) -> set[str]:
    """Values as the store spells them."""
    return {
        str(one).lower() if isinstance(one, bool) else f"{one:.6g}" if isinstance(one, float) else str(one)
        for one in found
    }


Read = tuple[dict[tuple[str, str, str], set[str]], dict[tuple[str, str], set[str]], dict[str, set[str]]]


def read_graphml(path: Path) -> Read:
    read = networkx.read_graphml(path, force_multigraph=True)
    found: Read = ({}, {}, {})
    for source, target, record in read.edges(data=True):
        found[0][source, record["label"], target] = set(json.loads(record["graphs"]))
    for node, record in read.nodes(data=True):
        own = {key: value for key, value in record.items() if key not in {"label", "graphs", "types"}}
        if classes := json.loads(record["types"]):
            found[2][node] = set(classes)
        for key, value in own.items():
            several = isinstance(value, str) and value.startswith("[")
            found[1][node, key] = texts(json.loads(value) if several else [value])
    return found


def read_cyjs(path: Path) -> Read:
    elements = json.loads(path.read_text())["elements"]
    found: Read = ({}, {}, {})
    for edge in (one["data"] for one in elements["edges"]):
        found[0][edge["source"], edge["interaction"], edge["target"]] = set(edge["graphs"])
    for node in (one["data"] for one in elements["nodes"]):
        if node["types"]:
            found[2][node["id"]] = set(node["types"])
        for key in node.keys() - {"id", "name", "shared_name", "types", "graphs"}:
            value = node[key]
            found[1][node["id"], key] = texts(value if isinstance(value, list) else [value])
    return found


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def read_neo4j(path: Path) -> Read:
    command = (path / "import.sh").read_text()
    delimiter = command.partition("--array-delimiter='")[2][0]
    found: Read = ({}, {}, {})
    for row in rows(path / "relationships.csv"):
        predicate = row[":TYPE"].replace("__", ":", 1)
        graphs = row["graphs:string[]"].split(delimiter) if row["graphs:string[]"] else []
        found[0][row[":START_ID"], predicate, row[":END_ID"]] = set(graphs)
    for row in rows(path / "nodes.csv"):
        node = row.pop("uri:ID")
        resource, *classes = row.pop(":LABEL").split(delimiter)
        assert resource == "Resource"
        if classes:
            found[2][node] = {one.replace("__", ":", 1) for one in classes}
        for column, cell in row.items():
            key, _, kind = column.rpartition(":")
            if cell and key not in {"name", "graphs"}:
                parts = cell.split(delimiter) if kind.endswith("[]") else [cell]
                number = kind.startswith("double")
                found[1][node, key.replace("__", ":", 1)] = texts(map(float, parts) if number else parts)
    return found


@pytest.mark.parametrize(
    ("form", "read"), [("graphml", read_graphml), ("cyjs", read_cyjs), ("neo4j", read_neo4j)]
)
def test_nodes_edges_and_values_are_those_of_the_graph(form: str, read: Any, graph: Path) -> None:
    out = graph.with_name(f"out.{form}")
    said = run(graph, "--to", form, "-o", out)
    found = read(out)
    assert found[0] == edges(graph)
    assert found[2] == types(graph)
    wanted = values(graph)
    if form == "graphml":  # XML holds no control characters
        wanted = {key: {one.replace("\x01", "\ufffd") for one in value} for key, value in wanted.items()}
    if form == "neo4j" and ("urn:s", "kg:note") in wanted:  # csv reads the empty text of a list as nothing
        assert found[1].pop(("urn:s", "kg:note")) == wanted.pop(("urn:s", "kg:note"))
    assert found[1] == wanted
    assert "datatypes of values that are written as text" in said
    assert ("named graphs of values that not every graph about their node states" in said) == (
        "urn:s" in types(graph)
    )
    if graph.read_text() == STRANGE:
        assert "left out: 1 statement about quoted triples" in said


def test_lists_of_neo4j_are_split_where_no_value_is(graph: Path) -> None:
    run(graph, "--to", "neo4j", "-o", graph.with_name("neo"))
    command = (graph.parent / "neo" / "import.sh").read_text()
    strange = graph.read_text() == STRANGE
    assert ("--array-delimiter='¦'" if strange else "--array-delimiter=';'") in command
    assert ("--multiline-fields=true" in command) == strange
    assert 'neo4j-admin database import full "${1:-neo4j}" \\\n  --nodes=nodes.csv' in command


def test_columns_of_neo4j_are_typed(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text(STRANGE)
    run(tmp_path / "graph.nq", "--to", "neo4j", "-o", tmp_path / "neo")
    header = (tmp_path / "neo" / "nodes.csv").read_text().partition("\n")[0]
    assert header == (
        "uri:ID,:LABEL,name:string,graphs:string[],kg__alleleFraction:double,kg__durable:boolean,"
        'kg__note:string[],kg__order:string,kg__start:date,"rdfs__label@de:string","rdfs__label@en:string",'
        '"urn__of/any:string"'
    )


def test_a_folder_that_holds_other_things_is_left_alone(tmp_path: Path) -> None:
    run(FIRST, "--to", "neo4j", "-o", tmp_path / "neo")
    before = (tmp_path / "neo" / "nodes.csv").read_bytes()
    run(FIRST, "--to", "neo4j", "-o", tmp_path / "neo")
    assert (tmp_path / "neo" / "nodes.csv").read_bytes() == before
    (tmp_path / "neo" / "thesis.txt").write_text("mine")
    assert "holds other files, such as 'thesis.txt'" in run(
        FIRST, "--to", "neo4j", "-o", tmp_path / "neo", code=2
    )
    assert (tmp_path / "neo" / "thesis.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["neo"]
    (tmp_path / "file").write_text("mine")
    assert "is a file, not a folder" in run(FIRST, "--to", "neo4j", "-o", tmp_path / "file", code=2)
    assert "more than one file" in run(FIRST, "--to", "neo4j", "-o", "-", code=2)


def test_every_quad_comes_back_from_parquet(graph: Path) -> None:
    said = run(graph, "--to", "parquet", "-o", graph.with_name("quads.parquet"))
    table = pyarrow.parquet.read_table(graph.with_name("quads.parquet"))
    back = pyoxigraph.Store()
    back.extend(map(quad_of, table.to_pylist()))
    wanted = {quad for quad in quads(graph) if not isinstance(quad.object, pyoxigraph.Triple)}
    assert set(back) == wanted
    assert f"exported {len(wanted):,} quads" in said


def node(text: str) -> Any:
    return pyoxigraph.BlankNode(text[2:]) if text.startswith("_:") else pyoxigraph.NamedNode(text)


def quad_of(row: dict[str, Any]) -> pyoxigraph.Quad:
    thing = node(row["object"]) if row["kind"] != "literal" else None
    if row["language"]:
        thing = pyoxigraph.Literal(row["object"], language=row["language"])
    elif thing is None:
        thing = pyoxigraph.Literal(row["object"], datatype=node(row["datatype"]))
    graph = pyoxigraph.DefaultGraph() if row["graph"] is None else node(row["graph"])
    return pyoxigraph.Quad(node(row["subject"]), node(row["predicate"]), thing, graph)


@pytest.mark.parametrize("form", ["graphml", "cyjs", "neo4j", "parquet", "jsonld", "nanopub", "case"])
def test_the_same_graph_gives_the_same_bytes_in_any_order(
    form: str, tmp_path: Path, first_lines: list[str]
) -> None:
    lines = "".join(first_lines).splitlines(keepends=True)
    written = []
    for number, order in enumerate((lines, lines[::-1])):
        (tmp_path / "graph.nq").write_text("".join(order), encoding="utf-8")
        out = tmp_path / f"out{number}.{form}"
        run(tmp_path / "graph.nq", "--to", form, "-o", out)
        files = sorted(out.iterdir()) if out.is_dir() else [out]
        written.append([path.read_bytes() for path in files])
    assert written[0] == written[1]


def test_an_empty_graph_is_written_too(tmp_path: Path) -> None:
    (tmp_path / "empty.nq").write_text("")
    for form in ("graphml", "cyjs", "neo4j", "parquet", "jsonld"):
        said = run(tmp_path / "empty.nq", "--to", form, "-o", tmp_path / f"out.{form}")
        assert "exported 0 " in said
    assert json.loads((tmp_path / "out.cyjs").read_text())["elements"] == {"nodes": [], "edges": []}


class Mouse:
    """A profile that knows two diseases by one name, and a gene by another."""

    def id_for(self, curie: str) -> str | None:
        return {"HGNC:1": "NCBIGene:2", "MONDO:1": "DOID:9", "MONDO:2": "DOID:9"}.get(curie)


def test_a_profile_gives_other_ids_and_keeps_ours(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    match = "<http://www.w3.org/2004/02/skos/core#exactMatch>"
    gene, other = "<http://identifiers.org/hgnc/1>", "<http://identifiers.org/ncbigene/2>"
    one, two = (f"<http://purl.obolibrary.org/obo/MONDO_{number}>" for number in (1, 2))
    given = from_lines(
        [
            f'{gene} {label} "A" .\n',
            f"{gene} {match} {other} .\n",
            f"{one} <urn:p> {gene} .\n",
            f"{two} <urn:p> {one} .\n",
        ]
    )
    kg.export(kg.Graph(given), "parquet", tmp_path / "out.parquet", profile=Mouse())
    table = pyarrow.parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert {str(quad_of(row).triple) for row in table} == {
        f'{other} {label} "A"',
        f"{other} {match} {gene}",
        f"{one} <urn:p> {other}",
        f"{two} <urn:p> {one}",
    }


@pytest.mark.parametrize("form", ["graphml", "cyjs", "neo4j", "parquet", "jsonld"])
def test_blank_nodes_are_called_the_same_in_every_run(form: str, tmp_path: Path) -> None:
    written = []
    for names in ("abc", "cab", "xyz"):
        a, b, c = (f"_:{letter}" for letter in names)
        ring = f"{b} <urn:p> {c} .\n{a} <urn:p> {b} .\n{c} <urn:p> {a} .\n<urn:s> <urn:p> {a} .\n<urn:s> <urn:p> {b} .\n"
        pairs = f"{a}1 <urn:p> {a}2 .\n{a}2 <urn:p> {a}1 .\n{b}1 <urn:p> {b}2 .\n{b}2 <urn:p> {b}1 .\n"
        (tmp_path / "graph.nt").write_text(ring + pairs)
        out = tmp_path / f"out{names}.{form}"
        run(tmp_path / "graph.nt", "--to", form, "-o", out)
        written.append([path.read_bytes() for path in (sorted(out.iterdir()) if out.is_dir() else [out])])
    assert written[0] == written[1] == written[2]


PACKET = Path(__file__).parent / "data" / "phenopackets" / "full.json"


@pytest.mark.parametrize(
    "form", ["graphml", "cyjs", "neo4j", "parquet", "jsonld", "kgx", "nanopub", "vaspec", "case"]
)
def test_terms_of_prefixes_that_are_not_ours_go_out_in_every_format(form: str, tmp_path: Path) -> None:
    assert kg.export(PACKET, form, tmp_path / f"out.{'yaml' if form == 'case' else form}").counts is not None


def test_a_term_of_a_prefix_that_is_not_ours_is_found_by_its_curie(tmp_path: Path) -> None:
    graph = kg.load(PACKET)
    assert kg.describe(graph, "DrugCentral:1678").to_dict()["id"] == "DrugCentral:1678"
    assert kg.view(graph, focus="DrugCentral:1678").html
    said = kg.query(graph, "SELECT * { <https://bioregistry.io/DrugCentral:0> a ?type }").warnings
    assert said[0] == "nothing in the graph uses DrugCentral:0"


def test_any_number_of_blank_nodes_that_hang_alike_are_called_the_same(tmp_path: Path) -> None:
    written = []
    for order in (range(30), range(29, -1, -1)):
        lines = (f"<urn:s> <urn:p> _:n{n} <urn:g> .\n_:n{n} <urn:q> _:m{n} .\n" for n in order)
        (tmp_path / "graph.nq").write_text("".join(lines))
        said = run(tmp_path / "graph.nq", "--to", "jsonld", "-o", tmp_path / "out.jsonld")
        assert "nothing tells apart" not in said
        written.append((tmp_path / "out.jsonld").read_bytes())
        assert len(kg.load(tmp_path / "out.jsonld")) == 60
    assert written[0] == written[1]


def test_blank_nodes_that_nothing_tells_apart_do_not_stop_an_export(tmp_path: Path) -> None:
    pairs = ((one, two) for one in range(30) for two in range(30) if one != two)
    (tmp_path / "graph.nt").write_text("".join(f"_:b{one} <urn:p> _:b{two} .\n" for one, two in pairs))
    said = run(tmp_path / "graph.nt", "--to", "jsonld", "-o", tmp_path / "out.jsonld")
    assert "blank nodes that nothing tells apart are called differently in every run" in said
    assert "exported 870 quads" in said
