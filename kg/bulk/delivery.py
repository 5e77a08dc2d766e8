"""From a folder of parts to one file of N-Quads, or to a store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import rdf, stamp, store
from kg.bulk import parts
from kg.errors import UsageError


def check(kind: str, out: Path) -> None:
    """Raise UsageError, before any work, for an output that cannot be of that kind."""
    if kind == "file" and store.format_of(out) != "N_QUADS":
        raise UsageError(
            f"{out}: many cases are written as N-Quads (use .nq, .nq.gz or .nq.zst, or a folder)"
        )
    if kind != "parts":
        store.check_target(out)


def deliver(kind: str, folder: Path, out: Path, *, fresh: bool) -> bool:
    """Put the parts where they are wanted; False when a store there holds these very parts already.

    A store is made anew and takes the place of the old one in one step, which readers and a crash survive;
    its parts stay beside it, so that the next run need not build those again of which nothing changed.
    """
    if kind == "parts":
        return True
    files = parts.files(folder)
    if kind == "file":
        _as_file(files, out)
        shutil.rmtree(folder)
        return True
    build = parts.digest(folder)
    if not fresh and stamp.build_of(out) == build:
        return False
    store.write_store_of(rdf.stream(unpacked(files)), out, build)
    return True


def _as_file(files: Sequence[Path], out: Path) -> None:
    """One file after the other; what is compressed alike is not packed anew."""
    with store.atomic(out) as raw:
        if out.suffix == ".zst":
            for file in files:
                with file.open("rb") as part:
                    shutil.copyfileobj(part, raw, 1 << 20)
            return
        with store.compressing(raw, out.suffix.lower()) as made:
            made.writelines(unpacked(files))


def unpacked(files: Sequence[Path]) -> Iterator[bytes]:
    """The text of the files, one after the other."""
    for file in files:
        with file.open("rb") as raw:
            stream = store.decompressing(raw, file.suffix)
            while piece := stream.read(1 << 20):
                yield piece
