"""`kg diff`: compare two graphs."""

from __future__ import annotations

import click

from kg.commands.messages import say_faults
from kg.ids import BASE


@click.command(
    "diff",
    epilog="""\b
Examples:
  kg diff old.nq new.nq                 cases and graphs added, removed, changed, and in what
  kg diff case.yaml graph.ttl           case files are built on the way
  kg diff store backup.nq.zst -f json
  kg diff old.nq new.nq --exit-status   1 when they differ, for scripts
""",
)
@click.argument("first", metavar="A", type=click.Path())
@click.argument("second", metavar="B", type=click.Path())
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--exit-status", is_flag=True, help="Exit with 1 when the graphs differ.")
@click.option("--base", default=BASE, show_default=True, help="Start of the IRIs that are made.")
@click.option("-q", "--quiet", is_flag=True, help="Say no remarks about the inputs.")
@click.pass_context
def command(
    context: click.Context, first: str, second: str, form: str, *, exit_status: bool, base: str, quiet: bool
) -> None:
    """Compare two graphs, named graph by named graph.

    A and B are whatever `kg merge` takes: graphs in any RDF format, store folders, cases.
    """
    from kg import pipeline
    from kg.merge.difference import difference

    found = difference(first, second, pipeline.usable_base(base))
    say_faults(found.remarks, quiet=quiet)
    click.echo(found.json() if form == "json" else found.text(), nl=False)
    if exit_status and not found.is_none:
        context.exit(1)
