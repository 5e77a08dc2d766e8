"""The command `kg check`: what it prints, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from test_check_graph import good_store

from kg.check import checks
from kg.cli import main

GRAPH = "https://w3id.org/casekg/graph/PMID:37120151"
PATIENT = "https://w3id.org/casekg/case/PMID:37120151/patient"
ERROR = f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <{PATIENT}> <https://w3id.org/casekg/vocab/hasVarient> <{PATIENT}> }} }}"
WARNING = (
    f"DELETE WHERE {{ GRAPH <{GRAPH}> "
    "{ <https://w3id.org/casekg/case/PMID:37120151/diagnosis/1> <https://w3id.org/casekg/vocab/evidence> ?e } }"
)


def kg(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def written(folder: Path, *updates: str, name: str = "graph.nq") -> Path:
    store = good_store()
    for update in updates:
        store.update(update)
    path = folder / name
    path.write_bytes(b"".join(sorted(f"{quad} .\n".encode() for quad in store)))
    return path


def test_a_graph_without_faults_prints_nothing_and_ends_well(tmp_path: Path) -> None:
    result = kg(written(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no faults in 1 input\n"


def test_an_error_is_printed_with_place_cure_and_check_and_ends_with_1(tmp_path: Path) -> None:
    path = written(tmp_path, ERROR)
    result = kg(path)
    assert result.exit_code == 1
    assert result.stdout == (
        f"error: {path}: kg:hasVarient: the vocabulary has no such term "
        "(correct the spelling, or declare the term in ontology/kg.ttl) [undeclared-term]\n"
    )
    assert result.stderr == "1 error in 1 input\n"


def test_warnings_alone_end_well_unless_strict(tmp_path: Path) -> None:
    path = written(tmp_path, WARNING)
    lenient = kg(path)
    assert lenient.exit_code == 0
    assert lenient.stdout.startswith("warning: ")
    assert lenient.stderr == "1 warning in 1 input\n"
    assert kg(path, "--strict", "--only", "statement-*").exit_code == 1


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    lines = kg(written(tmp_path, WARNING, ERROR)).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["error", "warning"]


def test_json_and_tsv_hold_the_same_rows_as_the_text(tmp_path: Path) -> None:
    path = written(tmp_path, WARNING, ERROR)
    queries = ("--only", "undeclared-*", "--only", "statement-*")
    records = json.loads(kg(path, "-f", "json", *queries).stdout)
    rows = list(csv.DictReader(io.StringIO(kg(path, "-f", "tsv", *queries).stdout), delimiter="\t"))
    assert rows == [{key: str(value) for key, value in record.items()} for record in records]
    assert [record["check"] for record in records] == ["undeclared-term", "statement-without-evidence"]
    assert len(kg(path, *queries).stdout.splitlines()) == len(records)


def test_json_without_faults_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(kg(written(tmp_path), "-f", "json", "--only", "dangling").stdout) == []


def test_only_the_named_checks_are_made(tmp_path: Path) -> None:
    path = written(tmp_path, WARNING, ERROR)
    assert kg(path, "--only", "undeclared-*").stderr == "1 error in 1 input\n"
    assert kg(path, "--only", "Response-*").exit_code == 0


def test_an_unknown_check_is_a_usage_error_that_names_the_nearest(tmp_path: Path) -> None:
    result = kg(written(tmp_path), "--only", "undeclared-terms")
    assert result.exit_code == 2
    assert result.stderr == "no check is named 'undeclared-terms' (did you mean undeclared-term?)\n"


def test_the_list_names_every_check() -> None:
    result = kg("--list", "-f", "json")
    assert [record["check"] for record in json.loads(result.stdout)] == [check.name for check in checks()]
    assert result.exit_code == 0


def test_nothing_to_check_is_a_usage_error() -> None:
    assert kg().exit_code == 2
    assert kg().stderr.startswith("kg check: nothing to check")


def test_an_unreadable_input_is_a_fault_and_the_others_are_still_checked(tmp_path: Path) -> None:
    broken = tmp_path / "broken.nt"
    broken.write_text("<https://example.org/a> <https://example.org/b> .\n")
    result = kg(broken, tmp_path / "missing.nq", written(tmp_path, ERROR))
    assert result.exit_code == 1
    assert result.stderr == "3 errors in 3 inputs\n"
    first, second, third = result.stdout.splitlines()
    assert first.startswith(f"error: {broken}:1: not valid")
    assert second.startswith(f"error: {tmp_path / 'missing.nq'}: ")
    assert third.endswith("[undeclared-term]")


def test_a_fault_stays_on_one_line_whatever_the_graph_holds(tmp_path: Path) -> None:
    label = f'INSERT DATA {{ GRAPH <{GRAPH}> {{ <{PATIENT}> <https://w3id.org/casekg/vocab/age> "\\n\\u001B[31mold" }} }}'
    result = kg(written(tmp_path, label), "--only", "Patient-age")
    assert all(line.startswith("error: ") for line in result.stdout.splitlines())
    assert "\x1b" not in result.stdout


def test_a_store_folder_is_checked_and_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store = pyoxigraph.Store(str(folder))
    good = good_store()
    good.update(ERROR)
    store.bulk_extend(good)
    store.flush()
    del store
    result = kg(folder, "--only", "undeclared-term")
    assert result.exit_code == 1
    assert len(pyoxigraph.Store.read_only(str(folder))) == len(good)


def test_blank_nodes_are_shown_alike_however_the_file_names_them(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    said = []
    for name in ("one", "other"):
        path.write_text(
            f'_:{name} <https://example.org/is> _:{name} .\n<https://example.org/a> <https://example.org/b> "c" .\n'
        )
        said.append(kg(path).stdout)
    assert said[0] == said[1]
    assert said[0].startswith(
        f"error: {path}: a blank node: this is a blank node, at https://example.org/is ("
    )


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_output_is_the_same_in_every_process(tmp_path: Path, seed: str) -> None:
    path = written(
        tmp_path, f"DELETE WHERE {{ GRAPH <{GRAPH}> {{ ?s <https://w3id.org/casekg/vocab/method> ?o }} }}"
    )
    done = subprocess.run(
        [sys.executable, "-m", "kg", "check", str(path)],
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1]), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == kg(path).stdout
    assert len(done.stdout.splitlines()) > 10
