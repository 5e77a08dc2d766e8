"""`kg merge` and `kg diff` from the outside: reports, formats, faults, and what is left when a merge is stopped."""

from __future__ import annotations

import gzip
import json
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph
import pytest
from civic_rows import evidence, item
from click.testing import CliRunner

import kg
from kg import demo, store
from kg.cli import main
from kg.ids import expand
from kg.merge import merge, sorting

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
COLLEAGUE = f"""
@prefix ex: <https://example.org/> .
ex:item ex:disease <{expand("DOID:1612")}> ; ex:gene <https://identifiers.org/hgnc:3430> ;
  ex:dose [ ex:amount 5 ], [ ex:amount 5 ] .
<{expand("MONDO:0007254")}> {LABEL} "Breast Cancer" .
<{expand("MONDO:0005051")}> {LABEL} "lobular cancer, invasive" ; <{expand("skos:broadMatch")}> ex:wide .
<{expand("HGNC:3430")}> <{expand("skos:exactMatch")}> <{expand("NCBIGene:1956")}> .
"""


def run(*words: object):
    return CliRunner().invoke(main, ["merge", *map(str, words)], prog_name="kg")


@pytest.fixture
def colleague(tmp_path: Path) -> Path:
    path = tmp_path / "colleague.ttl"
    path.write_text(COLLEAGUE)
    return path


@pytest.fixture
def merged(tmp_path: Path, colleague: Path) -> dict:
    """The report of a merge of the first case and the colleague's graph, with its lines."""
    done = run(demo.FIRST, colleague, "-o", tmp_path / "all.nq", "--report", tmp_path / "report.json")
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "report.json").read_text())
    return report | {"lines": (tmp_path / "all.nq").read_text().splitlines(), "said": done.output}


def test_ids_of_one_thing_become_one_and_all_are_kept(merged):
    graph = "<https://w3id.org/casekg/graph/colleague>"
    breast, doid = expand("MONDO:0007254"), expand("DOID:1612")
    assert f"<https://example.org/item> <https://example.org/disease> <{breast}> {graph} ." in merged["lines"]
    kept = f"<{breast}> <{expand('skos:exactMatch')}> <{doid}> <https://w3id.org/casekg/graph/joined> ."
    assert kept in merged["lines"]
    gene = f"<https://example.org/item> <https://example.org/gene> <{expand('HGNC:3430')}> {graph} ."
    assert gene in merged["lines"]
    assert merged["sources"][1]["modernised"] == 1


def test_the_report_names_what_was_joined_refused_and_what_clashes(merged):
    assert {"disease", "gene"} <= set(merged["joined"]["by_kind"])
    assert [one["reason"] for one in merged["refused"]] == [
        "HGNC:3430 is HGNC:3430 ERBB2, but NCBIGene:1956 is HGNC:3236 EGFR"
    ]
    assert [one["subject"] for one in merged["clashes"]] == ["MONDO:0005051"]
    assert [one["subject"] for one in merged["spellings"]] == ["MONDO:0007254"]
    assert merged["links"]["broad"] == 1
    for said in ("refused: 1", "clashes (all values are kept): 1", "spelt differently in case only: 1"):
        assert said in merged["said"]


def test_blank_nodes_of_the_same_content_stay_two_and_get_the_same_names_again(merged, tmp_path, colleague):
    genid = {word for line in merged["lines"] for word in line.split(" ") if "/genid/" in word}
    assert len(genid) == 2
    again = run(tmp_path / "all.nq", colleague, "-o", tmp_path / "again.nq")
    assert again.exit_code == 0
    assert (tmp_path / "again.nq").read_text().splitlines() == merged["lines"]


@pytest.mark.parametrize("name", ["out.nq", "out.nq.gz", "out.nq.zst", "out.trig", "out.jsonld", "store"])
def test_every_output_holds_the_same_quads(name, merged, tmp_path):
    done = run(tmp_path / "all.nq", "-o", tmp_path / name, "-q")
    assert done.exit_code == 0, done.output
    assert {f"{quad} ." for quad in store.load([tmp_path / name])} == set(merged["lines"])


def test_graphs_are_read_in_any_form_of_n_quads(tmp_path):
    odd = '<http://a/s>\t<http://a/p>   "\\u00e9"^^<http://www.w3.org/2001/XMLSchema#string> <http://g/g>.\n# end\n'
    (tmp_path / "odd.nq").write_text(odd)
    (tmp_path / "even.nq.gz").write_bytes(
        gzip.compress('<http://a/s> <http://a/p> "é" <http://g/g> .'.encode())
    )
    (tmp_path / "crlf.nq").write_bytes('<http://a/s> <http://a/p> "é" <http://g/g> .\r\n'.encode())
    report = merge([str(tmp_path / name) for name in ("odd.nq", "even.nq.gz", "crlf.nq")], tmp_path / "o.nq")
    assert [one.new for one in report.sources] == [1, 0, 0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<http://a/s> <http://a/p> o .\n", "bad.nq:1: not valid N-QUADS"),
        ("<http://a/s> <http://a/p> <http://a/o> .\n<http://a/s> <http://a/%zz> <o> .\n", "bad.nq:2"),
        ("<http://a/s> <http://a/p> <<( <http://a/s> <http://a/p> <http://a/o> )>> .\n", "RDF 1.2"),
    ],
)
def test_a_bad_file_is_told_with_its_line_and_nothing_is_written(text, said, tmp_path):
    (tmp_path / "bad.nq").write_text(text)
    done = run(tmp_path / "bad.nq", "-o", tmp_path / "out.nq")
    assert done.exit_code == 1
    assert said in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["bad.nq"]


def test_faults_of_all_cases_are_told_at_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(f"case: {name}\nvariants: [{{gene: KRASS, protein: G12D}}]\n")
    done = run(tmp_path / "a.yaml", tmp_path / "b.yaml", "-o", tmp_path / "out.nq")
    assert done.exit_code == 1
    assert "a.yaml:2" in done.output
    assert "b.yaml:2" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "give one of -o OUT"),
        (["-o", "x.nq", "--dry-run"], "give one of -o OUT"),
        (["-o", "gone/x.nq"], "there is no folder 'gone'"),
        (["-o", "x.docx"], "unknown suffix"),
        (["--dry-run", "--undo", "nobody"], "sources: none: this graph was not made by kg merge"),
    ],
)
def test_a_wrong_call_says_what_to_do(words, said, colleague):
    done = run(colleague, *words)
    assert done.exit_code == 2
    assert said in done.output


def test_a_dry_run_tells_on_standard_output_and_writes_nothing(colleague, tmp_path):
    done = CliRunner().invoke(main, ["merge", str(colleague), "--dry-run"])
    assert "colleague.ttl" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["colleague.ttl"]


def test_a_mapping_table_joins_is_kept_and_can_be_undone(tmp_path):
    (tmp_path / "a.nq").write_text(f"<http://a/s> <http://a/p> <{expand('DOID:9999999')}> <http://g/g> .\n")
    table = tmp_path / "mine.sssom.tsv"
    heading = "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\n"
    rows = "MONDO:9999999\tsome\tskos:exactMatch\t\tDOID:9999999\nMONDO:1\t\tskos:exactMatch\tNot\tDOID:4\n"
    table.write_text(f"#curie_map:\n#  x: http://x/\n{heading}{rows}odd:1\t\tskos:exactMatch\t\tDOID:7\n")
    done = run(tmp_path / "a.nq", "--mappings", table, "-o", tmp_path / "all.nq")
    assert "1 rows that say what does not match are left out" in done.output
    assert "1 rows with ids of the unknown prefix odd are left out" in done.output
    assert (
        f"<http://a/s> <http://a/p> <{expand('MONDO:9999999')}> <http://g/g> ."
        in (tmp_path / "all.nq").read_text()
    )
    assert run(tmp_path / "all.nq", "--undo", "mine", "-o", tmp_path / "without.nq").exit_code == 0
    assert run(tmp_path / "a.nq", "-o", tmp_path / "alone.nq").exit_code == 0
    assert (tmp_path / "without.nq").read_bytes() == (tmp_path / "alone.nq").read_bytes()


def test_a_case_goes_with_its_graph(merged, tmp_path):
    assert run(tmp_path / "all.nq", "--undo", "PMID:37120151", "-o", tmp_path / "without.nq").exit_code == 0
    assert "/graph/PMID:37120151" not in (tmp_path / "without.nq").read_text()


def big(path: Path, count: int, graph: str) -> Path:
    lines = (
        f'<http://a/{number * 7919 % count}> <http://a/p> "{number}" <http://g/{graph}> .\n'
        for number in range(count)
    )
    path.write_text("".join(lines))
    return path


@pytest.mark.parametrize("has_sort", [True, False])
def test_what_does_not_fit_into_memory_is_sorted_all_the_same(has_sort, tmp_path, monkeypatch):
    if has_sort and not sorting.program():
        pytest.skip("needs GNU sort")
    monkeypatch.setattr(sorting, "RUN", 100_000)
    if not has_sort:
        monkeypatch.setattr(sorting, "program", lambda: None)
    one, other = big(tmp_path / "one.nq", 6_000, "g"), big(tmp_path / "other.nq", 7_000, "g")
    merge([str(one), str(other)], tmp_path / "out.nq")
    ours = [
        line for line in (tmp_path / "out.nq").read_text().splitlines() if line.endswith("<http://g/g> .")
    ]
    assert ours == sorted(set(one.read_text().splitlines()) | set(other.read_text().splitlines()))


KILLED = "import sys; from kg.cli import main; main(['merge', *sys.argv[1:]])"


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8, 1.1])
def test_a_merge_that_is_killed_leaves_the_old_output_and_runs_again(seconds, tmp_path):
    one, other = big(tmp_path / "one.nq", 150_000, "one"), big(tmp_path / "other.nq", 150_000, "two")
    out = tmp_path / "out.nq"
    out.write_text("old\n")
    words = [sys.executable, "-c", KILLED, str(one), str(other), "-o", str(out), "-q"]
    with subprocess.Popen(words) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    assert out.read_text().startswith(("old\n", "<http://a/0>"))
    merge([str(one)], out)
    assert out.read_text().startswith("<http://a/0>")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.nq", "other.nq", "out.nq"]


def test_a_full_disk_is_told_and_leaves_the_old_output(tmp_path):
    one, out = big(tmp_path / "one.nq", 20_000, "one"), tmp_path / "out.nq"
    out.write_text("old\n")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(one), "-o", str(out), "-q"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "out.nq: cannot be written: File too large" in done.stderr
    assert out.read_text() == "old\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.nq", "out.nq"]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody can write to")
def test_a_place_that_cannot_be_written_is_told(colleague):
    done = run(colleague, "-o", "/proc/out.nq")
    assert done.exit_code == 1
    assert "/proc/out.nq: cannot be written" in done.output


def test_a_store_is_merged_into_and_out_of(colleague, tmp_path):
    folder = tmp_path / "mystore"
    for words in ([demo.FIRST], [colleague]):
        assert run(*words, "--into", folder, "-q").exit_code == 0
    assert run(demo.FIRST, colleague, "-o", tmp_path / "at-once.nq", "-q").exit_code == 0
    at_once = set((tmp_path / "at-once.nq").read_text().splitlines())
    assert {f"{quad} ." for quad in store.load([folder])} == at_once
    assert run("--into", folder, "--undo", "colleague", "-q").exit_code == 0
    assert pyoxigraph.NamedNode("https://w3id.org/casekg/graph/colleague") not in list(
        store.load([folder]).named_graphs()
    )


def test_the_api_merges_and_compares(colleague, tmp_path):
    report = kg.merge([demo.FIRST, colleague], tmp_path / "out.nq")
    assert report.sources[1].new == 10
    assert kg.diff(tmp_path / "out.nq", tmp_path / "out.nq").is_none


def diff(*words: object):
    return CliRunner().invoke(main, ["diff", *map(str, words)], prog_name="kg")


def test_diff_names_cases_and_what_changed_in_them(tmp_path):
    (tmp_path / "a.yaml").write_text("case: one\ndiagnoses: [{disease: breast carcinoma, stage: II}]\n")
    (tmp_path / "b.yaml").write_text("case: one\ndiagnoses: [{disease: breast carcinoma, stage: III}]\n")
    (tmp_path / "c.yaml").write_text("case: two\ndiagnoses: [{disease: breast carcinoma, stage: II}]\n")
    done = diff(tmp_path / "a.yaml", tmp_path / "b.yaml", "--exit-status")
    assert done.exit_code == 1
    assert "changed case one: -1 +1 quads" in done.output
    assert 'kg:stage "III"' in done.output
    done = diff(tmp_path / "a.yaml", tmp_path / "c.yaml", "-f", "json")
    found = {(one["change"], one["kind"], one["name"]) for one in json.loads(done.output)["graphs"]}
    assert found == {("removed", "case", "one"), ("added", "case", "two")}
    done = diff(tmp_path / "a.yaml", tmp_path / "a.yaml", "--exit-status")
    assert (done.exit_code, done.output) == (0, "no difference\n")


@pytest.mark.parametrize("name", ["mine_edges.tsv", "mine_nodes", "mine"])
def test_a_source_of_several_files_is_undone_by_the_name_of_any(name, colleague, tmp_path):
    (tmp_path / "mine_nodes.tsv").write_text("id\tname\tcategory\nHGNC:3430\tERBB2\tbiolink:Gene\n")
    edges = "HGNC:3430\tbiolink:related_to\tDOID:1612\tknowledge_assertion\tmanual_agent\n"
    head = "subject\tpredicate\tobject\tknowledge_level\tagent_type\n"
    (tmp_path / "mine_edges.tsv").write_text(head + edges)
    files = [tmp_path / "mine_nodes.tsv", tmp_path / "mine_edges.tsv"]
    assert run(colleague, *files, "-o", tmp_path / "all.nq").exit_code == 0
    assert run(tmp_path / "all.nq", "--undo", name, "-o", tmp_path / "left.nq").exit_code == 0
    assert run(colleague, "-o", tmp_path / "never.nq").exit_code == 0
    assert (tmp_path / "left.nq").read_bytes() == (tmp_path / "never.nq").read_bytes()


def test_a_catalogue_is_undone_by_the_name_of_its_graph_with_the_terms_that_it_brought(colleague, tmp_path):
    table = evidence(tmp_path, item(1), item(2))
    assert run(colleague, table, "-o", tmp_path / "all.nq").exit_code == 0
    assert run(tmp_path / "all.nq", "--undo", "civic", "-o", tmp_path / "left.nq").exit_code == 0
    assert run(colleague, "-o", tmp_path / "never.nq").exit_code == 0
    assert (tmp_path / "left.nq").read_bytes() == (tmp_path / "never.nq").read_bytes()
