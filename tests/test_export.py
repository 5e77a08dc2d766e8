"""Cases and graphs in the formats of other programs: what all targets share."""

from __future__ import annotations

import importlib
import json
import re
import shlex
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.demo import FIRST, REPORT, bundled
from kg.errors import FaultsError
from kg.export import TARGETS
from kg.store import from_lines
from tests.benchmarks.cases import cases as invented


def run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["export", *map(str, words)], prog_name="kg")
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_says_in_the_list_what_its_module_says(name: str) -> None:
    module = importlib.import_module(f"kg.export.{TARGETS[name].module}")
    assert TARGETS[name].summary == module.SUMMARY
    assert f"{name} " in run("--list")


def test_a_mistyped_target_is_a_usage_error_with_the_nearest(tmp_path: Path) -> None:
    said = run(FIRST, "--to", "cases", "-o", tmp_path / "out", code=2)
    assert said == "--to: 'cases' is no format that kg writes (did you mean 'case'?)\n"
    assert "one of case, " in run(FIRST, "--to", "visio", "-o", tmp_path / "out", code=2)


def test_targets_are_completed() -> None:
    words = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg export --to json", "COMP_CWORD": "3"}
    assert CliRunner().invoke(main, [], prog_name="kg", env=words).output == "plain,jsonld\n"


def test_an_unusable_output_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert "is a folder, not a file" in run(FIRST, "--to", "jsonld", "-o", tmp_path / "folder", code=2)
    assert "there is no folder" in run(FIRST, "--to", "jsonld", "-o", tmp_path / "no" / "out", code=2)
    assert [path.name for path in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device of a full disk")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "out.jsonld").symlink_to("/dev/full")
    said = run(FIRST, "--to", "jsonld", "-o", tmp_path / "out.jsonld", code=1)
    assert said.endswith("out.jsonld: cannot be written: No space left on device\n")


def test_a_fault_in_a_case_leaves_the_old_output(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("case: a\nvariants: [{gene: KRASS}]\n")
    (tmp_path / "out.jsonld").write_text("old")
    assert "'KRASS'" in run(tmp_path / "case.yaml", "--to", "jsonld", "-o", tmp_path / "out.jsonld", code=1)
    assert (tmp_path / "out.jsonld").read_text() == "old"


def test_a_target_of_one_file_goes_to_standard_output(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", str(FIRST), "--to", "jsonld", "-o", "-"], prog_name="kg")
    assert json.loads(result.stdout)["@graph"]
    assert "<stdout>" in result.stderr


def test_an_output_is_compressed_by_its_suffix_and_the_same_every_time(tmp_path: Path) -> None:
    for name in ("one.jsonld.gz", "two.jsonld.gz"):
        run(FIRST, "--to", "jsonld", "-o", tmp_path / name)
    one, two = (tmp_path / name for name in ("one.jsonld.gz", "two.jsonld.gz"))
    assert one.read_bytes() == two.read_bytes()
    assert len(kg.load(one)) == len(kg.build(FIRST))


# JSON-LD


def test_two_readers_read_the_same_quads_from_json_ld(tmp_path: Path, all_lines: list[str]) -> None:
    said = run(*bundled(), "--to", "jsonld", "-o", tmp_path / "all.jsonld")
    whole = from_lines(all_lines)
    assert f"exported {len(whole):,} quads" in said
    assert set(kg.load(tmp_path / "all.jsonld").store) == set(whole)
    read = rdflib.Dataset().parse(tmp_path / "all.jsonld", format="json-ld")
    again = pyoxigraph.Store()
    again.load(read.serialize(format="nquads").encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert {str(quad) for quad in again} == {str(quad) for quad in whole}


def test_json_ld_uses_the_words_of_the_context(tmp_path: Path) -> None:
    run(FIRST, "--to", "jsonld", "-o", tmp_path / "first.jsonld")
    whole = json.loads((tmp_path / "first.jsonld").read_text(encoding="utf-8"))
    (graph,) = (one for one in whole["@graph"] if one["id"].endswith("graph/PMID:37120151"))
    (line,) = (node for node in graph["@graph"] if node["id"].endswith("line/2"))
    assert (line["type"], line["order"]) == ("TherapyLine", "2")
    assert not any(key.startswith("http") for node in graph["@graph"] for key in node)


STRANGE = r"""
_:b <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "a literal type" .
_:b <https://w3id.org/casekg/vocab/order> "no number" .
_:b <https://w3id.org/casekg/vocab/order> "07"^^<http://www.w3.org/2001/XMLSchema#integer> .
_:b <https://w3id.org/casekg/vocab/disease> "said in words"@en-gb .
_:b <https://w3id.org/casekg/vocab/says> <https://example.org/a%20b> .
<https://schema.org///x> <https://schema.org/name> "tab\tquote\"\u2028" <urn:g> .
<http://purl.obolibrary.org/obo/MONDO_> <urn:p> _:b <urn:g> .
<urn:s> <urn:p> "1"^^<urn:type> .
"""


@pytest.mark.parametrize("name", ["case", "graphml", "cyjs", "neo4j", "parquet", "nanopub", "jsonld"])
def test_what_quotes_a_triple_is_left_out_and_counted(
    tmp_path: Path, name: str, first_lines: list[str]
) -> None:
    quoted = "<urn:more> <<( <urn:a> <urn:b> <urn:c> )>>"
    graph = "<https://w3id.org/casekg/graph/PMID:37120151>"
    case = "<https://w3id.org/casekg/case/PMID:37120151>"
    lines = [*first_lines, f"{case} {quoted} {graph} .\n", f"<urn:s> {quoted} {graph} .\n"]
    (tmp_path / "graph.nq").write_text("".join(lines), encoding="utf-8")
    said = run(tmp_path / "graph.nq", "--to", name, "-o", tmp_path / "out")
    wanted = {"case": "2 triples beside the cases", "nanopub": "left out: 2 triples beside the statements"}
    assert wanted.get(name, "left out: 2 statements about quoted triples") in said


def test_strange_quads_survive_in_json_ld(tmp_path: Path) -> None:
    (tmp_path / "strange.nq").write_text(STRANGE)
    run(tmp_path / "strange.nq", "--to", "jsonld", "-o", tmp_path / "strange.jsonld")
    one, two = (kg.load(tmp_path / f"strange.{suffix}").store for suffix in ("nq", "jsonld"))
    written = [pyoxigraph.Dataset(iter(store)) for store in (one, two)]
    for dataset in written:
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(written[0]) == set(written[1])


# Case files


@pytest.mark.parametrize("name", ["cases.yaml", "cases.jsonl"])
def test_case_files_hold_the_cases(tmp_path: Path, name: str) -> None:
    said = run(*bundled(), "--to", "case", "-o", tmp_path / name)
    assert said.endswith(f"exported {len(bundled())} cases: {tmp_path / name}\n")
    if name.endswith("yaml"):
        assert set(kg.build(tmp_path / name).store) == set(kg.build(bundled()).store)


def test_case_files_are_made_of_the_cases_in_a_graph(tmp_path: Path) -> None:
    """Also of names that the tables do not lead back to the same term."""
    whole = [*kg.read(bundled()), *invented(30)]
    kg.build(whole).write(tmp_path / "graph.nq")
    run(tmp_path / "graph.nq", "--to", "case", "-o", tmp_path / "cases.yaml")
    assert set(kg.build(tmp_path / "cases.yaml").store) == set(kg.load(tmp_path / "graph.nq").store)


def test_a_graph_without_cases_is_told(tmp_path: Path) -> None:
    (tmp_path / "some.nt").write_text("<urn:s> <urn:p> <urn:o> .\n")
    said = run(tmp_path / "some.nt", "--to", "case", "-o", tmp_path / "cases.yaml", code=1)
    assert said == "the graph states no case, and this format holds cases alone\n"
    assert not (tmp_path / "cases.yaml").exists()


def test_a_case_file_beside_a_graph_of_the_same_case_comes_first(tmp_path: Path) -> None:
    kg.build(bundled()).write(tmp_path / "graph.nq")
    said = run(FIRST, tmp_path / "graph.nq", "--to", "case", "-o", tmp_path / "cases.yaml")
    assert "stands in a case file and in a graph (the case file was taken)" in said
    assert f"exported {len(bundled())} cases" in said


# In Python


def test_the_api_writes_graphs_cases_and_files(tmp_path: Path) -> None:
    cases = kg.read(FIRST)
    for given in (kg.build(cases), cases, cases[0], FIRST, [str(FIRST)]):
        written = kg.export(given, "jsonld", tmp_path / "out.jsonld")
        assert written.counts["quads"] == len(kg.load(tmp_path / "out.jsonld")) == len(kg.build(cases))
        assert written.left_out == {}
    assert kg.targets()["jsonld"].startswith("JSON-LD")


def test_a_case_a_line_is_read_by_every_command(tmp_path: Path) -> None:
    """Also what `kg extract` writes, packed, and beside a graph."""
    run(*bundled(), "--to", "case", "-o", tmp_path / "cases.jsonl.gz")
    whole = set(kg.build(bundled()).store)
    assert set(kg.build(tmp_path / "cases.jsonl.gz").store) == whole
    assert set(kg.load(graph_of(tmp_path / "cases.jsonl.gz")).store) == whole
    result = CliRunner().invoke(
        main, ["query", "case-summary", "-d", str(tmp_path / "cases.jsonl.gz"), "-f", "csv"]
    )
    assert result.exit_code == 0
    assert "PMID:37120151" in result.output
    one = tmp_path / "one.jsonl"
    extracted = CliRunner().invoke(main, ["extract", str(REPORT), "-o", str(one)], prog_name="kg")
    assert extracted.exit_code == 0
    assert len(kg.read(one)) == len(one.read_text().splitlines())


def graph_of(*inputs: Path) -> Path:
    out = inputs[0].with_name("built.nq")
    result = CliRunner().invoke(main, ["build", *map(str, inputs), "-o", str(out)], prog_name="kg")
    assert result.exit_code == 0, result.output
    return out


def test_faults_in_lines_are_told_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"case": "a", "variants": [{"gene": "ERBB2", "protein": "V777L"}]}\n'
        '{"case": "b", "variants": [{"gene": "KRASS", "note": "two\u2028lines"}]}\n\n'
        '{"case": "c", "sex": "female"}\n'
        '{"case": "d", "patient": {\n'
        '{"case": "a"}\n',
        encoding="utf-8",
    )
    with pytest.raises(FaultsError) as error:
        kg.read(path)
    assert [str(fault).removeprefix(str(path)).partition(" (")[0] for fault in error.value.faults] == [
        ":4: sex: 'sex' is not a field of a case",
        ":5: is not a case in JSON",
        ":2: variants[0].gene: 'KRASS' is not a gene in the term tables",
        ": case: 'a' was read before, from " + str(path),
    ]


# The documentation

DOCUMENT = (Path(__file__).parents[1] / "docs" / "export.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_its_row(name: str) -> None:
    assert re.search(rf"^\| (`[\w-]+`, )*`{name}`(, `[\w-]+`)* \|", DOCUMENT, re.MULTILINE)


def test_the_documented_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_bytes(FIRST.read_bytes())
    kg.build(bundled()).write("graph.nq")
    (block,) = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    commands = [line.partition(" | ")[0] for line in block.splitlines()]
    assert len(commands) > 5
    for line in commands:
        words = shlex.split(line, comments=True)
        assert run(*words[2:])
