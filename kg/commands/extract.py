"""`kg extract`: texts in, cases out, every fact with its place."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import workers
from kg.commands.messages import say_faults
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.extraction.rendering import Counts, Result
    from kg.extraction.run import Done, Job

FORMATS = ("yaml", "jsonl", "scorer")
"""The forms of `kg.extraction.rendering`, named here so that help and completion load nothing."""
_EVERY = 0.5
"""Seconds between news of the progress."""
_SAID = 20
"""Messages on a single document, unless all are asked for."""


@click.command(
    "extract",
    epilog="""\b
Examples:
  kg extract record.txt                          the case, as YAML
  kg extract record.txt -o case.yaml             for a curator; corrections in it are kept
  kg extract record.txt --review                 the text with marks, the findings, what was not understood
  kg extract record.txt --page review.html       the same as a page
  kg extract records/ -o cases/                  a case file for each record
  kg extract pubmed*.xml.gz -o cases.jsonl --jobs 4
  kg extract texts/ -f scorer -o predictions.jsonl
  cat record.txt | kg extract - | kg build - -o graph.nq
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(),
    help="case.yaml, cases.jsonl (also .gz, .zst), a folder, or - for standard output, the default.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(FORMATS),
    help="YAML, one line of JSON per case, or one line of predictions per text. Default: by OUT, else yaml.",
)
@click.option(
    "--review",
    is_flag=True,
    help="Print the marked text and its findings; on a terminal, open them as a page, too.",
)
@click.option(
    "--page", metavar="FILE.html", type=click.Path(), help="Write the marked text beside the case, as a page."
)
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Processes.  [default: one per core]")
@click.option(
    "--resume/--fresh",
    default=True,
    help="Go on where an interrupted run of the same command stopped, or begin anew.  [default: resume]",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say every warning, and all that was not understood.")
def command(inputs: tuple[str, ...], **how: Any) -> None:
    """Read cases from texts: every finding with its place, its rule and how sure it is.

    INPUT is a record (PubMed text, MEDLINE, PubMed XML, JATS, BioC, PubTator), a plain text, an archive
    of such files, a folder, a glob pattern or - for standard input. No network, no model: the same text
    always gives the same case. A faulty record is told and the others are read; the exit status is then
    1. Files of lines and folders are gone on with when a run was interrupted and is started again.
    """
    from kg.extraction.run import Heard, Job, run

    if how["quiet"] and how["verbose"]:
        raise UsageError("-q and -v do not go together")
    job = Job(
        inputs=inputs,
        output=how["output"],
        form=how["form"],
        jobs=how["jobs"] or workers.cores(),
        fresh=not how["resume"],
        page=how["page"] or (_own_page() if how["review"] else None),
        review=_review(how["output"]) if how["review"] else None,
    )
    talk = Talk(how["quiet"], how["verbose"])
    try:
        done = run(job, Heard(talk.results, talk.note))
    finally:
        talk.progress_over()
    talk.close(job, done)
    if how["review"] and job.page and sys.stdout.isatty():
        click.launch(Path(job.page).absolute().as_uri())
    sys.exit(1 if done.counts.bad else 0)


def _own_page() -> str | None:
    """A file for the page that is opened; None where nobody sits at a terminal."""
    import tempfile

    return str(Path(tempfile.mkdtemp(prefix="kg-review-")) / "review.html") if sys.stdout.isatty() else None


def _review(output: str | None) -> tuple[bool, int | None]:
    """Colour and width of the marked text."""
    from kg.review.terminal import colours_wanted

    if output == "-":
        raise UsageError("--review writes to standard output, too (give -o a file)")
    return colours_wanted(), None


class Talk:
    """What is told on standard error: everything of one document, counts of many."""

    def __init__(self, quiet: bool, verbose: bool) -> None:
        self._quiet, self._verbose = quiet, verbose
        self._start = self._last = time.monotonic()
        self._shown = False
        self._held: list[Result] = []
        """Results of the first documents, until it is known whether there are many."""

    def note(self, said: str) -> None:
        """Tell one thing."""
        if not self._quiet:
            click.echo(f"note: {said}", err=True)

    def results(self, made: Sequence[Result], counts: Counts) -> None:
        """Print marked texts, tell the faults, and from time to time how far it is."""
        for line in (line for result in made for line in result.review):
            self.progress_over()
            click.echo(line, color=True)
        if self._verbose:
            self.progress_over()
            _say(made, every=True)
        elif counts.records <= 1 and not self._quiet:
            self._held += made
            return
        else:
            if any(result.counts.bad for result in (*self._held, *made)):
                self.progress_over()
            _say((*self._held, *made), every=False)
            self._held = []
        self._tell_progress(counts)

    def _tell_progress(self, counts: Counts) -> None:
        now = time.monotonic()
        if self._quiet or now < self._last + _EVERY or not sys.stderr.isatty():
            return
        self._last = now
        self._shown = True
        rate = counts.records / max(now - self._start, 0.001)
        click.echo(f"\r\x1b[K{counts} ({rate:,.0f} records/s)", err=True, nl=False)

    def progress_over(self) -> None:
        """Take the line of the progress away."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._shown = False

    def close(self, job: Job, done: Done) -> None:
        """Tell what is left to tell, and what was done."""
        from kg.extraction.run import all_faults

        alone = all_faults(self._held)
        say_faults(alone[:_SAID])
        if self._quiet:
            return
        if len(alone) > _SAID:
            click.echo(f"… and {len(alone) - _SAID} more (-v tells all)", err=True)
        fresh = done.counts.records - done.before.records
        if done.counts.records != 1:
            rate = f"{done.seconds:.1f} s, {fresh / max(done.seconds, 0.001):,.0f} records/s"
            click.echo(f"{done.counts}; {rate}", err=True)
        if done.said:
            click.echo(done.said, err=True)
        if job.page:
            more = f" ({done.left_out:,} more documents are not on it)" if done.left_out else ""
            click.echo(f"{Path(job.page)}: open it in a browser{more}", err=True)


def _say(made: Sequence[Result], *, every: bool) -> None:
    """Tell all faults of the results, or only the errors."""
    from kg.errors import Severity
    from kg.extraction.run import all_faults

    say_faults(fault for fault in all_faults(made) if every or fault.severity is Severity.ERROR)
