"""`kg update`: change a store with SPARQL Update."""

from __future__ import annotations

from pathlib import Path

import click

from kg.commands.graphs import StoreFolder
from kg.commands.query import read_input
from kg.errors import UsageError


@click.command(
    "update",
    epilog="""\b
Examples:
  kg update mystore -e 'DELETE WHERE { ?patient kg:age ?age }'
  kg update mystore change.ru
  cat change.ru | kg update mystore -
\b
All operations of one call are done, or none. Common prefixes (kg, MONDO, rdfs …) need no declaration.
Patterns look at the default graph, as SPARQL says: name others with GRAPH or WITH.
""",
)
@click.argument("store", type=StoreFolder())
@click.argument("file", required=False, metavar="[FILE.ru|-]")
@click.option("-e", "--execute", "text", metavar="TEXT", help="The text of a SPARQL update.")
@click.option(
    "--allow-service",
    "services",
    multiple=True,
    metavar="HOST",
    help="Let SERVICE in the update ask this server (* for any); repeatable. Default: none.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(store: Path, file: str | None, text: str | None, services: tuple[str, ...], quiet: bool) -> None:
    """Change a store with SPARQL Update.

    STORE is a folder that `kg build … -o FOLDER` made. Files are never changed: load them into a store.
    """
    from kg.questions.catalogue import text_of
    from kg.questions.changes import update

    if (file is None) == (text is None):
        raise UsageError("give one update: a file, - for standard input, or -e 'INSERT …'")
    source = "-e" if text is not None else "<stdin>" if file == "-" else str(file)
    if text is None:
        text = read_input() if file == "-" else text_of(str(file))
    change = update(store, text, source, services)
    if not quiet:
        click.echo(f"{store}: {change.before:,} quads before, {change.after:,} now", err=True)
