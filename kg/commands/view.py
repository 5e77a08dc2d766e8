"""`kg view`: a graph as one HTML page, or as a picture or graph file for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands.messages import say_faults
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.picture import Picture

FORMATS = ("html", "png", "svg", "dot", "graphml", "cyjs")
"""The formats of `kg.drawing.formats`, named here so that help and completion load nothing."""


@click.command(
    "view",
    epilog="""\b
Examples:
  kg view graph.nq -o view.html
  kg view case.yaml -o view.html
  kg view one.nq two.nq -o both.html               cases that share things are tied together
  kg view store/ -o her2.html --focus ERBB2        what is around one gene
  kg view store/ -o one.html --focus case-007      one case of many, by its identifier
  kg view store/ -o part.html --focus MONDO:0004988 --depth 3 --limit 500
  kg view case.yaml -o figure.png --scale 3        for papers; .svg too, both without a browser
  kg view case.yaml -o case.cyjs                   for Cytoscape; .graphml for Gephi, .dot for Graphviz
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(),
    help="The file to write, format by suffix; - for standard output.",
)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), help="Instead of the suffix's format.")
@click.option("--scale", type=float, metavar="N", help="Pixels of a PNG per unit; 2 if not given.")
@click.option("--focus", metavar="TERM", help="Draw what is around this IRI, CURIE, name or case.")
@click.option("--depth", default=2, show_default=True, metavar="N", help="Steps to draw around --focus.")
@click.option("--limit", default=300, show_default=True, metavar="N", help="Most things to draw.")
def command(inputs: tuple[str, ...], output: str, form: str | None, scale: float | None, **how: Any) -> None:
    """Draw graphs as one HTML page: timeline, network, details and a table of all statements.

    INPUT is a graph file, a store folder or a case file. The page stands alone: it loads nothing from
    anywhere, and no file is written beside it. SVG and PNG show the same picture without a browser; DOT,
    GraphML and Cytoscape JSON hold its things and connections. What is left out is said in each and on
    standard error.
    """
    from kg.drawing.formats import format_for
    from kg.inputs import opened
    from kg.picture import picture

    chosen = format_for(output, form)
    if scale is not None and chosen != "png":
        raise UsageError(f"--scale is for PNG alone (the output is {chosen})")
    graph, remarks = opened(inputs)
    say_faults(remarks)
    drawn = picture(graph, how["focus"], how["depth"], how["limit"])
    _write(_content(drawn, chosen, 2.0 if scale is None else scale), output)
    said = "<stdout>" if output == "-" else output
    click.echo(f"{said}: {len(drawn.nodes):,} things, {len(drawn.edges):,} connections", err=True)
    for sentence in drawn.left_out:
        click.echo(sentence, err=True)


def _content(picture: Picture, form: str, scale: float) -> bytes:
    """The picture as a file of that format."""
    if form == "html":
        from kg.webpage import page

        return page(picture).html.encode()
    from kg.drawing.formats import drawn

    return drawn(picture, form, scale)


def _write(content: bytes, output: str) -> None:
    """Write to the file at once and whole, or to standard output."""
    from kg.store import atomic

    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    with atomic(Path(output)) as out:
        out.write(content)
