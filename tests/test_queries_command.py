"""`kg queries`: the library as people look it up."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.errors import FaultsError, UsageError
from kg.questions import catalogue


def kg(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "100"}).invoke(main, ["queries", *arguments])


def test_the_list_names_every_question_once_with_summary_and_parameters() -> None:
    out = kg().stdout
    for query in catalogue.every():
        assert (
            sum(line.split()[:1] == [query.name] for line in out.splitlines() if line.startswith("  ")) == 1
        )
        assert query.summary.split()[0] in out
        assert all(f"{parameter.name}=" in out for parameter in query.params)


@pytest.mark.parametrize("name", catalogue.names())
def test_one_question_is_shown_with_its_text_and_example(name: str) -> None:
    out = kg(name).stdout
    query = catalogue.get(name)
    assert out.startswith(f"{name}: {query.summary}\n")
    assert query.example and query.example.call in out
    assert query.text.splitlines()[-1] in out
    assert "#+" not in out
    for parameter in query.params:
        assert parameter.description.split()[0] in out


def test_a_search_keeps_what_holds_every_word() -> None:
    out = kg("--search", "hierarchy disease").stdout
    assert "responders-by-disease" in out and "authors" not in out


def test_a_search_without_success_says_so() -> None:
    result = kg("--search", "zebrafish")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "zebrafish" in result.stderr


def test_a_mistyped_name_brings_the_nearest() -> None:
    result = kg("clams")
    assert result.exit_code == 2 and "claims" in result.stderr


# Folders of the user's own

OWN = """\
#+ summary: Which cases are there?
#+ description: To see that one's own questions are found.
#+ tags: [mine]
#+ params:
#+   case: {type: list of term, kind: case, description: The case., example: invented-lung}
#+ example:
#+   call: kg query mine -p case=invented-lung
#+   rows:
#+     - ['<case/invented-lung>']
PREFIX kg: <https://w3id.org/casekg/vocab/>
SELECT DISTINCT ?case { VALUES ?case { UNDEF } ?case a kg:Case } ORDER BY ?case
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with one question of the user's own."""
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "mine.rq").write_text(OWN)
    return folder


def test_questions_of_a_folder_are_listed_beside_the_library(mine: Path) -> None:
    out = kg("--queries", str(mine)).stdout
    assert "  mine [case=]" in out and "  claims " in out
    assert kg("mine", "--queries", str(mine)).stdout.startswith("mine: Which cases")


def test_the_environment_names_folders_unless_an_option_does(mine: Path, tmp_path: Path, monkeypatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("KG_QUERIES", os.pathsep.join([str(empty), str(mine)]))
    assert "mine" in catalogue.names()
    assert "mine" not in catalogue.names([empty])


def test_of_two_questions_of_one_name_the_users_answers_with_a_note(mine: Path) -> None:
    (mine / "claims.rq").write_text(OWN)
    result = kg("claims", "--queries", str(mine))
    assert result.stdout.startswith("claims: Which cases")
    assert "hides the library's question" in result.stderr
    assert catalogue.get("mine", [mine]).note == ""


@pytest.mark.parametrize("name", ["../mine", "sub/mine", "/etc/passwd", ".hidden", "..", ""])
def test_a_name_does_not_lead_out_of_its_folder(mine: Path, name: str) -> None:
    (mine.parent / "mine.rq").write_text(OWN)
    (mine / "sub").mkdir()
    (mine / "sub" / "mine.rq").write_text(OWN)
    (mine / ".hidden.rq").write_text(OWN)
    with pytest.raises(UsageError):
        catalogue.get(name, [mine])


def test_a_folder_that_is_none_is_named(tmp_path: Path, monkeypatch) -> None:
    result = kg("--queries", str(tmp_path / "absent"))
    assert result.exit_code == 2 and "--queries" in result.stderr and "absent" in result.stderr
    monkeypatch.setenv("KG_QUERIES", str(tmp_path / "gone"))
    with pytest.raises(UsageError, match="KG_QUERIES"):
        catalogue.names()


def test_all_faults_of_all_headers_are_said_with_file_and_line_and_the_rest_is_listed(mine: Path) -> None:
    (mine / "bad.rq").write_text("#+ summary: x\n#+ tags: {a: b}\n#+ params:\n#+   y: {type: pill}\nASK {}")
    (mine / "worse.rq").write_text("#+ summary: [\nASK {}")
    result = kg("--queries", str(mine))
    for said in ("bad.rq:2: tags", "bad.rq:4: params.y.type", "worse.rq:1: header"):
        assert said in result.stderr
    assert "mine" in result.stdout
    with pytest.raises(FaultsError) as raised:
        catalogue.every([mine])
    assert len(raised.value.faults) == 3


def test_the_list_for_programs_holds_what_a_header_says(mine: Path) -> None:
    facts = {one["name"]: one for one in json.loads(kg("-f", "json", "--queries", str(mine)).stdout)}
    assert facts["mine"]["summary"] == "Which cases are there?"
    assert facts["mine"]["tags"] == ["mine"]
    assert facts["mine"]["parameters"][0]["many"] is True
    assert facts["mine"]["example"]["rows"] == [["<case/invented-lung>"]]
    assert facts["mine"]["text"].startswith("PREFIX kg:")
    assert facts["claims"]["parameters"][0]["choices"] == ["background", "hypothesis"]


# Examples that are run


def test_examples_of_a_folder_are_run(mine: Path) -> None:
    result = kg("--test", str(mine))
    assert (result.exit_code, result.stdout.split()) == (0, ["ok", "mine:", "1", "row"])


def test_an_example_that_differs_is_shown_row_by_row(mine: Path) -> None:
    text = OWN.replace("- ['<case/invented-lung>']", "- ['<case/other>']")
    (mine / "mine.rq").write_text(text)
    result = kg("--test", str(mine / "mine.rq"))
    assert result.exit_code == 1
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert "-<case/other>" in lines and "+<case/invented-lung>" in lines


def test_an_example_with_too_many_rows_differs(mine: Path) -> None:
    (mine / "mine.rq").write_text(OWN.replace(" -p case=invented-lung", ""))
    result = kg("--test", str(mine))
    assert result.exit_code == 1 and "1 row stated" in result.stdout


def test_an_example_reads_its_graph_from_beside_the_question(mine: Path) -> None:
    (mine / "small.ttl").write_text(
        "<https://w3id.org/casekg/case/here> a <https://w3id.org/casekg/vocab/Case> ."
    )
    text = OWN.replace("-p case=invented-lung", "-d small.ttl").replace("<case/invented-lung>", "<case/here>")
    (mine / "mine.rq").write_text(text)
    result = kg("--test", str(mine))
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("kg query mine -p 'case", "No closing quotation"),
        ("kg view mine", "begins otherwise"),
        ("kg query claims", "asks 'claims', not this question"),
        ("kg query mine --no-such-option", "--no-such-option"),
        ("kg query mine -p case", "write -p NAME=VALUE"),
        ("kg query mine -p case=nobody", "no case 'nobody'"),
        ("kg query mine -d absent.ttl", "absent.ttl"),
        ("kg query mine --help", "asks for help"),
    ],
)
def test_a_call_that_cannot_be_run_fails_with_its_reason(mine: Path, call: str, said: str) -> None:
    quoted = call.replace("'", "''")
    (mine / "mine.rq").write_text(OWN.replace("kg query mine -p case=invented-lung", f"'{quoted}'"))
    result = kg("--test", str(mine))
    assert result.exit_code == 1 and "fails" in result.stdout
    assert said in result.stdout


def test_a_question_without_example_and_one_that_asks_a_server_are_reported(mine: Path) -> None:
    (mine / "mine.rq").write_text("ASK {}")
    result = kg("--test", str(mine), "wikidata-genes")
    assert result.exit_code == 0
    assert "no example  mine" in result.stdout and "not run     wikidata-genes" in result.stdout


def test_the_librarys_own_examples_hold() -> None:
    result = kg("--test", "claims", "responders")
    assert result.exit_code == 0 and result.stdout.count("ok ") == 2


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    result = kg("--test", str(tmp_path))
    assert result.exit_code == 2 and "no .rq file" in result.stderr
