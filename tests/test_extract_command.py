"""`kg extract` on single records: forms, messages, corrections, review, what goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from extract_samples import TEXTS, lines_of, record, records

import kg
from kg.cli import main
from kg.errors import FaultsError

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, words)], input=text, prog_name="kg")


@pytest.fixture
def one(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "one.txt"
    path.write_text(record(0))
    return path


def test_one_record_becomes_a_case_on_standard_output(one):
    result = run(one)
    case = yaml.safe_load(result.stdout)
    assert result.exit_code == 0, result.output
    assert case["case"] == "PMID:90000000"
    assert case["method"] == "extracted"
    assert [found["protein"] for found in case["variants"]] == ["p.Leu858Arg"]
    assert all({"evidence", "rule", "confidence"} <= found.keys() for found in case["variants"])


def test_the_case_that_is_put_out_can_be_built(one):
    written = run(one).stdout
    result = CliRunner().invoke(main, ["build", "-", "-o", "g.nq"], input=written)
    assert result.exit_code == 0, result.output
    assert "L858R" in Path("g.nq").read_text()


def test_several_records_are_yaml_documents_or_lines(tmp_path):
    result = run("-", text=records(3))
    assert [case["case"] for case in yaml.safe_load_all(result.stdout)] == [
        f"PMID:9000000{number}" for number in range(3)
    ]
    assert result.stderr.startswith("3 records, 3 cases, ")
    lines = run("-", "-f", "jsonl", text=records(3)).stdout.splitlines()
    assert [json.loads(line)["case"] for line in lines] == [f"PMID:9000000{number}" for number in range(3)]


def test_a_line_is_a_case_file(one):
    run(one, "-o", "cases.jsonl")
    Path("case.json").write_text(Path("cases.jsonl").read_text())
    (case,) = kg.read("case.json")
    assert case.variants[0].variant.gene.id == "HGNC:3236"


def test_a_plain_text_is_read_and_called_after_its_file(tmp_path):
    path = tmp_path / "My report (2).txt"
    path.write_text(TEXTS[1])
    result = run(path)
    case = yaml.safe_load(result.stdout)
    assert case["case"].startswith("My-report-2-")
    assert case["variants"][0]["gene"] == "BRAF"
    assert "was read as plain text" in result.stderr


def test_scorers_get_the_name_of_the_file_that_holds_one_record(one, tmp_path):
    (tmp_path / "two.nbib").write_text(records(2))
    (tmp_path / "prose.txt").write_text(TEXTS[2])
    result = run(tmp_path, "-f", "scorer", "-o", tmp_path / "predictions.jsonl")
    lines = lines_of(tmp_path / "predictions.jsonl")
    assert result.exit_code == 0, result.output
    assert [line["id"] for line in lines] == ["one", "prose", "90000000", "90000001"]
    assert lines[0]["genes"] == ["EGFR"]
    again = run(tmp_path, "-f", "scorer", "-o", tmp_path / "predictions.jsonl")
    assert again.exit_code == 0, "its own output is no input"
    assert lines_of(tmp_path / "predictions.jsonl") == lines


def test_a_curators_corrections_stay(one):
    first = run(one, "-o", "case.yaml")
    text = Path("case.yaml").read_text()
    assert first.exit_code == 0
    assert "added" in first.stderr
    corrected = text.replace("p.Leu858Arg", "p.Leu861Gln")
    assert corrected != text
    Path("case.yaml").write_text(corrected)
    second = run(one, "-o", "case.yaml")
    assert "1 kept" in second.stderr
    assert "p.Leu861Gln" in Path("case.yaml").read_text()
    assert "p.Leu858Arg" not in [
        found["protein"] for found in yaml.safe_load(Path("case.yaml").read_text())["variants"]
    ]
    before = Path("case.yaml").read_bytes()
    run(one, "-o", "case.yaml")
    assert Path("case.yaml").read_bytes() == before


def test_corrections_in_a_folder_stay(one):
    run(one, "-o", "cases/")
    path = Path("cases/PMID-90000000.yaml")
    path.write_text(path.read_text().replace("p.Leu858Arg", "p.Leu861Gln"))
    result = run(one, "-o", "cases/")
    assert "p.Leu861Gln" in path.read_text()
    assert result.exit_code == 0


def test_a_faulty_case_file_is_left_as_it_is(one):
    Path("case.yaml").write_text("case: PMID:90000000\nvariants: what?\n")
    result = run(one, "-o", "case.yaml")
    assert result.exit_code == 1
    assert "case.yaml:2" in result.stderr
    assert Path("case.yaml").read_text() == "case: PMID:90000000\nvariants: what?\n"


def test_review_prints_the_marked_text_and_the_page_is_written(one):
    result = run(one, "--review", "--page", "review.html")
    assert "[EGFR" in result.stdout
    assert "PMID:90000000: " in result.stdout
    assert "\x1b" not in result.stdout
    page = Path("review.html").read_text()
    assert "L858R" in page
    assert "review.html" in result.stderr
    both = run(one, "--review", "-o", "case.yaml")
    assert "[EGFR" in both.stdout
    assert Path("case.yaml").exists()


def test_a_record_without_abstract_gives_a_case_of_its_publication(tmp_path):
    path = tmp_path / "bare.nbib"
    path.write_text(record(5, ""))
    result = run(path)
    assert result.exit_code == 0
    assert yaml.safe_load(result.stdout)["publication"]["pmid"] == "90000005"
    assert "holds no abstract" in result.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["nowhere.txt"], 1, "nowhere.txt: there is no such file"),
        (["none-*.txt"], 1, "no file matches"),
        (["empty.txt"], 1, "empty.txt: the file is empty"),
        (["one.txt", "-o", "no/such/case.yaml"], 2, "there is no folder 'no/such'"),
        (["one.txt", "-o", "one.txt/"], 2, "one.txt/: is a file, not a folder"),
        (["one.txt", "-o", "case.docx"], 2, "unknown suffix '.docx'"),
        (["one.txt", "-o", "case.yaml", "-f", "scorer"], 2, "use .jsonl"),
        (["one.txt", "-o", "cases/", "-f", "jsonl"], 2, "a folder takes case files"),
        (["one.txt", "--page", "no/such/page.html"], 2, "there is no folder"),
        (["one.txt", "-q", "-v"], 2, "do not go together"),
        (["-", "-"], 2, "only once"),
        (["one.txt", "-o", "-", "--review"], 2, "--review writes to standard output"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(one, words, status, said):
    Path("empty.txt").write_text("")
    result = run(*words, text="")
    assert result.exit_code == status
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_every_missing_input_is_named(one):
    result = run("a.txt", one, "b.txt")
    assert result.exit_code == 1
    assert "a.txt: " in result.stderr
    assert "b.txt: " in result.stderr


def test_messages_of_one_record_are_told_and_silenced(one):
    one.write_text(record(0, "A man with melanoma was responding."))
    said = run(one).stderr
    assert "was not understood" in said
    assert run(one, "-q").stderr == ""
    late = record(9, "A man with melanoma was responding.")
    many = run("-", text=records(9) + late).stderr
    assert "was not understood" not in many
    assert "not understood" in many
    assert "was not understood" in run("-", "-v", text=records(9) + late).stderr


def test_the_help_shows_examples_and_completion_knows_the_formats(one):
    help_text = run("--help").stdout
    assert "kg extract record.txt -o case.yaml" in help_text
    shell = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg extract -f s", "COMP_CWORD": "3"}
    done = CliRunner().invoke(main, [], prog_name="kg", env=shell)
    assert "scorer" in done.output


def test_nothing_heavy_is_loaded(one):
    heavy = "{'rdflib', 'pyoxigraph', 'networkx', 'jinja2', 'pyshacl', 'multiprocessing.pool', 'pandas'}"
    code = (
        "import sys, kg.cli\n"
        "try: kg.cli.main(['extract', 'one.txt', '-q'])\n"
        f"except SystemExit: print('loaded', sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.splitlines()[-1] == "loaded []"


def test_building_from_a_record_reads_it(one):
    result = CliRunner().invoke(main, ["build", str(one), "-o", "g.nq"])
    graph = Path("g.nq").read_text()
    assert result.exit_code == 0, result.output
    assert "L858R" in graph
    assert "extracted" in graph
    without = CliRunner().invoke(main, ["build", str(one), "-o", "bare.nq", "--no-extract"])
    assert without.exit_code == 0
    assert "L858R" not in Path("bare.nq").read_text()
    asked = CliRunner().invoke(main, ["query", "responders-by-gene", "-d", str(one), "-p", "gene=EGFR"])
    assert "PMID:90000000" in asked.output


def test_a_curated_case_wins_over_its_record_in_either_order(one):
    case = "case: PMID:90000000\nvariants:\n- gene: EGFR\n  protein: p.Gly719Ser\n  evidence: title 0-4\n"
    Path("case.yaml").write_text(case)
    for inputs in (["case.yaml", "one.txt"], ["one.txt", "case.yaml"]):
        (found,) = kg.read(inputs)
        assert [finding.variant.protein for finding in found.variants] == ["p.Gly719Ser"]
        assert found.variants[0].evidence[0].quote == "An i", "its record is beside it"
        assert found.publication is not None
        assert found.publication.journal == "J Invent"


def test_programs_get_readings_also_when_the_package_was_imported(one):
    import kg.extract.model

    (reading,) = kg.extract(one)
    assert reading.cases[0].variants[0].variant.gene.id == "HGNC:3236"
    assert reading.marks
    assert len(kg.build(reading.cases)) > 100
    found = kg.extract([one, "empty.txt"])
    Path("empty.txt").write_text("")
    assert next(found).cases
    with pytest.raises(FaultsError, match="empty"):
        next(found)
