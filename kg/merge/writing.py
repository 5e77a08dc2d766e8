"""The merged graph on disk: a file of any RDF format, or a store folder; whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg import locks, stamp, store
from kg.errors import KgError, UsageError

_SIGN = "kg-merge-"


def write(blocks: Iterable[bytes], target: Path, folder: Path) -> None:
    """Write blocks of N-Quads lines to a file in the format of its suffix, or to a store folder.

    N-Quads need no memory for it; Turtle and its kin are held whole. `folder`, beside the target, takes what
    is needed on the way, the unfinished file too, so that it goes with what else a killed merge left.
    """
    form = store.format_of(target)
    if form is None:
        _write_store(blocks, target, folder)
        return
    with store.atomic(target, folder) as raw, store.compressing(raw, target.suffix.lower()) as out:
        if form == "N_QUADS":
            for block in blocks:  # a compressor has no writelines
                out.write(block)
        else:
            store.write_stream((block.decode() for block in blocks), out, form)


def _write_store(blocks: Iterable[bytes], target: Path, folder: Path) -> None:
    """A new store in the place of an old one when it is complete."""
    import pyoxigraph

    store.check_folder(target)
    lines = folder / "merged.nq"
    beside = folder / "store"
    with locks.only_writer(target):
        with lines.open("wb") as out:
            out.writelines(blocks)
        try:
            new = pyoxigraph.Store(str(beside))
            new.bulk_load(path=str(lines), format=pyoxigraph.RdfFormat.N_QUADS)
            new.flush()
            del new
        except (OSError, RuntimeError) as error:  # the engine calls a full disk either
            raise KgError(f"{target}: cannot be written: {error}") from None
        stamp.mark(beside)
        store.replace_folder(beside, target)


@contextmanager
def room(beside: Path) -> Iterator[Path]:
    """A folder for what a merge needs on its way, beside its output; removed at the end.

    What a killed merge left there goes, too.
    """
    parent = beside.parent
    _sweep(parent)
    with store.writable(beside):
        folder = Path(tempfile.mkdtemp(prefix=f".{_SIGN}{os.getpid()}-", dir=parent))
    try:
        with store.full_disk_told(beside):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove the folders of merges that are no more."""
    for folder in parent.glob(f".{_SIGN}*-*"):
        number = folder.name.removeprefix(f".{_SIGN}").partition("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            with suppress(OSError):
                shutil.rmtree(folder)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def check(target: Path) -> None:
    """Raise UsageError for an output that could not be written, before any work is done."""
    store.check_target(target)
    if store.format_of(target) is None:
        store.check_folder(target)
    if target.is_dir() and store.format_of(target):
        raise UsageError(f"{target}: is a folder, not a file")
