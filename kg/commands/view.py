"""`kg view`: a graph as one HTML page that needs nothing beside it."""

from __future__ import annotations

import click

from kg.commands.messages import say_faults


@click.command(
    "view",
    epilog="""\b
Examples:
  kg view graph.nq -o view.html
  kg view case.yaml -o view.html
  kg view one.nq two.nq -o both.html               cases that share things are tied together
  kg view store/ -o her2.html --focus ERBB2        what is around one gene
  kg view store/ -o part.html --focus MONDO:0004988 --depth 3 --limit 500
""",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...", type=click.Path())
@click.option(
    "-o", "--output", required=True, metavar="OUT.html", type=click.Path(), help="The page to write."
)
@click.option("--focus", metavar="TERM", help="Draw what is around this IRI, CURIE, label or synonym.")
@click.option("--depth", default=2, show_default=True, metavar="N", help="Steps to draw around --focus.")
@click.option("--limit", default=300, show_default=True, metavar="N", help="Most things to draw.")
def command(inputs: tuple[str, ...], output: str, focus: str | None, depth: int, limit: int) -> None:
    """Draw graphs as one HTML page: timeline, network, details and a table of all statements.

    INPUT is a graph file, a store folder or a case file. The page stands alone: it loads nothing from
    anywhere, and no file is written beside it. What it leaves out is said on it and on standard error.
    """
    from kg.inputs import opened
    from kg.picture import picture
    from kg.webpage import page

    graph, remarks = opened(inputs)
    say_faults(remarks)
    drawn = picture(graph, focus, depth, limit)
    page(drawn).write(output)
    click.echo(f"{output}: {len(drawn.nodes):,} things, {len(drawn.edges):,} connections", err=True)
    for sentence in drawn.left_out:
        click.echo(sentence, err=True)
