"""KGX files become named graphs, with all that they say and nothing more."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import foreign, store
from kg.cli import main
from kg.errors import FaultsError, Notepad
from kg.ids import BASE
from kg.inputs import opened

NODES = """id\tcategory\tname\tsynonym\tshade
MONDO:0005051\tbiolink:Disease\tinvasive lobular breast carcinoma\tILC|lobular\\|ductal\t
HGNC:3430\tbiolink:Gene|biolink:NamedThing\tERBB2\t\tdark
"""
EDGES = """id\tsubject\tpredicate\tobject\tnegated\thas_count\tpublications\tweight
uuid:1\tHGNC:3430\tbiolink:gene_associated_with_condition\tMONDO:0005051\tFalse\t0\tPMID:37120151|PMID:1\t0
\tHGNC:3430\tbiolink:related_to\tMONDO:0005051\tTrue\t\t\t
"""
GRAPH = f"<{BASE}graph/tiny>"
BIOLINK = "https://w3id.org/biolink/vocab/"
ERBB2, ILC = "<http://identifiers.org/hgnc/3430>", "<http://purl.obolibrary.org/obo/MONDO_0005051>"


@pytest.fixture
def tiny(tmp_path: Path) -> list[str]:
    return written(tmp_path, NODES, EDGES)


def written(folder: Path, nodes: str = NODES, edges: str = EDGES) -> list[str]:
    paths = folder / "tiny_nodes.tsv", folder / "tiny_edges.tsv"
    for path, text in zip(paths, (nodes, edges), strict=True):
        path.write_text(text, encoding="utf-8", newline="")
    return [str(path) for path in paths]


def read(names: list[str]) -> tuple[str, list[str]]:
    """The N-Quads of the sources, and what was said of them."""
    pads: dict[str, Notepad] = {}
    lines = "".join(foreign.quads(foreign.sources(names), pads, BASE))
    return lines, [str(fault) for pad in pads.values() for fault in pad.faults]


def test_a_pair_of_files_is_one_source_with_its_own_graph(tiny: list[str]) -> None:
    lines, said = read(tiny)
    assert said == []
    graphs = {line.split()[-2] for line in lines.splitlines()}
    assert graphs == {GRAPH, f"<{BASE}graph/sources>"}
    assert f'{GRAPH} <http://purl.org/dc/terms/format> "KGX TSV" <{BASE}graph/sources> .' in lines


def test_values_are_typed_and_zero_and_false_are_kept(tiny: list[str]) -> None:
    lines, _ = read(tiny)
    edge = "<https://w3id.org/casekg/id/uuid:1>"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert f'{edge} <{BIOLINK}negated> "false"^^<{xsd}boolean> {GRAPH} .' in lines
    assert f'{edge} <{BIOLINK}has_count> "0"^^<{xsd}integer> {GRAPH} .' in lines
    assert f'{edge} <https://w3id.org/casekg/kgx/weight> "0" {GRAPH} .' in lines


def test_lists_are_parted_and_an_escaped_pipe_is_not(tiny: list[str]) -> None:
    lines, _ = read(tiny)
    assert f'{ILC} <{BIOLINK}synonym> "lobular|ductal" {GRAPH} .' in lines
    assert f'{ILC} <{BIOLINK}synonym> "ILC" {GRAPH} .' in lines
    assert (
        f"{ERBB2} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BIOLINK}NamedThing> {GRAPH} ." in lines
    )


def test_a_negated_edge_is_no_direct_triple(tiny: list[str]) -> None:
    lines, _ = read(tiny)
    assert f"{ERBB2} <{BIOLINK}gene_associated_with_condition> {ILC} {GRAPH} ." in lines
    assert f"{ERBB2} <{BIOLINK}related_to> {ILC}" not in lines


def test_an_edge_without_id_is_named_by_its_content(tmp_path: Path, tiny: list[str]) -> None:
    first, _ = read(tiny)
    turned = [NODES, "".join([EDGES.splitlines(True)[0], *reversed(EDGES.splitlines(True)[1:])])]
    again, _ = read(written(tmp_path, *turned))
    kept = [line for line in first.splitlines() if "sha256" not in line]
    assert sorted(kept) == sorted(line for line in again.splitlines() if "sha256" not in line)
    assert first.count("<https://w3id.org/casekg/edge/") > 0


def test_archives_and_compressed_files_are_looked_into(tmp_path: Path, tiny: list[str]) -> None:
    plain, _ = read(tiny)
    archive = tmp_path / "tiny.tar.gz"
    with tarfile.open(archive, "w:gz") as out:
        for name in tiny:
            out.add(name, Path(name).name)
    packed = tmp_path / "packed"
    packed.mkdir()
    names = []
    for name in tiny:
        names.append(str(packed / f"{Path(name).name}.gz"))
        Path(names[-1]).write_bytes(gzip.compress(Path(name).read_bytes()))

    def statements(lines: str) -> list[str]:
        return sorted(line for line in lines.splitlines() if "graph/sources" not in line)

    assert statements(read([str(archive)])[0]) == statements(plain)
    assert statements(read(names)[0]) == statements(plain)


def as_csv(names: list[str]) -> list[str]:
    """The same tables with commas, in a folder of their own."""
    made = []
    for name in map(Path, names):
        path = name.parent / "commas" / f"{name.stem}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(line.split("\t") for line in name.read_text().splitlines())
        made.append(str(path))
    return made


def test_tables_with_commas_say_the_same_as_with_tabs(tmp_path: Path) -> None:
    names = written(tmp_path, NODES.replace("ERBB2", 'ERBB2, the "gene"'))
    (lines, said), (others, also_said) = read(names), read(as_csv(names))
    assert said == also_said == []
    assert '"ERBB2, the \\"gene\\""' in lines
    of_files = "graph/sources>"
    assert [line for line in lines.splitlines() if of_files not in line] == [
        line for line in others.splitlines() if of_files not in line
    ]
    assert '"KGX CSV"' in others


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("HGNC:1,biolink:Gene,A1BG, or so\n", "5: 4 cells in a row of 3 columns (a comma inside of a value"),
        ('HGNC:1,biolink:Gene,"A1BG\n\nHGNC:5,,\n', "5: the row that begins here cannot be read: unexpected"),
        ('HGNC:1,biolink:Gene,"A1" B\n', "5: the row that begins here cannot be read"),
        (
            f'HGNC:1,biolink:Gene,"{"x" * 200_000}\n',
            "5: the row that begins here cannot be read: field larger",
        ),
        (",biolink:Gene,A\n", "5: the node has no id"),
    ],
    ids=lambda text: text[:30],
)
def test_a_fault_of_a_table_with_commas_is_told_with_the_line_where_its_row_begins(
    tmp_path: Path, rows: str, said: str
) -> None:
    path = tmp_path / "x_nodes.csv"
    path.write_text(f'id,category,name\nHGNC:5,biolink:Gene,"on two\nlines"\n\n{rows}', encoding="utf-8")
    lines, told = read([str(path)])
    assert f"{path}:{said}" in "\n".join(told)
    assert '"on two\\nlines"' in lines


def test_a_last_row_that_is_cut_short_is_left_out_and_told(tmp_path: Path) -> None:
    for name, sign in (("x_nodes.csv", ","), ("x_nodes.tsv", "\t")):
        text = "id,category,name\nHGNC:5,biolink:Gene,A1BG\nHGNC:1,biolink:Ge".replace(",", sign)
        (tmp_path / name).write_text(text, encoding="utf-8")
        lines, told = read([str(tmp_path / name)])
        assert "x_nodes" in told[0] and ":3: the file ends in this row, after 2 of 3 cells" in told[0]
        assert "hgnc/5>" in lines and "hgnc/1>" not in lines


FAULTY = [
    (NODES.replace("shade", "", 1), EDGES, "tiny_nodes.tsv:1: column 5 has no name"),
    (NODES.replace("id\t", "key\t", 1), EDGES, "tiny_nodes.tsv:1: there is no column 'id'"),
    (NODES, EDGES.replace("predicate", "edge_label"), "tiny_edges.tsv:1: there is no column 'predicate'"),
    (NODES.replace("name\t", "category\t", 1), EDGES, "tiny_nodes.tsv:1: the column 'category' stands twice"),
    (NODES.replace("\n", "\r"), EDGES, "tiny_nodes.tsv:1: the lines end in carriage returns alone"),
    (NODES + "\tbiolink:Gene\n", EDGES, "tiny_nodes.tsv:4: the node has no id"),
    (NODES, EDGES + "x\tHGNC:1\t\t\n", "tiny_edges.tsv:4: the edge has no predicate, object"),
    (NODES, EDGES + "\t" * 9 + "\n", "tiny_edges.tsv:4: 10 cells in a row of 8 columns"),
]


@pytest.mark.parametrize(("nodes", "edges", "said"), FAULTY, ids=lambda text: text[:30])
def test_a_fault_is_told_with_its_line_and_nothing_is_written(
    tmp_path: Path, nodes: str, edges: str, said: str
) -> None:
    names = written(tmp_path, nodes, edges)
    with pytest.raises(FaultsError) as raised:
        opened(names)
    assert said in str(raised.value)
    result = CliRunner().invoke(main, ["build", *names, "-o", str(tmp_path / "out.nq")])
    assert result.exit_code == 1
    assert not (tmp_path / "out.nq").exists()


def test_all_faults_are_told_in_one_run_and_many_alike_are_counted(tmp_path: Path) -> None:
    names = written(tmp_path, NODES + "\tbiolink:Gene\n" * 500, EDGES + "x\t\t\t\n")
    _, said = read(names)
    assert len(said) == 12
    assert "490 more nodes without an id" in said[-1]


def test_a_file_that_is_no_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    names = written(tmp_path)
    Path(names[0]).write_bytes(NODES.encode() + "HGNC:1\tbiolink:Gene\tnaïve\n".encode("latin-1"))
    _, said = read(names)
    assert any("tiny_nodes.tsv:4: byte 23 of this line is not UTF-8" in one for one in said)


def test_loose_ends_are_counted_and_named(tmp_path: Path) -> None:
    edges = (
        EDGES + "e\tHGNC:3430\tbiolink:related_to\tHGNC:4\t\t\t\n" + "f\tHGNC:4\tbiolink:related_to\tHGNC:5\n"
    )
    _, said = read(written(tmp_path, NODES, edges))
    assert "2 edges lead to 2 ids without a node: HGNC:4, HGNC:5" in said[0]


def test_rows_that_say_the_same_are_taken_once(tmp_path: Path, tiny: list[str]) -> None:
    once, _ = read(tiny)
    again, said = read(written(tmp_path, NODES + NODES.splitlines(True)[1], EDGES))
    assert "1 row says what an earlier row says" in said[0]
    assert {line for line in again.splitlines() if "sha256" not in line} == {
        line for line in once.splitlines() if "sha256" not in line
    }


def test_rows_that_contradict_each_other_are_both_kept_and_told(tmp_path: Path) -> None:
    nodes = NODES + "HGNC:3430\tbiolink:Gene\tHER2\t\t\n"
    edges = EDGES + "uuid:1\tHGNC:3430\tbiolink:related_to\tHGNC:3430\n"
    lines, said = read(written(tmp_path, nodes, edges))
    for name in ("ERBB2", "HER2"):
        assert f'{ERBB2} <http://www.w3.org/2000/01/rdf-schema#label> "{name}" {GRAPH} .' in lines
    assert "the node HGNC:3430 is stated differently at" in "\n".join(said)
    assert "the edge uuid:1 is stated differently at" in "\n".join(said)
    subjects = [
        line
        for line in lines.splitlines()
        if "uuid:1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>" in line
    ]
    assert len(subjects) == 1


def test_unknown_prefixes_are_told_and_their_ids_kept(tmp_path: Path) -> None:
    lines, said = read(
        written(tmp_path, NODES.replace("HGNC:3430", "NOWHERE:7"), EDGES.replace("HGNC:3430", "NOWHERE:7"))
    )
    assert "<https://w3id.org/casekg/id/NOWHERE:7>" in lines
    assert "1 prefix that neither kg nor Biolink knows: NOWHERE" in said[0]


def test_queries_and_views_take_the_files_as_they_are(tmp_path: Path, tiny: list[str]) -> None:
    asked = "SELECT ?name { ?gene a <https://w3id.org/biolink/vocab/Gene> ; rdfs:label ?name }"
    result = CliRunner().invoke(main, ["query", "-e", asked, "-d", tiny[0], "-d", tiny[1], "-f", "csv"])
    assert result.stdout.split() == ["name", "ERBB2"]
    drawn = CliRunner().invoke(main, ["view", *tiny, "-o", str(tmp_path / "tiny.svg")])
    assert drawn.exit_code == 0, drawn.stderr
    assert "ERBB2" in (tmp_path / "tiny.svg").read_text(encoding="utf-8")


def test_cases_and_foreign_graphs_are_built_together_under_a_chosen_name(
    tmp_path: Path, tiny: list[str]
) -> None:
    from kg import demo

    out = tmp_path / "both.nq"
    result = CliRunner().invoke(main, ["build", str(demo.FIRST), *tiny, "-o", str(out), "--name", "Mine"])
    assert result.exit_code == 0, result.stderr
    assert "built 1 case, 1 graph" in result.stderr
    graphs = {str(name.value) for name in store.load([out]).named_graphs()}
    assert f"{BASE}graph/mine" in graphs


def test_the_same_files_give_the_same_bytes(tiny: list[str]) -> None:
    assert read(tiny) == read(tiny)


def test_the_monarch_subset_is_read_whole(shared: Path) -> None:
    archive = shared / "data" / "graphs" / "monarch" / "eds_marfan_kg.tar.gz"
    graph, _ = opened([str(archive)])
    kinds = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a rdf:predicate ?p }".replace(
        "rdf:", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    ).replace("predicate", "predicate>")
    assert [int(row["n"].value) for row in graph.query(kinds, use_default_graph_as_union=True)] == [7148]
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as inside:
        assert len(inside.getmembers()) == 2


def test_json_lines_and_one_object_are_the_same_graph_as_each_other(tmp_path: Path) -> None:
    nodes = [
        {
            "id": "HGNC:3430",
            "category": ["biolink:Gene"],
            "name": "ERBB2",
            "flag": False,
            "n": 0,
            "none": None,
        },
        {"id": "MONDO:0005051", "category": ["biolink:Disease"], "deep": {"a": [1]}, "empty": "", "f": 1.0},
    ]
    edges = [
        {"id": "e:1", "subject": "HGNC:3430", "predicate": "biolink:related_to", "object": "MONDO:0005051"}
    ]
    (tmp_path / "one.json").write_text(json.dumps({"nodes": nodes, "edges": edges}), encoding="utf-8")
    for name, objects in (("one_nodes.jsonl", nodes), ("one_edges.jsonl", edges)):
        (tmp_path / name).write_text("".join(f"{json.dumps(one)}\n" for one in objects), encoding="utf-8")
    whole, _ = read([str(tmp_path / "one.json")])
    parted, _ = read([str(tmp_path / "one_nodes.jsonl"), str(tmp_path / "one_edges.jsonl")])
    in_graph = "<https://w3id.org/casekg/graph/one> ."
    assert sorted(line for line in whole.splitlines() if line.endswith(in_graph)) == sorted(
        line for line in parted.splitlines() if line.endswith(in_graph)
    )
    assert '<https://w3id.org/casekg/kgx/flag> "false"^^' in whole
    assert "none=null" in whole


def test_a_line_that_is_no_json_is_told(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "HGNC:1", "category": ["biolink:Gene"]}\n{"id": \n[]\n', encoding="utf-8")
    _, said = read([str(path)])
    assert [one.partition("one.jsonl")[2] for one in said] == [
        ":2: is not JSON: Expecting value (mend the line, or fetch the file again)",
        ":3: neither a node nor an edge",
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "X:1\\ud800", "category": []}',
        '{"id": "X:1", "category": [], "": 1}',
        '{"id": "X:1", "category": ' + "[" * 200 + "]" * 200 + "}",
    ],
)
def test_objects_that_cannot_be_written_are_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "HGNC:1", "category": ["biolink:Gene"]}\n' + line + "\n", encoding="utf-8")
    _, said = read([str(path)])
    assert "one.jsonl:2: holds half of a surrogate pair" in said[0]
