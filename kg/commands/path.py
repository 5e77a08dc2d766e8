"""`kg path`: how two nodes of a graph are tied together."""

from __future__ import annotations

import click

from kg.commands.graphs import complete_term, data_option, graph_of, say_taken, terminal_width

KINDS = (
    *("case", "patient", "publication", "disease", "biomarker", "finding", "site", "outcome", "profile"),
    *("variant", "gene", "line", "response", "event", "regimen", "drug", "drugclass", "evidence", "claim"),
)
"""The kinds of `kg.picture.kinds` and the case, named here so that help and completion load nothing."""
FORMATS = ("text", "json", "md", "dot")
MODALITIES = ("observed", "background", "hypothesis", "absent")


@click.command(
    "path",
    epilog="""\b
Examples:
  kg path ERBB2 pyrotinib                      from a gene to a drug, with the place in the text
  kg path ERBB2 pyrotinib --all                every path of the shortest length
  kg path ERBB2 pyrotinib -k 5 --max-length 5  the five shortest, up to five steps
  kg path "lung cancer" ERBB2 --modality background
                                               claims count as links, too, and are marked
  kg path alectinib ALK --via regimen --via line --via case --via patient --via variant
  kg path ERBB2 pyrotinib -d store/ -f dot | dot -Tsvg -o path.svg
\b
Never a link, unless it is A or B itself: classes, modality, method and other closed lists,
publications (but --via publication), authors, close matches. Read [ ] for the modality.
""",
)
@click.argument("start", metavar="A", shell_complete=complete_term)
@click.argument("end", metavar="B", shell_complete=complete_term)
@data_option
@click.option("--all", "every", is_flag=True, help="All paths of the shortest length.")
@click.option("-k", "count", type=click.IntRange(1), metavar="N", help="The N shortest paths. Default: 1.")
@click.option(
    "--max-length",
    "longest",
    type=click.IntRange(1),
    default=8,
    show_default=True,
    metavar="N",
    help="Steps.",
)
@click.option(
    "--via", type=click.Choice(KINDS), multiple=True, help="Only through nodes of this kind; repeatable."
)
@click.option(
    "--modality",
    "modalities",
    type=click.Choice(MODALITIES),
    multiple=True,
    help="Count statements of this modality as links, too, and mark them; repeatable.",
)
@click.option("-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    start: str,
    end: str,
    data: tuple[str, ...],
    every: bool,
    count: int | None,
    longest: int,
    via: tuple[str, ...],
    modalities: tuple[str, ...],
    form: str,
    quiet: bool,
) -> None:
    """Find how two nodes are tied together: the shortest path, with the evidence of each step.

    A and B are names, CURIEs, IRIs or case ids. What is only background, hypothesis or explicitly absent
    ties nothing together unless asked for; how much was left out is said.
    """
    from kg.errors import UsageError
    from kg.nodes import Wanted, paths

    if every and count:
        raise UsageError("give --all or -k N, not both")
    wanted = Wanted(None if every else count or 1, longest, via, modalities)
    found = paths(graph_of(data, quiet), start, end, wanted)
    say_taken(start, found.taken_for[0], quiet)
    say_taken(end, found.taken_for[1], quiet)
    if form == "json":
        import json

        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        written = {"text": lambda: found.text(terminal_width()), "md": found.markdown, "dot": found.dot}
        click.echo(written[form](), nl=False)
    for remark in () if quiet else found.remarks:
        click.echo(remark, err=True)
