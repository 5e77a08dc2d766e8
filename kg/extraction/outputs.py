"""Where readings go: standard output, a case file, a folder of case files, or a file of lines."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol

from kg.case import Case
from kg.errors import KgError, Notepad, UsageError
from kg.extraction.journal import Journal, Reached
from kg.extraction.rendering import Counts, Result, saved
from kg.store import COMPRESSED, atomic, compressing, full_disk_told, writable

STANDARD_STREAM = "-"
MOST_IN_ONE_FILE = 1_000
"""Cases that one case file can hold and still be opened by a person, or by kg."""

_SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_SYNC = 2.0
"""Seconds after which the output is made safe against a failure of the machine."""


class Output(Protocol):
    """Takes results in order."""

    def begin(self) -> Reached:
        """Where to go on."""

    def add(self, results: Sequence[Result]) -> None:
        """Take a few results."""

    def finish(self) -> tuple[str, Counts]:
        """Put everything in its place; what is to be said of it, and what it adds to the counts."""

    def close(self) -> None:
        """Let go of everything, also after an error."""


def target(output: str | None, form: str | None) -> tuple[str, str]:
    """Kind of output ('stream', 'file', 'folder', 'lines') and form. UsageError when they do not fit."""
    if output is None or output == STANDARD_STREAM:
        return "stream", form or "yaml"
    path = Path(output)
    bare = path.with_suffix("") if path.suffix.lower() in COMPRESSED else path
    by_suffix = _SUFFIXES.get(bare.suffix.lower())
    if path.is_dir() or output.endswith(("/", os.sep)) or not path.suffix:
        return _folder(path, output, form)
    if by_suffix is None and form is None:
        raise UsageError(
            f"{output}: unknown suffix {path.suffix!r} (use .yaml, .jsonl or a folder, or say -f)"
        )
    if not path.parent.is_dir():
        raise UsageError(f"{output}: there is no folder {str(path.parent)!r}")
    chosen = form or by_suffix or "yaml"
    if by_suffix and (by_suffix == "yaml") != (chosen == "yaml"):
        raise UsageError(f"{output}: its suffix is not one for -f {chosen} (use {_suffix_for(chosen)})")
    if chosen == "yaml" and bare != path:
        raise UsageError(f"{output}: case files are not compressed (use .yaml, or .jsonl{path.suffix})")
    return ("file" if chosen == "yaml" else "lines"), chosen


def _suffix_for(form: str) -> str:
    return ".yaml" if form == "yaml" else ".jsonl"


def _folder(path: Path, output: str, form: str | None) -> tuple[str, str]:
    if path.exists() and not path.is_dir():
        raise UsageError(f"{output}: is a file, not a folder")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{output}: there is no folder {str(path.parent)!r}")
    if form not in {None, "yaml"}:
        raise UsageError(f"{output}: a folder takes case files in YAML (give a .jsonl file for -f {form})")
    return "folder", "yaml"


class Stream:
    """Standard output; what is written there cannot be taken back or gone on with."""

    def __init__(self) -> None:
        self._begun = False

    def begin(self) -> Reached:
        """The beginning."""
        return Reached()

    def add(self, results: Sequence[Result]) -> None:
        """Write the texts; a first YAML document needs no mark before it."""
        for result in results:
            text = result.text if self._begun else result.text.removeprefix("---\n")
            if text:
                sys.stdout.buffer.write(text.encode("utf-8", "replace"))
                self._begun = True
        sys.stdout.buffer.flush()

    def finish(self) -> tuple[str, Counts]:
        """Nothing is left to do."""
        return "", Counts()

    def close(self) -> None:
        """Standard output stays open."""


class CaseFile:
    """One case file, in which a curator's corrections are kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._cases: list[Case] = []

    def begin(self) -> Reached:
        """The beginning."""
        return Reached()

    def add(self, results: Sequence[Result]) -> None:
        """Keep the cases until the end. KgError when there are too many for one file."""
        self._cases += (case for result in results if result.readings for case in result.readings[0].cases)
        if len(self._cases) > MOST_IN_ONE_FILE:
            raise KgError(
                f"{self._path}: more than {MOST_IN_ONE_FILE:,} cases (give a folder, or a .jsonl file)"
            )

    def finish(self) -> tuple[str, Counts]:
        """Write the file. Raises FaultsError when the one that is there is faulty."""
        if not self._cases:
            return f"{self._path}: not written, nothing was read", Counts()
        pad = Notepad(str(self._path))
        with writable(self._path):
            said, kept = saved(self._cases, self._path, pad)
        pad.raise_errors()
        return f"{self._path}: {said}", Counts(kept=kept)

    def close(self) -> None:
        """Nothing is open."""


class Lines:
    """A file of lines, written beside its place and gone on with after an interruption."""

    def __init__(self, path: Path, journal: Journal | None, fresh: bool) -> None:
        self._path, self._journal, self._fresh = path, journal, fresh
        self._part = path.with_name(f".{path.name}.part")
        self._file: IO[bytes] | None = None
        self._reached = Reached()
        self._synced = time.monotonic()

    def begin(self) -> Reached:
        """Where to go on."""
        size = self._part.stat().st_size if self._part.is_file() else 0
        if self._journal:
            self._reached = self._journal.begin(self._fresh, size)
        with writable(self._path):
            self._file = self._part.open("ab")
            self._file.truncate(self._reached.size)
        return self._reached

    def add(self, results: Sequence[Result]) -> None:
        """Write the lines, then note that they are written."""
        if self._file is None:
            return
        with full_disk_told(self._path):
            written = "".join(result.text for result in results).encode("utf-8", "replace")
            self._file.write(written)
            self._file.flush()
            if time.monotonic() > self._synced + _SYNC:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        self._reached = after(self._reached, results, len(written))
        if self._journal:
            self._journal.note(self._reached)

    def finish(self) -> tuple[str, Counts]:
        """Put the file in its place, compressed where its suffix says so."""
        self.close(keep_journal=True)
        with writable(self._path):
            if self._path.suffix.lower() in COMPRESSED:
                with (
                    self._part.open("rb") as made,
                    atomic(self._path) as raw,
                    compressing(raw, self._path.suffix.lower()) as out,
                ):
                    shutil.copyfileobj(made, out)
                self._part.unlink()
            else:
                self._part.replace(self._path)
        if self._journal:
            self._journal.remove()
        return f"{self._path}: {self._reached.size:,} bytes", Counts()

    def close(self, *, keep_journal: bool = False) -> None:
        """Close the file, and the journal, which both stay for the next run."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._journal and not keep_journal:
            self._journal.close()
        elif self._journal is None and not keep_journal:
            self._part.unlink(missing_ok=True)  # of no use to the next run


class Folder:
    """A folder of case files; the workers write them, here it is noted which are done."""

    JOURNAL = ".kg-extract.journal"

    def __init__(self, path: Path, journal: Journal | None, fresh: bool) -> None:
        self._path, self._journal, self._fresh = path, journal, fresh
        self._reached = Reached()

    def begin(self) -> Reached:
        """Where to go on."""
        cut_short = (self._path / self.JOURNAL).is_file()
        with writable(self._path):
            self._path.mkdir(exist_ok=True)
        if self._journal:
            self._reached = self._journal.begin(self._fresh, 0)
        if cut_short:
            self._clear()
        return self._reached

    def _clear(self) -> None:
        """Remove what the earlier run had begun beside its place."""
        for left in self._path.iterdir():
            if re.fullmatch(r"\..+\.yaml-[a-z0-9_]{8}", left.name):
                left.unlink(missing_ok=True)

    def add(self, results: Sequence[Result]) -> None:
        """Note that the files of these results are written."""
        self._reached = after(self._reached, results, 0)
        if self._journal:
            self._journal.note(self._reached)

    def finish(self) -> tuple[str, Counts]:
        """The run is done."""
        if self._journal:
            self._journal.remove()
        return f"{self._path}{os.sep}", Counts()

    def close(self) -> None:
        """Let go of the journal, which stays."""
        if self._journal:
            self._journal.close()


def after(reached: Reached, results: Sequence[Result], written: int) -> Reached:
    """How far the run is after those results; `claimed` holds only their names."""
    if not results:
        return reached
    return Reached(
        results[-1].file,
        results[-1].position,
        reached.size + written,
        sum((result.counts for result in results), reached.counts),
        tuple(result.claimed for result in results if result.claimed),
    )
