"""`kg describe`: everything that a graph states of one node, in words."""

from __future__ import annotations

import click

from kg.commands.graphs import complete_term, data_option, graph_of, say_taken, terminal_width


@click.command(
    "describe",
    epilog="""\b
Examples:
  kg describe PMID:37120151             a case: findings, therapy in order, what is absent, claims
  kg describe pyrotinib                 a drug: in which cases, with what response to the whole regimen
  kg describe "ERBB2 V777L" -d graph.nq a variant, in a graph of yours
  kg describe "lung cancer" -f md       also what is only background or hypothesis, marked so
  kg describe MONDO:0004989 --limit 50  more of a hub
\b
`kg terms search NAME` finds terms that the graph does not hold.
""",
)
@click.argument("name", metavar="NAME|CURIE|IRI|CASE", shell_complete=complete_term)
@data_option
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json", "md"]), default="text", show_default=True
)
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N", help="Entries a section."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(name: str, data: tuple[str, ...], form: str, limit: int, quiet: bool) -> None:
    """Tell everything that a graph states of one node, in words.

    What it is, its names and mappings, the cases it was observed in, with evidence; in square brackets
    the modality: observed, EXPLICITLY ABSENT, background or hypothesis. A response always belongs to a
    whole line of therapy.
    """
    from kg.nodes import describe

    told = describe(graph_of(data, quiet), name, limit=limit)
    say_taken(name, told.taken_for, quiet)
    if form == "json":
        import json

        click.echo(json.dumps(told.to_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(told.markdown() if form == "md" else told.text(terminal_width()), nl=False)
