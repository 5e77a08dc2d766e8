"""`kg merge`: join graphs."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.messages import say_faults
from kg.errors import UsageError
from kg.ids import BASE


@click.command(
    "merge",
    epilog="""\b
Examples:
  kg merge cases.nq civic.ttl -o all.nq                    every source in its own named graph
  kg merge case.yaml colleague.ttl -o all.nq.zst           case files are built on the way
  kg merge all.nq more.nq --mappings mine.sssom.tsv -o all.nq
  kg merge all.nq --undo colleague -o without.nq           take a source out again
  kg merge cases.nq civic.nq --dry-run --report report.json
\b
Ids that mean one thing become one: MONDO leads among diseases, HGNC among genes, NCIT among drugs. What
cannot be right is refused and reported; docs/merge.md says how. Any order of inputs gives the same bytes.
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(), help="File (format by suffix) or store folder."
)
@click.option(
    "--mappings",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="Mapping table (SSSOM) that joins ids; it becomes a source like any other. Repeatable.",
)
@click.option(
    "--own-mappings/--no-own-mappings",
    default=True,
    show_default=True,
    help="Join by the exact matches of the term tables, too.",
)
@click.option("--undo", multiple=True, metavar="SOURCE", help="Take this source or graph out. Repeatable.")
@click.option("--name", metavar="NAME", help="Graph of triples that have none, instead of their file's name.")
@click.option("--base", default=BASE, show_default=True, help="Start of the IRIs that are made.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only report.")
@click.option("--report", "report_to", metavar="FILE", type=click.Path(), help="Write the report as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    inputs: tuple[str, ...],
    output: str | None,
    mappings: tuple[str, ...],
    report_to: str | None,
    **how: object,
) -> None:
    """Join graphs by id and mappings.

    INPUT is a graph in any RDF format, a store folder, a case, or - for standard input. Each source keeps
    its own named graph, so that it can be taken out again.
    """
    from kg import merge, pipeline, store

    if (output is None) == (not how["dry_run"]):
        raise UsageError("give one output: -o OUT or --dry-run")
    if report_to:
        store.check_folder_of(report_to)
    undo = how["undo"]
    wanted = merge.Wanted(
        pipeline.usable_base(str(how["base"])),
        str(how["name"]) if how["name"] else None,
        bool(how["own_mappings"]),
        tuple(map(str, undo)) if isinstance(undo, tuple) else (),
    )
    names = [*inputs, *mappings]
    report = merge.merge(names, Path(output), wanted) if output else merge.trial(names, wanted)
    say_faults(report.remarks, quiet=bool(how["quiet"]))
    if report_to:
        with store.atomic(Path(report_to)) as out:
            out.write(report.json().encode())
    if not how["quiet"]:
        click.echo(report.text(), nl=False, err=not how["dry_run"])
