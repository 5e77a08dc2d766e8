"""The command line as a whole: help, start-up, errors and exit codes."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, main
from kg.demo import FIRST

HEAVY = (
    "rdflib",
    "pyoxigraph",
    "networkx",
    "pyvis",
    "pyshacl",
    "yaml",
    "numpy",
    "pandas",
    "jinja2",
    "rapidfuzz",
    "ftfy",
)


def run(*words: str, stdin: str | None = None):
    return CliRunner().invoke(main, list(words), prog_name="kg", input=stdin)


@pytest.mark.parametrize(("name", "line"), COMMANDS.items())
def test_a_command_says_in_the_list_what_its_own_help_says(name, line):
    command = importlib.import_module(f"kg.commands.{name}").command
    assert command.get_short_help_str(200) == line
    texts = f"{command.epilog}{command.help}"
    assert f"kg {name} " in texts


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS)])
def test_help_works_everywhere(words):
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: kg")


@pytest.mark.parametrize(
    "words", [[name] for name in COMMANDS] + [["terms", name] for name in ("search", "show", "import")]
)
def test_help_has_examples_a_line_each(words):
    lines = [line.strip() for line in run(*words, "--help").output.splitlines()]
    assert "\\b" not in lines
    assert any(line.startswith(" ".join(["kg", *words])) for line in lines[lines.index("Examples:") + 1 :])


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from kg.cli import main\n"
        "try: main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted(set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in HEAVY if f"'{name}'" in done.stderr]


def test_an_unknown_command_is_a_usage_error_with_a_hint():
    result = run("biuld")
    assert result.exit_code == 2
    assert "build" in result.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["build", "gone.yaml", "-o", "x.nq"], 1, "gone.yaml: there is no such file or folder"),
        (["build", "none-*.yaml", "-o", "x.nq"], 1, "no file matches"),
        (["build", "empty", "-o", "x.nq"], 1, "the folder holds no file"),
        (["build", "case.yaml", "-o", "x.docx"], 2, "unknown suffix '.docx'"),
        (["build", "case.yaml", "-o", "no/x.nq"], 2, "no folder 'no'"),
        (["build", "case.yaml", "-o", "x.nq", "--base", "nonsense"], 2, "cannot start an IRI"),
        (["build", "prose.txt", "-o", "x.nq"], 1, "is not a case in YAML or a record"),
        (["build", "nothing.yaml", "-o", "x.nq"], 1, "empty"),
        (["build", "gene.yaml", "-o", "x.nq"], 1, "did you mean 'KRAS'"),
        (["build", "residue.yaml", "-o", "x.nq"], 1, "Val at 777"),
        (["build", "twice.yaml", "case.yaml", "-o", "x.nq"], 1, "was read before"),
        (["build", "-o", "x.nq"], 2, "Missing argument"),
        (["query", "no-such-question"], 2, "no-such-question"),
        (["view", "gone.nq", "-o", "x.html"], 1, "gone.nq"),
        (["check", "gone.nq"], 1, "gone.nq"),
        (["terms", "show", "pyrotinip"], 1, "yrotinib"),
    ],
)
def test_a_bad_call_gets_a_message_an_exit_code_and_no_output(words, code, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    good = "case: x\ndiagnoses: [{disease: breast carcinoma}]\n"
    (tmp_path / "case.yaml").write_text(good)
    (tmp_path / "twice.yaml").write_text(good)
    (tmp_path / "prose.txt").write_text("Once upon a time there was a tumour.")
    (tmp_path / "nothing.yaml").write_text("")
    (tmp_path / "gene.yaml").write_text("case: x\nvariants: [{gene: KRASS, protein: G12D}]\n")
    (tmp_path / "residue.yaml").write_text("case: x\nvariants: [{gene: HER2, protein: G777L}]\n")
    (tmp_path / "empty").mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())
    result = run(*words)
    assert result.exit_code == code, (result.output, result.exception)
    assert said in result.output
    assert "Traceback" not in result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_all_faults_of_all_files_are_told_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(
        "case: a\npatient: {age: sixty}\nvariants: [{gene: KRASS, protein: G12D}]\n"
    )
    (tmp_path / "b.yaml").write_text("case: b\nsurprise: 1\n")
    result = run("build", "a.yaml", "b.yaml", "-o", "x.nq")
    assert result.exit_code == 1
    assert "a.yaml:2: patient.age" in result.output
    assert "b.yaml:2:" in result.output


def test_a_graph_goes_from_pipe_to_pipe():
    result = run(
        "build",
        "-",
        "-o",
        "-",
        "-f",
        "ttl",
        "-q",
        stdin="case: x\ndiagnoses: [{disease: breast carcinoma}]\n",
    )
    assert result.exit_code == 0, result.output
    assert "MONDO:0004989" in result.output


def test_a_reader_that_leaves_early_is_no_failure(tmp_path):
    pipe = f"{sys.executable} -m kg query -e 'SELECT * {{ ?s ?p ?o }}' -f tsv | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", pipe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_a_build_is_checked_before_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(
        "case: x\ndiagnoses:\n- disease: breast carcinoma\n"
        "  evidence: {section: abstract, start: 0, end: 3, quote: longer than that}\n"
    )
    refused = run("build", "case.yaml", "-o", "x.nq")
    assert refused.exit_code == 1
    assert "case.yaml: " in refused.output
    assert not (tmp_path / "x.nq").exists()
    assert run("build", "case.yaml", "-o", "x.nq", "--no-check").exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a Linux device")
@pytest.mark.parametrize(
    "words", [["build", str(FIRST), "-o", "-"], ["query", "case-summary"], ["terms", "search", "ERBB2"]]
)
def test_a_full_disk_is_told_and_no_traceback_shown(words):
    command = [sys.executable, "-m", "kg", *words]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
