"""`kg check`: every fault of cases and graphs, with its place and its cure."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kg.errors import Fault, FaultsError, KgError, Severity, UsageError, printable

if TYPE_CHECKING:
    from kg.check import Check, Look, Progress

FORMATS = ("text", "json", "tsv")
FIELDS = ("severity", "source", "line", "path", "check", "what", "cure")
Row = tuple[str, Fault]
"""Name of the check ('' for a fault of the file itself) and the fault."""

MANY = 50_000
"""From this many statements on, a terminal is told what is being done."""


@click.command(
    name="check",
    epilog="""\b
Examples:
  kg check graph.nq
  kg check case.yaml --strict
  kg check store/ --only 'Response-*' -f tsv
  kg check --list
""",
)
@click.argument("inputs", metavar="INPUT…", nargs=-1)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings count as errors.")
@click.option("--only", metavar="NAME", multiple=True, help="Only this check; may hold *, may be repeated.")
@click.option("--list", "listing", is_flag=True, help="List the checks instead of checking.")
@click.option(
    "--validator",
    type=click.Choice(["shacl", "pyshacl"]),
    default="shacl",
    show_default=True,
    help="What holds the graph against the shapes; pySHACL is an extra, much slower, with the same verdicts.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    help="Check a large graph on N cores.  [default: all]",
)
def command(
    inputs: tuple[str, ...], form: str, strict: bool, only: tuple[str, ...], listing: bool, **how: Any
) -> None:
    """Find the faults of cases and graphs: all of them, each with its place and its cure.

    INPUT is a case file, a record, a graph file, a folder of graph files or a store folder; each is
    checked by itself (merge graphs first to check them together). Faults go to standard output, their
    number to standard error. Exit status: 1 when there is an error, 0 when there are only warnings or
    none.
    """
    from kg import validation
    from kg.check import checks, matching

    chosen = matching(only) if only else checks()
    if listing:
        show(map(described, chosen), form)
        return
    if not inputs:
        raise UsageError("kg check: nothing to check (name a case file, a graph file or a store folder)")
    validation.demand(how["validator"])
    rows = [row for name in inputs for row in faults_of(name, chosen, **how)]
    show(rows, form)
    click.echo(counted(rows, len(inputs)), err=True)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    sys.exit(1 if any(fault.severity in grave for _, fault in rows) else 0)


def described(check: Check) -> Row:
    """A check as a row of the list: what it says when it finds something."""
    return check.name, Fault("", "", check.summary, check.cure, severity=check.severity)


def faults_of(name: str, chosen: Sequence[Check], validator: str, jobs: int | None) -> Iterator[Row]:
    """The faults of one input: those of the file itself, then those of its graph."""
    from kg.check import Look

    try:
        remarks, found = looked_at(Look(tuple(chosen), name, validator), jobs)
    except FaultsError as error:
        yield from (("", fault) for fault in error.faults)
        return
    except KgError as error:
        yield "", as_fault(name, error)
        return
    yield from (("", remark) for remark in remarks)
    yield from ((check.name, fault) for check, fault in found)


def looked_at(look: Look, jobs: int | None) -> tuple[Sequence[Fault], list[tuple[Check, Fault]]]:
    """What the reader of one input remarked, and the faults of its graph.

    Raises KgError when it cannot be read.
    """
    from kg import inputs, workers
    from kg.check import Work, found, found_in_files, is_large

    files = inputs.graph_files([look.source])
    if is_large(files):
        said = reporter(MANY)
        return (), found_in_files(look, files, Work(jobs or workers.cores()), said)
    graph, remarks = inputs.opened([look.source])
    said = reporter(len(graph))
    return remarks, found(graph, look.source, chosen=look.checks, validator=look.validator, progress=said)


def as_fault(name: str, error: KgError) -> Fault:
    """The fault of an input that cannot be read at all, so that the other inputs are still checked."""
    if match := re.match(rf"{re.escape(name)}(?::(\d+))?: (.*)", str(error), re.DOTALL):
        return Fault(name, "", match[2], line=int(match[1]) if match[1] else None)
    return Fault(name, "", str(error))


def reporter(size: int) -> Progress:
    """What to do with news of the progress: on a terminal and for a large graph, say it."""
    if size < MANY or not sys.stderr.isatty():
        return lambda said: None
    return lambda said: click.echo(f"kg check: {said}", err=True)


def show(rows: Iterable[Row], form: str) -> None:
    """Print the faults on standard output, one a line; JSON as one list."""
    if form == "json":
        import json

        records = [dict(zip(FIELDS, fields(row), strict=True)) for row in rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=1))
        return
    if form == "tsv":
        click.echo("\t".join(FIELDS))
    for row in rows:
        click.echo("\t".join(printable(str(value)) for value in fields(row)) if form == "tsv" else text(row))


def fields(row: Row) -> tuple[str | int, ...]:
    """The fault's values in the order of `FIELDS`."""
    name, fault = row
    return (fault.severity, fault.source, fault.line or "", fault.path, name, fault.what, fault.cure)


def text(row: Row) -> str:
    """`error: file: node: what (cure) [check]`."""
    name, fault = row
    return f"{fault.severity}: {fault}" + (f" [{name}]" if name else "")


def counted(rows: Iterable[Row], inputs: int) -> str:
    """'2 errors, 1 warning in 3 inputs'."""
    severities = [fault.severity for _, fault in rows]
    parts = [plural(severities.count(kind), kind) for kind in Severity if kind in severities]
    return f"{', '.join(parts) or 'no faults'} in {plural(inputs, 'input')}"


def plural(number: int, noun: str) -> str:
    """The number with its noun: '1 error', '2 errors'."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"
