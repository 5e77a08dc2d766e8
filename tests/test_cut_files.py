"""Files that were cut short: one clear message, whichever command they are given to, and nothing written."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from civic_rows import evidence, item
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_hetionet import GRAPH as HETIONET
from test_kgx_reading import EDGES, NODES

import kg
from kg.cli import main
from kg.frames import Frames

DATA = Path(__file__).parent / "data"
PACKET = (DATA / "phenopackets" / "full.json").read_bytes()
FORMATS = {
    "case.yaml": (DATA / "cases" / "full.yaml").read_bytes(),
    "packet.json": PACKET,
    "packets.jsonl": 2 * (json.dumps(json.loads(PACKET)).encode() + b"\n"),
    "x_nodes.tsv": NODES.encode(),
    "x_edges.tsv": EDGES.encode(),
    "l_nodes.jsonl": b'{"id": "MONDO:1", "category": ["biolink:Disease"]}\n{"id": "MONDO:2", "category": []}\n',
    "hetionet.json": json.dumps(HETIONET).encode(),
}
GRAPHS = ("nq", "nt", "ttl", "trig", "rdf", "jsonld")
PACKED = {".gz": gzip.compress, ".zst": zstandard.compress}
COMMANDS: dict[str, Callable[[str, str], list[str]]] = {
    "build": lambda name, out: ["build", name, "-o", f"{out}.nq"],
    "merge": lambda name, out: ["merge", name, "-o", f"{out}.nq"],
    "query": lambda name, out: ["query", "-e", "ASK { ?s ?p ?o }", "-d", name, "-o", f"{out}.tsv"],
    "view": lambda name, out: ["view", name, "-o", f"{out}.html"],
    "export": lambda name, out: ["export", name, "--to", "kgx", "-o", out],
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each format's name and a whole file of it."""
    folder = tmp_path_factory.mktemp("whole")
    graph = kg.build(DATA / "cases" / "full.yaml")
    for suffix in GRAPHS:
        graph.write(folder / f"graph.{suffix}")
    table = Path(evidence(folder, *(item(number) for number in range(1, 9))))
    made = {path.name: path.read_bytes() for path in folder.glob("graph.*")}
    return FORMATS | made | {"nightly-ClinicalEvidenceSummaries.tsv": table.read_bytes()}


def cut(data: bytes) -> bytes:
    """Two thirds of the file, not up to the end of a line."""
    return data[: len(data) * 2 // 3].rstrip(b"\n")


NAMES = [*FORMATS, *(f"graph.{suffix}" for suffix in GRAPHS), "nightly-ClinicalEvidenceSummaries.tsv"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", [*NAMES, *(name + suffix for name in NAMES for suffix in PACKED)])
def test_a_cut_file_is_told_by_one_message_with_a_cure(
    name: str, command: str, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CACHE", "off")
    suffix = Path(name).suffix
    data = whole[name.removesuffix(suffix) if suffix in PACKED else name]
    path = tmp_path / name
    path.write_bytes(cut(PACKED[suffix](data)) if suffix in PACKED else cut(data))
    said = CliRunner().invoke(main, COMMANDS[command](str(path), str(tmp_path / "out")))
    lines = said.stderr.splitlines()
    assert (said.exit_code, len(lines)) == (1, 1), said.stderr
    assert lines[0].startswith(str(path))
    assert lines[0].endswith(")")
    if command != "build" or not name.startswith("graph."):
        has_line = suffix not in PACKED and suffix != ".rdf"
        assert lines[0].removeprefix(str(path))[1].isdecimal() == has_line
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [name + suffix for name in NAMES for suffix in PACKED])
def test_packed_inputs_are_read_as_those_that_are_not(
    name: str, whole: dict[str, bytes], tmp_path: Path
) -> None:
    bare, suffix = name.rsplit(".", 1)
    (tmp_path / bare).write_bytes(whole[bare])
    (tmp_path / name).write_bytes(PACKED[f".{suffix}"](whole[bare]))
    found = [
        CliRunner().invoke(
            main, ["query", "-e", "SELECT ?o { ?s a ?o } ORDER BY ?o", "-d", str(tmp_path / one)]
        )
        for one in (bare, name)
    ]
    assert found[0].stdout == found[1].stdout
    assert found[0].stdout.count("\n") > 1


def test_a_row_that_ends_the_file_may_lack_its_line_end_but_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "x_nodes.tsv"
    path.write_text(NODES.rstrip("\n"), encoding="utf-8")
    graph = kg.load(path)
    assert [fault.severity for fault in graph.remarks] == ["note"]
    assert "the last row has no line end" in str(graph.remarks[0])


RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x#"'
ONE = f'<rdf:RDF {RDF}><rdf:Description rdf:about="urn:a"><x:p>one</x:p></rdf:Description>'
DOCTYPE = '<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [\n<!ENTITY x "urn:x#">\n]>\n<!-- <rdf:No> -->\n'


@pytest.mark.parametrize("command", ["query", "merge"])
@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        (f"{ONE}</rdf:RDF>", True),
        (f"{DOCTYPE}{ONE}</rdf:RDF >\n<!-- the end -->\n", True),
        (f"<rdf:Description {RDF} rdf:about='urn:a' x:p='one'/>", True),
        (f"<rdf:Description {RDF} rdf:about='urn:a'><x:p>one</x:p></rdf:Description>\n", True),
        (f"<!-- {'<rdf:No>' * 9_000} -->{ONE}</rdf:RDF>", True),
        (ONE, False),
        (f"{DOCTYPE}{ONE}", False),
        (f"{ONE}<rdf:Description rdf:about='urn:b' x:p='two'/>", False),
        (f"{ONE}<!-- </rdf:RDF> -->", False),
        (ONE.removesuffix("</rdf:Description>"), False),
    ],
)
def test_rdf_xml_that_breaks_off_between_elements_is_told(
    text: str, is_whole: bool, command: str, tmp_path: Path
) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text(text, encoding="utf-8")
    said = CliRunner().invoke(main, COMMANDS[command](str(path), str(tmp_path / "out")))
    assert (said.exit_code == 0) == is_whole, said.stderr
    assert ("is not closed (the file seems cut short" in said.stderr) == (not is_whole)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    frames=st.lists(st.binary(max_size=5_000), min_size=1, max_size=4),
    size=st.integers(1, 3_000),
    share=st.floats(0, 1),
)
def test_frames_are_unpacked_whole_or_told_to_be_cut(frames: list[bytes], size: int, share: float) -> None:
    packed = [zstandard.compress(one) for one in frames]
    stream = io.BufferedReader(Frames(io.BytesIO(b"".join(packed))))
    assert b"".join(iter(lambda: stream.read(size), b"")) == b"".join(frames)
    length = int(share * len(packed[-1]))
    cut_short = io.BufferedReader(Frames(io.BytesIO(b"".join([*packed[:-1], packed[-1][:length]]))))
    if 0 < length < len(packed[-1]):
        with pytest.raises(EOFError):
            cut_short.read()


def test_a_table_whose_rows_leave_empty_cells_away_may_end_without_a_line_end(tmp_path: Path) -> None:
    path = tmp_path / "x_nodes.tsv"
    path.write_text(
        "id\tname\tcategory\tdescription\nHGNC:3430\tERBB2\tbiolink:Gene\nHGNC:3431\tERBB3\tbiolink:Gene"
    )
    said = CliRunner().invoke(main, ["merge", str(path), "-o", str(tmp_path / "out.nq")])
    assert said.exit_code == 0, said.stderr
    assert "the last row has no line end" in said.stderr
    assert "ERBB3" in (tmp_path / "out.nq").read_text()
