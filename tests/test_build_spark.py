"""`kg build --engine spark`: the executors of a cluster give the very parts that processes here give."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.bulk import pieces, spark
from kg.case_text import mapping
from kg.cli import main
from kg.errors import KgError
from kg.grounding import named_case
from tests.benchmarks.cases import cases
from tests.benchmarks.soak_build import digest

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]
SMALL = (
    "import sys; from kg.bulk import pieces, spark\n"
    "pieces.LINES, pieces.MOST_LINES = 20, 30\n"
    "from kg.cli import run; run(sys.argv[1:])"
)


def executors(driver: int) -> Iterator[int]:
    """The executors among the processes below the driver."""
    parents, lines = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            lines[int(place.name)] = (place / "cmdline").read_bytes()
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    for one, line in lines.items():
        above = one
        while above in parents and above != driver:
            above = parents[above]
        if above == driver and b"CoarseGrainedExecutorBackend" in line:
            yield one


def test_a_killed_executor_changes_nothing(tmp_path: Path) -> None:
    lined = tmp_path / "cases.jsonl"
    lined.write_text("".join(json.dumps(mapping(named_case(case))) + "\n" for case in cases(1_200)))
    command = [sys.executable, "-c", SMALL, "build", str(lined), "--parts"]
    subprocess.run([*command, "-o", str(tmp_path / "here"), "-q"], check=True)
    cluster = ["--engine", "spark", "--master", "local-cluster[2,1,1024]"]
    run = [*command, "-o", str(tmp_path / "there"), *cluster]
    killed = False
    with subprocess.Popen(run, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as running:
        end = time.monotonic() + 240
        while running.poll() is None and not killed and time.monotonic() < end:
            if len(list((tmp_path / ".there.building").glob("*.json"))) >= 2:
                for victim in list(executors(running.pid))[:1]:
                    os.kill(victim, signal.SIGKILL)
                    killed = True
            time.sleep(0.05)
        _, said = running.communicate(timeout=240)
    assert running.returncode == 0, said
    assert killed
    assert digest(tmp_path / "there") == digest(tmp_path / "here")


def test_inputs_of_every_kind_are_found_by_names_seen_from_here(tmp_path: Path) -> None:
    lines = [json.dumps(mapping(named_case(case))) + "\n" for case in cases(90)]
    (tmp_path / "cases.jsonl").write_text("".join(lines[:40]))
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress("".join(lines[40:80]).encode()))
    (tmp_path / "small").mkdir()
    for number, line in enumerate(lines[80:]):
        (tmp_path / "small" / f"{number}.json").write_text(line)
    given = ["cases.jsonl", "packed.jsonl.gz", str(tmp_path / "small"), "small", "cases.jsonl"]
    for out, words in (("here", ["--jobs", "1"]), ("there", ["--engine", "spark", "--master", "local[2]"])):
        command = [sys.executable, "-c", SMALL, "build", *given, "--parts", "-o", out, *words]
        done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1  # cases that were read before
    assert digest(tmp_path / "there") == digest(tmp_path / "here")


def test_lines_that_an_executor_does_not_find_are_never_built(tmp_path: Path) -> None:
    lined = tmp_path / "cases.jsonl"
    lined.write_text('{"case": "a"}\n{"case": "b"}\n')
    (piece,) = pieces.pieces([str(lined)], "salt")
    (sent,) = spark._sent([piece])
    assert not sent.piece.lines
    assert spark._done(lambda piece: piece.lines, sent) == piece.lines
    for change in (lambda: lined.write_text('{"case": "a"}\n{"case": "c"}\n'), lined.unlink):
        change()
        error = spark._done(lambda piece: piece.lines, sent)
        assert isinstance(error, KgError)
        assert str(error).startswith(f"{lined}: is not for an executor what it is here")


def test_a_cluster_that_is_not_there_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("case: a\n")
    words = [
        str(tmp_path / "a.yaml"),
        "-o",
        str(tmp_path / "out"),
        "--engine",
        "spark",
        "--master",
        "nonsense",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Spark: " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_master_without_the_engine_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("case: a\n")
    words = [
        "build",
        str(tmp_path / "a.yaml"),
        "-o",
        str(tmp_path / "out"),
        "--jobs",
        "1",
        "--master",
        "local[2]",
    ]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    assert "--master goes with --engine spark" in done.stderr
