"""`kg merge`: join graphs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.messages import say_faults
from kg.errors import UsageError
from kg.ids import BASE

if TYPE_CHECKING:
    from kg.merge import Report


@click.command(
    "merge",
    epilog="""\b
Examples:
  kg merge cases.nq civic.ttl -o all.nq                    every source in its own named graph
  kg merge case.yaml colleague.ttl -o all.nq.zst           case files are built on the way
  kg merge all.nq more.nq --mappings mine.sssom.tsv -o all.nq
  kg merge all.nq --undo colleague -o without.nq           take a source out again
  kg merge cases.nq civic.nq --dry-run --report report.json
  kg merge case.yaml --into mystore                        joined with what the store holds
  kg merge cases.nq --into http://localhost:7878/store     graph by graph; run again, it sends what is missing
\b
Ids that mean one thing become one: MONDO leads among diseases, HGNC among genes, NCIT among drugs. What
cannot be right is refused and reported; docs/merge.md says how. Any order of inputs gives the same bytes.
""",
)
@click.argument("inputs", nargs=-1, metavar="INPUT...", type=click.Path())
@click.option(
    "-o", "--output", metavar="OUT", type=click.Path(), help="File (format by suffix) or store folder."
)
@click.option(
    "--into",
    metavar="STORE|URL",
    help="Merge into a store folder, or into a server by the SPARQL Graph Store Protocol.",
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
    mappings: tuple[str, ...],
    report_to: str | None,
    *,
    quiet: bool,
    **how: Any,
) -> None:
    """Join graphs by id and mappings.

    INPUT is a graph in any RDF format, a store folder, a case, or - for standard input. Each source keeps
    its own named graph, so that it can be taken out again.
    """
    from kg import store

    targets = [how["output"], how["into"], how["dry_run"]]
    if sum(map(bool, targets)) != 1:
        raise UsageError("give one of -o OUT, --into STORE|URL and --dry-run")
    if not inputs and not (how["into"] and how["undo"]):
        raise UsageError("give the graphs to merge")
    if report_to:
        store.check_folder_of(report_to)
    report = _done([*inputs, *mappings], how)
    say_faults(report.remarks, quiet=quiet)
    if report_to:
        with store.atomic(Path(report_to)) as out:
            out.write(report.json().encode())
    if not quiet:
        click.echo(report.text(), nl=False, err=not how["dry_run"])


def _done(names: list[str], how: dict[str, Any]) -> Report:
    """What was asked for, done."""
    from kg import pipeline
    from kg.endpoint.graph_store import GraphStore
    from kg.merge import Wanted, merge, merge_into, merge_into_server, trial

    base = pipeline.usable_base(how["base"])
    wanted = Wanted(base, how["name"], how["own_mappings"], how["undo"])
    if how["output"]:
        return merge(names, Path(how["output"]), wanted)
    if how["dry_run"]:
        return trial(names, wanted)
    if how["into"].startswith(("http://", "https://")):
        server = GraphStore(how["into"], say=lambda text: click.echo(text, err=True))
        return merge_into_server(names, server, wanted)
    return merge_into(names, Path(how["into"]), wanted)
