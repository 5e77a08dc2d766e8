"""How far a run came, kept beside its output, so that the same command goes on where it was cut short.

The first line says what is being done: the inputs with size and time, the form, and the state of the
program. Each further line says how far all was done and how long the output was then. Such a line is
written after the output; one that was cut in the middle does not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from kg import locks
from kg.extraction.rendering import Counts
from kg.extraction.steps import state_of
from kg.resources import folder
from kg.store import full_disk_told, writable

_ROOMS = ("builders", "extract", "extraction", "readers", "terms", "hgvs", "corrections")
"""Rooms whose change may change what is read."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run came."""

    file: int = 0
    position: int = 0
    size: int = 0
    """Bytes of the unfinished output."""
    counts: Counts = field(default_factory=Counts)
    claimed: tuple[str, ...] = ()
    """Names given to documents so far."""


@dataclass(slots=True)
class Journal:
    """The journal of one output. `begin` it, `note` what is done, `remove` it at the end."""

    path: Path
    key: dict[str, Any]
    said: str = ""
    """Why an earlier run is not gone on with; '' when there is none or it is."""
    _file: IO[bytes] | None = field(default=None, repr=False)

    def begin(self, fresh: bool, size: int) -> Reached:
        """Where to go on; `size` is that of the unfinished output. KgError while another run is at it."""
        with writable(self.path):
            self._file = self.path.open("a+b")
        locks.hold(self._file, self.path)
        reached, end = (None, 0) if fresh else self._read(size)
        self._file.truncate(end)
        if reached is None:
            self._write(self.key)
        return reached or Reached()

    def _read(self, size: int) -> tuple[Reached | None, int]:
        """The last state that the output holds, and where its line ends."""
        if self._file is None:
            return None, 0
        self._file.seek(0)
        lines = list(_lines(self._file))
        if not lines:
            return None, 0
        if changed := [what for what, value in self.key.items() if lines[0][0].get(what) != value]:
            self.said = f"{' and '.join(changed)} changed since the earlier run, which is not gone on with"
            return None, 0
        reached, end, claimed = Reached(), lines[0][1], []
        for line, after in lines[1:]:
            if line["size"] > size:
                break
            claimed += line["claimed"]
            reached = Reached(line["file"], line["position"], line["size"], Counts(**line["counts"]))
            end = after
        return Reached(reached.file, reached.position, reached.size, reached.counts, tuple(claimed)), end

    def note(self, reached: Reached) -> None:
        """Add how far all is done; `claimed` holds the names given since the last line."""
        self._write(asdict(reached))

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is not None:
            with full_disk_told(self.path):
                self._file.write(json.dumps(line).encode() + b"\n")
                self._file.flush()

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """The run is done."""
        self.path.unlink(missing_ok=True)
        self.close()


def _lines(file: IO[bytes]) -> Iterator[tuple[dict[str, Any], int]]:
    """The lines that were written whole, each with where it ends."""
    end = 0
    for raw in file:
        end += len(raw)
        try:
            line = json.loads(raw)
        except ValueError:
            return
        if not raw.endswith(b"\n") or not isinstance(line, dict):
            return
        yield line, end


def key(files: Iterable[str], **how: Any) -> dict[str, Any]:
    """What must be the same for a run to be gone on with."""
    inputs = json.dumps([state_of(name) for name in files])
    return {
        "kg": program(),
        "inputs": _digest(inputs),
        "options": _digest(json.dumps(how, sort_keys=True)),
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def program() -> str:
    """A digest of the sizes and times of rules, tables and the modules that read and build."""
    here = Path(__file__).parents[1]
    tables = folder("ontology") / "terms"
    rooms = (file for root in (*(here / room for room in _ROOMS), tables) for file in root.rglob("*"))
    found = (*here.glob("*.py"), *rooms)
    kept = sorted(str(file) for file in found if file.is_file() and file.suffix != ".pyc")
    return _digest(json.dumps([state_of(name) for name in kept]))
