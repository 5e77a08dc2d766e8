"""`kg extract` on many records: order, jobs, bad records, interruption, names, archives."""

from __future__ import annotations

import gzip
import io
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from extract_samples import TEXTS, folder_of, lines_of, record, records
from hypothesis import given
from hypothesis import strategies as st

from kg.case import Publication
from kg.cli import main
from kg.extraction.names import Names, name_of, stem
from kg.readers.case_values import case_id

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, words)], input=text, prog_name="kg")


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """The command as a process of its own, leader of a group."""
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "extract", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_any_number_of_jobs_gives_the_same_bytes(tmp_path):
    (tmp_path / "many.nbib").write_text(records(70))
    made = {}
    for jobs in (1, 2, 3):
        assert run(tmp_path / "many.nbib", "-o", tmp_path / "out.jsonl", "--jobs", str(jobs)).exit_code == 0
        made[jobs] = (tmp_path / "out.jsonl").read_bytes()
    assert made[1] == made[2] == made[3]
    run(tmp_path / "many.nbib", "-o", tmp_path / "out.jsonl.gz", "--jobs", "2")
    assert gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()) == made[1]
    assert [line["case"] for line in lines_of(tmp_path / "out.jsonl")] == [
        f"PMID:{90_000_000 + number}" for number in range(70)
    ]


@pytest.mark.parametrize(("output", "times"), [("out.jsonl", 5), ("cases/", 2)])
def test_a_run_killed_again_and_again_ends_as_an_undisturbed_one(tmp_path, output, times):
    inputs = ["texts", "many.nbib"]
    for place in ("killed", "quiet"):
        (tmp_path / place).mkdir()
        folder_of(tmp_path / place / "texts", 30)
        (tmp_path / place / "many.nbib").write_text("\n".join(map(record, range(30, 100))))
        for number in (3, 4):
            (tmp_path / place / "texts" / f"report-00{number}.txt").write_text(TEXTS[0])
    chance, told, kills = random.Random(output), [], 0
    for _ in range(times):
        process = started(tmp_path / "killed", *inputs, "-o", output, "--jobs", "2")
        begun = time.monotonic()
        while process.poll() is None and not list((tmp_path / "killed").rglob(".*journal")):
            time.sleep(0.005)  # before its journal is there, nothing could be gone on with
            assert time.monotonic() < begun + 60
        try:
            process.wait(chance.random() * 0.2)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            kills += 1
        told.append(process.communicate()[1].decode())
        if not list((tmp_path / "killed").rglob(".*journal")):
            break
    last = started(tmp_path / "killed", *inputs, "-o", output, "--jobs", "1")
    told.append(last.communicate()[1].decode())
    assert last.returncode == 0, told
    assert kills
    calm = started(tmp_path / "quiet", *inputs, "-o", output)
    assert calm.communicate()[1].startswith(b"100 records, 100 cases, ")
    if output.endswith("/"):
        assert tree(tmp_path / "killed" / output) == tree(tmp_path / "quiet" / output)
    assert [path.name for path in sorted((tmp_path / "killed").iterdir())] == [
        path.name for path in sorted((tmp_path / "quiet").iterdir())
    ], "nothing is left over"
    name = output.rstrip("/")
    if (tmp_path / "killed" / name).is_file():
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "quiet" / name).read_bytes()


def cut_short(folder: Path) -> None:
    """Run until the journal tells that something is done, then kill."""
    process = started(folder, "many.nbib", "-o", "out.jsonl", "--jobs", "1")
    journal = folder / ".out.jsonl.journal"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        if journal.is_file() and journal.read_bytes().count(b"\n") > 2:
            break
        time.sleep(0.002)
    process.kill()
    process.communicate()
    assert journal.is_file()


def test_a_run_goes_on_begins_anew_when_asked_or_when_the_input_changed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("many.nbib").write_text(records(120))
    cut_short(tmp_path)
    assert not Path("out.jsonl").exists(), "an unfinished output is not in its place"
    assert "going on after" in (went_on := run("many.nbib", "-o", "out.jsonl")).stderr
    assert went_on.stderr.count("120 records, 120 cases") == 1
    whole = Path("out.jsonl").read_bytes()
    cut_short(tmp_path)
    assert "going on" not in run("many.nbib", "-o", "out.jsonl", "--fresh").stderr
    assert Path("out.jsonl").read_bytes() == whole
    cut_short(tmp_path)
    Path("many.nbib").write_text(records(121))
    changed = run("many.nbib", "-o", "out.jsonl")
    assert "inputs changed since the earlier run" in changed.stderr
    assert len(lines_of(Path("out.jsonl"))) == 121
    assert not list(tmp_path.glob(".*"))


def test_a_torn_journal_is_gone_on_with_from_its_last_whole_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("many.nbib").write_text(records(120))
    cut_short(tmp_path)
    with Path(".out.jsonl.journal").open("ab") as journal:
        journal.write(b'{"file": 0, "posi')
    with Path(".out.jsonl.part").open("ab") as part:
        part.write(b'{"case": "half a li')
    assert run("many.nbib", "-o", "out.jsonl").exit_code == 0
    gone_on = Path("out.jsonl").read_bytes()
    run("many.nbib", "-o", "out.jsonl", "--fresh")
    assert Path("out.jsonl").read_bytes() == gone_on


def test_two_runs_do_not_write_to_one_output(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("many.nbib").write_text(records(20))
    code = (
        "import time, pathlib\nfrom kg.extraction.journal import Journal\n"
        "held = Journal(pathlib.Path('.out.jsonl.journal'), {})\nheld.begin(True, 0)\nprint('held', flush=True)\ntime.sleep(60)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    result = run("many.nbib", "-o", "out.jsonl")
    other.kill()
    other.communicate()
    assert result.exit_code == 1
    assert "another run is writing there" in result.stderr
    assert run("many.nbib", "-o", "out.jsonl").exit_code == 0


def test_workers_end_with_the_first_process(tmp_path):
    (tmp_path / "many.nbib").write_text(records(120))
    process = started(tmp_path, "many.nbib", "-o", "out.jsonl", "--jobs", "2")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.parent.exists():
        process.kill()
        process.communicate()
        pytest.skip("needs /proc")
    deadline, workers = time.monotonic() + 10, []
    while len(workers) < 2 and time.monotonic() < deadline and process.poll() is None:
        workers = children.read_text().split() if children.exists() else []
    process.kill()
    process.communicate()
    assert len(workers) == 2
    while any(Path(f"/proc/{worker}/stat").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.02)
    left = [Path(f"/proc/{worker}/stat") for worker in workers]
    assert not [one for one in left if one.exists() and one.read_text().rpartition(")")[2].split()[0] != "Z"]


def test_bad_records_are_told_and_the_others_read(tmp_path):
    folder = folder_of(tmp_path / "texts", 4)
    (folder / "broken.xml").write_text("<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID>")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x00\x00\x00")
    (folder / "void.txt").write_bytes(b"")
    result = run(folder, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert len(lines_of(tmp_path / "out.jsonl")) == 4
    for name in ("broken.xml", "picture.txt", "void.txt"):
        assert name in result.stderr
    assert "faults" in result.stderr.splitlines()[-2]
    assert run(folder, "-q", "-o", tmp_path / "out.jsonl").stderr.count("\n") >= 3


def test_archives_and_packed_files_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("../../escape.txt", record(1))
        archive.writestr("plain.txt", TEXTS[1])
    with tarfile.open(tmp_path / "some.tar.gz", "w:gz") as packed:
        data = record(2).encode()
        info = tarfile.TarInfo("/etc/two.txt")
        info.size = len(data)
        packed.addfile(info, io.BytesIO(data))
    (tmp_path / "three.nbib.gz").write_bytes(gzip.compress(record(3).encode()))
    names = ["some.tar.gz", "some.zip", "three.nbib.gz"]
    result = run(*(tmp_path / name for name in names), "-o", tmp_path / "cases")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "cases").iterdir()} == {
        "PMID-90000001.yaml",
        "PMID-90000002.yaml",
        "PMID-90000003.yaml",
        "plain.yaml",
    }


def test_texts_of_one_name_are_told_apart_and_a_repeated_record_left_out(tmp_path):
    for place in ("a", "b", "c"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "report.txt").write_text(TEXTS[0])
    (tmp_path / "a" / "one.nbib").write_text(record(1))
    (tmp_path / "b" / "one.nbib").write_text(record(1))
    result = run(*(tmp_path / place for place in ("a", "b", "c")), "-v", "-o", tmp_path / "cases")
    assert sorted(path.stem for path in (tmp_path / "cases").iterdir()) == [
        "PMID-90000001",
        "report",
        "report-2",
        "report-3",
    ]
    assert "PMID:90000001: was read before" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    "name", ["..txt", "CON.txt", "a;rm -rf.txt", "ü\u202e.txt", "-x.txt", "PMID-1.txt", "x" * 240]
)
def test_hostile_file_names_make_usable_cases(tmp_path, monkeypatch, name):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text(TEXTS[0])
    result = run(tmp_path / "in" / name, "-o", tmp_path / "cases")
    (made,) = (tmp_path / "cases").iterdir()
    assert result.exit_code == 0, result.output
    built = CliRunner().invoke(main, ["build", str(made), "-o", str(tmp_path / "g.nq")])
    assert built.exit_code == 0, built.output


@given(st.text(st.characters(), max_size=300), st.sampled_from(["-", "a/b.txt", "../..", "\udcff.txt"]))
def test_every_name_becomes_an_id_and_a_file_name(name, source):
    called = name_of(Publication(name=name or None), source)
    assert case_id(called) == called
    assert "/" not in stem(called)
    assert not stem(called).startswith(".")
    numbered, _ = (names := Names([called.casefold()])).numbered(called)
    assert case_id(numbered) == numbered != called
    assert names.numbered(called)[0] != numbered


@given(st.lists(st.text("aB/_-.:()é", min_size=1, max_size=12), min_size=2, max_size=8, unique=True))
def test_different_dois_have_different_files(ends):
    made = [stem(f"DOI:10.1000/{end}") for end in ends]
    assert len(set(made)) == len(made)
    assert all("/" not in one for one in made)


def test_memory_does_not_grow_with_the_number_of_records(tmp_path):
    code = (
        "import resource, sys, kg.cli\n"
        "try: kg.cli.main(['extract', sys.argv[1], '-q', '-o', 'out.jsonl', '--jobs', '1'])\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for count in (20, 200):
        (tmp_path / "many.nbib").write_text(records(count))
        done = subprocess.run(
            [sys.executable, "-c", code, "many.nbib"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        )
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] * 1.2, peaks


def test_what_lies_beyond_the_longest_text_is_told_to_be_unread(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.extraction.document.LONGEST", 70)
    text = "A man with melanoma was given dabrafenib for BRAF V600E in melanoma. Later he was given imatinib."
    (tmp_path / "long.txt").write_text(text)
    told = run(tmp_path / "long.txt", "-f", "jsonl")
    assert told.exit_code == 0
    assert "is longer than 70 characters: what comes after them was not read" in " ".join(told.stderr.split())
    assert "dabrafenib" in told.stdout
    assert "imatinib" not in told.stdout
