"""`kg store`: what a store holds, copies of it, its files put in order, and whether it is sound."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg import care, stamp, store
from kg.cli import main
from kg.errors import KgError, UsageError


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["store", *map(str, words)])


def lines() -> list[str]:
    text = (Path(kg.__file__).parent / "examples" / "bundled.nq").read_text(encoding="utf-8")
    return text.splitlines(keepends=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store.write_store(lines(), tmp_path / "mine")
    return tmp_path / "mine"


def test_info_counts_what_a_store_holds_and_names_the_program(folder: Path) -> None:
    found = json.loads(run("info", folder, "-f", "json").stdout)
    assert found["quads"] == len(lines())
    assert found["cases"] == 4
    assert found["graphs"] == 5
    assert found["stamp"]["form"] == stamp.FORM
    assert f"{len(lines()):,} quads in 5 named graphs, 4 cases" in run("info", folder).stdout


def test_a_store_of_another_program_is_read_all_the_same(folder: Path) -> None:
    (folder / stamp.NAME).unlink()
    done = run("info", folder)
    assert done.exit_code == 0
    assert "written by another program" in done.stdout


@pytest.mark.parametrize("text", ["", "[]", '{"form": "x", "kg": "1"}', "\0"])
def test_a_stamp_that_cannot_be_read_is_as_none(folder: Path, text: str) -> None:
    (folder / stamp.NAME).write_text(text)
    assert stamp.read(folder) is None
    assert care.info(folder).quads == len(lines())


def test_a_store_of_a_newer_form_is_refused_with_advice(folder: Path) -> None:
    (folder / stamp.NAME).write_text(json.dumps({"form": stamp.FORM + 1, "kg": "9.1"}))
    for words in (["info", folder], ["verify", folder], ["compact", folder]):
        done = run(*words)
        assert done.exit_code == 1
        assert "kg 9.1" in done.stderr
        assert "install that kg" in done.stderr


def test_a_backup_holds_the_same_and_lives_on_its_own(folder: Path, tmp_path: Path) -> None:
    assert run("backup", folder, tmp_path / "copy").exit_code == 0
    before = sorted(map(str, store.open_store(folder)))
    assert sorted(map(str, store.open_store(tmp_path / "copy"))) == before
    done = CliRunner().invoke(main, ["update", str(folder), "-e", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }"])
    assert done.exit_code == 0, done.output
    assert care.info(folder).quads == 0
    assert sorted(map(str, store.open_store(tmp_path / "copy"))) == before
    assert stamp.read(tmp_path / "copy") == stamp.read(folder)
    assert sorted(child.name for child in tmp_path.iterdir()) == ["copy", "mine"]


def test_a_backup_never_takes_the_place_of_anything(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for copy, part in (("there", "exists already"), ("no/where", "there is no folder")):
        done = run("backup", folder, tmp_path / copy)
        assert done.exit_code == 2
        assert part in done.stderr


def test_a_compacted_store_says_the_same(folder: Path) -> None:
    before = sorted(map(str, store.open_store(folder)))
    assert run("compact", folder).exit_code == 0
    assert sorted(map(str, store.open_store(folder))) == before


def test_a_sound_store_is_called_sound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(care, "AT_ONCE", 500)  # several rounds
    done = run("verify", folder)
    assert done.exit_code == 0
    assert f"sound, {len(lines()):,} quads" in done.stdout


def test_every_file_of_statements_that_is_damaged_is_noticed(folder: Path) -> None:
    files = sorted(folder.glob("*.sst"))
    assert len(files) > 5
    for file in files:
        whole = file.read_bytes()
        at = len(whole) // 3
        file.write_bytes(whole[:at] + bytes(255 - byte for byte in whole[at : at + 10]) + whole[at + 10 :])
        done = run("verify", folder)
        assert done.exit_code == 1, file.name
        assert "Corruption" in done.stderr
        file.write_bytes(whole)
    assert run("verify", folder).exit_code == 0


def test_a_question_to_a_damaged_store_that_would_take_all_memory_is_ended_with_a_message(
    folder: Path,
) -> None:
    code = (
        "import sys; from kg import memory; from kg.cli import main\n"
        "memory.to_spare = lambda: 300_000_000\n"
        "main(['query', 'case-summary', '-d', sys.argv[1]])"
    )

    def told(damaged: Path) -> str:
        whole = damaged.read_bytes()
        at = len(whole) // 3
        damaged.write_bytes(whole[:at] + bytes(255 - byte for byte in whole[at : at + 10]) + whole[at + 10 :])
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder)], check=False, capture_output=True, text=True
        )
        damaged.write_bytes(whole)
        assert done.returncode in (0, 1), done.stderr
        return done.stderr

    files = sorted(folder.glob("*.sst"), key=lambda file: file.stat().st_size, reverse=True)
    assert any("`kg store verify`" in told(file) for file in files)


def test_a_store_is_put_in_the_place_of_another_in_one_step_or_in_two(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for can in (True, False):
        if not can:
            monkeypatch.setattr(store, "exchange", lambda *_: False)
        line = f'<urn:a> <urn:b> "{can}" <urn:d> .\n'
        store.write_store([line], folder)
        assert [quad.object.value for quad in store.open_store(folder)] == [str(can)]
        assert [child.name for child in folder.parent.iterdir()] == [folder.name]


def test_integers_of_any_size_do_not_make_a_store_unsound(tmp_path: Path) -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    store.write_store(
        [f'<urn:s{n}> <urn:p> "{n}"^^<{number}> <urn:g> .\n' for n in range(1_100)], tmp_path / "n"
    )
    assert care.verify(tmp_path / "n") == (1_100, ())


@pytest.mark.parametrize(
    "words",
    [
        ["store", "info", "{}"],
        ["store", "verify", "{}"],
        ["store", "compact", "{}"],
        ["store", "backup", "{}", "copy"],
        ["query", "-d", "{}", "case-summary"],
        ["check", "{}"],
        ["update", "{}", "-e", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"],
    ],
    ids=" ".join,
)
def test_a_store_without_its_first_file_is_no_empty_graph(
    folder: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    (folder / stamp.CURRENT).unlink()
    before = sorted(path.name for path in folder.iterdir())
    done = CliRunner().invoke(main, [folder.name if word == "{}" else word for word in words])
    assert done.exit_code == 1
    assert "its file CURRENT is missing (take the last backup, or build it again)" in done.output
    assert sorted(path.name for path in folder.iterdir()) == before
    assert not (folder.parent / "copy").exists()


@pytest.mark.parametrize("change", [[], ["compact"], ["update"]], ids=["built", "compacted", "updated"])
def test_a_store_whose_list_of_files_is_cut_short_is_no_empty_graph(folder: Path, change: list[str]) -> None:
    if change == ["update"]:
        insert = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
        assert CliRunner().invoke(main, ["update", str(folder), "-e", insert]).exit_code == 0
    elif change:
        assert run(*change, folder).exit_code == 0
    assert run("verify", folder).exit_code == 0
    assert run("backup", folder, folder.parent / "copy").exit_code == 0
    assert run("verify", folder.parent / "copy").exit_code == 0
    listed = max(folder.glob("MANIFEST-*"))
    listed.write_bytes(listed.read_bytes()[:-1])
    for word in ("info", "verify", "compact"):
        done = run(word, folder)
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"its file {listed.name} is cut short (take the last backup, or build it again)" in done.stderr


def test_a_stamp_that_cannot_be_written_anew_stays_and_the_change_is_done(folder: Path) -> None:
    (folder / f".{stamp.NAME}").mkdir()  # in the way, as a full disk would be
    before = (folder / stamp.NAME).read_bytes()
    insert = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert CliRunner().invoke(main, ["update", str(folder), "-e", insert]).exit_code == 0
    assert (folder / stamp.NAME).read_bytes() == before
    assert care.verify(folder) == (len(lines()) + 1, ())


def test_a_store_that_cannot_be_opened_is_told_with_the_way_out(folder: Path) -> None:
    for file in folder.glob("*.sst"):
        file.write_bytes(file.read_bytes()[:100])
    for words in (["info", folder], ["verify", folder], ["compact", folder]):
        done = run(*words)
        assert done.exit_code == 1
        assert len(done.stderr.splitlines()) == 1
        assert "(take the last backup, or build it again)" in done.stderr


def test_a_disk_that_is_full_is_told_and_the_store_stays(folder: Path) -> None:
    before = sorted(map(str, store.open_store(folder)))
    code = (
        "import resource, sys; from pathlib import Path; from kg import store\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "lines = [f'<urn:a{n}> <urn:b> <urn:c> <urn:d> .\\n' for n in range(50_000)]\n"
        "store.write_store(lines, Path(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"kg.errors.KgError: {folder}: cannot be written: ")
    assert sorted(map(str, store.open_store(folder))) == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_a_backup_to_a_disk_that_is_full_is_told_of_the_copy(folder: Path) -> None:
    code = (
        "import resource, sys; from kg.cli import main\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))\n"
        "main(['store', 'backup', *sys.argv[1:]])"
    )
    copy = folder.parent / "copy"
    command = [sys.executable, "-c", code, str(folder), str(copy)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, f"{copy}: cannot be written: File too large\n")
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("words", [("info",), ("verify",), ("compact",), ("backup", "copy")])
def test_a_folder_that_is_no_store_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    command, *rest = words
    done = run(command, tmp_path, *rest)
    assert done.exit_code == 2
    assert "is no store folder" in done.stderr


def test_the_second_of_two_writers_is_told_and_the_first_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    code = (
        "import sys; from pathlib import Path; from kg import locks\n"
        "with locks.only_writer(Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "in\n"
        with pytest.raises(KgError, match="another run is writing there"):
            store.write_store(lines(), target)
        assert not target.exists()
        first.communicate()
    store.write_store(lines(), target)
    assert not list(tmp_path.glob(".*"))


def test_compacting_a_store_that_another_process_writes_is_refused(folder: Path) -> None:
    code = "import sys, pyoxigraph; kept = pyoxigraph.Store(sys.argv[1]); print('in', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "in\n"
        with pytest.raises(KgError, match="another process has it open for writing"):
            care.compact(folder)
        first.communicate()


def test_a_build_that_is_killed_leaves_the_store_as_it_was(folder: Path) -> None:
    before = sorted(map(str, store.open_store(folder)))
    code = (
        "import sys, os, signal; from pathlib import Path; from kg import store\n"
        "store.replace_folder = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "store.write_store(['<urn:a> <urn:b> <urn:c> <urn:d> .\\n'], Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert done.returncode == -9
    assert sorted(map(str, store.open_store(folder))) == before
    store.write_store(lines(), folder)
    assert sorted(map(str, store.open_store(folder))) == before


def test_a_missing_folder_above_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"):
        care.backup(folder, folder.parent / "no" / "where")


@pytest.mark.parametrize("words", [["store", "info"], ["update", "--quiet"]], ids=["store", "update"])
@pytest.mark.parametrize(("name", "makes"), [("graph.nq", "merge"), ("case.yaml", "build")])
def test_a_file_in_place_of_a_store_is_told_with_the_way_to_one(
    tmp_path: Path, words: list[str], name: str, makes: str
) -> None:
    (tmp_path / name).write_text("")
    done = CliRunner().invoke(main, [*words[:2], str(tmp_path / name), *words[2:]])
    assert done.exit_code == 2
    assert f"is a file, not a store folder (`kg {makes}" in done.stderr
