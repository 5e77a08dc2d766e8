"""What README shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)```", README, re.S)
    assert found, f"README has no block marked {marker!r}"
    return found[1]


def test_the_tour_runs_line_by_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = block("tour").splitlines()
    assert len(lines) > 8
    for line in lines:
        words = shlex.split(line, comments=True)
        assert words[0] == "kg"
        result = CliRunner().invoke(main, words[1:], prog_name="kg")
        assert result.exit_code == 0, (line, result.output, result.exception)
        assert result.output.strip(), line
    assert {"graph.ttl", "view.html", "kg-demo"} <= {path.name for path in tmp_path.iterdir()}


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    exec(compile(block("python"), "README.md", "exec"), {})
    assert "PMID:37120151" in capsys.readouterr().out
    assert (tmp_path / "view.html").stat().st_size > 1_000
    assert (tmp_path / "graph.trig.gz").exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command):
    assert re.search(rf"\bkg {command}\b", README)


def test_the_case_in_the_readme_is_a_good_one(tmp_path):
    from kg import pipeline

    (found,) = re.findall(r"```yaml\n(.*?)```", README, re.S)
    path = tmp_path / "case.yaml"
    path.write_text(found)
    _, report = pipeline.graph([str(path)])
    assert report.cases == 1
    assert report.faults == []


@pytest.mark.parametrize("path", re.findall(r"`((?:ontology|notebooks|docs)/[\w./-]+)`", README))
def test_every_file_that_the_readme_names_exists(path):
    assert (Path(__file__).parents[1] / path).exists()
