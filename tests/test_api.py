"""What `import kg` takes and says is what the commands take and say."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from civic_rows import evidence, item
from click.testing import CliRunner
from test_hetionet import GRAPH as HETIONET
from test_kgx_reading import written as kgx

import kg
from kg.cli import main
from kg.errors import FaultsError, KgError

DATA = Path(__file__).parent / "data"
CASE = DATA / "cases" / "full.yaml"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _packet(folder: Path) -> list[Path]:
    return [Path(shutil.copy(DATA / "phenopackets" / "full.json", folder))]


def _kgx(folder: Path) -> list[Path]:
    return [Path(name) for name in kgx(folder)]


def _hetionet(folder: Path) -> list[Path]:
    path = folder / "hetionet.json"
    path.write_text(json.dumps(HETIONET), encoding="utf-8")
    return [path]


def _civic(folder: Path) -> list[Path]:
    return [Path(evidence(folder, item(1), item(2)))]


def _graph(folder: Path) -> list[Path]:
    kg.build(CASE).write(folder / "graph.ttl.zst")
    return [folder / "graph.ttl.zst"]


def _store(folder: Path) -> list[Path]:
    kg.build(CASE).write(folder / "store")
    return [folder / "store"]


def _parts(folder: Path) -> list[Path]:
    asked = ["build", str(CASE), "-o", str(folder / "parts"), "--parts", "--jobs", "1"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    return [folder / "parts"]


def _all(folder: Path) -> list[Path]:
    return [path for make in (_packet, _kgx, _hetionet, _civic, _graph) for path in make(folder)]


@pytest.mark.parametrize(
    "make", [lambda _: [CASE], _packet, _kgx, _hetionet, _civic, _graph, _store, _parts, _all]
)
def test_a_graph_is_loaded_from_whatever_the_command_takes(
    make: Callable[[Path], list[Path]], tmp_path: Path
) -> None:
    paths = make(tmp_path)
    options = [part for path in paths for part in ("-d", str(path))]
    said = CliRunner().invoke(main, ["query", "-e", COUNT, "-f", "json", *options])
    graph = kg.load(paths)
    answer = kg.query(paths, COUNT)
    assert json.loads(said.stdout)["results"]["bindings"][0]["n"]["value"] == str(answer.rows[0][0])
    assert len(graph) >= int(answer.rows[0][0]) > 10
    assert all(str(fault) in said.stderr for fault in graph.remarks)


def test_building_takes_foreign_graphs_beside_cases(tmp_path: Path) -> None:
    one, other = kg.build(CASE), kg.build(_kgx(tmp_path))
    case = kg.read(CASE)[0]
    assert set(kg.build([case, *_kgx(tmp_path)]).store) == {*one.store, *other.store}


def test_what_readers_remark_stays_with_the_graph(tmp_path: Path) -> None:
    packet = json.loads((DATA / "phenopackets" / "full.json").read_text(encoding="utf-8"))
    path = tmp_path / "packet.json"
    path.write_text(json.dumps(packet | {"files": [{"uri": "file://a.vcf"}]}), encoding="utf-8")
    for graph in (kg.load(path), kg.build(path)):
        assert [fault.source for fault in graph.remarks] == [str(path)] * len(graph.remarks) != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case.yaml", "case: PMID:1\nvariants:\n- gene: [\n"),
        ("packet.json", '{"id": "p", "subject": {"id": 3}, "metaData": {}}'),
        ("x_nodes.tsv", "id\tcategory\nMONDO:1\tbiolink:Disease\textra\n"),
        ("graph.ttl", "<http://a> <http://b> .\n"),
        ("nothing.xyz", "some words\n"),
    ],
)
def test_the_faults_are_those_of_the_command(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    said = CliRunner().invoke(main, ["query", "-e", COUNT, "-d", str(path)])
    with pytest.raises(KgError) as error:
        kg.load(path)
    assert said.exit_code in {1, 2}
    for line in str(error.value).splitlines():
        assert line in said.stderr


def test_every_fault_of_all_files_is_told_at_once(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.yaml").write_text(f"case: PMID:{number}\nvariants: nought\n", encoding="utf-8")
    with pytest.raises(FaultsError) as error:
        kg.load(tmp_path)
    assert {Path(fault.source).name for fault in error.value.faults} == {"1.yaml", "2.yaml"}
