"""A whole run: pieces to workers, parts into their folder, then into one file or a store where wanted."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from kg import readers
from kg.builders import terms as terms_graph
from kg.bulk import delivery, parts, work
from kg.bulk.pieces import Piece, pieces
from kg.errors import Fault, KgError, Notepad, Severity
from kg.extraction.journal import program
from kg.ids import BASE
from kg.workers import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done."""

    inputs: Sequence[str]
    output: str
    """A folder of parts, a file of N-Quads, or a store folder."""
    kind: str = "parts"
    """'parts', 'file' or 'store'."""
    jobs: int = 1
    base: str = BASE
    extract: bool = True
    check: bool = False
    parquet: bool = False
    """A Parquet table of quads beside each part."""
    engine: str = "local"
    """'local' for processes here, 'spark' for the executors of a cluster."""
    master: str | None = None
    """The cluster, as Spark names it."""
    fresh: bool = False
    max_faults: int | None = None
    """After so many errors the run stops; None for never."""


@dataclass(slots=True)
class Done:
    """How far the run is."""

    cases: int = 0
    quads: int = 0
    built: int = 0
    """Parts made by this run."""
    kept: int = 0
    """Parts that were there."""
    bytes: int = 0
    """Of the inputs, so far."""
    total: int = 0
    """Bytes of all inputs; 0 while unknown."""
    faults: list[Fault] = field(default_factory=list)
    errors: int = 0
    unchanged: bool = False
    """True for a store that held all of it already."""
    seconds: float = 0.0


Progress = Callable[[Done], None]
"""Told how far the run is, part by part."""


def run(job: Job, progress: Progress = lambda _: None) -> Done:
    """Do the job. Single bad records are told in the result, and the others are built.

    Raises KgError for what cannot be read at all or written, and beyond `max_faults`; then the parts made so
    far stay for the next run.
    """
    start = time.monotonic()
    names = list(readers.inputs(job.inputs))
    out = Path(job.output).absolute() if job.engine == "spark" else Path(job.output)
    place = out if job.kind == "parts" else out.with_name(f".{out.name}.parts")
    delivery.check(job.kind, out)
    done = Done(total=_size(names))
    with parts.building(place, fresh=job.fresh, tables=job.parquet) as folder:
        made = list(_parts(job, names, folder, done, progress))
        if done.errors and not done.cases:
            raise KgError(f"{_told(done)}\n{out}: not written, no case was built")
        terms = terms_graph.quads({term for one in made for term in one.terms}, job.base)
        parts.finish(folder, place, made, terms, tables=job.parquet)
    done.quads += terms.count("\n")
    done.unchanged = not delivery.deliver(job.kind, place, out, fresh=job.fresh)
    done.seconds = time.monotonic() - start
    return done


def _size(names: Sequence[str]) -> int:
    files = [Path(name) for name in names if name != readers.STANDARD_INPUT]
    return sum(file.stat().st_size for file in files if file.is_file()) if len(files) == len(names) else 0


def _parts(
    job: Job, names: Sequence[str], folder: Path, done: Done, progress: Progress
) -> Iterator[work.Made]:
    """What became of each piece, in order, each case id once."""
    how = work.How(str(folder), job.base, job.extract, job.check, job.parquet)
    salt = repr((program(), job.base, job.extract, job.check, job.parquet))
    waiting: deque[tuple[Piece, bool]] = deque()
    seen: set[bytes] = set()

    def sent() -> Iterator[Piece]:
        for piece in pieces(names, salt):
            there = (folder / f"{piece.key}.json").is_file()
            waiting.append((piece, there))
            # What is there already is only looked up, so its text need not travel.
            yield replace(piece, lines=b"", files=(), items=()) if there else piece

    for found in _spread(job, partial(work.made, how), sent()):
        piece, there = waiting.popleft()
        made, again = _alone(how, piece, found, seen)
        _count(done, piece, made, there)
        faults = [*(_placed(fault, piece) for fault in made.faults), *again]
        done.faults += faults
        done.errors += sum(fault.severity is Severity.ERROR for fault in faults)
        progress(done)
        if job.max_faults is not None and done.errors > job.max_faults:
            raise KgError(_too_many(done, job.max_faults))
        yield replace(made, faults=())


def _spread(job: Job, make: Callable[[Piece], work.Made], sent: Iterator[Piece]) -> Iterator[work.Made]:
    if job.engine == "spark":
        from kg.bulk import spark

        return spark.spread(make, sent, job.master)
    return spread(make, sent, job.jobs)


def _too_many(done: Done, most: int) -> str:
    cure = "mend them, or raise --max-faults; what is built stays"
    return f"{_told(done)}\nmore than {most:,} faults: stopped ({cure})"


def _told(done: Done) -> str:
    """The first errors, a line each."""
    errors = [str(fault) for fault in done.faults if fault.severity is Severity.ERROR]
    return "\n".join(errors[:20])


def _count(done: Done, piece: Piece, made: work.Made, there: bool) -> None:
    done.cases += len(made.cases)
    done.quads += made.quads
    done.bytes += piece.size
    done.built += not there
    done.kept += there


def _placed(fault: Fault, piece: Piece) -> Fault:
    """The fault with its line in the file, not in the piece."""
    return fault._replace(line=fault.line + piece.first - 1) if piece.lines and fault.line else fault


def _alone(how: work.How, piece: Piece, made: work.Made, seen: set[bytes]) -> tuple[work.Made, list[Fault]]:
    """The part without cases that an earlier part has, or that it has twice, and what to say of them."""
    keys = [blake2b(one.encode(), digest_size=8).digest() for one in made.cases]
    again = sorted({one for one, key in zip(made.cases, keys, strict=True) if key in seen})
    seen.update(keys)
    pad = Notepad(piece.source or "the inputs")
    for one in again:
        pad.error("case", f"{one!r} was read before", "give each case its own id; the first was kept")
    return (work.made(how, piece, frozenset(again)) if again else made), pad.faults
