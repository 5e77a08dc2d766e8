"""Where an export goes: one file, several at once, or a folder; whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from kg import store
from kg.errors import UsageError


@contextmanager
def file(out: Path) -> Iterator[IO[bytes]]:
    """A stream into the file, compressed where it ends in .gz or .zst, put in its place at the end."""
    _check(out)
    with store.atomic(out) as raw, store.compressing(raw, out.suffix.lower()) as stream:
        yield stream


@contextmanager
def files(paths: Sequence[Path]) -> Iterator[list[IO[bytes]]]:
    """A stream into each of the files; none is put in its place before all are complete."""
    with ExitStack() as open_files:
        yield [open_files.enter_context(file(path)) for path in paths]


@contextmanager
def folder(out: Path) -> Iterator[Path]:
    """A new folder to write into, put in the place of `out` at the end.

    Raises UsageError where `out` is a file, or a folder that holds anything but what is written again.
    """
    _check(out)
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out}: is a file, not a folder (give the name of a folder)")
    with store.writable(out):
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        with store.full_disk_told(out):
            yield beside
        if others := _others(out, beside):
            raise UsageError(f"{out}: holds other files, such as {others[0]!r} (give a new folder)")
        with store.writable(out):
            store.replace_folder(beside, out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _others(out: Path, written: Path) -> list[str]:
    """What stands in the old folder and would be lost."""
    if not out.is_dir():
        return []
    again = {child.name for child in written.iterdir()}
    return sorted(child.name for child in out.iterdir() if child.name not in again)


def _check(out: Path) -> None:
    if not out.parent.is_dir():
        raise UsageError(f"{out}: there is no folder {str(out.parent)!r}")
