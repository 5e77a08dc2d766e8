"""Files kept as stores: quicker the second time, never an answer from a file as it was before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import cache
from kg.errors import KgError
from kg.questions import run, sources

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, in which files of any size are kept."""
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "SMALLEST", 1)
    return tmp_path / "cache" / "stores"


def lines(number: int, start: int = 0) -> str:
    return "".join(
        f'<http://example.org/s{i}> <http://example.org/p> "{i}" .\n' for i in range(start, number)
    )


def count(*paths: Path) -> int:
    return run(sources.opened([str(path) for path in paths], cached=True), COUNT).rows[0][0]


def kept(home: Path) -> list[str]:
    return sorted(child.name for child in home.iterdir())


def test_the_second_question_opens_what_the_first_has_loaded(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(50))
    assert count(graph) == 50
    (first,) = kept(home)
    before = (home / first / "CURRENT").stat().st_ino
    assert count(graph) == 50
    assert kept(home) == [first] and (home / first / "CURRENT").stat().st_ino == before


def test_a_changed_file_is_loaded_anew_even_when_size_and_time_are_the_same(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text('<x:s> <x:p> "1" .\n')
    old = graph.stat()
    assert count(graph) == 1
    graph.write_text('<x:s> <x:p> "2" .\n')
    os.utime(graph, ns=(old.st_atime_ns, old.st_mtime_ns))
    asked = sources.opened([str(graph)], cached=True)
    assert run(asked, "SELECT ?o { ?s ?p ?o }").rows == (("2",),)


def test_several_files_are_one_store_whatever_else_was_asked(home, tmp_path) -> None:
    (tmp_path / "a.nt").write_text(lines(10))
    (tmp_path / "b.nt").write_text(lines(15, start=10))
    assert count(tmp_path / "a.nt") == 10
    assert count(tmp_path / "a.nt", tmp_path / "b.nt") == 15
    assert count(tmp_path / "b.nt") == 5
    assert len(kept(home)) == 3


def test_a_file_that_cannot_be_parsed_leaves_nothing(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(5) + "no triple\n")
    with pytest.raises(KgError, match=r"a\.nt:6: not valid"):
        count(graph)
    assert kept(home) == []


def test_a_broken_store_is_replaced(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(20))
    assert count(graph) == 20
    (first,) = kept(home)
    (home / first / "CURRENT").write_text("nonsense\n")
    assert count(graph) == 20
    assert count(graph) == 20 and kept(home) == [first]


def test_a_killed_load_is_not_taken_for_a_store(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(20))
    assert count(graph) == 20
    (name,) = kept(home)
    (home / name).rename(home / "loading-killed")  # what a killed process leaves
    assert count(graph) == 20
    assert kept(home) == sorted([name, "loading-killed"])


def test_the_stores_not_used_for_long_make_room(home, tmp_path, monkeypatch) -> None:
    for name in "abc":
        (tmp_path / f"{name}.nt").write_text(lines(20))
    assert count(tmp_path / "a.nt") == count(tmp_path / "b.nt") == 20
    for child in home.iterdir():
        os.utime(child / "last-used", (0, 0))
    monkeypatch.setattr(cache, "LARGEST", 1)
    assert count(tmp_path / "c.nt") == 20
    assert len(kept(home)) == 1


@pytest.mark.parametrize("off", ["off", "small", "unwritable"])
def test_without_a_cache_the_answer_is_the_same(off, home, tmp_path, monkeypatch) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(20))
    if off == "off":
        monkeypatch.setenv("KG_CACHE", "off")
    elif off == "small":
        monkeypatch.setattr(cache, "SMALLEST", 1_000_000)
    else:
        (tmp_path / "file").write_text("")
        monkeypatch.setenv("KG_CACHE", str(tmp_path / "file"))
    assert count(graph) == 20
    assert not home.exists()


def test_processes_at_once_share_one_store(home, tmp_path) -> None:
    graph = tmp_path / "a.nt"
    graph.write_text(lines(20_000))
    call = [sys.executable, "-m", "kg", "query", "-e", COUNT, "-d", str(graph)]
    running = [subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate() for process in running] == [(b"?n\n20000\n", b"")] * 3
    assert len(kept(home)) == 1
