"""Of many inputs one is bad: all faults are told in one run, and the others are built where that is asked for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main

SEX = "subject.sex: 'MAN' is not allowed here"
TERM = "diseases[0].term.id: is a number where text is expected"
ROW = "x_nodes.tsv:2: 3 cells in a row of 2 columns"


def packet(name: str, **fields: Any) -> dict[str, Any]:
    meta = {"created": "2024-01-01T00:00:00Z", "createdBy": "us", "phenopacketSchemaVersion": "2.0"}
    return {"id": name, "subject": {"id": name, "sex": "MALE"}, "metaData": meta, **fields}


BAD = packet("p2", subject={"id": "p2", "sex": "MAN"}, diseases=[{"term": {"id": 5}}])
PACKETS = [packet("p1"), BAD, packet("p3")]


def folder(place: Path) -> Path:
    for number, one in enumerate(PACKETS):
        (place / f"{number}.json").write_text(json.dumps(one), encoding="utf-8")
    return place


def lines(place: Path) -> Path:
    path = place / "packets.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in PACKETS), encoding="utf-8")
    return path


def archive(place: Path) -> Path:
    path = place / "packets.zip"
    with zipfile.ZipFile(path, "w") as out:
        for number, one in enumerate(PACKETS):
            out.writestr(f"{number}.json", json.dumps(one))
    return path


def mixed(place: Path) -> list[str]:
    """Good and bad inputs of three kinds."""
    (place / "case.yaml").write_text("case: PMID:1\nvariants: nought\n", encoding="utf-8")
    rows = "id\tcategory\nMONDO:1\tbiolink:Disease\textra\nMONDO:3\tbiolink:Disease\n"
    (place / "x_nodes.tsv").write_text(rows, encoding="utf-8")
    (place / "y_nodes.tsv").write_text("id\tcategory\nMONDO:2\tbiolink:Disease\n", encoding="utf-8")
    return [str(place / name) for name in ("case.yaml", "x_nodes.tsv", "y_nodes.tsv")] + [str(lines(place))]


def build(*options: object) -> Result:
    return CliRunner().invoke(main, ["build", *map(str, options)])


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    return place


@pytest.mark.parametrize("make", [folder, lines, archive])
def test_a_bad_packet_stops_a_build_unless_it_is_to_keep_going(make: Any, inputs: Path) -> None:
    given, out = make(inputs), inputs.with_name("graph.nq")
    said = build(given, "-o", out)
    assert (said.exit_code, out.exists()) == (1, False)
    assert SEX in said.stderr
    assert TERM in said.stderr
    said = build(given, "-o", out, "--keep-going")
    assert said.exit_code == 1
    assert SEX in said.stderr
    assert TERM in said.stderr
    assert "built 2 cases" in said.stderr
    many = inputs.with_name("many.nq")
    assert build(given, "-o", many, "--jobs", 1).exit_code == 1
    assert set(kg.load(out).store) == set(kg.load(many).store)


def test_faults_of_cases_and_of_foreign_graphs_are_told_together(inputs: Path) -> None:
    given, out = mixed(inputs), inputs.with_name("graph.nq")
    for command in (["build", *given, "-o", str(out)], ["view", *given, "-o", str(out.with_suffix(".html"))]):
        said = CliRunner().invoke(main, command)
        assert said.exit_code == 1
        for fault in ("case.yaml:2: variants: is text", ROW, SEX, TERM):
            assert fault in said.stderr
    assert list(inputs.parent.iterdir()) == [inputs]


def test_keeping_going_builds_the_faultless_of_every_kind(inputs: Path) -> None:
    given, out = mixed(inputs), inputs.with_name("graph.nq")
    said = build(*given, "-o", out, "--keep-going", "-q")
    assert (said.exit_code, len(said.stderr.splitlines())) == (1, 4)
    text = out.read_text(encoding="utf-8")
    assert "MONDO_2>" in text
    assert "MONDO_3>" in text
    assert "MONDO_1>" not in text
    assert "/p1>" in text
    assert "/p2>" not in text


def test_nothing_is_written_when_nothing_is_faultless(inputs: Path) -> None:
    out = inputs.with_name("graph.nq")
    (inputs / "one.json").write_text(json.dumps(BAD), encoding="utf-8")
    said = build(inputs, "-o", out, "--keep-going")
    assert (said.exit_code, out.exists()) == (1, False)
    assert SEX in said.stderr


@pytest.mark.parametrize(
    "cut", ['{"id": "p2", "subject": {"id": "p', '{"id": "p2", "subject": }', '{"id": "p2"', "]"]
)
def test_a_line_that_is_no_json_leaves_the_packets_after_it(cut: str, inputs: Path) -> None:
    path, out = inputs / "packets.jsonl", inputs.with_name("graph.nq")
    good = [json.dumps(packet(name)) for name in ("p1", "p3", "p4")]
    path.write_text("\n".join([good[0], cut, *good[1:]]) + "\n", encoding="utf-8")
    said = build(path, "-o", out, "--keep-going")
    assert f"{path}:2: is not JSON" in said.stderr or ", in what begins in line 2" in said.stderr
    assert len(said.stderr.splitlines()) == 2
    assert "built 3 cases" in said.stderr


def test_all_inputs_that_are_not_there_are_named(tmp_path: Path) -> None:
    said = build(tmp_path / "one.yaml", tmp_path / "two.yaml", "-o", tmp_path / "graph.nq")
    assert [line.rsplit("/", 1)[1].split(":")[0] for line in said.stderr.splitlines()] == [
        "one.yaml",
        "two.yaml",
    ]


def test_many_cases_say_of_a_foreign_graph_how_it_is_built(inputs: Path) -> None:
    given, out = mixed(inputs), inputs.with_name("parts")
    said = build(*given, "-o", out, "--parts", "--jobs", 1)
    assert (
        f"y_nodes.tsv: is a graph of another project (KGX TSV) (build it by itself: kg build {given[2]} "
        in said.stderr
    )


@pytest.mark.parametrize("text", ['{"cas": "PMID:1"}', '{"name": "x", "version": "1"}', '[{"a": 1}]'])
@pytest.mark.parametrize("command", ["check", "view", "merge", "query", "export"])
def test_json_of_no_known_kind_is_no_empty_graph(command: str, text: str, tmp_path: Path) -> None:
    path, out = tmp_path / "x.json", str(tmp_path / "out")
    path.write_text(text, encoding="utf-8")
    options = {
        "view": ["-o", f"{out}.html"],
        "merge": ["-o", f"{out}.nq"],
        "export": ["--to", "jsonld", "-o", out],
        "query": ["-e", "ASK { ?s ?p ?o }"],
    }
    given = ["-d", str(path)] if command == "query" else [str(path)]
    said = CliRunner().invoke(main, [command, *given, *options.get(command, [])])
    assert said.exit_code == 1
    assert f"{path}:1: " in said.output


def test_json_ld_is_a_graph_by_any_name(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('[{"@id": "urn:a", "urn:b": [{"@value": "c"}]}]', encoding="utf-8")
    assert len(kg.load(tmp_path / "x.json")) == 1


def test_a_graph_given_for_a_case_is_told_as_what_it_is(inputs: Path) -> None:
    folder(inputs)
    graph = inputs / "old.nq"
    kg.build(inputs / "0.json").write(graph)
    out = inputs.with_name("out.nq")
    for name in (graph, inputs, inputs / "*.nq"):
        assert f"{graph}: is a graph already, not a case" in build(name, "-o", out).stderr
    assert "there is no such file or folder" in build(inputs / "none.nq", "-o", out).stderr
    assert not out.exists()
