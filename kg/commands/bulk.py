"""`kg build --parts` and `--jobs`: many cases, with their progress and their faults."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import workers
from kg.commands.messages import say_faults
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.bulk import Done
    from kg.errors import Fault

_EVERY = 0.5
"""Seconds between news of the progress."""
_TOLD = 20
"""Faults told on standard error; a report has them all."""


def build_many(given: dict[str, Any]) -> None:
    """Build the inputs piece by piece; the process ends with 1 when there were errors."""
    from kg.bulk import Job, run
    from kg.pipeline import usable_base

    job = Job(
        inputs=given["inputs"],
        output=given["output"],
        kind=_kind(given),
        jobs=given["jobs"] or workers.cores(),
        base=usable_base(given["base"]),
        extract=given["extract"],
        check=bool(given["check"]),
        parquet=given["parquet"],
        engine=given["engine"],
        master=given["master"],
        fresh=not given["resume"],
        max_faults=given["max_faults"],
    )
    talk = _Talk(given["quiet"])
    try:
        done = run(job, talk.progress)
    finally:
        talk.over()
    if given["report"]:
        _write_report(done.faults, Path(given["report"]))
    talk.close(done, given)
    sys.exit(1 if done.errors else 0)


def _kind(given: dict[str, Any]) -> str:
    """'parts', 'file' or 'store'. Raises UsageError for options that do not go together."""
    from kg.store import STANDARD_STREAM, format_of

    for option, what in (("texts", "--text"), ("form", "-f"), ("called", "--name")):
        if given[option]:
            raise UsageError(f"{what} does not go with --parts and --jobs")
    if given["output"] == STANDARD_STREAM:
        raise UsageError("-o -: many cases are not written to standard output (give a folder or a file)")
    if given["report"] and not Path(given["report"]).absolute().parent.is_dir():
        raise UsageError(f"{given['report']}: there is no folder {str(Path(given['report']).parent)!r}")
    if given["master"] and given["engine"] != "spark":
        raise UsageError("--master goes with --engine spark")
    if given["parts"]:
        return "parts"
    if given["parquet"]:
        raise UsageError("--parquet goes with --parts")
    return "file" if format_of(given["output"]) else "store"


def _write_report(faults: list[Fault], path: Path) -> None:
    from kg.store import atomic

    with atomic(path) as out:
        out.writelines(f"{fault.severity}: {fault}\n".encode("utf-8", "replace") for fault in faults)


class _Talk:
    """What is told on standard error while the run goes on and after it."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._start = self._last = time.monotonic()
        self._shown = False

    def progress(self, done: Done) -> None:
        """Say from time to time how far it is, on a terminal."""
        now = time.monotonic()
        if self._quiet or now < self._last + _EVERY or not sys.stderr.isatty():
            return
        self._last = now
        self._shown = True
        gone = max(now - self._start, 0.001)
        left = ""
        if done.total and done.bytes:
            seconds = gone * (done.total - done.bytes) / done.bytes
            left = f", {100 * done.bytes / done.total:.0f} %, {_span(seconds)} left"
        rate = f"{done.cases / gone:,.0f} cases/s"
        click.echo(f"\r\x1b[K{done.cases:,} cases, {rate}{left}", err=True, nl=False)

    def over(self) -> None:
        """Take the line of the progress away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)

    def close(self, done: Done, given: dict[str, Any]) -> None:
        """Tell the faults, and what was done."""
        told = (
            done.faults
            if len(done.faults) <= _TOLD and not self._quiet
            else [one for one in done.faults if one.severity == "error"]
        )
        say_faults(told[:_TOLD])
        if self._quiet:
            return
        if (more := len(done.faults) - min(len(told), _TOLD)) > 0:
            where = f"{given['report']} has them all" if given["report"] else "--report FILE writes them all"
            click.echo(f"… and {more:,} more messages ({where})", err=True)
        kept = f" ({done.kept:,} of {done.kept + done.built:,} parts were there)" if done.kept else ""
        rate = f"{done.cases / max(done.seconds, 0.001):,.0f} cases/s"
        faults = f", {done.errors:,} fault{'s' * (done.errors != 1)}" if done.errors else ""
        kept += ", nothing was loaded" if done.unchanged else ""
        said = f"built {done.cases:,} case{'s' * (done.cases != 1)}, {done.quads:,} quads{faults}{kept}"
        click.echo(f"{said}: {given['output']} ({done.seconds:.1f} s, {rate})", err=True)


def _span(seconds: float) -> str:
    """A length of time in few words."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5_400 else f"{seconds / 3_600:.1f} h"
