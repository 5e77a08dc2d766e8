"""`kg update`: stores are changed as a whole or not at all, files never."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from kg import stamp
from kg.cli import main
from kg.errors import KgError
from kg.questions import changes
from kg.store import open_store

INSERT = "INSERT DATA { GRAPH <graph/mine> { <case/mine> a kg:Case } }"


def update(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["update", *arguments], input=stdin)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "store"
    made = pyoxigraph.Store(str(place))
    made.add(pyoxigraph.Quad(*map(pyoxigraph.NamedNode, ("x:s", "x:p", "x:o", "x:g"))))
    made.flush()
    return place


def held(folder: Path) -> set[str]:
    return {str(quad.subject) for quad in open_store(folder)}


def test_a_text_a_file_and_standard_input_change_the_store_alike(folder, tmp_path) -> None:
    (tmp_path / "change.ru").write_text(INSERT.replace("mine", "yours"))
    assert "1 quads before, 2 now" in update(str(folder), "-e", INSERT).stderr
    assert update(str(folder), str(tmp_path / "change.ru"), "-q").stderr == ""
    assert update(str(folder), "-", stdin=INSERT.replace("mine", "ours")).exit_code == 0
    assert held(folder) == {"<x:s>"} | {
        f"<https://w3id.org/casekg/case/{name}>" for name in ("mine", "yours", "ours")
    }


def test_operations_that_fail_in_the_middle_change_nothing(folder) -> None:
    result = update(str(folder), "-e", f"{INSERT} ; CREATE GRAPH <x:g>")
    assert result.exit_code == 1 and "nothing was changed" in result.stderr
    assert held(folder) == {"<x:s>"}


def test_a_store_is_closed_when_an_update_fails_whoever_keeps_the_error(folder) -> None:
    with pytest.raises(KgError) as kept:
        changes.update(folder, f"{INSERT} ; CREATE GRAPH <x:g>", "-e")
    pyoxigraph.Store(str(folder)).flush()
    assert "nothing was changed" in str(kept.value)


def test_a_store_of_a_newer_form_is_left_alone(folder) -> None:
    (folder / stamp.NAME).write_text('{"form": 99, "kg": "9.0"}')
    result = update(str(folder), "-e", INSERT)
    assert result.exit_code == 1 and "written by kg 9.0 in form 99" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-e", "SELECT * {}"], "kg query"),
        (["-e", "INSERT DATA { <a> <b> "], "never closed"),
        (["-e", "LOAD <http://example.org/graph.ttl>"], "LOAD"),
        (
            ["-e", "INSERT { ?s ?p ?o } WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }"],
            "example.org",
        ),
        ([], "give one update"),
        (["-e", INSERT, "-"], "give one update"),
        (["missing.ru"], "cannot be read"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_changes_nothing(folder, arguments, said) -> None:
    result = update(str(folder), *arguments)
    assert result.exit_code == 2 and said in result.stderr
    assert held(folder) == {"<x:s>"}


def test_a_file_or_folder_that_is_no_store_is_refused(tmp_path) -> None:
    result = update(str(tmp_path), "-e", INSERT)
    assert result.exit_code == 2 and "is no store folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_somebody_writes_to_is_left_alone(folder) -> None:
    writing = pyoxigraph.Store(str(folder))
    result = update(str(folder), "-e", INSERT)
    assert result.exit_code == 1 and "another process has it open" in result.stderr
    assert len(writing) == 1
