"""`kg demo`: the first case end to end."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    "demo",
    epilog="""\b
Examples:
  kg demo            into ./kg-demo
  kg demo try-it     into another folder
""",
)
@click.argument("folder", default="kg-demo", metavar="[DIR]", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Carry the bundled first case through: case file, graph, one question, page.

    Leaves DIR/case.yaml, DIR/graph.nq and DIR/view.html, and prints the answer to one question.
    """
    from kg import demo

    case_file, graph_file, page_file = demo.demo(folder)
    click.echo("The first case: metastatic invasive lobular carcinoma, HER2-negative, ERBB2 D769H and V777L")
    click.echo("(PMID 37120151). Which regimens did a patient with an ERBB2 variant respond to?\n")
    click.echo(demo.answer(graph_file))
    click.echo(f"case   {case_file}\ngraph  {graph_file}\npage   {page_file}\n")
    click.echo("Next:")
    click.echo(f"  kg query case-summary -d {graph_file}")
    click.echo(f"  kg query claims -d {graph_file}")
    click.echo("  kg queries                  the other questions")
    click.echo(f"  open {page_file} in a browser")
