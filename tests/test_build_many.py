"""`kg build --parts` and `--jobs`: many cases in parts, the same bytes however they came about."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pyoxigraph
import pytest
import zstandard
from click.testing import CliRunner, Result

from kg import quadtable, rdf, store
from kg.bulk import parts, pieces
from kg.case_text import mapping, to_yaml
from kg.cli import main
from kg.grounding import named_case
from kg.pipeline import graph
from kg.questions import sources
from kg.readers import case_yaml
from tests.benchmarks.cases import cases
from tests.benchmarks.soak_build import digest

LINES = [json.dumps(mapping(named_case(case))) for case in cases(90)]
RECORD = "Invented report.\n\nA 50-year-old woman with EGFR L858R lung adenocarcinoma responded to gefitinib.\n\nPMID: {}\n"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LINES", 12)
    monkeypatch.setattr(pieces, "MOST_LINES", 20)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["build", *map(str, words)])


def built(*words: str | Path) -> Result:
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def lined(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(LINES) + "\n")
    return path


def quads(folder: Path) -> list[str]:
    texts = []
    for file in sorted(folder.glob("*.nq.zst")):
        with file.open("rb") as raw:
            texts.append(zstandard.ZstdDecompressor().stream_reader(raw).read().decode())
    return "".join(texts).splitlines()


def test_parts_hold_what_a_plain_build_holds(lined: Path, tmp_path: Path) -> None:
    built(lined, "-o", tmp_path / "out", "--parts", "--jobs", 1)
    said = json.loads((tmp_path / "out" / "build.json").read_text())
    assert len(said["parts"]) > 3
    assert said["cases"] == len(LINES)
    whole = tmp_path / "all.yaml"
    whole.write_text("".join(f"---\n{to_yaml(named_case(case))}" for case in cases(90)))
    pieces, _ = graph([str(whole)])
    assert sorted(quads(tmp_path / "out")) == sorted("".join(pieces).splitlines())
    assert said["quads"] == len(quads(tmp_path / "out"))
    for part in said["parts"]:
        assert sha256((tmp_path / "out" / part["file"]).read_bytes()).hexdigest() == part["sha256"]


def test_packets_among_the_lines_are_read_as_packets(lined: Path, tmp_path: Path) -> None:
    packet = json.loads((Path(__file__).parent / "data" / "phenopackets" / "full.json").read_text())
    lined.write_text("\n".join([*LINES[:3], json.dumps(packet), *LINES[3:6]]) + "\n")
    run(lined, "-o", tmp_path / "out", "--parts", "--jobs", 1)
    assert json.loads((tmp_path / "out" / "build.json").read_text())["cases"] == 7
    alone, _ = graph([str(Path(__file__).parent / "data" / "phenopackets" / "full.json")])
    assert set("".join(alone[:-1]).splitlines()) < set(quads(tmp_path / "out"))


def test_the_number_of_processes_does_not_change_a_byte(lined: Path, tmp_path: Path) -> None:
    for jobs in (1, 2, 3):
        built(lined, "-o", tmp_path / f"out{jobs}", "--parts", "--jobs", jobs)
    assert digest(tmp_path / "out1") == digest(tmp_path / "out2") == digest(tmp_path / "out3")


def test_one_file_and_a_store_hold_the_same_as_the_parts(lined: Path, tmp_path: Path) -> None:
    built(lined, "-o", tmp_path / "out", "--parts")
    expected = quads(tmp_path / "out")
    for name in ("one.nq", "one.nq.gz", "one.nq.zst"):
        built(lined, "-o", tmp_path / name, "--jobs", 2)
        with (tmp_path / name).open("rb") as raw:
            found = store.decompressing(raw, (tmp_path / name).suffix).read().decode()
        assert sorted(found.splitlines()) == sorted(expected)
    built(lined, "-o", tmp_path / "mine", "--jobs", 2)
    assert len(store.open_store(tmp_path / "mine")) == len(expected)
    assert [child.name for child in tmp_path.iterdir() if child.name.startswith(".")] == [".mine.parts"]


def test_only_what_changed_is_built_again(lined: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lined, "-o", out, "--parts", "--jobs", 1)
    count = len(json.loads((out / "build.json").read_text())["parts"])
    assert f"({count} of {count} parts were there)" in built(lined, "-o", out, "--parts", "--jobs", 1).stderr
    changed = [
        *LINES[:40],
        LINES[40].replace('"invented": true', '"invented": true, "curator": "A B"'),
        *LINES[42:],
    ]
    lined.write_text("\n".join(changed) + "\n")
    done = built(lined, "-o", out, "--parts", "--jobs", 1)
    kept = int(done.stderr.split("(")[1].split(" of ")[0])
    assert 0 < kept < count
    built(lined, "-o", tmp_path / "anew", "--parts", "--jobs", 1, "--fresh")
    assert digest(out) == digest(tmp_path / "anew")
    removed, replaced = json.loads(LINES[41])["case"], json.loads(LINES[40])["case"]
    assert not any(f"/case/{removed}>" in line for line in quads(out))
    assert any(f"/graph/{replaced}>" in line and '"A B"' in line for line in quads(out))


def test_a_folder_of_files_is_built_like_its_lines_and_follows_its_changes(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    for number, case in enumerate(cases(40)):
        (folder / f"{number:03}.yaml").write_text(to_yaml(named_case(case)))
    (folder / "record.txt").write_text(RECORD.format(77))
    out = tmp_path / "out"
    built(folder, "-o", out, "--parts", "--jobs", 2)
    found = quads(out)
    assert any("graph/PMID:77>" in line and "EGFR L858R" in line for line in found)  # its text was read
    (folder / "003.yaml").unlink()
    built(folder, "-o", out, "--parts", "--jobs", 2)
    gone = set(found) - set(quads(out))
    assert gone
    assert all("invented-0000004" in line or "graph/terms" in line for line in gone)


def test_bad_records_are_told_with_their_line_and_the_others_built(lined: Path, tmp_path: Path) -> None:
    bad = [*LINES]
    bad[3] = "{"
    bad[30] = LINES[30].replace('"case"', '"cas"')
    bad[50] = '{"case": "x", "variants": [{"gene": "KRASS", "protein": "p.Gly12Asp"}]}'
    bad[70] = LINES[1]
    lined.write_text("\n".join(bad) + "\n")
    report = tmp_path / "faults.txt"
    done = run(lined, "-o", tmp_path / "out", "--parts", "--jobs", 2, "--report", report)
    assert done.exit_code == 1
    for part in (
        "cases.jsonl:4: is not a case in JSON",
        "cases.jsonl:31: cas: 'cas' is not a field of a case (did you mean 'case'?)",
        "cases.jsonl:51: variants[0].gene: 'KRASS' is not",
        "'invented-0000002' was read before",
    ):
        assert part in done.stderr, part
        assert part in report.read_text()
    assert json.loads((tmp_path / "out" / "build.json").read_text())["cases"] == len(LINES) - 4
    again = run(lined, "-o", tmp_path / "out", "--parts", "--jobs", 2)
    assert again.exit_code == 1
    assert "cases.jsonl:51: variants[0].gene" in again.stderr


def test_what_is_read_and_what_is_grounded_is_told_in_the_order_of_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    unknown = '{{"case": "a{0}", "diagnoses": [{{"disease": "malady of the {0}"}}]}}\n'
    path.write_text(
        "".join(unknown.format(i) if i % 2 else f'{{"case": {i}, "odd": 1}}\n' for i in range(1, 9))
    )
    done = run(path, "-o", tmp_path / "out", "--parts")
    told = [int(line) for line in re.findall(r"jsonl:([0-9]+):", done.output)]
    assert told == sorted(told)
    assert set(told) == set(range(1, 9))


def test_a_record_without_a_name_is_told_where_no_case_is_read_from_it(tmp_path: Path) -> None:
    article = "<Article><ArticleTitle>Invented report</ArticleTitle></Article>"
    record = f"<PubmedArticle><MedlineCitation>{article}</MedlineCitation></PubmedArticle>"
    (tmp_path / "nameless.xml").write_text(f"<PubmedArticleSet>{record}</PubmedArticleSet>")
    (tmp_path / "case.yaml").write_text(to_yaml(named_case(next(cases(1)))))
    done = run(tmp_path, "-o", tmp_path / "out", "--parts", "--no-extract")
    assert done.exit_code == 1
    assert "nameless.xml: 'Invented report' has no PMID, DOI or PMCID" in done.output


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file, whatever its permissions")
def test_a_file_that_could_not_be_read_is_read_once_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(to_yaml(named_case(next(cases(1)))))
    (tmp_path / "other.yaml").write_text("case: other\n")
    path.chmod(0)
    assert "case.yaml: cannot be read" in run(tmp_path, "-o", tmp_path / "out", "--parts").output
    path.chmod(0o600)
    assert "built 2 cases" in built(tmp_path, "-o", tmp_path / "out", "--parts").output


@pytest.mark.parametrize("how", [("graph.nq",), ("store", "--jobs", 2), ("parts", "--parts")])
@pytest.mark.parametrize("given", [".", "*", "../{0}"])
def test_what_a_build_put_among_its_inputs_is_none_of_them_the_next_time(
    how: tuple[str | int, ...], given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text("case: one\n")
    for _ in range(2):
        assert "built 1 case" in built(given.format(tmp_path.name), "-o", *map(str, how)).output
    alone = run(how[0], "-o", *map(str, how))
    assert alone.exit_code == 1
    assert str(how[0]) in alone.output


def test_too_many_faults_stop_the_run_and_leave_the_old_output(lined: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lined, "-o", out, "--parts", "--jobs", 1)
    before = digest(out)
    lined.write_text("\n".join([*LINES[:30], *("{" for _ in range(30))]) + "\n")
    done = run(lined, "-o", out, "--parts", "--jobs", 1, "--max-faults", 5)
    assert done.exit_code == 1
    assert "more than 5 faults: stopped" in done.stderr
    assert digest(out) == before


def test_an_old_output_does_not_give_way_to_nothing(lined: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lined, "-o", out, "--parts", "--jobs", 1)
    before = digest(out)
    lined.write_text("\n".join('{"case": "a", "x": 1}' for _ in range(9)) + "\n")
    done = run(lined, "-o", out, "--parts", "--jobs", 1)
    assert done.exit_code == 1
    assert "no case was built" in done.stderr
    assert digest(out) == before


MORTAL = """
import os, signal, sys
from pathlib import Path
from kg.bulk import pieces, work
from kg.cli import run

pieces.LINES, pieces.MOST_LINES = 12, 20
most, made = int(sys.argv[1]), work.made


def mortal(how, piece, *rest):
    if len(list(Path(how.folder).glob("*.json"))) >= most:
        os.killpg(0, signal.SIGKILL)
    return made(how, piece, *rest)


work.made = mortal
run(sys.argv[2:])
"""
"""A build that is killed, all of its processes, when there are so many parts."""


def test_a_run_killed_again_and_again_ends_as_an_undisturbed_one(lined: Path, tmp_path: Path) -> None:
    built(lined, "-o", tmp_path / "calm", "--parts", "--jobs", 2)
    out = tmp_path / "out"

    def killed_at(most: int) -> int:
        command = [sys.executable, "-c", MORTAL, most, "build", lined, "-o", out, "--parts", "--jobs", 2]
        return subprocess.run(
            list(map(str, command)), stderr=subprocess.DEVNULL, start_new_session=True, check=False
        ).returncode

    for most in (1, 2, 4):
        assert killed_at(most) == -signal.SIGKILL
        assert not out.exists()
    assert killed_at(1_000) == 0
    assert digest(out) == digest(tmp_path / "calm")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "-", "--parts"], "not written to standard output"),
        (["-o", "out.ttl", "--jobs", "2"], "are written as N-Quads"),
        (["-o", "out", "--parts", "-f", "ttl"], "-f does not go with --parts"),
        (["-o", "no/where", "--parts"], "there is no folder"),
        (["-o", ".", "--parts"], "is no folder of parts"),
        (["-o", "out", "--parts", "--report", "no/where"], "there is no folder"),
    ],
)
def test_what_cannot_be_is_said_before_any_work(
    lined: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(lined.parent)
    done = run(lined, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert [child.name for child in lined.parent.iterdir()] == ["cases.jsonl"]


def test_parts_of_another_form_are_not_gone_on_with(lined: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(lined, "-o", out, "--parts", "--jobs", 1)
    said = json.loads((out / "build.json").read_text())
    (out / "build.json").write_text(json.dumps(said | {"form": 99}))
    done = run(lined, "-o", out, "--parts", "--jobs", 1)
    assert done.exit_code == 1
    assert "built by another version of kg" in done.stderr
    built(lined, "-o", out, "--parts", "--jobs", 1, "--fresh")


def test_an_endless_line_is_told_and_not_held_in_memory_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pieces, case_yaml):
        monkeypatch.setattr(module, "MAX_CHARACTERS", 20_000)
    path = tmp_path / "long.jsonl"
    path.write_text(LINES[0] + "\n" + '{"case": "' + "x" * 300_000 + '"}\n' + LINES[1] + "\n")
    assert max(len(piece.lines) for piece in pieces.pieces([str(path)], "")) < 400_000
    done = run(path, "-o", tmp_path / "out", "--parts", "--jobs", 1)
    assert done.exit_code == 1
    assert json.loads((tmp_path / "out" / "build.json").read_text())["cases"] == 2


def held(folder: Path) -> list[str]:
    return sorted(str(quad) for quad in store.open_store(folder))


def test_a_store_is_built_of_changed_parts_alone_and_loaded_only_when_there_are_any(
    lined: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    built(lined, "-o", mine, "--jobs", 2)
    first = held(mine)
    told = built(lined, "-o", mine, "--jobs", 1).stderr
    assert "parts were there), nothing was loaded" in told
    lined.write_text("\n".join(LINES[:-1]) + "\n")
    told = built(lined, "-o", mine, "--jobs", 1).stderr
    assert "parts were there)" in told
    assert "nothing was loaded" not in told
    built(lined, "-o", tmp_path / "anew", "--jobs", 1)
    assert held(mine) == held(tmp_path / "anew") != first


def test_a_store_that_was_changed_meanwhile_or_came_from_elsewhere_is_made_anew(
    lined: Path, tmp_path: Path
) -> None:
    mine, other = tmp_path / "mine", tmp_path / "other"
    built(lined, "-o", mine, "--jobs", 1)
    first = held(mine)
    changed = pyoxigraph.Store(str(mine))
    changed.clear()
    changed.flush()
    del changed
    built(lined, "-o", mine, "--jobs", 1)
    assert held(mine) == first
    store.write_store(["<urn:a> <urn:b> <urn:c> .\n"], other)
    store.replace_folder(other, mine)
    assert "nothing was loaded" not in built(lined, "-o", mine, "--jobs", 1).stderr
    assert held(mine) == first
    assert "nothing was loaded" not in built(lined, "-o", mine, "--jobs", 1, "--fresh").stderr


def test_a_table_of_quads_stands_beside_each_part(lined: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    out = tmp_path / "out"
    built(lined, "-o", out, "--parts", "--parquet", "--jobs", 2)
    found = set()
    for file in sorted(out.glob("*.parquet")):
        found |= {tuple(row.values()) for row in parquet.read_table(file).to_pylist()}
    expected = set()
    # parsed, not stored: a store writes durations and decimals in its own way
    for quad in pyoxigraph.parse("\n".join(quads(out)).encode(), pyoxigraph.RdfFormat.N_QUADS):
        thing = quad.object
        literal = isinstance(thing, pyoxigraph.Literal)
        kind = ("literal", thing.datatype.value, thing.language) if literal else ("iri", None, None)
        expected.add((quad.subject.value, quad.predicate.value, thing.value, *kind, quad.graph_name.value))
    assert found == expected
    again = built(lined, "-o", out, "--parts", "--parquet", "--jobs", 1)
    assert "parts were there" in again.stderr


def test_a_folder_of_parts_is_merged_and_asked_as_the_graph_that_it_is(lined: Path, tmp_path: Path) -> None:
    built(lined, "-o", tmp_path / "out", "--parts", "--jobs", 2)
    merged = CliRunner().invoke(main, ["merge", str(tmp_path / "out"), "-o", str(tmp_path / "merged.nq")])
    assert merged.exit_code == 0, merged.output
    of_cases = {line for line in quads(tmp_path / "out") if "/graph/invented-" in line}
    assert of_cases <= set((tmp_path / "merged.nq").read_text().splitlines())
    assert {path.name for path in sources.expanded(str(tmp_path / "out"))} == {
        path.name for path in (tmp_path / "out").glob("*.nq.zst")
    }
    assert sources.PARTS_CONTENTS == parts.CONTENTS


@pytest.mark.parametrize(
    "value", ['say "ja"', "back\\slash", "a\tb\nc", "\u00e9\U0001f9ec", "\\u0041", "", "\x01"]
)
def test_a_row_holds_the_text_and_not_its_escapes(value: str) -> None:
    line = f"<urn:s> <urn:p> {rdf.text(value)} <urn:g> .\n"
    ((*_, words, kind, datatype, language, graph),) = quadtable.rows_of(line)
    assert (words, kind, language, graph) == (value, "literal", None, "urn:g")
    assert datatype == "http://www.w3.org/2001/XMLSchema#string"
