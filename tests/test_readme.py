"""What README shows is what happens."""

from __future__ import annotations

import configparser
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


ELSEWHERE = re.compile(r"https?://|--engine|kg serve")
"""What needs a server or a cluster, or goes on until it is stopped: only its words are looked at."""


def everyday() -> list[str]:
    """The commands of all blocks but the set-up and the tour, which have their own."""
    blocks = re.findall(r"(?<!-->\n)```sh\n(.*?)```", README, re.S)
    return [line for text in blocks for line in text.splitlines() if line.startswith("kg ")]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the files that README speaks of."""
    import gzip
    import shutil

    from kg.resources import folder

    monkeypatch.chdir(tmp_path)
    for name in ("cases", "pubmed", "my-folder"):
        (tmp_path / name).mkdir()
    data = Path(__file__).parent / "data" / "pubmed"
    shutil.copy(folder("examples") / "invented-breast.yaml", "cases")
    shutil.copy(data / "one.txt", "record.txt")
    for packed in ("pubmed1.xml.gz", "pubmed/one.xml.gz"):
        Path(packed).write_bytes(gzip.compress((data / "one.xml").read_bytes()))
    for name in ("my-folder/responders-by-drug.rq", "my-question.rq"):
        shutil.copy(folder("queries") / "responders-by-drug.rq", name)
    node = "<https://example.org/a>"
    triple = f'{node} <http://www.w3.org/2000/01/rdf-schema#label> "a" .\n'
    Path("colleague.ttl").write_text(triple)
    Path("more.nq").write_text(triple)
    Path("civic.ttl.gz").write_bytes(gzip.compress(triple.encode()))
    Path("mine.sssom.tsv").write_text(
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "MONDO:0005051\tskos:exactMatch\tNCIT:C7950\tsemapv:ManualMappingCuration\n"
    )
    Path("monarch_nodes.tsv").write_text("id\tcategory\tname\nHGNC:3430\tbiolink:Gene\tERBB2\n")
    Path("monarch_edges.tsv").write_text("id\tsubject\tpredicate\tobject\n")
    for out in ("mystore", "graph.nq"):
        assert CliRunner().invoke(main, ["build", "cases", "-o", out], prog_name="kg").exit_code == 0


def test_every_other_command_runs_on_files_of_those_names(desk):
    ran = 0
    for line in everyday():
        words = shlex.split(line, comments=True)[1:]
        if ELSEWHERE.search(line):
            command = main.get_command(main.make_context("kg", words[:1]), words[0])
            assert command is not None
            command.make_context(words[0], words[1:])
            continue
        result = CliRunner().invoke(main, words, prog_name="kg")
        assert result.exit_code == 0, (line, result.output, result.exception)
        ran += 1
    assert ran > 10


PAGES = sorted((Path(__file__).parents[1] / "docs").glob("*.md"))
PLACES = [Path(__file__).parents[1] / "README.md", Path(__file__).parents[1] / "CONTRIBUTING.md", *PAGES]


@pytest.mark.parametrize("page", PLACES, ids=lambda page: page.stem)
def test_every_page_that_a_page_leads_to_exists(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    places = [place.partition("#")[0] for place in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in place]
    assert [place for place in places if place and not (page.parent / place).exists()] == []


def test_every_room_of_the_layers_stands_in_the_table_of_rooms():
    parser = configparser.ConfigParser()
    parser.read(Path(__file__).parents[1] / "setup.cfg")
    rooms = re.findall(r"\w+", parser["importlinter:contract:layers"]["layers"])
    table = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [room for room in rooms if not re.search(rf"`kg/{room}(/|\.py)", table)] == []
