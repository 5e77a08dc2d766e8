"""A whole run: inputs in, cases out, what is to be said handed to the caller as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path

from kg.errors import Fault, KgError, UsageError
from kg.extract.model import Reading
from kg.extraction import journal, outputs
from kg.extraction.names import Names
from kg.extraction.rendering import Counts, Result, Wanted, results
from kg.extraction.steps import Step, chunks, files, steps, told_apart
from kg.readers import STANDARD_INPUT
from kg.workers import spread

CHUNK = 8
"""Steps that a worker takes at once."""
PAGE = 300
"""Readings kept for the page; it says how many more there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done."""

    inputs: Sequence[str]
    output: str | None = None
    form: str | None = None
    jobs: int = 1
    fresh: bool = False
    page: str | None = None
    review: tuple[bool, int | None] | None = None


@dataclass(slots=True)
class Done:
    """What was done, also before an interruption."""

    counts: Counts = field(default_factory=Counts)
    before: Counts = field(default_factory=Counts)
    """What an earlier run had done of it."""
    seconds: float = 0.0
    said: str = ""
    """Where the output is."""
    left_out: int = 0
    """Readings that the page has no room for."""
    shown: list[Reading] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heard:
    """Whom to tell what, as it comes."""

    results: Callable[[Sequence[Result], Counts], None]
    """Results, and the counts of all so far."""
    note: Callable[[str], None]


def run(job: Job, heard: Heard) -> Done:
    """Do the job. Raises KgError for what cannot be read at all or written; single bad records are told."""
    kind, form = outputs.target(job.output, job.form)
    listed = files(job.inputs, job.output)
    if listed.count(STANDARD_INPUT) > 1:
        raise UsageError("-: standard input can be read only once")
    _check_page(job.page)
    wanted = Wanted(
        form=form if kind in {"stream", "lines"} and not (kind == "stream" and job.review) else None,
        folder=job.output if kind == "folder" else None,
        whole=kind == "file" or job.page is not None,
        review=job.review,
    )
    kept = None if wanted.whole or job.review else _journal(job, kind, listed, form)
    output = _output(job, kind, kept)
    try:
        return _carried(job, (listed, wanted), output, kept, heard)
    finally:
        output.close()


def _check_page(page: str | None) -> None:
    """Raise UsageError before any work for a page that could not be written."""
    if page is not None and not Path(page).absolute().parent.is_dir():
        raise UsageError(f"{page}: there is no folder {str(Path(page).parent)!r}")
    if page is not None and Path(page).is_dir():
        raise UsageError(f"{page}: is a folder, not a file")


def _journal(job: Job, kind: str, listed: Sequence[str], form: str) -> journal.Journal | None:
    """The journal of an output that can be gone on with; None where it cannot."""
    if (
        job.output is None
        or kind not in {"lines", "folder"}
        or not all(Path(one).is_file() for one in listed)
    ):
        return None
    path = Path(job.output)
    place = path / outputs.Folder.JOURNAL if kind == "folder" else path.with_name(f".{path.name}.journal")
    return journal.Journal(place, journal.key(listed, form=form, kind=kind))


def _output(job: Job, kind: str, kept: journal.Journal | None) -> outputs.Output:
    if kind == "stream" or job.output is None:
        return outputs.Stream()
    path = Path(job.output)
    if kind == "file":
        return outputs.CaseFile(path)
    made: type[outputs.Lines | outputs.Folder] = outputs.Lines if kind == "lines" else outputs.Folder
    return made(path, kept, job.fresh)


def _carried(
    job: Job,
    what: tuple[Sequence[str], Wanted],
    output: outputs.Output,
    kept: journal.Journal | None,
    heard: Heard,
) -> Done:
    """The work itself."""
    listed, wanted = what
    start = time.monotonic()
    reached = output.begin()
    done = Done(counts=reached.counts, before=reached.counts)
    if kept and kept.said:
        heard.note(kept.said)
    if reached.position or reached.file:
        heard.note(f"going on after {reached.counts.records:,} records of the earlier run")
    named = told_apart(
        steps(listed, (reached.file, reached.position)),
        Names(reached.claimed),
        once=wanted.folder is not None or (wanted.form is None and job.output is not None),
    )
    for made in _made(wanted, chunks(named, CHUNK), job.jobs):
        output.add(made)
        done.counts = sum((result.counts for result in made), done.counts)
        if job.page:
            _keep(done, made)
        heard.results(made, done.counts)
    done.said, more = output.finish()
    done.counts += more
    if job.page:
        _write_page(done, job.page)
    done.seconds = time.monotonic() - start
    return done


def _made(wanted: Wanted, pieces: Iterator[list[Step]], jobs: int) -> Iterator[list[Result]]:
    """The results, chunk by chunk; a single chunk is not worth a process."""
    first = next(pieces, None)
    second = next(pieces, None) if first else None
    few = [piece for piece in (first, second) if piece]
    return spread(partial(results, wanted), chain(few, pieces), jobs if second else 1)


def _keep(done: Done, made: Sequence[Result]) -> None:
    for result in made:
        if result.readings and len(done.shown) < PAGE:
            done.shown.append(result.readings[1])
        elif result.readings:
            done.left_out += 1


def _write_page(done: Done, page: str) -> None:
    from kg.review.page import write

    if not done.shown:
        raise KgError(f"{page}: not written, nothing was read")
    write(done.shown, page)


def all_faults(made: Sequence[Result]) -> list[Fault]:
    """What is to be said of results, in order, what was not understood last."""
    return [fault for result in made for fault in (*result.faults, *result.unread)]
